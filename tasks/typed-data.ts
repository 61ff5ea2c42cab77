import {
  isPortType,
  MACH_MSG_TYPE_BIT,
  MACH_MSG_TYPE_BYTE,
  MACH_MSG_TYPE_CHAR,
  MACH_MSG_TYPE_INTEGER_16,
  MACH_MSG_TYPE_INTEGER_64,
  MACH_MSG_TYPE_PORT_NAME,
  MACH_MSG_TYPE_STRING,
  pad4
} from '../ports/abi.js'
import {
  dataSize,
  type Descriptor,
  descriptorSize,
  itemSize,
  readDescriptor,
  readWord,
  writeDescriptor,
  writeWord
} from '../ports/descriptor.js'
import { packElements, unpackElements } from './elements.js'

/** What an item carries: text for characters, numbers for all else. */
export type ItemData = string | readonly number[]

/** One typed item of a message as a program writes it; what is left out follows from the rest. */
export interface Item {
  readonly type: number
  /** Bits of one element. */
  readonly size?: number | undefined
  readonly number?: number | undefined
  readonly inline?: boolean | undefined
  readonly longform?: boolean | undefined
  readonly deallocate?: boolean | undefined
  readonly unused?: boolean | undefined
  readonly data?: ItemData | undefined
  /** Where the data of an out-of-line item lies in the sender's memory. */
  readonly address?: number | undefined
}

/** One typed item as a receiver reads it: in-line items have data, out-of-line items an address. */
export interface ReceivedItem {
  readonly type: number
  readonly size: number
  readonly number: number
  readonly inline: boolean
  readonly longform: boolean
  readonly deallocate: boolean
  readonly data?: ItemData
  readonly address?: number
}

const MSG_TYPE_PORT_ALL = 5
const MSG_TYPE_PORT = 6
const SHORT_NUMBER_MAX = 0xfff
const SHORT_SIZE_MAX = 0xff

const isText = (type: number): boolean => type === MACH_MSG_TYPE_CHAR || type === MACH_MSG_TYPE_STRING

const isNames = (type: number): boolean =>
  isPortType(type) || type === MACH_MSG_TYPE_PORT_NAME || type === MSG_TYPE_PORT || type === MSG_TYPE_PORT_ALL

/**
 * Bits of one element of a type where a program gives no size. BOOLEAN and BIT are one type, 0, in
 * Mach: its element is taken for a boolean's word.
 */
export const elementSize = (type: number): number => {
  switch (type) {
    case MACH_MSG_TYPE_CHAR:
    case MACH_MSG_TYPE_BYTE:
    case MACH_MSG_TYPE_STRING:
      return 8
    case MACH_MSG_TYPE_INTEGER_16:
      return 16
    case MACH_MSG_TYPE_INTEGER_64:
      return 64
    default:
      return 32
  }
}

const utf8 = new TextEncoder()
const fromUtf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** The bytes of an item's data, unpadded. */
export const encodeData = (type: number, data: ItemData, size = elementSize(type)): Uint8Array =>
  typeof data === 'string' ? utf8.encode(data) : packElements(data, size)

/** Whether elements are read as text: characters, or whole strings of so many bytes each. */
const isRead = (type: number, size: number): boolean =>
  size === 8 ? isText(type) : type === MACH_MSG_TYPE_STRING && size > 0 && size % 8 === 0

/** Reads `number` elements of `size` bits as the type says: text, signed integers or names. */
export const decodeData = (type: number, bytes: Uint8Array, size: number, number: number): ItemData => {
  if (isRead(type, size)) return fromUtf8.decode(bytes.subarray(0, (number * size) / 8))
  return unpackElements(bytes, size, number, !isNames(type) && !(type === MACH_MSG_TYPE_BIT && size === 1))
}

const elementCount = (data: ItemData, bytes: Uint8Array, size: number): number => {
  if (typeof data !== 'string') return data.length
  return size === 0 ? 0 : Math.ceil((bytes.length * 8) / size)
}

const describe = (item: Item, data: ItemData, bytes: Uint8Array): Descriptor => {
  const size = item.size ?? elementSize(item.type)
  const number = item.number ?? elementCount(data, bytes, size)
  return {
    type: item.type,
    size,
    number,
    inline: item.inline ?? true,
    longform: (item.longform ?? false) || number > SHORT_NUMBER_MAX || size > SHORT_SIZE_MAX,
    deallocate: item.deallocate ?? false,
    unused: item.unused ?? false,
    short: 0
  }
}

const encodeItem = (item: Item): Uint8Array => {
  const data = item.data ?? []
  const inline = item.inline ?? true
  const content = encodeData(item.type, data, item.size)
  const descriptor = describe(item, data, content)

  const bytes = new Uint8Array(descriptorSize(descriptor) + (inline ? pad4(content.length) : 4))
  const offset = writeDescriptor(bytes, 0, descriptor)
  if (inline) bytes.set(content, offset)
  else writeWord(bytes, offset, item.address ?? 0)
  return bytes
}

/** A message's body: each item's descriptor and, padded to four bytes, its data or address. */
export const encodeBody = (items: readonly Item[]): Uint8Array => {
  const parts = items.map(encodeItem)
  const body = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    body.set(part, offset)
    offset += part.length
  }
  return body
}

const decodeItem = (bytes: Uint8Array, offset: number, descriptor: Descriptor): ReceivedItem => {
  const { type, size, number, inline, longform, deallocate } = descriptor
  const item = { type, size, number, inline, longform, deallocate }
  if (!inline) return { ...item, address: readWord(bytes, offset) >>> 0 }
  return {
    ...item,
    data: decodeData(type, bytes.subarray(offset, offset + dataSize(descriptor)), size, number)
  }
}

const readItems = (bytes: Uint8Array): { readonly items: ReceivedItem[]; readonly end: number } => {
  const items: ReceivedItem[] = []
  let offset = 0
  while (offset < bytes.length) {
    const descriptor = readDescriptor(bytes, offset)
    if (descriptor === null) break
    const content = offset + descriptorSize(descriptor)
    const end = content + itemSize(descriptor)
    if (end > bytes.length) break
    items.push(decodeItem(bytes, content, descriptor))
    offset = end
  }
  return { items, end: offset }
}

/** The items of a body, as far as its bytes make sense as items. */
export const decodeBody = (bytes: Uint8Array): ReceivedItem[] => readItems(bytes).items

/** The items of a body whose bytes are just items, to the last; else null. */
export const decodeWhole = (bytes: Uint8Array): ReceivedItem[] | null => {
  const { items, end } = readItems(bytes)
  return end === bytes.length ? items : null
}
