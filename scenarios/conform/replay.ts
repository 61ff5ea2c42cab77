import type { Reply } from './calls.js'
import { mismatches } from './compare.js'
import { type Entry, type RecordedOp, replyCount, type Sequence } from './recording.js'
import { act, type Actor, conducted, type Finished, isGone, setStage, type Stage } from './stage.js'

/** What one recorded reply came to in the emulator. */
export interface Compared {
  readonly op: RecordedOp
  readonly expected: unknown
  readonly actual: unknown
}

/** How a sequence went: replies equal before the first difference, and that. */
export interface Outcome {
  readonly replies: number
  readonly equal: number
  readonly difference: Compared | null
}

/** An op and what it caused: the ops of other actors that completed, and the actors that died. */
interface Step {
  readonly op: RecordedOp
  readonly completed: RecordedOp[]
  readonly died: number[]
}

type Watch = (compared: Compared, same: boolean) => void

/**
 * Groups what was recorded by the op that caused it. An op cannot complete itself: where its completion
 * follows it directly, the next op, which blocked, was the cause and is listed behind its effect.
 */
const stepsOf = (entries: readonly Entry[]): readonly Step[] => {
  const steps: Step[] = []
  let early: RecordedOp[] = []
  for (const entry of entries) {
    const last = steps[steps.length - 1]
    if ('op' in entry) {
      steps.push({ op: entry, completed: early, died: [] })
      early = []
    } else if ('complete' in entry) {
      if (early.length > 0 || last?.op.i === entry.complete.i) early.push(entry.complete)
      else last?.completed.push(entry.complete)
    } else if ('died' in entry) last?.died.push(entry.died.actor)
  }
  return steps
}

const recordedReply = ({ ret, out }: RecordedOp): Reply => (out === undefined ? { ret } : { ret, out })

/** The names with which the actors start are compared before any op. */
const opening = (sequence: Sequence, stage: Stage): Compared => {
  const op: RecordedOp = { op: 'start', args: {}, ret: 'KERN_SUCCESS' }
  const expected =
    sequence.actors === undefined
      ? [sequence.init]
      : Object.values(sequence.actors).map(({ task_self, reply }) => ({ task_self, reply }))
  return { op, expected, actual: stage.actors.map(({ own }) => own) }
}

const busyOf = (stage: Stage): readonly Actor[] =>
  stage.actors.filter((each) => each.desk.doing !== null && !isGone(each))

/** What has no reply of its own is held against the op that caused it: deaths, and completions too many. */
const aftermath = (surplus: readonly Finished[], died: readonly number[]): object => ({
  ...(surplus.length === 0
    ? {}
    : { also_completed: surplus.map(({ actor, reply }) => ({ actor, ...reply })) }),
  ...(died.length === 0 ? {} : { died })
})

/** Does one op; answers every reply that came of it beside the recorded one. */
const take = (stage: Stage, { op, completed, died }: Step, only: boolean): readonly Compared[] => {
  const busy = busyOf(stage)
  const reply = op.actor === 'conductor' ? conducted(stage, op) : act(stage, op.actor ?? 0, op)
  const issuer = stage.actors.find((each) => each.number === (op.actor ?? 0))
  const gone = issuer !== undefined && isGone(issuer)
  const dead = only ? 'TASK_DIED' : 'THREAD_DIED'
  const deaths = busy.filter(isGone).map((each) => each.number)
  const own: Compared = {
    op,
    expected: { ...recordedReply(op), ...aftermath([], died) },
    actual: {
      ...(reply ?? { ret: gone ? dead : 'BLOCKED' }),
      ...aftermath(stage.finished.slice(completed.length), deaths)
    }
  }
  return [
    own,
    ...completed.map((each, i) => {
      const finished = stage.finished[i]
      return {
        op: each,
        expected: { actor: each.actor, ...recordedReply(each) },
        actual: finished === undefined ? { ret: 'BLOCKED' } : { actor: finished.actor, ...finished.reply }
      }
    })
  ]
}

/** Replays a sequence up to its first difference. */
export const replay = (sequence: Sequence, watch: Watch = () => {}): Outcome => {
  const replies = replyCount(sequence)
  const stage = setStage(sequence)
  const start = opening(sequence, stage)
  if (mismatches(start.expected, start.actual).length > 0) return { replies, equal: 0, difference: start }

  let equal = 0
  for (const step of stepsOf(sequence.ops))
    for (const compared of take(stage, step, sequence.actors === undefined)) {
      const same = mismatches(compared.expected, compared.actual).length === 0
      watch(compared, same)
      if (!same) return { replies, equal, difference: compared }
      equal++
    }
  return { replies, equal, difference: null }
}
