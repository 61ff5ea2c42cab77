import * as E from 'fp-ts/lib/Either.js'
import {
  isValidName,
  MACH_MSG_TYPE_PORT_RECEIVE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  MACH_PORT_DEAD,
  MACH_PORT_NULL,
  SEND_UREFS_MAX
} from './abi.js'
import type { RightInHand } from './copyin.js'
import { destroyRight } from './destruction.js'
import { gainReceive, gainSend, gainSendOnce, hasSend } from './entry.js'
import type { Ipc } from './ipc.js'
import { fail, MACH_MSG_IPC_SPACE, type Outcome, succeed } from './kern-return.js'
import type { Entry, Name, Port, Space } from './object.js'
import { DEAD_PORT, isAlive, isLive } from './port.js'
import { allocateEntry, claimName, entryOf, leaveNameNext, lookup } from './space.js'

/** A right that lands on a name: made into what the name denotes (ipc_right_copyout). */
export const landLive = (ipc: Ipc, space: Space, entry: Entry, port: Port, type: number): void => {
  if (type === MACH_MSG_TYPE_PORT_SEND_ONCE) gainSendOnce(ipc, entry, port)
  else if (type === MACH_MSG_TYPE_PORT_RECEIVE) gainReceive(ipc, space, entry, port)
  else landSend(ipc, space, entry, port)
  if (ipc.observe !== null)
    ipc.observe('right.move', port.id, 0, { task: space.owner, name: entry.name, right: rightName(type) })
}

/** A send right that merges ends as a user reference; at the limit it is silently swallowed. */
const landSend = (ipc: Ipc, space: Space, entry: Entry, port: Port): void => {
  const merges = hasSend(entry)
  gainSend(ipc, space, entry, port, merges && entry.urefs >= SEND_UREFS_MAX ? 0 : 1)
  if (merges) port.srights -= 1
}

const rightName = (type: number): string =>
  type === MACH_MSG_TYPE_PORT_RECEIVE ? 'receive' : type === MACH_MSG_TYPE_PORT_SEND ? 'send' : 'send-once'

/** Where a live right lands: the name the space has for the port, or a new one; null where there is no room. */
export const entryFor = (space: Space, port: Port, type: number): Entry | null =>
  (type === MACH_MSG_TYPE_PORT_SEND_ONCE ? null : entryOf(space, port)) ?? allocateEntry(space)

/** Gives a live right to a space under a name of the kernel's choice; null where there is no room. */
export const copyoutLive = (ipc: Ipc, space: Space, port: Port, type: number): Entry | null => {
  const entry = entryFor(space, port, type)
  if (entry !== null) landLive(ipc, space, entry, port, type)
  return entry
}

/** The name a right gets, and shortage bits where it could not get one (ipc_kmsg_copyout_object). */
export interface CopiedOut {
  readonly name: Name
  readonly shortage: number
}

/** Gives any right in hand to a space; a right to a dead port is MACH_PORT_DEAD, one without room is destroyed. */
export const copyoutRight = (ipc: Ipc, space: Space, right: RightInHand): CopiedOut => {
  ipc.tally.rights_translated += 1
  const { port, type } = right
  if (port === null) return { name: MACH_PORT_NULL, shortage: 0 }
  if (port === DEAD_PORT || !isAlive(port)) return { name: MACH_PORT_DEAD, shortage: 0 }
  const entry = copyoutLive(ipc, space, port, type)
  if (entry !== null) return { name: entry.name, shortage: 0 }
  destroyRight(ipc, port, type)
  return { name: MACH_PORT_NULL, shortage: MACH_MSG_IPC_SPACE }
}

export type CopyoutNameError =
  | 'KERN_INVALID_VALUE'
  | 'KERN_INVALID_CAPABILITY'
  | 'KERN_NAME_EXISTS'
  | 'KERN_RIGHT_EXISTS'
  | 'KERN_UREFS_OVERFLOW'
  | 'KERN_NO_SPACE'

/** Gives a right in hand to a space under just this name (ipc_object_copyout_name); the right stays in hand if refused. */
export const copyoutUnderName = (
  ipc: Ipc,
  space: Space,
  name: Name,
  right: RightInHand
): Outcome<CopyoutNameError> => {
  const { port, type } = right
  if (!isValidName(name)) return fail('KERN_INVALID_VALUE')
  if (!isLive(port)) return fail('KERN_INVALID_CAPABILITY')

  const present = type === MACH_MSG_TYPE_PORT_SEND_ONCE ? null : entryOf(space, port)
  const named = lookup(space, name)
  if (present !== null && present !== named) {
    if (ipc.variant.refusedNameIsNext) leaveNameNext(space, name)
    return fail('KERN_RIGHT_EXISTS')
  }
  if (present === null && named !== null) return fail('KERN_NAME_EXISTS')
  if (present !== null && type === MACH_MSG_TYPE_PORT_SEND && present.urefs >= SEND_UREFS_MAX)
    return fail('KERN_UREFS_OVERFLOW')

  const entry = present === null ? claimName(space, name) : E.right(present)
  if (E.isLeft(entry)) return entry
  landLive(ipc, space, entry.right, port, type)
  ipc.tally.rights_translated += 1
  return succeed
}
