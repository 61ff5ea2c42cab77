import { MACH_PORT_UREFS_MAX } from './abi.js'
import { clearReceiver } from './destruction.js'
import { type Ipc, moveRight, movePort } from './ipc.js'
import { cancelDeadName, notifyPortDeleted } from './notification.js'
import type { Entry, Port, Space } from './object.js'
import { isAlive } from './port.js'
import { PortEvent } from './port.table.js'
import { newPortSet } from './port-set.js'
import { RightEvent, RightState } from './right.table.js'
import { freeEntry } from './space.js'

/** What may happen to one name; each step keeps the reverse look-up and the port's holder true. */

const addToSends = (space: Space, entry: Entry, port: Port): void => {
  if (space.sends === null) space.sends = new Map()
  space.sends.set(port, entry)
}

export const hasSend = (entry: Entry): boolean =>
  entry.state === RightState.send || entry.state === RightState.sendReceive

export const hasReceive = (entry: Entry): boolean =>
  entry.state === RightState.receive || entry.state === RightState.sendReceive

/** Whether a 2.5 call gave the name: it vanishes with its port. */
export const isCompat = (entry: Entry): boolean => entry.deadName !== null && entry.deadName.notify === null

/** A send right joins the name, with `urefs` user references. */
export const gainSend = (ipc: Ipc, space: Space, entry: Entry, port: Port, urefs: number): void => {
  moveRight(ipc, entry, RightEvent.sendIn)
  entry.port = port
  entry.urefs += urefs
  if (entry.state === RightState.send) addToSends(space, entry, port)
}

/** The name's send right leaves it, user references and all. */
export const loseSend = (ipc: Ipc, space: Space, entry: Entry): void => {
  if (entry.state === RightState.send && entry.port !== null) space.sends?.delete(entry.port)
  moveRight(ipc, entry, RightEvent.sendOut)
  entry.urefs = 0
  if (entry.state === RightState.nothing) entry.port = null
}

/** A receive right comes out of limbo or transit to the name. */
export const gainReceive = (ipc: Ipc, space: Space, entry: Entry, port: Port): void => {
  if (entry.state === RightState.send) space.sends?.delete(port)
  moveRight(ipc, entry, RightEvent.receiveIn)
  movePort(ipc, port, PortEvent.inserted)
  entry.port = port
  port.holder = space
  port.name = entry.name
}

/** The receive right leaves the name for limbo; send rights stay under it. */
export const loseReceive = (ipc: Ipc, space: Space, entry: Entry): void => {
  const port = entry.port
  moveRight(ipc, entry, RightEvent.receiveOut)
  if (port === null) return
  if (entry.state === RightState.send) addToSends(space, entry, port)
  else entry.port = null
  clearReceiver(ipc, port)
}

/** A send-once right gets the name; it never merges. */
export const gainSendOnce = (ipc: Ipc, entry: Entry, port: Port): void => {
  moveRight(ipc, entry, RightEvent.sendOnceIn)
  entry.port = port
  entry.urefs = 1
}

/** The name becomes that of a new, empty port set. */
export const gainSet = (ipc: Ipc, space: Space, entry: Entry): void => {
  moveRight(ipc, entry, RightEvent.setIn)
  entry.set = newPortSet(ipc, space)
  entry.set.name = entry.name
}

export const loseSendOnce = (ipc: Ipc, entry: Entry): void => {
  moveRight(ipc, entry, RightEvent.sendOnceOut)
  entry.port = null
  entry.urefs = 0
}

/** The name becomes a dead name; a request on its old port counts one user reference more. */
export const turnDead = (ipc: Ipc, space: Space, entry: Entry): void => {
  const port = entry.port
  if (entry.state === RightState.send && port !== null) space.sends?.delete(port)
  moveRight(ipc, entry, RightEvent.portDied)
  if (ipc.observe !== null)
    ipc.observe('right.dead', port?.id ?? 0, 0, { task: space.owner, name: entry.name })
  entry.port = null
  if (entry.accepted !== null) {
    entry.accepted.entry = null
    entry.accepted = null
  }
  if (entry.deadName === null) return
  entry.deadName = null
  if (entry.urefs < MACH_PORT_UREFS_MAX) entry.urefs += 1
}

/**
 * Whether the name's port has died, in which case it is a dead name from now on (ipc_right_check).
 * Dead names are made at the first touch after the death.
 */
export const checkDead = (ipc: Ipc, space: Space, entry: Entry): boolean => {
  const port = entry.port
  if (port === null || isAlive(port)) return false
  turnDead(ipc, space, entry)
  return true
}

/** Frees a name that denotes nothing any more; answers who asked to be told of that. */
export const retire = (space: Space, entry: Entry): Port | null => {
  const notify = cancelDeadName(entry)
  freeEntry(space, entry)
  return notify
}

/** Frees a name that denotes nothing any more and sends the port-deleted notification asked for. */
export const retireAndNotify = (ipc: Ipc, space: Space, entry: Entry): void => {
  const notify = retire(space, entry)
  if (notify !== null) notifyPortDeleted(ipc, notify, entry.name)
}

/** Takes user references off a dead name, and the name itself with the last. */
export const dropDead = (ipc: Ipc, space: Space, entry: Entry, count: number): void => {
  entry.urefs -= count
  if (entry.urefs > 0) return
  moveRight(ipc, entry, RightEvent.deadOut)
  freeEntry(space, entry)
}
