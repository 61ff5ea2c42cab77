import type { Deadlock, Wait } from './deadlock.js'
import type { Outcome } from '../expectations.js'
import { type Failure, failureAt } from './failure.js'
import type { Scenario } from '../language.js'

/** What a run has come to (scenario language 7). */
export type Verdict = 'passed' | 'failed' | 'deadlock' | 'budget' | 'invalid'

/** How a run ended, before anybody asked whether it should have. */
export type Ended = Exclude<Verdict, 'invalid'>

/** A run as it ended: by itself, and against what the scenario wanted. */
export interface Ending extends Outcome {
  readonly ended: Ended
  /** Of steps. */
  readonly failures: readonly Failure[]
  /** Of the final `expect`, but for its verdict. */
  readonly unmet: readonly Failure[]
  readonly deadlock: Deadlock | null
  /** What broke where the emulator itself is at fault. */
  readonly fault: string | null
}

/** All there is to say of a run. */
export interface Report extends Outcome {
  readonly scenario: string
  readonly about: string | null
  /** The line of the scenario's first key. */
  readonly line: number
  readonly verdict: Verdict
  /** The verdict that it would have had without an expected one. */
  readonly ended: Verdict
  readonly failures: readonly Failure[]
  readonly deadlock: Deadlock | null
  readonly fault: string | null
}

const REASONS: Record<string, string> = {
  receive: 'waits for a message',
  send: 'waits for room',
  suspended: 'is suspended'
}

/** A thread's wait in a sentence. */
export const waitSentence = ({ thread, reason, port, holders }: Wait): string => {
  const what = REASONS[reason] ?? `waits (${reason})`
  const where = port === null ? '' : ` on ${port}`
  const whose = holders.length === 0 ? '' : `, which is up to ${holders.join(', ')}`
  const hopeless = reason === 'receive' && holders.length === 0 ? ', to which nobody can send' : ''
  return `${thread} ${what}${where}${whose}${hopeless}`
}

const stuck = (scenario: Scenario, { deadlock }: Ending): Failure[] =>
  (deadlock?.waits ?? []).map((wait) => {
    const at = wait.step?.at ?? { line: scenario.line, column: 1 }
    return failureAt(at, wait.step?.word ?? 'wait', waitSentence(wait))
  })

const otherVerdict = (scenario: Scenario, expected: string, actual: string): Failure =>
  failureAt(scenario.expect.at, 'expect', 'the run ended otherwise than expected', {
    expected,
    actual
  })

/** Holds how a run ended against how the scenario says it must end. */
export const judge = (scenario: Scenario, ending: Ending): Report => {
  const { ended, failures, unmet, ...rest } = ending
  const common = { scenario: scenario.title, about: scenario.about, line: scenario.line, ...rest }
  const wanted = scenario.expect.verdict ?? 'passed'

  if (ending.fault !== null) return { ...common, verdict: 'failed', ended: 'failed', failures }
  if (ended === wanted) {
    const verdict = unmet.length > 0 ? 'failed' : 'passed'
    return { ...common, verdict, ended: ended === 'passed' ? verdict : ended, failures: unmet }
  }
  if (ended === 'passed')
    return {
      ...common,
      verdict: 'failed',
      ended,
      failures: [otherVerdict(scenario, wanted, ended), ...unmet]
    }
  const why = ended === 'deadlock' ? stuck(scenario, ending) : failures
  const other = scenario.expect.verdict === null ? [] : [otherVerdict(scenario, wanted, ended)]
  return { ...common, verdict: ended, ended, failures: [...why, ...other] }
}
