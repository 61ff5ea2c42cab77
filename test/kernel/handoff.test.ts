import { threadPortFor } from '../../kernel/index.js'
import {
  call,
  MACH_MSG_TYPE_CHAR,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_RCV_LARGE,
  MACH_RCV_TIMEOUT,
  MACH_SEND_TIMEOUT,
  type Name
} from '../../tasks/mach.js'
import { compute, type Letter, receive, rpc, send, sleep, type Steps } from '../fixtures/letters.js'
import { twoTasks } from '../fixtures/two-tasks.js'

type Receiving = NonNullable<Parameters<typeof receive>[1]>

/** Bob waits at a port as told; alice makes a combined call to it. */
const waiting = (how: Receiving = {}) => {
  const w = twoTasks()
  const service = w.bob.receiveRight()
  const reply = w.alice.receiveRight()
  const server = w.bob.begin(() => receive(service.name, how), { name: 'server' })
  const remote = w.alice.sendRight(service.port)
  const request: Letter = { remote, local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE, id: 1 }
  /** How many handoffs a combined call takes. */
  const handoffs = (change: Partial<Letter> = {}, from: Name = reply.name, option = 0) => {
    w.alice.begin(() => rpc({ ...request, ...change }, from, option))
    return w.kernel.counters.handoffs
  }
  return { ...w, service, reply, server, remote, request, handoffs }
}

describe('a combined call hands the processor to a waiting receiver', () => {
  it('with a copied destination and a reply right made from the port it receives from', () => {
    const { handoffs, server } = waiting()
    expect(handoffs()).toBe(1)
    expect(server.answer().msg.id).toBe(1)
  })

  it('with any reply right to the port it receives from, and with rights in the body', () => {
    expect(waiting().handoffs({ localType: MACH_MSG_TYPE_MAKE_SEND })).toBe(1)
    const { alice, handoffs } = waiting()
    const items = [{ type: MACH_MSG_TYPE_MOVE_RECEIVE, data: [alice.receiveRight().name] }]
    expect(handoffs({ items })).toBe(1)
  })

  it('with a send-once right used up and no reply port, whatever it receives from', () => {
    const { alice, service, handoffs } = waiting()
    const once = { remote: alice.sendOnceRight(service.port), remoteType: MACH_MSG_TYPE_MOVE_SEND_ONCE }
    expect(handoffs({ ...once, local: 0, localType: 0 }, alice.portSet(alice.receiveRight()))).toBe(1)
  })

  it('that waits on the set of the port', () => {
    const { alice, bob, ...w } = twoTasks()
    const [service, reply] = [bob.receiveRight(), alice.receiveRight()]
    const set = bob.portSet(service)
    bob.begin(() => receive(set))
    const local = { local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }
    alice.begin(() => rpc({ remote: alice.sendRight(service.port), ...local }, reply.name))
    expect(w.kernel.counters.handoffs).toBe(1)
  })

  it('that waits with a timeout, or with MACH_RCV_LARGE and a buffer that will do', () => {
    const { alice, bob, settle, kernel } = twoTasks()
    const [service, reply] = [bob.receiveRight(), alice.receiveRight()]
    const remote = alice.sendRight(service.port)
    const local = { local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }
    const server = bob.start(() => receive(service.name, { timeout: 100 }))
    alice.start(() => rpc({ remote, ...local }, reply.name))
    settle()
    expect(kernel.counters.handoffs).toBe(1)
    expect(server.answer().code).toBe('MACH_MSG_SUCCESS')
    expect(waiting({ option: MACH_RCV_LARGE, size: 24 }).handoffs()).toBe(1)
  })

  it('and a message handed over is not counted as queued, but numbered', () => {
    const { handoffs, service, server } = waiting()
    handoffs()
    expect(service.port).toMatchObject({ msgcount: 0, seqno: 1 })
    expect(server.answer().msg.seqno).toBe(0)
  })
})

describe('a combined call does not hand over', () => {
  it('with any other option', () => {
    expect(waiting().handoffs({}, undefined, MACH_RCV_TIMEOUT)).toBe(0)
    expect(waiting().handoffs({}, undefined, MACH_SEND_TIMEOUT)).toBe(0)
    expect(waiting().handoffs({}, undefined, MACH_RCV_LARGE)).toBe(0)
  })

  it('where it receives from another port than the reply port', () => {
    const { alice, handoffs } = waiting()
    expect(handoffs({}, alice.receiveRight().name)).toBe(0)
  })

  it('where a message is queued already at the port it receives from', () => {
    const { alice, bob, reply, handoffs } = waiting()
    bob.run(() => send({ remote: bob.sendRight(reply.port), id: 9 }))
    expect(handoffs()).toBe(0)
    expect(alice.task.threads).toEqual([])
  })

  it('where nobody waits, the queue is full, or the receiver’s buffer is too small', () => {
    const { bob, service, handoffs } = waiting()
    bob.must('mach_port_set_qlimit', { name: service.name, qlimit: 0 })
    expect(handoffs()).toBe(0)
    const small = waiting({ option: MACH_RCV_LARGE, size: 24 })
    expect(small.handoffs({ items: [{ type: MACH_MSG_TYPE_CHAR, data: 'more' }] })).toBe(0)
    expect(small.server.answer().code).toBe('MACH_RCV_TOO_LARGE')
    expect(small.handoffs()).toBe(0)
  })

  it('where the message is circular', () => {
    const { alice, bob, kernel } = twoTasks()
    const [port, reply] = [alice.receiveRight(), alice.receiveRight()]
    const remote = alice.sendRight(port.port)
    alice.begin(() => receive(port.name))
    const items = [{ type: MACH_MSG_TYPE_MOVE_RECEIVE, data: [port.name] }]
    const local = { local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }
    alice.begin(() => rpc({ remote, ...local, items }, reply.name))
    expect(kernel.counters.handoffs).toBe(0)
    expect(bob.task.threads).toEqual([])
  })

  it('where the receiver is suspended', () => {
    const { kernel, bob, server, handoffs } = waiting()
    bob.must('thread_suspend', { thread: threadPortFor(kernel, bob.task, server.thread) })
    expect(handoffs()).toBe(0)
  })
})

describe('a thread handed the processor', () => {
  /** Bob serves at one priority, alice calls at another, a third thread is runnable all the while. */
  const racing = (priorities: { client: number; server: number; other: number }) => {
    const w = twoTasks()
    const log: string[] = []
    const mark = (what: string) => log.push(`${what} at ${Math.floor(w.world.now / 1e6)}`)
    const [service, reply] = [w.bob.receiveRight(), w.alice.receiveRight()]
    w.bob.begin(
      function* () {
        yield* receive(service.name)
        mark('served')
        yield* compute(30)
        mark('done')
      },
      { priority: priorities.server }
    )
    const local = { local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }
    const remote = w.alice.sendRight(service.port)
    const client = (before: number) =>
      w.alice.start(
        function* () {
          yield* compute(before)
          yield* rpc({ remote, ...local }, reply.name)
        },
        { priority: priorities.client }
      )
    const other = (steps: () => Steps<unknown> = () => compute(40)) =>
      w.alice.start(
        function* () {
          yield* steps()
          mark('other')
        },
        { priority: priorities.other }
      )
    return { ...w, log, client, other }
  }

  it('runs at once, past the run queue and its priorities', () => {
    const { client, other, settle, log } = racing({ client: 5, server: 30, other: 12 })
    client(0)
    other()
    settle()
    expect(log).toEqual(['served at 0', 'done at 30', 'other at 70'])
  })

  it('runs within the quantum of who handed it over', () => {
    const { client, other, settle, log } = racing({ client: 12, server: 12, other: 12 })
    client(80)
    other()
    settle()
    expect(log).toEqual(['served at 80', 'other at 140', 'done at 150'])
  })

  it('is preempted by a better one that becomes runnable then', () => {
    const { client, alice, settle, log, kernel, world } = racing({ client: 5, server: 30, other: 12 })
    const { child_thread: woken } = alice.must<{ child_thread: Name }>('thread_create', {
      *program() {
        yield* compute(1)
        log.push(`woken at ${Math.floor(world.now / 1e6)}`)
      }
    })
    alice.start(
      function* () {
        yield* sleep(10)
        yield* call('thread_resume', { thread: woken })
      },
      { priority: 1 }
    )
    client(0)
    settle()
    expect(log).toEqual(['served at 0', 'woken at 11', 'done at 31'])
    expect(kernel.counters.handoffs).toBe(1)
  })
})
