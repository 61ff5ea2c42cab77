import { endWorld, type Listener, runWorld, stepWorld, type Thread, threadViews } from '../kernel/index.js'
import { BrokenInvariant } from '../ports/assert.js'
import type { Drive } from '../ports/lifecycle.js'
import { ThreadState } from '../tasks/thread.table.js'
import { type Built, build, type Programs } from './build.js'
import { countsOf, type Counting, startCounting } from './judging/counting.js'
import { type Deadlock, explainDeadlock } from './judging/deadlock.js'
import { checkOutcome, checkTrace, type Outcome } from './expectations.js'
import { type Failure, failureAt } from './judging/failure.js'
import type { Scenario } from './language.js'
import { type Ended, judge, type Report } from './judging/verdict.js'

/** Traps that a run may take where nothing else is said. */
export const BUDGET = 1_000_000
/** A trap takes a few steps of the world, and time slices take steps without a trap. */
const STEPS_PER_TRAP = 16

/** How a scenario is run. */
export interface RunOptions {
  /** 1 where it is left out. */
  readonly seed?: number
  readonly budget?: number
  /** Recounts everything after every trap. */
  readonly invariants?: boolean
  /** Live xstate actors in place of the tables. */
  readonly drive?: Drive | null
  /** What threads run in place of steps. */
  readonly programs?: Programs
  /** Hears everything, from the making of the hosts on. */
  readonly trace?: Listener
  /** Hears what happens from the first step on, knowing the scenario's words for ports. */
  readonly watch?: (built: Built) => Listener
}

/** A run that goes on piece by piece, so that whoever waits for it can do something else. */
export interface Run {
  readonly built: Built
  /** Goes on for so many steps of the world at most; false where the run has ended. */
  readonly advance: (steps: number) => boolean
  /** What has come of it; only once it has ended. */
  readonly report: () => Report
  /** Nanoseconds of virtual time, and traps, so far. */
  readonly progress: () => { readonly time: number; readonly traps: number }
}

const isOver = ({ state }: Thread): boolean =>
  state === ThreadState.finished || state === ThreadState.terminated

const ENDERS = new Set(['task_terminate', 'thread_terminate'])

/** A thread that ended itself by a call has not come to the end of its steps, and nobody else ended it. */
const ownEnds = ({ world, actors }: Built): Failure[] =>
  world.threads.flatMap((thread) => {
    const step = actors.get(thread)?.doing ?? null
    const isEnded = !thread.daemon && thread.state === ThreadState.terminated
    if (!isEnded || step === null || !ENDERS.has(step.word)) return []
    return [failureAt(step.at, step.word, `${thread.label} ended itself before its steps were done`)]
  })

interface Course {
  readonly scenario: Scenario
  readonly built: Built
  readonly budget: number
  readonly counting: Counting
  steps: number
  /** How many of the world's threads, from the first, nobody has to wait for any more. */
  done: number
  ended: Ended | null
  fault: string | null
}

const isSpent = ({ built, budget, steps }: Course): boolean =>
  built.world.traps >= budget || steps >= budget * STEPS_PER_TRAP || built.isSpent()

/** Whether every thread that is no daemon has come to its end. */
const isDone = (course: Course): boolean => {
  const { threads } = course.built.world
  for (; course.done < threads.length; course.done++) {
    const thread = threads[course.done]
    if (thread !== undefined && !thread.daemon && !isOver(thread)) return false
  }
  return true
}

/** How the run has ended after its last step, or null where it goes on. */
const endOf = (course: Course, canGoOn: boolean): Ended | null => {
  const { built } = course
  if (built.failures.length > 0) return 'failed'
  if (isDone(course)) return ownEnds(built).length > 0 ? 'failed' : 'passed'
  if (!canGoOn) return 'deadlock'
  return isSpent(course) ? 'budget' : null
}

const advance = (course: Course, steps: number): boolean => {
  try {
    for (let i = 0; i < steps && course.ended === null; i++) {
      course.steps += 1
      course.ended = endOf(course, stepWorld(course.built.world))
    }
    if (course.ended !== null) endWorld(course.built.world)
  } catch (error) {
    if (!(error instanceof BrokenInvariant)) throw error
    course.fault = error.message
    course.ended = 'failed'
  }
  return course.ended === null
}

const outcomeOf = ({ built, counting }: Course): Outcome => ({
  threads: new Map(
    threadViews(built.world, built.ownThreads()).map(({ label, state }) => [
      label,
      state === 'running' ? 'runnable' : state
    ])
  ),
  time: built.world.now,
  ...countsOf(built.world, counting)
})

/** Passes events on only while it is open. */
interface Gate {
  listener: Listener | null
}

const join = (listeners: readonly Listener[]): Listener | null => {
  const [only, ...others] = listeners
  if (only === undefined || others.length === 0) return only ?? null
  return (event) => {
    for (const listener of listeners) listener(event)
  }
}

/** Builds a scenario's world, to be run piece by piece. */
export const startRun = (scenario: Scenario, options: RunOptions = {}): Run => {
  const { seed = 1, budget = BUDGET, invariants = false, drive = null, programs, trace, watch } = options
  const check = checkTrace(scenario)
  const gate: Gate = { listener: null }
  const gated: Listener[] = check === null && watch === undefined ? [] : [(event) => gate.listener?.(event)]
  const listener = join([...(trace === undefined ? [] : [trace]), ...gated])

  const built = build(scenario, { seed, budget, invariants, drive, listener, ...(programs && { programs }) })
  gate.listener = join([
    ...(watch === undefined ? [] : [watch(built)]),
    ...(check === null ? [] : [check.listen])
  ])
  runWorld(built.world, 0)
  const counting = startCounting(built.world)
  const course: Course = { scenario, built, budget, counting, steps: 0, done: 0, ended: null, fault: null }
  course.ended = endOf(course, true)

  const report = (): Report => {
    const outcome = outcomeOf(course)
    const ended = course.ended ?? 'budget'
    const deadlock: Deadlock | null = ended === 'deadlock' ? explainDeadlock(built) : null
    const failures = [...built.failures, ...ownEnds(built)]
    const unmet = [...checkOutcome(scenario, outcome), ...(check?.failures() ?? [])]
    return judge(scenario, { ...outcome, ended, failures, unmet, deadlock, fault: course.fault })
  }
  return {
    built,
    advance: (steps) => advance(course, steps),
    report,
    progress: () => ({ time: built.world.now, traps: built.world.traps })
  }
}

/** Runs a scenario to its end. */
export const runScenario = (scenario: Scenario, options: RunOptions = {}): Report => {
  const run = startRun(scenario, options)
  while (run.advance(Number.POSITIVE_INFINITY)) {}
  return run.report()
}
