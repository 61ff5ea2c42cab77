import {
  HEADER_SIZE,
  isPortType,
  isValidName,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_MSGH_BITS_COMPLEX,
  MACH_PORT_RIGHT_RECEIVE,
  remoteBits
} from '../ports/abi.js'
import { call, type Message, type Name, type Steps } from './mach.js'
import { decodeBody, decodeData, type ReceivedItem } from './typed-data.js'

/** Gives up a right that would have moved, or that came; a made or copied one was never taken. */
function* destroyRight(name: Name, type: number): Steps<void> {
  if (!isValidName(name)) return
  if (type === MACH_MSG_TYPE_MOVE_SEND || type === MACH_MSG_TYPE_MOVE_SEND_ONCE)
    yield* call('mach_port_deallocate', { name })
  else if (type === MACH_MSG_TYPE_MOVE_RECEIVE)
    yield* call('mach_port_mod_refs', { name, right: MACH_PORT_RIGHT_RECEIVE, delta: -1 })
}

/** The names of an item that carries rights, in line or not. */
function* namesIn({ type, size, number, data, address }: ReceivedItem): Steps<readonly Name[]> {
  if (!isPortType(type)) return []
  const bytes =
    address === undefined ? null : ((yield { call: 'fetch', args: { address, size: 4 * number } }) as unknown)
  const read = bytes instanceof Uint8Array ? decodeData(type, bytes, size, number) : data
  return typeof read === 'object' ? read : []
}

/** Destroys the rights in the body of a message that nobody will use, but not those of its header. */
export function* destroyBody(msg: Message): Steps<void> {
  if ((msg.bits & MACH_MSGH_BITS_COMPLEX) === 0) return
  for (const item of decodeBody(msg.body.subarray(0, msg.size - HEADER_SIZE)))
    for (const name of yield* namesIn(item)) yield* destroyRight(name, item.type)
}

/** Destroys all rights of a message, received or not sent (mach_msg_destroy). */
export function* mach_msg_destroy(msg: Message): Steps<void> {
  yield* destroyRight(msg.remote, remoteBits(msg.bits))
  yield* destroyBody(msg)
}
