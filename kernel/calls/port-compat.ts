import * as E from 'fp-ts/lib/Either.js'
import {
  isValidName,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_PORT_RECEIVE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_PORT_NULL,
  MACH_PORT_QLIMIT_MAX
} from '../../ports/abi.js'
import { takeSendCompat } from '../../ports/compat-copyin.js'
import { type RightInHand, takeRight } from '../../ports/copyin.js'
import { copyoutUnderName } from '../../ports/copyout.js'
import { checkDead, gainReceive, gainSet, hasReceive, retireAndNotify } from '../../ports/entry.js'
import { fail, type Outcome, succeed } from '../../ports/kern-return.js'
import { requestDeadName } from '../../ports/notification.js'
import type { Entry, Name, Port } from '../../ports/object.js'
import { newPort, requestsOf } from '../../ports/port.js'
import { enterSet, leaveSet } from '../../ports/port-set.js'
import { setQueueLimit } from '../../ports/queue.js'
import { releaseSendOnce } from '../../ports/release.js'
import { destroyName } from '../../ports/right.js'
import { RightState } from '../../ports/right.table.js'
import { allocateName, entriesOf, lookup, renameEntry } from '../../ports/space.js'
import type { Task } from '../../tasks/task.js'
import type { Kernel } from '../kernel.js'

/** The port calls of Mach 2.5: no user references, one code for every bad name. */

type Invalid = 'KERN_INVALID_ARGUMENT'
type Receiver = Invalid | 'KERN_NOT_RECEIVER'

/** What a name denotes, if it is a right of 2.5's: anything but nothing, by now at the latest. */
const find = (kernel: Kernel, task: Task, name: Name): Outcome<Invalid, Entry> => {
  const entry = task.space.active ? lookup(task.space, name) : null
  if (entry === null) return fail('KERN_INVALID_ARGUMENT')
  checkDead(kernel.ipc, task.space, entry)
  return entry.state === RightState.deadName ? fail('KERN_INVALID_ARGUMENT') : E.right(entry)
}

const findReceiver = (kernel: Kernel, task: Task, name: Name): Outcome<Receiver, Port> => {
  const entry = find(kernel, task, name)
  if (E.isLeft(entry)) return entry
  if (entry.right.set !== null) return fail('KERN_INVALID_ARGUMENT')
  const { port } = entry.right
  return port !== null && hasReceive(entry.right) ? E.right(port) : fail('KERN_NOT_RECEIVER')
}

/** A new port; its name vanishes with it. */
export const port_allocate = (
  kernel: Kernel,
  task: Task
): Outcome<Invalid | 'KERN_RESOURCE_SHORTAGE', { port_name: Name }> => {
  if (!task.space.active) return fail('KERN_INVALID_ARGUMENT')
  const entry = allocateName(task.space)
  if (E.isLeft(entry)) return fail('KERN_RESOURCE_SHORTAGE')
  const port = newPort(kernel.ipc)
  gainReceive(kernel.ipc, task.space, entry.right, port)
  requestDeadName(task.space, entry.right, port, null)
  return E.right({ port_name: entry.right.name })
}

/** Gives up all rights under a name. */
export const port_deallocate = (
  kernel: Kernel,
  task: Task,
  { port_name }: { port_name: Name }
): Outcome<Invalid> => {
  const entry = task.space.active ? lookup(task.space, port_name) : null
  if (entry === null || entry.set !== null || entry.state === RightState.sendOnce)
    return fail('KERN_INVALID_ARGUMENT')
  destroyName(kernel.ipc, task.space, entry)
  return succeed
}

const PORT_TYPE_SEND = 1
const PORT_TYPE_RECEIVE_OWN = 7
const PORT_TYPE_SET = 9

const compatType = (entry: Entry): number => {
  if (entry.set !== null) return PORT_TYPE_SET
  return hasReceive(entry) ? PORT_TYPE_RECEIVE_OWN : PORT_TYPE_SEND
}

/** All names with their 2.5 types. */
export const port_names = (
  _kernel: Kernel,
  task: Task
): Outcome<Invalid, { port_names: number[]; port_types: number[] }> => {
  if (!task.space.active) return fail('KERN_INVALID_ARGUMENT')
  const entries = entriesOf(task.space)
  return E.right({ port_names: entries.map((entry) => entry.name), port_types: entries.map(compatType) })
}

export const port_type = (
  kernel: Kernel,
  task: Task,
  { port_name }: { port_name: Name }
): Outcome<Invalid, { port_type: number }> => {
  const entry = find(kernel, task, port_name)
  return E.isLeft(entry) ? entry : E.right({ port_type: compatType(entry.right) })
}

export const port_rename = (
  kernel: Kernel,
  task: Task,
  { old_name, new_name }: { old_name: Name; new_name: Name }
): Outcome<Invalid | 'KERN_NAME_EXISTS'> => {
  const entry = find(kernel, task, old_name)
  if (lookup(task.space, new_name) !== null) return fail('KERN_NAME_EXISTS')
  if (E.isLeft(entry)) return entry
  if (!isValidName(new_name)) return fail('KERN_INVALID_ARGUMENT')
  renameEntry(task.space, entry.right, new_name)
  return succeed
}

/** Sets the queue limit, 1 … 16. */
export const port_set_backlog = (
  kernel: Kernel,
  task: Task,
  { port_name, backlog }: { port_name: Name; backlog: number }
): Outcome<Receiver> => {
  if (backlog < 1 || backlog > MACH_PORT_QLIMIT_MAX) return fail('KERN_INVALID_ARGUMENT')
  const port = findReceiver(kernel, task, port_name)
  if (E.isLeft(port)) return port
  setQueueLimit(kernel.ipc, port.right, backlog)
  return succeed
}

/** Sets who gets the receive right instead of its destruction, in place of any port-destroyed request; answers who was to get it. */
export const port_set_backup = (
  kernel: Kernel,
  task: Task,
  { port_name, backup }: { port_name: Name; backup: RightInHand }
): Outcome<Receiver, { previous: RightInHand }> => {
  const port = findReceiver(kernel, task, port_name)
  if (E.isLeft(port)) return port
  const requests = requestsOf(port.right)
  const { backup: previous, portDestroyed } = requests
  requests.backup = backup.port
  requests.portDestroyed = null
  releaseSendOnce(kernel.ipc, portDestroyed)
  return E.right({ previous: { port: previous, type: MACH_MSG_TYPE_PORT_SEND } })
}

/** The set a port is in, its messages and limit; -1 and 0 for a port the task does not receive from. */
export const port_status = (
  kernel: Kernel,
  task: Task,
  { port_name }: { port_name: Name }
): Outcome<Invalid, { status: Readonly<Record<string, number>> }> => {
  const entry = find(kernel, task, port_name)
  if (E.isLeft(entry)) return entry
  const { port } = entry.right
  if (port === null) return fail('KERN_INVALID_ARGUMENT')
  const owns = hasReceive(entry.right)
  return E.right({
    status: {
      enabled: owns && port.set !== null ? port.set.name : MACH_PORT_NULL,
      num_msgs: owns ? port.msgcount : -1,
      backlog: owns ? port.qlimit : 0,
      ownership: owns ? 1 : 0,
      receive_rights: owns ? 1 : 0
    }
  })
}

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

const findSet = (kernel: Kernel, task: Task, name: Name): Outcome<Invalid, Entry> => {
  const entry = find(kernel, task, name)
  if (E.isLeft(entry)) return entry
  return entry.right.set === null ? fail('KERN_INVALID_ARGUMENT') : entry
}

export const port_set_deallocate = (
  kernel: Kernel,
  task: Task,
  { set_name }: { set_name: Name }
): Outcome<Invalid> => {
  const entry = findSet(kernel, task, set_name)
  if (E.isLeft(entry)) return entry
  destroyName(kernel.ipc, task.space, entry.right)
  return succeed
}

export const port_set_add = (
  kernel: Kernel,
  task: Task,
  { set_name, port_name }: { set_name: Name; port_name: Name }
): Outcome<Receiver> => {
  const set = findSet(kernel, task, set_name)
  if (E.isLeft(set)) return set
  const port = findReceiver(kernel, task, port_name)
  if (E.isLeft(port)) return port
  if (set.right.set !== null) enterSet(kernel.ipc, port.right, set.right.set)
  return succeed
}

export const port_set_remove = (
  kernel: Kernel,
  task: Task,
  { port_name }: { port_name: Name }
): Outcome<Receiver | 'KERN_NOT_IN_SET'> => {
  const port = findReceiver(kernel, task, port_name)
  if (E.isLeft(port)) return port
  if (port.right.set === null) return fail('KERN_NOT_IN_SET')
  leaveSet(kernel.ipc, port.right)
  return succeed
}

export const port_set_status = (
  kernel: Kernel,
  task: Task,
  { set_name }: { set_name: Name }
): Outcome<Invalid, { members: number[] }> => {
  const set = findSet(kernel, task, set_name)
  if (E.isLeft(set)) return set
  return E.right({ members: (set.right.set?.members ?? []).map((port) => port.name).sort((a, b) => a - b) })
}

type InsertError = Invalid | 'KERN_FAILURE' | 'KERN_NAME_EXISTS'

/** Gives a task a right under a name of the caller's choice. */
const insert = (kernel: Kernel, task: Task, name: Name, right: RightInHand): Outcome<InsertError> => {
  if (!task.space.active) return fail('KERN_INVALID_ARGUMENT')
  const placed = copyoutUnderName(kernel.ipc, task.space, name, right)
  if (E.isRight(placed)) return placed
  if (placed.left === 'KERN_RIGHT_EXISTS') return fail('KERN_FAILURE')
  return fail(placed.left === 'KERN_NAME_EXISTS' ? 'KERN_NAME_EXISTS' : 'KERN_INVALID_ARGUMENT')
}

interface Insert {
  readonly my_port: RightInHand
  readonly his_name: Name
}

export const port_insert_send = (kernel: Kernel, task: Task, args: Insert): Outcome<InsertError> =>
  insert(kernel, task, args.his_name, args.my_port)

export const port_insert_receive = (kernel: Kernel, task: Task, args: Insert): Outcome<InsertError> =>
  insert(kernel, task, args.his_name, args.my_port)

/** Takes a send right from a task: one more of it, or one made. */
export const port_extract_send = (
  kernel: Kernel,
  task: Task,
  { his_name }: { his_name: Name }
): Outcome<Invalid, { his_port: RightInHand }> => {
  const right = task.space.active ? takeSendCompat(kernel.ipc, task.space, his_name) : null
  return right === null ? fail('KERN_INVALID_ARGUMENT') : E.right({ his_port: right })
}

/** Takes the receive right from a task. */
export const port_extract_receive = (
  kernel: Kernel,
  task: Task,
  { his_name }: { his_name: Name }
): Outcome<Receiver, { his_port: RightInHand }> => {
  const found = findReceiver(kernel, task, his_name)
  if (E.isLeft(found)) return found
  const entry = lookup(task.space, his_name)
  if (entry === null) return fail('KERN_INVALID_ARGUMENT')
  const port = takeRight(kernel.ipc, task.space, entry, MACH_MSG_TYPE_MOVE_RECEIVE, false)
  if (entry.state === RightState.nothing) retireAndNotify(kernel.ipc, task.space, entry)
  return E.right({ his_port: { port, type: MACH_MSG_TYPE_PORT_RECEIVE } })
}
