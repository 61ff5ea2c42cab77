import type { Scenario } from '../language.js'
import { type RunOptions, startRun } from '../runner.js'
import { counted, shownTime } from '../terminal/units.js'
import type { Report } from '../judging/verdict.js'
import type { Console } from './console.js'
import { ExitStatus } from './exit-status.js'

/** Whether somebody has asked the command to end (control-C). */
export interface Interruption {
  /** Now and then lets signals in; answers whether one has asked the command to end. */
  readonly isAsked: () => Promise<boolean>
}

const MILLISECONDS = 25

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Listens for the interrupt signal; the second one ends the process at once. */
export const listenForInterruption = (): Interruption => {
  let asked = false
  let next = Date.now() + MILLISECONDS
  process.on('SIGINT', () => {
    if (asked) process.exit(ExitStatus.interrupted)
    asked = true
  })
  return {
    isAsked: async () => {
      if (Date.now() < next) return asked
      await turn()
      next = Date.now() + MILLISECONDS
      return asked
    }
  }
}

const STEPS = 1000

/**
 * Runs a scenario to its end, in pieces between which signals are heard and what was written appears.
 * Answers null where the run was interrupted.
 */
export const execute = async (
  scenario: Scenario,
  options: RunOptions,
  console: Console,
  interruption: Interruption
): Promise<Report | null> => {
  const run = startRun(scenario, options)
  while (run.advance(STEPS)) {
    const { time, traps } = run.progress()
    console.progress(`${scenario.title}: ${counted(traps, 'trap')}, ${shownTime(time)}`)
    console.flush()
    if (await interruption.isAsked()) return null
  }
  const report = run.report()
  return (await interruption.isAsked()) ? null : report
}
