import { threadPortFor } from '../../kernel/index.js'
import { MACH_MSG_TYPE_CHAR, MACH_MSG_TYPE_INTEGER_32 } from '../../tasks/mach.js'
import { SEND_NOTIFY } from '../../tasks/mach-compat.js'
import {
  MSG_TYPE_PORT,
  MSG_TYPE_PORT_ALL,
  msgReceive,
  msgSend,
  notified,
  postbox
} from '../fixtures/compat-letters.js'
import { itemsOf } from '../fixtures/letters.js'
import { rightsOf } from '../fixtures/state.js'
import type { Actor } from '../fixtures/two-tasks.js'

const fill = (alice: Actor, remote: number): void => {
  for (let id = 1; id <= 5; id++) alice.run(() => msgSend({ remote, id }))
}

describe('msg_send', () => {
  it('passes a message, and the sender keeps its right', () => {
    const { alice, bob, box, remote } = postbox()
    const sent = alice.run(() =>
      msgSend({ remote, id: 7, items: [{ type: MACH_MSG_TYPE_CHAR, data: 'ping' }] })
    )
    const { code, msg } = bob.run(() => msgReceive(box.name))
    expect([sent.code, code]).toEqual(['SEND_SUCCESS', 'RCV_SUCCESS'])
    expect(msg).toMatchObject({ bits: 0, id: 7, size: 32, remote: 0, local: box.name })
    expect(itemsOf(msg)[0]?.data).toBe('ping')
    expect(rightsOf(alice.task)[remote]).toBe('send x1')
  })

  it('rounds an odd size up to whole words', () => {
    const { alice, bob, box, remote } = postbox()
    alice.run(() => msgSend({ remote, size: 29 }))
    expect(bob.run(() => msgReceive(box.name)).msg.size).toBe(32)
  })

  it.each([
    ['SEND_MSG_TOO_SMALL', 'the size is less than a header', { size: 20 }],
    [
      'SEND_MSG_TOO_SMALL',
      'the body is too small for what it describes',
      {
        complex: true,
        size: 28,
        items: [{ type: MACH_MSG_TYPE_INTEGER_32, data: [1, 2, 3] }]
      }
    ],
    ['SEND_MSG_TOO_LARGE', 'the size is above 8192 bytes', { size: 8193 }],
    ['SEND_INVALID_PORT', 'the destination denotes nothing', { remote: 0x5500 }],
    ['SEND_INVALID_PORT', 'the reply port denotes nothing', { local: 0x5500 }],
    [
      'SEND_INVALID_PORT',
      'a name of the body denotes nothing',
      { items: [{ type: MSG_TYPE_PORT, data: [0x5500] }] }
    ],
    [
      'SEND_INVALID_PORT',
      'names of the body are not 32 bits wide',
      { items: [{ type: MSG_TYPE_PORT, size: 8, data: [1] }] }
    ],
    [
      'SEND_INVALID_MEMORY',
      'out-of-line data are not there',
      {
        items: [{ type: MACH_MSG_TYPE_CHAR, inline: false, number: 4, address: 0x7fff0000 }]
      }
    ]
  ])('answers %s when %s', (code, _when, wrong) => {
    const { alice, bob, box, remote } = postbox()
    expect(alice.run(() => msgSend({ remote, ...wrong })).code).toBe(code)
    expect(bob.run(() => msgReceive(box.name, { receiving: 0 })).code).toBe('RCV_TIMED_OUT')
    expect(box.port.srights).toBe(1)
  })

  it('takes a message of just 8192 bytes', () => {
    const { alice, bob, box, remote } = postbox()
    expect(alice.run(() => msgSend({ remote, size: 8192 })).code).toBe('SEND_SUCCESS')
    expect(bob.run(() => msgReceive(box.name)).msg.size).toBe(8192)
  })

  it.each([
    ['a port set', (actor: Actor) => actor.portSet()],
    ['a dead name', (actor: Actor) => actor.deadName()]
  ])('takes %s for no port', (_what, nameIn) => {
    const { alice, remote } = postbox()
    const name = nameIn(alice)
    expect(alice.run(() => msgSend({ remote: name })).code).toBe('SEND_INVALID_PORT')
    expect(alice.run(() => msgSend({ remote, local: name })).code).toBe('SEND_INVALID_PORT')
  })

  it('gives nothing back of what it could not send: rights taken by then are gone', () => {
    const { alice, remote } = postbox()
    const { port, name } = alice.receiveRight()
    const items = [
      { type: MSG_TYPE_PORT_ALL, data: [name] },
      { type: MSG_TYPE_PORT, data: [0x5500] }
    ]
    const { code, msg } = alice.run(() => msgSend({ remote, items }))
    expect(code).toBe('SEND_INVALID_PORT')
    expect(msg).toMatchObject({ remote, local: 0 })
    expect(port.srights).toBe(1)
    expect(rightsOf(alice.task)[name]).toBe('dead x1')
  })

  it('answers SEND_TIMED_OUT when the queue stays full, and destroys the message', () => {
    const { alice, remote } = postbox()
    fill(alice, remote)
    const gift = alice.receiveRight()
    const items = [{ type: MSG_TYPE_PORT, data: [gift.name] }]
    expect(alice.run(() => msgSend({ remote, items }, { sending: 0 })).code).toBe('SEND_TIMED_OUT')
    expect(alice.run(() => msgSend({ remote, items }, { sending: 20 })).code).toBe('SEND_TIMED_OUT')
    expect(gift.port.srights).toBe(0)
  })

  it('waits for room as long as it takes', () => {
    const { alice, bob, box, remote } = postbox()
    fill(alice, remote)
    const blocked = alice.begin(() => msgSend({ remote, id: 6 }))
    expect(blocked.finished()).toBe(false)
    bob.run(() => msgReceive(box.name))
    expect(blocked.answer().code).toBe('SEND_SUCCESS')
  })

  it('has succeeded when the port dies while it waits', () => {
    const { alice, bob, box, remote } = postbox()
    fill(alice, remote)
    const blocked = alice.begin(() => msgSend({ remote, id: 6 }))
    bob.must('port_deallocate', { port_name: box.name })
    expect(blocked.answer().code).toBe('SEND_SUCCESS')
  })

  it('answers SEND_INTERRUPTED when the wait is aborted, and destroys the message', () => {
    const { alice, bob, remote, kernel } = postbox()
    fill(alice, remote)
    const gift = alice.receiveRight()
    const blocked = alice.begin(() =>
      msgSend({ remote, items: [{ type: MSG_TYPE_PORT, data: [gift.name] }] })
    )
    bob.must('thread_abort', { thread: threadPortFor(kernel, bob.task, blocked.thread) })
    expect(blocked.answer().code).toBe('SEND_INTERRUPTED')
    expect(gift.port.srights).toBe(0)
  })

  it('lets go of its message when its thread ends while it waits', () => {
    const { alice, bob, remote, kernel } = postbox()
    fill(alice, remote)
    const gift = alice.receiveRight()
    const blocked = alice.begin(() =>
      msgSend({ remote, items: [{ type: MSG_TYPE_PORT, data: [gift.name] }] })
    )
    bob.must('thread_terminate', { thread: threadPortFor(kernel, bob.task, blocked.thread) })
    expect(gift.port.srights).toBe(0)
  })
})

describe('msg_send with SEND_NOTIFY', () => {
  const force = (alice: Actor, remote: number) =>
    alice.run(() => msgSend({ remote, id: 6 }, { option: SEND_NOTIFY }))

  it('passes the limit once, and the notify port hears when the message is received', () => {
    const { alice, bob, box, remote } = postbox()
    fill(alice, remote)
    expect(force(alice, remote).code).toBe('SEND_WILL_NOTIFY')
    expect(box.port.msgcount).toBe(6)
    expect(force(alice, remote).code).toBe('SEND_NOTIFY_IN_PROGRESS')
    expect(notified(alice)).toEqual([])
    for (let n = 0; n < 6; n++) bob.run(() => msgReceive(box.name))
    expect(notified(alice)).toEqual([`msg-accepted ${remote}`])
  })

  it('waits first where it may', () => {
    const { alice, bob, box, remote } = postbox()
    fill(alice, remote)
    const blocked = alice.start(() => msgSend({ remote, id: 6 }, { option: SEND_NOTIFY, sending: 50 }))
    bob.run(() => msgReceive(box.name))
    expect(blocked.answer().code).toBe('SEND_SUCCESS')
  })

  it('hears when the message is destroyed with its port', () => {
    const { alice, bob, box, remote } = postbox()
    fill(alice, remote)
    force(alice, remote)
    bob.must('mach_port_destroy', { name: box.name })
    expect(notified(alice)).toEqual([`msg-accepted ${remote}`])
  })

  it('hears nothing once the name is gone', () => {
    const { alice, bob, box, remote } = postbox()
    fill(alice, remote)
    force(alice, remote)
    alice.must('port_deallocate', { port_name: remote })
    for (let n = 0; n < 6; n++) bob.run(() => msgReceive(box.name))
    expect(notified(alice)).toEqual([])
  })

  it('answers SEND_KERNEL_REFUSED where tasks have no notify port', () => {
    const { alice, remote } = postbox({ kernel: 'gnu' })
    fill(alice, remote)
    expect(force(alice, remote).code).toBe('SEND_KERNEL_REFUSED')
  })
})
