import * as E from 'fp-ts/lib/Either.js'
import { type Code, explain as look, type Explained, type Shortage } from '../codes.js'
import { callsAnswering } from '../manual.js'
import { wrap } from '../terminal/flow.js'
import { type Console, type ConsoleOptions, newConsole } from './console.js'
import { ExitStatus } from './exit-status.js'

const INDENT = 2

/** Code numbers as headers have them: those of messages are written in hexadecimal. */
const shownNumber = (number: number): string =>
  number >= 0x400 ? `${number}, 0x${number.toString(16)}` : `${number}`

const writeText = ({ write, width }: Console, indent: number, text: string): void => {
  for (const line of wrap(text, width - indent)) write(' '.repeat(indent) + line)
}

const writeCode = (console: Console, { name, number, means, comes }: Code): void => {
  const { write, palette } = console
  write(`${palette('strong', name)}  ${palette('faint', shownNumber(number))}`)
  writeText(console, INDENT, means)
  writeText(console, INDENT, comes)
  for (const [when, calls] of callsAnswering(name)) {
    writeText(console, INDENT, `${calls.join(', ')}:`)
    writeText(console, 2 * INDENT, when)
  }
}

const writeShortage = (console: Console, { name, bit, means }: Shortage): void => {
  const { write, palette } = console
  write(`${palette('strong', name)}  ${palette('faint', `bit 0x${bit.toString(16)}, what was short`)}`)
  writeText(console, INDENT, means)
}

const codeJson = ({ name, number, means, comes }: Code): object => ({
  code: name,
  number,
  means,
  comes,
  calls: [...callsAnswering(name)].flatMap(([when, calls]) => calls.map((call) => ({ call, when })))
})

const write = (console: Console, { codes, shortages }: Explained, json: boolean): void => {
  if (json) {
    for (const code of codes) console.write(JSON.stringify(codeJson(code)))
    for (const { name, bit, means } of shortages)
      console.write(JSON.stringify({ shortage: name, number: bit, means }))
    return
  }
  for (const code of codes) writeCode(console, code)
  for (const shortage of shortages) writeShortage(console, shortage)
}

/** `explain CODE`: what a return code means, when it comes, and which calls answer it. */
export const explain = (code: string, command: ConsoleOptions): ExitStatus => {
  const console = newConsole(command)
  const found = look(code)
  if (E.isLeft(found)) {
    const { wrong, meant } = found.left
    console.say(`${wrong} is no return code${meant === undefined ? '' : `; did you mean ${meant}?`}`)
    return ExitStatus.badInput
  }
  write(console, found.right, command.json ?? false)
  console.flush()
  return ExitStatus.passed
}
