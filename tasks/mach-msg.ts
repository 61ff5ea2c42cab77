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
import type { Stub, Trap } from './trap.js'

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
