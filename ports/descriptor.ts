import { LONG_DESCRIPTOR_SIZE, pad4, SHORT_DESCRIPTOR_SIZE } from './abi.js'

/** A typed item's descriptor, mach_msg_type_t or mach_msg_type_long_t. */
export interface Descriptor {
  type: number
  /** Bits of one element. */
  size: number
  number: number
  inline: boolean
  longform: boolean
  deallocate: boolean
  unused: boolean
  /** Name, size and number left in the short word of a long descriptor; must be 0 there. */
  short: number
}

const NUMBER_SHIFT = 16
const INLINE = 1 << 28
const LONGFORM = 1 << 29
const DEALLOCATE = 1 << 30
const UNUSED = 1 << 31
const SHORT_MASK = 0x0fffffff

/** The 32-bit little-endian word at `offset`, signed. */
export const readWord = (bytes: Uint8Array, offset: number): number =>
  (bytes[offset] ?? 0) |
  ((bytes[offset + 1] ?? 0) << 8) |
  ((bytes[offset + 2] ?? 0) << 16) |
  ((bytes[offset + 3] ?? 0) << 24)

/** Stores a 32-bit word, little-endian. */
export const writeWord = (bytes: Uint8Array, offset: number, word: number): void => {
  bytes[offset] = word
  bytes[offset + 1] = word >>> 8
  bytes[offset + 2] = word >>> 16
  bytes[offset + 3] = word >>> 24
}

/** The descriptor at `offset`, or null where the bytes end inside it. */
export const readDescriptor = (bytes: Uint8Array, offset: number): Descriptor | null => {
  if (bytes.length - offset < SHORT_DESCRIPTOR_SIZE) return null
  const word = readWord(bytes, offset)
  const longform = (word & LONGFORM) !== 0
  if (longform && bytes.length - offset < LONG_DESCRIPTOR_SIZE) return null

  const short = word & SHORT_MASK
  const halves = longform ? readWord(bytes, offset + 4) : 0
  return {
    type: longform ? halves & 0xffff : short & 0xff,
    size: longform ? halves >>> 16 : (short >> 8) & 0xff,
    number: longform ? readWord(bytes, offset + 8) >>> 0 : (short >> NUMBER_SHIFT) & 0xfff,
    inline: (word & INLINE) !== 0,
    longform,
    deallocate: (word & DEALLOCATE) !== 0,
    unused: (word & UNUSED) !== 0,
    short: longform ? short : 0
  }
}

/** Bytes of the descriptor itself. */
export const descriptorSize = (descriptor: Descriptor): number =>
  descriptor.longform ? LONG_DESCRIPTOR_SIZE : SHORT_DESCRIPTOR_SIZE

/** Bytes of the data it describes, unpadded. */
export const dataSize = (descriptor: Descriptor): number =>
  Math.ceil((descriptor.number * descriptor.size) / 8)

/** Bytes the item takes in the message after its descriptor: padded data, or an address. */
export const itemSize = (descriptor: Descriptor): number =>
  descriptor.inline ? pad4Large(dataSize(descriptor)) : 4

const pad4Large = (size: number): number => (size > 0x7ffffff0 ? size : pad4(size))

const flags = (d: Descriptor): number =>
  (d.inline ? INLINE : 0) | (d.deallocate ? DEALLOCATE : 0) | (d.unused ? UNUSED : 0)

/** Stores a descriptor at `offset`; answers the offset behind it. */
export const writeDescriptor = (bytes: Uint8Array, offset: number, d: Descriptor): number => {
  if (!d.longform) {
    const short = (d.type & 0xff) | ((d.size & 0xff) << 8) | ((d.number & 0xfff) << NUMBER_SHIFT)
    writeWord(bytes, offset, short | flags(d))
    return offset + SHORT_DESCRIPTOR_SIZE
  }
  writeWord(bytes, offset, (d.short & SHORT_MASK) | flags(d) | LONGFORM)
  writeWord(bytes, offset + 4, (d.type & 0xffff) | (d.size << 16))
  writeWord(bytes, offset + 8, d.number)
  return offset + LONG_DESCRIPTOR_SIZE
}

/** An in-line descriptor of the short form. */
export const inlineDescriptor = (type: number, size: number, number: number): Descriptor => ({
  type,
  size,
  number,
  inline: true,
  longform: false,
  deallocate: false,
  unused: false,
  short: 0
})
