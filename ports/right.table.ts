// Generated from right.chart.ts by `npm run charts`; a test checks that it is current.
import type { Table } from './lifecycle.js'

/** The states of the right chart by number. */
export const RightState = {
  /** The name is free, or reserved for a right about to come. */
  nothing: 0,
  /** Send rights for a port, as many as the name has user references. */
  send: 1,
  /** The receive right of a port. */
  receive: 2,
  /** The receive right of a port, and send rights for it. */
  sendReceive: 3,
  /** One send-once right, which its one message consumes. */
  sendOnce: 4,
  /** A port set: a task receives through it from whichever member has a message. */
  portSet: 5,
  /** What is left of send or send-once rights for a port that died. */
  deadName: 6
} as const
export type RightState = (typeof RightState)[keyof typeof RightState]

/** The events of the right chart by number. */
export const RightEvent = {
  receiveIn: 0,
  sendIn: 1,
  sendOnceIn: 2,
  setIn: 3,
  deadIn: 4,
  sendOut: 5,
  portDied: 6,
  receiveOut: 7,
  sendOnceOut: 8,
  setOut: 9,
  deadOut: 10
} as const
export type RightEvent = (typeof RightEvent)[keyof typeof RightEvent]

/** The legal moves of the right chart. */
export const rightTable: Table = {
  id: 'right',
  states: Object.keys(RightState),
  events: Object.keys(RightEvent),
  // biome-ignore format: a row for each state, a column for each event
  moves: Int8Array.of(
     2,  1,  4,  5,  6, -1, -1, -1, -1, -1, -1, // nothing
     3,  1, -1, -1, -1,  0,  6, -1, -1, -1, -1, // send
    -1,  3, -1, -1, -1, -1, -1,  0, -1, -1, -1, // receive
    -1,  3, -1, -1, -1,  2,  6,  1, -1, -1, -1, // sendReceive
    -1, -1, -1, -1, -1, -1,  6, -1,  0, -1, -1, // sendOnce
    -1, -1, -1, -1, -1, -1, -1, -1, -1,  0, -1, // portSet
    -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,  0  // deadName
  )
}
