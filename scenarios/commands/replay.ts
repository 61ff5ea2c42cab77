import * as E from 'fp-ts/lib/Either.js'
import { encodeEvent, type TraceEvent } from '../../kernel/index.js'
import type { Drive } from '../../ports/lifecycle.js'
import type { Report } from '../judging/verdict.js'
import type { Scenario } from '../language.js'
import type { RunOptions } from '../runner.js'
import { readScenarios } from '../scenario-file.js'
import { flow } from '../terminal/flow.js'
import { visible } from '../terminal/row.js'
import { type Head, isSame, type TraceLine } from '../trace-file.js'
import type { Data } from '../values.js'
import { type Console, type ConsoleOptions, newConsole } from './console.js'
import { execute, type Interruption, listenForInterruption } from './execute.js'
import { ExitStatus, together } from './exit-status.js'
import { summaryLine, type Tally } from './runs.js'
import { readTrace, type TraceInput } from './trace-input.js'
import { hashOf } from './trace-output.js'
import { version } from './version.js'

/** What `replay` can be told; seed and budget are the record's. */
export interface ReplayCommand extends ConsoleOptions {
  readonly invariants?: boolean
  readonly actors?: boolean
}

/** Where a run first differs from its record; null is an event that only one of the two has. */
interface Difference {
  /** Counted from 1; the tail comes after the last. */
  readonly event: number
  readonly line: number
  readonly recorded: Data | null
  readonly actual: Data | null
}

/** A run beside its record. */
interface Comparison {
  readonly input: TraceInput
  events: number
  difference: Difference | null
  /** What is wrong with the file. */
  wrong: string | null
}

interface Replay {
  readonly file: string
  readonly console: Console
  readonly options: RunOptions
  readonly drive: (() => Drive) | null
  readonly json: boolean
  readonly interruption: Interruption
  readonly tally: Tally
}

const partOf = (line: TraceLine | null): Data | null => {
  if (line?.kind === 'event') return line.event
  return line?.kind === 'tail' ? line.tail : null
}

const differ = (comparison: Comparison, recorded: Data | null, actual: Data | null): void => {
  comparison.difference = { event: comparison.events, line: comparison.input.line(), recorded, actual }
}

/** Holds what the run has against the next line, which is left where the file was cut off before it. */
const compare = (comparison: Comparison, actual: Data): void => {
  if (comparison.difference !== null || comparison.wrong !== null) return
  const next = comparison.input.peek()
  if (E.isLeft(next)) {
    comparison.wrong = `${comparison.input.line()}: ${next.left}`
    return
  }
  comparison.events += 1
  if (next.right === null) return
  if (isSame(partOf(next.right), actual)) comparison.input.skip()
  else differ(comparison, partOf(next.right), actual)
}

/** Compares the end of the run: what it came to, and that the record has nothing more. */
const compareEnd = (comparison: Comparison, { verdict, ended, time, counts }: Report): void =>
  compare(comparison, { verdict, ended, time, counts })

const readHead = ({ file }: Replay, input: TraceInput): E.Either<string, Head | null> => {
  const next = input.peek()
  const at = `${file}:${input.line()}: `
  if (E.isLeft(next)) return E.left(at + next.left)
  if (next.right === null) return E.right(null)
  if (next.right.kind !== 'head') return E.left(`${at}a trace file begins with its head`)
  input.skip()
  const { scenario, hash } = next.right.head
  return hashOf(scenario) === hash
    ? E.right(next.right.head)
    : E.left(`${at}the scenario is not the one recorded`)
}

const scenarioOf = ({ file }: Replay, { scenario }: Head): E.Either<string, Scenario> => {
  const { scenarios, problems } = readScenarios(scenario)
  const [problem] = [...problems, ...scenarios.flatMap(({ unsupported }) => unsupported)]
  if (problem !== undefined) return E.left(`${file}: its scenario, line ${problem.line}: ${problem.message}`)
  const [only] = scenarios
  return only === undefined ? E.left(`${file}: it holds no scenario`) : E.right(only)
}

const show = (
  { console, file, json }: Replay,
  scenario: Scenario,
  { difference, events }: Comparison
): void => {
  const { palette } = console
  const verdict = difference === null ? 'passed' : 'failed'
  if (json)
    console.write(JSON.stringify({ file, scenario: scenario.title, verdict, events, differs: difference }))
  else if (difference === null)
    console.write(`${palette('good', 'the same')}  ${visible(scenario.title)}, ${events} events`)
  else {
    const cell = (data: Data | null): string => (data === null ? 'nothing' : visible(flow(data)))
    console.write(
      `${palette('bad', 'differs')}  ${visible(scenario.title)}, first at event ${difference.event}`
    )
    console.write(`  ${file}:${difference.line}`)
    console.write(`    recorded  ${palette('good', cell(difference.recorded))}`)
    console.write(`    now       ${palette('bad', cell(difference.actual))}`)
  }
}

const complain = ({ console, tally }: Replay, wrong: string): ExitStatus => {
  console.say(wrong)
  tally.invalid += 1
  return ExitStatus.badInput
}

const repeat = async (replay: Replay, input: TraceInput, head: Head): Promise<ExitStatus> => {
  const { file, console, tally, interruption } = replay
  const scenario = scenarioOf(replay, head)
  if (E.isLeft(scenario)) return complain(replay, scenario.left)

  if (head.machlab !== version())
    console.say(`${file} was recorded by machlab ${head.machlab}; this is ${version()}`)
  const comparison: Comparison = { input, events: 0, difference: null, wrong: null }
  const options: RunOptions = {
    ...replay.options,
    drive: replay.drive?.() ?? null,
    seed: head.seed,
    budget: head.options.budget,
    trace: (event: TraceEvent) => compare(comparison, encodeEvent(event))
  }
  const report = await execute(scenario.right, options, console, interruption)
  if (report === null) return ExitStatus.interrupted
  const { events } = comparison
  compareEnd(comparison, report)
  if (comparison.difference === null) comparison.events = events
  if (comparison.wrong !== null) return complain(replay, `${file}:${comparison.wrong}`)

  show(replay, scenario.right, comparison)
  if (comparison.difference === null) tally.passed += 1
  else tally.failed += 1
  if (report.fault !== null) return ExitStatus.fault
  return comparison.difference === null ? ExitStatus.passed : ExitStatus.failed
}

/** Makes the runs of a file again, one after the other, up to the first that is not the same. */
const repeatAll = async (replay: Replay, input: TraceInput): Promise<ExitStatus> => {
  let status: ExitStatus = ExitStatus.passed
  for (let runs = 0; ; runs++) {
    const head = readHead(replay, input)
    if (E.isLeft(head)) return complain(replay, head.left)
    if (head.right === null) return runs === 0 ? complain(replay, `${replay.file}: it holds no run`) : status
    status = together(status, await repeat(replay, input, head.right))
    if (status !== ExitStatus.passed) return status
  }
}

/** `replay FILE`: makes recorded runs again, and says where they differ if they do. */
export const replay = async (file: string, command: ReplayCommand): Promise<ExitStatus> => {
  const console = newConsole(command)
  const { json = false, invariants = false, actors = false } = command
  const input = readTrace(file)
  if (E.isLeft(input)) {
    console.say(input.left)
    return ExitStatus.badInput
  }
  const tally: Tally = { passed: 0, failed: 0, invalid: 0 }
  const drive = actors ? (await import('../../kernel/actors.js')).actorDrive : null
  const interruption = listenForInterruption()
  try {
    const options = { invariants }
    const status = await repeatAll({ file, console, options, drive, json, interruption, tally }, input.right)
    if (json) console.write(summaryLine(tally, true))
    return status
  } finally {
    console.flush()
    input.right.close()
  }
}
