import type { Deadlock } from './judging/deadlock.js'
import type { Failure } from './judging/failure.js'
import { flow, wrap } from './terminal/flow.js'
import type { Palette, Style } from './terminal/palette.js'
import { visible } from './terminal/row.js'
import { shownTime } from './terminal/units.js'
import { type Report, type Verdict, waitSentence } from './judging/verdict.js'
import type { Data } from './values.js'

/** How and for whom a report is written. */
export interface Paper {
  readonly palette: Palette
  /** Columns of the terminal. */
  readonly width: number
  /** Where the scenario stands. */
  readonly file: string
}

const STYLES: Record<Verdict, Style> = {
  passed: 'good',
  failed: 'bad',
  deadlock: 'bad',
  budget: 'notice',
  invalid: 'bad'
}

const INDENT = '    '
const COLUMN_MIN = 20
const GAP = 2
/** A blank at which no line is broken. */
const UNBROKEN = '\u00a0'

const cell = (data: Data | undefined): string => (data === undefined ? '–' : visible(flow(data)))

/** What was expected beside what came, in two columns. */
const compared = ({ palette, width }: Paper, { expected, actual }: Failure): string[] => {
  if (expected === undefined && actual === undefined) return []
  const room = Math.max(COLUMN_MIN, Math.floor((width - INDENT.length - GAP) / 2))
  const left = wrap(cell(expected), room)
  const right = wrap(cell(actual), room)
  const column = Math.max('expected'.length, ...left.map((line) => line.length)) + GAP
  const lines = Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const wanted = palette('good', (left[index] ?? '').padEnd(column))
    return `${INDENT}${wanted}${palette('bad', right[index] ?? '')}`
  })
  return [
    INDENT + palette('faint', `${'expected'.padEnd(column)}actual`),
    ...lines.map((line) => line.trimEnd())
  ]
}

/** A failure: where, what, and both sides of it. */
export const failureText = (paper: Paper, failure: Failure): string => {
  const { palette, file } = paper
  const place = palette('strong', `${file}:${failure.line}:${failure.column}`)
  return [`  ${place}  ${visible(failure.message)}`, ...compared(paper, failure)].join('\n')
}

const deadlockText = (paper: Paper, { waits, cycle }: Deadlock): string[] => {
  const { palette, file } = paper
  const lines = waits.map((wait) => {
    const where = wait.step === null ? '' : ` (${file}:${wait.step.at.line}, ${wait.step.word})`
    return `  ${visible(waitSentence(wait))}${palette('faint', where)}`
  })
  const [first] = cycle
  if (first === undefined) return lines
  return [...lines, `  ${palette('notice', 'the cycle:')} ${visible([...cycle, first].join(' → '))}`]
}

/** How long it took, and the counters that are not zero, in lines of the terminal's width. */
const countsText = ({ palette, width }: Paper, { time, counts }: Report): string[] => {
  const counters = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([counter, count]) => `${counter.replaceAll('_', ' ')} ${count.toLocaleString('en-US')}`)
  const parts = [`${shownTime(time)} of virtual time`, ...counters].map((part) =>
    part.replaceAll(' ', UNBROKEN)
  )
  const lines = wrap(parts.join(' · '), width - 2)
  return lines.map((line) => `  ${palette('faint', line.replaceAll(UNBROKEN, ' '))}`)
}

const headline = ({ palette, width }: Paper, { verdict, ended, scenario }: Report): string[] => {
  const asWanted = verdict === 'passed' && ended !== 'passed' ? ` (with the ${ended} that it is to show)` : ''
  const [first = '', ...rest] = wrap(visible(scenario) + asWanted, width - verdict.length - 2)
  const indent = ' '.repeat(verdict.length + 2)
  return [`${palette(STYLES[verdict], verdict)}  ${first}`, ...rest.map((line) => indent + line)]
}

/** What went wrong in a run, nothing where it passed. */
export const troubleText = (paper: Paper, report: Report): string[] => {
  const { fault, deadlock, verdict, failures } = report
  const broken = fault === null ? [] : [`  the emulator is at fault: ${fault}`]
  const stuck = deadlock === null || verdict === 'passed' ? [] : deadlockText(paper, deadlock)
  const told = verdict === 'deadlock' ? failures.filter(({ step }) => step === 'expect') : failures
  return [...broken, ...stuck, ...told.map((failure) => failureText(paper, failure))]
}

/** A run's verdict and what speaks for it: failures, who waits for whom, counters. */
export const reportText = (paper: Paper, report: Report): string => {
  const shownDeadlock =
    report.deadlock !== null && report.verdict === 'passed' ? deadlockText(paper, report.deadlock) : []
  const parts = [...headline(paper, report), ...troubleText(paper, report), ...shownDeadlock]
  return [...parts, ...countsText(paper, report)].join('\n')
}

/** Verdict and title, and what went wrong: a run among many. */
export const briefText = (paper: Paper, report: Report): string =>
  [...headline(paper, report), ...troubleText(paper, report)].join('\n')

/** A failure with every key, for programs. */
const failureJson = ({ line, column, step, message, expected, actual }: Failure): object => ({
  line,
  column,
  step,
  message,
  expected: expected ?? null,
  actual: actual ?? null
})

/** A report as `--json` prints it (scenario language 11); times in nanoseconds. */
export const reportJson = (file: string, report: Report): object => {
  const { line, scenario, verdict, ended, failures, time, counts, fault } = report
  return {
    file,
    line,
    scenario,
    verdict,
    ended,
    failures: failures.map(failureJson),
    time,
    counts,
    ...(fault === null ? {} : { fault })
  }
}
