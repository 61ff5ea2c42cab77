import type { Data } from '../values.js'

/** The variables of a task, shared by its threads. */
export type Variables = Map<string, Data>

const NESTING_MAX = 64

/** Lists and records never change, so that each is looked into once, however often it is held. */
const nestings = new WeakMap<object, number>()

const nesting = (data: Data): number => {
  if (typeof data !== 'object') return 0
  const known = nestings.get(data)
  if (known !== undefined) return known
  let deepest = 0
  for (const part of Array.isArray(data) ? data : Object.values(data))
    if (typeof part === 'object') deepest = Math.max(deepest, nesting(part))
  nestings.set(data, deepest + 1)
  return deepest + 1
}

/**
 * Sets a variable, or answers why it cannot hold the data: a loop that puts a list into itself makes
 * lists too deep for whoever walks them.
 */
export const setVariable = (variables: Variables, name: string, data: Data): string | null => {
  if (nesting(data) > NESTING_MAX) return `$${name} would be nested more than ${NESTING_MAX} levels deep`
  variables.set(name, data)
  return null
}
