import {
  createTask,
  createThread,
  createWorld,
  fillQueue,
  giveReceive,
  giveSend,
  giveSendOnce,
  giveSet,
  hostSelf,
  type Kernel,
  type Listener,
  putInSet,
  setQlimit,
  type Task,
  taskPortFor,
  taskSelf,
  threadPortFor,
  type World
} from '../../kernel/index.js'
import { TASK_MEMORY, THREAD_MEMORY } from '../../kernel/task-life.js'
import { SEND_UREFS_MAX } from '../../ports/abi.js'
import { impossible } from '../../ports/assert.js'
import type { Drive } from '../../ports/lifecycle.js'
import { performing, type Stage } from './performing.js'
import { ALL, type GivenPort, MUCH_ROOM, type SmallWorld } from './programs.js'

/** Who wants to know what, of the trace and of the calls; and what moves things along their charts. */
export interface Watch {
  readonly drive?: Drive
  readonly listener?: Listener
  readonly log?: (line: string) => void
}

/** A world of one host, not yet begun. */
export interface Built {
  readonly world: World
  readonly kernel: Kernel
}

/** A given port, with its rights handed out. */
const handOut = (kernel: Kernel, tasks: readonly Task[], sets: Map<Task, number>, given: GivenPort): void => {
  const taskOf = (i: number): Task => tasks[i % tasks.length] ?? impossible('a world without tasks')
  const receiver = taskOf(given.receiver)
  const { port } = giveReceive(kernel, receiver)
  setQlimit(port, given.qlimit)
  fillQueue(kernel, port, given.queued)
  tasks.forEach((task, i) => {
    const urefs = given.sends[i] ?? 0
    if (urefs > 0) giveSend(kernel, task, port, urefs === ALL ? SEND_UREFS_MAX : urefs)
  })
  for (const i of given.sendOnces) giveSendOnce(kernel, taskOf(i), port)
  if (!given.inSet) return
  const set = sets.get(receiver) ?? giveSet(kernel, receiver)
  sets.set(receiver, set)
  putInSet(kernel, receiver, port, set)
}

/** Every task knows itself, the host, the task after it, and the threads of both. */
const acquaint = (kernel: Kernel, task: Task, neighbour: Task): void => {
  taskSelf(kernel, task)
  hostSelf(kernel, task)
  taskPortFor(kernel, task, neighbour)
  for (const thread of [...task.threads, ...neighbour.threads]) threadPortFor(kernel, task, thread)
}

/** Bytes that the kernel takes for the tasks and threads of a plan. */
const memoryOf = ({ tasks }: SmallWorld): number =>
  tasks.length * TASK_MEMORY + tasks.flat().length * THREAD_MEMORY

/** Builds a small world; nothing has run yet. */
export const build = (plan: SmallWorld, { drive, listener, log }: Watch = {}): Built => {
  const { kernel: variant, processors } = plan
  const memory = plan.room < MUCH_ROOM ? memoryOf(plan) + 1024 * plan.room : 1 << 26
  const world = createWorld({
    hosts: { local: { kernel: variant, processors, memory } },
    invariants: true,
    drive: drive ?? null,
    listener: listener ?? null
  })
  const kernel = world.hosts.get('local') ?? impossible('a world without a host')
  const stage: Stage = { spare: [...plan.spare], log: log ?? null }
  const tasks = plan.tasks.map((threads, i) => {
    const task = createTask(kernel, { name: `task${i}` })
    threads.forEach((calls, j) =>
      createThread(kernel, task, {
        name: `thread${j}`,
        program: (thread) => performing(stage, thread, calls)
      })
    )
    return task
  })
  tasks.forEach((task, i) => acquaint(kernel, task, tasks[(i + 1) % tasks.length] ?? task))
  const sets = new Map<Task, number>()
  for (const given of plan.ports) handOut(kernel, tasks, sets, given)
  if (plan.room < MUCH_ROOM)
    for (const { space } of tasks) Object.assign(space, { limit: space.size + plan.room })
  return { world, kernel }
}
