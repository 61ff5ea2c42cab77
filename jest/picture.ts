import type { TraceEvent } from '../kernel/index.js'
import type { Built } from '../scenarios/build.js'
import { newDiagram } from '../scenarios/diagram.js'
import { plain } from '../scenarios/terminal/palette.js'

const WIDTH = 100

/** A line that names the lanes, for which no time is shown. */
const isHeading = (line: string): boolean => !/^\s*[\d.]+ (?:ns|µs|ms|s)(?:\s|$)/.test(line)

/** The last lines of a picture that may be long, under the heading that holds for them. */
interface Tail {
  readonly write: (line: string) => void
  readonly lines: () => string[]
}

const newTail = (length: number): Tail => {
  let heading: string[] = []
  let kept: string[] = []
  const keep = (most: number): void => {
    const lost = kept.slice(0, Math.max(0, kept.length - most))
    kept = kept.slice(lost.length)
    const last = lost.findLast(isHeading)
    if (last !== undefined) heading = [last]
  }
  return {
    write: (line) => {
      kept.push(line)
      if (kept.length > 4 * length) keep(length)
    },
    lines: () => {
      keep(length - 1)
      return [...heading, ...kept]
    }
  }
}

/** The end of the sequence diagram of a run, plain text in so many lines; `threads` are those it began with. */
export const pictureOf = (
  { portName, processors }: Built,
  threads: readonly string[],
  events: readonly TraceEvent[],
  lines: number
): string[] => {
  const tail = newTail(lines)
  const diagram = newDiagram({
    width: WIDTH,
    palette: plain,
    threads,
    portName,
    processors,
    write: tail.write
  })
  for (const event of events) diagram.listen(event)
  diagram.close()
  return tail.lines()
}
