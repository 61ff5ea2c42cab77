import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type Use, usesIn } from '../uses.js'

const LIBRARY = 'scenarios/library'

/** The folders above a path, the nearest first. */
const above = (path: string): readonly string[] => {
  const folders: string[] = []
  for (let at = dirname(path); folders.at(-1) !== at; at = dirname(at)) folders.push(at)
  return folders
}

/** The library that came with the running program, else that of the current folder; empty where there is none. */
const folder = (): string => {
  const [, program] = process.argv
  const places = program === undefined || !existsSync(program) ? [] : above(realpathSync(program))
  return [...places, '.'].map((place) => join(place, LIBRARY)).find((place) => existsSync(place)) ?? ''
}

/** A scenario of the library, and the file that it stands in, from the current folder. */
export interface Shelved extends Use {
  readonly file: string
}

const scenariosIn = (path: string, word: string): readonly Shelved[] => {
  const text = readFileSync(path, 'utf8')
  if (!text.includes(word)) return []
  return usesIn(text).map((use) => ({ ...use, file: relative('.', path).replaceAll('\\', '/') }))
}

/** The scenarios of a library whose files have a word in them, in order of their files. */
export const libraryWith = (word: string, place = folder()): readonly Shelved[] => {
  if (place === '') return []
  return readdirSync(place)
    .filter((name) => name.endsWith('.scenario.yaml'))
    .sort()
    .flatMap((name) => scenariosIn(join(place, name), word))
}

/** The scenario that shows a call: the shortest that makes it, null where none does. */
export const exampleOf = (call: string, library: readonly Shelved[]): Shelved | null => {
  const making = library.filter(({ calls }) => calls.has(call))
  return making.reduce<Shelved | null>(
    (shortest, each) => (shortest === null || each.steps < shortest.steps ? each : shortest),
    null
  )
}
