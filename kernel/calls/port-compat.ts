import * as E from 'fp-ts/lib/Either.js'
import {
  isValidName,
  MACH_MSG_TYPE_PORT_RECEIVE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_PORT_NULL,
  MACH_PORT_QLIMIT_MAX
} from '../../ports/abi.js'
import { copyoutUnderNameCompat } from '../../ports/compat-copyout.js'
import {
  findCompat,
  findReceiver,
  type ReceiverError,
  takeAllCompat,
  takeSendCompat
} from '../../ports/compat-right.js'
import type { RightInHand } from '../../ports/copyin.js'
import { gainReceive, hasReceive } from '../../ports/entry.js'
import { fail, type Outcome, succeed } from '../../ports/kern-return.js'
import { requestDeadName } from '../../ports/notification.js'
import type { Entry, Name, Port } from '../../ports/object.js'
import { DEAD_PORT, newPort, requestsOf } from '../../ports/port.js'
import { setQueueLimit } from '../../ports/queue.js'
import { releaseSendOnce } from '../../ports/release.js'
import { destroyName } from '../../ports/right.js'
import { allocateName, entriesOf, lookup, renameEntry } from '../../ports/space.js'
import type { Task } from '../../tasks/task.js'
import type { Kernel } from '../kernel.js'

/** The port calls of Mach 2.5: no user references, one code for every bad name. */

type Invalid = 'KERN_INVALID_ARGUMENT'

/** What a name denotes: anything but nothing. */
const find = (kernel: Kernel, task: Task, name: Name): Outcome<Invalid, Entry> => {
  const entry = findCompat(kernel.ipc, task.space, name)
  return entry === null ? fail('KERN_INVALID_ARGUMENT') : E.right(entry)
}

/** What a name denotes that is no port set. */
const findRight = (kernel: Kernel, task: Task, name: Name): Outcome<Invalid, Entry> => {
  const entry = find(kernel, task, name)
  return E.isRight(entry) && entry.right.set !== null ? fail('KERN_INVALID_ARGUMENT') : entry
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
  const entry = findRight(kernel, task, port_name)
  if (E.isLeft(entry)) return entry
  destroyName(kernel.ipc, task.space, entry.right)
  return succeed
}

const PORT_TYPE_SEND = 1
const PORT_TYPE_RECEIVE_OWN = 7
const PORT_TYPE_SET = 9

/** Send-once rights and dead names are send rights to 2.5, and who receives owns. */
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
): Outcome<ReceiverError> => {
  if (backlog < 1 || backlog > MACH_PORT_QLIMIT_MAX) return fail('KERN_INVALID_ARGUMENT')
  const port = findReceiver(kernel.ipc, task.space, port_name)
  if (E.isLeft(port)) return port
  setQueueLimit(kernel.ipc, port.right, backlog)
  return succeed
}

/**
 * Sets who gets the receive right instead of its destruction; answers who was to get it. A port-destroyed
 * request in that place cannot be answered: its right is given up.
 */
export const port_set_backup = (
  kernel: Kernel,
  task: Task,
  { port_name, backup }: { port_name: Name; backup: RightInHand }
): Outcome<ReceiverError, { previous: RightInHand }> => {
  const port = findReceiver(kernel.ipc, task.space, port_name)
  if (E.isLeft(port)) return port
  const requests = requestsOf(port.right)
  const { backup: previous, portDestroyed } = requests
  requests.backup = backup.port === DEAD_PORT ? null : backup.port
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
  const entry = findRight(kernel, task, port_name)
  if (E.isLeft(entry)) return entry
  const { port } = entry.right
  const status = port !== null && hasReceive(entry.right) ? statusOf(port) : NOT_OURS
  return E.right({ status })
}

const NOT_OURS = { enabled: MACH_PORT_NULL, num_msgs: -1, backlog: 0, ownership: 0, receive_rights: 0 }

const statusOf = ({ set, msgcount, qlimit }: Port): Readonly<Record<string, number>> => ({
  enabled: set === null ? MACH_PORT_NULL : set.name,
  num_msgs: msgcount,
  backlog: qlimit,
  ownership: 1,
  receive_rights: 1
})

type InsertError = Invalid | 'KERN_FAILURE' | 'KERN_NAME_EXISTS'

/** Gives a task a right under a name of the caller's choice, which must be free. */
const insert = (kernel: Kernel, task: Task, name: Name, right: RightInHand): Outcome<InsertError> => {
  if (!task.space.active) return fail('KERN_INVALID_ARGUMENT')
  const placed = copyoutUnderNameCompat(kernel.ipc, task.space, name, right)
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

type Extracted = Outcome<Invalid, { his_port: RightInHand }>

const extracted = (port: Port | null, type: number): Extracted =>
  port === null ? fail('KERN_INVALID_ARGUMENT') : E.right({ his_port: { port, type } })

/** Takes a send right from a task, which is left with none: a name that is good for nothing else. */
export const port_extract_send = (kernel: Kernel, task: Task, { his_name }: { his_name: Name }): Extracted =>
  extracted(
    task.space.active ? takeSendCompat(kernel.ipc, task.space, his_name, true) : null,
    MACH_MSG_TYPE_PORT_SEND
  )

/** Takes the receive right from a task, which is left with no right to the port. */
export const port_extract_receive = (
  kernel: Kernel,
  task: Task,
  { his_name }: { his_name: Name }
): Extracted =>
  extracted(
    task.space.active ? takeAllCompat(kernel.ipc, task.space, his_name, true) : null,
    MACH_MSG_TYPE_PORT_RECEIVE
  )
