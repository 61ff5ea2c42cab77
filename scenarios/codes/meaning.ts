/** What a return code means, and when a call answers it. */
export interface Meaning {
  readonly means: string
  readonly comes: string
}

/** A code's meaning, and when it comes. */
export const code = (means: string, comes: string): Meaning => ({ means, comes })

/** When a code comes that no program can see. */
export const NEVER_SEEN = 'Never seen: it stands for a call that is still under way.'
/** When a code comes that is about the message buffer. */
export const BUFFERS = "Not here: a program's message buffer can always be read and written."
/** When a code comes that is about memory. */
export const NEVER_HERE = 'Not in this version, which has no memory maps.'
