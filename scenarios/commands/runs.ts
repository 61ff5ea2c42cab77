import * as E from 'fp-ts/lib/Either.js'
import type { Listener } from '../../kernel/index.js'
import type { Drive } from '../../ports/lifecycle.js'
import type { Built } from '../build.js'
import type { Problem } from '../errors.js'
import type { Report } from '../judging/verdict.js'
import { type Case, troubleOf } from '../junit.js'
import type { Scenario } from '../language.js'
import { reportJson } from '../report.js'
import { BUDGET, type RunOptions } from '../runner.js'
import { readScenarios } from '../scenario-file.js'
import { visible } from '../terminal/row.js'
import type { Console, ConsoleOptions } from './console.js'
import { execute, type Interruption, listenForInterruption } from './execute.js'
import { ExitStatus, together } from './exit-status.js'
import { type Input, readInput } from './input.js'
import { invalidCase, invalidJson, reasonsOf } from './refusal.js'
import { documentAt, openTrace, type TraceOutput } from './trace-output.js'
import { version } from './version.js'

/** What the commands that run scenarios can be told. */
export interface RunSettings extends ConsoleOptions {
  readonly seed?: number
  readonly budget?: number
  readonly trace?: string
  readonly invariants?: boolean
  readonly actors?: boolean
}

/** How a command shows to people what it runs. */
export interface Show {
  /** A run begins. */
  readonly begin: (file: string, scenario: Scenario) => void
  /** Hears the run, where it is watched. */
  readonly watch?: (scenario: Scenario) => (built: Built) => Listener
  readonly end: (file: string, report: Report) => void
  /** Nothing was run, and why. */
  readonly refuse: (lines: readonly string[]) => void
  /** Hears how each came out, also where objects are printed in place of all this. */
  readonly hear?: (one: Case) => void
}

/** So many scenarios have come out so. */
export interface Tally {
  passed: number
  failed: number
  invalid: number
}

/** All that goes on while a command runs scenarios. */
interface Session {
  readonly settings: RunSettings
  readonly console: Console
  readonly show: Show
  readonly trace: TraceOutput | null
  readonly drive: (() => Drive) | null
  readonly interruption: Interruption
  readonly tally: Tally
  status: ExitStatus
}

const worsen = (session: Session, status: ExitStatus): void => {
  session.status = together(session.status, status)
}

const refuse = (
  { settings, console, show, tally }: Session,
  { file, bytes }: Input,
  title: string | null,
  line: number,
  problems: readonly Problem[]
): void => {
  tally.invalid += 1
  const reasons = reasonsOf(problems, file, new TextDecoder().decode(bytes))
  show.hear?.(invalidCase(file, title, line, problems[0]?.message ?? '', reasons))
  if (settings.json === true) {
    console.write(JSON.stringify(invalidJson(file, title, line, problems)))
    return
  }
  show.refuse([`${console.palette('bad', 'invalid')}  ${visible(title ?? file)}`, ...reasons])
}

const reportFault = ({ console, settings }: Session, file: string, report: Report): void => {
  console.say(
    [
      `machlab itself is at fault: ${report.fault ?? ''}`,
      `Please report this, with the scenario and these lines:`,
      `  machlab ${version()}, node ${process.version}, ${process.platform}`,
      `  ${file}:${report.line}: ${report.scenario}`,
      `  seed ${settings.seed ?? 1}, budget ${settings.budget ?? BUDGET}, after ${report.counts.traps ?? 0} traps`
    ].join('\n')
  )
}

const take = (session: Session, file: string, report: Report, took: number): void => {
  const { settings, console, show, tally } = session
  show.hear?.({
    file,
    line: report.line,
    name: report.scenario,
    took,
    outcome: troubleOf(file, report)
  })
  if (report.verdict === 'passed') tally.passed += 1
  else {
    tally.failed += 1
    worsen(session, ExitStatus.failed)
  }
  if (settings.json === true) console.write(JSON.stringify(reportJson(file, report)))
  else show.end(file, report)
  if (report.fault === null) return
  worsen(session, ExitStatus.fault)
  reportFault(session, file, report)
}

const optionsOf = ({ settings, show, trace, drive }: Session, scenario: Scenario): RunOptions => {
  const watch = settings.json === true ? undefined : show.watch?.(scenario)
  return {
    seed: settings.seed ?? 1,
    budget: settings.budget ?? BUDGET,
    invariants: settings.invariants ?? false,
    drive: drive?.() ?? null,
    ...(trace === null ? {} : { trace: trace.listen }),
    ...(watch === undefined ? {} : { watch })
  }
}

/** Runs one scenario; false where the command was interrupted. */
const runOne = async (session: Session, { file, bytes }: Input, scenario: Scenario): Promise<boolean> => {
  const { settings, console, show, trace, interruption } = session
  if (settings.json !== true) show.begin(file, scenario)
  const text = trace === null ? '' : documentAt(new TextDecoder().decode(bytes), scenario.line)
  trace?.begin(text, settings.seed ?? 1, settings.budget ?? BUDGET)
  const began = performance.now()
  const report = await execute(scenario, optionsOf(session, scenario), console, interruption)
  if (report === null) return false
  trace?.end(report)
  take(session, file, report, performance.now() - began)
  return true
}

const runInput = async (
  session: Session,
  input: Input,
  isMeant: (scenario: Scenario) => boolean
): Promise<boolean> => {
  const { scenarios, problems } = readScenarios(input.bytes)
  if (problems.length > 0) {
    refuse(session, input, null, 1, problems)
    worsen(session, ExitStatus.badInput)
    return true
  }
  for (const scenario of scenarios.filter(isMeant))
    if (scenario.unsupported.length > 0) {
      refuse(session, input, scenario.title, scenario.line, scenario.unsupported)
      worsen(session, ExitStatus.badInput)
    } else if (!(await runOne(session, input, scenario))) return false
  return true
}

const runAll = async (
  session: Session,
  files: readonly string[],
  isMeant: (scenario: Scenario) => boolean
): Promise<ExitStatus> => {
  for (const file of files) {
    const input = await readInput(file)
    if (E.isLeft(input)) {
      session.console.say(input.left)
      session.show.hear?.(invalidCase(file, null, 1, input.left, []))
      worsen(session, ExitStatus.badInput)
    } else if (!(await runInput(session, input.right, isMeant))) return ExitStatus.interrupted
  }
  return session.status
}

const driveFor = async ({ actors }: RunSettings): Promise<(() => Drive) | null> =>
  actors === true ? (await import('../../kernel/actors.js')).actorDrive : null

/** Runs the scenarios of files, shows each, and answers how they came out together. */
export const runFiles = async (
  files: readonly string[],
  settings: RunSettings,
  console: Console,
  show: Show,
  isMeant: (scenario: Scenario) => boolean = () => true
): Promise<{ readonly status: ExitStatus; readonly tally: Tally }> => {
  const tally: Tally = { passed: 0, failed: 0, invalid: 0 }
  const opened = settings.trace === undefined ? E.right(null) : openTrace(settings.trace)
  if (E.isLeft(opened)) {
    console.say(opened.left)
    return { status: ExitStatus.badInput, tally }
  }
  const session: Session = {
    settings,
    console,
    show,
    trace: opened.right,
    drive: await driveFor(settings),
    interruption: listenForInterruption(),
    tally,
    status: ExitStatus.passed
  }
  try {
    const status = await runAll(session, files, isMeant)
    if (status === ExitStatus.interrupted) console.say('interrupted')
    return { status, tally }
  } finally {
    session.trace?.close()
  }
}

/** The line that sums up, for programs and for people; invalid scenarios count as failed for these. */
export const summaryLine = (tally: Tally, json: boolean): string =>
  json ? JSON.stringify({ summary: tally }) : `${tally.passed} passed, ${tally.failed + tally.invalid} failed`
