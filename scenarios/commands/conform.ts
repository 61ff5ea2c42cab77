import * as E from 'fp-ts/lib/Either.js'
import { conform as compare } from '../conform.js'
import { type ConsoleOptions, newConsole } from './console.js'
import { ExitStatus } from './exit-status.js'

/** What `conform` can be told. */
export interface ConformCommand extends ConsoleOptions {
  /** A file of sequences to set aside, a reason each. */
  readonly except?: string
  /** The one sequence to replay, by its id. */
  readonly only?: string
}

/** `conform PATH…`: replays what a real kernel answered and compares every reply. */
export const conform = async (paths: readonly string[], command: ConformCommand): Promise<ExitStatus> => {
  const console = newConsole(command)
  const { except, only, json = false } = command
  const outcome = compare(paths, {
    json,
    write: console.write,
    ...(except === undefined ? {} : { except }),
    ...(only === undefined ? {} : { only })
  })
  console.flush()
  if (E.isLeft(outcome)) {
    for (const wrong of outcome.left) console.say(wrong)
    return ExitStatus.badInput
  }
  const { summary, faults } = outcome.right
  if (faults > 0) return ExitStatus.fault
  return summary.differ > 0 ? ExitStatus.failed : ExitStatus.passed
}
