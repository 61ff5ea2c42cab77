import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'

/** A scenario file as it was read: its bytes, and what messages call it. */
export interface Input {
  readonly file: string
  readonly bytes: Uint8Array
}

const STANDARD_INPUT = '-'
const SUFFIX = '.scenario.yaml'
/** One byte more than a scenario file may have: enough to see that it is too large. */
const READ_MAX = 2 ** 20 + 1

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EACCES') return 'it may not be read'
  if (code === 'EISDIR') return 'it is a folder'
  return error.message
}

const attempt = <A>(path: string, act: () => A): E.Either<string, A> =>
  E.tryCatch(act, (error) => `${path}: ${reasonOf(error)}`)

/** Reads no more than a scenario file may have, also of what has no end. */
const readStart = (descriptor: number): Uint8Array => {
  const bytes = new Uint8Array(READ_MAX)
  let length = 0
  while (length < READ_MAX) {
    const read = readSync(descriptor, bytes, length, READ_MAX - length, null)
    if (read === 0) break
    length += read
  }
  return bytes.subarray(0, length)
}

const readFile = (path: string): Uint8Array => {
  const descriptor = openSync(path, 'r')
  try {
    return readStart(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

const readStandardInput = async (): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of process.stdin) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= READ_MAX) break
  }
  return new Uint8Array(Buffer.concat(chunks)).subarray(0, READ_MAX)
}

/** Reads a scenario file, `-` being standard input; left: why that cannot be. */
export const readInput = async (file: string): Promise<E.Either<string, Input>> => {
  if (file === STANDARD_INPUT) return E.right({ file, bytes: await readStandardInput() })
  return E.map((bytes: Uint8Array) => ({ file, bytes }))(attempt(file, () => readFile(file)))
}

/** Folders of others, or of tools: nobody means them who names the folder around them. */
const isForeign = (name: string): boolean => /(^|[\\/])(node_modules|\.[^\\/]+)[\\/]/.test(name)

const scenariosUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(SUFFIX) && !isForeign(name))
    .sort()
    .map((name) => join(folder, name))

const filesOf = (path: string): E.Either<string, readonly string[]> => {
  if (path === STANDARD_INPUT) return E.right([path])
  const found = attempt(path, () => (statSync(path).isDirectory() ? scenariosUnder(path) : [path]))
  return E.filterOrElse(
    (files: readonly string[]) => files.length > 0,
    () => `${path}: no *${SUFFIX} in this folder`
  )(found)
}

/** The files that paths stand for: themselves, or the scenario files of a folder, in order of their names. */
export const findFiles = (paths: readonly string[]): E.Either<readonly string[], readonly string[]> => {
  const files: string[] = []
  const wrong: string[] = []
  for (const path of paths) {
    const found = filesOf(path)
    if (E.isLeft(found)) wrong.push(found.left)
    else files.push(...found.right)
  }
  return wrong.length > 0 ? E.left(wrong) : E.right(files)
}
