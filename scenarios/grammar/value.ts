import * as t from 'io-ts'
import type { Node } from '../tree.js'
import type { Value } from '../values.js'
import {
  byKind,
  codec,
  fault,
  labelOf,
  later,
  listOf,
  map,
  named,
  record,
  required,
  unfit,
  type Codec
} from './codec.js'
import { constant, count, flags, number, portName, reference, variableIn } from './number.js'
import { text } from './words.js'

const textValue = (written: string): Value => ({
  kind: 'literal',
  value: written.startsWith('$$') ? written.slice(1) : written
})

/** `true` or `false`; numbers do as well, as in C. */
export const truth: Codec<Value> = codec<Value>(
  'true or false',
  { form: 'word', schema: { type: ['boolean', 'string'] } },
  (node, context) => {
    if (node.kind !== 'scalar') return unfit(node, context, 'true or false')
    const { value } = node
    if (typeof value === 'boolean') return t.success({ kind: 'literal', value })
    if (value === 0 || value === 1) return t.success({ kind: 'literal', value: value === 1 })
    const variable = typeof value === 'string' ? variableIn(value) : undefined
    return variable === undefined ? unfit(node, context, 'true or false') : t.success(variable)
  }
)

/** A text, or a variable that holds one. */
export const words: Codec<Value> = map(text, (written) => variableIn(written) ?? textValue(written))

/** A list of names, or a variable that holds one. */
export const portNames: Codec<Value> = byKind('a list of names', {
  scalar: reference('a list of names'),
  list: map(listOf('a list of names', 'a name', portName), (items): Value => ({ kind: 'list', items }))
})

const filled = record('a fill', {
  fill: required(
    later('word', (): Codec<Value> => scalar),
    'what each element is'
  ),
  number: required(count, 'how many elements')
})

/** `{fill, number}`: so many elements, each the same. */
export const fill: Codec<Value> = map(filled, (read) => ({
  kind: 'fill',
  element: read.fill,
  number: read.number
}))

/** Whether a map is a fill rather than a map of its author's. */
const isFill = (node: Node): boolean =>
  node.kind === 'map' && node.entries.some(({ key }) => key.text === 'fill')

const integer = number('a number', { least: Number.MIN_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER })

/** One of the elements: a number, or the truth that it stands for. */
const element: Codec<Value> = codec(
  integer.name,
  { form: 'word', schema: { type: ['integer', 'boolean', 'string'] } },
  (node, context) =>
    node.kind === 'scalar' && typeof node.value === 'boolean'
      ? t.success({ kind: 'literal', value: node.value })
      : integer.validate(node, context)
)

/** Elements of memory or of a message: a text, a list of numbers or names, or a fill. */
export const data: Codec<Value> = byKind('a text, a list of numbers or names, or a fill', {
  scalar: codec('a text', { form: 'word', schema: { type: 'string' } }, (node, context) => {
    const written = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined
    if (written === undefined) return unfit(node, context, 'a text, a list of numbers or names, or a fill')
    return t.success(variableIn(written) ?? textValue(written))
  }),
  list: map(listOf('a list of numbers', 'an element', element), (items): Value => ({ kind: 'list', items })),
  map: fill
})

/** A word of any kind: a number, a truth, a variable, a constant, or else a text. */
export const scalar: Codec<Value> = codec(
  'a value',
  { form: 'word', schema: { type: ['string', 'number', 'boolean'] } },
  (node, context) => {
    if (node.kind !== 'scalar') return unfit(node, context, 'a value')
    const { value } = node
    if (value === null) return fault(node, context, `${labelOf(context)} is missing its value`)
    if (typeof value === 'bigint') return fault(node, context, `${node.text} is too large a number`)
    if (typeof value === 'number' || typeof value === 'boolean') return t.success({ kind: 'literal', value })
    const known = node.plain ? constant(node, context) : undefined
    if (known !== undefined) return known
    if (node.plain && /^[A-Z0-9_]+(?: *\| *[A-Z0-9_]+)+$/u.test(value))
      return flags('flags').validate(node, context)
    return t.success(variableIn(value) ?? textValue(value))
  }
)

/** Any value: a word, a list, a fill, or a map. */
export const value: Codec<Value> = byKind('a value', {
  scalar,
  list: map(
    listOf(
      'a list',
      'an element',
      later('value', () => value)
    ),
    (items): Value => ({ kind: 'list', items })
  ),
  map: codec<Value>('a map', { form: 'named', values: later('value', () => value) }, (node, context) =>
    isFill(node) ? fill.validate(node, context) : records.validate(node, context)
  )
})

const records: Codec<Value> = map(
  named(
    'a map',
    'the key',
    text,
    later('value', () => value)
  ),
  (entries) => ({ kind: 'map', entries })
)
