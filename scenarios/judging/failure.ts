import type { Place } from '../tree.js'
import type { Data } from '../values.js'

/** Something that did not hold, and the step or expectation that says it should have. */
export interface Failure {
  readonly line: number
  readonly column: number
  /** The call or control word, `expect` for what must hold at the end. */
  readonly step: string
  readonly message: string
  readonly expected?: Data
  readonly actual?: Data
}

/** What was asked for and what came, where there are two to compare. */
export interface Comparison {
  readonly expected?: Data
  readonly actual?: Data
}

/** A failure at a place of the file. */
export const failureAt = (
  at: Place,
  step: string,
  message: string,
  comparison: Comparison = {}
): Failure => ({
  line: at.line,
  column: at.column,
  step,
  message,
  ...comparison
})
