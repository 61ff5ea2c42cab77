import { taskPortFor, taskSelf, threadPortFor, threadView } from '../../kernel/index.js'
import {
  call,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_NOTIFY_DEAD_NAME,
  mach_task_self,
  mach_thread_self
} from '../../tasks/mach.js'
import { callByMessage } from '../../tasks/mig.js'
import { drain, receive, send } from '../fixtures/letters.js'
import { notices, request } from '../fixtures/notices.js'
import { rightsOf } from '../fixtures/state.js'
import { outputs, twoTasks } from '../fixtures/two-tasks.js'

describe('thread_terminate', () => {
  it('of itself does not return', () => {
    const { alice, world } = twoTasks()
    const doomed = alice.begin(function* () {
      const { name } = outputs(yield* mach_thread_self())
      yield* call('thread_terminate', { thread: name })
    })
    expect(doomed.finished()).toBe(false)
    expect(threadView(world, doomed.thread).state).toBe('terminated')
    expect(alice.task.threads).toEqual([])
  })

  it('of itself by message leaves the reply at its port', () => {
    const { alice, kernel } = twoTasks()
    const reply = alice.receiveRight()
    const doomed = alice.start(function* () {
      const { name } = outputs(yield* mach_thread_self())
      yield* callByMessage('thread_terminate', name, reply.name, {})
    })
    const watched = threadPortFor(kernel, alice.task, doomed.thread)
    expect(alice.run(() => drain(reply.name)).map(({ id }) => id)).toEqual([2116])
    expect(doomed.finished()).toBe(false)
    expect(rightsOf(alice.task)[watched]).toMatch(/^dead/)
  })

  it('takes a waiting receiver out of its queue', () => {
    const { kernel, alice, bob } = twoTasks()
    const inbox = alice.receiveRight()
    const [first, second] = [alice.begin(() => receive(inbox.name)), alice.begin(() => receive(inbox.name))]
    bob.must('thread_terminate', { thread: threadPortFor(kernel, bob.task, first.thread) })
    bob.run(() => send({ remote: bob.sendRight(inbox.port), id: 3 }))
    expect(first.finished()).toBe(false)
    expect(second.answer().msg.id).toBe(3)
  })

  it('gives a blocked sender’s message back to its task', () => {
    const { kernel, alice, bob } = twoTasks()
    const service = bob.receiveRight()
    service.port.qlimit = 0
    const [remote, given] = [alice.sendRight(service.port), alice.receiveRight()]
    const items = [{ type: MACH_MSG_TYPE_MAKE_SEND, data: [given.name] }]
    const blocked = alice.begin(() => send({ remote, items }))
    bob.must('thread_terminate', { thread: threadPortFor(kernel, bob.task, blocked.thread) })
    expect(rightsOf(alice.task)).toMatchObject({ [remote]: 'send x2', [given.name]: 'send x1, receive' })
  })

  it('of a sender whose turn it was makes it the next one’s', () => {
    const { kernel, alice, bob, settle } = twoTasks()
    const service = bob.receiveRight()
    service.port.qlimit = 1
    const remote = alice.sendRight(service.port)
    alice.run(() => send({ remote, id: 1 }))
    const senders = [2, 3].map((id) => alice.begin(() => send({ remote, id }), { priority: 20 }))
    const [first] = senders
    if (first === undefined) throw new Error('no sender')
    const thread = threadPortFor(kernel, bob.task, first.thread)
    bob.start(function* () {
      yield* receive(service.name)
      yield* call('thread_terminate', { thread })
    })
    settle()
    expect(senders.map((sender) => sender.finished())).toEqual([false, true])
    expect(bob.run(() => drain(service.name)).map(({ id }) => id)).toEqual([3])
  })

  it('lets a thread that was given a message receive it: its rights are in the task', () => {
    const { kernel, alice, bob, settle } = twoTasks()
    const [inbox, given] = [alice.receiveRight(), bob.receiveRight()]
    const waiting = alice.begin(() => receive(inbox.name), { priority: 20 })
    const thread = threadPortFor(kernel, bob.task, waiting.thread)
    const remote = bob.sendRight(inbox.port)
    bob.start(function* () {
      yield* send({ remote, items: [{ type: MACH_MSG_TYPE_MAKE_SEND, data: [given.name] }] })
      yield* call('thread_terminate', { thread })
    })
    settle()
    expect(Object.values(rightsOf(alice.task))).toContain('send x1')
    expect(given.port.srights).toBe(1)
  })

  it('kills the thread’s port: names for it are dead', () => {
    const { kernel, alice, bob } = twoTasks()
    const idle = alice.receiveRight()
    const { thread } = alice.begin(() => receive(idle.name))
    const name = threadPortFor(kernel, bob.task, thread)
    const notify = bob.receiveRight()
    request(bob, MACH_NOTIFY_DEAD_NAME, name, notify)
    bob.must('thread_terminate', { thread: name })
    expect(notices(bob, notify.name)).toEqual([`dead-name ${name}`])
    expect(bob.call('thread_terminate', { thread: name })).toMatchObject({ left: 'MACH_SEND_INVALID_DEST' })
  })

  it('ends a suspended thread as well', () => {
    const { kernel, alice, bob, world } = twoTasks()
    const { child_thread: name } = alice.must<{ child_thread: number }>('thread_create', {})
    const [thread] = alice.task.threads
    expect(thread).toBeDefined()
    if (thread === undefined) return
    bob.must('thread_terminate', { thread: threadPortFor(kernel, bob.task, thread) })
    expect(threadView(world, thread).state).toBe('terminated')
    expect(rightsOf(alice.task)[name]).toBe('dead x1')
  })
})

describe('a thread whose program ends', () => {
  it('takes its port with it; the task and its rights live on', () => {
    const { kernel, alice, bob } = twoTasks()
    const service = alice.receiveRight()
    const ending = alice.start(function* () {})
    const name = threadPortFor(kernel, bob.task, ending.thread)
    const remote = bob.sendRight(service.port)
    expect(bob.run(() => send({ remote })).code).toBe('MACH_MSG_SUCCESS')
    expect(rightsOf(bob.task)[name]).toBe('dead x1')
    expect(rightsOf(alice.task)[service.name]).toBe('receive')
  })
})

describe('task_terminate', () => {
  it('of itself does not return, by trap or by message', () => {
    const { kernel, alice, bob, world } = twoTasks()
    const [self, reply] = [taskSelf(kernel, bob.task), bob.receiveRight()]
    const doomed = [
      alice.begin(function* () {
        const { name } = outputs(yield* mach_task_self())
        yield* call('task_terminate', { task: name })
      }),
      bob.begin(() => callByMessage('task_terminate', self, reply.name, {}))
    ]
    for (const { finished, thread } of doomed) {
      expect(finished()).toBe(false)
      expect(threadView(world, thread).state).toBe('terminated')
      expect(rightsOf(thread.task)).toEqual({})
    }
  })

  it('kills the task’s ports before its own port', () => {
    const { kernel, alice, bob } = twoTasks()
    const service = bob.receiveRight()
    const [task, name] = [taskPortFor(kernel, alice.task, bob.task), alice.sendRight(service.port)]
    const notify = alice.receiveRight()
    for (const watched of [task, name]) request(alice, MACH_NOTIFY_DEAD_NAME, watched, notify)
    alice.must('task_terminate', { task })
    expect(notices(alice, notify.name)).toEqual([`dead-name ${name}`, `dead-name ${task}`])
  })

  it('destroys what is queued at its ports, and leaves what it has sent', () => {
    const { kernel, alice, bob } = twoTasks()
    const [service, inbox, reply] = [bob.receiveRight(), alice.receiveRight(), alice.receiveRight()]
    const given = alice.receiveRight()
    const names = { service: alice.sendRight(service.port), inbox: bob.sendRight(inbox.port) }
    const once = { local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }
    alice.run(() => send({ remote: names.service, ...once }))
    const passed = bob.sendRight(given.port)
    bob.run(() => send({ remote: names.inbox, id: 4, items: [{ type: 17, data: [passed] }] }))
    alice.must('task_terminate', { task: taskPortFor(kernel, alice.task, bob.task) })
    expect(notices(alice, reply.name)).toEqual(['send-once'])
    expect(alice.run(() => receive(inbox.name)).msg.id).toBe(4)
    expect(rightsOf(alice.task)[given.name]).toBe('send x1, receive')
  })

  it('ends its threads, whatever they do', () => {
    const { kernel, alice, bob, world } = twoTasks()
    const service = alice.receiveRight()
    service.port.qlimit = 0
    const [remote, inbox] = [bob.sendRight(service.port), bob.receiveRight()]
    bob.begin(() => receive(inbox.name))
    bob.begin(() => send({ remote }))
    bob.must('thread_create', {})
    alice.must('task_terminate', { task: taskPortFor(kernel, alice.task, bob.task) })
    expect(bob.task.threads).toEqual([])
    const states = world.threads
      .filter(({ task }) => task === bob.task)
      .map((thread) => threadView(world, thread).state)
    expect(new Set(states)).toEqual(new Set(['terminated', 'finished']))
  })

  it('drops the rights the task had: no senders are left, send-once rights announce themselves', () => {
    const { kernel, alice, bob } = twoTasks()
    const [service, told] = [alice.receiveRight(), alice.receiveRight()]
    request(alice, 70, service.name, told, 1)
    bob.sendRight(service.port)
    bob.sendOnceRight(service.port)
    alice.must('task_terminate', { task: taskPortFor(kernel, alice.task, bob.task) })
    expect(notices(alice, told.name)).toEqual(['no-senders 1'])
    expect(notices(alice, service.name)).toEqual(['send-once'])
  })

  it('ends a suspended task', () => {
    const { kernel, alice, bob } = twoTasks()
    const task = taskPortFor(kernel, alice.task, bob.task)
    alice.must('task_suspend', { task })
    alice.must('task_terminate', { task })
    expect(rightsOf(alice.task)[task]).toBe('dead x1')
  })
})
