/** A broken invariant of the emulator itself: ends the run, exit status 3. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant'
}

/** The one throw below the kernel: for what cannot be. */
export const impossible = (what: string): never => {
  throw new BrokenInvariant(what)
}

export function assert(holds: boolean, what: string): asserts holds {
  if (!holds) impossible(what)
}
