import * as t from 'io-ts'
import { codec, optional, record, type Read } from './codec.js'
import { choice, whole } from './words.js'

const number = whole(0, 2 ** 31 - 1)
const none = optional(number, 0)

const bound = codec<number | null>(
  'none or a number',
  { form: 'word', schema: { type: ['string', 'integer'] } },
  (node, context) =>
    node.kind === 'scalar' && node.text === 'none' ? t.success(null) : number.validate(node, context)
)

/** How the explorer runs a scenario, and what it must find. */
export const explore = record('explore', {
  time: optional(choice(['maximal', 'untimed']), 'maximal', 'when the clock moves'),
  faults: optional(
    record('faults', { drop: none, duplicate: none, reorder: none, crash: none, abort: none }),
    null,
    'so many faults of each kind, each anywhere'
  ),
  bound: optional(bound, null, 'reversals along a path'),
  expect: optional(
    record('what exploring finds', {
      executions: optional(number, null),
      deadlocks: optional(number, null),
      failures: optional(number, null)
    }),
    null,
    'exactly what it must find'
  )
})

/** How the explorer runs a scenario, and what it must find. */
export type Explore = Read<typeof explore>
