import * as E from 'fp-ts/lib/Either.js'
import { MACH_PORT_NULL, MACH_PORT_QLIMIT_MAX } from '../../ports/abi.js'
import { hasReceive } from '../../ports/entry.js'
import { fail, type Outcome, succeed } from '../../ports/kern-return.js'
import type { Name, Port } from '../../ports/object.js'
import { setQueueLimit } from '../../ports/queue.js'
import { lookup } from '../../ports/space.js'
import type { Task } from '../../tasks/task.js'
import type { Kernel } from '../kernel.js'

type ReceiveError = 'KERN_INVALID_TASK' | 'KERN_INVALID_NAME' | 'KERN_INVALID_RIGHT'

/** The port whose receive right a name denotes. */
const receiveRight = (task: Task, name: Name): Outcome<ReceiveError, Port> => {
  if (!task.space.active) return fail('KERN_INVALID_TASK')
  const entry = lookup(task.space, name)
  if (entry === null) return fail('KERN_INVALID_NAME')
  return entry.port !== null && hasReceive(entry) ? E.right(entry.port) : fail('KERN_INVALID_RIGHT')
}

/** What mach_port_get_receive_status tells; `sorights` is a count, `srights` a boolean. */
export interface ReceiveStatus {
  readonly pset: Name
  readonly seqno: number
  readonly mscount: number
  readonly qlimit: number
  readonly msgcount: number
  readonly sorights: number
  readonly srights: number
  readonly pdrequest: number
  readonly nsrequest: number
}

export const mach_port_get_receive_status = (
  _kernel: Kernel,
  task: Task,
  { name }: { name: Name }
): Outcome<ReceiveError, { status: ReceiveStatus }> => {
  const right = receiveRight(task, name)
  if (E.isLeft(right)) return right
  const port = right.right
  return E.right({
    status: {
      pset: port.set === null ? MACH_PORT_NULL : port.set.name,
      seqno: port.seqno,
      mscount: port.mscount,
      qlimit: port.qlimit,
      msgcount: port.msgcount,
      sorights: port.sorights,
      srights: port.srights > 0 ? 1 : 0,
      pdrequest: (port.requests?.portDestroyed ?? port.requests?.backup) ? 1 : 0,
      nsrequest: port.requests?.noSenders ? 1 : 0
    }
  })
}

/** Sets the queue limit, 0 … 16; raising it wakes as many blocked senders. */
export const mach_port_set_qlimit = (
  kernel: Kernel,
  task: Task,
  { name, qlimit }: { name: Name; qlimit: number }
): Outcome<ReceiveError | 'KERN_INVALID_VALUE'> => {
  if (qlimit < 0 || qlimit > MACH_PORT_QLIMIT_MAX) return fail('KERN_INVALID_VALUE')
  const right = receiveRight(task, name)
  if (E.isLeft(right)) return right
  setQueueLimit(kernel.ipc, right.right, qlimit)
  return succeed
}

/** Sets the make-send count; no notification comes of it. */
export const mach_port_set_mscount = (
  _kernel: Kernel,
  task: Task,
  { name, mscount }: { name: Name; mscount: number }
): Outcome<ReceiveError> => {
  const right = receiveRight(task, name)
  if (E.isLeft(right)) return right
  right.right.mscount = mscount >>> 0
  return succeed
}

/** Sets the number the next dequeued message will carry. */
export const mach_port_set_seqno = (
  _kernel: Kernel,
  task: Task,
  { name, seqno }: { name: Name; seqno: number }
): Outcome<ReceiveError> => {
  const right = receiveRight(task, name)
  if (E.isLeft(right)) return right
  right.right.seqno = seqno >>> 0
  return succeed
}

/** Has messages sent to the port arrive with a payload in place of its name (GNU Mach). */
export const mach_port_set_protected_payload = (
  kernel: Kernel,
  task: Task,
  { name, payload }: { name: Name; payload: number }
): Outcome<ReceiveError | 'MIG_BAD_ID'> => {
  if (!kernel.ipc.variant.protectedPayloads) return fail('MIG_BAD_ID')
  const right = receiveRight(task, name)
  if (E.isLeft(right)) return right
  kernel.ipc.payloads.set(right.right, payload >>> 0)
  return succeed
}

/** Messages arrive with the port's name again (GNU Mach). */
export const mach_port_clear_protected_payload = (
  kernel: Kernel,
  task: Task,
  { name }: { name: Name }
): Outcome<ReceiveError | 'MIG_BAD_ID'> => {
  if (!kernel.ipc.variant.protectedPayloads) return fail('MIG_BAD_ID')
  const right = receiveRight(task, name)
  if (E.isLeft(right)) return right
  kernel.ipc.payloads.delete(right.right)
  return succeed
}
