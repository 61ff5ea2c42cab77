import type { KernelObject } from './kernel-object.js'
import type { MessageState } from './message.table.js'
import type { OutOfLine } from './out-of-line.js'
import type { PortState } from './port.table.js'
import type { RightState } from './right.table.js'

/**
 * The records of IPC. They stand in one file because each refers to the others: a space names
 * ports, a port is held by a space or travels in a message, a message holds ports.
 */

/** A number that denotes a right in one space: 32 bits, unsigned. */
export type Name = number

/** A port: one receive right, any number of send and send-once rights, a queue of messages. */
export interface Port {
  readonly id: number
  state: PortState
  /** Who has the receive right: the space, or, in transit, the port to whose queue it goes. */
  holder: Space | Port | null
  /** The holder's name for the receive right; 0 outside a space. */
  name: Name
  mscount: number
  seqno: number
  qlimit: number
  msgcount: number
  /** Extant rights, those in messages too. */
  srights: number
  sorights: number
  set: PortSet | null
  /** Made when first used: most ports never hold a message or a waiter. */
  queue: Queue | null
  requests: PortRequests | null
  kernelObject: KernelObject | null
}

/** Where messages wait for receivers and receivers for messages; of a port, also its blocked senders. */
export interface Queue {
  first: KernelMessage | null
  last: KernelMessage | null
  readonly receivers: WaitQueue
  readonly senders: WaitQueue
}

export interface WaitQueue {
  first: Waiter | null
  last: Waiter | null
}

/** A blocked thread as a queue sees it. */
export interface Waiter {
  nextWaiter: Waiter | null
  previousWaiter: Waiter | null
  waitsIn: WaitQueue | null
  /** Bytes of the largest message a receiver lets itself be given; a larger one wakes it instead. */
  sizeLimit: number
  /** Why it was woken: a mach_msg return code. */
  wakeCode: number
  /** Bytes of the message that was too large for it. */
  refusedSize: number
  /** The message in its hands: not yet queued, or not yet copied out. */
  message: KernelMessage | null
}

/** A port set: one receive queue over its members. */
export interface PortSet {
  readonly id: number
  readonly space: Space
  name: Name
  readonly members: Port[]
  readonly queue: Queue
}

/** Requests made on a port; each holds a send-once right for the port to be told. */
export interface PortRequests {
  noSenders: Port | null
  portDestroyed: Port | null
  /** A Mach 2.5 backup: a send right to the port that gets the receive right. */
  backup: Port | null
  deadNames: DeadNameRequest[]
}

/** A dead-name request of a name in `space`: when `port` dies or `entry` loses its right, `notify` hears of it. */
export interface DeadNameRequest {
  readonly space: Space
  readonly entry: Entry
  /** The name it is about; as it was when the right left it. */
  name: Name
  readonly port: Port
  /** A send-once right; null for a name of Mach 2.5, whose space's notify port is told and whose name vanishes. */
  readonly notify: Port | null
}

/** A msg-accepted request, armed by a send forced past the queue limit. */
export interface AcceptRequest {
  /** The sender's name for the port; null once it denotes that port no more. */
  entry: Entry | null
  readonly notify: Port
  /** Made by msg_send: goes to the notify port by a send right, and not at all once the name is gone. */
  readonly compat: boolean
}

/** What one name denotes. */
export interface Entry {
  name: Name
  state: RightState
  /** User references of the send right or dead name; 0 for a bare receive right. */
  urefs: number
  port: Port | null
  set: PortSet | null
  deadName: DeadNameRequest | null
  accepted: AcceptRequest | null
}

/** A task's name space. */
export interface Space {
  readonly owner: string
  active: boolean
  /** The Mach 2.5 notify port, whose receive right began here; null for `kernel: gnu`. */
  notify: Port | null
  /** Entries by name, without gaps in the array itself: entries[name]. */
  readonly near: (Entry | null)[]
  /** Entries whose names lie beyond the array. */
  far: Map<Name, Entry> | null
  /** Names freed, the latest last; at most 64. */
  freed: Name[] | null
  /** No name below this one is unused, but for those in `freed`. */
  lowest: Name
  /** The entries with send rights alone, by port. */
  sends: Map<Port, Entry> | null
  size: number
  /** Entries allowed; more is KERN_NO_SPACE. */
  readonly limit: number
}

/** A right in a message's body: where its name stands, and what it is. */
export interface BodyRight {
  readonly offset: number
  /** PORT_RECEIVE, PORT_SEND or PORT_SEND_ONCE. */
  readonly type: number
  readonly port: Port
}

/** Out-of-line memory in a message's body: where its address stands, and the rights if it is an array of them. */
export interface BodyMemory {
  readonly offset: number
  readonly descriptor: number
  readonly size: number
  readonly memory: OutOfLine | null
  readonly rights: (Port | null)[] | null
  readonly type: number
}

/** A message in the kernel's hands: names have become ports, memory a handle. */
export interface KernelMessage {
  id: number
  state: MessageState
  next: KernelMessage | null
  /** Types of the two header rights in received form, the complex bit, and what travels untouched. */
  bits: number
  /** Bytes of header and body. */
  size: number
  remote: Port | null
  local: Port | null
  seqno: number
  msgh_id: number
  /** Exactly size − 24 bytes. */
  body: Uint8Array
  rights: BodyRight[] | null
  memory: BodyMemory[] | null
  accepted: AcceptRequest | null
  /** Whether it is in its port's msgcount; one handed over directly never was. */
  counted: boolean
  /** Bytes of kernel memory it has taken: 0 unless it is large. */
  charged: number
  /** It carries a receive right into that right's own chain of queues. */
  circular: boolean
}
