import { existsSync, readFileSync } from 'node:fs'

/** The package's description, from the sources and from what is built of them. */
const PLACES = ['../../package.json', '../../../../package.json']

/** The version of the package, as its package.json has it. */
export const version = (): string => {
  const file = PLACES.map((place) => new URL(place, import.meta.url)).find((place) => existsSync(place))
  const { version: own }: { version?: string } =
    file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8'))
  return own ?? 'unknown'
}
