import {
  localBits,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_RCV_MSG,
  MACH_SEND_MSG,
  remoteBits
} from '../ports/abi.js'
import { moveMessage } from '../ports/ipc.js'
import { MACH_MSG_SUCCESS } from '../ports/kern-return.js'
import { MessageEvent } from '../ports/message.table.js'
import type { KernelMessage, Queue } from '../ports/object.js'
import { isLive } from '../ports/port.js'
import { nextWaiter, ownQueue, receiveQueue, removeWaiter, stamp } from '../ports/queue.js'
import type { MachMsg } from '../tasks/mach.js'
import type { Thread } from '../tasks/task.js'
import { ThreadEvent, ThreadState } from '../tasks/thread.table.js'
import { sizeLimit } from './calls/msg-receive.js'
import type { Kernel } from './kernel.js'
import { findQueue, hasRoom, noteSend, waitForMessage } from './mqueue.js'
import { moveThread } from './scheduler.js'
import { emit, isTraced, newEvent } from './trace.js'
import { threadOf } from './wait.js'

const COMBINED = MACH_SEND_MSG | MACH_RCV_MSG

/** The receive queue of a combined call whose shape permits a handoff, else null: it must hold no message. */
const replyQueue = (thread: Thread, message: KernelMessage, args: MachMsg): Queue | null => {
  const reply = message.local
  const { space } = thread.task
  if (reply !== null) {
    const own = isLive(reply) && reply.holder === space && reply.name === args.rcv_name && reply.set === null
    const queue = own ? ownQueue(reply) : null
    return queue === null || queue.first !== null ? null : queue
  }
  const answers = remoteBits(args.msg.bits) === MACH_MSG_TYPE_MOVE_SEND_ONCE && localBits(message.bits) === 0
  const queue = answers ? findQueue(space, args.rcv_name) : 0
  return typeof queue === 'number' || queue.first !== null ? null : queue
}

/** The thread that would take the message at once, if it may be handed the processor. */
const readyReceiver = (kernel: Kernel, message: KernelMessage): Thread | null => {
  const port = message.remote
  if (!isLive(port) || port.kernelObject !== null || message.circular || !hasRoom(port, message)) return null
  const waiter =
    port.queue === null && port.set === null ? null : nextWaiter(kernel.ipc, receiveQueue(port).receivers)
  if (waiter === null) return null
  const receiver = threadOf(waiter)
  return receiver.state === ThreadState.waiting && message.size <= receiver.sizeLimit ? receiver : null
}

/**
 * Sender straight to waiting receiver: the message is given to it unqueued and uncounted, the sender waits
 * for its reply, and the receiver runs at once on the sender's processor, within its quantum, past run
 * queue and priorities. False where a condition fails; the queued path then leaves the same state.
 */
export const handOff = (kernel: Kernel, thread: Thread, message: KernelMessage, args: MachMsg): boolean => {
  if (args.option !== COMBINED || thread.holds > 0) return false
  const receiver = readyReceiver(kernel, message)
  if (receiver === null) return false
  const queue = replyQueue(thread, message, args)
  const processor = kernel.acting
  if (queue === null || processor === null || message.remote === null) return false

  kernel.counters.messages_sent += 1
  noteSend(kernel, thread, message)
  moveMessage(kernel.ipc, message, MessageEvent.handOver)
  removeWaiter(receiver)
  stamp(message.remote, message)
  receiver.message = message
  receiver.wakeCode = MACH_MSG_SUCCESS
  waitForMessage(kernel, thread, queue, sizeLimit(args), 'mach_msg_receive_continue')

  moveThread(kernel, receiver, ThreadEvent.handoff)
  receiver.reason = null
  if (receiver.alarm !== null) receiver.alarm.cancelled = true
  receiver.alarm = null
  receiver.quantum = thread.quantum
  processor.thread = receiver
  processor.last = receiver
  kernel.counters.handoffs += 1
  if (isTraced(kernel)) noteHandoff(kernel, thread, receiver)
  return true
}

const noteHandoff = (kernel: Kernel, from: Thread, to: Thread): void => {
  const event = newEvent(kernel, 'thread.handoff', to)
  event.from = from.label
  event.to = to.label
  emit(kernel, event)
}
