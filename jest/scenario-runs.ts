import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { nearest } from '../scenarios/errors.js'
import type { Scenario } from '../scenarios/language.js'
import { readScenarios } from '../scenarios/scenario-file.js'
import { homeFolder } from './globals.js'
import { type FinishedRun, type Origin, play, type RunSettings } from './run.js'
import { problemsText, shownPath } from './story.js'

/** What else a run of a scenario file can be told. */
export interface FileSettings extends RunSettings {
  /** The title of the one scenario to run; needed where there are several. */
  readonly only?: string
}

const choose = ({ file }: Origin, scenarios: readonly Scenario[], only: string | undefined): Scenario => {
  const titles = scenarios.map(({ title }) => title)
  const [first, second] = only === undefined ? scenarios : scenarios.filter(({ title }) => title === only)
  if (first !== undefined && (second === undefined || only !== undefined)) return first
  const like = only === undefined ? undefined : nearest(only, titles)
  const trouble =
    only === undefined
      ? `${file} holds several scenarios: choose one with \`only\``
      : `${file} has no "${only}"`
  const hint =
    like === undefined ? titles.map((title) => `\n  ${title}`).join('') : `; did you mean "${like}"?`
  throw new Error(trouble + hint)
}

const runOrigin = (origin: Origin, bytes: string | Uint8Array, settings: FileSettings): FinishedRun => {
  const { only, ...rest } = settings
  const { scenarios, problems } = readScenarios(bytes)
  if (problems.length > 0) throw new Error(problemsText(origin, problems))
  const scenario = choose(origin, scenarios, only)
  if (scenario.unsupported.length > 0) throw new Error(problemsText(origin, scenario.unsupported))
  return play({ scenario, origin }, rest)
}

/** Runs the scenario of a file, whose path starts from the test file's folder. Throws where it is none. */
export const runFile = (path: string, settings: FileSettings = {}): FinishedRun => {
  const file = resolve(homeFolder(), path)
  const bytes = readFileSync(file)
  return runOrigin({ file: shownPath(file), text: bytes.toString() }, bytes, settings)
}

/** Runs the scenario of a YAML text. Throws where it is none. */
export const runText = (text: string, settings: FileSettings = {}): FinishedRun =>
  runOrigin({ file: 'scenario', text }, text, settings)
