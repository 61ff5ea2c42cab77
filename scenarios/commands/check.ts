import * as E from 'fp-ts/lib/Either.js'
import { type Problem, renderProblem } from '../errors.js'
import { readScenarios } from '../scenario-file.js'
import { type Console, type ConsoleOptions, newConsole } from './console.js'
import { ExitStatus } from './exit-status.js'
import { findFiles, type Input, readInput } from './input.js'
import { summaryLine, type Tally } from './runs.js'

/** Everything that keeps a file's scenarios from running. */
const problemsIn = ({ bytes }: Input): readonly Problem[] => {
  const { scenarios, problems } = readScenarios(bytes)
  return [...problems, ...scenarios.flatMap(({ unsupported }) => unsupported)]
}

const errorJson = ({ line, column, message, nearest }: Problem): object => ({
  line,
  column,
  message,
  nearest: nearest ?? null
})

const show = (console: Console, input: Input, problems: readonly Problem[], json: boolean): void => {
  const { file, bytes } = input
  if (json) {
    console.write(JSON.stringify({ file, errors: problems.map(errorJson) }))
    return
  }
  const text = new TextDecoder().decode(bytes)
  for (const problem of problems) console.write(renderProblem(problem, file, text))
}

/** `check PATH…`: validates the files and folders named, and runs nothing. */
export const check = async (paths: readonly string[], command: ConsoleOptions): Promise<ExitStatus> => {
  const console = newConsole(command)
  const { json = false } = command
  const files = findFiles(paths)
  if (E.isLeft(files)) {
    console.say(files.left.join('\n'))
    return ExitStatus.badInput
  }
  const tally: Tally = { passed: 0, failed: 0, invalid: 0 }
  let unread = 0
  for (const file of files.right) {
    const input = await readInput(file)
    if (E.isLeft(input)) {
      console.say(input.left)
      unread += 1
      continue
    }
    const problems = problemsIn(input.right)
    if (problems.length === 0) tally.passed += 1
    else tally.invalid += 1
    show(console, input.right, problems, json)
  }
  console.write(summaryLine(tally, json))
  console.flush()
  return tally.invalid + unread > 0 ? ExitStatus.badInput : ExitStatus.passed
}
