import * as E from 'fp-ts/lib/Either.js'
import { HEADER_SIZE, isPortType, MACH_MSGH_BITS_COMPLEX } from '../ports/abi.js'
import type { Message } from './mach.js'
import type { Typed } from './std-types.defs.js'
import { decodeWhole, encodeBody, type Item, type ReceivedItem } from './typed-data.js'

/** Bodies of messages as the codecs of their arguments have them. */

/** The arguments of a request or reply, in their order. */
export type Arguments<A> = { readonly [K in keyof A]: Typed<A[K]> }

const namesOf = <A extends object>(args: Arguments<A>): readonly (keyof A)[] =>
  Object.keys(args) as (keyof A)[]

/** Values as the items that carry them. */
export const encodeItems = <A extends object>(args: Arguments<A>, values: A): Item[] =>
  namesOf(args).map((name) => args[name].encode(values[name]))

/** What items carry, or null where they are not just those the arguments have. */
export const decodeItems = <A extends object>(
  args: Arguments<A>,
  items: readonly ReceivedItem[]
): A | null => {
  const names = namesOf(args)
  if (names.length !== items.length) return null
  const values: Partial<A> = {}
  for (const [i, name] of names.entries()) {
    const value = args[name].decode(items[i])
    if (E.isLeft(value)) return null
    values[name] = value.right
  }
  return values as A
}

/** Whether an item makes its message complex: it carries rights or memory. */
const isSpecial = ({ type, inline = true }: Item): boolean => isPortType(type) || !inline

/** The items of a message that is all items, and complex just where they carry something. */
export const itemsIn = (msg: Message): readonly ReceivedItem[] | null => {
  const items = decodeWhole(msg.body.subarray(0, msg.size - HEADER_SIZE))
  const isComplex = (msg.bits & MACH_MSGH_BITS_COMPLEX) !== 0
  return items !== null && items.some(isSpecial) === isComplex ? items : null
}

/** Makes items the body of a message, and it complex if they carry something. */
export const putItems = (msg: Message, items: readonly Item[]): void => {
  msg.body = encodeBody(items)
  msg.size = HEADER_SIZE + msg.body.length
  if (items.some(isSpecial)) msg.bits |= MACH_MSGH_BITS_COMPLEX
  else msg.bits &= ~MACH_MSGH_BITS_COMPLEX
}
