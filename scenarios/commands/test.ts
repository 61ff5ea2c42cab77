import { writeFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { type Case, junitXml } from '../junit.js'
import { briefText } from '../report.js'
import { type Console, newConsole } from './console.js'
import { ExitStatus } from './exit-status.js'
import { findFiles } from './input.js'
import { runFiles, type RunSettings, type Show, summaryLine } from './runs.js'

/** What `test` can be told. */
export interface TestCommand extends RunSettings {
  /** The file to write for a CI server. */
  readonly junit?: string
}

/** Only what went wrong; quiet, not even that. */
const showTrouble = ({ palette, width, write }: Console, quiet: boolean): Show => ({
  begin: () => undefined,
  end: (file, report) => {
    if (!quiet && report.verdict !== 'passed') write(briefText({ palette, width, file }, report))
  },
  refuse: (lines) => {
    if (!quiet) for (const line of lines) write(line)
  }
})

/** Writes the file for a CI server; left: why that cannot be. */
const writeJunit = (path: string, cases: readonly Case[]): E.Either<string, void> =>
  E.tryCatch(
    () => writeFileSync(path, junitXml(cases)),
    (error) => `${path}: it cannot be written (${error instanceof Error ? error.message : String(error)})`
  )

/** `test PATH…`: runs every scenario in the files and folders named. */
export const test = async (paths: readonly string[], command: TestCommand): Promise<ExitStatus> => {
  const console = newConsole(command)
  const { json = false, quiet = false, junit } = command
  const files = findFiles(paths)
  const cases: Case[] = []
  const opened = junit === undefined ? E.right(undefined) : writeJunit(junit, cases)
  if (E.isLeft(files) || E.isLeft(opened)) {
    for (const wrong of E.isLeft(files) ? files.left : []) console.say(wrong)
    if (E.isLeft(opened)) console.say(opened.left)
    return ExitStatus.badInput
  }
  const show = { ...showTrouble(console, quiet), hear: (one: Case) => void cases.push(one) }
  const { status, tally } = await runFiles(files.right, command, console, show)
  const written = junit === undefined ? E.right(undefined) : writeJunit(junit, cases)
  if (status !== ExitStatus.interrupted) console.write(summaryLine(tally, json))
  if (E.isLeft(written)) console.say(written.left)
  console.flush()
  return E.isLeft(written) ? ExitStatus.badInput : status
}
