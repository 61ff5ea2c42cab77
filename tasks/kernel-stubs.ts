import * as E from 'fp-ts/lib/Either.js'
import {
  HEADER_SIZE,
  isPortType,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_INTEGER_32,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_PORT_NAME,
  MACH_MSG_TYPE_PORT_RECEIVE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  MACH_MSGH_BITS_COMPLEX
} from '../ports/abi.js'
import {
  type Descriptor,
  inlineDescriptor,
  itemSize,
  readDescriptor,
  readWord,
  writeDescriptor,
  writeWord
} from '../ports/descriptor.js'
import { kernReturnName } from '../ports/kern-return.js'
import { type Answer, address, type Name, newMessage, type Steps } from './mach.js'
import { type Argument, isRoutineName, type Kind, type Routine, ROUTINES } from './mach.defs.js'
import { transact, withReplyPort } from './remote-call.js'

/** The type a request or reply has on the wire for an argument, or null where any right will do. */
export const wireType = (kind: Kind): number | null => {
  switch (kind) {
    case 'int':
    case 'ints':
    case 'info':
      return MACH_MSG_TYPE_INTEGER_32
    case 'name':
    case 'names':
      return MACH_MSG_TYPE_PORT_NAME
    case 'send':
    case 'ports':
      return MACH_MSG_TYPE_PORT_SEND
    case 'receive':
      return MACH_MSG_TYPE_PORT_RECEIVE
    case 'sendOnce':
      return MACH_MSG_TYPE_PORT_SEND_ONCE
    case 'poly':
      return null
  }
}

/** Whether an argument of this kind travels out of line. */
export const isOutOfLine = (kind: Kind): boolean => kind === 'ports' || kind === 'names' || kind === 'ints'

/** Whether an argument of this kind makes a message complex; of a `poly` one its type decides. */
const isSpecial = (kind: Kind): boolean =>
  kind === 'send' || kind === 'sendOnce' || kind === 'receive' || isOutOfLine(kind)

/** Where an item's data lies in a body, and how it is described. */
export interface Item {
  readonly at: number
  readonly descriptor: Descriptor
}

const fits = (argument: Argument, d: Descriptor): boolean => {
  const type = wireType(argument.kind)
  const typed = type === null ? d.type < 256 : d.type === type
  if (!typed || d.size !== 32 || d.inline === isOutOfLine(argument.kind)) return false
  if (isOutOfLine(argument.kind)) return true
  const number = argument.kind === 'info' ? d.number <= 1024 : d.number === 1
  return number && !d.longform
}

/**
 * The items of a body if they are just those the definition lists, each with its type, size and form;
 * else null. `complex` is the message's complex bit.
 */
export const parseItems = (
  args: readonly Argument[],
  body: Uint8Array,
  size: number,
  complex: boolean
): Item[] | null => {
  const special = args.some(({ kind }) => isSpecial(kind))
  if (complex !== special && !args.some(({ kind }) => kind === 'poly')) return null
  const items: Item[] = []
  let offset = 0
  for (const argument of args) {
    const descriptor = readDescriptor(body, offset)
    if (descriptor === null || !fits(argument, descriptor)) return null
    const at = offset + (descriptor.longform ? 12 : 4)
    if (at + itemSize(descriptor) > size) return null
    items.push({ at, descriptor })
    offset = at + itemSize(descriptor)
  }
  return offset === size ? items : null
}

const ERROR_REPLY = [{ name: 'ret', kind: 'int' }] as const satisfies readonly Argument[]

/** A reply's arguments: the return code, then the outputs. */
export const replyArguments = (routine: Routine): readonly Argument[] => [...ERROR_REPLY, ...routine.out]

/** Raw arguments and outputs as programs see them: names, integers, and lists of them. */
export type Values = Readonly<Record<string, Value>>
export type Value = number | readonly number[] | Fields | readonly Fields[]
export type Fields = Readonly<Record<string, number>>

/** Arguments as a program gives them; what a message cannot carry stays behind. */
export type Given = Readonly<Record<string, unknown>>

/** An integer among a call's arguments: true and false are 1 and 0. */
export const numberOf = (given: Given, argument: Pick<Argument, 'name' | 'default'>): number => {
  const value = given[argument.name]
  if (typeof value === 'boolean') return Number(value)
  return typeof value === 'number' ? value : (argument.default ?? 0)
}

const requestType = (argument: Argument, values: Given): number => {
  if (argument.disposition === undefined)
    return argument.kind === 'send' || argument.kind === 'ports'
      ? MACH_MSG_TYPE_COPY_SEND
      : (wireType(argument.kind) ?? 0)
  return numberOf(values, { name: argument.disposition })
}

/** Stores a port array in memory of the caller's own; answers its address. */
function* place(words: readonly number[]): Steps<number> {
  const bytes = new Uint8Array(4 * words.length)
  words.forEach((word, i) => writeWord(bytes, 4 * i, word))
  return (yield { call: 'place', args: { bytes } }) as number
}

function* encodeRequest(routine: Routine, values: Given): Steps<Uint8Array> {
  const body = new Uint8Array(8 * routine.in.length)
  let offset = 0
  for (const argument of routine.in) {
    const type = requestType(argument, values)
    const list = values[argument.name]
    if (Array.isArray(list)) {
      const descriptor = { ...inlineDescriptor(type, 32, list.length), inline: false }
      offset = writeDescriptor(body, offset, descriptor)
      writeWord(body, offset, yield* place(list.map(Number)))
    } else {
      offset = writeDescriptor(body, offset, inlineDescriptor(type, 32, 1))
      writeWord(body, offset, numberOf(values, argument))
    }
    offset += 4
  }
  return body
}

/** Whether a request needs the complex bit: a right, or memory out of line. */
const isComplex = (routine: Routine, values: Given): boolean =>
  routine.in.some((argument) => isOutOfLine(argument.kind) || isPortType(requestType(argument, values)))

function* decodeOutput(argument: Argument, body: Uint8Array, item: Item): Steps<Values> {
  const { at, descriptor } = item
  const word = (bytes: Uint8Array, offset: number): number => readWord(bytes, offset) >>> 0
  if (isOutOfLine(argument.kind)) {
    const from = readWord(body, at) >>> 0
    const size = 4 * descriptor.number
    const bytes = (yield { call: 'fetch', args: { address: from, size } }) as Uint8Array
    return { [argument.name]: Array.from({ length: descriptor.number }, (_, i) => word(bytes, 4 * i)) }
  }
  if (argument.kind === 'info') {
    const fields = argument.fields ?? []
    const read = fields
      .slice(0, descriptor.number)
      .map((field, i) => [field, word(body, at + 4 * i)] as const)
    return argument.flat === true ? Object.fromEntries(read) : { [argument.name]: Object.fromEntries(read) }
  }
  const type = argument.disposition === undefined ? {} : { [argument.disposition]: descriptor.type }
  return { [argument.name]: word(body, at), ...type }
}

/**
 * Makes a kernel call by sending its message to `target` and receiving the reply on `reply`, as a
 * MIG-generated stub does. Answers mach_msg's code where the message did not become a call, else the
 * routine's own.
 */
export function* callByMessage(
  callName: string,
  target: Name,
  reply: Name,
  values: Given
): Steps<Answer<Values | undefined>> {
  if (!isRoutineName(callName)) return E.left('MIG_BAD_ID')
  const routine: Routine = ROUTINES[callName]
  const body = yield* encodeRequest(routine, values)
  const msg = newMessage()
  address(msg, target, MACH_MSG_TYPE_COPY_SEND, reply, MACH_MSG_TYPE_MAKE_SEND_ONCE)
  if (isComplex(routine, values)) msg.bits |= MACH_MSGH_BITS_COMPLEX
  msg.id = routine.id
  msg.body = body
  msg.size = HEADER_SIZE + body.length

  const done = yield* transact(msg, reply, kernReturnName)
  if (E.isLeft(done)) return done
  const items = parseItems(
    replyArguments(routine),
    msg.body,
    msg.size - HEADER_SIZE,
    (msg.bits & MACH_MSGH_BITS_COMPLEX) !== 0
  )
  if (items === null) return E.left('MIG_TYPE_ERROR')
  let outputs: Values = {}
  for (const [i, argument] of routine.out.entries()) {
    const item = items[i + 1]
    if (item !== undefined) outputs = { ...outputs, ...(yield* decodeOutput(argument, msg.body, item)) }
  }
  return E.right(routine.out.length === 0 ? undefined : present(outputs))
}

/** Outputs as programs see them: the two arrays of mach_port_names are one list of entries. */
export const present = (outputs: Values): Values => {
  const { names, types } = outputs
  if (!Array.isArray(names) || !Array.isArray(types)) return outputs
  return { entries: names.map((name: number, i) => ({ name, type: Number(types[i]) >>> 0 })) }
}

/**
 * A kernel call on a port that is not the kernel's: somebody stands between, or the task is on another
 * host. Sends the call's message with a reply port of its own.
 */
export const callElsewhere = (
  callName: string,
  target: Name,
  values: Given
): Steps<Answer<Values | undefined>> =>
  withReplyPort((reply) => callByMessage(callName, target, reply, values))
