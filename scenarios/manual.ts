import { isRoutineName, type Routine, ROUTINES, type Target } from '../tasks/mach.defs.js'
import { ABOUT_ARGUMENT, ABOUT_OUTPUT, type Argument } from './calls/chapter.js'
import { type Call, CALLS } from './catalogue.js'

/** A line of the manual: a name, and what is said of it. */
export interface Row {
  readonly name: string
  readonly about: string
}

const leftOut = ({ required, otherwise }: Argument): string => {
  if (required) return ''
  return otherwise === undefined ? '; may be left out' : `; ${otherwise} where it is left out`
}

/** The arguments of a call, each with what can be written and what is meant without it. */
export const argumentRows = ({ args }: Call): readonly Row[] =>
  [...args].map(([name, argument]) => ({ name, about: ABOUT_ARGUMENT[argument.kind] + leftOut(argument) }))

const fieldsOf = (call: string, output: string): readonly string[] => {
  if (!isRoutineName(call)) return []
  const { out }: Routine = ROUTINES[call]
  return out.find(({ name }) => name === output)?.fields ?? []
}

/** The outputs of a call, in the order in which they are bound. */
export const outputRows = ({ name: call, outputs }: Call): readonly Row[] =>
  [...outputs].map(([name, kind]) => {
    const fields = fieldsOf(call, name).join(', ')
    return { name, about: fields === '' ? ABOUT_OUTPUT[kind] : `{${fields}}` }
  })

/** The codes by which a call refuses, each with when. */
export const codeRows = ({ codes }: Call): readonly Row[] =>
  [...codes].map(([name, about]) => ({ name, about }))

/** The message that makes a call: its id, its reply's, and to which kind of port it is sent. */
export interface CallMessage {
  readonly id: number
  readonly reply: number
  readonly to: Target
}

const REPLY_AFTER = 100

/** The message that makes a call, null for a call that is a trap alone or not made here. */
export const messageOf = ({ name }: Call): CallMessage | null => {
  if (!isRoutineName(name)) return null
  const { id, target } = ROUTINES[name]
  return { id, reply: id + REPLY_AFTER, to: target }
}

/** The calls that answer a code, by when they do. */
export const callsAnswering = (code: string): ReadonlyMap<string, readonly string[]> => {
  const answering = new Map<string, string[]>()
  for (const { name, codes } of CALLS.values()) {
    const when = codes.get(code)
    if (when !== undefined) answering.set(when, [...(answering.get(when) ?? []), name])
  }
  return answering
}

/** The calls of the language by chapter, in the order of the manual. */
export const chapters = (): ReadonlyMap<string, readonly Call[]> => {
  const byTitle = new Map<string, Call[]>()
  for (const call of CALLS.values()) byTitle.set(call.chapter, [...(byTitle.get(call.chapter) ?? []), call])
  return byTitle
}
