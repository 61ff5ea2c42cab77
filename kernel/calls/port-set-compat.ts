import * as E from 'fp-ts/lib/Either.js'
import { findCompat, findReceiver, type ReceiverError } from '../../ports/compat-right.js'
import { gainSet } from '../../ports/entry.js'
import { fail, type Outcome, succeed } from '../../ports/kern-return.js'
import type { Name, PortSet } from '../../ports/object.js'
import { enterSet, leaveSet } from '../../ports/port-set.js'
import { destroyName } from '../../ports/right.js'
import { allocateName } from '../../ports/space.js'
import type { Task } from '../../tasks/task.js'
import type { Kernel } from '../kernel.js'

/** The port set calls of Mach 2.5. */

type Invalid = 'KERN_INVALID_ARGUMENT'

/** A new, empty port set. */
export const port_set_allocate = (
  kernel: Kernel,
  task: Task
): Outcome<Invalid | 'KERN_RESOURCE_SHORTAGE', { set_name: Name }> => {
  if (!task.space.active) return fail('KERN_INVALID_ARGUMENT')
  const entry = allocateName(task.space)
  if (E.isLeft(entry)) return fail('KERN_RESOURCE_SHORTAGE')
  gainSet(kernel.ipc, task.space, entry.right)
  return E.right({ set_name: entry.right.name })
}

const findSet = (kernel: Kernel, task: Task, name: Name): Outcome<Invalid, PortSet> => {
  const set = findCompat(kernel.ipc, task.space, name)?.set ?? null
  return set === null ? fail('KERN_INVALID_ARGUMENT') : E.right(set)
}

/** Destroys a port set; its members stay. */
export const port_set_deallocate = (
  kernel: Kernel,
  task: Task,
  { set_name }: { set_name: Name }
): Outcome<Invalid> => {
  const entry = findCompat(kernel.ipc, task.space, set_name)
  if (entry === null || entry.set === null) return fail('KERN_INVALID_ARGUMENT')
  destroyName(kernel.ipc, task.space, entry)
  return succeed
}

/** Moves a port into a set, out of any other. */
export const port_set_add = (
  kernel: Kernel,
  task: Task,
  { set_name, port_name }: { set_name: Name; port_name: Name }
): Outcome<ReceiverError> => {
  const port = findReceiver(kernel.ipc, task.space, port_name)
  if (E.isLeft(port)) return port
  const set = findSet(kernel, task, set_name)
  if (E.isLeft(set)) return set
  enterSet(kernel.ipc, port.right, set.right)
  return succeed
}

/** Takes a port out of its set. */
export const port_set_remove = (
  kernel: Kernel,
  task: Task,
  { port_name }: { port_name: Name }
): Outcome<ReceiverError | 'KERN_NOT_IN_SET'> => {
  const port = findReceiver(kernel.ipc, task.space, port_name)
  if (E.isLeft(port)) return port
  if (port.right.set === null) return fail('KERN_NOT_IN_SET')
  leaveSet(kernel.ipc, port.right)
  return succeed
}

/** The members of a port set. */
export const port_set_status = (
  kernel: Kernel,
  task: Task,
  { set_name }: { set_name: Name }
): Outcome<Invalid, { members: number[] }> => {
  const set = findSet(kernel, task, set_name)
  if (E.isLeft(set)) return set
  return E.right({ members: set.right.members.map((port) => port.name).sort((a, b) => a - b) })
}
