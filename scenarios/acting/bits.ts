import type { Value } from '../values.js'

/**
 * BIT and BOOLEAN are one number in Mach and of two sizes in the language: which one a message means
 * only the name in its text can tell, before the name becomes a number.
 */
const BITS = new Set(['MACH_MSG_TYPE_BIT', 'MSG_TYPE_BIT'])
const ONE: Value = { kind: 'literal', value: 1 }

const sizedItem = (item: Value): Value => {
  if (item.kind !== 'map' || item.entries.has('size')) return item
  const type = item.entries.get('type')
  if (type?.kind !== 'constant' || !BITS.has(type.name)) return item
  return { kind: 'map', entries: new Map([...item.entries, ['size', ONE]]) }
}

const sized = (msg: Value): Value => {
  if (msg.kind !== 'map') return msg
  const body = msg.entries.get('body')
  if (body?.kind !== 'list') return msg
  const items = body.items.map(sizedItem)
  if (items.every((item, index) => item === body.items[index])) return msg
  return { kind: 'map', entries: new Map([...msg.entries, ['body', { kind: 'list', items }]]) }
}

const known = new WeakMap<Value, Value>()

/** The message with the size of a bit written to each item of bits. */
export const withBitSizes = (msg: Value): Value => {
  const before = known.get(msg)
  if (before !== undefined) return before
  const after = sized(msg)
  known.set(msg, after)
  return after
}
