import { type Call, CALLS } from '../catalogue.js'
import { CODES } from '../constants.js'
import { nearest } from '../errors.js'
import { argumentRows, chapters, codeRows, messageOf, outputRows, type Row } from '../manual.js'
import { wrap } from '../terminal/flow.js'
import { type Console, type ConsoleOptions, newConsole } from './console.js'
import { ExitStatus } from './exit-status.js'
import { exampleOf, libraryWith, type Shelved } from './library.js'

const INDENT = 4
const GAP = 2
const NOT_BUILT = 'not in this version'

const writeRows = ({ write, palette, width }: Console, title: string, rows: readonly Row[]): void => {
  if (rows.length === 0) return
  write(`  ${palette('faint', title)}`)
  const column = Math.max(...rows.map(({ name }) => name.length)) + GAP
  for (const { name, about } of rows) {
    const [first = '', ...rest] = wrap(about, Math.max(width - INDENT - column, INDENT * INDENT))
    write(`${' '.repeat(INDENT)}${palette('call', name)}${' '.repeat(column - name.length)}${first}`)
    for (const line of rest) write(' '.repeat(INDENT + column) + line)
  }
}

const listCalls = (console: Console): void => {
  const { write, palette } = console
  for (const [title, calls] of chapters()) {
    const unbuilt = calls.every(({ built }) => !built) ? palette('faint', ` (${NOT_BUILT})`) : ''
    write(palette('strong', title) + unbuilt)
    const column = Math.max(...calls.map(({ name }) => name.length)) + GAP
    for (const { name, about } of calls) write(`  ${palette('call', name.padEnd(column))}${about}`)
    write('')
  }
  write('machlab calls NAME says more of one.')
}

const messageRows = (call: Call): readonly Row[] => {
  const message = messageOf(call)
  if (message === null) return []
  const { id, reply, to } = message
  return [{ name: `${id}`, about: `to the port of a ${to}; its reply has the id ${reply}` }]
}

const showCall = (console: Console, call: Call, example: Shelved | null): void => {
  const { write, palette, width } = console
  write(`${palette('strong', call.name)}  ${palette('faint', call.chapter)}`)
  for (const line of wrap(call.about, width)) write(line)
  if (!call.built)
    write(palette('notice', `It ${call.gone ?? `is ${NOT_BUILT}`}: a scenario with it is not run.`))
  writeRows(console, 'arguments', argumentRows(call))
  writeRows(console, 'outputs', outputRows(call))
  writeRows(console, 'codes', [{ name: call.success, about: 'it is done' }, ...codeRows(call)])
  writeRows(console, 'message', messageRows(call))
  if (example === null) return
  write(`  ${palette('faint', 'scenario')}`)
  write(`${' '.repeat(INDENT)}${palette('call', example.file)}`)
  for (const line of wrap(example.title, width - INDENT)) write(' '.repeat(INDENT) + line)
}

const callJson = (call: Call, example: Shelved | null): object => {
  const { name, chapter, about, built, args, outputs, success, codes } = call
  return {
    call: name,
    chapter,
    about,
    built,
    arguments: [...args].map(([argument, { kind, required, otherwise }]) => ({
      name: argument,
      kind,
      required,
      default: otherwise ?? null
    })),
    outputs: [...outputs].map(([output, kind]) => ({ name: output, kind })),
    success,
    codes: [...codes].map(([code, when]) => ({ code, number: CODES.get(code) ?? null, when })),
    message: messageOf(call),
    scenario: example === null ? null : { file: example.file, title: example.title }
  }
}

/** `calls [NAME]`: the calls of the language by chapter, or all there is to say of one. */
export const calls = (name: string | undefined, command: ConsoleOptions): ExitStatus => {
  const console = newConsole(command)
  const { json = false } = command
  if (name === undefined) {
    if (json) for (const each of CALLS.values()) console.write(JSON.stringify(callJson(each, null)))
    else listCalls(console)
    console.flush()
    return ExitStatus.passed
  }
  const call = CALLS.get(name)
  if (call === undefined) {
    const meant = nearest(name, CALLS.keys())
    console.say(`${name} is no call${meant === undefined ? '' : `; did you mean ${meant}?`}`)
    return ExitStatus.badInput
  }
  const example = exampleOf(name, libraryWith(name))
  if (json) console.write(JSON.stringify(callJson(call, example)))
  else showCall(console, call, example)
  console.flush()
  return ExitStatus.passed
}
