import { threadPortFor, type Thread } from '../../kernel/index.js'
import {
  call,
  localBits,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  MACH_RCV_INTERRUPT,
  SWITCH_OPTION_WAIT,
  thread_switch
} from '../../tasks/mach.js'
import { compute, receive, rpc, send, sleep } from '../fixtures/letters.js'
import { rightsOf } from '../fixtures/state.js'
import { twoTasks } from '../fixtures/two-tasks.js'

/** Bob can abort alice's threads. */
const watched = () => {
  const w = twoTasks()
  const abort = (thread: Thread) =>
    w.bob.must('thread_abort', { thread: threadPortFor(w.kernel, w.bob.task, thread) })
  return { ...w, abort }
}

describe('thread_abort', () => {
  it('interrupts a receive: MACH_RCV_INTERRUPTED, and no message is lost', () => {
    const { alice, bob, abort } = watched()
    const inbox = alice.receiveRight()
    const waiting = alice.begin(() => receive(inbox.name))
    abort(waiting.thread)
    expect(waiting.answer().code).toBe('MACH_RCV_INTERRUPTED')
    bob.run(() => send({ remote: bob.sendRight(inbox.port), id: 3 }))
    expect(alice.run(() => receive(inbox.name)).msg).toMatchObject({ id: 3, seqno: 0 })
  })

  it('interrupts a send: MACH_SEND_INTERRUPTED, and the message comes back', () => {
    const { alice, bob, abort } = watched()
    const service = bob.receiveRight()
    service.port.qlimit = 0
    const remote = alice.sendRight(service.port)
    const reply = alice.receiveRight()
    const written = { remote, local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }
    const blocked = alice.begin(() => send(written))
    abort(blocked.thread)
    const { code, msg } = blocked.answer()
    expect(code).toBe('MACH_SEND_INTERRUPTED')
    expect(localBits(msg.bits)).toBe(MACH_MSG_TYPE_PORT_SEND_ONCE)
    expect(rightsOf(alice.task)).toMatchObject({ [remote]: 'send x2', [msg.local]: 'send-once' })
  })

  it('interrupts the receiving half of a combined call, whose message has been sent', () => {
    const { alice, bob, abort } = watched()
    const service = bob.receiveRight()
    const [remote, reply] = [alice.sendRight(service.port), alice.receiveRight()]
    const local = { local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }
    const client = alice.begin(() => rpc({ remote, ...local }, reply.name))
    abort(client.thread)
    expect(client.answer().code).toBe('MACH_RCV_INTERRUPTED')
    expect(service.port.msgcount).toBe(1)
  })

  it('is told to the caller though it asked the library to try again', () => {
    const { alice, abort } = watched()
    const inbox = alice.receiveRight()
    const waiting = alice.begin(() => receive(inbox.name, { option: MACH_RCV_INTERRUPT }))
    abort(waiting.thread)
    expect(waiting.answer().code).toBe('MACH_RCV_INTERRUPTED')
  })

  it('ends the wait of thread_switch before its time', () => {
    const { alice, bob, kernel, world, settle } = watched()
    const waiting = alice.start(() => thread_switch(0, SWITCH_OPTION_WAIT, 1000))
    const thread = threadPortFor(kernel, bob.task, waiting.thread)
    bob.start(function* () {
      yield* sleep(30)
      yield* call('thread_abort', { thread })
    })
    settle()
    expect(waiting.answer()).toMatchObject({ _tag: 'Right' })
    expect(Math.floor(world.now / 1e6)).toBe(30)
  })

  it('does not touch a receiver that has its message already', () => {
    const { alice, bob, kernel, settle } = watched()
    const inbox = alice.receiveRight()
    const waiting = alice.begin(() => receive(inbox.name), { priority: 20 })
    const thread = threadPortFor(kernel, bob.task, waiting.thread)
    const remote = bob.sendRight(inbox.port)
    bob.start(function* () {
      yield* send({ remote, id: 3 })
      yield* call('thread_abort', { thread })
    })
    settle()
    expect(waiting.answer()).toMatchObject({ code: 'MACH_MSG_SUCCESS', msg: { id: 3 } })
  })

  it('does not touch a thread that computes or sleeps', () => {
    const { alice, bob, kernel, world, settle } = watched()
    const threads = [alice.start(() => sleep(50)), alice.start(() => compute(50), { priority: 20 })]
    const names = threads.map(({ thread }) => threadPortFor(kernel, bob.task, thread))
    bob.start(function* () {
      yield* sleep(10)
      for (const thread of names) yield* call('thread_abort', { thread })
    })
    settle()
    expect(Math.floor(world.now / 1e6)).toBe(50)
  })

  it('of a suspended thread is seen when it is resumed', () => {
    const { alice, bob, kernel, abort } = watched()
    const inbox = alice.receiveRight()
    const waiting = alice.begin(() => receive(inbox.name))
    const thread = threadPortFor(kernel, bob.task, waiting.thread)
    bob.must('thread_suspend', { thread })
    abort(waiting.thread)
    expect(waiting.finished()).toBe(false)
    bob.must('thread_resume', { thread })
    expect(waiting.answer().code).toBe('MACH_RCV_INTERRUPTED')
  })
})
