import * as E from 'fp-ts/lib/Either.js'
import {
  isPortType,
  isRightType,
  isValidName,
  MACH_PORT_RIGHT_DEAD_NAME,
  MACH_PORT_RIGHT_NUMBER,
  MACH_PORT_RIGHT_PORT_SET,
  MACH_PORT_RIGHT_RECEIVE,
  MACH_PORT_RIGHT_SEND,
  receivedType
} from '../../ports/abi.js'
import { type RightInHand, takeRight } from '../../ports/copyin.js'
import { type CopyoutNameError, copyoutUnderName } from '../../ports/copyout.js'
import { checkDead, hasReceive, hasSend, retireAndNotify } from '../../ports/entry.js'
import { fail, type Outcome } from '../../ports/kern-return.js'
import type { Entry, Name } from '../../ports/object.js'
import { changeRefs } from '../../ports/right.js'
import { RightState } from '../../ports/right.table.js'
import { lookup } from '../../ports/space.js'
import type { Task } from '../../tasks/task.js'
import type { Kernel } from '../kernel.js'

type LookupError = 'KERN_INVALID_TASK' | 'KERN_INVALID_NAME'

/** Gives the right in hand to a task under just this name; the caller has parted with it already. */
export const mach_port_insert_right = (
  kernel: Kernel,
  task: Task,
  { name, poly }: { name: Name; poly: RightInHand }
): Outcome<CopyoutNameError | 'KERN_INVALID_TASK'> => {
  if (!isValidName(name) || !isRightType(poly.type)) return fail('KERN_INVALID_VALUE')
  if (!task.space.active && poly.port !== null) return fail('KERN_INVALID_TASK')
  return copyoutUnderName(kernel.ipc, task.space, name, poly)
}

/** Takes a right out of a task as if that task had sent it. */
export const mach_port_extract_right = (
  kernel: Kernel,
  task: Task,
  { name, desired_type }: { name: Name; desired_type: number }
): Outcome<LookupError | 'KERN_INVALID_VALUE' | 'KERN_INVALID_RIGHT', { poly: RightInHand }> => {
  if (!isPortType(desired_type)) return fail('KERN_INVALID_VALUE')
  if (!task.space.active) return fail('KERN_INVALID_TASK')
  const entry = lookup(task.space, name)
  if (entry === null) return fail('KERN_INVALID_NAME')
  const port = takeRight(kernel.ipc, task.space, entry, desired_type, true)
  if (port === null) return fail('KERN_INVALID_RIGHT')
  if (entry.state === RightState.nothing) retireAndNotify(kernel.ipc, task.space, entry)
  return E.right({ poly: { port, type: receivedType(desired_type) } })
}

/** User references of one right under a name; 0 where the name has it not. */
const refsOf = (entry: Entry, right: number): number => {
  switch (right) {
    case MACH_PORT_RIGHT_SEND:
      return hasSend(entry) ? entry.urefs : 0
    case MACH_PORT_RIGHT_RECEIVE:
      return hasReceive(entry) ? 1 : 0
    case MACH_PORT_RIGHT_PORT_SET:
      return entry.state === RightState.portSet ? 1 : 0
    case MACH_PORT_RIGHT_DEAD_NAME:
      return entry.state === RightState.deadName ? entry.urefs : 0
    default:
      return entry.state === RightState.sendOnce ? 1 : 0
  }
}

const isRightNumber = (right: number): boolean => right >= 0 && right < MACH_PORT_RIGHT_NUMBER

/** How many user references the task holds under a name for one right. */
export const mach_port_get_refs = (
  kernel: Kernel,
  task: Task,
  { name, right }: { name: Name; right: number }
): Outcome<LookupError | 'KERN_INVALID_VALUE', { refs: number }> => {
  if (!isRightNumber(right)) return fail('KERN_INVALID_VALUE')
  if (!task.space.active) return fail('KERN_INVALID_TASK')
  const entry = lookup(task.space, name)
  if (entry === null) return fail('KERN_INVALID_NAME')
  checkDead(kernel.ipc, task.space, entry)
  return E.right({ refs: refsOf(entry, right) })
}

/** Adds to or takes from the user references of one right. */
export const mach_port_mod_refs = (
  kernel: Kernel,
  task: Task,
  { name, right, delta }: { name: Name; right: number; delta: number }
): Outcome<LookupError | 'KERN_INVALID_VALUE' | 'KERN_INVALID_RIGHT' | 'KERN_UREFS_OVERFLOW'> => {
  if (!isRightNumber(right)) return fail('KERN_INVALID_VALUE')
  if (!task.space.active) return fail('KERN_INVALID_TASK')
  const entry = lookup(task.space, name)
  if (entry === null) return fail('KERN_INVALID_NAME')
  return changeRefs(kernel.ipc, task.space, entry, right, delta | 0)
}
