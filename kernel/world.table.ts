// Generated from world.chart.ts by `npm run charts`; a test checks that it is current.
import type { Table } from '../ports/lifecycle.js'

/** The states of the world chart by number. */
export const WorldState = {
  /** Hosts, tasks, threads and given rights are being set up. */
  booting: 0,
  /** Some thread can run. */
  running: 1,
  /** No thread can run; the clock moves on to the next deadline. */
  idle: 2,
  /** Quiet for good, or out of budget. */
  ended: 3
} as const
export type WorldState = (typeof WorldState)[keyof typeof WorldState]

/** The events of the world chart by number. */
export const WorldEvent = { boot: 0, idle: 1, end: 2, alarm: 3 } as const
export type WorldEvent = (typeof WorldEvent)[keyof typeof WorldEvent]

/** The legal moves of the world chart. */
export const worldTable: Table = {
  id: 'world',
  states: Object.keys(WorldState),
  events: Object.keys(WorldEvent),
  // biome-ignore format: a row for each state, a column for each event
  moves: Int8Array.of(
     1, -1, -1, -1, // booting
    -1,  2,  3, -1, // running
    -1, -1,  3,  1, // idle
    -1, -1, -1, -1  // ended
  )
}
