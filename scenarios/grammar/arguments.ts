import * as t from 'io-ts'
import { ABOUT_ARGUMENT, type Argument, type ArgumentKind } from '../calls/chapter.js'
import type { Call } from '../catalogue.js'
import { CONSTANTS } from '../constants.js'
import type { ThreadDecl, Step } from '../step.js'
import type { Value } from '../values.js'
import { codec, later, map, optional, record, required, type Codec, type Field } from './codec.js'
import { disposition, message } from './message.js'
import { address, flags, int, number, portName, size, span, variableIn } from './number.js'
import { data, portNames, truth, words } from './value.js'
import { ACTOR, nameOf } from './words.js'

const constant = (kind: string, name: string, family: string): Codec<Value> => {
  const one = number(name, { least: 0, most: 2 ** 32 - 1, family })
  return later(kind, () => one)
}

const named = nameOf('a task or thread', ACTOR)

/** What a new task or thread is called. */
const actorName = codec<Value>(named.name, named.shape, (node, context) => {
  const variable = node.kind === 'scalar' ? variableIn(node.text) : undefined
  if (variable !== undefined) return t.success(variable)
  return map(named, (value): Value => ({ kind: 'literal', value })).validate(node, context)
})

/** How an argument of each kind is read; threads and steps are read as such. */
const VALUES: Readonly<Record<Exclude<ArgumentKind, 'threads' | 'steps'>, Codec<Value>>> = {
  name: portName,
  names: portNames,
  right: constant('right', 'a right such as MACH_PORT_RIGHT_RECEIVE', 'MACH_PORT_RIGHT_'),
  disposition,
  notification: constant('notification', 'a notification such as MACH_NOTIFY_DEAD_NAME', 'MACH_NOTIFY_'),
  options: flags('an option such as MACH_SEND_MSG | MACH_RCV_MSG'),
  number: int,
  address,
  size,
  time: span,
  bool: truth,
  protection: flags('a protection such as VM_PROT_READ | VM_PROT_WRITE'),
  text: words,
  actor: actorName,
  data,
  message
}

/** The arguments of a call, told apart by what the interpreter does with them. */
export interface Arguments {
  readonly args: ReadonlyMap<string, Value>
  readonly threads: ReadonlyMap<string, ThreadDecl>
  readonly steps: readonly Step[]
}

type Threads = Codec<ReadonlyMap<string, ThreadDecl>>
type Steps = Codec<readonly Step[]>
type Read = Value | ReadonlyMap<string, ThreadDecl> | readonly Step[] | null

/** Reads the arguments of a call. */
export const argumentsOf = (call: Call, threads: Threads, steps: Steps): Codec<Arguments> => {
  const fields = [...call.args].map(([name, argument]) => [name, fieldOf(argument, threads, steps)] as const)
  return map(record(call.name, Object.fromEntries(fields), 'argument'), apart)
}

const fieldOf = (argument: Argument, threads: Threads, steps: Steps): Field<Read> => {
  const { kind, otherwise } = argument
  const codec: Codec<Read> = kind === 'threads' ? threads : kind === 'steps' ? steps : VALUES[kind]
  const about = ABOUT_ARGUMENT[kind]
  return argument.required ? required(codec, about) : optional(codec, defaultValue(otherwise), about)
}

/** A default, as the chapters of the catalogue write it. */
const defaultValue = (otherwise: Argument['otherwise']): Value | null => {
  if (otherwise === undefined) return null
  if (typeof otherwise !== 'string') return { kind: 'literal', value: otherwise }
  const value = CONSTANTS.get(otherwise)
  if (value !== undefined) return { kind: 'constant', name: otherwise, value }
  return variableIn(otherwise) ?? { kind: 'literal', value: otherwise }
}

const apart = (read: Readonly<Record<string, Read>>): Arguments => {
  const args = new Map<string, Value>()
  let threads: Arguments['threads'] = new Map()
  let steps: Arguments['steps'] = []
  for (const [name, value] of Object.entries(read)) {
    if (value === null) continue
    if (value instanceof Map) threads = value
    else if (value instanceof Array) steps = value
    else if ('kind' in value) args.set(name, value)
  }
  return { args, threads, steps }
}
