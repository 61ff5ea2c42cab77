import * as E from 'fp-ts/lib/Either.js'
import { MACH_NOTIFY_SEND_ONCE, MACH_PORT_RIGHT_RECEIVE, SHORT_DESCRIPTOR_SIZE } from '../ports/abi.js'
import { readWord } from '../ports/descriptor.js'
import { MACH_MSG_SUCCESS, msgReturnName } from '../ports/kern-return.js'
import { type Answer, mach_msg_rpc, mach_reply_port, type Message, type Name, type Steps } from './mach.js'
import { mach_msg_destroy } from './mach-msg-destroy.js'

/** What all client stubs do alike, those of the kernel's routines and those of servers. */

/** By how much a reply's id is above its request's. */
export const REPLY = 100

/**
 * Sends a request and receives its reply into the same buffer. Answers why that was not to be had, or
 * how the server refused, by the name of its code.
 */
export function* transact(msg: Message, reply: Name, nameOf: (code: number) => string): Steps<Answer> {
  const { id } = msg
  const code = yield* mach_msg_rpc(msg, reply)
  if (code !== MACH_MSG_SUCCESS) return E.left(msgReturnName(code))
  if (msg.id === MACH_NOTIFY_SEND_ONCE) return E.left('MIG_SERVER_DIED')
  if (msg.id !== id + REPLY) {
    yield* mach_msg_destroy(msg)
    return E.left('MIG_REPLY_MISMATCH')
  }
  const ret = readWord(msg.body, SHORT_DESCRIPTOR_SIZE)
  return ret === 0 ? E.right(undefined) : E.left(nameOf(ret))
}

/** Makes a remote call with a reply port of its own, which goes with it. */
export function* withReplyPort<A>(remote: (reply: Name) => Steps<Answer<A>>): Steps<Answer<A>> {
  const reply = yield* mach_reply_port()
  if (E.isLeft(reply)) return reply
  const { name } = reply.right
  const answer = yield* remote(name)
  yield { call: 'mach_port_mod_refs', args: { name, right: MACH_PORT_RIGHT_RECEIVE, delta: -1 } }
  return answer
}
