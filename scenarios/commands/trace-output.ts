import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import type { Listener } from '../../kernel/index.js'
import type { Report } from '../judging/verdict.js'
import { encodeHead, encodeTail, encodeTraceEvent } from '../trace-file.js'
import { version } from './version.js'

/** A trace file that is being written. */
export interface TraceOutput {
  /** Begins a run: its head. */
  readonly begin: (scenario: string, seed: number, budget: number) => void
  readonly listen: Listener
  /** Ends a run: its tail. */
  readonly end: (report: Report) => void
  /** Writes what is held back; what has been written are whole lines. */
  readonly close: () => void
}

const BUFFER = 1 << 18

/** What a scenario's text is known by. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Opens a trace file; left: why that cannot be. */
export const openTrace = (path: string): E.Either<string, TraceOutput> => {
  const opened = E.tryCatch(
    () => openSync(path, 'w'),
    (error) => `${path}: it cannot be written (${error instanceof Error ? error.message : String(error)})`
  )
  if (E.isLeft(opened)) return opened
  const descriptor = opened.right
  let held: string[] = []
  let size = 0

  const flush = (): void => {
    if (held.length > 0) writeSync(descriptor, `${held.join('\n')}\n`)
    held = []
    size = 0
  }
  const write = (line: string): void => {
    held.push(line)
    size += line.length
    if (size > BUFFER) flush()
  }
  return E.right({
    begin: (scenario, seed, budget) => {
      const head = {
        machlab: version(),
        scenario,
        hash: hashOf(scenario),
        seed,
        choices: [],
        options: { budget }
      }
      write(encodeHead(head))
    },
    listen: (event) => write(encodeTraceEvent(event)),
    end: (report) => write(encodeTail(report)),
    close: () => {
      flush()
      closeSync(descriptor)
    }
  })
}

const MARKER = /^(---|\.\.\.)(\s|$)/

/** The YAML document of a file that a line belongs to, alone. */
export const documentAt = (text: string, line: number): string => {
  const lines = text.split('\n')
  const isMarker = (index: number): boolean => MARKER.test(lines[index] ?? '')
  let from = line - 1
  while (from > 0 && !isMarker(from) && !isMarker(from - 1)) from -= 1
  let to = line
  while (to < lines.length && !isMarker(to)) to += 1
  const document = lines.slice(from, to).join('\n')
  return document.endsWith('\n') ? document : `${document}\n`
}
