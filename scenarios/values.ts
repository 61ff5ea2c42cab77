import * as E from 'fp-ts/lib/Either.js'

/** What a value is worth while a scenario runs: numbers, texts, and lists and records of them. */
export type Data = number | boolean | string | readonly Data[] | { readonly [key: string]: Data }

/**
 * A value as a scenario writes it. Sizes are bytes and times milliseconds by now, constants have
 * their numbers; only variables have to wait for the moment of the step.
 */
export type Value =
  | { readonly kind: 'literal'; readonly value: number | boolean | string }
  | { readonly kind: 'constant'; readonly name: string; readonly value: number }
  | { readonly kind: 'variable'; readonly name: string; readonly path: readonly string[] }
  | { readonly kind: 'flags'; readonly parts: readonly Value[] }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Value> }
  | { readonly kind: 'fill'; readonly element: Value; readonly number: Value }

/** The variables of a task, as the interpreter keeps them. */
export type Lookup = (variable: string) => Data | undefined

const UNITS: Readonly<Record<string, number>> = {
  K: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
  us: 1e-3,
  ms: 1,
  s: 1e3
}

/** Bytes of a size such as `8K`; undefined for other texts. */
export const bytesOf = (text: string): number | undefined => measured(/^(\d{1,9})([KMG])$/u, text)

/** Milliseconds of a time such as `10us`; undefined for other texts. */
export const millisecondsOf = (text: string): number | undefined =>
  measured(/^(\d{1,9}(?:\.\d{1,6})?)(us|ms|s)$/u, text)

const measured = (form: RegExp, text: string): number | undefined => {
  const [, number, unit = ''] = form.exec(text) ?? []
  return number === undefined ? undefined : Number(number) * (UNITS[unit] ?? 1)
}

const MAX_ELEMENTS = 2 ** 24

/**
 * What a value is worth now, or a sentence that says why that cannot be told (`$x is not set`).
 * Data of more than 16 Mi elements are refused, so that no loop of a scenario can exhaust memory.
 */
export const evaluate = (value: Value, lookup: Lookup): E.Either<string, Data> => {
  switch (value.kind) {
    case 'literal':
    case 'constant':
      return E.right(value.value)
    case 'variable':
      return variable(value.name, value.path, lookup)
    case 'flags':
      return flags(value.parts, lookup)
    case 'list':
      return E.flatMap(evaluateAll(value.items, lookup), sized)
    case 'map': {
      const parts = evaluateAll([...value.entries.values()], lookup)
      if (E.isLeft(parts)) return parts
      const record: Record<string, Data> = Object.create(null)
      for (const [index, key] of [...value.entries.keys()].entries()) record[key] = parts.right[index] ?? 0
      return sized(record)
    }
    case 'fill':
      return fill(value.element, value.number, lookup)
  }
}

const evaluateAll = (values: readonly Value[], lookup: Lookup): E.Either<string, Data[]> => {
  const items: Data[] = []
  for (const value of values) {
    const item = evaluate(value, lookup)
    if (E.isLeft(item)) return item
    items.push(item.right)
  }
  return E.right(items)
}

const variable = (name: string, path: readonly string[], lookup: Lookup): E.Either<string, Data> => {
  const data = lookup(name)
  return data === undefined ? E.left(`$${name} is not set`) : partOf(data, path, `$${name}`)
}

/** The part of data that a path of keys and positions leads to; `whole` is what a message calls the data. */
export const partOf = (data: Data, path: readonly string[], whole: string): E.Either<string, Data> => {
  let part = data
  let way = whole
  for (const step of path) {
    const own = typeof part === 'object' ? Object.getOwnPropertyDescriptor(part, step) : undefined
    if (own?.enumerable !== true) return E.left(`${way} has no ${step}`)
    part = own.value
    way = `${way}.${step}`
  }
  return E.right(part)
}

const flags = (parts: readonly Value[], lookup: Lookup): E.Either<string, Data> => {
  const numbers = evaluateAll(parts, lookup)
  if (E.isLeft(numbers)) return numbers
  let together = 0
  for (const flag of numbers.right) {
    if (typeof flag !== 'number') return E.left('only numbers go together as flags')
    together |= flag
  }
  return E.right(together >>> 0)
}

const fill = (element: Value, number: Value, lookup: Lookup): E.Either<string, Data> => {
  const both = evaluateAll([element, number], lookup)
  if (E.isLeft(both)) return both
  const [what = '', times] = both.right
  if (typeof times !== 'number' || !Number.isInteger(times) || times < 0) {
    return E.left('the number of elements to fill is a number from 0')
  }
  if (sizeOf(what) * times > MAX_ELEMENTS) return E.left(TOO_LARGE)
  return E.right(typeof what === 'string' ? what.repeat(times) : Array.from({ length: times }, () => what))
}

/** How many elements lists and records hold, their parts' included. */
const sizes = new WeakMap<object, number>()

const sizeOf = (data: Data): number => {
  if (typeof data === 'string') return data.length
  if (typeof data !== 'object') return 1
  const known = sizes.get(data)
  if (known !== undefined) return known
  let size = 1
  for (const part of Object.values(data)) size += sizeOf(part)
  sizes.set(data, size)
  return size
}

const TOO_LARGE = 'these data are too large to keep'

const sized = (data: Data): E.Either<string, Data> =>
  sizeOf(data) <= MAX_ELEMENTS ? E.right(data) : E.left(TOO_LARGE)
