import * as E from 'fp-ts/lib/Either.js'
import { BrokenInvariant } from '../ports/assert.js'
import { type Located, readExceptions, readRecordings } from './conform/files.js'
import { replyCount } from './conform/recording.js'
import { type Compared, type Outcome, replay } from './conform/replay.js'
import { differenceJson, differenceText, opText, type Summary, summaryText } from './conform/report.js'

export type { Summary } from './conform/report.js'

export interface ConformOptions {
  /** A file of sequences to set aside, a reason each. */
  readonly except?: string
  /** Replays the one sequence of this id and writes each of its ops. */
  readonly only?: string
  /** One JSON object a line. */
  readonly json?: boolean
  /** Takes each line of the result. */
  readonly write: (line: string) => void
}

/** The outcome of a comparison; `faults` are sequences in which the emulator itself broke down. */
export interface Conformance {
  readonly summary: Summary
  readonly faults: number
}

const KERNEL_STOPPED = 'kernel stopped'

/** A fault of the emulator counts as a difference from the first reply on, and is reported as itself. */
const attempt = (
  located: Located,
  watch: (compared: Compared, same: boolean) => void
): [Outcome, boolean] => {
  try {
    return [replay(located.sequence, watch), false]
  } catch (error) {
    if (!(error instanceof BrokenInvariant)) throw error
    const op = { op: 'fault', args: {}, ret: '' }
    const difference = { op, expected: 'no fault', actual: error.message }
    return [{ replies: replyCount(located.sequence), equal: 0, difference }, true]
  }
}

interface Tally {
  equal: number
  differ: number
  aside: number
  faults: number
}

const compareOne = (located: Located, { only, json, write }: ConformOptions, tally: Tally): void => {
  const follow = only !== undefined && json !== true
  const watch = (compared: Compared, same: boolean): void => {
    if (follow) write(opText(compared, same))
  }
  const [outcome, faulty] = attempt(located, watch)
  tally.equal += outcome.equal
  tally.differ += outcome.replies - outcome.equal
  if (faulty) tally.faults++
  if (outcome.difference !== null)
    write((json === true ? differenceJson : differenceText)(located, outcome, outcome.difference))
}

const exceptionsOf = ({
  except
}: ConformOptions): E.Either<readonly string[], ReadonlyMap<string, string>> =>
  except === undefined ? E.right(new Map()) : readExceptions(except)

/** Replays the recordings in the files and folders named; left: what is wrong with those. */
export const conform = (
  paths: readonly string[],
  options: ConformOptions
): E.Either<readonly string[], Conformance> => {
  const exceptions = exceptionsOf(options)
  if (E.isLeft(exceptions)) return exceptions
  const { recordings, faults } = readRecordings(paths)
  if (faults.length > 0) return E.left(faults)
  const { only } = options
  const chosen = only === undefined ? recordings : recordings.filter(({ sequence }) => sequence.id === only)
  if (only !== undefined && chosen.length === 0) return E.left([`no sequence ${only} in ${paths.join(', ')}`])

  const tally: Tally = { equal: 0, differ: 0, aside: 0, faults: 0 }
  for (const located of chosen) {
    const { id, end } = located.sequence
    if (end === KERNEL_STOPPED || exceptions.right.has(id)) tally.aside += replyCount(located.sequence)
    else compareOne(located, options, tally)
  }

  const { equal, differ, aside } = tally
  const summary = {
    sequences: chosen.length,
    replies: equal + differ + aside,
    equal,
    differ,
    set_aside: aside
  }
  options.write(options.json === true ? JSON.stringify({ summary }) : summaryText(summary))
  return E.right({ summary, faults: tally.faults })
}
