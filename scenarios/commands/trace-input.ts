import { closeSync, openSync, readSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { decodeLine, type TraceLine } from '../trace-file.js'

const CHUNK = 1 << 16
/** No line of a trace file is longer: its head holds a scenario of 1 MiB, every character of it escaped. */
const LINE_MAX = 8 * 2 ** 20

/** The lines of a file, one by one, so that a large one need not fit into memory. */
function* linesOf(descriptor: number): Generator<string, void, void> {
  const decoder = new TextDecoder()
  const chunk = new Uint8Array(CHUNK)
  let held = ''
  for (;;) {
    const read = readSync(descriptor, chunk, 0, CHUNK, null)
    held += read === 0 ? decoder.decode() : decoder.decode(chunk.subarray(0, read), { stream: true })
    const lines = held.split('\n')
    held = lines.pop() ?? ''
    yield* lines
    if (held.length > LINE_MAX) throw new RangeError('a line is too long for a trace file')
    if (read === 0) break
  }
  if (held !== '') yield held
}

/** A trace file that is being read. */
export interface TraceInput {
  /** The line that `peek` answers, from 1. */
  readonly line: () => number
  /** The next line, null at the end of the file; left: why it is none of a trace file. */
  readonly peek: () => E.Either<string, TraceLine | null>
  readonly skip: () => void
  readonly close: () => void
}

const STANDARD_INPUT = 0

/** Opens a trace file, `-` being standard input; left: why that cannot be. */
export const readTrace = (path: string): E.Either<string, TraceInput> => {
  const opened = E.tryCatch(
    () => (path === '-' ? STANDARD_INPUT : openSync(path, 'r')),
    () => `${path}: it cannot be read`
  )
  if (E.isLeft(opened)) return opened
  const lines = linesOf(opened.right)
  let line = 0
  let next: E.Either<string, TraceLine | null> | null = null

  const read = (): E.Either<string, TraceLine | null> => {
    const result = E.tryCatch(
      () => lines.next(),
      (error) => (error instanceof Error ? error.message : String(error))
    )
    line += 1
    if (E.isLeft(result)) return result
    return result.right.done === true ? E.right(null) : decodeLine(result.right.value)
  }
  return E.right({
    line: () => line,
    peek: () => {
      next ??= read()
      return next
    },
    skip: () => {
      next = null
    },
    close: () => closeSync(opened.right)
  })
}
