import {
  isSendType,
  isValidName,
  localBits,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MOVE_SEND,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  MACH_MSG_TYPE_PROTECTED_PAYLOAD,
  MACH_MSGH_BITS_COMPLEX,
  MACH_PORT_DEAD,
  MACH_PORT_NULL,
  msghBits,
  otherBits,
  receivedType,
  remoteBits
} from './abi.js'
import { canCopyin, takeRight } from './copyin.js'
import { entryFor, landLive } from './copyout.js'
import { destroyBody, destroyRight } from './destruction.js'
import { hasReceive, retire } from './entry.js'
import type { Ipc } from './ipc.js'
import {
  MACH_MSG_IPC_SPACE,
  MACH_MSG_SUCCESS,
  MACH_RCV_HEADER_ERROR,
  MACH_RCV_INVALID_NOTIFY,
  MACH_SEND_INVALID_DEST,
  MACH_SEND_INVALID_HEADER,
  MACH_SEND_INVALID_NOTIFY,
  MACH_SEND_INVALID_REPLY
} from './kern-return.js'
import type { Message } from './message.js'
import { notifyPortDeleted, requestDeadName } from './notification.js'
import type { Entry, KernelMessage, Name, Port, Space } from './object.js'
import { copySend, DEAD_PORT, isAlive, makeSendOnce } from './port.js'
import { PortState } from './port.table.js'
import { noSendersIfDue, releaseSend, releaseSendOnce } from './release.js'
import { RightState } from './right.table.js'
import { lookup } from './space.js'

/**
 * Header names become rights, all or nothing (ipc_kmsg_copyin_header). `cancel` is the notify name of
 * MACH_SEND_CANCEL, or null. Answers a mach_msg code; on failure neither space nor message changed.
 */
export const copyinHeader = (
  ipc: Ipc,
  space: Space,
  user: Message,
  message: KernelMessage,
  cancel: Name | null
): number => {
  const destType = remoteBits(user.bits)
  const replyType = localBits(user.bits)
  if (!isSendType(destType)) return MACH_SEND_INVALID_HEADER
  if (replyType === 0 ? user.local !== MACH_PORT_NULL : !isSendType(replyType))
    return MACH_SEND_INVALID_HEADER
  if (!space.active) return MACH_SEND_INVALID_DEST
  if (cancel !== null && !receives(space, cancel)) return MACH_SEND_INVALID_NOTIFY

  const dest = lookup(space, user.remote)
  if (dest === null) return MACH_SEND_INVALID_DEST
  const code =
    user.local === user.remote
      ? takeBoth(ipc, space, dest, destType, replyType, message)
      : takeEach(ipc, space, dest, user, message)
  if (code !== MACH_MSG_SUCCESS) return code

  ipc.tally.rights_translated += 2
  message.bits =
    (otherBits(user.bits) & 0x3fff0000) |
    (user.bits & MACH_MSGH_BITS_COMPLEX) |
    msghBits(receivedType(destType), receivedType(replyType))
  message.msgh_id = user.id
  const reply = isValidName(user.local) ? lookup(space, user.local) : null
  if (dest.state === RightState.nothing || reply?.state === RightState.nothing)
    retireHeader(ipc, space, dest, reply, cancel)
  return MACH_MSG_SUCCESS
}

const receives = (space: Space, name: Name): boolean => {
  const entry = lookup(space, name)
  return entry !== null && hasReceive(entry)
}

/** Destination and reply under different names, or no reply. A reply's unsuitability is found first. */
const takeEach = (ipc: Ipc, space: Space, dest: Entry, user: Message, message: KernelMessage): number => {
  const destType = remoteBits(user.bits)
  if (!isValidName(user.local)) {
    const port = takeRight(ipc, space, dest, destType, false)
    if (port === null) return MACH_SEND_INVALID_DEST
    message.remote = port
    message.local = user.local === MACH_PORT_NULL ? null : DEAD_PORT
    return MACH_MSG_SUCCESS
  }
  const replyType = localBits(user.bits)
  const reply = lookup(space, user.local)
  if (reply === null || !canCopyin(reply, replyType)) return MACH_SEND_INVALID_REPLY
  const port = takeRight(ipc, space, dest, destType, false)
  if (port === null) return MACH_SEND_INVALID_DEST
  message.remote = port
  message.local = takeRight(ipc, space, reply, replyType, true)
  return MACH_MSG_SUCCESS
}

/** Destination and reply under one name, whose right must do for both. */
const takeBoth = (
  ipc: Ipc,
  space: Space,
  entry: Entry,
  destType: number,
  replyType: number,
  message: KernelMessage
): number => {
  if (!canCopyin(entry, replyType)) return MACH_SEND_INVALID_REPLY
  if (destType === MACH_MSG_TYPE_MOVE_SEND_ONCE || replyType === MACH_MSG_TYPE_MOVE_SEND_ONCE)
    return MACH_SEND_INVALID_DEST

  const moves = (type: number): boolean => type === MACH_MSG_TYPE_MOVE_SEND
  const copies = (type: number): boolean => type === MACH_MSG_TYPE_COPY_SEND
  if (moves(destType) && moves(replyType) && entry.urefs < 2) return MACH_SEND_INVALID_DEST
  const mixed = (moves(destType) && copies(replyType)) || (copies(destType) && moves(replyType))

  const port = takeRight(ipc, space, entry, mixed ? MACH_MSG_TYPE_MOVE_SEND : destType, false)
  if (port === null) return MACH_SEND_INVALID_DEST
  message.remote = port
  message.local = mixed ? copySend(ipc, port) : takeRight(ipc, space, entry, replyType, true)
  return MACH_MSG_SUCCESS
}

/** Frees names the header used up, the reply's first, and sends what port-deleted notifications are due. */
const retireHeader = (
  ipc: Ipc,
  space: Space,
  dest: Entry,
  reply: Entry | null,
  cancel: Name | null
): void => {
  const apart = reply !== null && reply !== dest
  const replyNotify = apart && reply.state === RightState.nothing ? retire(space, reply) : null
  const destNotify = dest.state === RightState.nothing ? retire(space, dest) : null
  const cancelled = cancel !== null && destNotify !== null && lookup(space, cancel)?.port === destNotify
  if (destNotify !== null && cancelled) destNotify.sorights -= 1
  else if (destNotify !== null) notifyPortDeleted(ipc, destNotify, dest.name)
  if (replyNotify !== null && reply !== null) notifyPortDeleted(ipc, replyNotify, reply.name)
}

/** The receiver's name for the port the message came through; the destination right is used up by that. */
const consumeDestination = (ipc: Ipc, space: Space, message: KernelMessage): Name => {
  const port = message.remote
  if (port === null) return MACH_PORT_NULL
  if (!isAlive(port)) return MACH_PORT_DEAD
  const type = remoteBits(message.bits)
  if (port.holder !== space || port.state !== PortState.inSpace) {
    if (type === MACH_MSG_TYPE_PORT_SEND) releaseSend(ipc, port)
    else releaseSendOnce(ipc, port)
    return MACH_PORT_NULL
  }
  const name = port.name
  if (type === MACH_MSG_TYPE_PORT_SEND_ONCE) port.sorights -= 1
  else {
    port.srights -= 1
    if (port.srights === 0) noSendersIfDue(ipc, port)
  }
  return name
}

/** Writes what every receive reports: size, id, sequence number, and the port it came through. */
const writeDestination = (
  ipc: Ipc,
  space: Space,
  message: KernelMessage,
  user: Message,
  keptBits: number
): void => {
  const port = message.remote
  const payload = port === null || ipc.payloads.size === 0 ? undefined : ipc.payloads.get(port)
  const name = consumeDestination(ipc, space, message)
  const seen = payload !== undefined && isValidName(name)
  const localType = seen ? MACH_MSG_TYPE_PROTECTED_PAYLOAD : remoteBits(message.bits)
  user.bits = (message.bits & keptBits) | msghBits(localBits(message.bits), localType)
  user.local = seen ? payload : name
  user.size = message.size
  user.seqno = message.seqno
  user.id = message.msgh_id
}

/** All bits but the two types and CIRCULAR. */
const KEPT_BITS = MACH_MSGH_BITS_COMPLEX | 0x3fff0000

/**
 * Header rights become the receiver's names, swapped (ipc_kmsg_copyout_header). `notify` is the notify
 * name of MACH_RCV_NOTIFY, or null. The reply right is placed before the destination's is used up.
 */
export const copyoutHeader = (
  ipc: Ipc,
  space: Space,
  message: KernelMessage,
  user: Message,
  notify: Name | null
): number => {
  if (notify !== null && !receives(space, notify)) return MACH_RCV_INVALID_NOTIFY
  ipc.tally.rights_translated += 2
  const reply = message.local
  if (reply === null) user.remote = MACH_PORT_NULL
  else if (reply === DEAD_PORT || !isAlive(reply)) user.remote = MACH_PORT_DEAD
  else {
    const entry = entryFor(space, reply, localBits(message.bits))
    if (entry === null) return MACH_RCV_HEADER_ERROR | MACH_MSG_IPC_SPACE
    const fresh = entry.state === RightState.nothing
    landLive(ipc, space, entry, reply, localBits(message.bits))
    const told = notify === null ? null : (lookup(space, notify)?.port ?? null)
    if (fresh && told !== null) requestDeadName(space, entry, reply, makeSendOnce(ipc, told))
    user.remote = entry.name
  }
  writeDestination(ipc, space, message, user, KEPT_BITS)
  return MACH_MSG_SUCCESS
}

/**
 * The header of a message that is refused after it was dequeued; all else in it is destroyed
 * (ipc_kmsg_copyout_dest).
 */
export const copyoutRefused = (ipc: Ipc, space: Space, message: KernelMessage, user: Message): void => {
  const reply = message.local
  const type = localBits(message.bits)
  user.remote = reply === DEAD_PORT ? MACH_PORT_DEAD : MACH_PORT_NULL
  writeDestination(ipc, space, message, user, KEPT_BITS)
  message.local = null
  destroyRight(ipc, reply, type)
  destroyBody(ipc, message)
}

/** Header rights go back to their sender, unswapped, types in received form (ipc_kmsg_copyout_pseudo). */
export const returnHeader = (
  message: KernelMessage,
  user: Message,
  giveBack: (port: Port | null, type: number) => Name
): void => {
  const remote = giveBack(message.remote, remoteBits(message.bits))
  const local = giveBack(message.local, localBits(message.bits))
  user.bits = message.bits
  user.size = message.size
  user.remote = remote
  user.local = local
  user.id = message.msgh_id
}
