import { MACH_RCV_LARGE, MACH_RCV_NOTIFY, MACH_RCV_TIMEOUT } from '../../ports/abi.js'
import { MACH_MSG_SUCCESS, MACH_RCV_TIMED_OUT, MACH_RCV_TOO_LARGE } from '../../ports/kern-return.js'
import { copyoutMessage } from '../../ports/message-copy.js'
import type { KernelMessage, Queue } from '../../ports/object.js'
import { dequeue } from '../../ports/queue.js'
import type { MachMsg } from '../../tasks/mach.js'
import type { Thread } from '../../tasks/task.js'
import type { Kernel } from '../kernel.js'
import { arrive, findQueue, limitWait, waitForMessage } from '../mqueue.js'
import { BLOCKED } from '../wait.js'

/** More bytes than any message has: a small integer, unlike infinity. */
const ANY_SIZE = 0x7fffffff

/** Bytes of the largest message a waiting receiver is to be given: with LARGE it refuses, else it destroys. */
export const sizeLimit = (args: MachMsg): number =>
  (args.option & MACH_RCV_LARGE) !== 0 ? args.rcv_size : ANY_SIZE

/** The receiving half: find the queue, take a message or wait for one, copy it out. */
export const receiveMessage = (kernel: Kernel, thread: Thread, args: MachMsg): number | typeof BLOCKED => {
  const queue = findQueue(thread.task.space, args.rcv_name)
  if (typeof queue === 'number') return queue

  const taken = takeFirst(kernel, thread, queue, args)
  if (taken !== null) return taken

  const timed = (args.option & MACH_RCV_TIMEOUT) !== 0
  if (timed && args.timeout === 0) return MACH_RCV_TIMED_OUT
  waitForMessage(kernel, thread, queue, sizeLimit(args), 'mach_msg_receive_continue')
  if (timed) limitWait(kernel, thread, args.timeout)
  return BLOCKED
}

/** Receives the first message of a queue; null where there is none. */
const takeFirst = (kernel: Kernel, thread: Thread, queue: Queue, args: MachMsg): number | null => {
  const { first } = queue
  if (first !== null && first.size > sizeLimit(args)) return leaveQueued(args, first.size)
  const message = dequeue(kernel.ipc, queue)
  return message === null ? null : takeMessage(kernel, thread, message, args)
}

/** With MACH_RCV_LARGE the message stays, and its size is all the caller sees of it. */
const leaveQueued = (args: MachMsg, size: number): number => {
  args.msg.size = size
  return MACH_RCV_TOO_LARGE
}

/** A dequeued message makes room for a blocked sender and is copied out. */
const takeMessage = (kernel: Kernel, thread: Thread, message: KernelMessage, args: MachMsg): number => {
  arrive(kernel, thread, message)
  const notify = (args.option & MACH_RCV_NOTIFY) !== 0 ? args.notify : null
  return copyoutMessage(kernel.ipc, thread.task, message, args.msg, args.rcv_size, notify)
}

/** A blocked receiver was woken: with a message in its hands, or told why not; if its time is up it looks once more. */
export const mach_msg_receive_continue = (kernel: Kernel, thread: Thread, args: MachMsg): number => {
  const message = thread.message
  if (thread.wakeCode === MACH_MSG_SUCCESS && message !== null) {
    thread.message = null
    return takeMessage(kernel, thread, message, args)
  }
  if (thread.wakeCode === MACH_RCV_TOO_LARGE) return leaveQueued(args, thread.refusedSize)
  const queue = thread.wakeCode === MACH_RCV_TIMED_OUT ? findQueue(thread.task.space, args.rcv_name) : 0
  const taken = typeof queue === 'number' ? null : takeFirst(kernel, thread, queue, args)
  return taken ?? thread.wakeCode
}
