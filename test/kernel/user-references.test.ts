import { SEND_UREFS_MAX } from '../../ports/abi.js'
import {
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_NOTIFY_DEAD_NAME,
  MACH_PORT_RIGHT_DEAD_NAME,
  MACH_PORT_RIGHT_RECEIVE,
  MACH_PORT_RIGHT_SEND,
  MACH_PORT_UREFS_MAX
} from '../../tasks/mach.js'
import { drain, itemsOf, receive, send, wordOf } from '../fixtures/letters.js'
import { rightsOf } from '../fixtures/state.js'
import { type Actor, twoTasks } from '../fixtures/two-tasks.js'

/** Bob holds a send right for alice's port with so many user references. */
const holding = (urefs: number) => {
  const w = twoTasks()
  const port = w.alice.receiveRight()
  return { ...w, port, name: w.bob.sendRight(port.port, urefs) }
}

const request = (actor: Actor, name: number, sync = 0) => {
  const notify = actor.receiveRight()
  const how = { variant: MACH_NOTIFY_DEAD_NAME, sync, notify_type: MACH_MSG_TYPE_MAKE_SEND_ONCE }
  actor.must('mach_port_request_notification', { name, notify: notify.name, ...how })
  return notify
}

describe('the user references of a send right', () => {
  it('grow by one with each send right received', () => {
    const { alice, bob, port, name } = holding(1)
    const inbox = bob.receiveRight()
    const remote = alice.sendRight(inbox.port)
    alice.run(() =>
      send({ remote, items: [{ type: MACH_MSG_TYPE_MAKE_SEND, data: [port.name, port.name] }] })
    )
    expect(itemsOf(bob.run(() => receive(inbox.name)).msg)[0]?.data).toEqual([name, name])
    expect(rightsOf(bob.task)[name]).toBe('send x3')
    expect(port.port.srights).toBe(1)
  })

  it('stay at 65534 when one more is received, and the right is not lost', () => {
    const { alice, bob, port, name } = holding(SEND_UREFS_MAX)
    const inbox = bob.receiveRight()
    const remote = alice.sendRight(inbox.port)
    const item = { type: MACH_MSG_TYPE_MAKE_SEND, data: [port.name] }
    expect(alice.run(() => send({ remote, items: [item] })).code).toBe('MACH_MSG_SUCCESS')
    expect(bob.run(() => receive(inbox.name)).code).toBe('MACH_MSG_SUCCESS')
    expect(rightsOf(bob.task)[name]).toBe(`send x${SEND_UREFS_MAX}`)
    expect(port.port.srights).toBe(1)
  })

  it('stay at 65534 when the reply right is one more', () => {
    const { alice, bob, port, name } = holding(SEND_UREFS_MAX)
    const inbox = bob.receiveRight()
    const remote = alice.sendRight(inbox.port)
    alice.run(() => send({ remote, local: port.name, localType: MACH_MSG_TYPE_MAKE_SEND }))
    expect(bob.run(() => receive(inbox.name)).msg.remote).toBe(name)
    expect(rightsOf(bob.task)[name]).toBe(`send x${SEND_UREFS_MAX}`)
  })

  it('are refused beyond 65534 to mach_port_insert_right, where the right is destroyed', () => {
    const { alice, bob, port, name } = holding(SEND_UREFS_MAX)
    const mine = bob.must<{ name: number }>('mach_task_self', {}).name
    const args = { task: mine, name, poly: name, poly_poly: MACH_MSG_TYPE_COPY_SEND }
    expect(bob.call('mach_port_insert_right', args)).toMatchObject({ left: 'KERN_UREFS_OVERFLOW' })
    expect(port.port.srights).toBe(1)
    expect(rightsOf(alice.task)[port.name]).toBe('receive')
  })

  it('are carried over to the dead name, with one more for a dead-name request', () => {
    const { alice, bob, port, name } = holding(3)
    const notify = request(bob, name)
    alice.must('mach_port_mod_refs', { name: port.name, right: MACH_PORT_RIGHT_RECEIVE, delta: -1 })
    expect(bob.run(() => drain(notify.name)).map((msg) => [msg.id, wordOf(msg)])).toEqual([[72, name]])
    expect(rightsOf(bob.task)[name]).toBe('dead x4')
  })

  it('are 65535 of a dead name at most: the spare one is that of the fired request', () => {
    const { alice, bob, port, name } = holding(SEND_UREFS_MAX)
    request(bob, name)
    alice.must('mach_port_destroy', { name: port.name })
    const refs = { name, right: MACH_PORT_RIGHT_DEAD_NAME }
    expect(bob.must('mach_port_get_refs', refs)).toEqual({ refs: MACH_PORT_UREFS_MAX })
    expect(bob.call('mach_port_mod_refs', { ...refs, delta: 1 })).toMatchObject({
      left: 'KERN_UREFS_OVERFLOW'
    })
  })

  it('are checked for underflow before overflow and before the port is found dead', () => {
    const { alice, bob, port, name } = holding(3)
    alice.must('mach_port_destroy', { name: port.name })
    const take = (delta: number) =>
      bob.call('mach_port_mod_refs', { name, right: MACH_PORT_RIGHT_SEND, delta })
    expect(take(-5)).toMatchObject({ left: 'KERN_INVALID_VALUE' })
    expect(take(MACH_PORT_UREFS_MAX)).toMatchObject({ left: 'KERN_UREFS_OVERFLOW' })
    expect(take(-1)).toMatchObject({ left: 'KERN_INVALID_RIGHT' })
  })
})

describe('a dead name', () => {
  it('gets one user reference and a notification at once for a request with sync', () => {
    const w = twoTasks()
    const name = w.bob.deadName()
    const notify = request(w.bob, name, 1)
    expect(w.bob.run(() => drain(notify.name)).map((msg) => [msg.id, wordOf(msg)])).toEqual([[72, name]])
    expect(rightsOf(w.bob.task)[name]).toBe('dead x2')
  })

  it('vanishes with its last user reference', () => {
    const w = twoTasks()
    const name = w.bob.deadName(2)
    w.bob.must('mach_port_deallocate', { name })
    expect(rightsOf(w.bob.task)[name]).toBe('dead x1')
    w.bob.must('mach_port_deallocate', { name })
    expect(rightsOf(w.bob.task)[name]).toBeUndefined()
  })
})
