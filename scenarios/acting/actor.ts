import * as E from 'fp-ts/lib/Either.js'
import type { Program, Trap } from '../../tasks/mach.js'
import type { Thread } from '../../tasks/task.js'
import { type Comparison, type Failure, failureAt } from '../judging/failure.js'
import type { Expect, Step } from '../step.js'
import type { Place } from '../tree.js'
import { type Data, evaluate, type Lookup, type Value } from '../values.js'
import { setVariable, type Variables } from './variables.js'

/** What the threads of a run share, beyond what their tasks do. */
export interface Stage {
  /** Takes down that something did not hold; the run ends with it. */
  readonly blame: (failure: Failure) => void
  /** Charges work that takes no trap; false where the budget for it is spent and the run must end. */
  readonly spend: (work: number) => boolean
  /** The program of a thread that the kernel is about to make. */
  readonly cast: (steps: readonly Step[]) => (thread: Thread) => Program
}

/** Where a step stands and how it is called: all that a failure says of it. */
export interface StepName {
  readonly at: Place
  readonly word: string
}

/** A thread of a scenario while it performs its steps. */
export interface Actor {
  readonly stage: Stage
  /** `task.thread`. */
  readonly label: string
  /** The step that it is performing. */
  doing: StepName | null
  readonly variables: Variables
  /** What `$name` is worth to this thread. */
  readonly lookup: Lookup
  /** The thread counts as a daemon from here on. */
  readonly becomeDaemon: () => void
}

/** Steps in progress; they answer whether the thread has come to its end with them. */
export type Steps<A = boolean> = Generator<Trap, A, unknown>

/** Takes down a failure of a step; always answers true, since the thread ends with it. */
export const blame = (actor: Actor, step: StepName, message: string, compared: Comparison = {}): true => {
  actor.stage.blame(failureAt(step.at, step.word, `${actor.label}: ${message}`, compared))
  return true
}

/** What a value is worth now; nothing where that cannot be told, and then it is taken down. */
export const worth = (actor: Actor, step: StepName, value: Value): Data | undefined => {
  const data = evaluate(value, actor.lookup)
  if (E.isRight(data)) return data.right
  blame(actor, step, data.left)
  return undefined
}

/** As `worth`, of a value that must be a number from 0. */
export const countOf = (actor: Actor, step: StepName, value: Value): number | undefined => {
  const data = worth(actor, step, value)
  if (data === undefined) return undefined
  if (typeof data === 'number' && Number.isFinite(data) && data >= 0) return data
  blame(actor, step, `${step.word} takes a number from 0`, { actual: data })
  return undefined
}

/** Sets a variable of the thread's task; answers false, and takes it down, where that cannot be. */
export const keep = (actor: Actor, step: StepName, name: string, data: Data): boolean => {
  const refusal = setVariable(actor.variables, name, data)
  return refusal === null || !blame(actor, step, refusal)
}

/** The step that a call's expectation belongs to, as failures name it. */
export const expecting = (expect: Expect, word: string): StepName => ({ at: expect.at, word })

/** Elements of lists and bytes of text that are as much work as a step. */
const ELEMENTS = 128
const BYTES = 8192

const works = new WeakMap<object, number>()

/** How much work data are: budgets are to end a run before whoever waits for it gives up. */
const workOf = (data: Data): number => {
  if (typeof data === 'string') return data.length / BYTES
  if (typeof data !== 'object') return 1 / ELEMENTS
  const known = works.get(data)
  if (known !== undefined) return known
  const plain = Array.isArray(data) && typeof data[0] === 'number'
  const work = plain
    ? data.length / ELEMENTS
    : Object.values(data).reduce((sum: number, part: Data) => sum + workOf(part), 0)
  works.set(data, work)
  return work
}

/** Charges a step for itself and its data; where the budget is spent, waits for the run to end. */
export function* charge(actor: Actor, data: Data): Generator<Trap, void, unknown> {
  const work = 1 + Math.floor(workOf(data))
  while (!actor.stage.spend(work)) yield { call: 'compute', args: { time: 0 } }
}
