// Generated from port.chart.ts by `npm run charts`; a test checks that it is current.
import type { Table } from './lifecycle.js'

/** The states of the port chart by number. */
export const PortState = {
  /** In no space and no queue: newly made, or in the hands of a call that moves it. */
  inLimbo: 0,
  /** A task holds the receive right under a name, and may receive. */
  inSpace: 1,
  /** The receive right lies in a message queued at another port, its destination. */
  inTransit: 2,
  /** The kernel receives: messages to the port are calls on the kernel object it stands for. */
  inKernel: 3,
  /** The receive right is destroyed; what denoted the port denotes a dead name. */
  dead: 4
} as const
export type PortState = (typeof PortState)[keyof typeof PortState]

/** The events of the port chart by number. */
export const PortEvent = { inserted: 0, queued: 1, claimed: 2, destroyed: 3, taken: 4 } as const
export type PortEvent = (typeof PortEvent)[keyof typeof PortEvent]

/** The legal moves of the port chart. */
export const portTable: Table = {
  id: 'port',
  states: Object.keys(PortState),
  events: Object.keys(PortEvent),
  // biome-ignore format: a row for each state, a column for each event
  moves: Int8Array.of(
     1,  2,  3,  4, -1, // inLimbo
    -1, -1, -1,  4,  0, // inSpace
     1, -1, -1,  4,  0, // inTransit
    -1, -1, -1,  4, -1, // inKernel
    -1, -1, -1, -1, -1  // dead
  )
}
