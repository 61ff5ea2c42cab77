import {
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  MACH_PORT_NULL,
  MACH_PORT_RIGHT_DEAD_NAME
} from '../../tasks/mach.js'
import { itemsOf, letter, receive, send } from '../fixtures/letters.js'
import { notices } from '../fixtures/notices.js'
import { rightsOf, stateOf } from '../fixtures/state.js'
import { type Actor, twoTasks } from '../fixtures/two-tasks.js'

const NAMES = 8

const fill = (actor: Actor): void => {
  while (Object.keys(rightsOf(actor.task)).length < NAMES)
    actor.must('mach_port_allocate', { right: MACH_PORT_RIGHT_DEAD_NAME })
}

/** Bob, whose space holds eight names, serves a port of which alice has a send right. */
const crowded = () => {
  const w = twoTasks({ names: NAMES })
  const inbox = w.bob.receiveRight()
  return { ...w, inbox, remote: w.alice.sendRight(inbox.port), told: w.alice.receiveRight() }
}

describe('a receiver whose space is full', () => {
  it('gets MACH_RCV_HEADER_ERROR with MACH_MSG_IPC_SPACE and the header alone where the reply right finds no room', () => {
    const { alice, bob, inbox, remote, told } = crowded()
    const reply = { local: told.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }
    alice.run(() =>
      send({ remote, ...reply, id: 5, items: [{ type: MACH_MSG_TYPE_MAKE_SEND_ONCE, data: [told.name] }] })
    )
    alice.run(() => send({ remote, id: 6 }))
    fill(bob)
    const { code, msg } = bob.run(() => receive(inbox.name))
    expect(code).toBe('MACH_RCV_HEADER_ERROR|0x2000')
    expect(msg).toMatchObject({ id: 5, size: 32, seqno: 0, local: inbox.name, remote: MACH_PORT_NULL })
    expect(notices(alice, told.name)).toEqual(['send-once', 'send-once'])
    expect(bob.run(() => receive(inbox.name)).msg).toMatchObject({ id: 6, seqno: 1 })
  })

  it('gets a message whose reply right merges', () => {
    const { alice, bob, inbox, remote, told } = crowded()
    const known = bob.sendRight(told.port)
    alice.run(() => send({ remote, local: told.name, localType: MACH_MSG_TYPE_MAKE_SEND }))
    fill(bob)
    expect(bob.run(() => receive(inbox.name))).toMatchObject({
      code: 'MACH_MSG_SUCCESS',
      msg: { remote: known }
    })
  })

  it('gets MACH_RCV_BODY_ERROR with MACH_MSG_IPC_SPACE and null for each right without room; the rest is delivered', () => {
    const { alice, bob, inbox, remote, told } = crowded()
    const known = alice.sendRight(inbox.port)
    const items = [
      { type: MACH_MSG_TYPE_MAKE_SEND_ONCE, data: [told.name, told.name, told.name] },
      { type: MACH_MSG_TYPE_COPY_SEND, data: [known] }
    ]
    alice.run(() => send({ remote, items }))
    fill(bob)
    const [freed] = Object.keys(rightsOf(bob.task)).slice(-1).map(Number)
    bob.must('mach_port_deallocate', { name: freed })
    const { code, msg } = bob.run(() => receive(inbox.name))
    expect(code).toBe('MACH_RCV_BODY_ERROR|0x2000')
    expect(itemsOf(msg).map(({ data }) => data)).toEqual([
      [freed, MACH_PORT_NULL, MACH_PORT_NULL],
      [inbox.name]
    ])
    expect(notices(alice, told.name)).toEqual(['send-once', 'send-once'])
  })

  it('gets an out-of-line array with null for each right without room', () => {
    const { alice, bob, inbox, remote, told } = crowded()
    alice.run(function* () {
      const bytes = new Uint8Array(Uint32Array.of(told.name, told.name).buffer)
      const address = (yield { call: 'place', args: { bytes } }) as number
      const item = { type: MACH_MSG_TYPE_MAKE_SEND_ONCE, inline: false, number: 2, address }
      yield* send({ remote, items: [item] })
    })
    fill(bob)
    const { code, names } = bob.run(function* () {
      const { code, msg } = yield* receive(inbox.name)
      const address = itemsOf(msg)[0]?.address ?? 0
      return { code, names: (yield { call: 'fetch', args: { address, size: 8 } }) as Uint8Array }
    })
    expect(code).toBe('MACH_RCV_BODY_ERROR|0x2000')
    expect([...names]).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
    expect(notices(alice, told.name)).toEqual(['send-once', 'send-once'])
  })
})

describe('a sender whose space is full', () => {
  it('gets its message back with MACH_MSG_IPC_SPACE where a right finds no room', () => {
    const { alice, bob } = crowded()
    const service = alice.receiveRight()
    service.port.qlimit = 0
    const reply = bob.receiveRight()
    const name = bob.sendRight(service.port)
    fill(bob)
    const written = { remote: name, local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }
    const { code, msg } = bob.run(() => send(written, { timeout: 0 }))
    expect(code).toBe('MACH_SEND_TIMED_OUT|0x2000')
    expect(msg).toMatchObject({ remote: name, local: MACH_PORT_NULL })
    expect((msg.bits >> 8) & 0xff).toBe(MACH_MSG_TYPE_PORT_SEND_ONCE)
    expect(rightsOf(bob.task)[name]).toBe('send x2')
    bob.must('mach_port_deallocate', { name: NAMES })
    expect(notices(bob, reply.name)).toEqual(['send-once'])
  })
})

describe('a sender whose space is full, of a right in the body,', () => {
  it('gets null in its place, and MACH_MSG_IPC_SPACE', () => {
    const { alice, bob } = crowded()
    const service = alice.receiveRight()
    service.port.qlimit = 0
    const told = bob.receiveRight()
    const remote = bob.sendRight(service.port)
    fill(bob)
    const items = [{ type: MACH_MSG_TYPE_MAKE_SEND_ONCE, data: [told.name] }]
    const { code, msg } = bob.run(() => send({ remote, items }, { timeout: 0 }))
    expect(code).toBe('MACH_SEND_TIMED_OUT|0x2000')
    expect(itemsOf(msg)).toMatchObject([{ type: MACH_MSG_TYPE_PORT_SEND_ONCE, data: [MACH_PORT_NULL] }])
  })
})

describe('a message the kernel has no buffer for', () => {
  it('is answered MACH_SEND_NO_BUFFER and changes nothing', () => {
    const { world, alice, remote } = crowded()
    const before = stateOf(world)
    const huge = alice.run(() => send({ remote }, { size: 0x40000000 }))
    expect(huge.code).toBe('MACH_SEND_NO_BUFFER')
    expect(huge.msg).toEqual(letter({ remote }))
    expect(stateOf(world)).toEqual(before)
  })

  it('is one beyond the host’s memory, until others have been received', () => {
    const { alice, bob } = twoTasks({ memory: 64 * 1024 })
    const inbox = bob.receiveRight()
    const remote = alice.sendRight(inbox.port)
    const codes = [1, 2, 3, 4, 5].map(() => alice.run(() => send({ remote }, { size: 16 * 1024 })).code)
    const sent = codes.filter((code) => code === 'MACH_MSG_SUCCESS').length
    expect(codes).toContain('MACH_SEND_NO_BUFFER')
    for (let i = 0; i < sent; i++) bob.run(() => receive(inbox.name))
    expect(alice.run(() => send({ remote }, { size: 16 * 1024 })).code).toBe('MACH_MSG_SUCCESS')
  })
})
