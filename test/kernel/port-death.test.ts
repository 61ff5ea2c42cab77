import {
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_NOTIFY_DEAD_NAME,
  MACH_NOTIFY_NO_SENDERS,
  MACH_NOTIFY_PORT_DESTROYED,
  MACH_PORT_RIGHT_RECEIVE,
  MACH_SEND_NOTIFY
} from '../../tasks/mach.js'
import { itemsOf, receive, send } from '../fixtures/letters.js'
import { notices, request } from '../fixtures/notices.js'
import { rightsOf } from '../fixtures/state.js'
import { twoTasks } from '../fixtures/two-tasks.js'

/** Alice serves a port, bob sends to it and wants to be told of everything at one port. */
const served = () => {
  const w = twoTasks()
  const service = w.alice.receiveRight()
  const notify = w.bob.receiveRight()
  return { ...w, service, notify, name: w.bob.sendRight(service.port) }
}

describe('when a port dies', () => {
  it('the no-senders request is told first, then queued messages are destroyed, then dead names announced', () => {
    const { alice, bob, service, notify, name } = served()
    const once = bob.sendOnceRight(service.port)
    request(bob, MACH_NOTIFY_DEAD_NAME, once, notify)
    request(bob, MACH_NOTIFY_DEAD_NAME, name, notify)
    const told = alice.sendOnceRight(notify.port)
    alice.must('mach_port_request_notification', {
      name: service.name,
      variant: MACH_NOTIFY_NO_SENDERS,
      sync: 0,
      notify: told,
      notify_type: MACH_MSG_TYPE_MOVE_SEND_ONCE
    })
    bob.run(() => send({ remote: name, local: notify.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }))

    alice.must('mach_port_mod_refs', { name: service.name, right: MACH_PORT_RIGHT_RECEIVE, delta: -1 })
    expect(notices(bob, notify.name)).toEqual([
      'send-once',
      'send-once',
      `dead-name ${once}`,
      `dead-name ${name}`
    ])
  })

  it('dead names are announced in the order the requests were made', () => {
    const { alice, bob, service, notify } = served()
    const names = [1, 2, 3, 4].map(() => bob.sendOnceRight(service.port))
    const order = [2, 0, 3, 1].map((i) => names[i] ?? 0)
    for (const name of order) request(bob, MACH_NOTIFY_DEAD_NAME, name, notify)
    alice.must('mach_port_destroy', { name: service.name })
    expect(notices(bob, notify.name)).toEqual(order.map((name) => `dead-name ${name}`))
  })

  it('a message forced into its queue is accepted, by no name: the sender’s is dead from that moment', () => {
    const { alice, bob, service, notify, name } = served()
    alice.must('mach_port_set_qlimit', { name: service.name, qlimit: 0 })
    const sent = bob.run(() => send({ remote: name }, { option: MACH_SEND_NOTIFY, notify: notify.name }))
    expect(sent.code).toBe('MACH_SEND_WILL_NOTIFY')
    alice.must('mach_port_destroy', { name: service.name })
    expect(notices(bob, notify.name)).toEqual(['msg-accepted 0'])
  })

  it('blocked senders succeed, and their messages are destroyed', () => {
    const { alice, bob, service, notify, name } = served()
    alice.must('mach_port_set_qlimit', { name: service.name, qlimit: 0 })
    const reply = { local: notify.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }
    const senders = [1, 2].map(() => bob.begin(() => send({ remote: name, ...reply })))
    expect(senders.map((sender) => sender.finished())).toEqual([false, false])
    alice.must('mach_port_destroy', { name: service.name })
    expect(senders.map((sender) => sender.answer().code)).toEqual(['MACH_MSG_SUCCESS', 'MACH_MSG_SUCCESS'])
    expect(notices(bob, notify.name)).toEqual(['send-once', 'send-once'])
  })

  it('waiting receivers are told MACH_RCV_PORT_DIED', () => {
    const { alice, service } = served()
    const receivers = [1, 2].map(() => alice.begin(() => receive(service.name)))
    alice.must('mach_port_destroy', { name: service.name })
    expect(receivers.map((receiver) => receiver.answer().code)).toEqual([
      'MACH_RCV_PORT_DIED',
      'MACH_RCV_PORT_DIED'
    ])
  })

  it('a notify port that is dead hears nothing, and nobody else does', () => {
    const { alice, bob, service, notify, name } = served()
    request(bob, MACH_NOTIFY_DEAD_NAME, name, notify)
    bob.must('mach_port_destroy', { name: notify.name })
    alice.must('mach_port_destroy', { name: service.name })
    expect(rightsOf(bob.task)[name]).toBe('dead x2')
  })

  it('the send right beside its receive right is a dead name in the same call', () => {
    const { bob, notify } = served()
    const own = bob.receiveRight()
    bob.sendRight(own.port, 2)
    request(bob, MACH_NOTIFY_DEAD_NAME, own.name, notify)
    bob.must('mach_port_mod_refs', { name: own.name, right: MACH_PORT_RIGHT_RECEIVE, delta: -1 })
    expect(rightsOf(bob.task)[own.name]).toBe('dead x3')
    expect(notices(bob, notify.name)).toEqual([`dead-name ${own.name}`])
  })
})

describe('a message destroyed', () => {
  it('with a port in it dooms that port’s messages, which wait until the rest of it is destroyed', () => {
    const { alice, bob, service, notify, name } = served()
    const inner = bob.receiveRight()
    const innerName = bob.sendRight(inner.port)
    request(bob, MACH_NOTIFY_DEAD_NAME, innerName, notify)
    inner.port.qlimit = 0
    bob.run(() => send({ remote: innerName }, { option: MACH_SEND_NOTIFY, notify: notify.name }))
    const once = bob.sendOnceRight(notify.port)
    const items = [
      { type: MACH_MSG_TYPE_MOVE_RECEIVE, data: [inner.name] },
      { type: MACH_MSG_TYPE_MOVE_SEND_ONCE, data: [once] }
    ]
    bob.run(() => send({ remote: name, items }))
    bob.run(() => send({ remote: name, local: notify.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }))

    alice.must('mach_port_destroy', { name: service.name })
    expect(notices(bob, notify.name)).toEqual([
      `dead-name ${innerName}`, // the port in the first message dies
      'send-once', // the first message's other right
      'msg-accepted 0', // then what was queued at that port
      'send-once' // and only now the second message
    ])
  })

  it('takes ports within ports with it, however deep', () => {
    const { alice, bob } = twoTasks({ invariants: false })
    const outermost = alice.receiveRight()
    let outer = outermost
    for (let depth = 0; depth < 5000; depth++) {
      const inner = alice.receiveRight()
      const items = [{ type: MACH_MSG_TYPE_MOVE_RECEIVE, data: [inner.name] }]
      const remote = alice.sendRight(outer.port)
      const innerName = alice.sendRight(inner.port)
      expect(alice.run(() => send({ remote, items })).code).toBe('MACH_MSG_SUCCESS')
      outer = { port: inner.port, name: innerName }
    }
    const watched = bob.sendRight(outer.port)
    alice.must('mach_port_destroy', { name: outermost.name })
    expect(rightsOf(bob.task)[watched]).toBe('dead x1')
  })
})

describe('a port-destroyed request', () => {
  it('saves the port with its queue, and gives it to whoever asked', () => {
    const { alice, bob, service, notify, name } = served()
    const saved = alice.sendOnceRight(notify.port)
    alice.must('mach_port_request_notification', {
      name: service.name,
      variant: MACH_NOTIFY_PORT_DESTROYED,
      sync: 0,
      notify: saved,
      notify_type: MACH_MSG_TYPE_MOVE_SEND_ONCE
    })
    bob.run(() => send({ remote: name, id: 7 }))
    alice.must('mach_port_destroy', { name: service.name })
    const { msg } = bob.run(() => receive(notify.name))
    expect(msg).toMatchObject({ id: MACH_NOTIFY_PORT_DESTROYED, size: 32 })
    expect(itemsOf(msg)[0]?.data).toEqual([name])
    expect(rightsOf(bob.task)[name]).toBe('send x1, receive')
    expect(bob.run(() => receive(name)).msg).toMatchObject({ id: 7, seqno: 0 })
  })

  it('is spent: the next time the port dies', () => {
    const { alice, bob, service, notify } = served()
    request(bob, MACH_NOTIFY_PORT_DESTROYED, notify.name, null)
    const args = { sync: 0, notify_type: MACH_MSG_TYPE_MAKE_SEND_ONCE, variant: MACH_NOTIFY_PORT_DESTROYED }
    const own = alice.receiveRight()
    alice.must('mach_port_request_notification', { name: service.name, notify: own.name, ...args })
    alice.must('mach_port_destroy', { name: service.name })
    const back = itemsOf(alice.run(() => receive(own.name)).msg)[0]?.data?.[0]
    alice.must('mach_port_destroy', { name: back })
    expect(notices(alice, own.name)).toEqual([])
    expect(service.port.holder).toBeNull()
  })
})
