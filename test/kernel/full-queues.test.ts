import {
  localBits,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  MACH_PORT_NULL,
  MACH_PORT_QLIMIT_DEFAULT,
  MACH_SEND_NOTIFY,
  MACH_SEND_TIMEOUT,
  remoteBits
} from '../../tasks/mach.js'
import { drain, itemsOf, type Letter, receive, send } from '../fixtures/letters.js'
import { notices } from '../fixtures/notices.js'
import { rightsOf } from '../fixtures/state.js'
import { type Actor, type TwoTasks, twoTasks } from '../fixtures/two-tasks.js'

/** Bob serves a port with room for one message, which is taken; alice has a send right for it. */
const full = () => {
  const w = twoTasks()
  const service = w.bob.receiveRight()
  w.bob.must('mach_port_set_qlimit', { name: service.name, qlimit: 1 })
  const name = w.alice.sendRight(service.port)
  w.alice.run(() => send({ remote: name, id: 1 }))
  return { ...w, service, name }
}

const now = (actor: Actor, written: Letter) => actor.run(() => send(written, { timeout: 0 }))

const idsAt = ({ bob }: TwoTasks, name: number) => bob.run(() => drain(name)).map(({ id }) => id)

describe('a queue', () => {
  it('has room for five messages at first', () => {
    const { alice, bob } = twoTasks()
    const remote = alice.sendRight(bob.receiveRight().port)
    const codes = Array.from({ length: 6 }, () => now(alice, { remote }).code)
    expect(codes.indexOf('MACH_SEND_TIMED_OUT')).toBe(MACH_PORT_QLIMIT_DEFAULT)
  })

  it('of limit 0 takes no message, even with a receiver waiting', () => {
    const { alice, bob } = twoTasks()
    const service = bob.receiveRight()
    bob.must('mach_port_set_qlimit', { name: service.name, qlimit: 0 })
    const waiting = bob.begin(() => receive(service.name))
    expect(now(alice, { remote: alice.sendRight(service.port) }).code).toBe('MACH_SEND_TIMED_OUT')
    expect(waiting.finished()).toBe(false)
  })

  it('takes a message by a send-once right past its limit', () => {
    const { alice, service } = full()
    const once = { remote: alice.sendOnceRight(service.port), remoteType: MACH_MSG_TYPE_MOVE_SEND_ONCE }
    expect(now(alice, once).code).toBe('MACH_MSG_SUCCESS')
    expect(service.port.msgcount).toBe(2)
  })

  it('drops nothing when its limit is lowered', () => {
    const { alice, bob, ...w } = twoTasks()
    const service = bob.receiveRight()
    const remote = alice.sendRight(service.port)
    for (const id of [1, 2, 3]) alice.run(() => send({ remote, id }))
    bob.must('mach_port_set_qlimit', { name: service.name, qlimit: 1 })
    expect(idsAt({ ...w, alice, bob }, service.name)).toEqual([1, 2, 3])
  })

  it('lets as many blocked senders on as its limit is raised by', () => {
    const { alice, bob, name, service } = full()
    const senders = [2, 3, 4].map((id) => alice.begin(() => send({ remote: name, id })))
    bob.must('mach_port_set_qlimit', { name: service.name, qlimit: 3 })
    expect(senders.map((sender) => sender.finished())).toEqual([true, true, false])
    expect(service.port.msgcount).toBe(3)
  })

  it('lets one blocked sender on with each message received', () => {
    const { alice, bob, name, service } = full()
    const senders = [2, 3].map((id) => alice.begin(() => send({ remote: name, id })))
    bob.run(() => receive(service.name))
    expect(senders.map((sender) => sender.finished())).toEqual([true, false])
  })

  it('still full after a message was received lets nobody on, and nobody loses his place', () => {
    const { alice, bob, name, service } = full()
    const once = { remoteType: MACH_MSG_TYPE_MOVE_SEND_ONCE, id: 9 }
    alice.run(() => send({ remote: alice.sendOnceRight(service.port), ...once }))
    for (const id of [2, 3]) alice.begin(() => send({ remote: name, id }))
    const ids = [1, 2, 3, 4].map(() => bob.run(() => receive(service.name)).msg.id)
    expect(ids).toEqual([1, 9, 2, 3])
  })

  it('is entered by a newcomer before a sender that has not run since it was woken', () => {
    const { alice, bob, name, service, settle } = full()
    const blocked = alice.begin(() => send({ remote: name, id: 2 }), { priority: 20 })
    bob.start(() => receive(service.name), { priority: 5 })
    alice.start(() => send({ remote: name, id: 3 }), { priority: 10 })
    settle()
    expect(blocked.finished()).toBe(false)
    expect(bob.run(() => receive(service.name)).msg.id).toBe(3)
    expect(blocked.finished()).toBe(true)
  })
})

describe('a message that found no room', () => {
  it('comes back unswapped, its made send right as one user reference more; the make-send count stays', () => {
    const { alice, name } = full()
    const made = alice.receiveRight()
    const own = alice.sendRight(made.port)
    const { mscount } = made.port
    const { code, msg } = now(alice, {
      remote: name,
      id: 9,
      items: [{ type: MACH_MSG_TYPE_MAKE_SEND, data: [own] }]
    })
    expect(code).toBe('MACH_SEND_TIMED_OUT')
    expect(msg).toMatchObject({ remote: name, local: MACH_PORT_NULL, id: 9 })
    expect(itemsOf(msg)).toMatchObject([{ type: MACH_MSG_TYPE_PORT_SEND, data: [own] }])
    expect(rightsOf(alice.task)[own]).toBe('send x2, receive')
    expect(rightsOf(alice.task)[name]).toBe('send x2')
    expect(made.port.mscount).toBe(mscount + 1)
  })

  it('comes back with its made reply right as a fresh send-once right', () => {
    const { alice, name } = full()
    const reply = alice.receiveRight()
    const { msg } = now(alice, { remote: name, local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE })
    expect(localBits(msg.bits)).toBe(MACH_MSG_TYPE_PORT_SEND_ONCE)
    expect(remoteBits(msg.bits)).toBe(MACH_MSG_TYPE_PORT_SEND)
    expect(msg.local).not.toBe(reply.name)
    expect(rightsOf(alice.task)[msg.local]).toBe('send-once')
  })

  it('comes back with its receive right under the name that kept the send rights', () => {
    const { alice, name } = full()
    const moved = alice.receiveRight()
    alice.sendRight(moved.port)
    const { msg } = now(alice, {
      remote: name,
      items: [{ type: MACH_MSG_TYPE_MOVE_RECEIVE, data: [moved.name] }]
    })
    expect(itemsOf(msg)[0]?.data).toEqual([moved.name])
    expect(rightsOf(alice.task)[moved.name]).toBe('send x1, receive')
  })

  it('can be sent again as it came back', () => {
    const { alice, bob, name, service } = full()
    const reply = alice.receiveRight()
    const written = { remote: name, local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE, id: 9 }
    const { msg } = now(alice, written)
    bob.run(() => receive(service.name))
    const again = { remote: msg.remote, remoteType: remoteBits(msg.bits), local: msg.local, id: msg.id }
    expect(now(alice, { ...again, localType: localBits(msg.bits) }).code).toBe('MACH_MSG_SUCCESS')
    expect(rightsOf(alice.task)[msg.local]).toBeUndefined()
    expect(bob.run(() => receive(service.name)).msg.id).toBe(9)
  })
})

describe('MACH_SEND_NOTIFY', () => {
  const forced = (w: TwoTasks, name: number, notify: number, option = 0) =>
    w.alice.run(() => send({ remote: name }, { option: MACH_SEND_NOTIFY | option, notify })).code

  it('forces one message past the limit and tells when it is received', () => {
    const { name, service, ...w } = full()
    const notify = w.alice.receiveRight()
    expect(forced(w, name, notify.name)).toBe('MACH_SEND_WILL_NOTIFY')
    w.bob.run(() => receive(service.name))
    expect(notices(w.alice, notify.name)).toEqual([])
    w.bob.run(() => receive(service.name))
    expect(notices(w.alice, notify.name)).toEqual([`msg-accepted ${name}`])
  })

  it('forces no second one before that', () => {
    const { name, ...w } = full()
    const notify = w.alice.receiveRight()
    forced(w, name, notify.name)
    expect(forced(w, name, notify.name)).toBe('MACH_SEND_NOTIFY_IN_PROGRESS')
    expect(forced(w, name, 0)).toBe('MACH_SEND_INVALID_NOTIFY')
  })

  it('waits first where there is a timeout', () => {
    const { name, ...w } = full()
    const notify = w.alice.receiveRight()
    const before = w.world.now
    w.alice.run(() => send({ remote: name }, { option: MACH_SEND_NOTIFY, notify: notify.name, timeout: 50 }))
    expect(w.world.now - before).toBeGreaterThanOrEqual(40e6)
  })

  it('does not look at the notify name where there is room', () => {
    const { alice, bob, ...w } = twoTasks()
    const name = alice.sendRight(bob.receiveRight().port)
    expect(forced({ ...w, alice, bob }, name, 0x5500, MACH_SEND_TIMEOUT)).toBe('MACH_MSG_SUCCESS')
  })

  it('carries null where the sender’s name is gone by then', () => {
    const { name, service, ...w } = full()
    const notify = w.alice.receiveRight()
    forced(w, name, notify.name)
    w.alice.must('mach_port_destroy', { name })
    w.bob.run(() => drain(service.name))
    expect(notices(w.alice, notify.name)).toEqual(['msg-accepted 0'])
  })

  it('follows the name when it is renamed', () => {
    const { name, service, ...w } = full()
    const notify = w.alice.receiveRight()
    forced(w, name, notify.name)
    w.alice.must('mach_port_rename', { old_name: name, new_name: 0x700 })
    w.bob.run(() => drain(service.name))
    expect(notices(w.alice, notify.name)).toEqual([`msg-accepted ${0x700}`])
  })
})
