import { encodeEvent, type TraceEvent } from '../kernel/index.js'
import type { Built, Programs } from '../scenarios/build.js'
import type { Report } from '../scenarios/judging/verdict.js'
import type { Scenario } from '../scenarios/language.js'
import { startRun } from '../scenarios/runner.js'
import { type Delivery, deliveriesOf } from './deliveries.js'
import { pictureOf } from './picture.js'
import { type HeldRight, rightsOf } from './rights.js'

/** What a run can be told. */
export interface RunSettings {
  /** 1 where it is left out. */
  readonly seed?: number
  /** Traps that it may take; 1,000,000 where it is left out. */
  readonly budget?: number
  /** Whether every right, message and waiter is recounted after each trap; true where it is left out. */
  readonly invariants?: boolean
}

/** An event as trace files have it: ports and messages world-wide (`local:12`), nothing empty. */
export type RunEvent = Readonly<Record<string, string | number>>

/** The text that a scenario was read from. */
export interface Origin {
  /** What messages call it. */
  readonly file: string
  readonly text: string
}

/** A run that has ended, and all that can be seen of it. */
export interface FinishedRun extends Report {
  /** Null where programs were run and no file. */
  readonly origin: Origin | null
  /** Whether everything was recounted after each trap. */
  readonly recounted: boolean
  /** What happened from the first step on; of a very long run, the last 500,000 events at least. */
  readonly trace: readonly RunEvent[]
  readonly lastEvents: (count: number) => RunEvent[]
  /** The messages that threads received, in that order. */
  readonly deliveries: readonly Delivery[]
  /** Every task there was, also those that are dead. */
  readonly tasks: readonly string[]
  /** What the tasks hold at the end. */
  readonly rights: readonly HeldRight[]
  /** What the scenario calls a port of the trace (`local:12`), or null. */
  readonly portName: (id: string) => string | null
  /** The end of the sequence diagram, in plain text of so many lines. */
  readonly diagram: (lines: number) => string[]
}

/** Something to run: a scenario, and programs where it has no steps. */
export interface Play {
  readonly scenario: Scenario
  readonly origin: Origin | null
  readonly programs?: Programs
}

/** A run without end must not take all memory. */
const KEPT = 500_000
/** More than so many events of a run nobody wants to see drawn. */
const DRAWN = 20_000

const once = <A>(make: () => A): (() => A) => {
  let made: { readonly value: A } | null = null
  return () => (made ??= { value: make() }).value
}

const portNameOf =
  ({ portName }: Built) =>
  (id: string): string | null => {
    const colon = id.lastIndexOf(':')
    return portName(id.slice(0, colon), Number(id.slice(colon + 1)))
  }

/** Runs something to its end and keeps what there is to see of it. */
export const play = ({ scenario, origin, programs }: Play, settings: RunSettings): FinishedRun => {
  const { invariants = true, ...rest } = settings
  const events: TraceEvent[] = []
  const record = (event: TraceEvent): void => {
    if (events.length >= 2 * KEPT) events.splice(0, KEPT)
    events.push(event)
  }
  const options = { ...rest, invariants, watch: () => record }
  const { built, advance, report } = startRun(scenario, { ...options, ...(programs && { programs }) })
  const threads = built.ownThreads().map(({ label }) => label)
  while (advance(Number.POSITIVE_INFINITY)) {}

  const trace = once(() => events.map(encodeEvent))
  const deliveries = once(() => deliveriesOf(events))
  const rights = once(() => rightsOf(built))
  return {
    ...report(),
    origin,
    recounted: invariants,
    tasks: [...built.world.hosts.values()].flatMap(({ tasks }) => tasks.map(({ name }) => name)),
    get trace() {
      return trace()
    },
    get deliveries() {
      return deliveries()
    },
    get rights() {
      return rights()
    },
    lastEvents: (count) => events.slice(-count).map(encodeEvent),
    portName: portNameOf(built),
    diagram: (lines) => pictureOf(built, threads, events.slice(-DRAWN), lines)
  }
}
