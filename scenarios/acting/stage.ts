import {
  bootstrapOf,
  hostSelf,
  type Kernel,
  notifyOf,
  type Task,
  taskSelf,
  type Thread,
  threadSelf,
  type World
} from '../../kernel/index.js'
import { impossible } from '../../ports/assert.js'
import type { Actor, Stage } from './actor.js'
import type { Failure } from '../judging/failure.js'
import { interpret } from '../interpreter.js'
import type { Data } from '../values.js'
import type { Variables } from './variables.js'

/** A stage, and what is known of those on it. */
export interface Ensemble {
  readonly stage: Stage
  readonly actors: ReadonlyMap<Thread, Actor>
  readonly failures: readonly Failure[]
  /** The variables of a task, made with what every task starts with. */
  readonly variablesOf: (task: Task) => Variables
  /** Whether the threads have done more without traps than the budget allows. */
  readonly isSpent: () => boolean
}

/** The host that a task lives on. */
export const hostOf = (world: World, task: Task): Kernel => {
  const [only, ...others] = world.hosts.values()
  if (only !== undefined && others.length === 0) return only
  for (const host of world.hosts.values()) if (host.tasks.lastIndexOf(task) >= 0) return host
  return impossible(`the task ${task.name} lives on no host`)
}

const ownNames = (world: World, task: Task): Variables => {
  const host = hostOf(world, task)
  const names: [string, number][] = [
    ['task_self', taskSelf(host, task)],
    ['host_self', hostSelf(host, task)],
    ['notify', notifyOf(task)],
    ['bootstrap', bootstrapOf(host, task)]
  ]
  return new Map<string, Data>(names)
}

/** What the threads of a scenario share in a world: their variables, their failures, their budget. */
export const newEnsemble = (world: World, budget: number): Ensemble => {
  const variables = new Map<Task, Variables>()
  const actors = new Map<Thread, Actor>()
  const failures: Failure[] = []
  let left = budget

  const variablesOf = (task: Task): Variables => {
    const known = variables.get(task)
    if (known !== undefined) return known
    const made = ownNames(world, task)
    variables.set(task, made)
    return made
  }

  const enter = (thread: Thread): Actor => {
    const shared = variablesOf(thread.task)
    const self = threadSelf(hostOf(world, thread.task), thread)
    const actor: Actor = {
      stage,
      label: thread.label,
      doing: null,
      variables: shared,
      lookup: (name) => (name === 'thread_self' ? self : shared.get(name)),
      becomeDaemon: () => {
        thread.daemon = true
      }
    }
    actors.set(thread, actor)
    return actor
  }

  const stage: Stage = {
    blame: (failure) => {
      failures.push(failure)
    },
    spend: (work) => {
      left -= work
      return left >= 0
    },
    cast: (steps) => (thread) => interpret(enter(thread), steps)
  }
  return { stage, actors, failures, variablesOf, isSpent: () => left < 0 }
}
