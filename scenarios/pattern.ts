import type { Value } from './values.js'

/** What an output must be like (scenario language 3, patterns). */
export type Pattern =
  | { readonly kind: 'any' }
  /** Equal to the value; a `fill` value to what it expands to. `true` and `false` match 1 and 0. */
  | { readonly kind: 'equal'; readonly value: Value }
  /** Matches in the keys it names. */
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Pattern> }
  | { readonly kind: 'list'; readonly items: readonly Pattern[] }
  | { readonly kind: 'any_order'; readonly items: readonly Pattern[] }
  | { readonly kind: 'contains'; readonly items: readonly Pattern[] }
  | { readonly kind: 'not'; readonly pattern: Pattern }
  | { readonly kind: 'range'; readonly min: Value | null; readonly max: Value | null }
