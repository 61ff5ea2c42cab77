import type { Expected, KnownCommand, KnownOption, KnownProgram } from './known.js'

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** Characters that divide a specification of zsh's. */
const plain = (text: string): string => text.replaceAll(/[\\:[\]]/g, (character) => `\\${character}`)

const action = (expected: Expected): string => {
  if (expected === 'files') return 'file:_files'
  return expected === 'anything' ? 'value: ' : `word:(${expected.join(' ')})`
}

const optionSpec = ({ flag, about, value }: KnownOption): string =>
  value === null ? quoted(`${flag}[${plain(about)}]`) : quoted(`${flag}=[${plain(about)}]:${action(value)}`)

const commandCase = ({ name, options, operand }: KnownCommand): string => {
  const specs = [...options.map(optionSpec), quoted(`*:${action(operand)}`)]
  return `    ${name}) _arguments \\\n      ${specs.join(' \\\n      ')} ;;`
}

/** Completion for zsh, to be evaluated or to lie in a folder of $fpath. */
export const zsh = ({ name, commands, options }: KnownProgram): string => {
  const described = [
    ...commands.map((command) => quoted(`${command.name}:${plain(command.about)}`)),
    ...options.map(({ flag, about }) => quoted(`${flag}:${plain(about)}`))
  ]
  return `#compdef ${name}
# ${name} for zsh; in ~/.zshrc, after compinit: eval "$(${name} completion zsh)"
_${name}() {
  local -a commands=(
    ${described.join('\n    ')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT -= 1 ))
  case $words[1] in
${commands.map(commandCase).join('\n')}
  esac
}
if [ "$funcstack[1]" = "_${name}" ]; then _${name}; else compdef _${name} ${name}; fi
`
}
