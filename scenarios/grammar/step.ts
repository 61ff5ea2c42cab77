import * as t from 'io-ts'
import { CALLS, type Call } from '../catalogue.js'
import { quote } from '../errors.js'
import type { Step } from '../step.js'
import type { Entry, Scalar, Table } from '../tree.js'
import { argumentsOf } from './arguments.js'
import {
  codec,
  collect,
  fault,
  later,
  listOf,
  map,
  optional,
  readPart,
  record,
  required,
  unfit,
  type Codec
} from './codec.js'
import { controlWords, type Action, type Control } from './control.js'
import { bindOf, expectOf, succeeds, type Answering } from './expect.js'
import { threadsOf } from './thread.js'
import { text } from './words.js'

/** What stands beside a call or control word. */
export const BESIDE = ['bind', 'expect', 'note']

/** A list of steps. */
export const steps: Codec<readonly Step[]> = listOf(
  'a list of steps',
  'a step',
  later('step', () => step)
)

/** The threads of a task, by name. */
export const threads = threadsOf(steps)

const call = (called: Call): Control => ({
  about: called.about,
  codec: map(
    argumentsOf(called, threads, steps),
    (read): Action => ({ kind: 'call', call: called.name, ...read })
  ),
  answering: called
})

const CONTROL = controlWords(steps)

/** Every call and control word. */
export const WORDS: ReadonlyMap<string, Control> = new Map([
  ...CONTROL,
  ...[...CALLS].map(([name, called]): [string, Control] => [name, call(called)])
])

const answers = new Map<Answering, ReturnType<typeof makeAnswers>>()

const makeAnswers = (answering: Answering) => ({ bind: bindOf(answering), expect: expectOf(answering) })

/** How the answer of a call is kept and matched; made when a scenario first asks. */
const answersOf = (answering: Answering): ReturnType<typeof makeAnswers> => {
  const made = answers.get(answering) ?? makeAnswers(answering)
  answers.set(answering, made)
  return made
}

const step: Codec<Step> = codec('a step', { form: 'either', options: () => forms() }, (node, context) => {
  if (node.kind === 'scalar') return bare(node, context)
  if (node.kind === 'list') return unfit(node, context, 'one call or control word')
  const known = node.entries.find(({ key }) => WORDS.has(key.text))
  const main = known ?? node.entries.find(({ key }) => !BESIDE.includes(key.text))
  if (main === undefined) return fault(node, context, ONE_WORD)
  const control = WORDS.get(main.key.text)
  return control === undefined ? unknown(main.key, context) : stepOf(node, main, control, context)
})

const ONE_WORD = 'a step has exactly one call or control word'

const unknown = (word: Scalar, context: t.Context): t.Validation<never> =>
  fault(word, context, `${quote(word.text)} is no call or control word`, WORDS.keys())

/** A word that stands alone: a call without arguments, or `exit`. */
const bare = (word: Scalar, context: t.Context): t.Validation<Step> => {
  const control = WORDS.get(word.text)
  if (control === undefined) return unknown(word, context)
  if (CONTROL.has(word.text) && word.text !== 'exit') {
    return fault(word, context, `${word.text} does not stand alone: write ${word.text}: and what it takes`)
  }
  const nothing: Table = { kind: 'map', at: word.at, entries: [] }
  return stepOf(nothing, { key: word, value: nothing }, control, context)
}

const stepOf = (node: Table, main: Entry, control: Control, context: t.Context): t.Validation<Step> => {
  const { at, text: word } = main.key
  const { answering } = control
  const errors: t.Errors = []
  const action = collect(readPart(control.codec, word, main.value, context), errors)
  const beside: Record<string, unknown> = { note: null }
  if (answering !== undefined) Object.assign(beside, { bind: [], expect: succeeds(answering, at) })
  for (const { key, value } of node.entries) {
    if (key === main.key) continue
    const codec = key.text === 'note' ? text : answering && besideCall(key.text, answering)
    if (codec === undefined) collect(misplaced(key, word, context), errors)
    else
      collect(readPart<unknown>(codec, key.text, value, context), errors, (read) => (beside[key.text] = read))
  }
  return errors.length > 0 ? t.failures(errors) : t.success({ ...action, ...beside, at } as Step)
}

const besideCall = (key: string, answering: Answering): Codec<unknown> | undefined =>
  key === 'bind' || key === 'expect' ? answersOf(answering)[key] : undefined

const misplaced = (key: Scalar, word: string, context: t.Context): t.Validation<never> => {
  if (WORDS.has(key.text)) return fault(key, context, `${ONE_WORD}: ${key.text} needs a step of its own`)
  if (BESIDE.includes(key.text))
    return fault(key, context, `${key.text} stands beside calls and read, not ${word}`)
  return fault(key, context, `${quote(key.text)} is no key of a step: it has ${BESIDE.join(', ')}`, BESIDE)
}

/** The forms a step can have, for JSON Schema. */
const forms = (): Codec<unknown>[] => {
  const alone = [...CALLS.values()].filter(({ args }) =>
    [...args.values()].every(({ required }) => !required)
  )
  const names = [...alone.map(({ name }) => name), 'exit']
  const word = codec('a word', { form: 'word', schema: { enum: names } }, () => t.success(null))
  return [word, ...[...WORDS].map(formOf)]
}

const formOf = ([name, { codec: taken, answering, about }]: [string, Control]): Codec<unknown> => {
  const own = { [name]: required<unknown>(taken, about) }
  const note = optional(text, null, 'for the reader of the trace')
  if (answering === undefined) return record(name, { ...own, note })
  const { bind, expect } = answersOf(answering)
  return record(name, {
    ...own,
    bind: optional<unknown, null>(bind, null, 'keeps outputs in variables'),
    expect: optional<unknown, null>(expect, null, 'what it must answer'),
    note
  })
}
