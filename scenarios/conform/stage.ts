import {
  type Kernel,
  createTask,
  createThread,
  createWorld,
  runWorld,
  type Task,
  taskPortFor,
  type Thread,
  threadPortFor,
  threadView,
  unpark,
  type World
} from '../../kernel/index.js'
import { impossible } from '../../ports/assert.js'
import type { Own, Performance, Reply } from './calls.js'
import { conduct } from './conductor.js'
import { driver, perform } from './driver.js'
import { isMessageOp, type RecordedOp, type Sequence } from './recording.js'

/** A thread that does recorded ops, one after another. */
export interface Actor {
  readonly number: number
  readonly world: World
  readonly thread: Thread
  readonly own: Own
  readonly desk: Desk
}

interface Desk {
  next: Performance | null
  /** The op that is not finished. */
  doing: RecordedOp | null
}

/** An op that an actor has finished, and what it got. */
export interface Finished {
  readonly actor: number
  readonly op: RecordedOp
  readonly reply: Reply
}

/** A world with the tasks and actors of one sequence, everything at rest between two ops. */
export interface Stage {
  readonly world: World
  readonly tasks: readonly Task[]
  readonly actors: readonly Actor[]
  /** Ops finished since the last one was issued, in the order in which the threads ran. */
  readonly finished: Finished[]
  /** A task of its own that holds the ports of all the others, where there are several actors. */
  readonly conductor: Conductor | null
}

interface Conductor {
  readonly task: Task
  readonly actor: Actor
}

/** More traps than any one recorded op takes. */
const BUDGET = 1_000_000
const HOST = 'local'
const CONDUCTOR = -1

/** Lets everything come to rest; virtual time passes where somebody waits for it. */
const rest = (world: World): void => {
  if (runWorld(world, BUDGET) === 'budget') impossible('a recorded op does not come to an end')
}

const kernelOf = (world: World): Kernel => world.hosts.get(HOST) ?? impossible('a world without its host')

const hire = (world: World, task: Task, number: number, finished: Finished[]): Actor => {
  const own: Own = { task_self: 0, reply: 0 }
  const desk: Desk = { next: null, doing: null }
  const work = (): Performance => desk.next ?? impossible('an actor without work')
  const finish = (reply: Reply): void => {
    if (desk.doing !== null) finished.push({ actor: number, op: desk.doing, reply })
    desk.next = null
    desk.doing = null
  }
  const name = number === CONDUCTOR ? 'main' : `actor${number}`
  const thread = createThread(kernelOf(world), task, { name, program: () => driver(own, work, finish) })
  rest(world)
  return { number, world, thread, own, desk }
}

/** In which task each actor runs, in the order of their start. */
const castOf = (sequence: Sequence): readonly { number: number; task: number }[] =>
  sequence.actors === undefined
    ? [{ number: 0, task: 0 }]
    : Object.entries(sequence.actors).map(([number, { task }]) => ({ number: Number(number), task }))

/** Builds the world of a sequence and lets every actor make its two names. */
export const setStage = (sequence: Sequence): Stage => {
  const world = createWorld({ hosts: { [HOST]: { kernel: 'gnu' } }, seed: 1, invariants: true })
  const host = kernelOf(world)
  const cast = castOf(sequence)
  const tasks = Array.from({ length: sequence.tasks ?? 1 }, (_, i) =>
    createTask(host, { name: `task${i}`, bootstrapped: false })
  )
  const finished: Finished[] = []
  const actors = cast.map(({ number, task }) =>
    hire(world, tasks[task] ?? impossible('an actor without a task'), number, finished)
  )
  if (sequence.actors === undefined) return { world, tasks, actors, finished, conductor: null }

  const task = createTask(host, { name: 'conductor', bootstrapped: false })
  return {
    world,
    tasks,
    actors,
    finished,
    conductor: { task, actor: hire(world, task, CONDUCTOR, finished) }
  }
}

/** Whether the actor's thread, or its task, is no more. */
export const isGone = (actor: Actor): boolean => {
  const { state } = threadView(actor.world, actor.thread)
  return state === 'terminated' || state === 'finished'
}

const issue = (stage: Stage, actor: Actor, op: RecordedOp, performance: Performance): Reply | null => {
  stage.finished.length = 0
  if (isGone(actor)) return null
  actor.desk.next = performance
  actor.desk.doing = op
  unpark(kernelOf(stage.world), actor.thread, undefined)
  rest(stage.world)

  const mine = stage.finished.findIndex((each) => each.actor === actor.number)
  return mine < 0 ? null : (stage.finished.splice(mine, 1)[0]?.reply ?? null)
}

/** Has an actor do an op; null where it has not finished when everything is at rest. */
export const act = (stage: Stage, number: number, op: RecordedOp): Reply | null => {
  const actor = stage.actors.find((each) => each.number === number)
  return actor === undefined ? null : issue(stage, actor, op, perform(op, actor.own))
}

const stateOf = ({ desk, thread, world }: Actor): string => {
  const { state, suspendCount } = threadView(world, thread)
  if (state === 'finished') return 'terminated'
  if (state === 'runnable') return 'running'
  if (state === 'suspended' && suspendCount === 0) return 'stopped'
  return state === 'waiting' && desk.doing === null ? 'running' : state
}

/** Has the conductor do one of its ops. */
export const conducted = (stage: Stage, op: RecordedOp): Reply | null => {
  stage.finished.length = 0
  if (op.op === 'states') return { ret: 'KERN_SUCCESS', out: { states: stage.actors.map(stateOf) } }
  if (stage.conductor === null || isMessageOp(op)) return null
  const { task, actor } = stage.conductor
  const baton = {
    task: (number: number) =>
      taskPortFor(kernelOf(stage.world), task, stage.tasks[number] ?? impossible(`no task ${number}`)),
    thread: (number: number) => {
      const named = stage.actors.find((each) => each.number === number) ?? impossible(`no actor ${number}`)
      return threadPortFor(kernelOf(stage.world), task, named.thread)
    }
  }
  return issue(stage, actor, op, conduct(op.op, op.args, actor.own, baton))
}
