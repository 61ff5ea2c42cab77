import type { Command, Option } from 'commander'
import { CALLS } from './catalogue.js'
import { CODES } from './constants.js'
import { bash } from './shells/bash.js'
import { fish } from './shells/fish.js'
import type { Expected, KnownOption, KnownProgram } from './shells/known.js'
import { powershell } from './shells/powershell.js'
import { zsh } from './shells/zsh.js'

const SHELLS = { bash, zsh, fish, powershell } as const

/** A shell that command lines can be completed in. */
export type Shell = keyof typeof SHELLS

/** Operands that are words of the language, by the command before them. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  calls: [...CALLS.keys()],
  explain: [...CODES.keys()]
}

const isOfFiles = (placeholder: string): boolean => /\b(file|path)\b/.test(placeholder)

const optionOf = ({ long, flags, description, argChoices, required, optional }: Option): KnownOption => {
  const value = argChoices ?? (isOfFiles(flags) ? 'files' : 'anything')
  return { flag: long ?? flags, about: description, value: required || optional ? value : null }
}

const optionsOf = (command: Command): readonly KnownOption[] =>
  command.createHelp().visibleOptions(command).map(optionOf)

const operandOf = (command: Command): Expected => {
  const [first] = command.registeredArguments
  const known = first?.argChoices ?? WORDS[command.name()]
  if (known !== undefined) return known
  return first !== undefined && isOfFiles(first.name()) ? 'files' : 'anything'
}

/** What a program's own tree of commands says that can be completed. */
const knownOf = (program: Command): KnownProgram => ({
  name: program.name(),
  commands: program
    .createHelp()
    .visibleCommands(program)
    .map((command) => ({
      name: command.name(),
      about: command.description(),
      options: optionsOf(command),
      operand: operandOf(command)
    })),
  options: optionsOf(program)
})

/** The script by which a shell completes a program's command line. */
export const completionScript = (program: Command, shell: Shell): string => SHELLS[shell](knownOf(program))
