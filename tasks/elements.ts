/** Elements of typed data: numbers of a given width in bits, little-endian, the lowest bit first. */

const WORD = 32

const writeBits = (bytes: Uint8Array, at: number, size: number, value: number): void => {
  for (let bit = 0; bit < Math.min(size, WORD); bit++)
    if (((value >>> bit) & 1) !== 0) {
      const byte = (at + bit) >> 3
      bytes[byte] = (bytes[byte] ?? 0) | (1 << ((at + bit) & 7))
    }
}

const readBits = (bytes: Uint8Array, at: number, size: number): number => {
  let value = 0
  for (let bit = 0; bit < Math.min(size, WORD); bit++)
    value |= (((bytes[(at + bit) >> 3] ?? 0) >> ((at + bit) & 7)) & 1) << bit
  return value >>> 0
}

const writeElement = (view: DataView, index: number, size: number, value: number): void => {
  switch (size) {
    case 8:
      return view.setUint8(index, value)
    case 16:
      return view.setUint16(index * 2, value, true)
    case 32:
      return view.setUint32(index * 4, value, true)
    default:
      return view.setBigUint64(index * 8, BigInt.asUintN(64, BigInt(Math.trunc(value))), true)
  }
}

const isWholeWidth = (size: number): boolean => size === 8 || size === 16 || size === 32 || size === 64

/** Lays the numbers one behind the other, each in `size` bits; wider ones lose their high bits. */
export const packElements = (values: readonly number[], size: number): Uint8Array => {
  const bytes = new Uint8Array(Math.ceil((values.length * size) / 8))
  const view = new DataView(bytes.buffer)
  values.forEach((value, index) => {
    if (isWholeWidth(size)) writeElement(view, index, size, value)
    else writeBits(bytes, index * size, size, value)
  })
  return bytes
}

const readElement = (view: DataView, index: number, size: number, signed: boolean): number => {
  switch (size) {
    case 8:
      return signed ? view.getInt8(index) : view.getUint8(index)
    case 16:
      return signed ? view.getInt16(index * 2, true) : view.getUint16(index * 2, true)
    case 32:
      return signed ? view.getInt32(index * 4, true) : view.getUint32(index * 4, true)
    default:
      return Number(signed ? view.getBigInt64(index * 8, true) : view.getBigUint64(index * 8, true))
  }
}

/** Reads `number` elements of `size` bits; elements of no bits carry nothing and are left out. */
export const unpackElements = (
  bytes: Uint8Array,
  size: number,
  number: number,
  signed: boolean
): number[] => {
  if (size === 0) return []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const count = Math.min(number, Math.floor((bytes.length * 8) / size))
  return Array.from({ length: count }, (_, index) =>
    isWholeWidth(size) ? readElement(view, index, size, signed) : readBits(bytes, index * size, size)
  )
}
