import { type Counter, type CountPattern, toHaveCounted } from './matchers/counted.js'
import { type DeliveryPattern, toHaveDelivered } from './matchers/delivered.js'
import { toDeadlock, toHaveFinished, toKeepInvariants, toPass } from './matchers/ending.js'
import { type EventPattern, toHaveEvents } from './matchers/events.js'
import { type RightPattern, toHoldRight } from './matchers/right.js'
import type { RightKind } from './rights.js'

/** What `expect` can ask of a finished run. */
export interface RunMatchers<R> {
  /** All that the scenario expects held. */
  toPass(): R
  /** Threads that are no daemons wait, and nothing can wake them. */
  toDeadlock(): R
  /** No invariant of the kernel broke. */
  toKeepInvariants(): R
  /** The thread (`task.thread`) came to the end of its program. */
  toHaveFinished(thread: string): R
  /** A message was received. */
  toHaveDelivered(pattern: DeliveryPattern): R
  /** The task holds a right at the end. */
  toHoldRight(task: string, right: RightKind, pattern?: RightPattern): R
  /** Counters stand so at the end. */
  toHaveCounted(counts: Readonly<Partial<Record<Counter, CountPattern>>>): R
  /** Events came in this order, others between them allowed. */
  toHaveEvents(patterns: readonly EventPattern[]): R
}

/** The matchers, for `expect.extend` where jest's globals are not injected. */
export const matchers = {
  toPass,
  toDeadlock,
  toKeepInvariants,
  toHaveFinished,
  toHaveDelivered,
  toHoldRight,
  toHaveCounted,
  toHaveEvents
} satisfies Record<keyof RunMatchers<void>, unknown>

declare global {
  namespace jest {
    // The parameters must be those of @types/jest.
    interface Matchers<R, T = {}> extends RunMatchers<R> {}
  }
}
