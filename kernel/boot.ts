import { gainReceive } from '../ports/entry.js'
import { allocateEntry } from '../ports/space.js'
import { impossible } from '../ports/assert.js'
import type { Name, Program } from '../tasks/mach.js'
import type { Task } from '../tasks/task.js'
import type { Kernel, World } from './kernel.js'
import { runWorld } from './step.js'
import { createTask, createThread } from './task-life.js'

/** What the first task of a host runs; it is told its name for the host's bootstrap port. */
export type FirstProgram = (service: Name, kernel: Kernel) => Program

/** Traps that first programs may take until they wait. */
const TRAPS_MAX = 10_000

/** The task gets the receive right of the port that special port 4 of every first task names. */
const takeBootstrapPort = (kernel: Kernel, task: Task): Name => {
  const entry = allocateEntry(task.space) ?? impossible('a new task has no room for a name')
  gainReceive(kernel.ipc, task.space, entry, kernel.bootstrapPort)
  return entry.name
}

const startFirst = (kernel: Kernel, name: string, program: FirstProgram): Task => {
  const task = createTask(kernel, { name })
  const service = takeBootstrapPort(kernel, task)
  createThread(kernel, task, { name: 'main', program: () => program(service, kernel) }).daemon = true
  return task
}

/** Lets something happen that neither clock nor counters nor trace will know of. */
const offTheRecord = (world: World, happen: () => void): void => {
  const { trace, now, traps } = world
  const { listener } = trace
  const hosts = [...world.hosts.values()]
  const before = hosts.map(({ ipc, counters, charged }) => ({
    observe: ipc.observe,
    counters: { ...counters },
    charged
  }))

  trace.listener = null
  for (const { ipc } of hosts) ipc.observe = null
  happen()
  trace.listener = listener
  world.now = now
  world.traps = traps
  for (const processor of world.processors)
    Object.assign(processor, { time: now, last: null, preempt: false })
  for (const [i, host] of hosts.entries()) {
    host.ipc.observe = before[i]?.observe ?? null
    host.charged = before[i]?.charged ?? 0
    Object.assign(host.counters, before[i]?.counters)
  }
}

/**
 * Starts the first task of each host and lets it run until it waits. No other thread may be there yet. A
 * run begins after that: its time, its counters and its trace.
 */
export const boot = (world: World, name: string, program: FirstProgram): readonly Task[] => {
  const tasks: Task[] = []
  offTheRecord(world, () => {
    for (const kernel of world.hosts.values()) tasks.push(startFirst(kernel, name, program))
    runWorld(world, world.traps + TRAPS_MAX)
  })
  return tasks
}
