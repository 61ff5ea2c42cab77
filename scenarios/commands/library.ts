import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Use, usesIn } from '../uses.js'

/** The library's folder, from the sources and from what is built of them, for users and for developers. */
const PLACES = ['../library', '../../../../scenarios/library', '../../../scenarios/library']

const folder = (): string => {
  const places = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)))
  return places.find((place) => existsSync(place)) ?? ''
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

/** The scenarios of the library whose files have a word in them, in order of their files. */
export const libraryWith = (word: string): readonly Shelved[] => {
  const place = folder()
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
