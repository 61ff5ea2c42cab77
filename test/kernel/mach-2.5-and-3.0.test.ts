import { MSG_RETURNS } from '../../ports/kern-return.js'
import {
  MACH_MSG_TYPE_INTEGER_32,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_MSG_TYPE_PORT_RECEIVE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSGH_BITS_COMPLEX,
  msghBits
} from '../../tasks/mach.js'
import { compatCode, COMPAT_RETURNS } from '../../tasks/mach-compat.js'
import { MSG_TYPE_PORT, MSG_TYPE_PORT_ALL, msgReceive, msgSend, postbox } from '../fixtures/compat-letters.js'
import { itemsOf, receive, send } from '../fixtures/letters.js'
import { rightsOf } from '../fixtures/state.js'

describe('tasks of either kind', () => {
  it('talk: what 2.5 sends, 3.0 receives with dispositions', () => {
    const { alice, bob, box, remote } = postbox()
    const reply = alice.receiveRight()
    const gift = alice.receiveRight()
    const given = alice.receiveRight()
    const items = [
      { type: MSG_TYPE_PORT, data: [gift.name] },
      { type: MSG_TYPE_PORT_ALL, data: [given.name] }
    ]
    alice.run(() => msgSend({ remote, local: reply.name, id: 7, items }))
    const { msg } = bob.run(() => receive(box.name))
    const types = msghBits(MACH_MSG_TYPE_PORT_SEND, MACH_MSG_TYPE_PORT_SEND)
    expect(msg.bits).toBe(types | MACH_MSGH_BITS_COMPLEX)
    expect(itemsOf(msg).map(({ type }) => type)).toEqual([
      MACH_MSG_TYPE_PORT_SEND,
      MACH_MSG_TYPE_PORT_RECEIVE
    ])
    expect(rightsOf(bob.task)[msg.remote]).toBe('send x1')
  })

  it('talk: what 3.0 sends, 2.5 receives without, and all rights are of two types', () => {
    const { alice, bob, box, remote } = postbox()
    const [reply, made, once, moved] = Array.from({ length: 4 }, () => alice.receiveRight())
    const rights = [
      { type: MACH_MSG_TYPE_MAKE_SEND, data: [made?.name ?? 0] },
      { type: MACH_MSG_TYPE_MAKE_SEND_ONCE, data: [once?.name ?? 0] },
      { type: MACH_MSG_TYPE_MOVE_RECEIVE, data: [moved?.name ?? 0] }
    ]
    alice.run(() =>
      send({ remote, local: reply?.name ?? 0, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE, items: rights })
    )
    const { msg } = bob.run(() => msgReceive(box.name))
    expect(msg).toMatchObject({ bits: MACH_MSGH_BITS_COMPLEX, seqno: 0, local: box.name })
    expect(itemsOf(msg).map(({ type }) => type)).toEqual([MSG_TYPE_PORT, MSG_TYPE_PORT, MSG_TYPE_PORT_ALL])
    expect(rightsOf(bob.task)[msg.remote]).toBe('send-once')
  })

  it('talk: a complex message that carries nothing is simple when it comes', () => {
    const { alice, bob, box, remote } = postbox()
    alice.run(() =>
      msgSend({ remote, complex: true, items: [{ type: MACH_MSG_TYPE_INTEGER_32, data: [1] }] })
    )
    expect(bob.run(() => receive(box.name)).msg.bits & MACH_MSGH_BITS_COMPLEX).toBe(0)
  })

  it('show 2.5 null where 3.0 has a dead name', () => {
    const { alice, bob, box, remote } = postbox()
    const dead = alice.deadName()
    const items = [{ type: MACH_MSG_TYPE_MOVE_SEND_ONCE, data: [dead] }]
    alice.run(() => send({ remote, items }))
    expect(itemsOf(bob.run(() => msgReceive(box.name)).msg)[0]?.data).toEqual([0])
  })
})

describe('the codes of 2.5', () => {
  it('stand for those of 3.0', () => {
    const named = (half: 'SEND' | 'RCV') => (code: number) => {
      const [name] =
        Object.entries(COMPAT_RETURNS).find(([, value]) => value === compatCode(half, code)) ?? []
      return name
    }
    const { MACH_SEND_NO_BUFFER, MACH_SEND_NO_NOTIFY, MACH_SEND_INVALID_DATA, MACH_SEND_INVALID_TYPE } =
      MSG_RETURNS
    expect(
      [MACH_SEND_NO_BUFFER, MACH_SEND_NO_NOTIFY, MACH_SEND_INVALID_DATA, MACH_SEND_INVALID_TYPE].map(
        named('SEND')
      )
    ).toEqual(['SEND_INTERRUPTED', 'SEND_INTERRUPTED', 'SEND_INVALID_MEMORY', 'SEND_INVALID_PORT'])
    const { MACH_RCV_INVALID_DATA, MACH_RCV_IN_SET, MACH_RCV_PORT_DIED } = MSG_RETURNS
    expect([MACH_RCV_INVALID_DATA, MACH_RCV_IN_SET, MACH_RCV_PORT_DIED].map(named('RCV'))).toEqual([
      'RCV_INVALID_MEMORY',
      'RCV_INVALID_PORT',
      'RCV_INVALID_PORT'
    ])
  })
})
