import { MACH_SEND_CANCEL, MACH_SEND_NOTIFY, MACH_SEND_TIMEOUT } from '../../ports/abi.js'
import {
  MACH_MSG_SUCCESS,
  MACH_SEND_INTERRUPTED,
  MACH_SEND_MSG_TOO_SMALL,
  MACH_SEND_TIMED_OUT,
  MACH_SEND_WILL_NOTIFY
} from '../../ports/kern-return.js'
import { type Copied, copyinMessage, returnMessage } from '../../ports/message-copy.js'
import { requestAccept } from '../../ports/msg-accepted.js'
import type { KernelMessage } from '../../ports/object.js'
import type { MachMsg } from '../../tasks/mach.js'
import type { Thread } from '../../tasks/task.js'
import type { Kernel } from '../kernel.js'
import { waitForRoom } from '../mqueue.js'
import { trySend } from '../mqueue-send.js'
import type { BLOCKED } from '../wait.js'

/** The sending half's first phases: the buffer becomes a message with rights in place of names. */
export const copyinSend = (kernel: Kernel, thread: Thread, args: MachMsg): Copied => {
  const cancel = (args.option & MACH_SEND_CANCEL) !== 0 ? args.notify : null
  return copyinMessage(kernel.ipc, thread.task, args.msg, args.send_size, cancel)
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
  const ms = patience(args)
  if (ms > 0) return waitForRoom(kernel, thread, message, ms, 'mach_msg_send_continue')
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

/** A blocked sender was woken: to try again, if its time is up for the last time. */
export const mach_msg_send_continue = (
  kernel: Kernel,
  thread: Thread,
  args: MachMsg
): number | typeof BLOCKED => {
  const message = thread.message
  if (message === null) return MACH_SEND_MSG_TOO_SMALL
  thread.message = null
  if (thread.wakeCode === MACH_SEND_INTERRUPTED)
    return giveUp(kernel, thread, message, args, MACH_SEND_INTERRUPTED)
  if (trySend(kernel, thread, message, false)) return MACH_MSG_SUCCESS
  return thread.wakeCode === MACH_MSG_SUCCESS
    ? waitForRoom(kernel, thread, message, patience(args), 'mach_msg_send_continue')
    : giveUp(kernel, thread, message, args, MACH_SEND_TIMED_OUT)
}
