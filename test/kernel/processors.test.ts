import { threadPortFor } from '../../kernel/index.js'
import { call } from '../../tasks/mach.js'
import { compute, receive, rpc, sleep } from '../fixtures/letters.js'
import { twoTasks } from '../fixtures/two-tasks.js'

/** A world of so many processors, and how long threads take there, to the millisecond. */
const host = (processors: number) => {
  const w = twoTasks({ processors })
  const done: Record<string, number> = {}
  const computing = (name: string, ms: number, priority = 12) =>
    w.alice.start(
      function* () {
        yield* compute(ms)
        done[name] = Math.floor(w.world.now / 1e6)
      },
      { name, priority }
    )
  return { ...w, done, computing }
}

describe('processors', () => {
  it.each([
    { processors: 1, time: 160 },
    { processors: 2, time: 80 },
    { processors: 3, time: 80 }
  ])('$processors of them do two computes of 80 ms in $time ms', ({ processors, time }) => {
    const { computing, settle, done } = host(processors)
    computing('a', 80)
    computing('b', 80)
    settle()
    expect(Math.max(...Object.values(done))).toBe(time)
  })

  it('share three computes a quantum at a time', () => {
    const { computing, settle, done } = host(2)
    for (const name of ['a', 'b', 'c']) computing(name, 200)
    settle()
    expect(Math.max(...Object.values(done))).toBe(300)
  })

  it('take up a woken thread where one is idle, and leave the others computing', () => {
    const { kernel, alice, settle, world } = host(2)
    const times: Record<string, number> = {}
    const sleeper = (name: string, asleep: number, ms: number, priority: number) =>
      alice.start(
        function* () {
          yield* sleep(asleep)
          yield* compute(ms)
          times[name] = Math.floor(world.now / 1e6)
        },
        { priority }
      )
    sleeper('long', 10, 80, 20)
    sleeper('better', 30, 10, 5)
    sleeper('best', 60, 10, 1)
    settle()
    expect(times).toEqual({ better: 40, best: 70, long: 90 })
    expect(kernel.counters.preemptions).toBe(0)
  })

  it('give way, where none is idle, to a better thread that is woken', () => {
    const { kernel, alice, computing, settle, done, world } = host(2)
    computing('a', 90, 20)
    computing('b', 90, 20)
    let woken = 0
    alice.start(
      function* () {
        yield* sleep(30)
        woken = Math.floor(world.now / 1e6)
        yield* compute(10)
      },
      { priority: 5 }
    )
    settle()
    expect(woken).toBe(30)
    expect(Object.values(done).sort((x, y) => x - y)).toEqual([90, 100])
    expect(kernel.counters.preemptions).toBe(1)
  })

  it('are free at once of a thread that another suspends or ends', () => {
    for (const verb of ['thread_suspend', 'thread_terminate']) {
      const { kernel, alice, computing, settle, world } = host(2)
      const victim = computing('victim', 1000)
      const thread = threadPortFor(kernel, alice.task, victim.thread)
      alice.start(function* () {
        yield* compute(30)
        yield* call(verb, { thread })
      })
      settle()
      expect(Math.floor(world.now / 1e6)).toBe(30)
      expect(victim.finished()).toBe(false)
      expect(Math.floor(victim.thread.used / 1e6)).toBe(30)
    }
  })

  it('run client and server of a procedure call in turn on the client’s', () => {
    const { alice, bob, kernel, settle } = host(2)
    const service = bob.receiveRight()
    const [name, reply] = [alice.sendRight(service.port), alice.receiveRight()]
    bob.begin(function* () {
      const { msg } = yield* receive(service.name)
      yield* rpc({ remote: msg.remote, remoteType: 18, id: 2 }, service.name)
    })
    const client = alice.start(() =>
      rpc({ remote: name, local: reply.name, localType: 21, id: 1 }, reply.name)
    )
    settle()
    expect(client.answer().msg.id).toBe(2)
    expect(kernel.counters.handoffs).toBe(2)
  })
})
