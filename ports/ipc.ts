import type { Drive } from './lifecycle.js'
import { nextState } from './lifecycle.js'
import { type MessageEvent, MessageState, messageTable } from './message.table.js'
import type { Entry, KernelMessage, Port, Waiter } from './object.js'
import type { OutOfLineStore } from './out-of-line.js'
import { type PortEvent, type PortState, portTable } from './port.table.js'
import { type RightEvent, type RightState, rightTable } from './right.table.js'
import type { Variant } from './variant.js'

/** What happened, in quantities; `kernel/costs.ts` turns them into time. */
export interface Tally {
  messages_sent: number
  messages_received: number
  copies: number
  bytes_copied: number
  rights_translated: number
  notifications: number
}

/** What the ports of a host can be seen doing. */
export type PortSight =
  | 'message.queue'
  | 'message.destroy'
  | 'right.make'
  | 'right.move'
  | 'right.copy'
  | 'right.dead'
  | 'right.destroy'
  | 'port.create'
  | 'port.dead'
  | 'port.enter_set'
  | 'port.leave_set'
  | 'notification'

/** Told of each sight: the port's id, the message's id (0: none), and a word more. */
export type Observe = (sight: PortSight, port: number, message: number, detail: SightDetail | null) => void

export interface SightDetail {
  /** The space's owner. */
  readonly task?: string
  readonly name?: number
  /** Kind of notification. */
  readonly kind?: string
  /** Kind of right. */
  readonly right?: string
}

/** What all ports of one host share. No global state: two hosts have two. */
export interface Ipc {
  readonly variant: Variant
  readonly drive: Drive | null
  readonly tally: Tally
  observe: Observe | null
  /** Makes a blocked thread runnable. */
  readonly wake: (waiter: Waiter) => void
  readonly memory: OutOfLineStore
  lastPort: number
  lastMessage: number
  /** Messages waiting to be destroyed, so that one destruction does not run inside another. */
  readonly doomed: KernelMessage[]
  destroying: boolean
  /** Delivered messages, to be used again: a list by `next`, and how many. */
  spare: KernelMessage | null
  spares: number
  /** Protected payloads, by port. */
  readonly payloads: Map<Port, number>
  /** Bytes of the largest message body the kernel has a buffer for. */
  readonly bodyLimit: number
  /** Bytes of kernel memory there are, and those taken by tasks, threads and large messages. */
  readonly memoryLimit: number
  memoryUsed: number
}

/** Moves a port along its chart. */
export const movePort = (ipc: Ipc, port: Port, event: PortEvent): void => {
  port.state = nextState(ipc.drive, portTable, port, port.state, event) as PortState
}

/** Moves what a name denotes along its chart. */
export const moveRight = (ipc: Ipc, entry: Entry, event: RightEvent): void => {
  entry.state = nextState(ipc.drive, rightTable, entry, entry.state, event) as RightState
}

/** Moves a message along its chart. */
export const moveMessage = (ipc: Ipc, message: KernelMessage, event: MessageEvent): void => {
  message.state = nextState(ipc.drive, messageTable, message, message.state, event) as MessageState
  if (message.charged > 0 && message.state >= MessageState.delivered) discharge(ipc, message)
}

/** A large message that has run its course gives its kernel memory back. */
const discharge = (ipc: Ipc, message: KernelMessage): void => {
  ipc.memoryUsed -= message.charged
  message.charged = 0
}

/** Whether there is so much kernel memory left. */
export const hasMemory = (ipc: Ipc, bytes: number): boolean => ipc.memoryUsed + bytes <= ipc.memoryLimit
