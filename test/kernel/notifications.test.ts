import {
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND,
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  MACH_NOTIFY_DEAD_NAME,
  MACH_NOTIFY_NO_SENDERS,
  MACH_NOTIFY_PORT_DELETED,
  MACH_PORT_DEAD,
  MACH_PORT_NULL,
  MACH_PORT_RIGHT_RECEIVE,
  MACH_PORT_RIGHT_SEND,
  msghBits
} from '../../tasks/mach.js'
import { itemsOf, receive, send } from '../fixtures/letters.js'
import { notices, request } from '../fixtures/notices.js'
import { rightsOf } from '../fixtures/state.js'
import { twoTasks } from '../fixtures/two-tasks.js'

/** Alice serves a port, bob has a send right for it; each has a port to be notified at. */
const served = (urefs = 1) => {
  const w = twoTasks()
  const service = w.alice.receiveRight()
  return {
    ...w,
    service,
    name: w.bob.sendRight(service.port, urefs),
    told: w.alice.receiveRight(),
    notify: w.bob.receiveRight()
  }
}

describe('a dead-name request', () => {
  it('fires when the port dies, and counts as one user reference more', () => {
    const { alice, bob, service, name, notify } = served(3)
    request(bob, MACH_NOTIFY_DEAD_NAME, name, notify)
    alice.must('mach_port_destroy', { name: service.name })
    expect(notices(bob, notify.name)).toEqual([`dead-name ${name}`])
    expect(rightsOf(bob.task)[name]).toBe('dead x4')
  })

  it.each([
    ['deallocated', 'mach_port_deallocate', {}],
    ['destroyed', 'mach_port_destroy', {}],
    ['taken to no user references', 'mach_port_mod_refs', { right: MACH_PORT_RIGHT_SEND, delta: -1 }]
  ])('ends in port-deleted when the right is %s', (_, call, args) => {
    const { bob, name, notify } = served()
    request(bob, MACH_NOTIFY_DEAD_NAME, name, notify)
    bob.must(call, { name, ...args })
    expect(notices(bob, notify.name)).toEqual([`port-deleted ${name}`])
    expect(notify.port.sorights).toBe(0)
  })

  it('ends in port-deleted when the right moves away in a message', () => {
    const { bob, name, notify } = served()
    request(bob, MACH_NOTIFY_DEAD_NAME, name, notify)
    const remote = bob.sendRight(notify.port)
    bob.run(() => send({ remote, id: 100, items: [{ type: MACH_MSG_TYPE_MOVE_SEND, data: [name] }] }))
    expect(notices(bob, notify.name)).toEqual([`port-deleted ${name}`, expect.stringMatching(/^message 100/)])
  })

  it('stays with the name when the receive right leaves it and send rights remain', () => {
    const { alice, bob, notify } = served()
    const own = bob.receiveRight()
    bob.sendRight(own.port)
    request(bob, MACH_NOTIFY_DEAD_NAME, own.name, notify)
    const to = alice.receiveRight()
    const items = [{ type: MACH_MSG_TYPE_MOVE_RECEIVE, data: [own.name] }]
    bob.run(() => send({ remote: bob.sendRight(to.port), items }))
    expect(notices(bob, notify.name)).toEqual([])
    alice.must('mach_port_destroy', { name: to.name })
    expect(notices(bob, notify.name)).toEqual([`dead-name ${own.name}`])
  })

  it('on a receive right only ever yields port-deleted', () => {
    const { bob, notify } = served()
    const own = bob.receiveRight()
    request(bob, MACH_NOTIFY_DEAD_NAME, own.name, notify)
    bob.must('mach_port_mod_refs', { name: own.name, right: MACH_PORT_RIGHT_RECEIVE, delta: -1 })
    expect(notices(bob, notify.name)).toEqual([`port-deleted ${own.name}`])
  })

  it('is returned by the one that takes its place, or cancels it', () => {
    const { bob, name, notify } = served()
    const other = bob.receiveRight()
    expect(request(bob, MACH_NOTIFY_DEAD_NAME, name, notify)).toBe(MACH_PORT_NULL)
    const first = request(bob, MACH_NOTIFY_DEAD_NAME, name, other)
    expect(rightsOf(bob.task)[first]).toBe('send-once')
    bob.must('mach_port_destroy', { name: other.name })
    expect(request(bob, MACH_NOTIFY_DEAD_NAME, name, null)).toBe(MACH_PORT_DEAD)
    bob.must('mach_port_deallocate', { name })
    expect(notices(bob, notify.name)).toEqual([])
  })

  it('follows the name when it is renamed', () => {
    const { alice, bob, service, name, notify } = served()
    request(bob, MACH_NOTIFY_DEAD_NAME, name, notify)
    bob.must('mach_port_rename', { old_name: name, new_name: 0x700 })
    alice.must('mach_port_destroy', { name: service.name })
    expect(notices(bob, notify.name)).toEqual([`dead-name ${0x700}`])
  })
})

describe('a no-senders request', () => {
  it('fires when the last send right goes, with the make-send count', () => {
    const { alice, bob, service, name, told } = served()
    request(alice, MACH_NOTIFY_NO_SENDERS, service.name, told)
    bob.must('mach_port_deallocate', { name })
    expect(notices(alice, told.name)).toEqual(['no-senders 1'])
  })

  it('waits for a sender to have come and gone where sync is above the make-send count', () => {
    const { alice, bob, told } = served()
    const port = alice.receiveRight()
    request(alice, MACH_NOTIFY_NO_SENDERS, port.name, told, 1)
    expect(notices(alice, told.name)).toEqual([])
    const name = bob.sendRight(port.port)
    bob.must('mach_port_deallocate', { name })
    expect(notices(alice, told.name)).toEqual(['no-senders 1'])
  })

  it('fires at once where there is no sender and sync is not above it, leaving nothing registered', () => {
    const { alice, told } = served()
    const port = alice.receiveRight()
    expect(request(alice, MACH_NOTIFY_NO_SENDERS, port.name, told)).toBe(MACH_PORT_NULL)
    expect(notices(alice, told.name)).toEqual(['no-senders 0'])
    expect(alice.must('mach_port_get_receive_status', { name: port.name })).toMatchObject({ nsrequest: 0 })
  })

  it('counts a send right in a queued message', () => {
    const { alice, bob, service, name, told } = served()
    request(alice, MACH_NOTIFY_NO_SENDERS, service.name, told)
    const inbox = bob.receiveRight()
    const items = [{ type: MACH_MSG_TYPE_MOVE_SEND, data: [name] }]
    bob.run(() => send({ remote: bob.sendRight(inbox.port), items }))
    expect(notices(alice, told.name)).toEqual([])
    bob.must('mach_port_destroy', { name: inbox.name })
    expect(notices(alice, told.name)).toEqual(['no-senders 1'])
  })

  it('fires with the message that used up the last send right, when that is received', () => {
    const { alice, bob, service, name, told } = served()
    request(alice, MACH_NOTIFY_NO_SENDERS, service.name, told)
    bob.run(() => send({ remote: name, remoteType: MACH_MSG_TYPE_MOVE_SEND }))
    expect(notices(alice, told.name)).toEqual([])
    alice.run(() => receive(service.name))
    expect(notices(alice, told.name)).toEqual(['no-senders 1'])
  })

  it('gets a send-once notification when the port dies', () => {
    const { alice, service, told } = served()
    request(alice, MACH_NOTIFY_NO_SENDERS, service.name, told)
    alice.must('mach_port_destroy', { name: service.name })
    expect(notices(alice, told.name)).toEqual(['send-once'])
  })

  it('fires though the port dies, where mach_port_destroy drops the last send right in the same call', () => {
    const { alice, told } = served()
    const port = alice.receiveRight()
    alice.sendRight(port.port)
    request(alice, MACH_NOTIFY_NO_SENDERS, port.name, told)
    alice.must('mach_port_destroy', { name: port.name })
    expect(notices(alice, told.name)).toEqual(['no-senders 1'])
  })

  it('moves with the receive right, whose make-send count begins anew', () => {
    const { alice, bob, service, name, told } = served()
    request(alice, MACH_NOTIFY_NO_SENDERS, service.name, told)
    const inbox = bob.receiveRight()
    const items = [{ type: MACH_MSG_TYPE_MOVE_RECEIVE, data: [service.name] }]
    alice.run(() => send({ remote: alice.sendRight(inbox.port), items }))
    bob.run(() => receive(inbox.name))
    bob.must('mach_port_mod_refs', { name, right: MACH_PORT_RIGHT_SEND, delta: -1 })
    expect(notices(alice, told.name)).toEqual(['no-senders 0'])
  })
})

describe('a notification', () => {
  it('is a simple message of 32 bytes without reply port, by a send-once right', () => {
    const { bob, name, notify } = served()
    request(bob, MACH_NOTIFY_DEAD_NAME, name, notify)
    bob.must('mach_port_deallocate', { name })
    const { msg } = bob.run(() => receive(notify.name))
    const bits = msghBits(0, MACH_MSG_TYPE_PORT_SEND_ONCE)
    expect(msg).toMatchObject({
      id: MACH_NOTIFY_PORT_DELETED,
      bits,
      size: 32,
      remote: MACH_PORT_NULL,
      seqno: 0
    })
    expect(itemsOf(msg)).toMatchObject([{ type: 15, size: 32, number: 1, inline: true }])
  })

  it('passes the queue limit', () => {
    const { bob, name, notify } = served()
    bob.must('mach_port_set_qlimit', { name: notify.name, qlimit: 0 })
    request(bob, MACH_NOTIFY_DEAD_NAME, name, notify)
    bob.must('mach_port_deallocate', { name })
    expect(notices(bob, notify.name)).toEqual([`port-deleted ${name}`])
  })

  it('of a destroyed send-once right comes before the port-deleted of its name', () => {
    const { bob, notify } = served()
    const once = bob.sendOnceRight(notify.port)
    request(bob, MACH_NOTIFY_DEAD_NAME, once, notify)
    bob.must('mach_port_destroy', { name: once })
    expect(notices(bob, notify.name)).toEqual(['send-once', `port-deleted ${once}`])
  })

  it('of no senders comes before the port-deleted of the name', () => {
    const { alice, notify } = served()
    const port = alice.receiveRight()
    const name = alice.sendRight(port.port)
    const told = alice.receiveRight()
    request(alice, MACH_NOTIFY_NO_SENDERS, port.name, told)
    request(alice, MACH_NOTIFY_DEAD_NAME, name, told)
    alice.must('mach_port_destroy', { name })
    expect(notices(alice, told.name)).toEqual(['no-senders 1', `port-deleted ${name}`])
    expect(notify.port.msgcount).toBe(0)
  })

  it('does not come of mach_port_set_mscount, nor of a send right copied and made', () => {
    const { alice, bob, service, name, told } = served()
    request(alice, MACH_NOTIFY_NO_SENDERS, service.name, told)
    alice.must('mach_port_set_mscount', { name: service.name, mscount: 0 })
    const inbox = bob.receiveRight()
    const items = [{ type: MACH_MSG_TYPE_COPY_SEND, data: [name] }]
    bob.run(() => send({ remote: bob.sendRight(inbox.port), items }))
    bob.run(() => receive(inbox.name))
    alice.run(() => send({ remote: service.name, remoteType: MACH_MSG_TYPE_MAKE_SEND }))
    alice.run(() => receive(service.name))
    expect(notices(alice, told.name)).toEqual([])
  })
})
