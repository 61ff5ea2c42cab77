import type { KernelObject } from '../ports/kernel-object.js'
import type { Port, Space, Waiter } from '../ports/object.js'
import type { AddressSpace } from '../ports/out-of-line.js'
import type { Program, Trap } from './mach.js'
import type { TaskState } from './task.table.js'
import type { ThreadState } from './thread.table.js'

/** The records of tasks and threads. They stand in one file because each refers to the other. */

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
}

/** Why a thread waits. */
export type BlockReason = 'send' | 'receive' | 'page' | 'sleep' | 'switch' | 'exception' | 'wait_for' | 'idle'

/** The states of a thread that another may wait for. */
export type WatchedState = 'waiting' | 'finished' | 'suspended' | 'terminated'

/** What finishes a blocked call, by name, as Mach 3 names them. */
export type Continuation =
  | 'mach_msg_send_continue'
  | 'mach_msg_receive_continue'
  | 'msg_send_continue'
  | 'msg_receive_continue'
  | 'thread_switch_continue'
  | 'swtch_continue'
  | 'sleep_continue'
  | 'wait_for_continue'
  | 'park_continue'

/** An entry of the world's alarm clock. */
export interface Alarm {
  /** Nanoseconds of virtual time. */
  readonly time: number
  readonly serial: number
  readonly thread: Thread
  readonly ring: (thread: Thread) => void
  cancelled: boolean
}

/** A thread: a program, and all that a blocked call needs to be finished without a kernel stack. */
export interface Thread extends Waiter {
  readonly id: number
  /** `task.thread`, as scenarios and traces name it. */
  readonly label: string
  readonly task: Task
  state: ThreadState
  /** Null where the thread has nothing to do but be suspended. */
  program: Program | null
  /** A library routine the program is in: the kernel makes a call by message on its behalf. */
  routine: Iterator<Trap, unknown, unknown> | null
  /** What the program's last trap is answered with when it runs again. */
  answer: unknown
  /** The trap that is not answered yet. */
  trap: Trap | null
  /** What finishes the blocked call when the thread runs again. */
  continuation: Continuation | null
  reason: BlockReason | null
  alarm: Alarm | null
  /** thread_suspend's count, and how often it is held in all: by that count and by its task. */
  suspendCount: number
  holds: number
  /** 0 is best, 31 worst; `priority` is where it now runs, `base` where it does undepressed. */
  priority: number
  base: number
  max: number
  depressed: boolean
  /** Nanoseconds left of its quantum. */
  quantum: number
  /** Nanoseconds of `compute` still to be done, and those of the slice that ends when its processor is free. */
  computing: number
  slice: number
  /** Nanoseconds of processor time used. */
  used: number
  nextReady: Thread | null
  previousReady: Thread | null
  /** A thread that need not have finished when the scenario ends. */
  daemon: boolean
  readonly kernelPort: Port
  readonly kernelObject: KernelObject
  self: Port | null
  exception: Port | null
  /** What a `wait_for` waits for: a thread's label and state. */
  watching: { readonly thread: string; readonly state: WatchedState } | null
}
