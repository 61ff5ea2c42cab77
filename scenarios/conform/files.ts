import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import { decodeSequence, type Sequence } from './recording.js'

/** A recorded sequence and where it stands. */
export interface Located {
  readonly file: string
  readonly line: number
  readonly sequence: Sequence
}

/** What a file may unpack to; a larger one is refused rather than read. */
const UNPACKED_MAX = 256 << 20
const isRecording = (name: string): boolean => name.endsWith('.jsonl') || name.endsWith('.jsonl.gz')

const attempt = <A>(path: string, read: () => A): E.Either<string, A> =>
  E.tryCatch(read, (error) => `${path}: ${error instanceof Error ? error.message : String(error)}`)

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(isRecording)
    .sort()
    .map((name) => join(folder, name))

/** The files that a path stands for: itself, or the recordings of a folder, in order of their names. */
const filesOf = (path: string): E.Either<string, readonly string[]> =>
  attempt(path, () => (statSync(path).isDirectory() ? filesUnder(path) : [path]))

const unpacked = (path: string): string => {
  const bytes = readFileSync(path)
  const text = path.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: UNPACKED_MAX }) : bytes
  return text.toString('utf8')
}

/** Reads every recording in the files and folders named, and every fault that they have. */
export const readRecordings = (
  paths: readonly string[]
): { recordings: readonly Located[]; faults: readonly string[] } => {
  const recordings: Located[] = []
  const faults: string[] = []

  const readFile = (file: string): void => {
    const text = attempt(file, () => unpacked(file))
    if (E.isLeft(text)) faults.push(text.left)
    else
      text.right.split('\n').forEach((line, i) => {
        if (line.trim() === '') return
        const sequence = decodeSequence(line)
        if (E.isLeft(sequence)) faults.push(`${file}:${i + 1}: ${sequence.left}`)
        else recordings.push({ file, line: i + 1, sequence: sequence.right })
      })
  }

  for (const path of paths) {
    const files = filesOf(path)
    if (E.isLeft(files)) faults.push(files.left)
    else if (files.right.length === 0) faults.push(`${path}: no .jsonl or .jsonl.gz file in it`)
    else files.right.forEach(readFile)
  }
  return { recordings, faults }
}

/** A file of exceptions: on each line a sequence's id and the reason why it is set aside. */
export const readExceptions = (path: string): E.Either<readonly string[], ReadonlyMap<string, string>> => {
  const text = attempt(path, () => readFileSync(path, 'utf8'))
  if (E.isLeft(text)) return E.left([text.left])

  const reasons = new Map<string, string>()
  const faults: string[] = []
  text.right.split('\n').forEach((line, i) => {
    if (line.trim() === '' || line.startsWith('#')) return
    const [, id, reason] = /^(\S+)\s+(\S.*)$/.exec(line) ?? []
    if (id === undefined || reason === undefined) faults.push(`${path}:${i + 1}: an id and a reason expected`)
    else reasons.set(id, reason)
  })
  return faults.length > 0 ? E.left(faults) : E.right(reasons)
}
