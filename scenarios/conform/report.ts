import { mismatches } from './compare.js'
import type { Located } from './files.js'
import type { RecordedOp } from './recording.js'
import type { Compared, Outcome } from './replay.js'

/** Counts of a whole run: all but `sequences` count replies. */
export interface Summary {
  readonly sequences: number
  readonly replies: number
  readonly equal: number
  readonly differ: number
  readonly set_aside: number
}

const PATH_WIDTH = 28
const VALUE_WIDTH = 36

const shown = (value: unknown): string => (value === undefined ? '-' : JSON.stringify(value))

const row = (path: string, expected: string, actual: string): string =>
  `  ${path.padEnd(PATH_WIDTH)} ${expected.padEnd(VALUE_WIDTH)} ${actual}`

const callText = ({ op, args, i, actor }: RecordedOp): string => {
  const who = actor === undefined ? '' : `${i ?? ''} ${actor === 'conductor' ? actor : `actor ${actor}`}: `
  return `${who}${op} ${JSON.stringify(args)}`
}

/** A sequence's first difference, expected and actual side by side. */
export const differenceText = (
  { file, line, sequence }: Located,
  { equal, replies }: Outcome,
  at: Compared
): string =>
  [
    `${sequence.id} (${file}:${line}), reply ${equal + 1} of ${replies}:`,
    `  ${callText(at.op)}`,
    row('', 'expected', 'actual'),
    ...mismatches(at.expected, at.actual).map(({ path, expected, actual }) =>
      row(path, shown(expected), shown(actual))
    )
  ].join('\n')

/** The same as one JSON object. */
export const differenceJson = (located: Located, { equal }: Outcome, at: Compared): string =>
  JSON.stringify({
    file: located.file,
    line: located.line,
    id: located.sequence.id,
    reply: equal + 1,
    op: at.op.op,
    args: at.op.args,
    expected: at.expected,
    actual: at.actual
  })

/** One op of a sequence that is followed op by op. */
export const opText = ({ op, expected, actual }: Compared, same: boolean): string =>
  same
    ? `= ${callText(op)}\n    ${JSON.stringify(actual)}`
    : `≠ ${callText(op)}\n    expected ${JSON.stringify(expected)}\n    actual   ${JSON.stringify(actual)}`

/** The closing line. */
export const summaryText = ({ equal, differ, set_aside }: Summary): string =>
  `${equal} replies equal, ${differ} differ, ${set_aside} set aside`
