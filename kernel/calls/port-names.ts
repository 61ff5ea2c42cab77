import * as E from 'fp-ts/lib/Either.js'
import {
  isValidName,
  MACH_PORT_RIGHT_DEAD_NAME,
  MACH_PORT_RIGHT_PORT_SET,
  MACH_PORT_RIGHT_RECEIVE,
  MACH_PORT_TYPE_COMPAT,
  MACH_PORT_TYPE_DEAD_NAME,
  MACH_PORT_TYPE_DNREQUEST,
  MACH_PORT_TYPE_MAREQUEST,
  MACH_PORT_TYPE_NONE,
  MACH_PORT_TYPE_PORT_SET,
  MACH_PORT_TYPE_RECEIVE,
  MACH_PORT_TYPE_SEND,
  MACH_PORT_TYPE_SEND_ONCE,
  MACH_PORT_TYPE_SEND_RECEIVE
} from '../../ports/abi.js'
import { checkDead, gainReceive, gainSet, isCompat } from '../../ports/entry.js'
import { type Ipc, moveRight } from '../../ports/ipc.js'
import { fail, type Outcome, succeed } from '../../ports/kern-return.js'
import type { Entry, Name, Space } from '../../ports/object.js'
import { isAlive, newPort } from '../../ports/port.js'
import { deallocateRight, destroyName } from '../../ports/right.js'
import { RightEvent, RightState } from '../../ports/right.table.js'
import { allocateName, claimName, entriesOf, leaveNameNext, lookup, renameEntry } from '../../ports/space.js'
import type { Task } from '../../tasks/task.js'
import type { Kernel } from '../kernel.js'

/** The entry a name denotes, or KERN_INVALID_TASK for a dead space and KERN_INVALID_NAME for nothing. */
const find = (task: Task, name: Name): Outcome<'KERN_INVALID_TASK' | 'KERN_INVALID_NAME', Entry> => {
  if (!task.space.active) return fail('KERN_INVALID_TASK')
  const entry = lookup(task.space, name)
  return entry === null ? fail('KERN_INVALID_NAME') : E.right(entry)
}

type LookupError = 'KERN_INVALID_TASK' | 'KERN_INVALID_NAME'

const canAllocate = (right: number): boolean =>
  right === MACH_PORT_RIGHT_RECEIVE ||
  right === MACH_PORT_RIGHT_PORT_SET ||
  right === MACH_PORT_RIGHT_DEAD_NAME

/** Makes a fresh entry denote a new port, port set or dead name. */
const furnish = (ipc: Ipc, space: Space, entry: Entry, right: number): void => {
  if (right === MACH_PORT_RIGHT_RECEIVE) gainReceive(ipc, space, entry, newPort(ipc))
  else if (right === MACH_PORT_RIGHT_PORT_SET) {
    gainSet(ipc, space, entry)
  } else {
    moveRight(ipc, entry, RightEvent.deadIn)
    entry.urefs = 1
  }
}

/** A new receive right, port set or dead name under a name the kernel picks. */
export const mach_port_allocate = (
  kernel: Kernel,
  task: Task,
  { right }: { right: number }
): Outcome<'KERN_INVALID_TASK' | 'KERN_INVALID_VALUE' | 'KERN_NO_SPACE', { name: Name }> => {
  if (!canAllocate(right)) return fail('KERN_INVALID_VALUE')
  if (!task.space.active) return fail('KERN_INVALID_TASK')
  const entry = allocateName(task.space)
  if (E.isLeft(entry)) return entry
  furnish(kernel.ipc, task.space, entry.right, right)
  return E.right({ name: entry.right.name })
}

/** As mach_port_allocate, under just this name. */
export const mach_port_allocate_name = (
  kernel: Kernel,
  task: Task,
  { right, name }: { right: number; name: Name }
): Outcome<'KERN_INVALID_TASK' | 'KERN_INVALID_VALUE' | 'KERN_NAME_EXISTS' | 'KERN_NO_SPACE'> => {
  if (!isValidName(name) || !canAllocate(right)) return fail('KERN_INVALID_VALUE')
  if (!task.space.active) return fail('KERN_INVALID_TASK')
  if (lookup(task.space, name) !== null) return fail('KERN_NAME_EXISTS')
  const entry = claimName(task.space, name)
  if (E.isLeft(entry)) return entry
  furnish(kernel.ipc, task.space, entry.right, right)
  return succeed
}

/** Removes all that the name denotes. */
export const mach_port_destroy = (
  kernel: Kernel,
  task: Task,
  { name }: { name: Name }
): Outcome<LookupError> => {
  const entry = find(task, name)
  if (E.isLeft(entry)) return entry
  destroyName(kernel.ipc, task.space, entry.right)
  return succeed
}

/** Takes one user reference off a send, send-once or dead name. */
export const mach_port_deallocate = (
  kernel: Kernel,
  task: Task,
  { name }: { name: Name }
): Outcome<LookupError | 'KERN_INVALID_RIGHT'> => {
  const entry = find(task, name)
  return E.isLeft(entry) ? entry : deallocateRight(kernel.ipc, task.space, entry.right)
}

/** Gives an entry, with all it denotes, another name. The new name is judged before the old. */
export const mach_port_rename = (
  kernel: Kernel,
  task: Task,
  { old_name, new_name }: { old_name: Name; new_name: Name }
): Outcome<LookupError | 'KERN_INVALID_VALUE' | 'KERN_NAME_EXISTS'> => {
  if (!isValidName(new_name)) return fail('KERN_INVALID_VALUE')
  if (!task.space.active) return fail('KERN_INVALID_TASK')
  if (lookup(task.space, new_name) !== null) return fail('KERN_NAME_EXISTS')
  const entry = lookup(task.space, old_name)
  if (entry === null) {
    if (kernel.ipc.variant.refusedNameIsNext) leaveNameNext(task.space, new_name)
    return fail('KERN_INVALID_NAME')
  }
  renameEntry(task.space, entry, new_name)
  return succeed
}

const TYPES: Readonly<Record<RightState, number>> = {
  [RightState.nothing]: MACH_PORT_TYPE_NONE,
  [RightState.send]: MACH_PORT_TYPE_SEND,
  [RightState.receive]: MACH_PORT_TYPE_RECEIVE,
  [RightState.sendReceive]: MACH_PORT_TYPE_SEND_RECEIVE,
  [RightState.sendOnce]: MACH_PORT_TYPE_SEND_ONCE,
  [RightState.portSet]: MACH_PORT_TYPE_PORT_SET,
  [RightState.deadName]: MACH_PORT_TYPE_DEAD_NAME
}

/** The type bits of a name; a right to a dead port is shown as the dead name it is about to be. */
const typeBits = (entry: Entry): number => {
  if (entry.port !== null && !isAlive(entry.port)) return MACH_PORT_TYPE_DEAD_NAME
  const requests =
    (entry.deadName === null ? 0 : isCompat(entry) ? MACH_PORT_TYPE_COMPAT : MACH_PORT_TYPE_DNREQUEST) |
    (entry.accepted === null ? 0 : MACH_PORT_TYPE_MAREQUEST)
  return (TYPES[entry.state] | requests) >>> 0
}

/** The type bits of a name. */
export const mach_port_type = (
  kernel: Kernel,
  task: Task,
  { name }: { name: Name }
): Outcome<LookupError, { ptype: number }> => {
  const entry = find(task, name)
  if (E.isLeft(entry)) return entry
  checkDead(kernel.ipc, task.space, entry.right)
  return E.right({ ptype: typeBits(entry.right) })
}

/** All names with their types, in name order; turns none of them dead. */
export const mach_port_names = (
  _kernel: Kernel,
  task: Task
): Outcome<'KERN_INVALID_TASK', { names: number[]; types: number[] }> => {
  if (!task.space.active) return fail('KERN_INVALID_TASK')
  const entries = entriesOf(task.space)
  return E.right({ names: entries.map((entry) => entry.name), types: entries.map(typeBits) })
}
