import {
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  MACH_PORT_NULL,
  MACH_SEND_CANCEL,
  MACH_SEND_NOTIFY,
  MACH_SEND_TIMEOUT,
  remoteBits
} from '../../ports/abi.js'
import { destroyMessage } from '../../ports/destruction.js'
import {
  MACH_MSG_SUCCESS,
  MACH_SEND_INTERRUPTED,
  MACH_SEND_INVALID_NOTIFY,
  MACH_SEND_MSG_TOO_SMALL,
  MACH_SEND_TIMED_OUT,
  MACH_SEND_WILL_NOTIFY
} from '../../ports/kern-return.js'
import { type Copied, copyinMessage, returnMessage } from '../../ports/message-copy.js'
import { requestAccept } from '../../ports/msg-accepted.js'
import type { KernelMessage, Port } from '../../ports/object.js'
import { isAlive } from '../../ports/port.js'
import { deliver, enqueueWaiter, ownQueue } from '../../ports/queue.js'
import type { MachMsg } from '../../tasks/mach.js'
import type { Thread } from '../../tasks/task.js'
import { deadline } from '../costs.js'
import type { Kernel } from '../kernel.js'
import { serve } from '../kernel-server.js'
import { emit, isTraced, newEvent } from '../trace.js'
import { BLOCKED, block, wakeAt } from '../wait.js'

/** The sending half's first phases: the buffer becomes a message with rights in place of names. */
export const copyinSend = (kernel: Kernel, thread: Thread, args: MachMsg): Copied => {
  const cancels = (args.option & MACH_SEND_CANCEL) !== 0
  if (cancels && args.notify === MACH_PORT_NULL && args.send_size >= 24 && (args.send_size & 3) === 0)
    return MACH_SEND_INVALID_NOTIFY
  return copyinMessage(kernel.ipc, thread.task, args.msg, args.send_size, cancels ? args.notify : null)
}

/** Whether a message may be queued now: there is room, or its right is a send-once right. */
export const hasRoom = (port: Port, message: KernelMessage): boolean =>
  port.msgcount < port.qlimit || remoteBits(message.bits) === MACH_MSG_TYPE_PORT_SEND_ONCE

/** Records a message on its way, as sent by a thread. */
export const noteSend = (kernel: Kernel, thread: Thread, message: KernelMessage): void => {
  if (!isTraced(kernel)) return
  const event = newEvent(kernel, 'message.send', thread)
  event.port = message.remote?.id
  event.message = message.id
  event.id = message.msgh_id
  emit(kernel, event)
}

/** Delivers, destroys or serves a message that need not wait (ipc_mqueue_send); `force` passes the limit. False: full. */
const trySend = (kernel: Kernel, thread: Thread, message: KernelMessage, force: boolean): boolean => {
  const { ipc } = kernel
  const port = message.remote
  if (port === null) return true
  if (port.kernelObject !== null && isAlive(port)) {
    noteSend(kernel, thread, message)
    serve(kernel, message)
    return true
  }
  if (!isAlive(port)) {
    destroyMessage(ipc, message)
    return true
  }
  if (!force && !hasRoom(port, message)) return false
  noteSend(kernel, thread, message)
  if (message.circular) destroyMessage(ipc, message)
  else deliver(ipc, port, message)
  return true
}

/** Waits for room in the destination's queue, as long as the timeout says. */
const waitForRoom = (
  kernel: Kernel,
  thread: Thread,
  message: KernelMessage,
  args: MachMsg
): typeof BLOCKED => {
  const port = message.remote
  thread.message = message
  if (port !== null) enqueueWaiter(ownQueue(port).senders, thread)
  if (isTraced(kernel)) {
    const event = newEvent(kernel, 'message.block', thread)
    event.port = port?.id
    event.message = message.id
    event.id = message.msgh_id
    emit(kernel, event)
  }
  block(kernel, thread, 'send', 'mach_msg_send_continue')
  if (Number.isFinite(patience(args)))
    wakeAt(kernel, thread, deadline(kernel.profile, kernel.world.now, args.timeout), MACH_SEND_TIMED_OUT)
  return BLOCKED
}

/** Milliseconds a full queue is waited for; a send with NOTIFY and no TIMEOUT does not wait, as in CMU Mach. */
const patience = (args: MachMsg): number => {
  if ((args.option & MACH_SEND_TIMEOUT) !== 0) return args.timeout
  return (args.option & MACH_SEND_NOTIFY) !== 0 ? 0 : Number.POSITIVE_INFINITY
}

/** The sending half's last phase: deliver, wait, or give the message back. */
export const sendMessage = (
  kernel: Kernel,
  thread: Thread,
  message: KernelMessage,
  args: MachMsg
): number | typeof BLOCKED => {
  if (trySend(kernel, thread, message, false)) return MACH_MSG_SUCCESS
  if (patience(args) > 0) return waitForRoom(kernel, thread, message, args)
  return giveUp(kernel, thread, message, args, MACH_SEND_TIMED_OUT)
}

/** A full queue in spite of all patience: force the message with NOTIFY, else pseudo-receive it. */
const giveUp = (
  kernel: Kernel,
  thread: Thread,
  message: KernelMessage,
  args: MachMsg,
  code: number
): number => {
  let failure = code
  if (code === MACH_SEND_TIMED_OUT && (args.option & MACH_SEND_NOTIFY) !== 0) {
    failure = requestAccept(kernel.ipc, thread.task.space, message, args.notify)
    if (failure === MACH_MSG_SUCCESS) {
      trySend(kernel, thread, message, true)
      return MACH_SEND_WILL_NOTIFY
    }
  }
  return failure | returnMessage(kernel.ipc, thread.task, message, args.msg)
}

/** A blocked sender was woken: to try again, or because its time is up. */
export const mach_msg_send_continue = (
  kernel: Kernel,
  thread: Thread,
  args: MachMsg
): number | typeof BLOCKED => {
  const message = thread.message
  if (message === null) return MACH_SEND_MSG_TOO_SMALL
  thread.message = null
  if (thread.wakeCode === MACH_MSG_SUCCESS)
    return trySend(kernel, thread, message, false)
      ? MACH_MSG_SUCCESS
      : waitForRoom(kernel, thread, message, args)
  const interrupted = thread.wakeCode === MACH_SEND_INTERRUPTED
  return giveUp(kernel, thread, message, args, interrupted ? MACH_SEND_INTERRUPTED : MACH_SEND_TIMED_OUT)
}
