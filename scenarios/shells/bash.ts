import type { Expected, KnownOption, KnownProgram } from './known.js'

/** No words, and no files either where the shell can be told so. */
const NOTHING = 'compopt +o default 2> /dev/null; return'

/** Files are what bash completes by itself when it gets no words. */
const act = (expected: Expected): string => {
  if (expected === 'files') return 'return'
  return expected === 'anything' ? NOTHING : `words='${expected.join(' ')}'`
}

const flagsOf = (options: readonly KnownOption[]): string => options.map(({ flag }) => flag).join(' ')

const valueCases = (options: readonly KnownOption[]): string[] => {
  const actions = new Map<string, string>()
  for (const { flag, value } of options) if (value !== null) actions.set(flag, act(value))
  return [...actions].map(([flag, action]) => `    ${flag}) ${action} ;;`)
}

/** Completion for bash 3.2 and later, which needs no package of completions. */
export const bash = ({ name, commands, options }: KnownProgram): string => {
  const names = commands.map((command) => command.name).join(' ')
  const values = valueCases(commands.flatMap((command) => command.options))
  const operands = commands.flatMap((command) => [
    `      ${command.name}:-*) words='${flagsOf(command.options)}' ;;`,
    `      ${command.name}:*) ${act(command.operand)} ;;`
  ])
  return `# ${name} for bash; in ~/.bashrc: eval "$(${name} completion bash)"
_${name}() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}" words=
  [ "$before" = = ] && before="\${COMP_WORDS[COMP_CWORD - 2]}"
  [ "$word" = = ] && word=
  COMPREPLY=()
  [ "$COMP_CWORD" -eq 1 ] && before=
  case "$before" in
    '') words='${names} ${flagsOf(options)}' ;;
${values.join('\n')}
    *) case "\${COMP_WORDS[1]}:$word" in
${operands.join('\n')}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _${name} ${name}
`
}
