import {
  checkInvariants,
  encodeEvent,
  type Kernel,
  stepWorld,
  type Task,
  type Thread,
  type World
} from '../../kernel/index.js'
import { actorDrive } from '../../kernel/actors.js'
import { task_resume } from '../../kernel/calls/task.js'
import { thread_abort, thread_resume } from '../../kernel/calls/thread.js'
import { terminateTask } from '../../kernel/task-life.js'
import { assert } from '../../ports/assert.js'
import { destroyPort } from '../../ports/destruction.js'
import type { Port } from '../../ports/object.js'
import { isAlive } from '../../ports/port.js'
import { countSpace, newRecount } from '../../ports/recount.js'
import { TaskState } from '../../tasks/task.table.js'
import { ThreadState } from '../../tasks/thread.table.js'
import { AGAIN, type SmallWorld } from './programs.js'
import { build, type Watch } from './small-world.js'

/** More steps than any small world takes: one that takes them all is going round in circles. */
const STEPS_MAX = 100_000

/** Runs until nothing can ever run again. A sender that is blocked then must have good reason. */
const runOut = (world: World): void => {
  for (let steps = 0; stepWorld(world); steps++) assert(steps < STEPS_MAX, 'the world does not come to rest')
  if (world.threads.some(isStopped)) return
  for (const { label, reason, message } of world.threads) {
    const port = reason === 'send' ? (message?.remote ?? null) : null
    assert(port === null || port.msgcount >= port.qlimit, `${label} waits to send although there is room`)
  }
}

/** A stopped thread may have been given the room that others wait for. */
const isStopped = ({ state }: Thread): boolean =>
  state === ThreadState.suspended || state === ThreadState.waitingSuspended

/** Lets go on, as calls from outside would, whatever is stopped or blocked. False where nothing is. */
const rescue = (kernel: Kernel): boolean => {
  let any = false
  for (const task of kernel.tasks.filter(({ state }) => state !== TaskState.dead)) {
    while (task.suspendCount > 0) {
      task_resume(kernel, task)
      any = true
    }
    for (const thread of task.threads) {
      any ||= thread.suspendCount > 0 ? thread.program !== null : thread.reason !== null
      while (thread.suspendCount > 0 && thread.program !== null) thread_resume(kernel, thread)
      thread_abort(kernel, thread)
    }
  }
  return any
}

/** Every live port that a task's names lead to, by way of messages too. */
const portsOf = (tasks: readonly Task[]): Port[] => {
  const recount = newRecount()
  for (const { space } of tasks) countSpace(recount, space)
  return [...recount.ports.keys()]
}

/** Ends every task, and the one port that a host without tasks still has: then nothing may be left. */
const endAll = (world: World, kernel: Kernel): void => {
  const ports = portsOf(kernel.tasks)
  for (const task of kernel.tasks) terminateTask(kernel, task)
  destroyPort(kernel.ipc, kernel.bootstrapPort)
  runOut(world)
  checkInvariants(world)

  const keeps = new Set([kernel.hostPort, ...kernel.processors.map(({ port }) => port)])
  for (const port of new Set([...ports, ...keeps])) {
    assert(isAlive(port) === keeps.has(port), `port ${port.id} outlives all tasks, or the kernel’s own died`)
    assert(port.queue === null || port.queue.first === null, `port ${port.id} has a message left`)
    assert(port.srights === 0 || !isAlive(port), `port ${port.id} has ${port.srights} send rights left`)
    assert(
      port.sorights === 0 || !isAlive(port),
      `port ${port.id} has ${port.sorights} send-once rights left`
    )
  }
  assert(kernel.ipc.memoryUsed === 0, `${kernel.ipc.memoryUsed} bytes are left of the memory that was taken`)
  assert(kernel.ipc.doomed.length === 0, 'a message was doomed and not destroyed')
  assert(kernel.runQueue.size === 0, 'a thread is left in the run queue')
}

/** Runs a small world to its end and checks what is left; answers how many traps it took. */
export const run = (plan: SmallWorld, watch: Watch = {}): number => {
  const { world, kernel } = build(plan, watch)
  checkInvariants(world)
  runOut(world)
  for (let i = 0; i < plan.rescues && rescue(kernel); i++) runOut(world)
  endAll(world, kernel)
  return world.traps
}

/** A sum that tells one list of lines from another (FNV-1a). */
const newSum = (): { readonly add: (line: string) => void; readonly of: () => number } => {
  let sum = 0x811c9dc5
  return {
    add: (line) => {
      for (let i = 0; i < line.length; i++) sum = Math.imul(sum ^ line.charCodeAt(i), 0x01000193)
    },
    of: () => sum
  }
}

/** Runs it with everything watched: sums over the trace and over all answers, and the ports that did not die. */
const runWatched = (plan: SmallWorld): { trace: number; answers: number } => {
  const [trace, answers] = [newSum(), newSum()]
  const alive = new Set<number>()
  run(plan, {
    log: answers.add,
    listener: (event) => {
      trace.add(JSON.stringify(encodeEvent(event)))
      if (event.event === 'port.create' && event.port !== undefined) alive.add(event.port)
      if (event.event === 'port.dead' && event.port !== undefined) alive.delete(event.port)
    }
  })
  assert(alive.size === 0, `ports ${[...alive].join(', ')} outlive all tasks`)
  return { trace: trace.of(), answers: answers.of() }
}

const answersOf = (plan: SmallWorld, watch: Watch): number => {
  const answers = newSum()
  run(plan, { ...watch, log: answers.add })
  return answers.of()
}

/** Runs a small world; one in twelve also unseen, twice watched, and with live actors: all must be equal. */
export const prove = (plan: SmallWorld): number => {
  const traps = run(plan)
  if (plan.again !== AGAIN) return traps
  const answers = answersOf(plan, {})
  const [first, second] = [runWatched(plan), runWatched(plan)]
  assert(first.trace === second.trace, 'two runs of one world leave two traces')
  assert(first.answers === answers, 'a world answers otherwise when it is watched')
  assert(answersOf(plan, { drive: actorDrive() }) === answers, 'a world answers otherwise with live actors')
  return traps
}

/** What the calls of a run were and what they answered, up to its failure. */
export const transcript = (plan: SmallWorld): string[] => {
  const lines: string[] = []
  try {
    run(plan, { log: (line) => lines.push(line) })
  } catch (error) {
    lines.push(String(error))
  }
  return lines
}
