import * as E from 'fp-ts/lib/Either.js'
import { taskPortFor, taskSelf } from '../../kernel/index.js'
import {
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_INTEGER_32,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND,
  MACH_MSG_TYPE_PORT_NAME,
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  MACH_PORT_NULL,
  MACH_PORT_RIGHT_RECEIVE,
  msghBits
} from '../../tasks/mach.js'
import { ROUTINES } from '../../tasks/mach.defs.js'
import { callByMessage } from '../../tasks/mig.js'
import { drain, itemsOf, receive, send } from '../fixtures/letters.js'
import { rightsOf } from '../fixtures/state.js'
import { twoTasks } from '../fixtures/two-tasks.js'

const ALLOCATE = ROUTINES.mach_port_allocate.id
const EXTRACT = ROUTINES.mach_port_extract_right.id

const word = (value: number) => ({ type: MACH_MSG_TYPE_INTEGER_32, data: [value] })

/** Alice, her task's port and a reply port. */
const asking = () => {
  const w = twoTasks()
  const task = taskSelf(w.kernel, w.alice.task)
  const reply = w.alice.receiveRight()
  const replyTo = { local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }
  return { ...w, task, reply, replyTo }
}

describe('the kernel’s reply', () => {
  it('is queued though the reply port is full', () => {
    const { alice, task, reply, replyTo } = asking()
    alice.must('mach_port_set_qlimit', { name: reply.name, qlimit: 0 })
    const items = [word(MACH_PORT_RIGHT_RECEIVE)]
    for (let i = 0; i < 3; i++) alice.run(() => send({ remote: task, ...replyTo, id: ALLOCATE, items }))
    expect(reply.port.msgcount).toBe(3)
    const replies = alice.run(() => drain(reply.name))
    expect(replies.map(({ id, seqno }) => [id, seqno])).toEqual(
      [0, 1, 2].map((seqno) => [ALLOCATE + 100, seqno])
    )
  })

  it('is simple, with the code and the outputs, and no reply right of its own', () => {
    const { alice, task, reply, replyTo } = asking()
    alice.run(() => send({ remote: task, ...replyTo, id: ALLOCATE, items: [word(MACH_PORT_RIGHT_RECEIVE)] }))
    const { msg } = alice.run(() => receive(reply.name))
    expect(msg).toMatchObject({
      bits: msghBits(0, MACH_MSG_TYPE_PORT_SEND_ONCE),
      remote: MACH_PORT_NULL,
      size: 40
    })
    const [ret, name] = itemsOf(msg)
    expect(ret?.data).toEqual([0])
    expect(name).toMatchObject({ type: MACH_MSG_TYPE_PORT_NAME, data: [expect.any(Number)] })
  })

  it('comes by a send right too, whose last one it uses up', () => {
    const { alice, bob, task } = asking()
    const inbox = bob.receiveRight()
    const local = alice.sendRight(inbox.port)
    const items = [word(MACH_PORT_RIGHT_RECEIVE)]
    alice.run(() => send({ remote: task, local, localType: MACH_MSG_TYPE_MOVE_SEND, id: ALLOCATE, items }))
    expect(rightsOf(alice.task)[local]).toBe('receive')
    expect(bob.run(() => drain(inbox.name))).toHaveLength(1)
    expect(inbox.port.srights).toBe(0)
  })

  it('is not sent without a reply port, but the call is made', () => {
    const { alice, task, reply } = asking()
    const before = Object.keys(rightsOf(alice.task)).length
    alice.run(() => send({ remote: task, id: ALLOCATE, items: [word(MACH_PORT_RIGHT_RECEIVE)] }))
    expect(Object.keys(rightsOf(alice.task))).toHaveLength(before + 1)
    expect(reply.port.msgcount).toBe(0)
  })

  it('to a request of unknown id is MIG_BAD_ID, and the request’s rights are destroyed', () => {
    const { alice, task, reply, replyTo } = asking()
    const told = alice.receiveRight()
    const items = [{ type: MACH_MSG_TYPE_MAKE_SEND_ONCE, data: [told.name] }]
    alice.run(() => send({ remote: task, ...replyTo, id: 4711, items }))
    const { msg } = alice.run(() => receive(reply.name))
    expect(msg).toMatchObject({ id: 4811, size: 32 })
    expect(itemsOf(msg).map(({ data }) => data)).toEqual([[-303]])
    expect(alice.run(() => drain(told.name)).map(({ id }) => id)).toEqual([71])
  })

  it('to a request that is not of its definition is MIG_BAD_ARGUMENTS', () => {
    const { alice, task, reply, replyTo } = asking()
    const wrong = [[], [word(1), word(1)], [{ type: MACH_MSG_TYPE_PORT_NAME, data: [1] }]]
    for (const items of wrong) alice.run(() => send({ remote: task, ...replyTo, id: ALLOCATE, items }))
    const replies = alice.run(() => drain(reply.name))
    expect(replies.map((msg) => itemsOf(msg)[0]?.data)).toEqual([[-304], [-304], [-304]])
  })

  it('that carries the reply port’s own receive right is destroyed with the port', () => {
    const { alice, bob, task, reply } = asking()
    const watched = bob.sendRight(reply.port)
    const args = { name: reply.name, desired_type: MACH_MSG_TYPE_MOVE_RECEIVE }
    const answer = alice.run(() => callByMessage('mach_port_extract_right', task, reply.name, args))
    expect(answer).toEqual(E.left('MACH_RCV_INVALID_NAME'))
    expect(rightsOf(bob.task)[watched]).toBe('dead x1')
  })

  it('that goes to a kernel port is destroyed with what it carries', () => {
    const { alice, task } = asking()
    const given = alice.receiveRight()
    const items = [{ type: MACH_MSG_TYPE_PORT_NAME, data: [given.name] }, word(MACH_MSG_TYPE_MOVE_RECEIVE)]
    const replyTo = { local: task, localType: MACH_MSG_TYPE_COPY_SEND }
    const watched = alice.sendOnceRight(given.port)
    expect(alice.run(() => send({ remote: task, ...replyTo, id: EXTRACT, items })).code).toBe(
      'MACH_MSG_SUCCESS'
    )
    expect(rightsOf(alice.task)[watched]).toBe('dead x1')
  })

  it('does not come to a task that ends itself by message', () => {
    const { kernel, bob, world } = asking()
    const task = taskSelf(kernel, bob.task)
    const reply = bob.receiveRight()
    const ending = bob.begin(() => callByMessage('task_terminate', task, reply.name, {}))
    expect(ending.finished()).toBe(false)
    expect(world.threads.filter((thread) => thread.task === bob.task)).not.toEqual([])
    expect(rightsOf(bob.task)).toEqual({})
  })
})

describe('a message to a kernel port', () => {
  it('does not wait for room: there is no queue', () => {
    const { kernel, alice, bob } = asking()
    const task = taskPortFor(kernel, alice.task, bob.task)
    for (let i = 0; i < 20; i++)
      expect(alice.run(() => send({ remote: task, id: 1 }, { timeout: 0 })).code).toBe('MACH_MSG_SUCCESS')
    expect(bob.task.kernelPort.msgcount).toBe(0)
  })

  it('is answered MACH_SEND_INVALID_DEST by a name for an ended task', () => {
    const { kernel, alice, bob } = asking()
    const task = taskPortFor(kernel, alice.task, bob.task)
    alice.must('task_terminate', { task })
    expect(alice.run(() => send({ remote: task, id: 1 })).code).toBe('MACH_SEND_INVALID_DEST')
  })
})
