import type { Name, Program, Stub, Trap } from '../tasks/mach.js'
import type { AwaitedState } from '../scenarios/step.js'

/** A thread's program, told its names for the rights that it was given. */
export type Behaviour<Given extends string = never> = (names: Names<Given>) => Program

/** Names that every task has. */
export type OwnName = 'task_self' | 'thread_self' | 'host_self' | 'notify' | 'bootstrap'

/** A task's names for its own ports and for the given ones; MACH_PORT_NULL where it holds no right. */
export type Names<Given extends string = never> = Readonly<Record<OwnName | Given, Name>>

/** What a call answers: outputs, or the name of the code that refuses it. */
export type Answered<A> =
  | { readonly _tag: 'Right'; readonly right: A }
  | { readonly _tag: 'Left'; readonly left: string }

/** The outputs of a call that must succeed; throws where it was refused, which fails the test. */
export const outputs = <A>(answer: Answered<A>): A => {
  if (answer._tag === 'Right') return answer.right
  throw new Error(`the call was refused: ${answer.left}`)
}

/** The code that a call answered: `KERN_SUCCESS`, or why it was refused. */
export const codeOf = (answer: Answered<unknown>): string =>
  answer._tag === 'Left' ? answer.left : 'KERN_SUCCESS'

const NANOSECONDS = 1e6

/** A test's device and no Mach call, as in scenarios. */
function* device(call: string, args: object): Generator<Trap, void, unknown> {
  yield { call, args }
}

/** Waits so many milliseconds of virtual time. */
export const sleep = (ms: number): Stub<void> => device('sleep', { time: Math.round(ms * NANOSECONDS) })

/** Uses the processor for so many milliseconds, and can be preempted. */
export const compute = (ms: number): Stub<void> => device('compute', { time: Math.round(ms * NANOSECONDS) })

/** Holds the thread until another (`task.thread`) is in a state; costs nothing. */
export const wait_for = (thread: string, state: AwaitedState): Stub<void> =>
  device('wait_for', { thread, state })

/** A text for the reader of the trace. */
export const note = (text: string): Stub<void> => device('note', { text })
