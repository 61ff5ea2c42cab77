import {
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_NOTIFY_DEAD_NAME,
  MACH_NOTIFY_PORT_DESTROYED,
  MACH_SEND_NOTIFY,
  type Name
} from '../../tasks/mach.js'
import { send } from '../fixtures/letters.js'
import { notices, request } from '../fixtures/notices.js'
import { rightsOf } from '../fixtures/state.js'
import { type Actor, type Held, twoTasks } from '../fixtures/two-tasks.js'

const receiveRight = (name: Name) => [{ type: MACH_MSG_TYPE_MOVE_RECEIVE, data: [name] }]

/** Sends a receive right of the actor's to a port it can send to. */
const move = (actor: Actor, right: Held, to: Name): string =>
  actor.run(() => send({ remote: to, items: receiveRight(right.name) })).code

describe('a receive right sent', () => {
  it('to its own port: the send succeeds and the port is dead afterwards', () => {
    const { alice, bob } = twoTasks()
    const port = alice.receiveRight()
    const name = alice.sendRight(port.port)
    const watched = bob.sendRight(port.port)
    expect(move(alice, port, name)).toBe('MACH_MSG_SUCCESS')
    expect(rightsOf(alice.task)[name]).toBe('dead x1')
    expect(rightsOf(bob.task)[watched]).toBe('dead x1')
  })

  it('to a port that is in a message to it: both die', () => {
    const { alice } = twoTasks()
    const [outer, inner] = [alice.receiveRight(), alice.receiveRight()]
    const [outerName, innerName] = [alice.sendRight(outer.port), alice.sendRight(inner.port)]
    expect(move(alice, inner, outerName)).toBe('MACH_MSG_SUCCESS')
    expect(move(alice, outer, innerName)).toBe('MACH_MSG_SUCCESS')
    expect(rightsOf(alice.task)).toMatchObject({ [outerName]: 'dead x1', [innerName]: 'dead x1' })
  })

  it('round a longer way: the whole chain dies', () => {
    const { alice } = twoTasks()
    const ports = [1, 2, 3, 4].map(() => alice.receiveRight())
    const names = ports.map(({ port }) => alice.sendRight(port))
    const ring = ports.map((port, i) => move(alice, port, names[(i + 1) % names.length] ?? 0))
    expect(new Set(ring)).toEqual(new Set(['MACH_MSG_SUCCESS']))
    for (const name of names) expect(rightsOf(alice.task)[name]).toBe('dead x1')
  })

  it('among other rights: those before and behind it are destroyed with the message', () => {
    const { alice } = twoTasks()
    const [port, told] = [alice.receiveRight(), alice.receiveRight()]
    const name = alice.sendRight(port.port)
    const items = [
      { type: MACH_MSG_TYPE_MAKE_SEND_ONCE, data: [told.name] },
      { type: MACH_MSG_TYPE_MOVE_RECEIVE, data: [port.name] },
      { type: MACH_MSG_TYPE_MAKE_SEND_ONCE, data: [told.name] }
    ]
    expect(alice.run(() => send({ remote: name, items })).code).toBe('MACH_MSG_SUCCESS')
    expect(notices(alice, told.name)).toEqual(['send-once', 'send-once'])
  })

  it('to its own full port: it comes back, for the queue’s room is looked at first', () => {
    const { alice } = twoTasks()
    const port = alice.receiveRight()
    const name = alice.sendRight(port.port)
    alice.must('mach_port_set_qlimit', { name: port.name, qlimit: 0 })
    const sent = alice.run(() => send({ remote: name, items: receiveRight(name) }, { timeout: 0 }))
    expect(sent.code).toBe('MACH_SEND_TIMED_OUT')
    expect(rightsOf(alice.task)[name]).toBe('send x2, receive')
  })

  it('to its own full port with MACH_SEND_NOTIFY: the message is destroyed, and so accepted, at once', () => {
    const { alice } = twoTasks()
    const [port, notify] = [alice.receiveRight(), alice.receiveRight()]
    const name = alice.sendRight(port.port)
    alice.must('mach_port_set_qlimit', { name: port.name, qlimit: 0 })
    const how = { option: MACH_SEND_NOTIFY, notify: notify.name }
    expect(alice.run(() => send({ remote: name, items: receiveRight(name) }, how)).code).toBe(
      'MACH_SEND_WILL_NOTIFY'
    )
    expect(notices(alice, notify.name)).toEqual([`msg-accepted ${name}`])
    expect(rightsOf(alice.task)[name]).toBe('dead x1')
  })
})

describe('a port-destroyed request', () => {
  /** Asks that the port go to another one when it is destroyed. */
  const backUp = (actor: Actor, port: Held, to: Held) =>
    actor.must('mach_port_request_notification', {
      name: port.name,
      variant: MACH_NOTIFY_PORT_DESTROYED,
      sync: 0,
      notify: actor.sendOnceRight(to.port),
      notify_type: MACH_MSG_TYPE_MOVE_SEND_ONCE
    })

  it('that would send the port to itself is dropped, and the port dies', () => {
    const { alice, bob } = twoTasks()
    const port = alice.receiveRight()
    const [watched, notify] = [bob.sendRight(port.port), bob.receiveRight()]
    request(bob, MACH_NOTIFY_DEAD_NAME, watched, notify)
    backUp(alice, port, port)
    alice.must('mach_port_destroy', { name: port.name })
    expect(notices(bob, notify.name)).toEqual([`dead-name ${watched}`])
  })

  it('that would send the port to one queued at it is dropped, and both die', () => {
    const { alice, bob } = twoTasks()
    const [port, inner] = [alice.receiveRight(), alice.receiveRight()]
    const [outerWatched, innerWatched] = [bob.sendRight(port.port), bob.sendRight(inner.port)]
    backUp(alice, port, inner)
    expect(move(alice, inner, alice.sendRight(port.port))).toBe('MACH_MSG_SUCCESS')
    alice.must('mach_port_destroy', { name: port.name })
    expect(rightsOf(bob.task)).toMatchObject({ [outerWatched]: 'dead x1', [innerWatched]: 'dead x1' })
  })

  it('that sends the port to one in a message elsewhere is met', () => {
    const { alice, bob } = twoTasks()
    const [port, backup, inbox] = [alice.receiveRight(), alice.receiveRight(), bob.receiveRight()]
    const watched = bob.sendRight(port.port)
    backUp(alice, port, backup)
    expect(move(alice, backup, alice.sendRight(inbox.port))).toBe('MACH_MSG_SUCCESS')
    alice.must('mach_port_destroy', { name: port.name })
    expect(rightsOf(bob.task)[watched]).toBe('send x1')
    bob.must('mach_port_destroy', { name: inbox.name })
    expect(rightsOf(bob.task)[watched]).toBe('dead x1')
  })
})
