import * as t from 'io-ts'
import { quote } from '../errors.js'
import type { Pattern } from '../pattern.js'
import type { Node } from '../tree.js'
import type { Value } from '../values.js'
import {
  codec,
  collect,
  fault,
  listOf,
  map,
  named,
  optional,
  readPart,
  record,
  unfit,
  type Codec,
  type Read
} from './codec.js'
import { anything, duration, eventTime, keyed, patternOf } from './pattern.js'
import { scalar } from './value.js'
import { choice, text } from './words.js'

/** What is counted while a scenario runs, under the names of its `counts`. */
const COUNTERS = [
  'traps',
  'messages_sent',
  'messages_received',
  'copies',
  'bytes_copied',
  'rights_translated',
  'pages_mapped',
  'pages_copied',
  'bytes_copied_physically',
  'zero_fills',
  'faults',
  'page_ins',
  'page_outs',
  'context_switches',
  'handoffs',
  'run_queue_passes',
  'preemptions',
  'notifications',
  'exceptions',
  'packets_sent',
  'packets_lost',
  'packets_retransmitted',
  'packet_bytes'
]

/** What can be seen of a run: the events of its trace. */
const EVENTS = [
  ...['trap', 'return', 'note', 'notification', 'exception'],
  ...['send', 'queue', 'block', 'receive', 'destroy'].map((event) => `message.${event}`),
  ...['make', 'move', 'copy', 'dead', 'destroy'].map((event) => `right.${event}`),
  ...['create', 'dead', 'enter_set', 'leave_set'].map((event) => `port.${event}`),
  ...['create', 'run', 'block', 'wake', 'handoff', 'preempt', 'suspend', 'resume', 'finish', 'terminate'].map(
    (event) => `thread.${event}`
  ),
  ...['create', 'terminate'].map((event) => `task.${event}`),
  ...['map', 'copy', 'zero_fill', 'fault', 'in', 'out'].map((event) => `page.${event}`),
  ...['send', 'deliver', 'drop', 'retransmit'].map((event) => `packet.${event}`),
  ...['crash', 'boot'].map((event) => `host.${event}`)
]

/** An event's own name; a misspelt one would match nothing, and `absent` would pass. */
const eventName = codec<Value>('an event', { form: 'word', schema: { enum: EVENTS } }, (node, context) =>
  node.kind === 'scalar' && !EVENTS.includes(node.text)
    ? fault(node, context, `${quote(node.text)} is no event`, EVENTS)
    : scalar.validate(node, context)
)

const ANYTHING = [
  'seq',
  'host',
  'thread',
  'task',
  'port',
  'message',
  'call',
  'code',
  'kind',
  'reason',
  'from',
  'to'
]

const event: Codec<Pattern> = keyed('a trace event', {
  event: patternOf({ name: 'a pattern for an event', word: eventName, keys: {} }),
  time: eventTime,
  ...Object.fromEntries([...ANYTHING, 'name', 'right', 'id', 'text'].map((key) => [key, anything]))
})

const events = listOf('a list of trace events', 'an event', event)

const counter = patternOf({ name: 'a pattern for a count', keys: {} })

const counterName = codec<string>(
  'a counter',
  { form: 'word', schema: { enum: COUNTERS } },
  (node, context) =>
    node.kind === 'scalar' && COUNTERS.includes(node.text)
      ? t.success(node.text)
      : fault(node, context, `${node.kind === 'scalar' ? quote(node.text) : 'this'} is no counter`, COUNTERS)
)

const counters = named('a map of counters', 'the counter', counterName, counter)

/** Patterns of counters, for the whole world and for hosts. */
interface Counts {
  readonly world: ReadonlyMap<string, Pattern>
  readonly hosts: ReadonlyMap<string, ReadonlyMap<string, Pattern>>
}

const NONE: Counts = { world: new Map(), hosts: new Map() }

const counts = codec<Counts>('a map of counters', { form: 'named', values: counter }, (node, context) => {
  if (node.kind !== 'map') return unfit(node, context, 'a map of counters')
  const errors: t.Errors = []
  const [world, hosts] = [new Map<string, Pattern>(), new Map<string, ReadonlyMap<string, Pattern>>()]
  for (const { key, value } of node.entries) {
    if (isHostOfCounters(key.text, value)) {
      const read = readPart(counters, `the host ${quote(key.text)}`, value, context)
      collect(read, errors, (patterns) => hosts.set(key.text, patterns))
    } else {
      const name = collect(counterName.validate(key, context), errors)
      const read = readPart(counter, `the counter ${quote(key.text)}`, value, context)
      collect(read, errors, (pattern) => name === undefined || world.set(name, pattern))
    }
  }
  return errors.length > 0 ? t.failures(errors) : t.success({ world, hosts })
})

/** A map with counters in it, rather than a pattern for one. */
const isHostOfCounters = (key: string, node: Node): boolean =>
  !COUNTERS.includes(key) &&
  node.kind === 'map' &&
  node.entries.some((entry) => COUNTERS.includes(entry.key.text))

const STATES = ['waiting', 'finished', 'suspended', 'terminated', 'runnable'] as const
const VERDICTS = ['passed', 'failed', 'deadlock', 'budget'] as const

const state = choice(STATES)

/** What must hold at the end of a run; what is left out is not looked at. */
export const ending = map(
  record('expect', {
    threads: optional(
      named('a map of threads', 'the thread', text, state),
      new Map<string, (typeof STATES)[number]>(),
      'the states of threads'
    ),
    verdict: optional(choice(VERDICTS), null, 'how the run ends'),
    time: optional(duration, null, 'how long it takes, in virtual time'),
    counts: optional(counts, NONE, 'counters, of the whole world or by host'),
    trace: optional(events, [], 'events that must come in this order, others between them'),
    absent: optional(events, [], 'events of which none may come')
  }),
  ({ counts: counted, ...rest }, { at }) => ({
    ...rest,
    at,
    counts: counted.world,
    hostCounts: counted.hosts
  })
)

/** A scenario that expects nothing but to pass. */
export const NOTHING_EXPECTED: Read<typeof ending> = {
  at: { line: 1, column: 1 },
  threads: new Map(),
  verdict: null,
  time: null,
  trace: [],
  absent: [],
  counts: new Map(),
  hostCounts: new Map()
}
