import { actorDrive } from '../../kernel/actors.js'
import type { Scenario } from '../../scenarios/language.js'
import { type RunOptions, runScenario } from '../../scenarios/runner.js'
import { readScenarios } from '../../scenarios/scenario-file.js'
import { encodeTraceEvent } from '../../scenarios/trace-file.js'
import { filesUnder, read } from '../fixtures/sources.js'

const FOLDER = 'scenarios/library'

interface Shelved {
  readonly file: string
  readonly title: string
  readonly scenario: Scenario
}

const library: readonly Shelved[] = filesUnder(FOLDER).flatMap((path) =>
  readScenarios(read(path)).scenarios.map((scenario) => ({
    file: path.slice(FOLDER.length + 1),
    title: scenario.title,
    scenario
  }))
)

interface Performance {
  readonly verdict: string
  readonly reasons: readonly unknown[]
  readonly trace: string
}

/** Runs a scenario, and writes its trace down as a trace file has it. */
const perform = (scenario: Scenario, options: RunOptions = {}): Performance => {
  const lines: string[] = []
  const report = runScenario(scenario, { ...options, trace: (event) => lines.push(encodeTraceEvent(event)) })
  return { verdict: report.verdict, reasons: [...report.failures, report.fault], trace: lines.join('\n') }
}

describe('a scenario of the library', () => {
  it.each(library)('$file: $title', ({ scenario }) => {
    expect(scenario.unsupported).toEqual([])
    const checked = perform(scenario, { invariants: true })
    expect(checked).toMatchObject({ verdict: 'passed', reasons: [null] })
    expect(perform(scenario).trace).toBe(checked.trace)
    expect(perform(scenario, { drive: actorDrive() }).trace).toBe(checked.trace)
  })
})

describe('the library', () => {
  it('consists of scenario files without mistakes, named for their idea', () => {
    const wrong = filesUnder(FOLDER).filter(
      (path) => !/\/[a-z0-9-]+\.scenario\.yaml$/.test(path) || readScenarios(read(path)).problems.length > 0
    )
    expect(wrong).toEqual([])
  })

  it('says of each scenario what it shows, and where the rule is stated', () => {
    const silent = library.filter(({ scenario: { title, about, source } }) => !title || !about || !source)
    expect(silent.map(({ file }) => file)).toEqual([])
  })

  it('proves its claims by counts or by what the trace has', () => {
    const idle = library.filter(
      ({ scenario: { expect: ending } }) =>
        ending.counts.size + ending.hostCounts.size + ending.trace.length + ending.absent.length === 0
    )
    expect(idle.map(({ file }) => file)).toEqual([])
  })

  it('gives no title twice', () => {
    const titles = library.map(({ title }) => title)
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([])
  })
})
