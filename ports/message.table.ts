// Generated from message.chart.ts by `npm run charts`; a test checks that it is current.
import type { Table } from './lifecycle.js'

/** The states of the message chart by number. */
export const MessageState = {
  /** A buffer with the sender's bytes; its names are still the sender's. */
  building: 0,
  /** The message owns the rights and the memory it carries, and is not yet in a queue. */
  copiedIn: 1,
  /** In its destination's queue, and counted against the queue limit. */
  queued: 2,
  /** With a receiver, or with the kernel as the receiver, before copyout. */
  inHand: 3,
  /** Copied out: its rights are in the receiver's space, its bytes in the receiver's buffer. */
  delivered: 4,
  /** Not sent, and given back to the sender (pseudo-receive), as after a time-out. */
  returned: 5,
  /** Cleaned: every right it owned is released, every send-once right notified. */
  destroyed: 6
} as const
export type MessageState = (typeof MessageState)[keyof typeof MessageState]

/** The events of the message chart by number. */
export const MessageEvent = {
  copiedIn: 0,
  destroy: 1,
  queue: 2,
  handOver: 3,
  giveBack: 4,
  dequeue: 5,
  deliver: 6
} as const
export type MessageEvent = (typeof MessageEvent)[keyof typeof MessageEvent]

/** The legal moves of the message chart. */
export const messageTable: Table = {
  id: 'message',
  states: Object.keys(MessageState),
  events: Object.keys(MessageEvent),
  // biome-ignore format: a row for each state, a column for each event
  moves: Int8Array.of(
     1,  6, -1, -1, -1, -1, -1, // building
    -1,  6,  2,  3,  5, -1, -1, // copiedIn
    -1,  6, -1, -1, -1,  3, -1, // queued
    -1,  6, -1, -1, -1, -1,  4, // inHand
    -1, -1, -1, -1, -1, -1, -1, // delivered
    -1, -1, -1, -1, -1, -1, -1, // returned
    -1, -1, -1, -1, -1, -1, -1  // destroyed
  )
}
