import * as E from 'fp-ts/lib/Either.js'
import { nearest } from '../errors.js'
import { newDiagram } from '../diagram.js'
import type { Scenario } from '../language.js'
import { reportText } from '../report.js'
import { readScenarios } from '../scenario-file.js'
import { visible } from '../terminal/row.js'
import { wrap } from '../terminal/flow.js'
import { type Console, newConsole } from './console.js'
import { ExitStatus } from './exit-status.js'
import { readInput } from './input.js'
import { runFiles, type RunSettings, type Show, summaryLine } from './runs.js'

/** What `run` can be told. */
export interface RunCommand extends RunSettings {
  /** The title of the one scenario to run. */
  readonly only?: string
}

/** The sequence of events as they come, then the verdict. */
const showPicture = (console: Console, quiet: boolean): Show => {
  let close = (): void => undefined
  const { palette, width, write } = console

  const begin = (file: string, { title, about, line }: Scenario): void => {
    if (quiet) return
    for (const each of wrap(visible(title), width)) write(palette('strong', each))
    write(palette('faint', `${file}:${line}`))
    if (about !== null) for (const each of wrap(visible(about.trim()), width)) write(each)
    write('')
  }
  const watch: Show['watch'] = (scenario) => (built) => {
    const threads = [...scenario.tasks].flatMap(([task, decl]) =>
      [...decl.threads.keys()].map((thread) => `${task}.${thread}`)
    )
    const diagram = newDiagram({
      width,
      palette,
      threads,
      portName: built.portName,
      processors: built.processors,
      write
    })
    close = diagram.close
    return diagram.listen
  }
  const end: Show['end'] = (file, report) => {
    close()
    close = () => undefined
    if (!quiet) write('')
    write(reportText({ palette, width, file }, report))
    if (!quiet) write('')
  }
  const refuse: Show['refuse'] = (lines) => lines.forEach(write)
  return quiet ? { begin, end, refuse } : { begin, watch, end, refuse }
}

/** `run FILE`: runs the scenarios of a file and shows what happens. */
export const run = async (file: string, command: RunCommand): Promise<ExitStatus> => {
  const console = newConsole(command)
  const { only, json = false, quiet = false } = command
  const meant = (scenario: Scenario): boolean => only === undefined || scenario.title === only
  const { status, tally } = await runFiles([file], command, console, showPicture(console, quiet), meant)
  const count = tally.passed + tally.failed + tally.invalid
  if (only !== undefined && count === 0 && status === ExitStatus.passed) {
    console.say(await noSuchScenario(file, only))
    return ExitStatus.badInput
  }
  if (json || count > 1) console.write(summaryLine(tally, json))
  console.flush()
  return status
}

const noSuchScenario = async (file: string, only: string): Promise<string> => {
  const input = await readInput(file)
  const titles = E.isLeft(input) ? [] : readScenarios(input.right.bytes).scenarios.map(({ title }) => title)
  const like = nearest(only, titles)
  const hint =
    like === undefined
      ? `it has:\n${titles.map((title) => `  ${title}`).join('\n')}`
      : `did you mean "${like}"?`
  return `${file} has no scenario "${only}"; ${hint}`
}
