import * as E from 'fp-ts/lib/Either.js'
import { MACH_MSG_SIZE_MAX } from '../../ports/abi.js'
import { msgReturnName } from '../../ports/kern-return.js'
import type { MachMsg, Message } from '../../tasks/mach.js'
import { compatReturnName, type MsgCompat } from '../../tasks/mach-compat.js'
import type { CallStep } from '../step.js'
import type { Data } from '../values.js'
import { type Actor, blame, charge, type StepName, type Steps } from './actor.js'
import { type Fields, readMessage, writeMessage } from './messages.js'
import { NO_OUTPUTS, type Reply } from './reply.js'

const MACH_25_CALLS: ReadonlySet<string> = new Set(['msg_send', 'msg_receive', 'msg_rpc'])

/** Whether a call takes a message and answers one. */
export const isMessageCall = (call: string): boolean => call === 'mach_msg' || MACH_25_CALLS.has(call)

const numberOr = (data: Data | undefined, otherwise: number): number =>
  typeof data === 'number' ? data : otherwise

const machMsg = (msg: Message, args: Fields): MachMsg => ({
  msg,
  option: numberOr(args.option, 0),
  send_size: numberOr(args.send_size, args.msg === undefined ? 0 : msg.size),
  rcv_size: numberOr(args.rcv_size, MACH_MSG_SIZE_MAX),
  rcv_name: numberOr(args.rcv_name, 0),
  timeout: numberOr(args.timeout, 0),
  notify: numberOr(args.notify, 0)
})

/** The one timeout of msg_send and msg_receive is that of their half. */
const msgCompat = (msg: Message, args: Fields): MsgCompat => ({
  msg,
  option: numberOr(args.option, 0),
  port: numberOr(args.port, 0),
  rcv_size: numberOr(args.rcv_size, MACH_MSG_SIZE_MAX),
  send_timeout: numberOr(args.send_timeout, numberOr(args.timeout, 0)),
  rcv_timeout: numberOr(args.rcv_timeout, numberOr(args.timeout, 0))
})

/** Whether anybody looks at what the call leaves in the message buffer. */
const isRead = ({ bind, expect }: CallStep): boolean => bind.length > 0 || expect.outputs.size > 0

/** Makes a call that takes a message, and reads what it leaves in the buffer; null where it cannot be made. */
export function* callWithMessage(
  actor: Actor,
  name: StepName,
  step: CallStep,
  args: Fields
): Steps<Reply | null> {
  const isMach25 = MACH_25_CALLS.has(step.call)
  const written = yield* writeMessage(args.msg, isMach25)
  if (E.isLeft(written)) {
    blame(actor, name, written.left)
    return null
  }
  const msg = written.right
  if (args.msg !== undefined) yield* charge(actor, args.msg)

  const answer = yield { call: step.call, args: isMach25 ? msgCompat(msg, args) : machMsg(msg, args) }
  const value = Number(answer)
  const code = isMach25 ? compatReturnName(step.call, value) : msgReturnName(value)
  return { code, value, outputs: isRead(step) ? { msg: yield* readMessage(msg, value) } : NO_OUTPUTS }
}
