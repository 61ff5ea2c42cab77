import * as E from 'fp-ts/lib/Either.js'
import {
  isValidName,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSG_TYPE_PORT_SEND_ONCE
} from './abi.js'
import { type RightInHand, takeRight } from './copyin.js'
import { checkDead, gainSend, hasReceive, hasSend, retireAndNotify } from './entry.js'
import type { Ipc } from './ipc.js'
import { fail, type Outcome } from './kern-return.js'
import { notifyNoSenders, notifyPortDeletedCompat } from './notification.js'
import type { Entry, Name, Port, Space } from './object.js'
import { makeSend } from './port.js'
import { dropSendsSilently } from './right.js'
import { RightState } from './right.table.js'
import { lookup } from './space.js'

/**
 * Names as Mach 2.5 takes them: without dispositions, and never dead. What a name holds says what is
 * taken of it.
 */

const find = (space: Space, name: Name): Entry | null => (isValidName(name) ? lookup(space, name) : null)

/** What a 2.5 call sees under a name; null where there is nothing (ipc_right_info). */
export const findCompat = (ipc: Ipc, space: Space, name: Name): Entry | null => {
  const entry = space.active ? find(space, name) : null
  if (entry !== null) checkDead(ipc, space, entry)
  return entry
}

export type ReceiverError = 'KERN_INVALID_ARGUMENT' | 'KERN_NOT_RECEIVER'

/** The port of which a name denotes the receive right (port_translate_compat). */
export const findReceiver = (ipc: Ipc, space: Space, name: Name): Outcome<ReceiverError, Port> => {
  const entry = findCompat(ipc, space, name)
  if (entry === null || entry.set !== null) return fail('KERN_INVALID_ARGUMENT')
  return entry.port !== null && hasReceive(entry) ? E.right(entry.port) : fail('KERN_NOT_RECEIVER')
}

const copySendOf = (ipc: Ipc, space: Space, entry: Entry): Port | null =>
  takeRight(
    ipc,
    space,
    entry,
    entry.state === RightState.receive ? MACH_MSG_TYPE_MAKE_SEND : MACH_MSG_TYPE_COPY_SEND,
    false
  )

/** All send rights leave with the name, which must be good for nothing else. */
const moveSendOf = (ipc: Ipc, space: Space, entry: Entry): Port | null => {
  if (entry.state !== RightState.send || checkDead(ipc, space, entry)) return null
  entry.urefs = 1
  const port = takeRight(ipc, space, entry, MACH_MSG_TYPE_MOVE_SEND, false)
  retireAndNotify(ipc, space, entry)
  return port
}

/** The send right that MSG_TYPE_PORT means, of a live port; null where the name has none to give. */
export const takeSendCompat = (ipc: Ipc, space: Space, name: Name, deallocate: boolean): Port | null => {
  const entry = find(space, name)
  if (entry === null) return null
  return deallocate ? moveSendOf(ipc, space, entry) : copySendOf(ipc, space, entry)
}

/** The receive right leaves with the name: its send rights are dropped first. */
const moveAllOf = (ipc: Ipc, space: Space, entry: Entry, port: Port): Port | null => {
  const noSenders = hasSend(entry) ? dropSendsSilently(ipc, space, entry, port) : null
  const { mscount } = port
  takeRight(ipc, space, entry, MACH_MSG_TYPE_MOVE_RECEIVE, false)
  if (noSenders !== null) notifyNoSenders(ipc, noSenders, mscount)
  retireAndNotify(ipc, space, entry)
  return port
}

/**
 * The receive right that MSG_TYPE_PORT_ALL means, or null. The name keeps its send rights, one made for
 * it where it had none, unless they are deallocated too.
 */
export const takeAllCompat = (ipc: Ipc, space: Space, name: Name, deallocate: boolean): Port | null => {
  const entry = find(space, name)
  const port = entry?.port ?? null
  if (entry === null || port === null || !hasReceive(entry)) return null
  if (deallocate) return moveAllOf(ipc, space, entry, port)
  if (!hasSend(entry)) gainSend(ipc, space, entry, makeSend(ipc, port), 1)
  return takeRight(ipc, space, entry, MACH_MSG_TYPE_MOVE_RECEIVE, false)
}

/**
 * The right that a name in a header means: a send right, or a send-once right, whose name is gone
 * then and announced as deleted (ipc_right_copyin_header).
 */
export const takeHeaderCompat = (ipc: Ipc, space: Space, name: Name): RightInHand | null => {
  const entry = find(space, name)
  if (entry === null) return null
  const once = entry.state === RightState.sendOnce
  const port = once
    ? takeRight(ipc, space, entry, MACH_MSG_TYPE_MOVE_SEND_ONCE, false)
    : copySendOf(ipc, space, entry)
  if (port === null) return null
  if (!once) return { port, type: MACH_MSG_TYPE_PORT_SEND }
  retireAndNotify(ipc, space, entry)
  notifyPortDeletedCompat(ipc, space, name)
  return { port, type: MACH_MSG_TYPE_PORT_SEND_ONCE }
}
