import type * as E from 'fp-ts/lib/Either.js'

/** A trap into the kernel: the call's name and its arguments. */
export interface Trap {
  readonly call: string
  readonly args: object
}

/** A thread's program. It ends by returning. */
export type Program = Generator<Trap, void, unknown>

/** A stub: what `yield*` delegates to. Yields traps, returns what the call answers. */
export type Stub<A> = Iterable<Trap, A, unknown>

/** A library routine that makes several traps. */
export type Steps<A> = Generator<Trap, A, unknown>

/** What every call but mach_msg answers: the code's name, or the outputs. */
export type Answer<A = void> = E.Either<string, A>

/** The one place where an answer gets its type: the kernel answers in kind. */
export function* trap<A>(call: string, args: object): Steps<A> {
  return (yield { call, args }) as A
}
