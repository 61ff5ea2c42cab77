import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { CONSTANTS } from '../constants.js'
import type { Step } from '../step.js'
import type { Value } from '../values.js'
import {
  codec,
  collect,
  fault,
  map,
  named,
  optional,
  readPart,
  record,
  required,
  unfit,
  type Codec
} from './codec.js'
import type { Answering } from './expect.js'
import { anything } from './pattern.js'
import { address, count, int, size, span } from './number.js'
import { data, scalar, value } from './value.js'
import { choice, text, variableName } from './words.js'

/** What a step does, without what may stand beside it. */
export type Action = Bare<Step>
type Bare<S> = S extends Step ? Omit<S, 'at' | 'note' | 'bind' | 'expect'> : never

/** A control word: what it does, and how what stands behind it is read. */
export interface Control {
  readonly about: string
  readonly codec: Codec<Action>
  /** Where it answers something that can be kept and matched. */
  readonly answering?: Answering
}

type Steps = Codec<readonly Step[]>

/** The states of a thread that can be waited for. */
const AWAITED = ['waiting', 'finished', 'suspended', 'terminated'] as const

/** The control words of the language, as they read with what a list of steps is. */
export const controlWords = (steps: Steps): ReadonlyMap<string, Control> =>
  new Map<string, Control>([
    ['repeat', { about: 'Does its steps so many times.', codec: repeat(steps) }],
    [
      'forever',
      {
        about: 'Does its steps until the thread is ended; the thread is a daemon from here on.',
        codec: map(steps, (list): Action => ({ kind: 'forever', steps: list }))
      }
    ],
    ['switch', { about: 'Chooses its steps by a value.', codec: choose(steps) }],
    ['set', { about: 'Sets variables.', codec: set }],
    ['check', { about: 'Fails the scenario where a value does not match.', codec: check }],
    ['wait_for', { about: 'Holds the thread until another is in a state; costs nothing.', codec: waitFor }],
    [
      'sleep',
      { about: 'Waits in virtual time.', codec: map(span, (time): Action => ({ kind: 'sleep', time })) }
    ],
    [
      'compute',
      {
        about: 'Uses the processor for so long.',
        codec: map(span, (time): Action => ({ kind: 'compute', time }))
      }
    ],
    [
      'read',
      {
        about: "Loads from the task's memory.",
        codec: read,
        answering: { name: 'read', outputs: new Map([['data', 'data']]), success: 'KERN_SUCCESS' }
      }
    ],
    ['write', { about: "Stores to the task's memory.", codec: write }],
    ['raise', { about: 'Does something exceptional.', codec: raise }],
    [
      'exit',
      { about: 'Ends the thread here.', codec: map(record('exit', {}), (): Action => ({ kind: 'exit' })) }
    ]
  ])

const repeat = (steps: Steps): Codec<Action> =>
  map(
    record('repeat', {
      times: required(count, 'how often'),
      index: optional(variableName, null, 'the variable that counts, from 0'),
      steps: required(steps)
    }),
    (read): Action => ({ kind: 'repeat', ...read })
  )

const choose = (steps: Steps): Codec<Action> =>
  map(
    record('switch', {
      on: required(value, 'what is looked at'),
      cases: required(casesOf(steps), 'the steps for each value'),
      default: optional(steps, [], 'the steps for any other value')
    }),
    (read): Action => ({ kind: 'switch', ...read })
  )

interface Case {
  readonly value: Value
  readonly steps: readonly Step[]
}

const casesOf = (steps: Steps): Codec<readonly Case[]> =>
  codec('a map of cases', { form: 'named', values: steps }, (node, context) => {
    if (node.kind !== 'map') return unfit(node, context, 'a map of cases')
    const errors: t.Errors = []
    const cases: Case[] = []
    for (const entry of node.entries) {
      const on = collect(readPart(scalar, 'a case', entry.key, context), errors)
      const list = collect(readPart(steps, `the case ${entry.key.text}`, entry.value, context), errors)
      if (on !== undefined && list !== undefined) cases.push({ value: on, steps: list })
    }
    return errors.length > 0 ? t.failures(errors) : t.success(cases)
  })

const set: Codec<Action> = map(
  named('a map of variables', 'the variable', variableName, value),
  (variables): Action => ({ kind: 'set', variables })
)

const check: Codec<Action> = map(
  record('check', { value: required(value, 'what is looked at'), is: required(anything, 'a pattern') }),
  (read): Action => ({ kind: 'check', ...read })
)

const waitFor: Codec<Action> = map(
  record('wait_for', {
    thread: required(text, '<task>.<thread>'),
    state: required(choice(AWAITED))
  }),
  (read): Action => ({ kind: 'wait_for', ...read })
)

/** An element's type, as MACH_MSG_TYPE_CHAR or just `char`. */
const elementType: Codec<Value> = codec('a type such as char', int.shape, (node, context) => {
  const name = node.kind === 'scalar' ? `MACH_MSG_TYPE_${node.text.toUpperCase()}` : ''
  const known = CONSTANTS.get(name)
  if (known !== undefined) return t.success({ kind: 'constant', name, value: known })
  const written = int.validate(node, context)
  return E.isLeft(written) && node.kind === 'scalar'
    ? fault(node, context, `${node.text} is no type`, TYPES)
    : written
})

const TYPES = [...CONSTANTS.keys()]
  .filter((name) => name.startsWith('MACH_MSG_TYPE_'))
  .map((name) => name.slice('MACH_MSG_TYPE_'.length).toLowerCase())

const CHAR: Value = { kind: 'constant', name: 'MACH_MSG_TYPE_CHAR', value: 8 }
const ZERO: Value = { kind: 'literal', value: 0 }

const read: Codec<Action> = map(
  record('read', { address: required(address), size: required(size), type: optional(elementType, CHAR) }),
  (fields): Action => ({ kind: 'read', ...fields })
)

const write: Codec<Action> = map(
  record('write', { address: required(address), data: required(data) }),
  (fields): Action => ({ kind: 'write', ...fields })
)

const raise: Codec<Action> = map(
  record('raise', {
    exception: required(int, 'EXC_…'),
    code: optional(int, ZERO),
    subcode: optional(int, ZERO)
  }),
  (fields): Action => ({ kind: 'raise', ...fields })
)
