import {
  isValidName,
  MACH_MSG_SIZE_MAX,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_PORT_NULL,
  MACH_RCV_MSG,
  MACH_SEND_MSG,
  MACH_SEND_TIMEOUT,
  msghBits,
  remoteBits
} from '../ports/abi.js'
import {
  KERN_RETURNS,
  MACH_MSG_MASK,
  MACH_MSG_SUCCESS,
  MACH_RCV_BODY_ERROR,
  MACH_RCV_HEADER_ERROR,
  MACH_RCV_INTERRUPTED,
  MACH_SEND_INVALID_DEST,
  MACH_SEND_TIMED_OUT
} from '../ports/kern-return.js'
import { mach_msg, type Message, type Name, newMessage, type Steps, type Stub } from './mach.js'
import { destroyBody, mach_msg_destroy } from './mach-msg-destroy.js'
import { putItems } from './mig-items.js'
import { REPLY } from './remote-call.js'
import { int } from './std-types.defs.js'
import type { Item } from './typed-data.js'

/** The server's side of every interface. */

/** What came of a request: a return code and, where that is 0, the reply's items. */
export interface Served {
  readonly code: number
  readonly items: readonly Item[]
}

/** A refusal by a code. */
export const refused = (code: number): Served => ({ code, items: [] })

/** One routine as a server has it; it answers null where there is never a reply. */
export interface Entry {
  readonly id: number
  readonly serve: (request: Message) => Steps<Served | null>
}

/** A server's routines as one function: it turns the request in a buffer into its reply, or answers false where there is none to send. */
export const demux = (entries: readonly Entry[]): ((msg: Message) => Steps<boolean>) => {
  const known = new Map(entries.map((entry) => [entry.id, entry]))
  return function* (msg) {
    const entry = known.get(msg.id)
    const served = entry === undefined ? refused(KERN_RETURNS.MIG_BAD_ID) : yield* entry.serve(msg)
    if (served !== null && served.code !== 0) yield* destroyBody(msg)

    msg.bits = msghBits(remoteBits(msg.bits), 0)
    msg.local = MACH_PORT_NULL
    msg.id += REPLY
    putItems(msg, served === null ? [] : [int.encode(served.code), ...served.items])
    if (served !== null && isValidName(msg.remote)) return true
    yield* mach_msg_destroy(msg)
    return false
  }
}

/** Sends the reply in the buffer, if there is one, and receives the next request: one trap. A send right may have no room. */
const replyAndReceive = (msg: Message, port: Name, replies: boolean): Stub<number> => {
  const once = remoteBits(msg.bits) === MACH_MSG_TYPE_MOVE_SEND_ONCE
  const sending = replies ? MACH_SEND_MSG | (once ? 0 : MACH_SEND_TIMEOUT) : 0
  return mach_msg(msg, MACH_RCV_MSG | sending, msg.size, MACH_MSG_SIZE_MAX, port, 0, MACH_PORT_NULL)
}

/**
 * Serves requests at a port or port set, one after the other, until it can receive no more; answers
 * mach_msg's code for that (mach_msg_server). A reply that cannot be delivered is destroyed.
 */
export function* serve(port: Name, entries: readonly Entry[]): Steps<number> {
  const dispatch = demux(entries)
  const msg = newMessage()
  let replies = false
  for (;;) {
    const code = yield* replyAndReceive(msg, port, replies)
    replies = false
    switch (code & ~MACH_MSG_MASK) {
      case MACH_MSG_SUCCESS:
        replies = yield* dispatch(msg)
        break
      case MACH_SEND_INVALID_DEST:
      case MACH_SEND_TIMED_OUT:
      case MACH_RCV_HEADER_ERROR:
      case MACH_RCV_BODY_ERROR:
        yield* mach_msg_destroy(msg)
        break
      case MACH_RCV_INTERRUPTED:
        break
      default:
        return code
    }
  }
}
