import {
  call,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_NOTIFY_DEAD_NAME,
  MACH_PORT_RIGHT_RECEIVE,
  MACH_PORT_RIGHT_SEND,
  MACH_PORT_TYPE_COMPAT,
  MACH_PORT_TYPE_DNREQUEST,
  MACH_PORT_TYPE_RECEIVE,
  MACH_PORT_TYPE_SEND,
  MACH_PORT_TYPE_SEND_ONCE,
  type Name
} from '../../tasks/mach.js'
import { MSG_TYPE_PORT, msgReceive, msgSend, notified } from '../fixtures/compat-letters.js'
import { send } from '../fixtures/letters.js'
import { notices, request } from '../fixtures/notices.js'
import { rightsOf } from '../fixtures/state.js'
import { type Actor, type Held, twoTasks } from '../fixtures/two-tasks.js'

/** Bob has received, by msg_receive, a right to a port of alice's as his reply right. */
const received = (kind: 'send' | 'send-once') => {
  const world = twoTasks()
  const { alice, bob } = world
  const box = bob.receiveRight()
  const remote = alice.sendRight(box.port)
  const gift = alice.receiveRight()
  if (kind === 'send') alice.run(() => msgSend({ remote, local: gift.name }))
  else alice.run(() => send({ remote, local: gift.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }))
  const name = bob.run(() => msgReceive(box.name)).msg.remote
  return { ...world, box, gift, name }
}

const typeOf = (actor: Actor, name: Name): number =>
  actor.must<{ ptype: number }>('mach_port_type', { name }).ptype

const destroy = (actor: Actor, { name }: Held) => actor.must('mach_port_destroy', { name })

describe('a name that a 2.5 call gave', () => {
  it('is marked as such', () => {
    const { bob, name } = received('send')
    expect(typeOf(bob, name)).toBe((MACH_PORT_TYPE_SEND | MACH_PORT_TYPE_COMPAT) >>> 0)
    const { port_name } = bob.must<{ port_name: Name }>('port_allocate', {})
    expect(typeOf(bob, port_name)).toBe((MACH_PORT_TYPE_RECEIVE | MACH_PORT_TYPE_COMPAT) >>> 0)
  })

  it.each(['send', 'send-once'] as const)(
    'vanishes when the port of its %s right dies, and the notify port is told',
    (kind) => {
      const { alice, bob, gift, name } = received(kind)
      destroy(alice, gift)
      expect(bob.call('mach_port_type', { name })).toEqual({ _tag: 'Left', left: 'KERN_INVALID_NAME' })
      expect(notified(bob)).toEqual([`port-deleted ${name}`])
    }
  )

  it('vanishes under the name it has got meanwhile', () => {
    const { alice, bob, gift, name } = received('send')
    bob.must('port_rename', { old_name: name, new_name: 0x5000 })
    destroy(alice, gift)
    expect(rightsOf(bob.task)).not.toHaveProperty('20480')
    expect(notified(bob)).toEqual(['port-deleted 20480'])
  })

  it('is given up without a word', () => {
    const { alice, bob, gift, name } = received('send')
    bob.must('port_deallocate', { port_name: name })
    destroy(alice, gift)
    expect(notified(bob)).toEqual([])
  })

  it('vanishes with the receive right even if it has send rights beside it', () => {
    const { bob } = twoTasks()
    const { port_name: name } = bob.must<{ port_name: Name }>('port_allocate', {})
    bob.must('mach_port_insert_right', { name, poly: name, poly_poly: MACH_MSG_TYPE_MAKE_SEND })
    bob.must('mach_port_mod_refs', { name, right: MACH_PORT_RIGHT_RECEIVE, delta: -1 })
    expect(rightsOf(bob.task)).not.toHaveProperty(`${name}`)
    expect(notified(bob)).toEqual([])
  })

  it('that was known before stays what it was', () => {
    const { alice, bob } = twoTasks()
    const box = bob.receiveRight()
    const gift = alice.receiveRight()
    const known = bob.sendRight(gift.port)
    const remote = alice.sendRight(box.port)
    alice.run(() => msgSend({ remote, local: gift.name }))
    expect(bob.run(() => msgReceive(box.name)).msg.remote).toBe(known)
    expect(typeOf(bob, known)).toBe(MACH_PORT_TYPE_SEND)
    destroy(alice, gift)
    expect(rightsOf(bob.task)[known]).toBe('dead x2')
    expect(notified(bob)).toEqual([])
  })

  it('stays dead for good once a dead-name request is made on it', () => {
    const { alice, bob, gift, name } = received('send')
    const notify = bob.receiveRight()
    expect(request(bob, MACH_NOTIFY_DEAD_NAME, name, notify)).toBe(0)
    expect(typeOf(bob, name)).toBe((MACH_PORT_TYPE_SEND | MACH_PORT_TYPE_DNREQUEST) >>> 0)
    destroy(alice, gift)
    expect(rightsOf(bob.task)[name]).toBe('dead x2')
    expect([notices(bob, notify.name), notified(bob)]).toEqual([[`dead-name ${name}`], []])
  })

  it('cannot be kept from vanishing by taking a request back that nobody made', () => {
    const { alice, bob, gift, name } = received('send')
    expect(request(bob, MACH_NOTIFY_DEAD_NAME, name, null)).toBe(0)
    destroy(alice, gift)
    expect(notified(bob)).toEqual([`port-deleted ${name}`])
  })

  it('has user references like any other', () => {
    const { bob, name } = received('send')
    bob.must('mach_port_mod_refs', { name, right: MACH_PORT_RIGHT_SEND, delta: 2 })
    expect(rightsOf(bob.task)[name]).toBe('send x3')
  })

  it('goes silently with its task', () => {
    const { alice, bob, gift } = received('send')
    bob.begin(() => call('task_terminate', {}))
    expect(gift.port.srights).toBe(0)
    destroy(alice, gift)
    expect(rightsOf(bob.task)).toEqual({})
  })
})

describe('a send-once right in 2.5', () => {
  it('looks like a send right', () => {
    const { bob, name } = received('send-once')
    expect(typeOf(bob, name)).toBe((MACH_PORT_TYPE_SEND_ONCE | MACH_PORT_TYPE_COMPAT) >>> 0)
    expect(bob.must('port_type', { port_name: name })).toEqual({ port_type: 1 })
  })

  it('is used up by a message sent to it, and its name is announced as deleted', () => {
    const { alice, bob, gift, name } = received('send-once')
    expect(bob.run(() => msgSend({ remote: name, id: 9 })).code).toBe('SEND_SUCCESS')
    expect(alice.run(() => msgReceive(gift.name)).msg.id).toBe(9)
    expect(rightsOf(bob.task)).not.toHaveProperty(`${name}`)
    expect(notified(bob)).toEqual([`port-deleted ${name}`])
    expect(bob.run(() => msgSend({ remote: name })).code).toBe('SEND_INVALID_PORT')
  })

  it('is announced also where 3.0 gave it, and beside it to whoever asked', () => {
    const { alice, bob } = twoTasks()
    const gift = alice.receiveRight()
    const notify = bob.receiveRight()
    const name = bob.sendOnceRight(gift.port)
    request(bob, MACH_NOTIFY_DEAD_NAME, name, notify)
    bob.run(() => msgSend({ remote: name }))
    expect([notices(bob, notify.name), notified(bob)]).toEqual([
      [`port-deleted ${name}`],
      [`port-deleted ${name}`]
    ])
  })

  it('may be the reply right of a message, once', () => {
    const { alice, bob, gift, name, box } = received('send-once')
    const remote = bob.sendRight(alice.receiveRight().port)
    expect(bob.run(() => msgSend({ remote, local: name })).code).toBe('SEND_SUCCESS')
    expect([gift.port.sorights, notified(bob)]).toEqual([1, [`port-deleted ${name}`]])
    expect(bob.run(() => msgSend({ remote: box.name, local: name })).code).toBe('SEND_INVALID_PORT')
  })

  it('serves for one of destination and reply port, not for both', () => {
    const { alice, bob, gift, name } = received('send-once')
    expect(bob.run(() => msgSend({ remote: name, local: name })).code).toBe('SEND_INVALID_PORT')
    expect(notices(alice, gift.name)).toEqual(['send-once'])
  })

  it('is refused in a body', () => {
    const { bob, box, name } = received('send-once')
    const items = [{ type: MSG_TYPE_PORT, data: [name] }]
    expect(bob.run(() => msgSend({ remote: box.name, items })).code).toBe('SEND_INVALID_PORT')
    expect(rightsOf(bob.task)[name]).toBe('send-once')
  })
})

describe('a full name space', () => {
  it('turns rights into nulls for 2.5, and destroys them', () => {
    const { alice, newcomer } = twoTasks()
    const bob = newcomer('small', 2)
    const box = bob.receiveRight()
    const gift = alice.receiveRight()
    const remote = alice.sendRight(box.port)
    alice.run(() =>
      msgSend({ remote, local: gift.name, items: [{ type: MSG_TYPE_PORT, data: [gift.name] }] })
    )
    expect(bob.run(() => msgReceive(box.name))).toMatchObject({ code: 'RCV_SUCCESS', msg: { remote: 0 } })
    expect(gift.port.srights).toBe(0)
  })
})
