import type { Expected, KnownOption, KnownProgram } from './known.js'

const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, (character) => `\\${character}`)}'`

/** What follows an option, or a command. */
const expecting = (expected: Expected): string => {
  if (expected === 'files') return '-F'
  return expected === 'anything' ? '-f' : `-f -a ${quoted(expected.join(' '))}`
}

const optionWords = ({ flag, about, value }: KnownOption): string => {
  const follows = value === null ? '' : ` -r ${expecting(value)}`
  return `-l ${flag.replace(/^--/, '')} -d ${quoted(about)}${follows}`
}

/** Completion for fish 3 and later. */
export const fish = ({ name, commands, options }: KnownProgram): string => {
  const first = `complete -c ${name} -n __fish_use_subcommand`
  const lines = commands.flatMap((command) => {
    const behind = `complete -c ${name} -n '__fish_seen_subcommand_from ${command.name}'`
    return [
      `${first} -f -a ${command.name} -d ${quoted(command.about)}`,
      `${behind} ${expecting(command.operand)}`,
      ...command.options.map((option) => `${behind} ${optionWords(option)}`)
    ]
  })
  return [
    `# ${name} for fish: ${name} completion fish > ~/.config/fish/completions/${name}.fish`,
    `complete -c ${name} -e`,
    ...options.map((option) => `${first} ${optionWords(option)}`),
    ...lines,
    ''
  ].join('\n')
}
