// Generated from thread.chart.ts by `npm run charts`; a test checks that it is current.
import type { Table } from '../ports/lifecycle.js'

/** The states of the thread chart by number. */
export const ThreadState = {
  /** Has nothing to wait for, but may not run: newly made, or stopped. */
  suspended: 0,
  /** In a run queue, ready for a processor. */
  runnable: 1,
  /** On a processor. */
  running: 2,
  /** Blocked in the kernel until an event or a deadline, with a continuation to finish its call. */
  waiting: 3,
  /** Blocked, and stopped as well: when its event comes it still may not run. */
  waitingSuspended: 4,
  /** Its program came to its end. */
  finished: 5,
  /** Ended from outside: by thread_terminate, or with its task. */
  terminated: 6
} as const
export type ThreadState = (typeof ThreadState)[keyof typeof ThreadState]

/** The events of the thread chart by number. */
export const ThreadEvent = {
  resume: 0,
  terminate: 1,
  dispatch: 2,
  suspend: 3,
  yield: 4,
  block: 5,
  finish: 6,
  wake: 7,
  handoff: 8
} as const
export type ThreadEvent = (typeof ThreadEvent)[keyof typeof ThreadEvent]

/** The legal moves of the thread chart. */
export const threadTable: Table = {
  id: 'thread',
  states: Object.keys(ThreadState),
  events: Object.keys(ThreadEvent),
  // biome-ignore format: a row for each state, a column for each event
  moves: Int8Array.of(
     1,  6, -1, -1, -1, -1, -1, -1, -1, // suspended
    -1,  6,  2,  0, -1, -1, -1, -1, -1, // runnable
    -1,  6, -1,  0,  1,  3,  5, -1, -1, // running
    -1,  6, -1,  4, -1, -1, -1,  1,  2, // waiting
     3,  6, -1, -1, -1, -1, -1,  0, -1, // waitingSuspended
    -1, -1, -1, -1, -1, -1, -1, -1, -1, // finished
    -1, -1, -1, -1, -1, -1, -1, -1, -1  // terminated
  )
}
