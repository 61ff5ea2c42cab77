import { readFileSync } from 'node:fs'
import type { Problem } from '../scenarios/errors.js'
import type { Scenario } from '../scenarios/language.js'
import { readScenarios } from '../scenarios/scenario-file.js'
import type { Place } from '../scenarios/tree.js'
import { scenarioFiles } from './files.js'
import { homeFolder, suites } from './globals.js'
import { type Origin, play, type RunSettings } from './run.js'
import { problemsText, shownPath, storyText } from './story.js'

/** Fails a test at a place of a scenario file: no line of a program would help whoever reads it. */
const failAt = (text: string, { file }: Origin, { line, column }: Place): never => {
  const error = new Error(text)
  error.stack = `${text}\n    at ${file}:${line}:${column}`
  throw error
}

const refuse = (origin: Origin, problems: readonly Problem[]): void => {
  const [first] = problems
  if (first !== undefined) failAt(problemsText(origin, problems), origin, first)
}

const perform = (scenario: Scenario, origin: Origin, settings: RunSettings): void => {
  refuse(origin, scenario.unsupported)
  const run = play({ scenario, origin }, settings)
  const [failure = { line: scenario.line, column: 1 }] = run.failures
  if (run.verdict !== 'passed') failAt(storyText(run), origin, failure)
}

const describeFile = (file: string, settings: RunSettings): void => {
  const { describe, test } = suites()
  const bytes = readFileSync(file)
  const origin = { file: shownPath(file), text: bytes.toString() }
  const { scenarios, problems } = readScenarios(bytes)
  describe(origin.file, () => {
    if (problems.length > 0) test('is a scenario file', () => refuse(origin, problems))
    for (const scenario of scenarios) test(scenario.title, () => perform(scenario, origin, settings))
  })
}

/**
 * Makes a jest test of every scenario in the files that `pattern` stands for: a file, a folder and all
 * below it, or a pattern with `*` and `**` as in jest's testMatch. Paths start from the test file's folder.
 */
export const describeScenarios = (pattern: string, settings: RunSettings = {}): void => {
  const { describe, test } = suites()
  const found = scenarioFiles(pattern, homeFolder())
  if (found.files === null)
    describe(pattern, () =>
      test('is there', () => {
        throw new Error(found.reason)
      })
    )
  else for (const file of found.files) describeFile(file, settings)
}
