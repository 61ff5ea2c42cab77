import { HEADER_SIZE, LONG_DESCRIPTOR_SIZE, MACH_MSGH_BITS_COMPLEX, msghBits, pad4 } from '../../ports/abi.js'
import { SHORT_DESCRIPTOR_SIZE } from '../../ports/abi.js'
import { writeDescriptor, writeWord } from '../../ports/descriptor.js'
import type { Message } from '../../tasks/mach.js'
import type { MessageArgs, SentItem, SentMessage, TypedItem } from './recording.js'

/** What memory holds that nobody has written: the recorded drivers filled their buffers with it. */
const FILLER = 0xaa
const FILLER_WORD = 0xaaaaaaaa | 0
/** A send size beyond this is passed on without bytes to back it. */
const BACKED_MAX = 1 << 16

/** Whether the item points to memory of the sender's. */
export const isOutOfLine = (item: SentItem): boolean =>
  !('word' in item) && (item.ool !== undefined || item.ports !== undefined || item.address !== undefined)

/** Byte i of the recordings' pattern is seed + 7 i + ⌊i / 256⌋. */
export const pattern = (size: number, seed: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => seed + 7 * i + Math.floor(i / 256))

const ofWords = (words: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(4 * words.length)
  words.forEach((word, i) => writeWord(bytes, 4 * i, word))
  return bytes
}

const padded = (bytes: Uint8Array): Uint8Array => {
  const whole = new Uint8Array(pad4(bytes.length))
  whole.set(bytes)
  return whole
}

/** The data that follows a descriptor: what is listed, whatever the descriptor's number says. */
const dataOf = (item: TypedItem): Uint8Array => {
  if (item.data !== undefined) return ofWords(item.data)
  if (item.bytes !== undefined) return padded(pattern(item.bytes.size, item.bytes.seed))
  return item.address === undefined ? new Uint8Array(0) : ofWords([item.address])
}

const descriptorOf = (item: TypedItem): Uint8Array => {
  const longform = item.longform ?? false
  const bytes = new Uint8Array(longform ? LONG_DESCRIPTOR_SIZE : SHORT_DESCRIPTOR_SIZE)
  writeDescriptor(bytes, 0, {
    type: item.type,
    size: item.size,
    number: item.number,
    inline: item.inline ?? true,
    longform,
    deallocate: item.deallocate ?? false,
    unused: item.unused ?? false,
    short: item.short ?? 0
  })
  return bytes
}

const bytesOf = (item: SentItem): readonly Uint8Array[] =>
  'word' in item ? [ofWords([item.word])] : [descriptorOf(item), dataOf(item)]

/** The bytes of a body, then filler where the sender passes a larger size. */
const bodyOf = (items: readonly SentItem[], sendSize: number): Uint8Array => {
  const parts = items.flatMap(bytesOf)
  const natural = parts.reduce((size, part) => size + part.length, 0)
  const size = sendSize > BACKED_MAX ? natural : Math.max(natural, sendSize - HEADER_SIZE)
  const body = new Uint8Array(size).fill(FILLER, natural)
  let offset = 0
  for (const part of parts) {
    body.set(part, offset)
    offset += part.length
  }
  return body
}

const bitsOf = (msg: SentMessage): number =>
  msghBits(msg.remote_type, msg.local_type) |
  (msg.complex === true ? MACH_MSGH_BITS_COMPLEX : 0) |
  (msg.other_bits ?? 0)

/** A buffer that a driver has not written to. */
export const emptyBuffer = (): Message => ({
  bits: FILLER_WORD,
  size: FILLER_WORD,
  remote: FILLER_WORD >>> 0,
  local: FILLER_WORD >>> 0,
  seqno: FILLER_WORD,
  id: FILLER_WORD,
  body: new Uint8Array(0)
})

/** The message as it lay in the driver's buffer before the call. */
export const bufferOf = ({ msg, send_size }: MessageArgs): Message => {
  if (msg === undefined) return emptyBuffer()
  const body = bodyOf(msg.body, send_size ?? 0)
  return {
    bits: bitsOf(msg),
    size: msg.size ?? HEADER_SIZE + body.length,
    remote: msg.remote >>> 0,
    local: msg.local >>> 0,
    seqno: msg.seqno ?? 0,
    id: msg.id,
    body
  }
}
