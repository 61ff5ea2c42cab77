/** One place where two replies differ: its path, and what stands there in each. */
export interface Mismatch {
  readonly path: string
  readonly expected: unknown
  readonly actual: unknown
}

type Fields = Readonly<Record<string, unknown>>

/** Where received out-of-line memory lies is the receiver's own affair. */
const NOT_COMPARED = /^out\.(msg|pseudo)\.body\.\d+\.address$/

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Lists of named things are matched by name, so that one thing too many is one mismatch. */
const fieldsOfList = (list: readonly unknown[]): Fields =>
  Object.fromEntries(
    list.map((element, i) => {
      const name = isFields(element) ? element.name : undefined
      return [typeof name === 'number' ? `[${name}]` : `${i}`, element]
    })
  )

const fieldsOf = (value: unknown): Fields | null => {
  if (Array.isArray(value)) return fieldsOfList(value)
  return isFields(value) ? value : null
}

const collect = (path: string, expected: unknown, actual: unknown, found: Mismatch[]): void => {
  if (expected === actual || NOT_COMPARED.test(path)) return
  const wanted = fieldsOf(expected)
  const given = fieldsOf(actual)
  if (wanted === null || given === null || Array.isArray(expected) !== Array.isArray(actual)) {
    found.push({ path, expected, actual })
    return
  }
  for (const key of new Set([...Object.keys(wanted), ...Object.keys(given)]))
    collect(path === '' ? key : `${path}.${key}`, wanted[key], given[key], found)
}

/** Every place where an actual reply differs from the expected one; none where they are equal. */
export const mismatches = (expected: unknown, actual: unknown): readonly Mismatch[] => {
  const found: Mismatch[] = []
  collect('', expected, actual, found)
  return found
}
