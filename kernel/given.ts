import { MACH_MSG_TYPE_PORT_SEND, MACH_MSG_TYPE_PORT_SEND_ONCE } from '../ports/abi.js'
import { copyoutLive } from '../ports/copyout.js'
import { gainReceive, gainSet } from '../ports/entry.js'
import { moveMessage } from '../ports/ipc.js'
import { MessageEvent } from '../ports/message.table.js'
import { kernelMessage } from '../ports/message.js'
import type { Entry, Name, Port } from '../ports/object.js'
import { copySend, makeSend, makeSendOnce, newPort } from '../ports/port.js'
import { enterSet } from '../ports/port-set.js'
import { deliver } from '../ports/queue.js'
import { allocateEntry, lookup } from '../ports/space.js'
import { impossible } from '../ports/assert.js'
import type { Task, Thread } from '../tasks/task.js'
import type { Kernel } from './kernel.js'

/** Rights that exist before the first step, as a boot program would hand them out. */

const room = (entry: Entry | null): Entry => entry ?? impossible('a new task has no room for a name')

/** A new port with its receive right in a task. */
export const giveReceive = (kernel: Kernel, task: Task): { port: Port; name: Name } => {
  const entry = room(allocateEntry(task.space))
  const port = newPort(kernel.ipc)
  gainReceive(kernel.ipc, task.space, entry, port)
  return { port, name: entry.name }
}

/** A send right with so many user references. */
export const giveSend = (kernel: Kernel, task: Task, port: Port, urefs = 1): Name => {
  const entry = room(copyoutLive(kernel.ipc, task.space, makeSend(kernel.ipc, port), MACH_MSG_TYPE_PORT_SEND))
  entry.urefs += urefs - 1
  return entry.name
}

/** A send-once right, under a name of its own. */
export const giveSendOnce = (kernel: Kernel, task: Task, port: Port): Name =>
  room(copyoutLive(kernel.ipc, task.space, makeSendOnce(kernel.ipc, port), MACH_MSG_TYPE_PORT_SEND_ONCE)).name

export const setQlimit = (port: Port, qlimit: number): void => {
  port.qlimit = qlimit
}

/** A new port set in a task. */
export const giveSet = (kernel: Kernel, task: Task): Name => {
  const entry = room(allocateEntry(task.space))
  gainSet(kernel.ipc, task.space, entry)
  return entry.name
}

/** Puts a port into a set of its receiver's. */
export const putInSet = (kernel: Kernel, task: Task, port: Port, set: Name): void => {
  const target = lookup(task.space, set)?.set ?? impossible('a given set is no set')
  enterSet(kernel.ipc, port, target)
}

/** Queues n empty messages of id 0 from nobody. */
export const fillQueue = (kernel: Kernel, port: Port, n: number): void => {
  for (let i = 0; i < n; i++) {
    port.srights += 1
    const message = kernelMessage(kernel.ipc, port, MACH_MSG_TYPE_PORT_SEND, 0, new Uint8Array(0))
    moveMessage(kernel.ipc, message, MessageEvent.copiedIn)
    deliver(kernel.ipc, port, message)
  }
}

const name = (kernel: Kernel, task: Task, port: Port | null): Name =>
  port === null ? 0 : room(copyoutLive(kernel.ipc, task.space, port, MACH_MSG_TYPE_PORT_SEND)).name

/** A send right to a task's kernel port, in the holder. */
export const taskPortFor = (kernel: Kernel, holder: Task, task: Task): Name =>
  name(kernel, holder, makeSend(kernel.ipc, task.kernelPort))

/** A send right to a thread's kernel port, in the holder. */
export const threadPortFor = (kernel: Kernel, holder: Task, thread: Thread): Name =>
  name(kernel, holder, makeSend(kernel.ipc, thread.kernelPort))

/** What mach_task_self would answer the task. */
export const taskSelf = (kernel: Kernel, task: Task): Name =>
  name(kernel, task, copySend(kernel.ipc, task.self))

/** What mach_thread_self would answer the thread. */
export const threadSelf = (kernel: Kernel, thread: Thread): Name =>
  name(kernel, thread.task, copySend(kernel.ipc, thread.self))

/** What mach_host_self would answer the task. */
export const hostSelf = (kernel: Kernel, task: Task): Name =>
  name(kernel, task, makeSend(kernel.ipc, kernel.hostPort))

/** The task's name for its Mach 2.5 notify port; 0 where it has none. */
export const notifyOf = (task: Task): Name => task.space.notify?.name ?? 0

/** A send right to the task's bootstrap port. */
export const bootstrapOf = (kernel: Kernel, task: Task): Name =>
  name(kernel, task, copySend(kernel.ipc, task.bootstrap))
