import * as E from 'fp-ts/lib/Either.js'
import {
  isValidName,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_PORT_NULL,
  receivedType
} from './abi.js'
import {
  checkDead,
  hasReceive,
  hasSend,
  loseReceive,
  loseSend,
  loseSendOnce,
  retireAndNotify
} from './entry.js'
import { type Ipc, moveRight } from './ipc.js'
import { fail, type Outcome } from './kern-return.js'
import type { Entry, Name, Port, Space } from './object.js'
import { copySend, DEAD_PORT, isAlive, makeSend, makeSendOnce } from './port.js'
import { RightEvent, RightState } from './right.table.js'
import { lookup } from './space.js'

/** A right out of any space: its port (null and dead as themselves) and its received type. */
export interface RightInHand {
  readonly port: Port | null
  readonly type: number
}

/** Whether the name has what the disposition takes, a dead name included (ipc_right_copyin_check). Touches nothing. */
export const canCopyin = (entry: Entry, disposition: number): boolean => {
  switch (disposition) {
    case MACH_MSG_TYPE_MAKE_SEND:
    case MACH_MSG_TYPE_MAKE_SEND_ONCE:
    case MACH_MSG_TYPE_MOVE_RECEIVE:
      return hasReceive(entry)
    case MACH_MSG_TYPE_MOVE_SEND_ONCE:
      return entry.state === RightState.sendOnce || isDeadOrDying(entry)
    default:
      return hasSend(entry) || isDeadOrDying(entry)
  }
}

const isDeadOrDying = (entry: Entry): boolean =>
  entry.state === RightState.deadName || (entry.port !== null && !isAlive(entry.port))

/**
 * Takes a right out of a name as the disposition says (ipc_right_copyin). Answers its port, DEAD_PORT
 * where a dead name will do, or null for a name that does not have the right. A name that is used up
 * denotes nothing afterwards and is the caller's to retire.
 */
export const takeRight = (
  ipc: Ipc,
  space: Space,
  entry: Entry,
  disposition: number,
  deadWillDo: boolean
): Port | null => {
  const port = entry.port
  switch (disposition) {
    case MACH_MSG_TYPE_MAKE_SEND:
      return hasReceive(entry) && port !== null ? makeSend(ipc, port) : null
    case MACH_MSG_TYPE_MAKE_SEND_ONCE:
      return hasReceive(entry) && port !== null ? makeSendOnce(ipc, port) : null
    case MACH_MSG_TYPE_MOVE_RECEIVE:
      if (!hasReceive(entry)) return null
      loseReceive(ipc, space, entry)
      if (port !== null) ipc.payloads.delete(port)
      return moved(ipc, space, entry, port, 'receive')
    case MACH_MSG_TYPE_COPY_SEND:
      return copyOut(ipc, space, entry, deadWillDo)
    case MACH_MSG_TYPE_MOVE_SEND:
      return moveSend(ipc, space, entry, deadWillDo)
    case MACH_MSG_TYPE_MOVE_SEND_ONCE:
      return moveSendOnce(ipc, space, entry, deadWillDo)
    default:
      return null
  }
}

const moved = (ipc: Ipc, space: Space, entry: Entry, port: Port | null, right: string): Port | null => {
  if (ipc.observe !== null && port !== null)
    ipc.observe('right.move', port.id, 0, { task: space.owner, name: entry.name, right })
  return port
}

/** Whether the name is dead, by now at the latest. Only send and send-once rights can turn dead. */
const foundDead = (ipc: Ipc, space: Space, entry: Entry): boolean =>
  entry.state === RightState.deadName || checkDead(ipc, space, entry)

const copyOut = (ipc: Ipc, space: Space, entry: Entry, deadWillDo: boolean): Port | null => {
  if (foundDead(ipc, space, entry)) return deadWillDo ? DEAD_PORT : null
  return hasSend(entry) ? copySend(ipc, entry.port) : null
}

const moveSend = (ipc: Ipc, space: Space, entry: Entry, deadWillDo: boolean): Port | null => {
  if (foundDead(ipc, space, entry)) return deadWillDo ? takeDead(ipc, entry) : null
  const port = entry.port
  if (!hasSend(entry) || port === null) return null
  if (entry.urefs > 1) {
    entry.urefs -= 1
    port.srights += 1
  } else loseSend(ipc, space, entry)
  return moved(ipc, space, entry, port, 'send')
}

const moveSendOnce = (ipc: Ipc, space: Space, entry: Entry, deadWillDo: boolean): Port | null => {
  if (foundDead(ipc, space, entry)) return deadWillDo ? takeDead(ipc, entry) : null
  const port = entry.port
  if (entry.state !== RightState.sendOnce) return null
  loseSendOnce(ipc, entry)
  return moved(ipc, space, entry, port, 'send-once')
}

/** One user reference of a dead name travels as MACH_PORT_DEAD. */
const takeDead = (ipc: Ipc, entry: Entry): Port => {
  entry.urefs -= 1
  if (entry.urefs === 0) moveRight(ipc, entry, RightEvent.deadOut)
  return DEAD_PORT
}

type CopyinError = 'KERN_INVALID_NAME' | 'KERN_INVALID_RIGHT'

/** A name in a message body or a call becomes a right in hand (ipc_object_copyin); null and dead names pass. */
export const copyinRight = (
  ipc: Ipc,
  space: Space,
  name: Name,
  disposition: number
): Outcome<CopyinError, RightInHand> => {
  ipc.tally.rights_translated += 1
  const type = receivedType(disposition)
  if (!isValidName(name)) return E.right({ port: name === MACH_PORT_NULL ? null : DEAD_PORT, type })
  const entry = lookup(space, name)
  if (entry === null) return fail('KERN_INVALID_NAME')
  const port = takeRight(ipc, space, entry, disposition, true)
  if (port === null) return fail('KERN_INVALID_RIGHT')
  if (entry.state === RightState.nothing) retireAndNotify(ipc, space, entry)
  return E.right({ port, type })
}
