import {
  MACH_PORT_RIGHT_DEAD_NAME,
  MACH_PORT_RIGHT_PORT_SET,
  MACH_PORT_RIGHT_RECEIVE,
  MACH_PORT_RIGHT_SEND,
  MACH_PORT_RIGHT_SEND_ONCE,
  MACH_PORT_UREFS_MAX,
  SEND_UREFS_MAX
} from './abi.js'
import { destroyPort } from './destruction.js'
import {
  checkDead,
  dropDead,
  hasReceive,
  hasSend,
  isCompat,
  loseReceive,
  loseSend,
  loseSendOnce,
  retire,
  turnDead
} from './entry.js'
import { type Ipc, moveRight } from './ipc.js'
import { fail, type Outcome, succeed } from './kern-return.js'
import { notifyNoSenders, notifyPortDeleted } from './notification.js'
import type { Entry, Port, Space } from './object.js'
import { isAlive } from './port.js'
import { destroySet } from './port-set.js'
import { noSendersIfDue, releaseSend, releaseSendOnce } from './release.js'
import { RightEvent, RightState } from './right.table.js'
import { freeEntry } from './space.js'

/** The name's port set goes: its waiters are told, the name is free (ipc_pset_destroy). */
const destroySetOf = (ipc: Ipc, space: Space, entry: Entry): void => {
  const set = entry.set
  moveRight(ipc, entry, RightEvent.setOut)
  entry.set = null
  freeEntry(space, entry)
  if (set !== null) destroySet(ipc, set)
}

/** Takes one user reference off a send, send-once or dead name (ipc_right_dealloc). */
export const deallocateRight = (ipc: Ipc, space: Space, entry: Entry): Outcome<'KERN_INVALID_RIGHT'> => {
  checkDead(ipc, space, entry)
  const port = entry.port
  switch (entry.state) {
    case RightState.deadName:
      dropDead(ipc, space, entry, 1)
      return succeed
    case RightState.sendOnce:
      spendSendOnce(ipc, space, entry)
      return succeed
    case RightState.send:
    case RightState.sendReceive:
      if (entry.urefs > 1) entry.urefs -= 1
      else dropSend(ipc, space, entry, port)
      return succeed
    default:
      return fail('KERN_INVALID_RIGHT')
  }
}

const spendSendOnce = (ipc: Ipc, space: Space, entry: Entry): void => {
  const port = entry.port
  loseSendOnce(ipc, entry)
  const notify = retire(space, entry)
  releaseSendOnce(ipc, port)
  if (notify !== null) notifyPortDeleted(ipc, notify, entry.name)
}

/** The last user reference of a send right goes; a receive right under the name stays, with its request. */
const dropSend = (ipc: Ipc, space: Space, entry: Entry, port: Port | null): void => {
  loseSend(ipc, space, entry)
  const notify = entry.state === RightState.nothing ? retire(space, entry) : null
  releaseSend(ipc, port)
  if (notify !== null) notifyPortDeleted(ipc, notify, entry.name)
}

/** Removes all that the name denotes (ipc_right_destroy); send rights beside a receive right are dropped first. */
export const destroyName = (ipc: Ipc, space: Space, entry: Entry): void => {
  checkDead(ipc, space, entry)
  if (entry.state === RightState.deadName) dropDead(ipc, space, entry, entry.urefs)
  else if (entry.state === RightState.portSet) destroySetOf(ipc, space, entry)
  else if (entry.state === RightState.sendOnce) spendSendOnce(ipc, space, entry)
  else if (entry.state === RightState.send) dropSend(ipc, space, entry, entry.port)
  else destroyReceiver(ipc, space, entry)
}

const destroyReceiver = (ipc: Ipc, space: Space, entry: Entry): void => {
  const port = entry.port
  if (port === null) return
  const noSenders = hasSend(entry) ? dropSendsSilently(ipc, space, entry, port) : null
  const mscount = port.mscount

  loseReceive(ipc, space, entry)
  const notify = retire(space, entry)
  destroyPort(ipc, port)
  if (noSenders !== null) notifyNoSenders(ipc, noSenders, mscount)
  if (notify !== null) notifyPortDeleted(ipc, notify, entry.name)
}

/** Drops the send rights under a name; answers who is to hear, later, that no senders are left. */
export const dropSendsSilently = (ipc: Ipc, space: Space, entry: Entry, port: Port): Port | null => {
  loseSend(ipc, space, entry)
  port.srights -= 1
  if (port.srights > 0 || port.requests === null) return null
  const noSenders = port.requests.noSenders
  port.requests.noSenders = null
  return noSenders
}

type DeltaError = 'KERN_INVALID_RIGHT' | 'KERN_INVALID_VALUE' | 'KERN_UREFS_OVERFLOW'

/** Changes a name's user references for one right (ipc_right_delta). */
export const changeRefs = (
  ipc: Ipc,
  space: Space,
  entry: Entry,
  right: number,
  delta: number
): Outcome<DeltaError> => {
  switch (right) {
    case MACH_PORT_RIGHT_PORT_SET:
      return setDelta(ipc, space, entry, delta)
    case MACH_PORT_RIGHT_RECEIVE:
      return receiveDelta(ipc, space, entry, delta)
    case MACH_PORT_RIGHT_SEND_ONCE:
      return sendOnceDelta(ipc, space, entry, delta)
    case MACH_PORT_RIGHT_DEAD_NAME:
      return deadDelta(ipc, space, entry, delta)
    case MACH_PORT_RIGHT_SEND:
      return sendDelta(ipc, space, entry, delta)
    default:
      return fail('KERN_INVALID_VALUE')
  }
}

const setDelta = (ipc: Ipc, space: Space, entry: Entry, delta: number): Outcome<DeltaError> => {
  if (entry.state !== RightState.portSet) return fail('KERN_INVALID_RIGHT')
  if (delta === 0) return succeed
  if (delta !== -1) return fail('KERN_INVALID_VALUE')
  destroySetOf(ipc, space, entry)
  return succeed
}

const receiveDelta = (ipc: Ipc, space: Space, entry: Entry, delta: number): Outcome<DeltaError> => {
  const port = entry.port
  if (!hasReceive(entry) || port === null) return fail('KERN_INVALID_RIGHT')
  if (delta === 0) return succeed
  if (delta !== -1) return fail('KERN_INVALID_VALUE')
  if (entry.state === RightState.receive) destroyReceiver(ipc, space, entry)
  else destroyUnderSends(ipc, space, entry, port)
  return succeed
}

/** The receive right goes and its name, which had send rights too, is dead in the same call, or gone where it is one of 2.5's. */
const destroyUnderSends = (ipc: Ipc, space: Space, entry: Entry, port: Port): void => {
  const vanishes = isCompat(entry)
  loseReceive(ipc, space, entry)
  if (vanishes) {
    loseSend(ipc, space, entry)
    retire(space, entry)
  } else turnDead(ipc, space, entry)
  port.srights -= 1
  destroyPort(ipc, port)
  noSendersIfDue(ipc, port)
}

/** A send-once right whose port died untouched still has its range checked first, as recorded. */
const sendOnceDelta = (ipc: Ipc, space: Space, entry: Entry, delta: number): Outcome<DeltaError> => {
  if (entry.state !== RightState.sendOnce) return fail('KERN_INVALID_RIGHT')
  if (delta > 0 || delta < -1) return fail('KERN_INVALID_VALUE')
  if (checkDead(ipc, space, entry)) return fail('KERN_INVALID_RIGHT')
  if (delta === -1) spendSendOnce(ipc, space, entry)
  return succeed
}

const deadDelta = (ipc: Ipc, space: Space, entry: Entry, delta: number): Outcome<DeltaError> => {
  checkDead(ipc, space, entry)
  if (entry.state !== RightState.deadName) return fail('KERN_INVALID_RIGHT')
  if (entry.urefs + delta < 0) return fail('KERN_INVALID_VALUE')
  if (entry.urefs + delta > MACH_PORT_UREFS_MAX) return fail('KERN_UREFS_OVERFLOW')
  dropDead(ipc, space, entry, -delta)
  return succeed
}

/** The range is checked before the port is found dead (fidelity: lazy dead names). */
const sendDelta = (ipc: Ipc, space: Space, entry: Entry, delta: number): Outcome<DeltaError> => {
  const port = entry.port
  if (!hasSend(entry)) return fail('KERN_INVALID_RIGHT')
  if (entry.urefs + delta < 0) return fail('KERN_INVALID_VALUE')
  if (entry.urefs + delta > SEND_UREFS_MAX) return fail('KERN_UREFS_OVERFLOW')
  if (port !== null && !isAlive(port)) {
    checkDead(ipc, space, entry)
    return fail('KERN_INVALID_RIGHT')
  }
  if (entry.urefs + delta === 0) dropSend(ipc, space, entry, port)
  else entry.urefs += delta
  return succeed
}

/** Empties a dying task's space: its names in order, each as mach_port_destroy would (ipc_space_destroy). */
export const destroyNames = (ipc: Ipc, space: Space, entries: readonly Entry[]): void => {
  for (const entry of entries) if (entry.state !== RightState.nothing) destroyName(ipc, space, entry)
}
