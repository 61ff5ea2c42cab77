import type { Expected, KnownOption, KnownProgram } from './known.js'

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** No words leave it to the shell, which completes files. */
const wordsOf = (expected: Expected): readonly string[] => (typeof expected === 'string' ? [] : expected)

const list = (words: readonly string[]): string => `@(${words.map(quoted).join(', ')})`

const table = (entries: Iterable<readonly [string, string]>): string =>
  [...entries].map(([key, value]) => `    ${quoted(key)} = ${value}`).join('\n')

const valuesOf = (options: readonly KnownOption[]): Map<string, string> => {
  const values = new Map<string, string>()
  for (const { flag, value } of options) if (value !== null) values.set(flag, list(wordsOf(value)))
  return values
}

const flagsOf = (options: readonly KnownOption[]): readonly string[] => options.map(({ flag }) => flag)

/** Completion for PowerShell 5.1 and later. */
export const powershell = ({ name, commands, options }: KnownProgram): string => {
  const first = [...commands.map((command) => command.name), ...flagsOf(options)]
  return `# ${name} for PowerShell; in $PROFILE: ${name} completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName ${name} -ScriptBlock {
  param($word, $ast, $position)
  $options = @{
${table(commands.map((command) => [command.name, list(flagsOf(command.options))]))}
  }
  $operands = @{
${table(commands.map((command) => [command.name, list(wordsOf(command.operand))]))}
  }
  $values = @{
${table(valuesOf(commands.flatMap((command) => command.options)))}
  }
  $typed = @($ast.CommandElements | ForEach-Object { "$_" })
  if ($word -and $typed.Count -gt 1) { $typed = @($typed[0..($typed.Count - 2)]) }
  $before = $typed[-1]
  $found = if ($typed.Count -eq 1) { ${list(first)} }
    elseif ($values.ContainsKey($before)) { $values[$before] }
    elseif ($word -like '-*') { $options[$typed[1]] }
    else { $operands[$typed[1]] }
  @($found) | Where-Object { $_ -and $_ -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`
}
