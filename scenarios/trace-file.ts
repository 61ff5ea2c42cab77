import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { encodeEvent, type TraceEvent } from '../kernel/index.js'
import type { Report } from './judging/verdict.js'

/** The one format of trace files that there is so far. */
export const FORMAT = 1

const headCodec = t.type({
  machlab: t.string,
  format: t.literal(FORMAT),
  scenario: t.string,
  hash: t.string,
  seed: t.number,
  choices: t.array(t.number),
  options: t.type({ budget: t.number })
})

/** The first line: all that is needed to make the run again. */
export type Head = t.TypeOf<typeof headCodec>

const tailCodec = t.type({
  verdict: t.string,
  ended: t.string,
  time: t.number,
  counts: t.record(t.string, t.number)
})

/** The last line: what came of the run. */
export type Tail = t.TypeOf<typeof tailCodec>

const eventCodec = t.intersection([
  t.type({ event: t.string, time: t.number, seq: t.number, host: t.string }),
  t.record(t.string, t.union([t.string, t.number]))
])

/** An event as a trace file has it. */
export type RecordedEvent = t.TypeOf<typeof eventCodec>

/** A line of a trace file. */
export type TraceLine =
  | { readonly kind: 'head'; readonly head: Head }
  | { readonly kind: 'event'; readonly event: RecordedEvent }
  | { readonly kind: 'tail'; readonly tail: Tail }

/** The head as a line. */
export const encodeHead = (head: Omit<Head, 'format'>): string => {
  const { machlab, ...rest } = head
  return JSON.stringify({ machlab, format: FORMAT, ...rest })
}

/** An event as a line. */
export const encodeTraceEvent = (event: TraceEvent): string => JSON.stringify(encodeEvent(event))

/** What came of a run, as a line. */
export const encodeTail = ({ verdict, ended, time, counts }: Report): string =>
  JSON.stringify({ verdict, ended, time, counts })

/** What is wrong with a line: the first key at fault. */
const faultOf = (what: string, errors: t.Errors): string => {
  const path = errors[0]?.context.map(({ key }) => key).filter((key) => key !== '' && !/^\d+$/.test(key))
  return path === undefined || path.length === 0
    ? `this is no ${what}`
    : `the ${what} has no right '${path.join('.')}'`
}

const decode = <A>(what: string, codec: t.Type<A, unknown>, json: unknown): E.Either<string, A> =>
  pipe(
    codec.decode(json),
    E.mapLeft((errors) => faultOf(what, errors))
  )

const parse = (line: string): E.Either<string, object> =>
  pipe(
    E.tryCatch(
      (): unknown => JSON.parse(line),
      () => 'this is no JSON'
    ),
    E.filterOrElse(
      (json): json is object => typeof json === 'object' && json !== null,
      () => 'this is no JSON object'
    )
  )

const decodeHead = (json: object): E.Either<string, Head> => {
  const format = 'format' in json ? json.format : undefined
  if (format !== FORMAT)
    return E.left(`this version reads trace files of format ${FORMAT}, not ${JSON.stringify(format)}`)
  return decode('head of a trace file', headCodec, json)
}

/** Reads a line; left: why it is none of a trace file. */
export const decodeLine = (line: string): E.Either<string, TraceLine> => {
  const json = parse(line)
  if (E.isLeft(json)) return json
  if ('machlab' in json.right)
    return E.map((head: Head): TraceLine => ({ kind: 'head', head }))(decodeHead(json.right))
  if ('event' in json.right)
    return E.map((event: RecordedEvent): TraceLine => ({ kind: 'event', event }))(
      decode('event', eventCodec, json.right)
    )
  return E.map((tail: Tail): TraceLine => ({ kind: 'tail', tail }))(
    decode('tail of a trace file', tailCodec, json.right)
  )
}

/** Whether two records of strings, numbers and records say the same, in whatever order. */
export const isSame = (one: unknown, other: unknown): boolean => {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other
  const parts = new Map<string, unknown>(Object.entries(other))
  const entries = Object.entries(one)
  return (
    entries.length === parts.size &&
    entries.every(([key, part]) => parts.has(key) && isSame(part, parts.get(key)))
  )
}
