import {
  localBits,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSG_TYPE_PROTECTED_PAYLOAD,
  remoteBits
} from '../../tasks/mach.js'
import { itemsOf, receive, send } from '../fixtures/letters.js'
import { twoTasks } from '../fixtures/two-tasks.js'

/** Bob serves a port with a protected payload, alice can send to it. */
const marked = () => {
  const w = twoTasks({ kernel: 'gnu' })
  const service = w.bob.receiveRight()
  w.bob.must('mach_port_set_protected_payload', { name: service.name, payload: 0xfedcba98 })
  return { ...w, service, name: w.alice.sendRight(service.port) }
}

describe('a protected payload', () => {
  it('stands in the place of the port’s name in messages received', () => {
    const { alice, bob, service, name } = marked()
    const reply = alice.receiveRight()
    alice.run(() => send({ remote: name, local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }))
    const { msg } = bob.run(() => receive(service.name))
    expect(msg.local).toBe(0xfedcba98)
    expect(localBits(msg.bits)).toBe(MACH_MSG_TYPE_PROTECTED_PAYLOAD)
    expect(remoteBits(msg.bits)).toBe(MACH_MSG_TYPE_MOVE_SEND_ONCE)
  })

  it('stands there too where the message was sent to a send-once right', () => {
    const { alice, bob, service } = marked()
    const remote = alice.sendOnceRight(service.port)
    alice.run(() => send({ remote, remoteType: MACH_MSG_TYPE_MOVE_SEND_ONCE }))
    const { msg } = bob.run(() => receive(service.name))
    expect(msg.local).toBe(0xfedcba98)
    expect(localBits(msg.bits)).toBe(MACH_MSG_TYPE_PROTECTED_PAYLOAD)
  })

  it('is seen in messages that were queued before it was set', () => {
    const { alice, bob, name, service } = marked()
    bob.must('mach_port_clear_protected_payload', { name: service.name })
    alice.run(() => send({ remote: name }))
    bob.must('mach_port_set_protected_payload', { name: service.name, payload: 0 })
    expect(bob.run(() => receive(service.name)).msg.local).toBe(0)
  })

  it('is gone when cleared', () => {
    const { alice, bob, service, name } = marked()
    bob.must('mach_port_clear_protected_payload', { name: service.name })
    alice.run(() => send({ remote: name }))
    const { msg } = bob.run(() => receive(service.name))
    expect(msg.local).toBe(service.name)
    expect(localBits(msg.bits)).toBe(MACH_MSG_TYPE_PORT_SEND)
  })

  it('does not go with a receive right that moves: the new receiver never set it', () => {
    const { alice, bob, service, name } = marked()
    const inbox = alice.receiveRight()
    const items = [{ type: MACH_MSG_TYPE_MOVE_RECEIVE, data: [service.name] }]
    bob.run(() => send({ remote: bob.sendRight(inbox.port), items }))
    expect(itemsOf(alice.run(() => receive(inbox.name)).msg)[0]?.data).toEqual([name])
    alice.run(() => send({ remote: name }))
    expect(alice.run(() => receive(name)).msg.local).toBe(name)
  })

  it('does not hide the port’s name from its own kernel calls', () => {
    const { bob, service } = marked()
    expect(bob.call('mach_port_get_receive_status', { name: service.name })).toMatchObject({ _tag: 'Right' })
  })
})
