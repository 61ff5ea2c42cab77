import { HEADER_SIZE, pad4 } from '../../ports/abi.js'
import { copyinCompat } from '../../ports/compat-copyin.js'
import { copyoutCompat } from '../../ports/compat-copyout.js'
import { destroyMessage } from '../../ports/destruction.js'
import {
  MACH_MSG_SUCCESS,
  MACH_RCV_INVALID_NAME,
  MACH_RCV_TIMED_OUT,
  MACH_RCV_TOO_LARGE,
  MACH_SEND_TIMED_OUT,
  MACH_SEND_WILL_NOTIFY
} from '../../ports/kern-return.js'
import { requestAcceptCompat } from '../../ports/msg-accepted.js'
import type { KernelMessage, Port } from '../../ports/object.js'
import { PortState } from '../../ports/port.table.js'
import { dequeue } from '../../ports/queue.js'
import type { MsgCompat } from '../../tasks/mach-compat.js'
import { compatCode, RCV_TIMEOUT, SEND_NOTIFY, SEND_TIMEOUT } from '../../tasks/mach-compat.js'
import type { Thread } from '../../tasks/task.js'
import type { Kernel } from '../kernel.js'
import { arrive, findQueue, limitWait, waitForMessage, waitForRoom } from '../mqueue.js'
import { trySend } from '../mqueue-send.js'
import { BLOCKED } from '../wait.js'

/** Bytes above which msg_send refuses a message. */
const MSG_SIZE_MAX = 8192
const SEND_MSG_TOO_LARGE = -109
const SEND_MSG_TOO_SMALL = -110

type Answer = number | typeof BLOCKED

/** A pending call of Mach 2.5: what it was asked, and for msg_rpc the port that answers. */
interface Pending extends MsgCompat {
  readonly after: 'return' | 'receive'
  replyPort: Port | null
}

const pend = (thread: Thread, call: string, args: Pending): void => {
  thread.trap = { call, args }
}

/** msg_send: no dispositions, and on failure nothing comes back. Answers a SEND code. */
export const msg_send = (kernel: Kernel, thread: Thread, args: MsgCompat): Answer => {
  pend(thread, 'msg_send', { ...args, after: 'return', replyPort: null })
  return answerSend(send(kernel, thread, args))
}

const answerSend = (code: Answer): Answer => (code === BLOCKED ? code : compatCode('SEND', code))

const copyin = (kernel: Kernel, thread: Thread, args: MsgCompat): KernelMessage | number => {
  const { size } = args.msg
  if (size < HEADER_SIZE) return SEND_MSG_TOO_SMALL
  if (pad4(size) > MSG_SIZE_MAX) return SEND_MSG_TOO_LARGE
  return copyinCompat(kernel.ipc, thread.task, args.msg, size)
}

const send = (kernel: Kernel, thread: Thread, args: MsgCompat): Answer => {
  const message = copyin(kernel, thread, args)
  if (typeof message === 'number') return message
  const pending = thread.trap?.args as Pending
  pending.replyPort = message.local
  return queue(kernel, thread, message, args)
}

const patience = (args: MsgCompat): number => {
  if ((args.option & SEND_TIMEOUT) !== 0) return args.send_timeout
  return (args.option & SEND_NOTIFY) !== 0 ? 0 : Number.POSITIVE_INFINITY
}

const queue = (kernel: Kernel, thread: Thread, message: KernelMessage, args: MsgCompat): Answer => {
  if (trySend(kernel, thread, message, false)) return MACH_MSG_SUCCESS
  const ms = patience(args)
  if (ms > 0) return waitForRoom(kernel, thread, message, ms, 'msg_send_continue')
  return giveUp(kernel, thread, message, args, MACH_SEND_TIMED_OUT)
}

/** A full queue: force the message where that was asked for, else destroy it. */
const giveUp = (
  kernel: Kernel,
  thread: Thread,
  message: KernelMessage,
  args: MsgCompat,
  code: number
): number => {
  let failure = code
  if (code === MACH_SEND_TIMED_OUT && (args.option & SEND_NOTIFY) !== 0) {
    failure = requestAcceptCompat(thread.task.space, message)
    if (failure === MACH_MSG_SUCCESS) {
      trySend(kernel, thread, message, true)
      return MACH_SEND_WILL_NOTIFY
    }
  }
  destroyMessage(kernel.ipc, message)
  return failure
}

/** msg_receive: one that is too large stays queued, and its size is written. Answers a RCV code. */
export const msg_receive = (kernel: Kernel, thread: Thread, args: MsgCompat): Answer => {
  pend(thread, 'msg_receive', { ...args, after: 'receive', replyPort: null })
  return answerReceive(receive(kernel, thread, args))
}

const answerReceive = (code: Answer): Answer => (code === BLOCKED ? code : compatCode('RCV', code))

const receive = (kernel: Kernel, thread: Thread, args: MsgCompat): Answer => {
  const queueOrCode = findQueue(thread.task.space, args.port)
  if (typeof queueOrCode === 'number') return queueOrCode
  const first = queueOrCode.first
  if (first !== null) {
    if (first.size > args.rcv_size) return tooLarge(args, first.size)
    const message = dequeue(kernel.ipc, queueOrCode)
    if (message !== null) return take(kernel, thread, message, args)
  }
  const timed = (args.option & RCV_TIMEOUT) !== 0
  if (timed && args.rcv_timeout === 0) return MACH_RCV_TIMED_OUT
  waitForMessage(kernel, thread, queueOrCode, args.rcv_size, 'msg_receive_continue')
  if (timed) limitWait(kernel, thread, args.rcv_timeout)
  return BLOCKED
}

const tooLarge = (args: MsgCompat, size: number): number => {
  args.msg.size = size
  return MACH_RCV_TOO_LARGE
}

const take = (kernel: Kernel, thread: Thread, message: KernelMessage, args: MsgCompat): number => {
  arrive(kernel, thread, message)
  copyoutCompat(kernel.ipc, thread.task, message, args.msg)
  return MACH_MSG_SUCCESS
}

/** msg_rpc: send, then receive on the reply port itself, whatever its name is by then. */
export const msg_rpc = (kernel: Kernel, thread: Thread, args: MsgCompat): Answer => {
  const pending: Pending = { ...args, after: 'receive', replyPort: null }
  pend(thread, 'msg_rpc', pending)
  return thenReceive(kernel, thread, pending, send(kernel, thread, args))
}

const thenReceive = (kernel: Kernel, thread: Thread, pending: Pending, sent: Answer): Answer => {
  if (sent !== MACH_MSG_SUCCESS) return answerSend(sent)
  const reply = pending.replyPort
  const own = reply !== null && reply.holder === thread.task.space && reply.state === PortState.inSpace
  if (!own) return compatCode('RCV', MACH_RCV_INVALID_NAME)
  return answerReceive(receive(kernel, thread, { ...pending, port: reply.name }))
}

/** A blocked 2.5 sender was woken: to try again, if its time is up for the last time. */
export const msg_send_continue = (kernel: Kernel, thread: Thread, pending: Pending): Answer => {
  const message = thread.message
  if (message === null) return SEND_MSG_TOO_SMALL
  thread.message = null
  const sent = sendAgain(kernel, thread, message, pending)
  return pending.after === 'return' ? answerSend(sent) : thenReceive(kernel, thread, pending, sent)
}

const sendAgain = (kernel: Kernel, thread: Thread, message: KernelMessage, pending: Pending): Answer => {
  const { wakeCode } = thread
  if (wakeCode === MACH_MSG_SUCCESS) return queue(kernel, thread, message, pending)
  const late = wakeCode === MACH_SEND_TIMED_OUT && trySend(kernel, thread, message, false)
  return late ? MACH_MSG_SUCCESS : giveUp(kernel, thread, message, pending, wakeCode)
}

/** A blocked 2.5 receiver was woken: with a message in its hands, or told why not. */
export const msg_receive_continue = (kernel: Kernel, thread: Thread, pending: Pending): Answer => {
  const message = thread.message
  if (thread.wakeCode === MACH_MSG_SUCCESS && message !== null) {
    thread.message = null
    return answerReceive(take(kernel, thread, message, pending))
  }
  if (thread.wakeCode === MACH_RCV_TOO_LARGE) return answerReceive(tooLarge(pending, thread.refusedSize))
  return answerReceive(thread.wakeCode)
}
