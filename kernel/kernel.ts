import type { Drive } from '../ports/lifecycle.js'
import type { Ipc } from '../ports/ipc.js'
import type { KernelObject } from '../ports/kernel-object.js'
import type { Port } from '../ports/object.js'
import type { Task, Thread } from '../tasks/task.js'
import type { Choice } from './choice.js'
import type { Clock } from './clock.js'
import type { CostProfile, Counters } from './costs.js'
import type { Listener } from './event.js'
import type { WorldState } from './world.table.js'

/** All that exists: hosts that share nothing but time, chance and the trace. */
export interface World {
  state: WorldState
  readonly hosts: Map<string, Kernel>
  /** Nanoseconds since the first step. */
  now: number
  readonly clock: Clock
  readonly choice: Choice
  readonly trace: Trace
  readonly drive: Drive | null
  /** Whether all is recounted after each trap. */
  readonly invariants: boolean
  /** Every thread that ever was, in order of creation. */
  readonly threads: Thread[]
  /** Traps taken by all hosts. */
  traps: number
  /** Threads that wait for another's state (`wait_for`), in order of their coming, by the label of that other. */
  readonly watchers: Map<string, Watcher[]>
  /** How many have waited so. */
  watches: number
  /** Threads whose state has changed since those who wait for it looked. */
  readonly changed: Set<Thread>
  /** Every processor of every host. */
  readonly processors: Processor[]
}

/** A thread in a `wait_for`; of all of them the least `turn` came first. */
export interface Watcher {
  readonly kernel: Kernel
  readonly thread: Thread
  readonly turn: number
}

/** The one place observers listen at. */
export interface Trace {
  listener: Listener | null
  seq: number
}

/** Runnable threads: a list for each of 32 priorities, 0 the best, first in, first out. */
export interface RunQueue {
  readonly levels: { first: Thread | null; last: Thread | null; size: number }[]
  size: number
  /** No better level than this one holds a thread. */
  best: number
}

/** One host's kernel. */
export interface Kernel {
  readonly name: string
  readonly world: World
  readonly ipc: Ipc
  readonly profile: CostProfile
  readonly counters: Counters
  /** Nanoseconds of processor time that the counters came to when they were last turned into time. */
  charged: number
  readonly processors: Processor[]
  readonly runQueue: RunQueue
  readonly tasks: Task[]
  /** How many tasks and threads have had each name. */
  readonly names: Map<string, number>
  /** The thread whose trap is being handled, and the processor it is on. */
  current: Thread | null
  acting: Processor | null
  readonly hostPort: Port
  readonly hostObject: KernelObject
  /** What special port 4 of a first task names. */
  readonly bootstrapPort: Port
}

/** A processor: what runs on it, and when it is next free. */
export interface Processor {
  readonly id: number
  readonly kernel: Kernel
  readonly port: Port
  thread: Thread | null
  /** Who ran last: running somebody else is a context switch. */
  last: Thread | null
  /** A better thread became runnable while this one ran: look before the next step (Mach's AST). */
  preempt: boolean
  /** Nanoseconds of virtual time up to which it is busy. */
  time: number
}
