import { threadPortFor } from '../../kernel/index.js'
import { call, mach_thread_self } from '../../tasks/mach.js'
import { compute, sleep } from '../fixtures/letters.js'
import { outputs, twoTasks, type TwoTasksOptions } from '../fixtures/two-tasks.js'

const QUANTUM = 100

/** A world whose programs write down when, to the millisecond, they get somewhere. */
const logged = (options: TwoTasksOptions = {}) => {
  const w = twoTasks(options)
  const log: [string, number][] = []
  const mark = (what: string) => log.push([what, Math.floor(w.world.now / 1e6)])
  /** A thread that computes and says when it has. */
  const computing = (name: string, ms: number, priority?: number) =>
    w.alice.start(
      function* () {
        yield* compute(ms)
        mark(name)
      },
      { name, ...(priority === undefined ? {} : { priority }) }
    )
  return { ...w, log, mark, computing, order: () => log.map(([what]) => what) }
}

describe('of runnable threads', () => {
  it('the one of the best priority runs', () => {
    const { computing, settle, order } = logged()
    for (const [name, priority] of [
      ['worse', 20],
      ['best', 5],
      ['middling', 12]
    ] as const)
      computing(name, 10, priority)
    settle()
    expect(order()).toEqual(['best', 'middling', 'worse'])
  })

  it('equal ones run in turn, a quantum at a time', () => {
    const { computing, settle, log } = logged()
    computing('first', 2.5 * QUANTUM)
    computing('second', 2.5 * QUANTUM)
    settle()
    expect(log).toEqual([
      ['first', 4.5 * QUANTUM],
      ['second', 5 * QUANTUM]
    ])
  })

  it('equal ones run first in, first out where none uses up its quantum', () => {
    const { computing, settle, order } = logged()
    for (const name of ['a', 'b', 'c']) computing(name, 10)
    settle()
    expect(order()).toEqual(['a', 'b', 'c'])
  })

  it('a worse one waits however long better ones compute', () => {
    const { computing, settle, log } = logged()
    computing('worse', 10, 13)
    computing('better', 5 * QUANTUM, 12)
    settle()
    expect(log).toEqual([
      ['better', 5 * QUANTUM],
      ['worse', 5 * QUANTUM + 10]
    ])
  })
})

describe('a computing thread', () => {
  it('is preempted at once by a better one that an alarm wakes, and computes the rest afterwards', () => {
    const { alice, kernel, mark, log, computing, settle } = logged()
    computing('compute', 80, 20)
    alice.start(
      function* () {
        yield* sleep(33)
        mark('woken')
        yield* compute(20)
      },
      { priority: 10 }
    )
    settle()
    expect(log).toEqual([
      ['woken', 33],
      ['compute', 100]
    ])
    expect(kernel.counters.preemptions).toBe(1)
  })

  it('is not preempted by an equal or a worse one within its quantum', () => {
    const { alice, mark, settle, log } = logged()
    for (const priority of [12, 20])
      alice.start(
        function* () {
          yield* sleep(33)
          mark(`woken at ${priority}`)
        },
        { priority }
      )
    alice.start(
      function* () {
        yield* sleep(1)
        yield* compute(80)
        mark('compute')
      },
      { priority: 12 }
    )
    settle()
    expect(log).toEqual([
      ['compute', 81],
      ['woken at 12', 81],
      ['woken at 20', 81]
    ])
  })
})

describe('thread_priority', () => {
  it('makes the caller give way to a thread that is better now', () => {
    const { alice, mark, computing, settle, order } = logged()
    alice.start(function* () {
      const { name } = outputs(yield* mach_thread_self())
      yield* call('thread_priority', { thread: name, priority: 20, set_max: 0 })
      mark('lowered')
    })
    computing('other', 10, 15)
    settle()
    expect(order()).toEqual(['other', 'lowered'])
  })

  it('moves a runnable thread up in the run queue', () => {
    const { kernel, alice, computing, settle, order } = logged()
    computing('a', 10)
    const last = computing('b', 10)
    const thread = threadPortFor(kernel, alice.task, last.thread)
    alice.start(() => call('thread_priority', { thread, priority: 3, set_max: 0 }), { priority: 1 })
    settle()
    expect(order()).toEqual(['b', 'a'])
  })

  it('with set_max, as thread_max_priority, bounds the priority from then on', () => {
    const { kernel, alice } = logged()
    const bounded = alice.start(function* () {
      yield* sleep(1)
    })
    const thread = threadPortFor(kernel, alice.task, bounded.thread)
    const bounds = () => [bounded.thread.base, bounded.thread.max]
    const seen = alice.run(function* () {
      yield* call('thread_priority', { thread, priority: 10, set_max: 1 })
      const first = bounds()
      yield* call('thread_max_priority', { thread, processor_set: 0, priority: 16 })
      const second = bounds()
      yield* call('thread_max_priority', { thread, processor_set: 0, priority: 8 })
      return [first, second, bounds()]
    })
    expect(seen).toEqual([
      [10, 10],
      [16, 16],
      [16, 8]
    ])
  })
})

describe('a new thread', () => {
  it('begins at its task’s priority', () => {
    const { alice } = logged()
    expect(alice.start(function* () {}).thread.priority).toBe(alice.task.priority)
  })
})
