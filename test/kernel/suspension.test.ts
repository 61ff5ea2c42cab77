import { createThread, threadPortFor, taskPortFor, type Thread, threadView } from '../../kernel/index.js'
import { call, mach_thread_self, type Name } from '../../tasks/mach.js'
import { compute, receive, rpc, send, sleep, waitFor } from '../fixtures/letters.js'
import { outputs, twoTasks } from '../fixtures/two-tasks.js'

/** Alice's threads may be stopped by bob, who knows them by name. */
const watched = () => {
  const w = twoTasks()
  const named = (thread: Thread): Name => threadPortFor(w.kernel, w.bob.task, thread)
  const stop = (thread: Name) => w.bob.must('thread_suspend', { thread })
  const go = (thread: Name) => w.bob.must('thread_resume', { thread })
  const stateOf = (thread: Thread) => threadView(w.world, thread).state
  return { ...w, named, stop, go, stateOf, aliceTask: taskPortFor(w.kernel, w.bob.task, w.alice.task) }
}

describe('a thread', () => {
  it('that suspends itself stops at the end of the call, which has succeeded when it is resumed', () => {
    const { alice, named, go, stateOf } = watched()
    let after = false
    const self = alice.begin(function* () {
      const { name } = outputs(yield* mach_thread_self())
      const answer = yield* call('thread_suspend', { thread: name })
      after = true
      return answer
    })
    expect(stateOf(self.thread)).toBe('suspended')
    expect(after).toBe(false)
    go(named(self.thread))
    expect(self.answer()).toMatchObject({ _tag: 'Right' })
  })

  it('goes on when it has been resumed as often as suspended', () => {
    const { alice, named, stop, go } = watched()
    const sleeper = alice.start(() => sleep(1))
    const name = named(sleeper.thread)
    stop(name)
    stop(name)
    go(name)
    expect(sleeper.finished()).toBe(false)
    go(name)
    expect(sleeper.finished()).toBe(true)
  })

  it('that computes stops there, and computes the rest when resumed', () => {
    const { alice, bob, named, world, settle } = watched()
    const computing = alice.start(() => compute(80), { priority: 20 })
    const thread = named(computing.thread)
    bob.start(function* () {
      yield* sleep(30)
      yield* call('thread_suspend', { thread })
      yield* sleep(500)
      yield* call('thread_resume', { thread })
    })
    settle()
    expect(Math.floor(world.now / 1e6)).toBe(580)
    expect(Math.floor(computing.thread.used / 1e6)).toBe(80)
  })

  it('that sleeps lets time pass while suspended', () => {
    const { alice, bob, named, world, settle } = watched()
    const sleeper = alice.start(() => sleep(50))
    const thread = named(sleeper.thread)
    bob.start(function* () {
      yield* sleep(10)
      yield* call('thread_suspend', { thread })
      yield* sleep(20)
      yield* call('thread_resume', { thread })
    })
    settle()
    expect(Math.floor(world.now / 1e6)).toBe(50)
  })

  it('that sleeps is still suspended when its time has come', () => {
    const { alice, bob, named, world, settle } = watched()
    const sleeper = alice.start(() => sleep(50))
    const thread = named(sleeper.thread)
    bob.start(function* () {
      yield* call('thread_suspend', { thread })
      yield* sleep(90)
      yield* call('thread_resume', { thread })
    })
    settle()
    expect(sleeper.finished()).toBe(true)
    expect(Math.floor(world.now / 1e6)).toBe(90)
  })
})

describe('a suspended receiver', () => {
  it('takes its turn: it has the message, and answers when resumed', () => {
    const { alice, bob, named, stop, go } = watched()
    const inbox = alice.receiveRight()
    const [first, second] = [alice.begin(() => receive(inbox.name)), alice.begin(() => receive(inbox.name))]
    stop(named(first.thread))
    const remote = bob.sendRight(inbox.port)
    bob.run(() => send({ remote, id: 1 }))
    expect(inbox.port).toMatchObject({ seqno: 1, msgcount: 1 })
    bob.run(() => send({ remote, id: 2 }))
    expect(second.answer().msg).toMatchObject({ id: 2, seqno: 1 })
    expect(first.finished()).toBe(false)
    go(named(first.thread))
    expect(first.answer().msg).toMatchObject({ id: 1, seqno: 0 })
  })

  it('is not handed the processor', () => {
    const { kernel, alice, bob, named, stop, go, settle } = watched()
    const inbox = alice.receiveRight()
    const server = alice.begin(function* () {
      const { msg } = yield* receive(inbox.name)
      yield* send({ remote: msg.remote, remoteType: 18, id: 2 })
    })
    stop(named(server.thread))
    const [remote, reply] = [bob.sendRight(inbox.port), bob.receiveRight()]
    const client = bob.begin(() => rpc({ remote, local: reply.name, localType: 21 }, reply.name))
    expect(kernel.counters.handoffs).toBe(0)
    go(named(server.thread))
    settle()
    expect(client.answer().msg.id).toBe(2)
  })

  it('still times out, and says so when resumed', () => {
    const { alice, bob, named, world, settle } = watched()
    const inbox = alice.receiveRight()
    const waiting = alice.start(() => receive(inbox.name, { timeout: 20 }))
    const thread = named(waiting.thread)
    bob.start(function* () {
      yield* waitFor('alice.main', 'waiting')
      yield* call('thread_suspend', { thread })
      yield* sleep(90)
      yield* call('thread_resume', { thread })
    })
    settle()
    expect(waiting.answer().code).toBe('MACH_RCV_TIMED_OUT')
    expect(Math.floor(world.now / 1e6)).toBe(90)
  })
})

describe('a suspended sender', () => {
  it('that was woken sends when it is resumed', () => {
    const { alice, bob, named, stop, go } = watched()
    const inbox = bob.receiveRight()
    bob.must('mach_port_set_qlimit', { name: inbox.name, qlimit: 0 })
    const remote = alice.sendRight(inbox.port)
    const sender = alice.begin(() => send({ remote, id: 4 }))
    stop(named(sender.thread))
    bob.must('mach_port_set_qlimit', { name: inbox.name, qlimit: 1 })
    expect(inbox.port.msgcount).toBe(0)
    go(named(sender.thread))
    expect(sender.answer().code).toBe('MACH_MSG_SUCCESS')
    expect(bob.run(() => receive(inbox.name)).msg.id).toBe(4)
  })
})

describe('a suspended task', () => {
  it('stops all its threads, and those it gets meanwhile', () => {
    const { kernel, alice, bob, aliceTask, settle } = watched()
    bob.must('task_suspend', { task: aliceTask })
    const ran: string[] = []
    const program = (name: string) =>
      function* () {
        ran.push(name)
      }
    createThread(kernel, alice.task, { name: 'new', program: program('new') })
    alice.start(program('another'))
    settle()
    expect(ran).toEqual([])
    bob.must('task_resume', { task: aliceTask })
    expect(ran).toEqual(['new', 'another'])
  })

  it('counts its suspensions apart from those of its threads', () => {
    const { alice, bob, named, stop, go, aliceTask } = watched()
    const sleeper = alice.start(() => sleep(1))
    const name = named(sleeper.thread)
    stop(name)
    bob.must('task_suspend', { task: aliceTask })
    bob.must('task_suspend', { task: aliceTask })
    go(name)
    bob.must('task_resume', { task: aliceTask })
    expect(sleeper.finished()).toBe(false)
    bob.must('task_resume', { task: aliceTask })
    expect(sleeper.finished()).toBe(true)
  })

  it('that suspends itself goes on when another resumes it', () => {
    const { alice, bob, aliceTask } = watched()
    const self = alice.begin(function* () {
      outputs(yield* call('task_suspend', {}))
      return 'resumed'
    })
    expect(self.finished()).toBe(false)
    bob.must('task_resume', { task: aliceTask })
    expect(self.answer()).toBe('resumed')
  })
})
