import * as E from 'fp-ts/lib/Either.js'
import type { Errors } from 'io-ts'
import { problemsOf, type Finding, type Problem } from './errors.js'
import type { Fault } from './grammar/codec.js'
import { eachStep } from './grammar/outline.js'
import { unknownActors } from './grammar/references.js'
import { unbuilt } from './grammar/unbuilt.js'
import { unsetVariables } from './grammar/unset.js'
import { scenario, type Scenario } from './language.js'
import { readSource } from './source.js'
import type { Node } from './tree.js'

const MAX_STEPS = 100_000

/** What a scenario file holds. Where there are problems, nothing of it may run. */
export interface ScenarioFile {
  readonly scenarios: readonly Scenario[]
  /** Every mistake, but at most 20, in the order of the file. */
  readonly problems: readonly Problem[]
}

/** Reads a scenario file: its scenarios, or everything that is wrong with it. No text makes it fail. */
export const readScenarios = (file: string | Uint8Array): ScenarioFile => {
  const { documents, problems } = readSource(file)
  const findings = [...problems]
  const scenarios: Scenario[] = []
  if (documents.length === 0 && findings.length === 0) findings.push(empty)
  const excess = tooMany(documents)
  if (excess !== undefined) return { scenarios: [], problems: problemsOf([...findings, excess]) }
  for (const document of documents) {
    const read = scenario.decode(document)
    for (const finding of mistakesIn(document, read)) findings.push(finding)
    if (E.isRight(read)) scenarios.push({ ...read.right, unsupported: problemsOf(unbuilt(document)) })
  }
  return findings.length > 0 ? { scenarios: [], problems: problemsOf(findings) } : { scenarios, problems: [] }
}

const empty: Finding = { kind: 'mistake', at: { line: 1, column: 1 }, message: 'the file holds no scenario' }

/** What is wrong with one document: its form, and its names. */
const mistakesIn = (document: Node, read: E.Either<Errors, unknown>): readonly Finding[] => [
  ...(E.isLeft(read) ? read.left.filter(isFault).map(findingOf) : []),
  ...unsetVariables(document),
  ...unknownActors(document)
]

const isFault = (error: Errors[number]): error is Fault => 'names' in error

const findingOf = ({ value, message = '', names }: Fault): Finding => ({
  kind: 'mistake',
  at: value.at,
  message,
  ...(value.kind === 'scalar' && { wrong: value.text, names })
})

/** The step with which a file has more of them than it may. */
const tooMany = (documents: readonly Node[]): Finding | undefined => {
  let steps = 0
  let excess: Finding | undefined
  for (const document of documents) {
    eachStep(document, ({ key }) => {
      steps += 1
      if (steps === MAX_STEPS + 1)
        excess = { kind: 'mistake', at: key.at, message: `more than ${MAX_STEPS} steps` }
    })
  }
  return excess
}
