import { destroyPort } from '../ports/destruction.js'
import { gainReceive } from '../ports/entry.js'
import type { KernelObject } from '../ports/kernel-object.js'
import { nextState } from '../ports/lifecycle.js'
import type { Port } from '../ports/object.js'
import { copySend, makeSend, newKernelPort, newPort } from '../ports/port.js'
import { releaseSend } from '../ports/release.js'
import { destroyNames } from '../ports/right.js'
import { allocateEntry, entriesOf, newSpace } from '../ports/space.js'
import type { Program } from '../tasks/mach.js'
import type { Task, Thread } from '../tasks/task.js'
import { TaskEvent, TaskState, taskTable } from '../tasks/task.table.js'
import { ThreadEvent, ThreadState } from '../tasks/thread.table.js'
import { comeToCleanPoint } from './clean-point.js'
import type { Kernel } from './kernel.js'
import { BASE_USER, LEVELS, moveThread, removeReady, showState, stopComputing } from './scheduler.js'
import { hold, release } from './suspension.js'
import { emit, isTraced, newEvent, note } from './trace.js'
import { newRegions } from './vm/regions.js'
import { isOver, processorOf, withdraw } from './wait.js'

/** Names a space may hold. */
const NAMES_MAX = 1 << 20

/** Moves a task along its chart. */
export const moveTask = (kernel: Kernel, task: Task, event: TaskEvent): void => {
  task.state = nextState(kernel.world.drive, taskTable, task, task.state, event) as TaskState
}

/** `name`, or `name#2` and so on where the host has had one of that name. */
const unique = (kernel: Kernel, name: string): string => {
  const times = (kernel.names.get(name) ?? 0) + 1
  kernel.names.set(name, times)
  return times === 1 ? name : `${name}#${times}`
}

const noteTask = (kernel: Kernel, event: 'task.create' | 'task.terminate', task: Task): void => {
  if (!isTraced(kernel)) return
  const made = newEvent(kernel, event, kernel.current)
  made.task = task.name
  emit(kernel, made)
}

export interface TaskOptions {
  readonly name: string
  /** Whose ports and priority it inherits; none for a first task. */
  readonly parent?: Task | null
  readonly names?: number
  /** Whether a first task has the host's bootstrap port; true where left out. */
  readonly bootstrapped?: boolean
}

/** A new task without threads (task_create): a fresh space, the parent's special and registered ports. */
export const createTask = (kernel: Kernel, options: TaskOptions): Task => {
  const { name, parent = null, names = NAMES_MAX, bootstrapped = true } = options
  const { ipc } = kernel
  const bootstrap = parent === null ? (bootstrapped ? kernel.bootstrapPort : null) : parent.bootstrap
  const label = unique(kernel, name)
  const kernelObject: KernelObject = { kind: 'task', target: null }
  const kernelPort = newKernelPort(ipc, kernelObject)
  const task: Task = {
    id: kernel.tasks.length,
    name: label,
    state: TaskState.active,
    space: newSpace(label, names),
    memory: newRegions(),
    threads: [],
    suspendCount: 0,
    priority: parent?.priority ?? BASE_USER,
    kernelPort,
    kernelObject,
    self: makeSend(ipc, kernelPort),
    exception: copySend(ipc, parent?.exception ?? null),
    bootstrap: copySend(ipc, bootstrap),
    registered: parent === null ? NONE_REGISTERED : parent.registered.map((port) => copySend(ipc, port))
  }
  kernelObject.target = task
  ipc.memoryUsed += TASK_MEMORY
  kernel.tasks.push(task)
  if (ipc.variant.notifyPorts) giveNotifyPort(kernel, task)
  noteTask(kernel, 'task.create', task)
  return task
}

/** Bytes of kernel memory that a task takes, and a thread with its stack. */
export const TASK_MEMORY = 4096
export const THREAD_MEMORY = 8192

const NONE_REGISTERED: (Port | null)[] = [null, null, null, null]

const giveNotifyPort = (kernel: Kernel, task: Task): void => {
  const entry = allocateEntry(task.space)
  if (entry === null) return
  const port = newPort(kernel.ipc)
  gainReceive(kernel.ipc, task.space, entry, port)
  task.space.notify = port
}

export interface ThreadOptions {
  readonly name: string
  /** Called at once with the new thread; what it returns runs when the thread does. */
  readonly program?: ((thread: Thread) => Program) | null
  readonly priority?: number | undefined
  /** Whether it stays suspended until resumed, as after thread_create; else it runs at once. */
  readonly suspended?: boolean
}

/** A new thread of a task. */
export const createThread = (
  kernel: Kernel,
  task: Task,
  { name, program = null, priority, suspended = false }: ThreadOptions
): Thread => {
  const kernelObject: KernelObject = { kind: 'thread', target: null }
  const kernelPort = newKernelPort(kernel.ipc, kernelObject)
  const thread = blankThread(kernel, task, unique(kernel, `${task.name}.${name}`), kernelPort, kernelObject)
  if (priority !== undefined) {
    thread.base = priority
    thread.priority = priority
  }
  kernelObject.target = thread
  kernel.ipc.memoryUsed += THREAD_MEMORY
  thread.self = makeSend(kernel.ipc, kernelPort)
  thread.holds = task.suspendCount > 0 ? 2 : 1
  task.threads.push(thread)
  kernel.world.threads.push(thread)
  showState(kernel.world, thread)
  note(kernel, 'thread.create', thread)
  if (program !== null) thread.program = program(thread)
  if (!suspended) {
    thread.suspendCount = 0
    release(kernel, thread)
  }
  return thread
}

const blankThread = (
  kernel: Kernel,
  task: Task,
  label: string,
  kernelPort: Port,
  kernelObject: KernelObject
): Thread => ({
  // What every call touches comes first, so that it lies together in memory.
  state: ThreadState.suspended,
  holds: 1,
  trap: null,
  continuation: null,
  program: null,
  routine: null,
  answer: undefined,
  task,
  message: null,
  wakeCode: 0,
  sizeLimit: 0,
  waitsIn: null,
  nextWaiter: null,
  previousWaiter: null,
  reason: null,
  alarm: null,
  quantum: 0,
  slice: 0,
  computing: 0,
  used: 0,
  priority: task.priority,
  base: task.priority,
  max: 0,
  depressed: false,
  refusedSize: 0,
  nextReady: null,
  previousReady: null,
  suspendCount: 1,
  id: kernel.world.threads.length,
  label,
  daemon: false,
  kernelPort,
  kernelObject,
  self: null,
  exception: null,
  watching: null
})

/** Takes a thread off the machine: out of queues and off its processor, its ports destroyed. */
const dismantle = (kernel: Kernel, thread: Thread, event: ThreadEvent): void => {
  const { ipc } = kernel
  thread.kernelObject.target = null
  withdraw(thread)
  if (thread.state === ThreadState.runnable) removeReady(kernel, thread)
  const processor = processorOf(kernel, thread)
  if (processor !== null) {
    if (thread.slice > 0) stopComputing(processor, kernel.world.now)
    processor.thread = null
  }
  moveThread(kernel, thread, event)
  thread.reason = null
  thread.program = null
  thread.routine = null
  comeToCleanPoint(kernel, thread)
  releaseSend(ipc, thread.self)
  releaseSend(ipc, thread.exception)
  thread.self = null
  thread.exception = null
  destroyPort(ipc, thread.kernelPort)
  ipc.memoryUsed -= THREAD_MEMORY
  const { threads } = thread.task
  threads.splice(threads.indexOf(thread), 1)
}

/** A thread whose program has ended. */
export const finishThread = (kernel: Kernel, thread: Thread): void => {
  note(kernel, 'thread.finish', thread)
  dismantle(kernel, thread, ThreadEvent.finish)
}

/** Ends a thread from outside (thread_terminate); false where it has ended already. */
export const terminateThread = (kernel: Kernel, thread: Thread): boolean => {
  if (isOver(thread)) return false
  note(kernel, 'thread.terminate', thread)
  dismantle(kernel, thread, ThreadEvent.terminate)
  return true
}

/**
 * Ends a task (task_terminate): its threads, first to last, the rights kept for it, its names in order,
 * and last its kernel port, so that its rights die before its own death is announced.
 */
export const terminateTask = (kernel: Kernel, task: Task): boolean => {
  if (task.state === TaskState.terminating || task.state === TaskState.dead) return false
  const { ipc } = kernel
  noteTask(kernel, 'task.terminate', task)
  moveTask(kernel, task, TaskEvent.terminate)
  task.kernelObject.target = null
  for (const thread of task.threads) if (thread !== kernel.current) hold(kernel, thread)
  for (const thread of [...task.threads]) terminateThread(kernel, thread)

  for (const port of [task.self, task.exception, task.bootstrap, ...task.registered]) releaseSend(ipc, port)
  task.self = null
  task.exception = null
  task.bootstrap = null
  task.registered = NONE_REGISTERED
  task.space.active = false
  destroyNames(ipc, task.space, entriesOf(task.space))
  destroyPort(ipc, task.kernelPort)
  ipc.memoryUsed -= TASK_MEMORY
  moveTask(kernel, task, TaskEvent.die)
  return true
}

/** Whether a number is a priority. */
export const isPriority = (priority: number): boolean =>
  Number.isInteger(priority) && priority >= 0 && priority < LEVELS
