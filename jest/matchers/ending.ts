import { waitSentence } from '../../scenarios/judging/verdict.js'
import { counted } from '../../scenarios/terminal/units.js'
import { deadlockText, troubleText } from '../story.js'
import { type Context, type Matched, matched, mustBeKnown, questionOf } from './matcher.js'

/** The run passed: all that its scenario expects held. */
export function toPass(this: Context, received: unknown): Matched {
  const question = questionOf(this, received, 'toPass')
  const { run } = question
  const pass = run.verdict === 'passed'
  const passed = run.ended === 'passed' ? 'it passed' : `it passed, with the ${run.ended} that it is to show`
  return matched(question, pass, () => (pass ? passed : `${run.verdict}:\n${troubleText(run)}`))
}

/** Threads that are no daemons wait, and nothing can wake them. */
export function toDeadlock(this: Context, received: unknown): Matched {
  const question = questionOf(this, received, 'toDeadlock')
  const { ended, deadlock } = question.run
  const pass = ended === 'deadlock'
  return matched(question, pass, () =>
    pass && deadlock !== null
      ? `it ended in a deadlock:\n${deadlockText(deadlock)}`
      : `it ended as: ${ended}\n${troubleText(question.run)}`
  )
}

/** No invariant of the kernel broke, everything having been recounted after each trap. */
export function toKeepInvariants(this: Context, received: unknown): Matched {
  const question = questionOf(this, received, 'toKeepInvariants')
  const { fault, recounted, counts } = question.run
  if (!recounted) throw new Error('nothing was recounted in this run: leave `invariants: false` out')
  return matched(
    question,
    fault === null,
    () => fault ?? `every invariant held after each of ${counted(counts.traps ?? 0, 'trap')}`
  )
}

/** The thread (`task.thread`) came to the end of its program. */
export function toHaveFinished(this: Context, received: unknown, thread: string): Matched {
  const question = questionOf(this, received, 'toHaveFinished', thread)
  const { threads, deadlock } = question.run
  mustBeKnown('thread', thread, [...threads.keys()])
  const state = threads.get(thread)
  const wait = deadlock?.waits.find((each) => each.thread === thread)
  return matched(question, state === 'finished', () =>
    wait === undefined ? `${thread} is ${state}` : waitSentence(wait)
  )
}
