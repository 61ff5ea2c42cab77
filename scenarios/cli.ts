#!/usr/bin/env node
import { CommanderError } from 'commander'
import { commandLine } from './commands/command-line.js'
import { ExitStatus } from './commands/exit-status.js'
import { version } from './commands/version.js'

/** Errors of usage are bad input; asking for help or the version is not. */
const statusOf = ({ exitCode }: CommanderError): ExitStatus =>
  exitCode === 0 ? ExitStatus.passed : ExitStatus.badInput

/** What no part of the program accounts for is its own fault. */
const reportFault = (error: unknown): ExitStatus => {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(
    `machlab itself is at fault. Please report this:\n  machlab ${version()}, node ${process.version}\n${what}\n`
  )
  return ExitStatus.fault
}

const main = async (words: readonly string[]): Promise<ExitStatus> => {
  let status: ExitStatus = ExitStatus.passed
  const program = commandLine((reached) => {
    status = reached
  })
  try {
    await program.parseAsync(words)
    return status
  } catch (error) {
    return error instanceof CommanderError ? statusOf(error) : reportFault(error)
  }
}

void main(process.argv).then((status) => {
  process.exitCode = status
})
