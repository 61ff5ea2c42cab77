import {
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  MACH_PORT_NULL,
  msghBits
} from './abi.js'
import { gainSendOnce, hasReceive, hasSend, loseSendOnce } from './entry.js'
import type { Ipc } from './ipc.js'
import type { Message } from './message.js'
import type { KernelMessage, Space } from './object.js'
import { PortState } from './port.table.js'
import { RightState } from './right.table.js'
import { allocateEntry, freeEntry, lookup } from './space.js'

/**
 * The two headers of a remote procedure call, as ipc_kmsg_copyin_header has them first: a request by a
 * copied send right with a made send-once reply right, and a reply that uses up a send-once right. The
 * rest of a header's rules cannot apply to them. Each leaves the state the general way leaves (tested);
 * where anything is unusual, or somebody watches, it changes nothing and answers false.
 */

const REQUEST = msghBits(MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE)
const REPLY = msghBits(MACH_MSG_TYPE_MOVE_SEND_ONCE, 0)

/** Copies in a simple header of one of the two shapes. */
export const copyinCommon = (ipc: Ipc, space: Space, user: Message, message: KernelMessage): boolean => {
  if (ipc.observe !== null || !space.active) return false
  if (user.bits === REQUEST) return copyinRequest(ipc, space, user, message)
  return user.bits === REPLY && copyinReply(ipc, space, user, message)
}

const copyinRequest = (ipc: Ipc, space: Space, user: Message, message: KernelMessage): boolean => {
  const dest = lookup(space, user.remote)
  const reply = lookup(space, user.local)
  if (dest === null || reply === null || dest === reply) return false
  const to = dest.port
  const back = reply.port
  if (to === null || back === null || to.state === PortState.dead) return false
  if (!hasSend(dest) || !hasReceive(reply)) return false
  to.srights += 1
  back.sorights += 1
  message.remote = to
  message.local = back
  message.bits = msghBits(MACH_MSG_TYPE_PORT_SEND, MACH_MSG_TYPE_PORT_SEND_ONCE)
  message.msgh_id = user.id
  ipc.tally.rights_translated += 2
  return true
}

const copyinReply = (ipc: Ipc, space: Space, user: Message, message: KernelMessage): boolean => {
  const dest = user.local === MACH_PORT_NULL ? lookup(space, user.remote) : null
  if (dest === null || dest.state !== RightState.sendOnce || dest.deadName !== null) return false
  const to = dest.port
  if (to === null || to.state === PortState.dead) return false
  loseSendOnce(ipc, dest)
  freeEntry(space, dest)
  message.remote = to
  message.local = null
  message.bits = MACH_MSG_TYPE_PORT_SEND_ONCE
  message.msgh_id = user.id
  ipc.tally.rights_translated += 2
  return true
}

const RECEIVED_REQUEST = msghBits(MACH_MSG_TYPE_PORT_SEND, MACH_MSG_TYPE_PORT_SEND_ONCE)
const RECEIVED_REPLY = msghBits(MACH_MSG_TYPE_PORT_SEND_ONCE, 0)

/** Copies out a simple header of one of the two shapes, swapped, to the task that holds the receive right. */
export const copyoutCommon = (ipc: Ipc, space: Space, message: KernelMessage, user: Message): boolean => {
  const port = message.remote
  if (ipc.observe !== null || ipc.payloads.size > 0 || port === null) return false
  if (port.holder !== space || port.state !== PortState.inSpace) return false
  if (message.bits === RECEIVED_REQUEST) {
    if (port.srights <= 1 || !takeReplyRight(ipc, space, message, user)) return false
    port.srights -= 1
    user.bits = msghBits(MACH_MSG_TYPE_PORT_SEND_ONCE, MACH_MSG_TYPE_PORT_SEND)
  } else if (message.bits === RECEIVED_REPLY && message.local === null) {
    port.sorights -= 1
    user.remote = MACH_PORT_NULL
    user.bits = msghBits(0, MACH_MSG_TYPE_PORT_SEND_ONCE)
  } else return false
  user.local = port.name
  user.size = message.size
  user.seqno = message.seqno
  user.id = message.msgh_id
  ipc.tally.rights_translated += 2
  return true
}

/** A live send-once reply right gets a name of its own. */
const takeReplyRight = (ipc: Ipc, space: Space, message: KernelMessage, user: Message): boolean => {
  const reply = message.local
  if (reply === null || reply.state === PortState.dead) return false
  const entry = allocateEntry(space)
  if (entry === null) return false
  gainSendOnce(ipc, entry, reply)
  user.remote = entry.name
  return true
}
