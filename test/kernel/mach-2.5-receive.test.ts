import { threadPortFor } from '../../kernel/index.js'
import { msgReceive, msgSend, postbox } from '../fixtures/compat-letters.js'
import { type Actor, type Held, twoTasks } from '../fixtures/two-tasks.js'

describe('msg_receive', () => {
  it.each([
    ['the name denotes nothing', () => 0x5500],
    ['the name denotes a send right', (bob: Actor, { port }: Held) => bob.sendRight(port)],
    [
      'the port is in a set',
      (bob: Actor) => {
        const member = bob.receiveRight()
        bob.portSet(member)
        return member.name
      }
    ]
  ])('answers RCV_INVALID_PORT when %s', (_when, nameIn) => {
    const { alice, bob } = twoTasks()
    const name = nameIn(bob, alice.receiveRight())
    expect(bob.run(() => msgReceive(name)).code).toBe('RCV_INVALID_PORT')
  })

  it('answers RCV_TIMED_OUT when no message comes, or none in time', () => {
    const { bob, box } = postbox()
    expect(bob.run(() => msgReceive(box.name, { receiving: 0 })).code).toBe('RCV_TIMED_OUT')
    expect(bob.run(() => msgReceive(box.name, { receiving: 30 })).code).toBe('RCV_TIMED_OUT')
  })

  it('leaves a message that is too large in the queue, and tells its size', () => {
    const { alice, bob, box, remote } = postbox()
    alice.run(() => msgSend({ remote, id: 7, size: 40 }))
    const small = bob.run(() => msgReceive(box.name, { rcv_size: 36 }))
    expect([small.code, small.msg.size]).toEqual(['RCV_TOO_LARGE', 40])
    expect(box.port.msgcount).toBe(1)
    expect(bob.run(() => msgReceive(box.name, { rcv_size: 40 })).msg.id).toBe(7)
  })

  it('leaves it there also for a receiver that was waiting', () => {
    const { alice, bob, box, remote } = postbox()
    const waiting = bob.begin(() => msgReceive(box.name, { rcv_size: 36 }))
    alice.run(() => msgSend({ remote, size: 40 }))
    expect([waiting.answer().code, waiting.answer().msg.size]).toEqual(['RCV_TOO_LARGE', 40])
    expect(box.port.msgcount).toBe(1)
  })

  it('answers RCV_INVALID_PORT when the port dies while it waits', () => {
    const { bob, box } = postbox()
    const waiting = bob.begin(() => msgReceive(box.name))
    bob.must('port_deallocate', { port_name: box.name })
    expect(waiting.answer().code).toBe('RCV_INVALID_PORT')
  })

  it('answers RCV_PORT_CHANGE when the port goes into a set while it waits', () => {
    const { bob, box } = postbox()
    const waiting = bob.begin(() => msgReceive(box.name))
    bob.must('port_set_add', { set_name: bob.portSet(), port_name: box.name })
    expect(waiting.answer().code).toBe('RCV_PORT_CHANGE')
  })

  it('answers RCV_INTERRUPTED when the wait is aborted', () => {
    const { bob, box, kernel } = postbox()
    const waiting = bob.begin(() => msgReceive(box.name))
    bob.must('thread_abort', { thread: threadPortFor(kernel, bob.task, waiting.thread) })
    expect(waiting.answer().code).toBe('RCV_INTERRUPTED')
  })

  it('receives from a set, and tells by which port', () => {
    const { alice, bob, box, remote } = postbox()
    const set = bob.portSet(box, bob.receiveRight())
    alice.run(() => msgSend({ remote, id: 7 }))
    expect(bob.run(() => msgReceive(set)).msg).toMatchObject({ id: 7, local: box.name })
  })
})
