import * as E from 'fp-ts/lib/Either.js'
import { MACH_PORT_NULL } from '../../ports/abi.js'
import { hasReceive } from '../../ports/entry.js'
import { fail, type Outcome, succeed } from '../../ports/kern-return.js'
import type { Name } from '../../ports/object.js'
import { enterSet, leaveSet } from '../../ports/port-set.js'
import { lookup } from '../../ports/space.js'
import type { Task } from '../../tasks/task.js'
import type { Kernel } from '../kernel.js'

type MemberError = 'KERN_INVALID_TASK' | 'KERN_INVALID_NAME' | 'KERN_INVALID_RIGHT'

/** Moves a receive right into a set, out of any other, or with MACH_PORT_NULL out of its set. */
export const mach_port_move_member = (
  kernel: Kernel,
  task: Task,
  { member, after }: { member: Name; after: Name }
): Outcome<MemberError | 'KERN_NOT_IN_SET'> => {
  if (!task.space.active) return fail('KERN_INVALID_TASK')
  const entry = lookup(task.space, member)
  if (entry === null) return fail('KERN_INVALID_NAME')
  const { port } = entry
  if (port === null || !hasReceive(entry)) return fail('KERN_INVALID_RIGHT')
  if (after === MACH_PORT_NULL) {
    if (port.set === null) return fail('KERN_NOT_IN_SET')
    leaveSet(kernel.ipc, port)
    return succeed
  }
  const target = lookup(task.space, after)
  if (target === null) return fail('KERN_INVALID_NAME')
  if (target.set === null) return fail('KERN_INVALID_RIGHT')
  enterSet(kernel.ipc, port, target.set)
  return succeed
}

/** The names of a set's members, in name order. */
export const mach_port_get_set_status = (
  _kernel: Kernel,
  task: Task,
  { name }: { name: Name }
): Outcome<MemberError, { members: number[] }> => {
  if (!task.space.active) return fail('KERN_INVALID_TASK')
  const entry = lookup(task.space, name)
  if (entry === null) return fail('KERN_INVALID_NAME')
  if (entry.set === null) return fail('KERN_INVALID_RIGHT')
  return E.right({ members: entry.set.members.map((port) => port.name).sort((a, b) => a - b) })
}
