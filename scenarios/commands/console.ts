import { coloured, type Palette, plain } from '../terminal/palette.js'

/** When to colour what is written. */
export type Colour = 'auto' | 'always' | 'never'

/** Where results and messages go. */
export interface Console {
  /** Takes a line of the result, for standard output. */
  readonly write: (line: string) => void
  /** Takes a line for people, for standard error. */
  readonly say: (line: string) => void
  /** Shows how far something has come, where it goes on for longer than a second. */
  readonly progress: (text: string) => void
  /** Hands over what was written; to be called before waiting for anything. */
  readonly flush: () => void
  readonly palette: Palette
  /** Columns that a line may have. */
  readonly width: number
}

/** How results are to be written. */
export interface ConsoleOptions {
  readonly color?: Colour | undefined
  /** The result is one JSON object a line. */
  readonly json?: boolean | undefined
  readonly quiet?: boolean | undefined
}

const WIDTH = 100
const NARROWEST = 60
const WIDEST = 110

const isColoured = (stream: NodeJS.WriteStream, colour: Colour): boolean => {
  if (colour !== 'auto') return colour === 'always'
  const { NO_COLOR = '', TERM } = process.env
  return stream.isTTY && NO_COLOR === '' && TERM !== 'dumb'
}

const widthOf = ({ columns }: NodeJS.WriteStream): number =>
  Math.max(NARROWEST, Math.min(WIDEST, columns ?? WIDTH))

/** A pipe that nobody reads any more is no fault of ours: the command ends as if it were done. */
const endWithReader = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
}

const PATIENCE = 1000
const PACE = 200
const PLAIN_PACE = 5000
const CLEAR = '\r\u001b[K'

interface Meter {
  readonly show: (text: string) => void
  readonly clear: () => void
}

/** A line on standard error that is written over, or now and then a new one where that cannot be. */
const newMeter = (): Meter => {
  const { stderr } = process
  const pace = stderr.isTTY ? PACE : PLAIN_PACE
  let next = Date.now() + PATIENCE
  let shown = false
  const clear = (): void => {
    if (shown && stderr.isTTY) stderr.write(CLEAR)
    shown = false
  }
  const show = (text: string): void => {
    if (Date.now() < next) return
    next = Date.now() + pace
    stderr.write(stderr.isTTY ? `${CLEAR}${text}` : `${text}\n`)
    shown = true
  }
  return { show, clear }
}

const NO_METER: Meter = { show: () => undefined, clear: () => undefined }
const BUFFER = 1 << 16

/** The terminal, or whatever the command was given in place of it. */
export const newConsole = ({ color = 'auto', json = false, quiet = false }: ConsoleOptions): Console => {
  const { stdout, stderr } = process
  for (const stream of [stdout, stderr]) stream.on('error', endWithReader)
  const streams = stdout.isTTY && !quiet && !json
  const meter = streams ? NO_METER : newMeter()
  let written = ''

  const flush = (): void => {
    if (written === '') return
    meter.clear()
    stdout.write(written)
    written = ''
  }
  const write = (line: string): void => {
    written += `${line}\n`
    if (written.length > BUFFER) flush()
  }
  const say = (line: string): void => {
    flush()
    meter.clear()
    stderr.write(`${line}\n`)
  }
  const palette = !json && isColoured(stdout, color) ? coloured : plain
  return { write, say, progress: meter.show, flush, palette, width: widthOf(stdout) }
}
