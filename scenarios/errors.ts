import { visible } from './terminal/row.js'

/** Something wrong in a scenario file, and where: lines and columns count from 1. */
export interface Problem {
  /** A mistake makes the file invalid; something unsupported only keeps its own scenario from running. */
  readonly kind: 'mistake' | 'unsupported'
  readonly line: number
  readonly column: number
  readonly message: string
  /** The right name that is most like the one at fault. */
  readonly nearest?: string
}

/** A problem as it is found: which right name was meant is looked for only in those that are reported. */
export interface Finding {
  readonly kind: Problem['kind']
  readonly at: { readonly line: number; readonly column: number }
  readonly message: string
  /** The name at fault, and the right ones. */
  readonly wrong?: string
  readonly names?: Iterable<string>
}

/** So many mistakes of a file are reported. */
export const MAX_PROBLEMS = 20

const LONGEST_NAME = 64
const LONGEST_QUOTE = 60

/** A text of the file as messages quote it: in one line, and not too long. */
export const quote = (text: string): string => {
  const line = text.replaceAll(/\s+/gu, ' ')
  return line.length <= LONGEST_QUOTE ? line : `${line.slice(0, LONGEST_QUOTE - 1)}…`
}

/**
 * The right name that is most like a misspelt one, if any is like it: at most a third of the letters
 * may be wrong, and letters that changed places count once.
 */
export const nearest = (misspelt: string, names: Iterable<string>): string | undefined => {
  if (misspelt.length > LONGEST_NAME) return undefined
  const wrong = misspelt.toLowerCase()
  let best: string | undefined
  let least = Math.floor(misspelt.length / 3) + 1
  for (const name of names) {
    if (name === misspelt || Math.abs(name.length - wrong.length) >= least) continue
    const distance = edits(wrong, name.toLowerCase())
    if (distance >= least) continue
    best = name
    least = distance
  }
  return best
}

/** How many letters must be put in, taken out, changed or swapped with their neighbour. */
const edits = (from: string, to: string): number => {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1]
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped && column > 1 ? (beforeLast[column - 2] ?? 0) + 1 : Infinity
      )
    }
    beforeLast = last
    last = current
  }
  return last[to.length] ?? 0
}

/** The first problems among the findings, in the order of the file; an alias repeats none of them. */
export const problemsOf = (findings: readonly Finding[]): Problem[] => {
  const inOrder = [...findings].sort(
    (one, other) => one.at.line - other.at.line || one.at.column - other.at.column
  )
  const problems = new Map<string, Problem>()
  for (const { kind, at, message, wrong, names } of inOrder) {
    const { line, column } = at
    const place = `${line}:${column}:${message}`
    if (problems.has(place)) continue
    const meant = wrong === undefined || names === undefined ? undefined : nearest(wrong, names)
    problems.set(place, { kind, line, column, message, ...(meant !== undefined && { nearest: meant }) })
    if (problems.size === MAX_PROBLEMS) break
  }
  return [...problems.values()]
}

/** A problem for people: where, what, the line with a mark under it, and the name that may be meant. */
export const renderProblem = (problem: Problem, file: string, text: string): string => {
  const { line, column, message } = problem
  const hint = problem.nearest === undefined ? '' : `; did you mean ${problem.nearest}?`
  const head = visible(`${file}:${line}:${column}: ${message}${hint}`)
  const source = text.split('\n', line)[line - 1]
  if (source === undefined || source.trim() === '') return head
  const { shown, mark } = excerpt(source.trimEnd(), column)
  const gutter = `${line}`.padStart(5)
  return `${head}\n${gutter} | ${shown}\n${' '.repeat(gutter.length)} | ${mark}^`
}

const WIDEST_EXCERPT = 100

/** The part of a line around a column, and the blanks that lead to that column. */
const excerpt = (source: string, column: number): { shown: string; mark: string } => {
  const from = column <= WIDEST_EXCERPT ? 0 : column - WIDEST_EXCERPT / 2
  const shown = source.slice(from, from + WIDEST_EXCERPT)
  const mark = source.slice(from, column - 1).replaceAll(/[^\t]/gu, ' ')
  return { shown: shown.split('\t').map(visible).join('\t'), mark }
}
