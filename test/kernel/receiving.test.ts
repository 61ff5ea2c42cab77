import {
  MACH_MSG_TYPE_CHAR,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_PORT_NULL,
  MACH_RCV_LARGE,
  MACH_RCV_NOTIFY,
  type Name
} from '../../tasks/mach.js'
import { drain, itemsOf, receive, send } from '../fixtures/letters.js'
import { notices } from '../fixtures/notices.js'
import { rightsOf } from '../fixtures/state.js'
import { type Actor, twoTasks } from '../fixtures/two-tasks.js'

const BIG = [{ type: MACH_MSG_TYPE_CHAR, data: 'x'.repeat(100) }]

/** Bob serves a port, alice has a send right for it and a reply port. */
const served = () => {
  const w = twoTasks()
  const inbox = w.bob.receiveRight()
  const reply = w.alice.receiveRight()
  const name = w.alice.sendRight(inbox.port)
  const replyTo = { local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }
  return { ...w, inbox, reply, replyTo, name }
}

const seqnos = (actor: Actor, name: Name): number[] => actor.run(() => drain(name)).map(({ seqno }) => seqno)

describe('a message larger than the receiver’s buffer', () => {
  it('stays first in the queue with MACH_RCV_LARGE; only its size is told', () => {
    const { alice, bob, inbox, name } = served()
    alice.run(() => send({ remote: name, id: 4, items: BIG }))
    const { code, msg } = bob.run(() => receive(inbox.name, { option: MACH_RCV_LARGE, size: 24 }))
    expect(code).toBe('MACH_RCV_TOO_LARGE')
    expect(msg).toMatchObject({ size: 128, id: 0, local: MACH_PORT_NULL })
    expect(bob.run(() => receive(inbox.name)).msg).toMatchObject({ id: 4, seqno: 0 })
  })

  it('is destroyed without it: the client hears by its reply port, the next message has the next number', () => {
    const { alice, bob, inbox, reply, replyTo, name } = served()
    alice.run(() => send({ remote: name, ...replyTo, id: 4, items: BIG }))
    alice.run(() => send({ remote: name, id: 5 }))
    const { code, msg } = bob.run(() => receive(inbox.name, { size: 24 }))
    expect(code).toBe('MACH_RCV_TOO_LARGE')
    expect(msg).toMatchObject({ size: 128, id: 4, seqno: 0, local: inbox.name, remote: MACH_PORT_NULL })
    expect(notices(alice, reply.name)).toEqual(['send-once'])
    expect(bob.run(() => receive(inbox.name)).msg).toMatchObject({ id: 5, seqno: 1 })
  })

  it('passes by waiting receivers that want to know its size, to one that takes it', () => {
    const { alice, bob, inbox, name } = served()
    const small = bob.begin(() => receive(inbox.name, { option: MACH_RCV_LARGE, size: 24 }))
    const large = bob.begin(() => receive(inbox.name))
    alice.run(() => send({ remote: name, items: BIG }))
    expect(small.answer()).toMatchObject({ code: 'MACH_RCV_TOO_LARGE', msg: { size: 128 } })
    expect(large.answer().code).toBe('MACH_MSG_SUCCESS')
  })

  it('is queued where none of them takes it', () => {
    const { alice, bob, inbox, name } = served()
    const small = bob.begin(() => receive(inbox.name, { option: MACH_RCV_LARGE, size: 24 }))
    alice.run(() => send({ remote: name, items: BIG }))
    expect(small.answer().code).toBe('MACH_RCV_TOO_LARGE')
    expect(inbox.port).toMatchObject({ msgcount: 1, seqno: 0 })
  })

  it('is taken and destroyed by a waiting receiver without MACH_RCV_LARGE', () => {
    const { alice, bob, inbox, reply, replyTo, name } = served()
    const small = bob.begin(() => receive(inbox.name, { size: 24 }))
    alice.run(() => send({ remote: name, ...replyTo, items: BIG }))
    expect(small.answer().code).toBe('MACH_RCV_TOO_LARGE')
    expect(notices(alice, reply.name)).toEqual(['send-once'])
    expect(inbox.port).toMatchObject({ msgcount: 0, seqno: 1 })
  })
})

describe('MACH_RCV_NOTIFY', () => {
  it('registers a dead-name request on a reply right that gets a new name', () => {
    const { alice, bob, inbox, reply, replyTo, name } = served()
    const notify = bob.receiveRight()
    alice.run(() => send({ remote: name, ...replyTo }))
    const { msg } = bob.run(() => receive(inbox.name, { option: MACH_RCV_NOTIFY, notify: notify.name }))
    alice.must('mach_port_destroy', { name: reply.name })
    expect(notices(bob, notify.name)).toEqual([`dead-name ${msg.remote}`])
    expect(rightsOf(bob.task)[msg.remote]).toBe('dead x2')
  })

  it('registers nothing on a reply right that joins those under a name', () => {
    const { alice, bob, inbox, reply, name } = served()
    const notify = bob.receiveRight()
    const known = bob.sendRight(reply.port)
    alice.run(() => send({ remote: name, local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND }))
    const { msg } = bob.run(() => receive(inbox.name, { option: MACH_RCV_NOTIFY, notify: notify.name }))
    expect(msg.remote).toBe(known)
    expect(notify.port.sorights).toBe(0)
    alice.must('mach_port_destroy', { name: reply.name })
    expect(notices(bob, notify.name)).toEqual([])
  })

  it.each([
    ['null', () => MACH_PORT_NULL],
    ['a name that denotes nothing', () => 0x5500],
    ['a set', (bob: Actor) => bob.portSet()]
  ])('with %s destroys the message, even one without a reply port', (_, notifyOf) => {
    const { alice, bob, inbox, name } = served()
    alice.run(() => send({ remote: name, id: 8 }))
    const how = { option: MACH_RCV_NOTIFY, notify: notifyOf(bob) }
    const { code, msg } = bob.run(() => receive(inbox.name, how))
    expect(code).toBe('MACH_RCV_INVALID_NOTIFY')
    expect(msg).toMatchObject({ id: 8, local: inbox.name })
    expect(inbox.port.msgcount).toBe(0)
  })
})

describe('what can be received from', () => {
  it('is no name without a receive right, and no port in a set', () => {
    const { alice, bob, name } = served()
    const member = bob.receiveRight()
    const set = bob.portSet(member)
    const code = (actor: Actor, from: Name) => actor.run(() => receive(from, { timeout: 0 })).code
    expect(code(alice, name)).toBe('MACH_RCV_INVALID_NAME')
    expect(code(alice, MACH_PORT_NULL)).toBe('MACH_RCV_INVALID_NAME')
    expect(code(bob, member.name)).toBe('MACH_RCV_IN_SET')
    expect(code(bob, set)).toBe('MACH_RCV_TIMED_OUT')
    bob.must('mach_port_destroy', { name: set })
    expect(code(bob, member.name)).toBe('MACH_RCV_TIMED_OUT')
  })

  it('changes under a waiting receiver: PORT_CHANGED into a set, PORT_DIED with the right', () => {
    const { alice, bob, inbox, name } = served()
    const first = bob.begin(() => receive(inbox.name))
    const set = bob.portSet()
    bob.must('mach_port_move_member', { member: inbox.name, after: set })
    expect(first.answer().code).toBe('MACH_RCV_PORT_CHANGED')
    bob.must('mach_port_move_member', { member: inbox.name, after: MACH_PORT_NULL })

    const second = bob.begin(() => receive(inbox.name))
    const remote = bob.sendRight(alice.receiveRight().port)
    const items = [{ type: MACH_MSG_TYPE_MOVE_RECEIVE, data: [inbox.name] }]
    bob.run(() => send({ remote, items }))
    expect(second.answer().code).toBe('MACH_RCV_PORT_DIED')
    expect(rightsOf(alice.task)[name]).toBe('send x1')
  })

  it('may be renamed under a waiting receiver', () => {
    const { alice, bob, inbox, name } = served()
    const waiting = bob.begin(() => receive(inbox.name))
    bob.must('mach_port_rename', { old_name: inbox.name, new_name: 0x700 })
    alice.run(() => send({ remote: name, id: 3 }))
    expect(waiting.answer().msg).toMatchObject({ id: 3, local: 0x700 })
  })
})

describe('a moved receive right', () => {
  it('takes its queued messages along, numbered anew; make-send count 0, limit kept', () => {
    const { alice, bob, inbox, name } = served()
    bob.must('mach_port_set_qlimit', { name: inbox.name, qlimit: 16 })
    for (let i = 0; i < 10; i++) alice.run(() => send({ remote: name }))
    for (let i = 0; i < 7; i++) bob.run(() => receive(inbox.name))
    const items = [{ type: MACH_MSG_TYPE_MOVE_RECEIVE, data: [inbox.name] }]
    const to = alice.receiveRight()
    bob.run(() => send({ remote: bob.sendRight(to.port), items }))
    const { msg } = alice.run(() => receive(to.name))
    expect(itemsOf(msg)[0]?.data).toEqual([name])
    expect(inbox.port).toMatchObject({ mscount: 0, qlimit: 16, msgcount: 3 })
    expect(seqnos(alice, name)).toEqual([0, 1, 2])
  })
})

describe('a sequence number', () => {
  it('is what mach_port_set_seqno says for the next message dequeued, queued ones too', () => {
    const { alice, bob, inbox, name } = served()
    for (let i = 0; i < 3; i++) alice.run(() => send({ remote: name }))
    bob.must('mach_port_set_seqno', { name: inbox.name, seqno: 0xffffffff })
    expect(seqnos(bob, inbox.name)).toEqual([0xffffffff, 0, 1])
  })
})
