import type { Ipc } from './ipc.js'
import { moveMessage } from './ipc.js'
import { MACH_MSG_SUCCESS, MACH_RCV_TOO_LARGE } from './kern-return.js'
import { MessageEvent, MessageState } from './message.table.js'
import type { KernelMessage, Port, Queue, Waiter, WaitQueue } from './object.js'

/** A queue without messages or waiters. */
export const newQueue = (): Queue => ({
  first: null,
  last: null,
  receivers: { first: null, last: null },
  senders: { first: null, last: null }
})

/** The port's own queue, made on first use; its senders wait here even when it is in a set. */
export const ownQueue = (port: Port): Queue => {
  if (port.queue === null) port.queue = newQueue()
  return port.queue
}

/** Where the port's messages are and its receivers wait: its set's queue, or its own. */
export const receiveQueue = (port: Port): Queue => (port.set === null ? ownQueue(port) : port.set.queue)

/** Blocks a waiter at the tail of a queue. */
export const enqueueWaiter = (queue: WaitQueue, waiter: Waiter): void => {
  waiter.waitsIn = queue
  waiter.previousWaiter = queue.last
  waiter.nextWaiter = null
  if (queue.last === null) queue.first = waiter
  else queue.last.nextWaiter = waiter
  queue.last = waiter
}

/** Takes a waiter out of the queue it is in, if it is in one. */
export const removeWaiter = (waiter: Waiter): void => {
  const queue = waiter.waitsIn
  if (queue === null) return
  const { previousWaiter: before, nextWaiter: after } = waiter
  if (before === null) queue.first = after
  else before.nextWaiter = after
  if (after === null) queue.last = before
  else after.previousWaiter = before
  waiter.waitsIn = null
  waiter.previousWaiter = null
  waiter.nextWaiter = null
}

/** The waiter whose turn it is, still in the queue. */
export const nextWaiter = (ipc: Ipc, queue: WaitQueue): Waiter | null =>
  ipc.variant.wakesLastFirst ? queue.last : queue.first

/** Wakes the waiter whose turn it is with `code`; false where none waits. */
export const wakeOne = (ipc: Ipc, queue: WaitQueue, code: number): boolean => {
  const waiter = nextWaiter(ipc, queue)
  if (waiter === null) return false
  removeWaiter(waiter)
  waiter.wakeCode = code
  ipc.wake(waiter)
  return true
}

/** Wakes all waiters with `code` (ipc_mqueue_changed). */
export const wakeAll = (ipc: Ipc, queue: WaitQueue, code: number): void => {
  while (wakeOne(ipc, queue, code)) {}
}

/** Wakes a blocked sender if the queue has room; it tries again, and may find the room taken. */
export const wakeSender = (ipc: Ipc, port: Port): void => {
  if (port.queue !== null && port.msgcount < port.qlimit) wakeOne(ipc, port.queue.senders, MACH_MSG_SUCCESS)
}

/** Sets the queue limit; raising it wakes as many blocked senders, lowering it drops nothing. */
export const setQueueLimit = (ipc: Ipc, port: Port, qlimit: number): void => {
  const raised = qlimit - port.qlimit
  port.qlimit = qlimit
  for (let i = 0; i < raised && port.queue !== null; i++) wakeOne(ipc, port.queue.senders, MACH_MSG_SUCCESS)
}

/** Gives a message to a receiver and stamps it with the port's sequence number. */
export const giveTo = (ipc: Ipc, receiver: Waiter, port: Port, message: KernelMessage): void => {
  removeWaiter(receiver)
  stamp(port, message)
  receiver.message = message
  receiver.wakeCode = MACH_MSG_SUCCESS
  ipc.wake(receiver)
}

/** Dequeueing takes the port's next sequence number. */
export const stamp = (port: Port, message: KernelMessage): void => {
  message.seqno = port.seqno
  port.seqno = (port.seqno + 1) >>> 0
}

/** Gives the message to a receiver that takes it; those with too small a limit are woken and told. */
const offer = (ipc: Ipc, queue: Queue, port: Port, message: KernelMessage): boolean => {
  for (;;) {
    const receiver = nextWaiter(ipc, queue.receivers)
    if (receiver === null) return false
    if (message.size <= receiver.sizeLimit) {
      const queued = message.state === MessageState.queued
      moveMessage(ipc, message, queued ? MessageEvent.dequeue : MessageEvent.handOver)
      giveTo(ipc, receiver, port, message)
      return true
    }
    removeWaiter(receiver)
    receiver.wakeCode = MACH_RCV_TOO_LARGE
    receiver.refusedSize = message.size
    ipc.wake(receiver)
  }
}

const append = (queue: Queue, message: KernelMessage): void => {
  message.next = null
  if (queue.last === null) queue.first = message
  else queue.last.next = message
  queue.last = message
}

/** Delivers to a waiting receiver, else queues; the limit is the caller's affair. */
export const deliver = (ipc: Ipc, port: Port, message: KernelMessage): void => {
  port.msgcount += 1
  message.counted = true
  ipc.tally.messages_sent += 1
  const queue = receiveQueue(port)
  if (offer(ipc, queue, port, message)) return
  moveMessage(ipc, message, MessageEvent.queue)
  append(queue, message)
  if (ipc.observe !== null) ipc.observe('message.queue', port.id, message.id, null)
}

/** Takes the first message off a queue and stamps it. */
export const dequeue = (ipc: Ipc, queue: Queue): KernelMessage | null => {
  const message = queue.first
  if (message === null) return null
  queue.first = message.next
  if (queue.first === null) queue.last = null
  message.next = null
  moveMessage(ipc, message, MessageEvent.dequeue)
  if (message.remote !== null) stamp(message.remote, message)
  return message
}

/** Takes all messages of one port off a queue, in order. */
export const takeMessagesOf = (queue: Queue, port: Port): KernelMessage[] => {
  const taken: KernelMessage[] = []
  const left: KernelMessage[] = []
  for (let message = queue.first; message !== null; message = message.next)
    (message.remote === port ? taken : left).push(message)
  queue.first = null
  queue.last = null
  for (const message of left) append(queue, message)
  return taken
}

/** Moves a port's messages between its own queue and a set's; waiting receivers there take them (ipc_mqueue_move). */
export const moveMessages = (ipc: Ipc, from: Queue, to: Queue, port: Port): void => {
  for (const message of takeMessagesOf(from, port)) if (!offer(ipc, to, port, message)) append(to, message)
}

/** The messages of a queue, in order. */
export const messagesOf = (queue: Queue | null): KernelMessage[] => {
  const messages: KernelMessage[] = []
  for (let message = queue?.first ?? null; message !== null; message = message.next) messages.push(message)
  return messages
}
