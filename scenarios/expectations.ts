import { encodeEvent, type Listener, type TraceEvent } from '../kernel/index.js'
import { CODES } from './constants.js'
import { type Failure, failureAt } from './judging/failure.js'
import type { FinalExpect, Scenario } from './language.js'
import { match, type Mismatch, shownPattern } from './judging/match.js'
import type { Pattern } from './pattern.js'
import type { Place } from './tree.js'
import type { Data, Lookup } from './values.js'

/** Counters by name. */
export type Counts = Readonly<Record<string, number>>

/** How a run came out, as far as the final `expect` speaks of it. */
export interface Outcome {
  /** What each thread does at the end, by its label. */
  readonly threads: ReadonlyMap<string, string>
  /** Nanoseconds. */
  readonly time: number
  readonly counts: Counts
  readonly hostCounts: ReadonlyMap<string, Counts>
}

/** At the end no variable is left to look up. */
const NO_VARIABLES: Lookup = () => undefined
const NEAR_MISSES = 3

/** Watches a run for the events that must come in order, and for those that must not come. */
export interface TraceCheck {
  readonly listen: Listener
  readonly failures: () => readonly Failure[]
}

const fail = (at: Place, message: string, expected: Data, actual?: Data): Failure =>
  failureAt(at, 'expect', message, actual === undefined ? { expected } : { expected, actual })

/** The events a pattern can match at all, where it names them: most are told apart without a closer look. */
const eventNamed = (pattern: Pattern): string | null => {
  if (pattern.kind !== 'map') return null
  const name = pattern.entries.get('event')
  if (name?.kind !== 'equal' || name.value.kind !== 'literal') return null
  return typeof name.value.value === 'string' ? name.value.value : null
}

interface Wanted {
  readonly pattern: Pattern
  readonly event: string | null
}

const wanted = (pattern: Pattern): Wanted => ({ pattern, event: eventNamed(pattern) })

/** An event as patterns see it: its code is a number, as constants are in patterns. */
const seen = (happened: TraceEvent): Record<string, string | number> => {
  const encoded = encodeEvent(happened)
  const code = happened.code === undefined ? undefined : CODES.get(happened.code)
  return code === undefined ? encoded : { ...encoded, code }
}

const isMet = ({ pattern, event }: Wanted, happened: TraceEvent): boolean =>
  (event === null || event === happened.event) && match(pattern, seen(happened), NO_VARIABLES).length === 0

/** Follows a run's events; nothing where the scenario says nothing of them. */
export const checkTrace = (scenario: Scenario): TraceCheck | null => {
  const { trace, absent } = scenario.expect
  if (trace.length === 0 && absent.length === 0) return null
  const at = scenario.expect.at
  const inOrder = trace.map(wanted)
  let unwanted = absent.map(wanted)
  const broken: Failure[] = []
  let next = 0
  let near: Data[] = []

  const listen = (event: TraceEvent): void => {
    const awaited = inOrder[next]
    if (awaited !== undefined && isMet(awaited, event)) {
      next += 1
      near = []
    } else if (awaited?.event === event.event && near.length < NEAR_MISSES) near.push(encodeEvent(event))

    unwanted = unwanted.filter((each) => {
      if (!isMet(each, event)) return true
      const expected = { not: shownPattern(each.pattern, NO_VARIABLES) }
      broken.push(fail(at, 'an event came that is to be absent', expected, encodeEvent(event)))
      return false
    })
  }

  const failures = (): readonly Failure[] => {
    const missing = inOrder[next]
    if (missing === undefined) return broken
    const message = `event ${next + 1} of ${inOrder.length} in the trace did not come`
    return [...broken, fail(at, message, shownPattern(missing.pattern, NO_VARIABLES), near)]
  }
  return { listen, failures }
}

const compare = (at: Place, what: string, pattern: Pattern, actual: Data | undefined): Failure[] =>
  match(pattern, actual, NO_VARIABLES).map(({ expected, ...found }: Mismatch) =>
    fail(at, `${what} is another than expected`, expected, found.actual)
  )

const checkThreads = (at: Place, expect: FinalExpect, outcome: Outcome): Failure[] =>
  [...expect.threads].flatMap(([label, state]) => {
    const actual = outcome.threads.get(label)
    return actual === state ? [] : [fail(at, `${label} is not ${state}`, state, actual ?? 'no such thread')]
  })

const checkCounts = (
  at: Place,
  of: string,
  patterns: ReadonlyMap<string, Pattern>,
  counts: Counts
): Failure[] =>
  [...patterns].flatMap(([counter, pattern]) =>
    compare(at, `${counter}${of}`, pattern, Object.hasOwn(counts, counter) ? counts[counter] : undefined)
  )

/** What of the final `expect` did not hold, but for its verdict and the trace. */
export const checkOutcome = (scenario: Scenario, outcome: Outcome): Failure[] => {
  const at = scenario.expect.at
  const { expect } = scenario
  const time = expect.time === null ? [] : compare(at, 'time in ns', expect.time, outcome.time)
  const byHost = [...expect.hostCounts].flatMap(([host, patterns]) =>
    checkCounts(at, ` of ${host}`, patterns, outcome.hostCounts.get(host) ?? {})
  )
  return [
    ...checkThreads(at, expect, outcome),
    ...time,
    ...checkCounts(at, '', expect.counts, outcome.counts),
    ...byHost
  ]
}
