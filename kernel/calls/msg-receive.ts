import { MACH_RCV_LARGE, MACH_RCV_NOTIFY, MACH_RCV_TIMEOUT } from '../../ports/abi.js'
import { hasReceive } from '../../ports/entry.js'
import {
  MACH_MSG_SUCCESS,
  MACH_RCV_IN_SET,
  MACH_RCV_INVALID_NAME,
  MACH_RCV_TIMED_OUT,
  MACH_RCV_TOO_LARGE
} from '../../ports/kern-return.js'
import { copyoutMessage } from '../../ports/message-copy.js'
import type { KernelMessage, Name, Queue, Space } from '../../ports/object.js'
import { isAlive } from '../../ports/port.js'
import { dequeue, enqueueWaiter, ownQueue, wakeSender } from '../../ports/queue.js'
import { lookup } from '../../ports/space.js'
import type { MachMsg } from '../../tasks/mach.js'
import type { Thread } from '../../tasks/task.js'
import { deadline } from '../costs.js'
import type { Kernel } from '../kernel.js'
import { emit, isTraced, newEvent } from '../trace.js'
import { BLOCKED, block, wakeAt } from '../wait.js'

/** The queue a name is received from, or the code that refuses it (ipc_mqueue_copyin). */
export const findQueue = (space: Space, name: Name): Queue | number => {
  const entry = space.active ? lookup(space, name) : null
  if (entry === null) return MACH_RCV_INVALID_NAME
  if (entry.set !== null) return entry.set.queue
  if (entry.port === null || !hasReceive(entry)) return MACH_RCV_INVALID_NAME
  return entry.port.set === null ? ownQueue(entry.port) : MACH_RCV_IN_SET
}

/** More bytes than any message has: a small integer, unlike infinity. */
const ANY_SIZE = 0x7fffffff

/** Bytes of the largest message a waiting receiver is to be given: with LARGE it refuses, else it destroys. */
export const sizeLimit = (args: MachMsg): number =>
  (args.option & MACH_RCV_LARGE) !== 0 ? args.rcv_size : ANY_SIZE

/** Blocks the thread on a queue it will be handed a message from. */
export const waitForMessage = (kernel: Kernel, thread: Thread, queue: Queue, args: MachMsg): void => {
  thread.sizeLimit = sizeLimit(args)
  enqueueWaiter(queue.receivers, thread)
  block(kernel, thread, 'receive', 'mach_msg_receive_continue')
}

/** The receiving half: find the queue, take a message or wait for one, copy it out. */
export const receiveMessage = (kernel: Kernel, thread: Thread, args: MachMsg): number | typeof BLOCKED => {
  const queue = findQueue(thread.task.space, args.rcv_name)
  if (typeof queue === 'number') return queue

  const first = queue.first
  if (first !== null) {
    if (first.size > sizeLimit(args)) return leaveQueued(args, first.size)
    const message = dequeue(kernel.ipc, queue)
    if (message !== null) return takeMessage(kernel, thread, message, args)
  }

  const timed = (args.option & MACH_RCV_TIMEOUT) !== 0
  if (timed && args.timeout === 0) return MACH_RCV_TIMED_OUT
  waitForMessage(kernel, thread, queue, args)
  if (timed)
    wakeAt(kernel, thread, deadline(kernel.profile, kernel.world.now, args.timeout), MACH_RCV_TIMED_OUT)
  return BLOCKED
}

/** With MACH_RCV_LARGE the message stays, and its size is all the caller sees of it. */
const leaveQueued = (args: MachMsg, size: number): number => {
  args.msg.size = size
  return MACH_RCV_TOO_LARGE
}

/** A dequeued message makes room for a blocked sender and is copied out. */
const takeMessage = (kernel: Kernel, thread: Thread, message: KernelMessage, args: MachMsg): number => {
  const port = message.remote
  const { id, msgh_id } = message
  if (port !== null && message.counted && isAlive(port)) {
    port.msgcount -= 1
    wakeSender(kernel.ipc, port)
  }
  if (isTraced(kernel)) {
    const event = newEvent(kernel, 'message.receive', thread)
    event.port = port?.id
    event.message = id
    event.id = msgh_id
    emit(kernel, event)
  }
  const notify = (args.option & MACH_RCV_NOTIFY) !== 0 ? args.notify : null
  return copyoutMessage(kernel.ipc, thread.task, message, args.msg, args.rcv_size, notify)
}

/** A blocked receiver was woken: with a message in its hands, or told why not. */
export const mach_msg_receive_continue = (kernel: Kernel, thread: Thread, args: MachMsg): number => {
  const message = thread.message
  if (thread.wakeCode === MACH_MSG_SUCCESS && message !== null) {
    thread.message = null
    return takeMessage(kernel, thread, message, args)
  }
  if (thread.wakeCode === MACH_RCV_TOO_LARGE) return leaveQueued(args, thread.refusedSize)
  return thread.wakeCode
}
