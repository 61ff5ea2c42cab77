import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import {
  MACH_MSG_TYPE_INTEGER_32,
  MACH_MSG_TYPE_PORT_NAME,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSG_TYPE_STRING,
  type Name
} from './mach.js'
import type { Item, ItemData } from './typed-data.js'

/**
 * std_types.defs: how the arguments of routines travel. Each is a codec between a value and the typed
 * item that carries it; an item of another form, be it the long one for the short, is refused.
 */

/** An argument of a routine: what a program has of it, and the item that carries it. */
export type Typed<A> = t.Type<A, Item, unknown>

/** What a received item has to be, but for its data. */
interface Form {
  readonly type: number
  readonly size: number
  readonly longform: boolean
}

const receivedAs = ({ type, size, longform }: Form) =>
  t.type({
    type: t.literal(type),
    size: t.literal(size),
    number: t.literal(1),
    inline: t.literal(true),
    longform: t.literal(longform),
    deallocate: t.literal(false),
    data: t.union([t.string, t.array(t.number)])
  })

/** One element of a form: `read` refuses data by undefined, `write` gives them for an element. */
const element = <A>(
  name: string,
  form: Form,
  is: t.Is<A>,
  read: (data: ItemData) => A | undefined,
  write: (value: A) => ItemData
): Typed<A> => {
  const received = receivedAs(form)
  return new t.Type<A, Item, unknown>(
    name,
    is,
    (item, context) => {
      const known = received.validate(item, context)
      if (E.isLeft(known)) return known
      const value = read(known.right.data)
      return value === undefined ? t.failure(item, context) : t.success(value)
    },
    (value) => ({ type: form.type, size: form.size, number: 1, longform: form.longform, data: write(value) })
  )
}

const wordIn = (data: ItemData): number | undefined => (typeof data === 'string' ? undefined : data[0])

const word = (name: string, type: number): Typed<number> =>
  element(name, { type, size: 32, longform: false }, t.number.is, wordIn, (value) => [value])

/** A 32-bit integer, signed. */
export const int: Typed<number> = word('int', MACH_MSG_TYPE_INTEGER_32)

/** The name of a port right as a mere number: no right travels. */
export const portName: Typed<Name> = word('mach_port_name_t', MACH_MSG_TYPE_PORT_NAME)

/** A right: received, its name and what it is; to be sent, the sender's name and what is to be done with it. */
export interface Right {
  readonly name: Name
  readonly type: number
}

const right = t.type({ name: t.number, type: t.number })

const rightOf = (name: string, type: number): Typed<Right> => {
  const carried = word(name, type)
  return new t.Type<Right, Item, unknown>(
    name,
    right.is,
    (item, context) => E.map((of: Name) => ({ name: of, type }))(carried.validate(item, context)),
    (value) => ({ ...carried.encode(value.name), type: value.type })
  )
}

/** A send right, sent as COPY_SEND, MOVE_SEND or MAKE_SEND, or null. */
export const send: Typed<Right> = rightOf('mach_port_send_t', MACH_MSG_TYPE_PORT_SEND)

const utf8 = new TextEncoder()

/** As much of a text as fits into so many bytes, a zero byte included, and zeros in what is left of them. */
const padded = (text: string, bytes: number): string => {
  const { read, written } = utf8.encodeInto(text, new Uint8Array(bytes - 1))
  return text.slice(0, read) + '\0'.repeat(bytes - written)
}

/** A C string in `bytes` bytes, of which the last is zero; what does not fit is cut off. */
export const cString = (bytes: number): Typed<string> =>
  element(
    `c_string[${bytes}]`,
    { type: MACH_MSG_TYPE_STRING, size: 8 * bytes, longform: true },
    t.string.is,
    (data) => (typeof data === 'string' ? data.split('\0', 1)[0] : undefined),
    (text) => padded(text, bytes)
  )
