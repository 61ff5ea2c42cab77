import * as E from 'fp-ts/lib/Either.js'
import {
  MACH_MSG_TYPE_PORT_SEND,
  TASK_BOOTSTRAP_PORT,
  TASK_EXCEPTION_PORT,
  TASK_KERNEL_PORT,
  TASK_PORT_REGISTER_MAX
} from '../../ports/abi.js'
import type { RightInHand } from '../../ports/copyin.js'
import { hasMemory } from '../../ports/ipc.js'
import { fail, type Outcome, succeed } from '../../ports/kern-return.js'
import type { Port } from '../../ports/object.js'
import { copySend, makeSend } from '../../ports/port.js'
import { releaseSend } from '../../ports/release.js'
import type { Task } from '../../tasks/task.js'
import { TaskEvent } from '../../tasks/task.table.js'
import type { Kernel } from '../kernel.js'
import { holdTask, releaseTask } from '../suspension.js'
import {
  createTask,
  createThread,
  moveTask,
  TASK_MEMORY,
  terminateTask,
  THREAD_MEMORY
} from '../task-life.js'

const sendRight = (port: Port | null): RightInHand => ({ port, type: MACH_MSG_TYPE_PORT_SEND })

/** A new task without threads, which inherits the special and registered ports. */
export const task_create = (
  kernel: Kernel,
  parent: Task,
  _args: { inherit_memory: number }
): Outcome<'KERN_RESOURCE_SHORTAGE', { child_task: RightInHand }> => {
  if (!hasMemory(kernel.ipc, TASK_MEMORY)) return fail('KERN_RESOURCE_SHORTAGE')
  const task = createTask(kernel, { name: 'task', parent })
  return E.right({ child_task: sendRight(makeSend(kernel.ipc, task.kernelPort)) })
}

/** Ends a task and all it has. */
export const task_terminate = (kernel: Kernel, task: Task): Outcome<'KERN_FAILURE'> =>
  terminateTask(kernel, task) ? succeed : fail('KERN_FAILURE')

/** Send rights to the kernel ports of a task's threads, in order of creation. */
export const task_threads = (kernel: Kernel, task: Task): Outcome<never, { thread_list: RightInHand[] }> =>
  E.right({ thread_list: task.threads.map((thread) => sendRight(makeSend(kernel.ipc, thread.kernelPort))) })

/** Stops all threads of a task until as many resumes have come. */
export const task_suspend = (kernel: Kernel, task: Task): Outcome<never> => {
  task.suspendCount += 1
  if (task.suspendCount > 1) return succeed
  moveTask(kernel, task, TaskEvent.suspend)
  holdTask(kernel, task)
  return succeed
}

/** Takes one suspension back; KERN_FAILURE where there is none. */
export const task_resume = (kernel: Kernel, task: Task): Outcome<'KERN_FAILURE'> => {
  if (task.suspendCount === 0) return fail('KERN_FAILURE')
  task.suspendCount -= 1
  if (task.suspendCount > 0) return succeed
  moveTask(kernel, task, TaskEvent.resume)
  releaseTask(kernel, task)
  return succeed
}

const TASK_BASIC_INFO_FLAVOR = 1

/** task_basic_info: counts as such, times in seconds and microseconds. */
export const task_info = (
  _kernel: Kernel,
  task: Task,
  { flavor, count }: { flavor: number; count: number }
): Outcome<'KERN_INVALID_ARGUMENT', { info: Record<string, number> }> => {
  if (flavor !== TASK_BASIC_INFO_FLAVOR || count < 8) return fail('KERN_INVALID_ARGUMENT')
  const used = task.threads.reduce((sum, thread) => sum + thread.used, 0)
  return E.right({
    info: {
      suspend_count: task.suspendCount,
      base_priority: task.priority,
      virtual_size: 0,
      resident_size: 0,
      user_seconds: Math.floor(used / 1e9),
      user_microseconds: Math.floor((used % 1e9) / 1e3),
      system_seconds: 0,
      system_microseconds: 0
    }
  })
}

type SpecialError = 'KERN_INVALID_ARGUMENT'

/** A send right to one of the task's special ports: null and dead as they are. */
export const task_get_special_port = (
  kernel: Kernel,
  task: Task,
  { which_port }: { which_port: number }
): Outcome<SpecialError, { special_port: RightInHand }> => {
  const { ipc } = kernel
  switch (which_port) {
    case TASK_KERNEL_PORT:
      return E.right({ special_port: sendRight(copySend(ipc, task.self)) })
    case TASK_NOTIFY_PORT:
      if (task.space.notify === null) return fail('KERN_INVALID_ARGUMENT')
      return E.right({ special_port: sendRight(makeSend(ipc, task.space.notify)) })
    case TASK_EXCEPTION_PORT:
      return E.right({ special_port: sendRight(copySend(ipc, task.exception)) })
    case TASK_BOOTSTRAP_PORT:
      return E.right({ special_port: sendRight(copySend(ipc, task.bootstrap)) })
    default:
      return fail('KERN_INVALID_ARGUMENT')
  }
}

/** The Mach 2.5 notify port, where the kernel variant has one. */
const TASK_NOTIFY_PORT = 2

/** Puts a send right in the place of a special port; the right before is released. */
export const task_set_special_port = (
  kernel: Kernel,
  task: Task,
  { which_port, special_port }: { which_port: number; special_port: RightInHand }
): Outcome<SpecialError> => {
  const place = SPECIAL_PLACES.get(which_port)
  if (place === undefined) return fail('KERN_INVALID_ARGUMENT')
  const before = task[place]
  task[place] = special_port.port
  releaseSend(kernel.ipc, before)
  return succeed
}

const SPECIAL_PLACES: ReadonlyMap<number, 'self' | 'exception' | 'bootstrap'> = new Map([
  [TASK_KERNEL_PORT, 'self'],
  [TASK_EXCEPTION_PORT, 'exception'],
  [TASK_BOOTSTRAP_PORT, 'bootstrap']
] as const)

/** Registers at most four send rights with a task, in place of those before. */
export const mach_ports_register = (
  kernel: Kernel,
  task: Task,
  { ports }: { ports: readonly RightInHand[] }
): Outcome<'KERN_INVALID_ARGUMENT'> => {
  if (ports.length > TASK_PORT_REGISTER_MAX) return fail('KERN_INVALID_ARGUMENT')
  const before = task.registered
  task.registered = Array.from({ length: TASK_PORT_REGISTER_MAX }, (_, i) => ports[i]?.port ?? null)
  for (const port of before) releaseSend(kernel.ipc, port)
  return succeed
}

/** The four registered ports; null where none is. */
export const mach_ports_lookup = (kernel: Kernel, task: Task): Outcome<never, { ports: RightInHand[] }> =>
  E.right({ ports: task.registered.map((port) => sendRight(copySend(kernel.ipc, port))) })

/** A new, suspended thread of the task. */
export const thread_create = (
  kernel: Kernel,
  task: Task
): Outcome<'KERN_RESOURCE_SHORTAGE', { child_thread: RightInHand }> => {
  if (!hasMemory(kernel.ipc, THREAD_MEMORY)) return fail('KERN_RESOURCE_SHORTAGE')
  const thread = createThread(kernel, task, { name: 'thread', suspended: true })
  return E.right({ child_thread: sendRight(makeSend(kernel.ipc, thread.kernelPort)) })
}
