import * as E from 'fp-ts/lib/Either.js'
import { canPair } from './pairing.js'
import type { Pattern } from '../pattern.js'
import { type Data, evaluate, type Lookup, type Value } from '../values.js'

/** Where and how something is not what a pattern asks for; the path leads to it from the whole. */
export interface Mismatch {
  readonly path: readonly string[]
  readonly expected: Data
  /** Left out where there is nothing at all. */
  readonly actual?: Data
}

/** Comparisons that one match may take; nested lists in any order can ask for any number of them. */
const COMPARISONS_MAX = 5_000_000

interface Matching {
  readonly lookup: Lookup
  comparisons: number
}

const isRecord = (data: Data): data is { readonly [key: string]: Data } =>
  typeof data === 'object' && !Array.isArray(data)

const isList = (data: Data): data is readonly Data[] => Array.isArray(data)

const part = (data: Data, key: string): Data | undefined =>
  isRecord(data) && Object.hasOwn(data, key) ? data[key] : undefined

const asNumber = (data: Data): Data => (typeof data === 'boolean' ? Number(data) : data)

/** A list of type bits is as good as the number which they make together, and the other way round. */
const isFlags = (list: readonly Data[], number: number): boolean => {
  let together = 0
  for (const flag of list) {
    if (typeof flag !== 'number' || flag < 0x10000 || !Number.isInteger(Math.log2(flag))) return false
    together |= flag
  }
  return together >>> 0 === number
}

const equalLists = (matching: Matching, a: readonly Data[], b: readonly Data[]): boolean =>
  a.length === b.length && a.every((item, index) => equalData(matching, item, b[index] ?? null))

const equalRecords = (matching: Matching, a: Data, b: Data): boolean => {
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => equalData(matching, part(a, key) ?? null, part(b, key) ?? null))
  )
}

const equalData = (matching: Matching, a: Data | null, b: Data | null): boolean => {
  matching.comparisons += 1
  if (matching.comparisons > COMPARISONS_MAX) return false
  if (a === b) return true
  if (a === null || b === null) return false
  if (isList(a) && isList(b)) return equalLists(matching, a, b)
  if (isList(b) && typeof a === 'number') return isFlags(b, a)
  if (isRecord(a) && isRecord(b)) return equalRecords(matching, a, b)
  return asNumber(a) === asNumber(b)
}

/** What a value looks like to a reader: a constant by its name, all else by what it is worth. */
const shownValue = (value: Value, lookup: Lookup): Data => {
  if (value.kind === 'constant') return value.name
  const worth = evaluate(value, lookup)
  return E.isLeft(worth) ? worth.left : worth.right
}

/** A pattern as a reader would write it, with its variables' values in place. */
export const shownPattern = (pattern: Pattern, lookup: Lookup): Data => {
  const shown = (items: readonly Pattern[]): Data[] => items.map((item) => shownPattern(item, lookup))
  switch (pattern.kind) {
    case 'any':
      return 'any'
    case 'equal':
      return shownValue(pattern.value, lookup)
    case 'map':
      return Object.fromEntries([...pattern.entries].map(([key, each]) => [key, shownPattern(each, lookup)]))
    case 'list':
      return shown(pattern.items)
    case 'any_order':
      return { any_order: shown(pattern.items) }
    case 'contains':
      return { contains: shown(pattern.items) }
    case 'not':
      return { not: shownPattern(pattern.pattern, lookup) }
    case 'range':
      return Object.fromEntries(
        Object.entries({ min: pattern.min, max: pattern.max }).flatMap(([key, value]) =>
          value === null ? [] : [[key, shownValue(value, lookup)]]
        )
      )
  }
}

const mismatch = (
  matching: Matching,
  path: readonly string[],
  pattern: Pattern,
  actual: Data | undefined
): Mismatch[] => {
  const expected = shownPattern(pattern, matching.lookup)
  return [actual === undefined ? { path, expected } : { path, expected, actual }]
}

const isBeyond = (
  matching: Matching,
  bound: Value | null,
  isOutside: (bound: number) => boolean
): boolean => {
  if (bound === null) return false
  const worth = evaluate(bound, matching.lookup)
  return E.isLeft(worth) || typeof worth.right !== 'number' || isOutside(worth.right)
}

const isInRange = (matching: Matching, min: Value | null, max: Value | null, actual: Data): boolean => {
  const number = asNumber(actual)
  if (typeof number !== 'number') return false
  return (
    !isBeyond(matching, min, (bound) => number < bound) && !isBeyond(matching, max, (bound) => number > bound)
  )
}

const matchSome = (matching: Matching, items: readonly Pattern[], actual: readonly Data[]): boolean => {
  const likes = (pattern: number, element: number): boolean => {
    const item = items[pattern]
    return item !== undefined && find(matching, [], item, actual[element]).length === 0
  }
  return canPair(likes, items.length, actual.length)
}

const find = (
  matching: Matching,
  path: readonly string[],
  pattern: Pattern,
  actual: Data | undefined
): Mismatch[] => {
  matching.comparisons += 1
  const differs = (): Mismatch[] => mismatch(matching, path, pattern, actual)
  if (actual === undefined || matching.comparisons > COMPARISONS_MAX) return differs()

  switch (pattern.kind) {
    case 'any':
      return []
    case 'equal': {
      const worth = evaluate(pattern.value, matching.lookup)
      return E.isRight(worth) && equalData(matching, worth.right, actual) ? [] : differs()
    }
    case 'map':
      if (!isRecord(actual)) return differs()
      return [...pattern.entries].flatMap(([key, each]) =>
        find(matching, [...path, key], each, part(actual, key))
      )
    case 'list':
      if (!isList(actual) || actual.length !== pattern.items.length) return differs()
      return pattern.items.flatMap((item, index) =>
        find(matching, [...path, `${index}`], item, actual[index])
      )
    case 'any_order': {
      const fits = isList(actual) && actual.length === pattern.items.length
      return fits && matchSome(matching, pattern.items, actual) ? [] : differs()
    }
    case 'contains':
      return isList(actual) && matchSome(matching, pattern.items, actual) ? [] : differs()
    case 'not':
      return find(matching, path, pattern.pattern, actual).length > 0 ? [] : differs()
    case 'range':
      return isInRange(matching, pattern.min, pattern.max, actual) ? [] : differs()
  }
}

/** Everything in which something is not what the pattern asks for; nothing where it matches. */
export const match = (pattern: Pattern, actual: Data | undefined, lookup: Lookup): Mismatch[] => {
  const matching = { lookup, comparisons: 0 }
  const found = find(matching, [], pattern, actual)
  return matching.comparisons > COMPARISONS_MAX ? mismatch(matching, [], pattern, actual) : found
}
