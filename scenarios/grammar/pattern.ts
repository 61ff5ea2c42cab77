import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { OutputKind } from '../calls/chapter.js'
import { quote } from '../errors.js'
import type { Pattern } from '../pattern.js'
import type { Node, Table } from '../tree.js'
import { bytesOf, millisecondsOf, type Value } from '../values.js'
import {
  codec,
  fault,
  later,
  listOf,
  map,
  named,
  optional,
  record,
  required,
  unfit,
  type Codec
} from './codec.js'
import { span } from './number.js'
import { fill, scalar } from './value.js'
import { text } from './words.js'

/** What a pattern may be made of: its words, its keys (none given: any), the elements of its lists. */
interface Matched {
  readonly name: string
  readonly word?: Codec<Value>
  readonly keys?: Readonly<Record<string, Codec<Pattern>>>
  readonly items?: Codec<Pattern>
}

/** A pattern for what is described. */
export const patternOf = ({ name, word = scalar, keys, items }: Matched): Codec<Pattern> => {
  const self: Codec<Pattern> = later('pattern', () => made)
  const equal = map(word, (value): Pattern => ({ kind: 'equal', value }))
  const list = listOf('a list', `an element of ${name}`, items ?? later('pattern', () => anything))
  const operator = operators(self, list, word)
  const byKey = keys === undefined ? open(self) : Object.keys(keys).length === 0 ? keyless : keyed(name, keys)
  const made = codec<Pattern>(name, shapeOf(byKey), (node, context) => {
    if (node.kind === 'map') return (operator(node) ?? byKey).validate(node, context)
    if (node.kind === 'list')
      return map(list, (items): Pattern => ({ kind: 'list', items })).validate(node, context)
    return isAny(node) ? t.success({ kind: 'any' }) : equal.validate(node, context)
  })
  return made
}

const isAny = (node: Node): boolean => node.kind === 'scalar' && node.plain && node.text === 'any'

const WORD = codec('a word', { form: 'word', schema: {} }, () => t.success(null))

const shapeOf = (byKey: Codec<Pattern>): Codec<Pattern>['shape'] =>
  byKey.shape.form === 'record' ? { form: 'either', options: () => [byKey, WORD] } : WORD.shape

/** The patterns that are maps with keys of the language's own. */
const operators = (
  self: Codec<Pattern>,
  list: Codec<readonly Pattern[]>,
  word: Codec<Value>
): ((node: Table) => Codec<Pattern> | undefined) => {
  const bound = numeric(word)
  const range = record('a range', { min: optional(bound, null), max: optional(bound, null) })
  const single: ReadonlyMap<string, Codec<Pattern>> = new Map([
    [
      'not',
      map(record('not', { not: required(self) }), (read): Pattern => ({ kind: 'not', pattern: read.not }))
    ],
    ['any_order', map(record('any_order', { any_order: required(list) }), anyOrder)],
    ['contains', map(record('contains', { contains: required(list) }), contains)]
  ])
  return (node) => {
    const written = node.entries.map(({ key }) => key.text)
    if (written.includes('fill')) return map(fill, (value): Pattern => ({ kind: 'equal', value }))
    if (written.length > 0 && written.every((key) => key === 'min' || key === 'max')) {
      return map(range, ({ min, max }): Pattern => ({ kind: 'range', min, max }))
    }
    return written.length === 1 ? single.get(written[0] ?? '') : undefined
  }
}

const numeric = (word: Codec<Value>): Codec<Value> =>
  codec('a number', word.shape, (node, context) => {
    const read = word.validate(node, context)
    const counts = E.isLeft(read) || read.right.kind !== 'literal' || typeof read.right.value === 'number'
    return counts ? read : unfit(node, context, 'a number')
  })

const anyOrder = (read: { readonly any_order: readonly Pattern[] }): Pattern => ({
  kind: 'any_order',
  items: read.any_order
})

const contains = (read: { readonly contains: readonly Pattern[] }): Pattern => ({
  kind: 'contains',
  items: read.contains
})

const OPERATORS = ['not', 'min', 'max', 'any_order', 'contains', 'fill', 'number']

const keyless = codec<Pattern>('a pattern', WORD.shape, (node, context) => {
  const wrong =
    node.kind === 'map' ? node.entries.find(({ key }) => !OPERATORS.includes(key.text)) : undefined
  const at = wrong?.key ?? node
  const what = at.kind === 'scalar' ? quote(at.text) : 'this map'
  return fault(at, context, `${what} is no pattern: ${OPERATORS.slice(0, 6).join(', ')} are`, OPERATORS)
})

const open = (self: Codec<Pattern>): Codec<Pattern> =>
  map(named('a pattern', 'the key', text, self), (entries): Pattern => ({ kind: 'map', entries }))

/** A map with some of the keys given; those left out are not looked at. */
export const keyed = (name: string, keys: Readonly<Record<string, Codec<Pattern>>>): Codec<Pattern> => {
  const fields = Object.entries(keys).map(([part, pattern]) => [part, optional(pattern, null)] as const)
  return map(record(name, Object.fromEntries(fields)), (read): Pattern => {
    const entries = new Map<string, Pattern>()
    for (const [part, pattern] of Object.entries(read)) if (pattern !== null) entries.set(part, pattern)
    return { kind: 'map', entries }
  })
}

/** A pattern for anything at all. */
export const anything: Codec<Pattern> = patternOf({ name: 'a pattern' })

const measuredIn = (unit: (text: string) => number | undefined, factor = 1): Codec<Value> =>
  map(scalar, (value): Value => {
    const measure =
      value.kind === 'literal' && typeof value.value === 'string' ? unit(value.value) : undefined
    return measure === undefined ? value : { kind: 'literal', value: Math.round(measure * factor) }
  })

const NANOSECONDS = 1e6

/** A pattern for a length of virtual time: bare numbers are milliseconds; the pattern is in nanoseconds. */
export const duration: Codec<Pattern> = patternOf({
  name: 'a time',
  word: map(span, (value): Value => {
    const known = value.kind === 'literal' && typeof value.value === 'number'
    return known ? { kind: 'literal', value: Math.round(Number(value.value) * NANOSECONDS) } : value
  }),
  keys: {}
})

/** A pattern for a time of a trace event: bare numbers are nanoseconds, as in the trace. */
export const eventTime: Codec<Pattern> = patternOf({
  name: 'a time',
  word: measuredIn(millisecondsOf, NANOSECONDS),
  keys: {}
})

const one = patternOf({ name: 'a pattern for one value', keys: {} })
const bytes = patternOf({ name: 'a pattern for a size', word: measuredIn(bytesOf), keys: {} })
const oneByOne = patternOf({ name: 'a pattern for a list', keys: {}, items: one })

const item = {
  type: one,
  number: one,
  inline: one,
  data: patternOf({ name: 'a pattern for data', keys: {}, items: one }),
  address: one,
  deallocate: one,
  longform: one,
  size: bytes,
  unused: one
}

const message = {
  remote: one,
  remote_type: one,
  local: one,
  local_type: one,
  id: one,
  seqno: one,
  size: bytes,
  complex: one,
  body: patternOf({
    name: "a message's body",
    keys: {},
    items: patternOf({ name: "a message's item", keys: item })
  })
}

const received = patternOf({ name: 'a message', keys: message })

/** What a received message has. */
export const MESSAGE_KEYS: readonly string[] = Object.keys(message)
/** What an item of its body has. */
export const ITEM_KEYS: readonly string[] = Object.keys(item)

const entry = patternOf({ name: 'an entry', keys: { name: one, type: anything } })

/** How each kind of output is matched. */
export const OUTPUT_PATTERNS: Readonly<Record<OutputKind, Codec<Pattern>>> = {
  name: one,
  names: oneByOne,
  number: one,
  size: bytes,
  bool: one,
  types: oneByOne,
  entries: patternOf({ name: 'a pattern for a list', keys: {}, items: entry }),
  message: later('received', () => received),
  data: patternOf({ name: 'a pattern for data', keys: {}, items: one }),
  info: anything
}
