import { entryOf, type Node } from '../tree.js'
import type { Value } from '../values.js'
import { byKind, codec, fault, later, listOf, map, optional, record, required, type Codec } from './codec.js'
import { address, count, int, number, portName, reference } from './number.js'
import { data, truth } from './value.js'

const anyDisposition = number('a disposition such as MACH_MSG_TYPE_COPY_SEND', {
  least: 0,
  most: 255,
  family: 'MACH_MSG_TYPE_'
})

/** What is to be done with a right that a message names. */
export const disposition = later('disposition', () => anyDisposition)

/** The keys that were written, as a value of their own. */
const written = (read: Readonly<Record<string, Value | null>>): Value => {
  const entries = new Map<string, Value>()
  for (const [key, value] of Object.entries(read)) if (value !== null) entries.set(key, value)
  return { kind: 'map', entries }
}

const type = number('a type such as MACH_MSG_TYPE_CHAR', {
  least: 0,
  most: 2 ** 32 - 1,
  family: 'MACH_MSG_TYPE_'
})

const fields = record("a message's item", {
  type: required(type, 'MACH_MSG_TYPE_…; for a right its disposition'),
  number: optional(count, null, 'how many elements; from the data where left out'),
  inline: optional(truth, null, 'in the message itself (true), or out of line'),
  data: optional(data, null, 'a text, a list of numbers or names, or a fill'),
  address: optional(address, null, 'where out-of-line data are'),
  deallocate: optional(truth, null, 'whether out-of-line memory leaves the sender'),
  longform: optional(truth, null, 'asks for the long descriptor'),
  size: optional(count, null, 'bits of an element'),
  unused: optional(truth, null, 'the unused bit of the descriptor')
})

const item = codec<Value>(fields.name, fields.shape, (node, context) => {
  const at = entryOf(node, 'address')
  if (at !== undefined && entryOf(node, 'data') !== undefined) {
    return fault(at, context, 'an item has data or an address, not both')
  }
  if (at !== undefined && !isOutOfLine(node)) return fault(at, context, 'an address goes with inline: false')
  return map(fields, written).validate(node, context)
})

const isOutOfLine = (node: Node): boolean => {
  const inline = entryOf(node, 'inline')
  return inline?.kind === 'scalar' && inline.value !== true && inline.value !== 1
}

const body: Codec<Value> = byKind("a list of a message's items", {
  scalar: reference("a list of a message's items"),
  list: map(
    listOf(
      "a list of a message's items",
      'an item',
      byKind("a message's item", { scalar: reference("a message's item"), map: item })
    ),
    (items): Value => ({ kind: 'list', items })
  )
})

const whole: Codec<Value> = byKind('a message', {
  scalar: reference('a message'),
  map: map(
    record('a message', {
      remote: required(portName, 'the destination'),
      remote_type: optional(disposition, null, 'the disposition of the right to it (COPY_SEND)'),
      local: optional(portName, null, 'the reply port'),
      local_type: optional(disposition, null, 'the disposition of the reply right (MAKE_SEND_ONCE)'),
      id: optional(int, null, 'what the receiver tells messages apart by'),
      body: optional(body, null, 'typed items'),
      complex: optional(truth, null, 'the complex bit; from the items where left out')
    }),
    written
  )
})

/** A message to be sent; only the keys that were written are in its value. */
export const message = later('message', () => whole)
