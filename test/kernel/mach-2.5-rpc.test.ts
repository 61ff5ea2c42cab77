import { taskSelf, threadPortFor } from '../../kernel/index.js'
import {
  MACH_MSG_TYPE_INTEGER_32,
  MACH_MSG_TYPE_PORT_NAME,
  type Message,
  type Name
} from '../../tasks/mach.js'
import { SEND_NOTIFY } from '../../tasks/mach-compat.js'
import { ROUTINES } from '../../tasks/mach.defs.js'
import {
  type CompatLetter,
  MSG_TYPE_PORT_ALL,
  msgReceive,
  msgRpc,
  msgSend,
  notified
} from '../fixtures/compat-letters.js'
import { itemsOf } from '../fixtures/letters.js'
import { rightsOf } from '../fixtures/state.js'
import { twoTasks } from '../fixtures/two-tasks.js'

/** Bob serves, alice asks and has a port for the answer. */
const office = () => {
  const world = twoTasks()
  const service = world.bob.receiveRight()
  return { ...world, service, remote: world.alice.sendRight(service.port), reply: world.alice.receiveRight() }
}

const numbersIn = (msg: Message): unknown[] => itemsOf(msg).map(({ data }) => data?.[0])

describe('msg_rpc', () => {
  it('sends a request and receives the answer at its reply port', () => {
    const { alice, bob, service, remote, reply } = office()
    const asked = alice.begin(() => msgRpc({ remote, local: reply.name, id: 1 }))
    const request = bob.run(() => msgReceive(service.name)).msg
    bob.run(() => msgSend({ remote: request.remote, id: 2 }))
    expect(asked.answer()).toMatchObject({
      code: 'RPC_SUCCESS',
      msg: { id: 2, remote: 0, local: reply.name }
    })
  })

  it('receives at the port itself, whatever it is called by then', () => {
    const { alice, bob, service, remote, reply } = office()
    const asked = alice.begin(() => msgRpc({ remote, local: reply.name, id: 1 }))
    alice.must('port_rename', { old_name: reply.name, new_name: 0x5000 })
    const request = bob.run(() => msgReceive(service.name)).msg
    bob.run(() => msgSend({ remote: request.remote, id: 2 }))
    expect(asked.answer()).toMatchObject({ code: 'RPC_SUCCESS', msg: { id: 2, local: 0x5000 } })
  })

  it('renames its own reply port by a message to the kernel, and hears of it there', () => {
    const { alice, kernel, reply } = office()
    const request: CompatLetter = {
      remote: taskSelf(kernel, alice.task),
      local: reply.name,
      id: ROUTINES.port_rename.id,
      items: [
        { type: MACH_MSG_TYPE_PORT_NAME, data: [reply.name] },
        { type: MACH_MSG_TYPE_PORT_NAME, data: [0x5000] }
      ]
    }
    const { code, msg } = alice.run(() => msgRpc(request))
    expect([code, msg.id, msg.local, numbersIn(msg)]).toEqual(['RPC_SUCCESS', 2175, 0x5000, [0]])
  })

  it('makes a kernel call by its message', () => {
    const { alice, kernel, reply } = office()
    const remote = taskSelf(kernel, alice.task)
    const { msg } = alice.run(() => msgRpc({ remote, local: reply.name, id: ROUTINES.port_allocate.id }))
    const [ret, name] = numbersIn(msg)
    expect(ret).toBe(0)
    expect(rightsOf(alice.task)[name as Name]).toBe('receive')
  })

  it('answers RCV_INVALID_PORT when there is no reply port, though the request is sent', () => {
    const { alice, service, remote } = office()
    expect(alice.run(() => msgRpc({ remote })).code).toBe('RCV_INVALID_PORT')
    expect(service.port.msgcount).toBe(1)
  })

  it('answers RCV_INVALID_PORT when it does not receive from its reply port', () => {
    const { alice, service, remote } = office()
    expect(alice.run(() => msgRpc({ remote, local: remote })).code).toBe('RCV_INVALID_PORT')
    expect(service.port.msgcount).toBe(1)
  })

  it('answers RCV_INVALID_PORT when its reply port is in a set', () => {
    const { alice, remote, reply } = office()
    alice.portSet(reply)
    expect(alice.run(() => msgRpc({ remote, local: reply.name })).code).toBe('RCV_INVALID_PORT')
  })

  it('answers RCV_INVALID_PORT when the request carries the receive right of its reply port away', () => {
    const { alice, remote, reply } = office()
    const items = [{ type: MSG_TYPE_PORT_ALL, data: [reply.name] }]
    expect(alice.run(() => msgRpc({ remote, local: reply.name, items })).code).toBe('RCV_INVALID_PORT')
  })

  it('answers RCV_INVALID_PORT when the receive right moves away while it waits', () => {
    const { alice, remote, reply } = office()
    const asked = alice.begin(() => msgRpc({ remote, local: reply.name }))
    alice.run(() => msgSend({ remote, items: [{ type: MSG_TYPE_PORT_ALL, data: [reply.name] }] }))
    expect(asked.answer().code).toBe('RCV_INVALID_PORT')
  })

  it('ends with a send that fails', () => {
    const { alice, remote, reply } = office()
    const ask = (how: Parameters<typeof msgRpc>[1]) =>
      alice.run(() => msgRpc({ remote, local: reply.name }, how)).code
    for (let id = 1; id <= 5; id++) alice.run(() => msgSend({ remote, id }))
    expect(ask({ sending: 0 })).toBe('SEND_TIMED_OUT')
    expect(ask({ option: SEND_NOTIFY })).toBe('SEND_WILL_NOTIFY')
    expect(alice.run(() => msgRpc({ remote: 0x5500, local: reply.name })).code).toBe('SEND_INVALID_PORT')
  })

  it('has a time-out for each half', () => {
    const { alice, bob, service, remote, reply } = office()
    const ask = (how: Parameters<typeof msgRpc>[1]) => () => msgRpc({ remote, local: reply.name }, how)
    expect(alice.run(ask({ sending: 10, receiving: 30 })).code).toBe('RCV_TIMED_OUT')
    for (let id = 1; id <= 4; id++) alice.run(() => msgSend({ remote, id }))
    const asked = alice.start(ask({ sending: 100, receiving: 0 }))
    bob.run(() => msgReceive(service.name))
    expect(asked.answer().code).toBe('RCV_TIMED_OUT')
    expect(service.port.msgcount).toBe(5)
  })

  it('leaves an answer that is too large in the queue', () => {
    const { alice, bob, service, remote, reply } = office()
    const asked = alice.begin(() => msgRpc({ remote, local: reply.name }, { rcv_size: 32 }))
    const request = bob.run(() => msgReceive(service.name)).msg
    const items = [{ type: MACH_MSG_TYPE_INTEGER_32, data: [1, 2, 3] }]
    bob.run(() => msgSend({ remote: request.remote, items }))
    expect(asked.answer()).toMatchObject({ code: 'RCV_TOO_LARGE', msg: { size: 40 } })
    expect(alice.run(() => msgReceive(reply.name)).code).toBe('RCV_SUCCESS')
  })

  it('is interrupted in either half', () => {
    const { alice, kernel, remote, reply } = office()
    const waiting = alice.begin(() => msgRpc({ remote, local: reply.name }))
    for (let id = 1; id <= 4; id++) alice.run(() => msgSend({ remote, id }))
    const sending = alice.begin(() => msgRpc({ remote, local: reply.name }))
    for (const { thread } of [waiting, sending])
      alice.must('thread_abort', { thread: threadPortFor(kernel, alice.task, thread) })
    expect([waiting.answer().code, sending.answer().code]).toEqual(['RCV_INTERRUPTED', 'SEND_INTERRUPTED'])
  })

  it('tells the notify port nothing', () => {
    const { alice, kernel, reply } = office()
    const remote = taskSelf(kernel, alice.task)
    alice.run(() => msgRpc({ remote, local: reply.name, id: ROUTINES.port_allocate.id }))
    expect(notified(alice)).toEqual([])
  })
})
