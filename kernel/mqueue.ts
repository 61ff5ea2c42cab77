import { MACH_MSG_TYPE_PORT_SEND_ONCE, remoteBits } from '../ports/abi.js'
import { hasReceive } from '../ports/entry.js'
import {
  MACH_RCV_IN_SET,
  MACH_RCV_INVALID_NAME,
  MACH_RCV_TIMED_OUT,
  MACH_SEND_TIMED_OUT
} from '../ports/kern-return.js'
import type { KernelMessage, Name, Port, Queue, Space } from '../ports/object.js'
import { isAlive } from '../ports/port.js'
import { enqueueWaiter, ownQueue, wakeSender } from '../ports/queue.js'
import { lookup } from '../ports/space.js'
import type { Continuation, Thread } from '../tasks/task.js'
import { deadline } from './costs.js'
import type { EventName } from './event.js'
import type { Kernel } from './kernel.js'
import { emit, isTraced, newEvent } from './trace.js'
import { BLOCKED, block, wakeAt } from './wait.js'

/** Messages and threads meet here: what the calls of Mach 3 and of Mach 2.5 do alike (ipc_mqueue.c). */

const noteMessage = (kernel: Kernel, event: EventName, thread: Thread, message: KernelMessage): void => {
  const made = newEvent(kernel, event, thread)
  made.port = message.remote?.id
  made.message = message.id
  made.id = message.msgh_id
  emit(kernel, made)
}

/** Whether a message may be queued now: there is room, or its right is a send-once right. */
export const hasRoom = (port: Port, message: KernelMessage): boolean =>
  port.msgcount < port.qlimit || remoteBits(message.bits) === MACH_MSG_TYPE_PORT_SEND_ONCE

/** Records a message on its way, as sent by a thread. */
export const noteSend = (kernel: Kernel, thread: Thread, message: KernelMessage): void => {
  if (isTraced(kernel)) noteMessage(kernel, 'message.send', thread, message)
}

/** Waits for room in the destination's queue, `ms` milliseconds or, infinite, as long as it takes. */
export const waitForRoom = (
  kernel: Kernel,
  thread: Thread,
  message: KernelMessage,
  ms: number,
  continuation: Continuation
): typeof BLOCKED => {
  const port = message.remote
  thread.message = message
  if (port !== null) enqueueWaiter(ownQueue(port).senders, thread)
  if (isTraced(kernel)) noteMessage(kernel, 'message.block', thread, message)
  block(kernel, thread, 'send', continuation)
  if (Number.isFinite(ms))
    wakeAt(kernel, thread, deadline(kernel.profile, kernel.world.now, ms), MACH_SEND_TIMED_OUT)
  return BLOCKED
}

/** The queue a name is received from, or the code that refuses it (ipc_mqueue_copyin). */
export const findQueue = (space: Space, name: Name): Queue | number => {
  const entry = space.active ? lookup(space, name) : null
  if (entry === null) return MACH_RCV_INVALID_NAME
  if (entry.set !== null) return entry.set.queue
  if (entry.port === null || !hasReceive(entry)) return MACH_RCV_INVALID_NAME
  return entry.port.set === null ? ownQueue(entry.port) : MACH_RCV_IN_SET
}

/** Blocks the thread on a queue it will be handed a message from, of `limit` bytes at most. */
export const waitForMessage = (
  kernel: Kernel,
  thread: Thread,
  queue: Queue,
  limit: number,
  continuation: Continuation
): typeof BLOCKED => {
  thread.sizeLimit = limit
  enqueueWaiter(queue.receivers, thread)
  return block(kernel, thread, 'receive', continuation)
}

/** Lets a receiver wait no longer than `ms` milliseconds. */
export const limitWait = (kernel: Kernel, thread: Thread, ms: number): void =>
  wakeAt(kernel, thread, deadline(kernel.profile, kernel.world.now, ms), MACH_RCV_TIMED_OUT)

/** A message has left its queue for a thread's hands: there is room for a blocked sender. */
export const arrive = (kernel: Kernel, thread: Thread, message: KernelMessage): void => {
  const port = message.remote
  if (port !== null && message.counted && isAlive(port)) {
    port.msgcount -= 1
    wakeSender(kernel.ipc, port)
  }
  if (isTraced(kernel)) noteMessage(kernel, 'message.receive', thread, message)
}
