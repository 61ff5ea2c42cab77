import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { quote } from '../errors.js'
import type { Node, Scalar } from '../tree.js'

/**
 * An io-ts decoder of located nodes: whatever it refuses knows its line and column. Scenarios are read
 * and never written, so it is a `t.Decoder` and no `t.Type`. Types, checking, hints and JSON Schema all
 * come from it. In its context each key is what messages call the node ("the argument name").
 */
export interface Codec<A> extends t.Decoder<Node, A> {
  readonly shape: Shape
}

/** A refusal: the node at fault, and the right names where a name is wrong. */
export interface Fault extends t.ValidationError {
  readonly value: Node
  readonly names: Iterable<string>
}

/** What a codec's nodes look like, for JSON Schema. */
export type Shape =
  | { readonly form: 'word'; readonly schema: Readonly<Record<string, unknown>> }
  | { readonly form: 'list'; readonly items: Codec<unknown> }
  | { readonly form: 'named'; readonly values: Codec<unknown> }
  | { readonly form: 'record'; readonly fields: ReadonlyMap<string, Field<unknown>> }
  | { readonly form: 'either'; readonly options: () => readonly Codec<unknown>[] }
  | { readonly form: 'later'; readonly name: string; readonly codec: () => Codec<unknown> }

/** A key of a record: how its value is read, and what is meant where it is left out. */
export interface Field<A> {
  readonly codec: Codec<A>
  readonly about: string
  readonly otherwise?: { readonly value: A }
}

/** What a codec reads. */
export type Read<C> = C extends t.Decoder<Node, infer A> ? A : never

/** Makes a codec of a reading function; `name` is what it wants, as messages put it ("a number"). */
export const codec = <A>(
  name: string,
  shape: Shape,
  validate: (node: Node, context: t.Context) => t.Validation<A>
): Codec<A> => {
  const self: Codec<A> = {
    name,
    shape,
    validate,
    decode: (node) => validate(node, [{ key: 'the document', type: self, actual: node }])
  }
  return self
}

/** Refuses a node. */
export const fault = (
  value: Node,
  context: t.Context,
  message: string,
  names: Iterable<string> = []
): t.Validation<never> => {
  const refusal: Fault = { value, context, message, names }
  return t.failures([refusal])
}

/** Refuses a node that is not what is wanted at all. */
export const unfit = (node: Node, context: t.Context, wanted: string): t.Validation<never> =>
  fault(node, context, `${labelOf(context)} is ${wanted}, not ${kindOf(node)}`)

/** What messages call the node that is being read. */
export const labelOf = (context: t.Context): string => context.at(-1)?.key ?? 'this'

const kindOf = (node: Node): string => {
  if (node.kind !== 'scalar') return `a ${node.kind}`
  if (node.value === null) return 'nothing'
  return typeof node.value === 'string' ? `"${quote(node.text)}"` : node.text
}

/** Reads a part of a node, under the name that messages give it. */
export const readPart = <A>(part: Codec<A>, label: string, node: Node, context: t.Context): t.Validation<A> =>
  part.validate(node, t.appendContext(context, label, part, node))

/** A codec's result in another form. */
export const map = <A, B>(from: Codec<A>, change: (value: A, node: Node) => B): Codec<B> =>
  codec(from.name, from.shape, (node, context) =>
    E.map((value: A) => change(value, node))(from.validate(node, context))
  )

/** A codec that is needed before it can be made: steps hold steps. */
export const later = <A>(name: string, make: () => Codec<A>): Codec<A> =>
  codec(name, { form: 'later', name, codec: make }, (node, context) => make().validate(node, context))

/** Chooses by the kind of node: a word, a list or a map. */
export const byKind = <A = never, B = never, C = never>(
  name: string,
  kinds: { readonly scalar?: Codec<A>; readonly list?: Codec<B>; readonly map?: Codec<C> }
): Codec<A | B | C> =>
  codec<A | B | C>(
    name,
    { form: 'either', options: () => [...new Set(Object.values(kinds))] },
    (node, context) => kinds[node.kind]?.validate(node, context) ?? unfit(node, context, name)
  )

/** A list; `item` is what messages call each of its parts. */
export const listOf = <A>(name: string, item: string, items: Codec<A>): Codec<readonly A[]> =>
  codec(name, { form: 'list', items }, (node, context) => {
    if (node.kind !== 'list') return unfit(node, context, name)
    const errors: t.Errors = []
    const values: A[] = []
    for (const part of node.items)
      collect(readPart(items, item, part, context), errors, (a) => values.push(a))
    return errors.length > 0 ? t.failures(errors) : t.success(values)
  })

/** A map of names that its author chose; `key` reads those. */
export const named = <A>(
  name: string,
  item: string,
  key: Codec<string>,
  values: Codec<A>
): Codec<ReadonlyMap<string, A>> =>
  codec(name, { form: 'named', values }, (node, context) => {
    if (node.kind !== 'map') return unfit(node, context, name)
    const errors: t.Errors = []
    const found = new Map<string, A>()
    for (const entry of node.entries) {
      const label = `${item} ${quote(entry.key.text)}`
      const known = collect(readPart(key, label, entry.key, context), errors)
      const value = readPart(values, label, entry.value, context)
      collect(value, errors, (a) => known === undefined || found.set(known, a))
    }
    return errors.length > 0 ? t.failures(errors) : t.success(found)
  })

/** Adds a part's faults to those of the whole, or keeps what was read. */
export const collect = <A>(
  read: t.Validation<A>,
  errors: t.Errors,
  keep?: (value: A) => void
): A | undefined => {
  if (E.isLeft(read)) {
    for (const error of read.left) errors.push(error)
    return undefined
  }
  keep?.(read.right)
  return read.right
}

/** A key that has to be there. */
export const required = <A>(of: Codec<A>, about = ''): Field<A> => ({ codec: of, about })

/** A key that may be left out, and what is meant then. */
export const optional = <A, B>(of: Codec<A>, value: B, about = ''): Field<A | B> => ({
  codec: of,
  about,
  otherwise: { value }
})

type Fields = Readonly<Record<string, Field<unknown>>>
type Values<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer A> ? A : never }

/** A map with fixed keys and no others; `key` is what messages call them ("key", "argument"). */
export const record = <F extends Fields>(name: string, fields: F, key = 'key'): Codec<Values<F>> => {
  const known = new Map(Object.entries(fields))
  const validate = (node: Node, context: t.Context): t.Validation<Values<F>> => {
    if (node.kind !== 'map')
      return unfit(node, context, labelOf(context) === name ? `a map of ${key}s` : name)
    const errors: t.Errors = []
    const values: Record<string, unknown> = {}
    const missing = new Set(known.keys())
    for (const entry of node.entries) {
      const { text } = entry.key
      const field = known.get(text)
      missing.delete(text)
      if (field === undefined) collect(unknownKey(entry.key, context, name, key, known), errors)
      else
        collect(
          readPart(field.codec, `the ${key} ${text}`, entry.value, context),
          errors,
          (a) => (values[text] = a)
        )
    }
    for (const absent of missing) {
      const otherwise = known.get(absent)?.otherwise
      if (otherwise === undefined) collect(fault(node, context, `${name} needs the ${key} ${absent}`), errors)
      else values[absent] = otherwise.value
    }
    return errors.length > 0 ? t.failures(errors) : t.success(values as Values<F>)
  }
  return codec(name, { form: 'record', fields: known }, validate)
}

const unknownKey = (
  node: Scalar,
  context: t.Context,
  name: string,
  key: string,
  known: ReadonlyMap<string, unknown>
): t.Validation<never> => {
  const has = known.size === 0 ? 'none' : [...known.keys()].join(', ')
  return fault(node, context, `${quote(node.text)} is no ${key} of ${name}: it has ${has}`, known.keys())
}
