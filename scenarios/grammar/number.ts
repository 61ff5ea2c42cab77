import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { CONSTANTS, looksLikeConstant } from '../constants.js'
import { quote } from '../errors.js'
import type { Scalar } from '../tree.js'
import { bytesOf, millisecondsOf, type Value } from '../values.js'
import { byKind, codec, fault, listOf, map, unfit, type Codec } from './codec.js'
import { SIZE, TIME, VARIABLE_NAME } from './words.js'

const REFERENCE = new RegExp(`^\\$(${VARIABLE_NAME})((?:\\.[\\p{L}\\p{N}_-]{1,64}){0,64})$`, 'u')

/** The variable that a word refers to, if it does: `$x` or `$x.a.0.b`. */
export const variableIn = (written: string): (Value & { kind: 'variable' }) | undefined => {
  const [, name, path = ''] = REFERENCE.exec(written) ?? []
  return name === undefined ? undefined : { kind: 'variable', name, path: path.split('.').slice(1) }
}

/** A word that has to be a variable. */
export const reference = (name: string): Codec<Value> =>
  codec(name, { form: 'word', schema: { type: 'string', pattern: REFERENCE.source } }, (node, context) => {
    const variable = node.kind === 'scalar' ? variableIn(node.text) : undefined
    return variable === undefined ? unfit(node, context, name) : t.success(variable)
  })

/** A constant by its name, or the refusal of what looks like one. */
export const constant = (node: Scalar, context: t.Context): t.Validation<Value> | undefined => {
  const name = node.text
  const value = CONSTANTS.get(name)
  if (value !== undefined) return t.success({ kind: 'constant', name, value })
  if (!looksLikeConstant(name)) return undefined
  return fault(node, context, `${quote(name)} is no constant`, CONSTANTS.keys())
}

interface Numbers {
  readonly least: number
  readonly most: number
  readonly unit?: (text: string) => number | undefined
  /** Fractions are allowed. */
  readonly parts?: boolean
  /** What the constants begin with that are wanted, for editors to offer. */
  readonly family?: string
  readonly schema?: Readonly<Record<string, unknown>>
}

const schemaOf = ({ least, most, family, schema }: Numbers): Readonly<Record<string, unknown>> => {
  const written = schema ?? { type: ['integer', 'string'], minimum: least, maximum: most }
  if (family === undefined) return written
  const names = [...CONSTANTS.keys()].filter((name) => name.startsWith(family))
  return { anyOf: [{ enum: names }, written] }
}

/** A number, a constant or a variable that holds one; `name` is what messages want ("a size such as 8K"). */
export const number = (name: string, range: Numbers): Codec<Value> => {
  const { least, most, unit, parts = false } = range
  const fits = (value: number): boolean =>
    value >= least && value <= most && (parts || Number.isInteger(value))
  return codec(name, { form: 'word', schema: schemaOf(range) }, (node, context) => {
    if (node.kind !== 'scalar') return unfit(node, context, name)
    const { value } = node
    if (typeof value === 'string') {
      const variable = variableIn(value)
      if (variable !== undefined) return t.success(variable)
      const known = constant(node, context)
      if (known !== undefined) return known
    }
    const plain = typeof value === 'string' ? unit?.(value) : value
    if (typeof plain === 'number' && fits(plain)) return t.success({ kind: 'literal', value: plain })
    const isNumber = typeof plain === 'number' || typeof plain === 'bigint'
    return unfit(node, context, isNumber ? `${name} from ${least} to ${most}` : name)
  })
}

const INT = { least: -(2 ** 31), most: 2 ** 32 - 1 }
const UNSIGNED = { least: 0, most: 2 ** 32 - 1 }

/** A 32-bit number, signed or not. */
export const int: Codec<Value> = number('a number', INT)
/** How often something is done, or how many there are. */
export const count: Codec<Value> = number('a number', UNSIGNED)
/** An address in a task's memory. */
export const address: Codec<Value> = number('an address', UNSIGNED)
/** The name of a port right. */
export const portName: Codec<Value> = number('one name', UNSIGNED)
/** A size in bytes. */
export const size: Codec<Value> = number('a size such as 8K', { ...UNSIGNED, unit: bytesOf, schema: SIZE })
/** A length of virtual time, in milliseconds. */
export const span: Codec<Value> = number('a time such as 5ms', {
  ...UNSIGNED,
  unit: millisecondsOf,
  parts: true,
  schema: TIME
})

const flag = number('a flag', INT)

const flagsOf = (parts: readonly Value[]): Value => {
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { kind: 'flags', parts }
}

/** Flags together: `A | B`, `[A, B]`, or their number. */
export const flags = (name: string): Codec<Value> =>
  byKind(name, {
    scalar: codec(name, { form: 'word', schema: { type: ['integer', 'string'] } }, (node, context) => {
      if (node.kind !== 'scalar') return unfit(node, context, name)
      if (typeof node.value !== 'string') return flag.validate(node, context)
      const read = node.text.split('|').map((part) => {
        const name = part.trim()
        return flag.validate({ ...node, value: numeral(name) ?? name, text: name }, context)
      })
      return E.map(flagsOf)(allOf(read))
    }),
    list: map(listOf(name, `a part of ${name}`, flag), flagsOf)
  })

const numeral = (written: string): number | undefined =>
  /^(?:0x[0-9a-f]{1,8}|\d{1,10})$/iu.test(written) ? Number(written) : undefined

const allOf = (read: readonly t.Validation<Value>[]): t.Validation<readonly Value[]> => {
  const errors = read.flatMap((one) => (E.isLeft(one) ? one.left : []))
  return errors.length > 0
    ? t.failures(errors)
    : t.success(read.flatMap((one) => (E.isRight(one) ? [one.right] : [])))
}
