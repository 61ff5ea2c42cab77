import * as E from 'fp-ts/lib/Either.js'
import {
  HEADER_SIZE,
  isPortType,
  localBits,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSGH_BITS_COMPLEX,
  msghBits,
  remoteBits
} from '../../ports/abi.js'
import { MACH_RCV_TOO_LARGE } from '../../ports/kern-return.js'
import { type Message, newMessage, type Stub } from '../../tasks/mach.js'
import { COMPAT_RETURNS } from '../../tasks/mach-compat.js'
import {
  decodeBody,
  decodeData,
  elementSize,
  encodeBody,
  encodeData,
  type Item,
  type ReceivedItem
} from '../../tasks/typed-data.js'
import type { Data } from '../values.js'

/** More than this no simulated machine of the language's default size could hold. */
const MESSAGE_MAX = 64 * 2 ** 20

/** Data with parts by name. */
export type Fields = { readonly [key: string]: Data }

/** Whether data have parts by name. */
export const isFields = (data: Data | undefined): data is Fields =>
  typeof data === 'object' && !Array.isArray(data)

/** A field that is a number, or a boolean taken for one. */
const numberIn = (fields: Fields, key: string): number | undefined => {
  const value = fields[key]
  if (typeof value === 'boolean') return Number(value)
  return typeof value === 'number' ? value : undefined
}

const flagIn = (fields: Fields, key: string): boolean | undefined => {
  const number = numberIn(fields, key)
  return number === undefined ? undefined : number !== 0
}

const asNumbers = (list: readonly Data[]): number[] | null => {
  const numbers = list.map((element) => (typeof element === 'boolean' ? Number(element) : element))
  return numbers.every((element) => typeof element === 'number' && Number.isFinite(element))
    ? (numbers as number[])
    : null
}

const dataOf = (fields: Fields): E.Either<string, Item['data']> => {
  const { data } = fields
  if (data === undefined || typeof data === 'string') return E.right(data)
  const list = Array.isArray(data) ? data : [data]
  const numbers = asNumbers(list)
  return numbers === null ? E.left('the data of an item are a text or numbers') : E.right(numbers)
}

const itemOf = (fields: Fields): E.Either<string, Item> => {
  const type = numberIn(fields, 'type')
  if (type === undefined) return E.left('the type of an item is a number')
  const data = dataOf(fields)
  if (E.isLeft(data)) return data

  const item: Item = {
    type,
    size: numberIn(fields, 'size'),
    number: numberIn(fields, 'number'),
    inline: flagIn(fields, 'inline'),
    longform: flagIn(fields, 'longform'),
    deallocate: flagIn(fields, 'deallocate'),
    unused: flagIn(fields, 'unused'),
    data: data.right,
    address: numberIn(fields, 'address')
  }
  return E.right(item)
}

const bytesOf = ({ type, size = elementSize(type), data = [] }: Item): number => (data.length * size) / 8

const itemsOf = (body: Data | undefined): E.Either<string, readonly Item[]> => {
  const items: Item[] = []
  let bytes = 0
  for (const element of Array.isArray(body) ? body : []) {
    const item = isFields(element) ? itemOf(element) : E.left('an item of a body is a map')
    if (E.isLeft(item)) return item
    items.push(item.right)
    bytes += bytesOf(item.right)
    if (bytes > MESSAGE_MAX) return E.left('the message is larger than a machine')
  }
  return E.right(items)
}

/** Types by which a body of Mach 2.5 carries rights. */
const MACH_25_PORTS: ReadonlySet<number> = new Set([5, 6])

const isComplex = (fields: Fields, items: readonly Item[], isMach25: boolean): boolean => {
  const isRight = (type: number): boolean => (isMach25 ? MACH_25_PORTS.has(type) : isPortType(type))
  return flagIn(fields, 'complex') ?? items.some(({ type, inline }) => isRight(type) || inline === false)
}

/** The header's bits; a message of Mach 2.5 has no dispositions. */
const bitsOf = (fields: Fields, items: readonly Item[], isMach25: boolean): number => {
  const complex = isComplex(fields, items, isMach25) ? MACH_MSGH_BITS_COMPLEX : 0
  if (isMach25) return complex
  const remote = numberIn(fields, 'remote_type') ?? MACH_MSG_TYPE_COPY_SEND
  const replyType = fields.local === undefined ? 0 : MACH_MSG_TYPE_MAKE_SEND_ONCE
  const local = numberIn(fields, 'local_type') ?? replyType
  return msghBits(remote & 0xff, local & 0xff) | complex
}

/** Stores an out-of-line item's data in memory of the sender's own, where it gives no address itself. */
function* placed(item: Item): Stub<Item> {
  if (item.inline !== false || item.address !== undefined || item.data === undefined) return item
  const bytes = encodeData(item.type, item.data, item.size)
  const address = Number(yield { call: 'place', args: { bytes } })
  return { ...item, address }
}

/** A `msg` as the sender's buffer holds it, or why it cannot be one. */
export function* writeMessage(msg: Data | undefined, isMach25: boolean): Stub<E.Either<string, Message>> {
  if (msg === undefined) return E.right(newMessage())
  if (!isFields(msg)) return E.left('msg is a map')
  const wanted = itemsOf(msg.body)
  if (E.isLeft(wanted)) return wanted

  const items: Item[] = []
  for (const item of wanted.right) items.push(yield* placed(item))
  const body = encodeBody(items)
  return E.right({
    bits: bitsOf(msg, items, isMach25),
    size: HEADER_SIZE + body.length,
    remote: numberIn(msg, 'remote') ?? 0,
    local: numberIn(msg, 'local') ?? 0,
    seqno: 0,
    id: numberIn(msg, 'id') ?? 0,
    body
  })
}

/** An item to match on: with its data, though they lie elsewhere in the receiver's memory. */
function* readItem(item: ReceivedItem): Stub<Data> {
  const size = Math.ceil((item.number * item.size) / 8)
  if (item.inline || item.address === undefined || size > MESSAGE_MAX) return { ...item }
  if (size === 0) return { ...item, data: decodeData(item.type, new Uint8Array(0), item.size, 0) }
  const bytes = yield { call: 'fetch', args: { address: item.address, size } }
  if (!(bytes instanceof Uint8Array)) return { ...item }
  return { ...item, data: decodeData(item.type, bytes, item.size, item.number) }
}

/** What a buffer holds after a call that answered `code`; what was too large has left only a header. */
export function* readMessage(message: Message, code: number): Stub<Data> {
  const isCut = code === MACH_RCV_TOO_LARGE || code === COMPAT_RETURNS.RCV_TOO_LARGE
  const size = isCut ? 0 : Math.max(0, message.size - HEADER_SIZE)
  const body: Data[] = []
  for (const item of decodeBody(message.body.subarray(0, size))) body.push(yield* readItem(item))
  return {
    remote: message.remote >>> 0,
    remote_type: remoteBits(message.bits),
    local: message.local >>> 0,
    local_type: localBits(message.bits),
    id: message.id | 0,
    seqno: message.seqno,
    size: message.size >>> 0,
    complex: (message.bits & MACH_MSGH_BITS_COMPLEX) !== 0,
    body
  }
}
