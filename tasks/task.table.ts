// Generated from task.chart.ts by `npm run charts`; a test checks that it is current.
import type { Table } from '../ports/lifecycle.js'

/** The states of the task chart by number. */
export const TaskState = {
  /** Its threads run as far as their own states allow. */
  active: 0,
  /** None of its threads may run. */
  suspended: 1,
  /** Its threads, rights and memory are being taken away; calls on it are refused. */
  terminating: 2,
  /** Nothing is left but its record; its kernel port is dead. */
  dead: 3
} as const
export type TaskState = (typeof TaskState)[keyof typeof TaskState]

/** The events of the task chart by number. */
export const TaskEvent = { suspend: 0, terminate: 1, resume: 2, die: 3 } as const
export type TaskEvent = (typeof TaskEvent)[keyof typeof TaskEvent]

/** The legal moves of the task chart. */
export const taskTable: Table = {
  id: 'task',
  states: Object.keys(TaskState),
  events: Object.keys(TaskEvent),
  // biome-ignore format: a row for each state, a column for each event
  moves: Int8Array.of(
     1,  2, -1, -1, // active
    -1,  2,  0, -1, // suspended
    -1, -1, -1,  3, // terminating
    -1, -1, -1, -1  // dead
  )
}
