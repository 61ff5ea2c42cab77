import * as E from 'fp-ts/lib/Either.js'
import {
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  MACH_NOTIFY_DEAD_NAME,
  MACH_NOTIFY_NO_SENDERS,
  MACH_NOTIFY_PORT_DESTROYED,
  MACH_PORT_UREFS_MAX
} from '../../ports/abi.js'
import type { RightInHand } from '../../ports/copyin.js'
import { checkDead, hasReceive, isCompat } from '../../ports/entry.js'
import { fail, type Outcome } from '../../ports/kern-return.js'
import { cancelDeadName, notifyDeadName, notifyNoSenders, requestDeadName } from '../../ports/notification.js'
import type { Entry, Name, Port } from '../../ports/object.js'
import { DEAD_PORT, isAlive, isLive, requestsOf } from '../../ports/port.js'
import { releaseSend } from '../../ports/release.js'
import { RightState } from '../../ports/right.table.js'
import { lookup } from '../../ports/space.js'
import type { Task } from '../../tasks/task.js'
import type { Kernel } from '../kernel.js'

type RequestError =
  | 'KERN_INVALID_TASK'
  | 'KERN_INVALID_NAME'
  | 'KERN_INVALID_RIGHT'
  | 'KERN_INVALID_VALUE'
  | 'KERN_INVALID_ARGUMENT'
  | 'KERN_INVALID_CAPABILITY'
  | 'KERN_UREFS_OVERFLOW'

interface Request {
  readonly name: Name
  readonly variant: number
  readonly sync: number
  readonly notify: RightInHand
}

type Previous = Outcome<RequestError, Port | null>

/** Asks for a port-destroyed, no-senders or dead-name notification; answers the right registered before. */
export const mach_port_request_notification = (
  kernel: Kernel,
  task: Task,
  request: Request
): Outcome<RequestError, { previous: RightInHand }> => {
  const previous = register(kernel, task, request)
  if (E.isLeft(previous)) return previous
  const { right } = previous
  const port = right !== null && !isAlive(right) ? DEAD_PORT : right
  return E.right({ previous: { port, type: MACH_MSG_TYPE_PORT_SEND_ONCE } })
}

const register = (kernel: Kernel, task: Task, request: Request): Previous => {
  const { notify, variant } = request
  if (!task.space.active) return fail('KERN_INVALID_TASK')
  if (notify.type !== MACH_MSG_TYPE_PORT_SEND_ONCE) return fail('KERN_INVALID_CAPABILITY')
  if (notify.port === DEAD_PORT) return fail('KERN_INVALID_CAPABILITY')
  if (variant === MACH_NOTIFY_PORT_DESTROYED && request.sync !== 0) return fail('KERN_INVALID_VALUE')
  if (!REQUESTABLE.has(variant)) return fail('KERN_INVALID_VALUE')

  const entry = lookup(task.space, request.name)
  if (entry === null) return fail('KERN_INVALID_NAME')
  switch (variant) {
    case MACH_NOTIFY_PORT_DESTROYED:
      return portDestroyed(kernel, entry, notify.port)
    case MACH_NOTIFY_NO_SENDERS:
      return noSenders(kernel, entry, notify.port, request.sync)
    default:
      return deadName(kernel, task, entry, notify.port, request.sync)
  }
}

const REQUESTABLE: ReadonlySet<number> = new Set([
  MACH_NOTIFY_PORT_DESTROYED,
  MACH_NOTIFY_NO_SENDERS,
  MACH_NOTIFY_DEAD_NAME
])

/** A Mach 2.5 backup in that place is a send right and cannot be answered: it is given up. */
const portDestroyed = (kernel: Kernel, entry: Entry, notify: Port | null): Previous => {
  if (entry.port === null || !hasReceive(entry)) return fail('KERN_INVALID_RIGHT')
  const requests = requestsOf(entry.port)
  const { portDestroyed: previous, backup } = requests
  requests.portDestroyed = notify
  requests.backup = null
  releaseSend(kernel.ipc, backup)
  return E.right(previous)
}

/** Fires at once where no sender is left and `sync` is not above the make-send count. */
const noSenders = (kernel: Kernel, entry: Entry, notify: Port | null, sync: number): Previous => {
  const { port } = entry
  if (port === null || !hasReceive(entry)) return fail('KERN_INVALID_RIGHT')
  const requests = requestsOf(port)
  const previous = requests.noSenders
  const fires = notify !== null && port.srights === 0 && sync >>> 0 <= port.mscount
  requests.noSenders = fires ? null : notify
  if (fires && notify !== null) notifyNoSenders(kernel.ipc, notify, port.mscount)
  return E.right(previous)
}

/** A request takes the place of a 2.5 name's vanishing, which cannot be cancelled. On a dead name only `sync` gets an answer, at once, and a user reference with it. */
const deadName = (kernel: Kernel, task: Task, entry: Entry, notify: Port | null, sync: number): Previous => {
  checkDead(kernel.ipc, task.space, entry)
  if (entry.state === RightState.portSet) return fail('KERN_INVALID_RIGHT')
  if (isLive(entry.port)) {
    if (notify === null && isCompat(entry)) return E.right(null)
    const previous = cancelDeadName(entry)
    if (notify !== null) requestDeadName(task.space, entry, entry.port, notify)
    return E.right(previous)
  }
  if (sync === 0 || notify === null) return fail('KERN_INVALID_ARGUMENT')
  if (entry.urefs >= MACH_PORT_UREFS_MAX) return fail('KERN_UREFS_OVERFLOW')
  entry.urefs += 1
  notifyDeadName(kernel.ipc, notify, entry.name)
  return E.right(null)
}
