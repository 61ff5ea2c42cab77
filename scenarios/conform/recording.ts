import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'

/** Above this a recording is no recording: nothing in one is nearly as large. */
const LIMIT = 1 << 20

const integer = (name: string, min: number, max: number): t.Type<number> =>
  new t.Type(
    name,
    (u): u is number => Number.isInteger(u),
    (u, context) =>
      typeof u === 'number' && Number.isInteger(u) && u >= min && u <= max
        ? t.success(u)
        : t.failure(u, context),
    t.identity
  )

/** Any 32-bit word, signed or unsigned. */
const word = integer('a 32-bit integer', -0x80000000, 0xffffffff)
const count = integer('a small number', 0, LIMIT)
const words = t.readonlyArray(word, 'a list of 32-bit integers')
const flag = t.boolean

const rawWord = t.type({ word }, 'a word')
const typedItem = t.intersection([
  t.type({ type: word, size: word, number: word }),
  t.partial({ inline: flag, longform: flag, deallocate: flag, unused: flag, short: word }),
  t.partial({
    data: words,
    bytes: t.type({ size: count, seed: count }),
    ool: t.type({ size: count, offset: count, seed: count }),
    ports: words,
    address: word
  })
])

/** Picks the codec by a look at the value, so that an error speaks of one form only. */
const either = <A, B>(name: string, isA: (u: object) => boolean, a: t.Type<A>, b: t.Type<B>): t.Type<A | B> =>
  new t.Type<A | B>(
    name,
    (u): u is A | B => a.is(u) || b.is(u),
    (u, context) => (isA(Object(u)) ? a.validate(u, context) : b.validate(u, context)),
    t.identity
  )

const sentItem = either('an item', (u) => 'word' in u, rawWord, typedItem)

const sentMessage = t.intersection([
  t.type({
    remote_type: word,
    local_type: word,
    remote: word,
    local: word,
    id: word,
    body: t.readonlyArray(sentItem)
  }),
  t.partial({ complex: flag, other_bits: word, seqno: word, size: word })
])

const messageArgs = t.intersection([
  t.type({ option: word }),
  t.partial({
    msg: sentMessage,
    send_size: word,
    rcv_size: word,
    rcv_name: word,
    timeout: word,
    notify: word
  })
])

const outputs = t.record(t.string, t.unknown)
const actorNumber = integer("an actor's number", 0, 63)
const actor = either('an actor', (u) => u instanceof String, t.literal('conductor'), actorNumber)

const answered = t.intersection([
  t.type({ ret: t.string }),
  t.partial({ out: outputs, i: count, actor, probe: flag })
])
const messageOp = t.intersection([t.type({ op: t.literal('mach_msg'), args: messageArgs }), answered])
const callOp = t.intersection([t.type({ op: t.string, args: t.record(t.string, word) }), answered])
const op = either('an op', (u) => Reflect.get(u, 'op') === 'mach_msg', messageOp, callOp)

const completed = t.type({ complete: op })
const died = t.type({ died: t.type({ actor: actorNumber }) })
const skipped = t.type({ i: count, skipped: t.string })
const aside = either('an entry', (u) => 'died' in u, died, skipped)
const unanswered = either('an entry', (u) => 'complete' in u, completed, aside)
const entry = either('an entry', (u) => 'op' in u, op, unanswered)

const names = t.type({ task_self: word, reply: word })
const nullNames = t.type({ task_self: t.null, reply: t.null })
const sequence = t.intersection([
  t.type({ id: t.string, end: t.string, ops: t.readonlyArray(entry) }),
  t.partial({
    init: either('names', (u) => Reflect.get(u, 'reply') === null, nullNames, names),
    tasks: actorNumber,
    actors: t.record(t.string, t.intersection([names, t.type({ task: actorNumber })]))
  })
])

/** A typed item of a sent message, its fields raw; or one word. */
export type SentItem = t.TypeOf<typeof sentItem>
export type TypedItem = t.TypeOf<typeof typedItem>
/** A message as a driver stored it before sending. */
export type SentMessage = t.TypeOf<typeof sentMessage>
/** The arguments of a recorded `mach_msg`. */
export type MessageArgs = t.TypeOf<typeof messageArgs>
export type MessageOp = t.TypeOf<typeof messageOp>
/** A recorded call: its arguments as passed, its return code by name, its outputs. */
export type RecordedOp = t.TypeOf<typeof op>
export type Entry = t.TypeOf<typeof entry>
/** What a real kernel answered to one sequence of calls. */
export type Sequence = t.TypeOf<typeof sequence>

/** Whether an op is a message, sent or received. */
export const isMessageOp = (recorded: RecordedOp): recorded is MessageOp => recorded.op === 'mach_msg'

/** The path of a fault inside its line; a step that stays at the same value is one of the codec's own. */
const pathOf = (context: t.Context): string =>
  context
    .filter((step, i) => i > 0 && step.actual !== context[i - 1]?.actual)
    .map((step) => step.key)
    .join('.')

const explain = (error: t.ValidationError): string => {
  const wanted = error.context[error.context.length - 1]?.type.name ?? 'something else'
  const found = error.value === undefined ? 'nothing' : JSON.stringify(error.value).slice(0, 40)
  return `${pathOf(error.context) || 'the line'}: ${wanted} expected, not ${found}`
}

const parse = (line: string): E.Either<string, unknown> =>
  E.tryCatch(
    () => JSON.parse(line) as unknown,
    (error) => `not JSON: ${error instanceof Error ? error.message : String(error)}`
  )

/** One line of a recording; what is wrong with it, where it is not one. */
export const decodeSequence = (line: string): E.Either<string, Sequence> => {
  const json = parse(line)
  if (E.isLeft(json)) return json
  const decoded = sequence.decode(json.right)
  if (E.isRight(decoded)) return decoded
  const [first] = decoded.left
  return E.left(first === undefined ? 'not a recorded sequence' : explain(first))
}

/** How many replies a sequence records: its entries with a return code. */
export const replyCount = (recorded: Sequence): number =>
  recorded.ops.filter((each) => 'ret' in each || 'complete' in each).length
