import fc from 'fast-check'
import {
  MACH_MSG_TYPE_BIT,
  MACH_MSG_TYPE_CHAR,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_INTEGER_16,
  MACH_MSG_TYPE_INTEGER_32,
  MACH_MSG_TYPE_INTEGER_64,
  MACH_MSG_TYPE_INTEGER_8,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_PORT_NAME,
  MACH_MSG_TYPE_STRING
} from '../../ports/abi.js'
import { decodeBody, encodeBody, type Item } from '../../tasks/typed-data.js'

const there = (...items: Item[]) => decodeBody(encodeBody(items))
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('a typed item', () => {
  it('is a four byte descriptor and its data padded to four bytes', () => {
    const body = encodeBody([{ type: MACH_MSG_TYPE_CHAR, data: 'hello' }])
    expect(hex(body)).toBe('08080510' + '68656c6c6f000000')
  })

  it('has a descriptor of twelve bytes in the long form', () => {
    const body = encodeBody([{ type: MACH_MSG_TYPE_INTEGER_32, longform: true, data: [1] }])
    expect(hex(body)).toBe('00000030' + '02002000' + '01000000' + '01000000')
  })

  it('takes the long form by itself above 4095 elements', () => {
    const [short, long] = there(
      { type: MACH_MSG_TYPE_CHAR, data: 'x'.repeat(4095) },
      { type: MACH_MSG_TYPE_CHAR, data: 'x'.repeat(4096) }
    )
    expect(short).toMatchObject({ longform: false, number: 4095 })
    expect(long).toMatchObject({ longform: true, number: 4096, data: 'x'.repeat(4096) })
  })

  it('holds an address in place of the data where it is out of line', () => {
    const item = { type: MACH_MSG_TYPE_CHAR, inline: false, deallocate: true, address: 0xf0000000, number: 9 }
    expect(encodeBody([item])).toHaveLength(8)
    expect(there(item)).toEqual([{ ...item, size: 8, longform: false }])
  })

  it('says of itself what it is told to, right or wrong', () => {
    const unused = encodeBody([{ type: MACH_MSG_TYPE_INTEGER_32, unused: true, data: [] }])
    expect(hex(unused)).toBe('02200090')
    const narrow = encodeBody([{ type: MACH_MSG_TYPE_COPY_SEND, size: 16, data: [7] }])
    expect(hex(narrow)).toBe('13100110' + '07000000')
    const many = encodeBody([{ type: MACH_MSG_TYPE_INTEGER_32, number: 100, data: [1] }])
    expect(hex(many)).toBe('02206410' + '01000000')
  })
})

describe('received data', () => {
  it('are signed integers', () => {
    expect(there({ type: MACH_MSG_TYPE_INTEGER_32, data: [-303, 0xffffffff] })).toMatchObject([
      { data: [-303, -1] }
    ])
    expect(there({ type: MACH_MSG_TYPE_INTEGER_16, data: [40000] })).toMatchObject([{ data: [-25536] }])
    expect(there({ type: MACH_MSG_TYPE_INTEGER_8, data: [255] })).toMatchObject([{ data: [-1] }])
    expect(there({ type: MACH_MSG_TYPE_INTEGER_64, data: [-2, 2 ** 40] })).toMatchObject([
      { size: 64, data: [-2, 2 ** 40] }
    ])
  })

  it('are names where the type is a right or a name', () => {
    const data = [0xffffffff, 3]
    expect(there({ type: MACH_MSG_TYPE_MOVE_RECEIVE, data })).toMatchObject([{ data }])
    expect(there({ type: MACH_MSG_TYPE_PORT_NAME, data })).toMatchObject([{ data }])
  })

  it('are text where the type is a character or a string', () => {
    const data = '\ufeffnaïve\0'
    expect(there({ type: MACH_MSG_TYPE_STRING, data })).toMatchObject([{ number: 10, data }])
  })

  it('are single bits, of which eight take a byte', () => {
    const data = [1, 0, 1, 1, 0, 0, 0, 0, 1]
    const body = encodeBody([{ type: MACH_MSG_TYPE_BIT, size: 1, data }])
    expect(hex(body)).toBe('00010910' + '0d010000')
    expect(decodeBody(body)).toMatchObject([{ number: 9, data }])
  })
})

describe('a body', () => {
  const width = fc.constantFrom(
    { type: MACH_MSG_TYPE_INTEGER_8, bits: 8 },
    { type: MACH_MSG_TYPE_INTEGER_16, bits: 16 },
    { type: MACH_MSG_TYPE_INTEGER_32, bits: 32 }
  )
  const item = width.chain(({ type, bits }) =>
    fc.record({
      type: fc.constant(type),
      longform: fc.boolean(),
      data: fc.array(fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 }), { maxLength: 9 })
    })
  )

  it('arrives as it was sent', () => {
    fc.assert(
      fc.property(fc.array(item), (items) => {
        expect(there(...items)).toMatchObject(items)
      })
    )
  })

  it('is read as far as it makes sense, whatever its bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(decodeBody(bytes).length).toBeLessThanOrEqual(bytes.length / 4)
      })
    )
    const cut = encodeBody([
      { type: MACH_MSG_TYPE_INTEGER_32, data: [1] },
      { type: MACH_MSG_TYPE_INTEGER_32, data: [2, 3] }
    ])
    expect(decodeBody(cut.subarray(0, cut.length - 4))).toMatchObject([{ data: [1] }])
  })

  it('with countless elements of no bits is read at once', () => {
    const item = { type: MACH_MSG_TYPE_INTEGER_32, size: 0, number: 0xffffffff, data: [] }
    expect(there(item)).toMatchObject([{ number: 0xffffffff, data: [] }])
  })
})
