import * as E from 'fp-ts/lib/Either.js'
import { MACH_MSG_TYPE_PORT_SEND } from '../../ports/abi.js'
import { copyoutRight } from '../../ports/copyout.js'
import { gainReceive } from '../../ports/entry.js'
import type { Outcome } from '../../ports/kern-return.js'
import type { Name, Port } from '../../ports/object.js'
import { copySend, makeSend, newPort } from '../../ports/port.js'
import { allocateName } from '../../ports/space.js'
import type { Task, Thread } from '../../tasks/task.js'
import type { Kernel } from '../kernel.js'

type Named = { readonly name: Name }

const give = (kernel: Kernel, task: Task, port: Port | null): Named => ({
  name: copyoutRight(kernel.ipc, task.space, { port, type: MACH_MSG_TYPE_PORT_SEND }).name
})

/** A send right to the caller's task self port: one user reference more each time. */
export const mach_task_self = (kernel: Kernel, thread: Thread): Outcome<never, Named> =>
  E.right(give(kernel, thread.task, copySend(kernel.ipc, thread.task.self)))

/** A send right to the caller's thread self port. */
export const mach_thread_self = (kernel: Kernel, thread: Thread): Outcome<never, Named> =>
  E.right(give(kernel, thread.task, copySend(kernel.ipc, thread.self)))

/** A send right to the host port. */
export const mach_host_self = (kernel: Kernel, thread: Thread): Outcome<never, Named> =>
  E.right(give(kernel, thread.task, makeSend(kernel.ipc, kernel.hostPort)))

/** A new receive right each time. */
export const mach_reply_port = (kernel: Kernel, thread: Thread): Outcome<'KERN_NO_SPACE', Named> => {
  const entry = allocateName(thread.task.space)
  if (E.isLeft(entry)) return entry
  gainReceive(kernel.ipc, thread.task.space, entry.right, newPort(kernel.ipc))
  return E.right({ name: entry.right.name })
}
