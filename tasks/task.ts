import type { KernelObject } from '../ports/kernel-object.js'
import type { Port, Space } from '../ports/object.js'
import type { AddressSpace } from '../ports/out-of-line.js'
import type { TaskState } from './task.table.js'
import type { Thread } from './thread.js'

/** A task: a name space, memory, threads, and the ports by which it is known. */
export interface Task {
  readonly id: number
  readonly name: string
  state: TaskState
  readonly space: Space
  /** The task's memory as messages see it; `kernel/vm` knows more of it. */
  readonly memory: AddressSpace
  readonly threads: Thread[]
  suspendCount: number
  priority: number
  /** The kernel's own port for the task, and what it stands for. */
  readonly kernelPort: Port
  readonly kernelObject: KernelObject
  /** Send rights that the kernel keeps for the task: task_set_special_port changes them. */
  self: Port | null
  exception: Port | null
  bootstrap: Port | null
  registered: (Port | null)[]
  /** The Mach 2.5 notify port; the task holds its receive right. Null for `kernel: gnu`. */
  notify: Port | null
}
