import type { TraceEvent } from '../../kernel/index.js'
import { nearest } from '../../scenarios/errors.js'
import type { FinishedRun, RunEvent } from '../run.js'
import { eventText } from '../story.js'
import { type Context, hasParts, type Matched, matched, questionOf } from './matcher.js'

/** An event by some of its parts; a port by the scenario's name for it or its world-wide id. */
export type EventPattern = Readonly<
  Partial<Record<Exclude<keyof TraceEvent, 'event'>, unknown>> & { event?: TraceEvent['event'] }
>

const NEAR = 3

const partOf =
  ({ portName }: FinishedRun, event: RunEvent) =>
  (key: string): readonly unknown[] => {
    const part = event[key]
    return key === 'port' && part !== undefined ? [part, portName(`${part}`)] : [part]
  }

/** The events that meet the patterns, one after the other, as far as they do. */
const follow = (context: Context, run: FinishedRun, patterns: readonly EventPattern[]): number[] => {
  const met: number[] = []
  for (const [at, event] of run.trace.entries()) {
    const awaited = patterns[met.length]
    if (awaited === undefined) break
    if (hasParts(context, awaited, partOf(run, event))) met.push(at)
  }
  return met
}

/** Events of the missing one's name that came after the last that was met. */
const nearMisses = (run: FinishedRun, { event: name }: EventPattern, from: number): string[] => {
  if (name === undefined) return []
  const near = run.trace.slice(from).filter(({ event }) => event === name)
  if (near.length > 0)
    return ['', `of this name came then:`, ...near.slice(0, NEAR).map((event) => eventText(run, event))]
  const like = nearest(name, new Set(run.trace.map(({ event }) => `${event}`)))
  return ['', like === undefined ? `no ${name} came then` : `no ${name} came then; did you mean ${like}?`]
}

/** Events came that meet these patterns, in this order; others may lie between them. */
export function toHaveEvents(this: Context, received: unknown, patterns: readonly EventPattern[]): Matched {
  const question = questionOf(this, received, 'toHaveEvents', patterns)
  const { run } = question
  const met = follow(this, run, patterns)
  const missing = patterns[met.length]
  return matched(question, missing === undefined, () => {
    const came = met.flatMap((at) => run.trace.slice(at, at + 1)).map((event) => eventText(run, event))
    const those = came.length === 0 ? [] : ['these came:', ...came, '']
    if (missing === undefined) return those.join('\n')
    const which = `event ${met.length + 1} of ${patterns.length} did not come: ${this.utils.stringify(missing)}`
    return [...those, which, ...nearMisses(run, missing, (met.at(-1) ?? -1) + 1)].join('\n')
  })
}
