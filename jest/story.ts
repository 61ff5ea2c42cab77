import { isAbsolute, relative } from 'node:path'
import { type Problem, renderProblem } from '../scenarios/errors.js'
import type { Deadlock } from '../scenarios/judging/deadlock.js'
import type { Failure } from '../scenarios/judging/failure.js'
import { waitSentence } from '../scenarios/judging/verdict.js'
import { flow } from '../scenarios/terminal/flow.js'
import { visible } from '../scenarios/terminal/row.js'
import { counted, shownTime } from '../scenarios/terminal/units.js'
import type { Data } from '../scenarios/values.js'
import type { FinishedRun, Origin, RunEvent } from './run.js'

/** How a run is told to people where a test fails: plain text. */

const LAST_EVENTS = 10
const DIAGRAM_LINES = 20

/** A path from the working folder, if it lies below. */
export const shownPath = (file: string): string => {
  const path = relative(process.cwd(), file)
  return path.startsWith('..') || isAbsolute(path) ? file : path
}

/** What is wrong with a text, each mistake with its line. */
export const problemsText = ({ file, text }: Origin, problems: readonly Problem[]): string =>
  problems.map((problem) => renderProblem(problem, file, text)).join('\n\n')

const indent = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ')

/** Data as a scenario would write them. */
export const shown = (data: Data | undefined): string =>
  data === undefined ? 'nothing' : visible(flow(data))

/** What was expected, and under it what came. */
export const compared = (expected: string, came: string): string =>
  `  expected: ${expected}\n  came:     ${came}`

const failureText = (origin: Origin | null, failure: Failure): string => {
  const { line, column, expected, actual } = failure
  const message = visible(failure.message)
  const located = { kind: 'mistake', line, column, message } as const
  const what = origin === null ? message : renderProblem(located, origin.file, origin.text)
  const sides =
    expected === undefined && actual === undefined ? [] : [compared(shown(expected), shown(actual))]
  return [what, ...sides].join('\n')
}

const cycleText = ({ cycle }: Deadlock): string[] => {
  const [first] = cycle
  return first === undefined ? [] : [`the cycle: ${visible([...cycle, first].join(' → '))}`]
}

/** Who waits for what, and the way round where they wait for each other. */
export const deadlockText = (deadlock: Deadlock): string =>
  [...deadlock.waits.map((wait) => visible(waitSentence(wait))), ...cycleText(deadlock)].join('\n')

/** An event in a line; ports by the scenario's names. */
export const eventText = ({ portName }: FinishedRun, event: RunEvent): string => {
  const { time, seq: _seq, event: name, host, thread, task, ...rest } = event
  const details = Object.entries(rest).map(([key, value]) =>
    key === 'port' ? `port ${portName(`${value}`) ?? value}` : `${key} ${value}`
  )
  const who = `${thread ?? task ?? host}`
  const columns = [
    shownTime(Number(time)).padStart(9),
    who.padEnd(14),
    `${name}`.padEnd(15),
    details.join(', ')
  ]
  return visible(columns.join('  ').trimEnd())
}

/** The last events of a run, and the end of its diagram. */
export const endText = (run: FinishedRun): string => {
  const events = run.lastEvents(LAST_EVENTS).map((event) => eventText(run, event))
  const diagram = run.diagram(DIAGRAM_LINES)
  return ['the last events:', ...events, '', 'the sequence:', ...diagram].join('\n')
}

/** What went wrong in a run: each failure where it stands in its file, who waits for whom, what broke. */
export const troubleText = (run: FinishedRun): string => {
  const { fault, deadlock, failures, origin, ended, counts } = run
  const broken = fault === null ? [] : [`machlab itself is at fault: ${fault}`]
  const spent = ended === 'budget' ? [`it had not ended after ${counted(counts.traps ?? 0, 'trap')}`] : []
  const stuck = deadlock === null ? [] : cycleText(deadlock)
  return indent(
    [...broken, ...spent, ...failures.map((each) => failureText(origin, each)), ...stuck].join('\n\n')
  )
}

/** A run that did not pass, from its verdict to its last events. */
export const storyText = (run: FinishedRun): string =>
  [`${run.verdict}: ${visible(run.scenario)}`, '', troubleText(run), '', endText(run)].join('\n')
