import * as t from 'io-ts'
import { quote } from '../errors.js'
import type { Node } from '../tree.js'
import { bytesOf, millisecondsOf } from '../values.js'
import { codec, fault, labelOf, unfit, type Codec } from './codec.js'

const word = <A>(
  name: string,
  schema: Readonly<Record<string, unknown>>,
  read: (node: Node & { kind: 'scalar' }, context: t.Context) => t.Validation<A> | undefined
): Codec<A> =>
  codec(name, { form: 'word', schema }, (node, context) =>
    node.kind === 'scalar' ? (read(node, context) ?? unfit(node, context, name)) : unfit(node, context, name)
  )

/** Any word, number or text, as the text it is. */
export const text: Codec<string> = word('a text', { type: ['string', 'number', 'boolean'] }, (node) =>
  node.value === null && node.text === '' ? undefined : t.success(node.text)
)

/** Something that holds or does not. */
export const bool: Codec<boolean> = word('true or false', { type: 'boolean' }, ({ value }) =>
  typeof value === 'boolean' ? t.success(value) : undefined
)

/** A whole number from `least` to `most`. */
export const whole = (least: number, most: number): Codec<number> =>
  word(
    `a whole number from ${least} to ${most}`,
    { type: 'integer', minimum: least, maximum: most },
    ({ value }) =>
      typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
        ? t.success(value)
        : undefined
  )

/** A number between 0 and 1. */
export const probability: Codec<number> = word(
  'a probability between 0 and 1',
  { type: 'number', minimum: 0, maximum: 1 },
  ({ value }) => (typeof value === 'number' && value >= 0 && value <= 1 ? t.success(value) : undefined)
)

const LARGEST_SIZE = 2 ** 40

/** A size in bytes of at least `least`. */
export const bytes = (least: number): Codec<number> =>
  word(`a size such as 64K${least > 0 ? `, at least ${least}` : ''}`, SIZE, ({ value, text: written }) => {
    const size = typeof value === 'number' ? value : bytesOf(written)
    return size !== undefined && Number.isInteger(size) && size >= least && size <= LARGEST_SIZE
      ? t.success(size)
      : undefined
  })

/** How a size is written. */
export const SIZE = { type: ['integer', 'string'], minimum: 0, pattern: '^[0-9]+[KMG]$' }

/** How a time is written. */
export const TIME = { type: ['number', 'string'], minimum: 0, pattern: '^[0-9]+(\\.[0-9]+)?(us|ms|s)$' }

/** A length of virtual time, in milliseconds. */
export const time: Codec<number> = word('a time such as 5ms', TIME, ({ value, text: written }) => {
  const span = typeof value === 'number' ? value : millisecondsOf(written)
  return span !== undefined && span >= 0 && span < 2 ** 32 ? t.success(span) : undefined
})

/** One of a few words. */
export const choice = <const N extends string>(names: readonly N[]): Codec<N> =>
  word(`one of ${names.join(', ')}`, { enum: names }, (node, context) => {
    const chosen = names.find((name) => name === node.text)
    if (chosen !== undefined) return t.success(chosen)
    const message = `${labelOf(context)} is one of ${names.join(', ')}, not ${quote(node.text)}`
    return typeof node.value === 'string' ? fault(node, context, message, names) : undefined
  })

/** The name of a task, thread, host, port or variable: what can stand in `$<name>` and `<task>.<thread>`. */
export const nameOf = (what: string, pattern: RegExp): Codec<string> =>
  word(what, { type: 'string', pattern: pattern.source }, (node, context) =>
    pattern.test(node.text)
      ? t.success(node.text)
      : fault(
          node,
          context,
          node.text.startsWith('$')
            ? `${what} is written without its $ here`
            : `${quote(node.text)} is no name: ${what} has letters, digits, _ and - and at most 64 of them`,
          node.text.startsWith('$') ? [node.text.slice(1)] : []
        )
  )

/** What names a task, a thread or a host. */
export const ACTOR = /^[\p{L}\p{N}_][\p{L}\p{N}_-]{0,63}$/u

/** What names a variable, and a given port or set, which is one in its tasks. */
export const VARIABLE_NAME = '[\\p{L}_][\\p{L}\\p{N}_-]{0,63}'
/** A whole word that names a variable. */
export const VARIABLE = new RegExp(`^${VARIABLE_NAME}$`, 'u')

/** A variable's name. */
export const variableName: Codec<string> = nameOf('a variable', VARIABLE)
