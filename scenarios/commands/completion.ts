import type { Command } from 'commander'
import { completionScript, type Shell } from '../completion.js'
import { type ConsoleOptions, newConsole } from './console.js'
import { ExitStatus } from './exit-status.js'

/** `completion SHELL`: prints the script by which a shell completes the command line. */
export const completion = (program: Command, shell: Shell, command: ConsoleOptions): ExitStatus => {
  const console = newConsole(command)
  const script = completionScript(program, shell)
  console.write(command.json === true ? JSON.stringify({ shell, script }) : script.trimEnd())
  console.flush()
  return ExitStatus.passed
}
