import type * as E from 'fp-ts/lib/Either.js'
import {
  HEADER_SIZE,
  MACH_MSG_SIZE_MAX,
  MACH_MSG_TIMEOUT_NONE,
  MACH_PORT_NULL,
  MACH_RCV_MSG,
  MACH_SEND_MSG,
  msghBits
} from '../ports/abi.js'
import type { Message } from '../ports/message.js'
import type { Name } from '../ports/object.js'

/**
 * What a program includes: mach.h. A program is a generator that yields traps; the kernel answers by the
 * value of the `yield`. The stubs below make one trap each; use them with `yield*`.
 */
export type { Message, Name }
export {
  HEADER_SIZE,
  isPortType,
  isSendType,
  isValidName,
  localBits,
  LONG_DESCRIPTOR_SIZE,
  MACH_MSG_OPTION_NONE,
  MACH_MSG_SIZE_MAX,
  MACH_MSG_TIMEOUT_NONE,
  MACH_MSG_TYPE_BIT,
  MACH_MSG_TYPE_BOOLEAN,
  MACH_MSG_TYPE_BYTE,
  MACH_MSG_TYPE_CHAR,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_INTEGER_16,
  MACH_MSG_TYPE_INTEGER_32,
  MACH_MSG_TYPE_INTEGER_64,
  MACH_MSG_TYPE_INTEGER_8,
  MACH_MSG_TYPE_LAST,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_MSG_TYPE_POLYMORPHIC,
  MACH_MSG_TYPE_PORT_NAME,
  MACH_MSG_TYPE_PORT_RECEIVE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  MACH_MSG_TYPE_PROTECTED_PAYLOAD,
  MACH_MSG_TYPE_REAL,
  MACH_MSG_TYPE_STRING,
  MACH_MSG_TYPE_STRING_C,
  MACH_MSG_TYPE_UNSTRUCTURED,
  MACH_MSGH_BITS_COMPLEX,
  MACH_NOTIFY_DEAD_NAME,
  MACH_NOTIFY_MSG_ACCEPTED,
  MACH_NOTIFY_NO_SENDERS,
  MACH_NOTIFY_PORT_DELETED,
  MACH_NOTIFY_PORT_DESTROYED,
  MACH_NOTIFY_SEND_ONCE,
  MACH_PORT_DEAD,
  MACH_PORT_NULL,
  MACH_PORT_QLIMIT_DEFAULT,
  MACH_PORT_QLIMIT_MAX,
  MACH_PORT_RIGHT_DEAD_NAME,
  MACH_PORT_RIGHT_NUMBER,
  MACH_PORT_RIGHT_PORT_SET,
  MACH_PORT_RIGHT_RECEIVE,
  MACH_PORT_RIGHT_SEND,
  MACH_PORT_RIGHT_SEND_ONCE,
  MACH_PORT_TYPE_COMPAT,
  MACH_PORT_TYPE_DEAD_NAME,
  MACH_PORT_TYPE_DNREQUEST,
  MACH_PORT_TYPE_MAREQUEST,
  MACH_PORT_TYPE_NONE,
  MACH_PORT_TYPE_PORT_SET,
  MACH_PORT_TYPE_RECEIVE,
  MACH_PORT_TYPE_SEND,
  MACH_PORT_TYPE_SEND_ONCE,
  MACH_PORT_TYPE_SEND_RECEIVE,
  MACH_PORT_UREFS_MAX,
  MACH_RCV_INTERRUPT,
  MACH_RCV_LARGE,
  MACH_RCV_MSG,
  MACH_RCV_NOTIFY,
  MACH_RCV_TIMEOUT,
  MACH_SEND_CANCEL,
  MACH_SEND_INTERRUPT,
  MACH_SEND_MSG,
  MACH_SEND_NOTIFY,
  MACH_SEND_TIMEOUT,
  msghBits,
  receivedType,
  remoteBits,
  SHORT_DESCRIPTOR_SIZE,
  SWITCH_OPTION_DEPRESS,
  SWITCH_OPTION_NONE,
  SWITCH_OPTION_WAIT,
  TASK_BOOTSTRAP_PORT,
  TASK_EXCEPTION_PORT,
  TASK_KERNEL_PORT,
  TASK_PORT_REGISTER_MAX,
  THREAD_EXCEPTION_PORT,
  THREAD_KERNEL_PORT
} from '../ports/abi.js'
export { MACH_MSG_SUCCESS, MSG_RETURNS, msgReturnName } from '../ports/kern-return.js'

/** mach_msg's arguments; sizes in bytes, `timeout` in milliseconds. */
export interface MachMsg {
  readonly msg: Message
  readonly option: number
  readonly send_size: number
  readonly rcv_size: number
  readonly rcv_name: Name
  readonly timeout: number
  readonly notify: Name
}

/** A trap into the kernel: the call's name and its arguments. */
export interface Trap {
  readonly call: string
  readonly args: object
}

/** A thread's program. It ends by returning. */
export type Program = Generator<Trap, void, unknown>

/** A stub: what `yield*` delegates to. Yields traps, returns what the call answers. */
export type Stub<A> = Iterable<Trap, A, unknown>

/** What every call but mach_msg answers: the code's name, or the outputs. */
export type Answer<A = void> = E.Either<string, A>

/** An empty message buffer with room for `bodySize` bytes behind the header. */
export const newMessage = (bodySize = 0): Message => ({
  bits: 0,
  size: HEADER_SIZE + bodySize,
  remote: MACH_PORT_NULL,
  local: MACH_PORT_NULL,
  seqno: 0,
  id: 0,
  body: new Uint8Array(bodySize)
})

/** The one place where an answer gets its type: the kernel answers in kind. */
function* trap<A>(call: string, args: object): Generator<Trap, A, unknown> {
  return (yield { call, args }) as A
}

/**
 * One mach_msg trap as an iterator of one: itself the trap, its arguments and every iteration result, for
 * this is the stub whose cost is felt, and a generator for each call would double it.
 */
class MachMsgTrap implements MachMsg, Trap, Iterator<Trap, number, unknown> {
  readonly call = 'mach_msg'
  readonly args = this
  done = false
  value: this | number = this
  private entered = false
  readonly msg: Message
  readonly option: number
  readonly send_size: number
  readonly rcv_size: number
  readonly rcv_name: Name
  readonly timeout: number
  readonly notify: Name

  constructor(
    msg: Message,
    option: number,
    send_size: number,
    rcv_size: number,
    rcv_name: Name,
    timeout: number,
    notify: Name
  ) {
    this.msg = msg
    this.option = option
    this.send_size = send_size
    this.rcv_size = rcv_size
    this.rcv_name = rcv_name
    this.timeout = timeout
    this.notify = notify
  }

  [Symbol.iterator](): this {
    return this
  }

  next(answer: unknown): IteratorResult<Trap, number> {
    if (this.entered) {
      this.done = true
      this.value = answer as number
    }
    this.entered = true
    return this as IteratorResult<Trap, number>
  }
}

/** The mach_msg trap: send, receive, or both. Answers a mach_msg return code. */
export const mach_msg = (
  msg: Message,
  option: number,
  send_size: number,
  rcv_size: number,
  rcv_name: Name,
  timeout: number,
  notify: Name
): Stub<number> => new MachMsgTrap(msg, option, send_size, rcv_size, rcv_name, timeout, notify)

/** Sends the message in the buffer and waits as long as it takes for room. */
export const mach_msg_send = (msg: Message): Stub<number> =>
  mach_msg(msg, MACH_SEND_MSG, msg.size, 0, MACH_PORT_NULL, MACH_MSG_TIMEOUT_NONE, MACH_PORT_NULL)

/** Receives into the buffer, whatever the size, from a port or port set. */
export const mach_msg_receive = (msg: Message, rcv_name: Name): Stub<number> =>
  mach_msg(msg, MACH_RCV_MSG, 0, MACH_MSG_SIZE_MAX, rcv_name, MACH_MSG_TIMEOUT_NONE, MACH_PORT_NULL)

/** Sends the message in the buffer and receives the answer into it: one trap. */
export const mach_msg_rpc = (msg: Message, rcv_name: Name): Stub<number> =>
  mach_msg(
    msg,
    MACH_SEND_MSG | MACH_RCV_MSG,
    msg.size,
    MACH_MSG_SIZE_MAX,
    rcv_name,
    MACH_MSG_TIMEOUT_NONE,
    MACH_PORT_NULL
  )

/** Addresses a message: who gets it, by which right, and where to reply. */
export const address = (
  msg: Message,
  remote: Name,
  remoteType: number,
  local: Name,
  localType: number
): Message => {
  msg.remote = remote
  msg.local = local
  msg.bits = msghBits(remoteType, localType)
  return msg
}

type Named = { readonly name: Name }

export const mach_reply_port = (): Stub<Answer<Named>> => trap<Answer<Named>>('mach_reply_port', {})
export const mach_task_self = (): Stub<Answer<Named>> => trap<Answer<Named>>('mach_task_self', {})
export const mach_thread_self = (): Stub<Answer<Named>> => trap<Answer<Named>>('mach_thread_self', {})
export const mach_host_self = (): Stub<Answer<Named>> => trap<Answer<Named>>('mach_host_self', {})

/** Any other call by its name, with arguments and outputs as docs/calls.md lists them. */
export const call = <A = void>(name: string, args: object): Stub<Answer<A>> => trap<Answer<A>>(name, args)

export const mach_port_allocate = (task: Name, right: number): Stub<Answer<Named>> =>
  trap<Answer<Named>>('mach_port_allocate', { task, right })
export const mach_port_deallocate = (task: Name, name: Name): Stub<Answer> =>
  trap<Answer>('mach_port_deallocate', { task, name })
export const mach_port_destroy = (task: Name, name: Name): Stub<Answer> =>
  trap<Answer>('mach_port_destroy', { task, name })
export const mach_port_insert_right = (
  task: Name,
  name: Name,
  poly: Name,
  poly_poly: number
): Stub<Answer> => trap<Answer>('mach_port_insert_right', { task, name, poly, poly_poly })
export const mach_port_move_member = (task: Name, member: Name, after: Name): Stub<Answer> =>
  trap<Answer>('mach_port_move_member', { task, member, after })
export const mach_port_set_qlimit = (task: Name, name: Name, qlimit: number): Stub<Answer> =>
  trap<Answer>('mach_port_set_qlimit', { task, name, qlimit })
export const thread_switch = (new_thread: Name, option: number, time: number): Stub<Answer> =>
  trap<Answer>('thread_switch', { new_thread, option, time })
