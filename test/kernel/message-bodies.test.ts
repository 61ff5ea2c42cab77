import { inlineDescriptor, writeDescriptor } from '../../ports/descriptor.js'
import {
  HEADER_SIZE,
  MACH_MSG_TYPE_CHAR,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_INTEGER_32,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSGH_BITS_COMPLEX,
  MACH_SEND_MSG,
  mach_msg,
  type Message
} from '../../tasks/mach.js'
import { MSG_RETURNS } from '../../tasks/mach.js'
import type { Item } from '../../tasks/typed-data.js'
import { itemsOf, letter, receive, send } from '../fixtures/letters.js'
import { notices } from '../fixtures/notices.js'
import { rightsOf } from '../fixtures/state.js'
import { twoTasks } from '../fixtures/two-tasks.js'

/** Alice writes to bob; she has a reply port and one more. */
const writing = () => {
  const w = twoTasks()
  const inbox = w.bob.receiveRight()
  const [reply, told] = [w.alice.receiveRight(), w.alice.receiveRight()]
  const remote = w.alice.sendRight(inbox.port)
  const replyTo = { local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }
  return { ...w, inbox, reply, told, remote, replyTo }
}

type Fault = Extract<
  keyof typeof MSG_RETURNS,
  `MACH_SEND_${'MSG_TOO_SMALL' | 'INVALID_TYPE' | 'INVALID_MEMORY' | 'INVALID_RIGHT'}`
>

/** Of each fault that a body can have, the items that have it. */
const faults: Readonly<Record<Fault, Readonly<Record<string, Item>>>> = {
  MACH_SEND_MSG_TOO_SMALL: {
    'data do not fit': { type: MACH_MSG_TYPE_CHAR, number: 9, data: 'abcd' },
    'a long number of data does not fit': {
      type: MACH_MSG_TYPE_CHAR,
      longform: true,
      number: 0xffffffff,
      data: ''
    }
  },
  MACH_SEND_INVALID_TYPE: {
    'a right is not 32 bits wide': { type: MACH_MSG_TYPE_COPY_SEND, size: 16, data: [1, 1] },
    'the unused bit is set': { type: MACH_MSG_TYPE_INTEGER_32, unused: true, data: [1] },
    'in-line data are to be deallocated': { type: MACH_MSG_TYPE_INTEGER_32, deallocate: true, data: [1] }
  },
  MACH_SEND_INVALID_MEMORY: {
    'there is no memory at the address': {
      type: MACH_MSG_TYPE_CHAR,
      inline: false,
      address: 0x7000_0000,
      number: 4
    }
  },
  MACH_SEND_INVALID_RIGHT: {
    'a name denotes nothing': { type: MACH_MSG_TYPE_COPY_SEND, data: [0x5500] },
    'one of several does': { type: MACH_MSG_TYPE_COPY_SEND, data: [0, 0x5500, 0] }
  }
}

const cases = Object.entries(faults).flatMap(([code, items]) =>
  Object.entries(items).map(([when, item]) => ({ code, when, item }))
)

describe('a body', () => {
  it.each(cases)('is $code where $when; what was taken before it is destroyed', ({ code, item }) => {
    const { alice, bob, inbox, reply, told, remote, replyTo } = writing()
    const before = { type: MACH_MSG_TYPE_MAKE_SEND_ONCE, data: [told.name] }
    const later = alice.receiveRight()
    const behind = { type: MACH_MSG_TYPE_MOVE_RECEIVE, data: [later.name] }
    const items = code === 'MACH_SEND_MSG_TOO_SMALL' ? [before, item] : [before, item, behind]
    expect(alice.run(() => send({ remote, ...replyTo, items, complex: true })).code).toBe(code)
    expect(notices(alice, reply.name)).toEqual(['send-once'])
    expect(notices(alice, told.name)).toEqual(['send-once'])
    expect(rightsOf(alice.task)).toMatchObject({ [remote]: 'send x1', [later.name]: 'receive' })
    expect(inbox.port.msgcount).toBe(0)
    expect(bob.task.threads).toEqual([])
  })

  it('ends with its last item: a piece of a descriptor behind it is too small', () => {
    const { alice, remote } = writing()
    const body = new Uint8Array(8)
    writeDescriptor(body, 0, inlineDescriptor(MACH_MSG_TYPE_INTEGER_32, 32, 0))
    writeDescriptor(body, 4, { ...inlineDescriptor(MACH_MSG_TYPE_CHAR, 8, 4), longform: true })
    const msg: Message = { ...letter({ remote, complex: true }), body }
    const size = HEADER_SIZE + body.length
    expect(alice.run(() => mach_msg(msg, MACH_SEND_MSG, size, 0, 0, 0, 0))).toBe(
      MSG_RETURNS.MACH_SEND_MSG_TOO_SMALL
    )
  })

  it('of a simple message is never looked at', () => {
    const { alice, bob, inbox, remote } = writing()
    const items = [{ type: MACH_MSG_TYPE_MOVE_RECEIVE, size: 7, unused: true, data: [0x5500] }]
    const { code } = alice.run(() => send({ remote, items, complex: false }))
    expect(code).toBe('MACH_MSG_SUCCESS')
    const { msg } = bob.run(() => receive(inbox.name))
    expect(msg.bits & MACH_MSGH_BITS_COMPLEX).toBe(0)
    expect(msg.body).toEqual(letter({ remote, items }).body)
  })

  it('arrives with the types that rights are received as, and any other data as they were', () => {
    const { alice, bob, inbox, told, remote } = writing()
    const items = [
      { type: MACH_MSG_TYPE_MAKE_SEND, longform: true, data: [told.name] },
      { type: 77, size: 3, number: 5, data: [1, 2, 3, 4, 5] },
      { type: MACH_MSG_TYPE_CHAR, data: 'text' }
    ]
    alice.run(() => send({ remote, items }))
    const received = itemsOf(bob.run(() => receive(inbox.name)).msg)
    expect(received).toMatchObject([
      { type: 17, longform: true, number: 1 },
      { type: 77, size: 3, number: 5, data: [1, 2, 3, 4, 5] },
      { type: MACH_MSG_TYPE_CHAR, data: 'text' }
    ])
    expect(rightsOf(bob.task)[Number(received[0]?.data?.[0])]).toBe('send x1')
  })

  it('out of line may be empty: no address is needed and none is received', () => {
    const { alice, bob, inbox, remote } = writing()
    const items = [17, MACH_MSG_TYPE_CHAR].map((type) => ({
      type,
      inline: false,
      address: 0x7000_0000,
      number: 0
    }))
    expect(alice.run(() => send({ remote, items })).code).toBe('MACH_MSG_SUCCESS')
    expect(itemsOf(bob.run(() => receive(inbox.name)).msg)).toMatchObject([
      { address: 0, deallocate: true },
      { address: 0, deallocate: true }
    ])
  })

  it('of a message without it is nothing: 24 bytes', () => {
    const { alice, bob, inbox, remote } = writing()
    alice.run(() => send({ remote }))
    expect(bob.run(() => receive(inbox.name)).msg).toMatchObject({ size: 24, body: new Uint8Array(0) })
  })

  it('is as long as the send says, in multiples of four, whatever the header says', () => {
    const { alice, remote } = writing()
    const code = (size: number) => alice.run(() => send({ remote }, { size })).code
    expect([0, 20, 23, 25, 26, 27].map(code)).toEqual(
      Array.from({ length: 6 }, () => 'MACH_SEND_MSG_TOO_SMALL')
    )
    expect(code(28)).toBe('MACH_MSG_SUCCESS')
  })
})
