import {
  HEADER_SIZE,
  isPortType,
  localBits,
  MACH_MSGH_BITS_COMPLEX,
  otherBits,
  remoteBits
} from '../../ports/abi.js'
import { type Descriptor, descriptorSize, readDescriptor, readWord } from '../../ports/descriptor.js'
import type { Message } from '../../tasks/mach.js'

/** A message or an item in the form of the recordings: only what is not usual is listed. */
type Listed = Record<string, unknown>

const HEAD_SIZE = 64
const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193

/** FNV-1a of 32 bits. */
export const fnv1a = (bytes: Uint8Array): number => {
  let hash = FNV_OFFSET
  for (const byte of bytes) hash = Math.imul(hash ^ byte, FNV_PRIME)
  return hash >>> 0
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

const wordsOf = (bytes: Uint8Array): readonly number[] =>
  Array.from({ length: bytes.length >> 2 }, (_, i) => readWord(bytes, 4 * i) >>> 0)

/** Bytes of an item's data, as the recorded drivers counted them: the low 32 bits of the true size. */
const dataSize = ({ number, size }: Descriptor): number => Math.floor((number * size + 7) / 8) % 2 ** 32

const listDescriptor = (descriptor: Descriptor): Listed => ({
  type: descriptor.type,
  size: descriptor.size,
  number: descriptor.number,
  ...(descriptor.inline ? {} : { inline: false }),
  ...(descriptor.longform ? { longform: true } : {}),
  ...(descriptor.deallocate ? { deallocate: true } : {}),
  ...(descriptor.unused ? { unused: true } : {}),
  ...(descriptor.short === 0 ? {} : { short_residue: descriptor.short })
})

const listData = (descriptor: Descriptor, data: Uint8Array): Listed => {
  if (descriptor.inline && descriptor.size === 32) return { data: wordsOf(data) }
  if (descriptor.inline) return { head: hex(data.subarray(0, HEAD_SIZE)), fnv1a: fnv1a(data) }
  return isPortType(descriptor.type) ? {} : { address: readWord(data, 0) >>> 0 }
}

/** The items of a body by their descriptors, and the words behind the last whole one. */
const listBody = (body: Uint8Array): { items: readonly Listed[]; trailing: readonly number[] } => {
  const items: Listed[] = []
  let offset = 0
  for (;;) {
    const descriptor = readDescriptor(body, offset)
    if (descriptor === null) break
    const start = offset + descriptorSize(descriptor)
    const size = descriptor.inline ? dataSize(descriptor) : 4
    if (start + size > body.length) {
      items.push({ ...listDescriptor(descriptor), truncated: true })
      break
    }
    const data = body.subarray(start, start + size)
    items.push({ ...listDescriptor(descriptor), ...listData(descriptor, data) })
    offset = start + 4 * Math.ceil(size / 4)
  }
  return { items, trailing: wordsOf(body.subarray(offset)) }
}

/** The header and body in a driver's buffer, in the form of the recordings. */
export const listMessage = (message: Message): Listed => {
  const { bits } = message
  const size = message.size >>> 0
  const { items, trailing } = listBody(message.body.subarray(0, Math.max(0, size - HEADER_SIZE)))
  const others = otherBits(bits) >>> 0
  return {
    remote_type: remoteBits(bits),
    local_type: localBits(bits),
    ...((bits & MACH_MSGH_BITS_COMPLEX) === 0 ? {} : { complex: true }),
    ...(others === 0 ? {} : { other_bits: others }),
    size,
    remote: message.remote >>> 0,
    local: message.local >>> 0,
    seqno: message.seqno >>> 0,
    id: message.id >>> 0,
    body: items,
    ...(trailing.length === 0 ? {} : { trailing })
  }
}

/** The six header words of a buffer. */
export const headerWords = (message: Message): readonly number[] =>
  [message.bits, message.size, message.remote, message.local, message.seqno, message.id].map(
    (word) => word >>> 0
  )
