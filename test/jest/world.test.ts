import { compute, note, outputs, runText, sleep, wait_for, world } from '../../jest/index.js'
import {
  mach_port_allocate,
  mach_task_self,
  MACH_PORT_NULL,
  MACH_PORT_RIGHT_RECEIVE,
  type Name
} from '../../index.js'
import { answerOne, CALL, callOnce, callWorld } from '../fixtures/call-world.js'

describe('a world of programs', () => {
  it('runs to the last event like the scenario that says the same', () => {
    const [programs, scenario] = [callWorld().run(), runText(CALL)]
    expect(programs.trace).toEqual(scenario.trace)
    expect(programs.rights).toEqual(scenario.rights)
    expect(programs.counts).toEqual(scenario.counts)
    expect(programs.diagram(20)).toEqual(scenario.diagram(20))
  })

  it('runs the same again', () => {
    expect(callWorld({ seed: 7 }).run().trace).toEqual(callWorld({ seed: 7 }).run().trace)
  })

  it('is not changed by what is added to it', () => {
    const server = world()
      .host()
      .port('service', { receiver: 'server', send: ['client'] })
      .task('server', answerOne)
    const whole = server.task('client', callOnce)
    expect(whole.run()).toPass()
    expect(() => server.run()).toThrow('there is no task client')
  })

  it('lives on one host called local where nothing else is said', () => {
    const program = function* () {
      yield* mach_task_self()
    }
    const machine = { processors: 2, kernel: 'gnu' } as const
    expect(world().task('me', program).run().trace[0]).toMatchObject({ host: 'local' })
    expect(world().host('A', machine).task('me', program).run().trace[0]).toMatchObject({ host: 'A' })
    expect(() => world().host('A').host('B').task('me', program).run()).toThrow(
      'a second host is not in this version'
    )
  })

  it('ends at its budget', () => {
    const endless = world({ budget: 100 }).task('me', function* () {
      for (;;) yield* mach_task_self()
    })
    expect(endless.run()).toMatchObject({ verdict: 'budget', counts: { traps: 100 } })
  })
})

describe('a program', () => {
  it('is told its names, and MACH_PORT_NULL for what it holds no right to', () => {
    const told: Record<string, Readonly<Record<string, Name>>> = {}
    const run = world()
      .port('first', { receiver: 'a', send: { b: 2 }, qlimit: 1, messages: 1, set: 'all' })
      .port('second', { receiver: 'a', send_once: ['b'] })
      .task('a', function* (names) {
        told.a = names
        expect(outputs(yield* mach_task_self())).toEqual({ name: names.task_self })
      })
      .task('b', function* (names) {
        told.b = names
      })
      .run()
    expect(run).toPass()
    expect(run).toHoldRight('a', 'port_set', { name: told.a?.all ?? 0 })
    expect(run).toHoldRight('a', 'receive', { name: told.a?.first ?? 0, port: 'first' })
    expect(run).toHoldRight('b', 'send', { name: told.b?.first ?? 0, port: 'first', refs: 2 })
    expect(run).toHoldRight('b', 'send_once', { name: told.b?.second_once ?? 0, port: 'second' })
    expect(run).toHoldRight('b', 'receive', { name: told.b?.notify ?? 0, port: 'b_notify' })
    expect(told.a).toMatchObject({ first_once: MACH_PORT_NULL, second_once: MACH_PORT_NULL })
    expect(told.b).toMatchObject({ second: MACH_PORT_NULL, all: MACH_PORT_NULL })
  })

  it('may stand beside others in its task, with a priority, or as a daemon', () => {
    const order: string[] = []
    const run = world()
      .task('me', {
        threads: {
          low: {
            priority: 20,
            *program() {
              order.push('low')
            }
          },
          high: {
            priority: 5,
            *program() {
              order.push('high')
            }
          },
          server: {
            daemon: true,
            *program({ notify }) {
              yield* wait_for('me.low', 'terminated')
              order.push(`${notify}`)
            }
          }
        }
      })
      .task('clock', {
        daemon: true,
        threads: {
          *main() {
            for (;;) yield* sleep(1000)
          }
        }
      })
      .run()
    expect(run).toPass()
    expect(order).toEqual(['high', 'low'])
  })

  it('can wait, compute, sleep and leave notes', () => {
    const run = world()
      .task('early', function* () {
        yield* compute(2)
        yield* note('done')
      })
      .task('late', function* () {
        yield* wait_for('early.main', 'finished')
        yield* sleep(3)
      })
      .run()
    expect(run.time).toBeGreaterThanOrEqual(5e6)
    expect(run).toHaveEvents([
      { event: 'note', text: 'done' },
      { event: 'thread.finish', task: 'early' },
      { event: 'thread.finish', task: 'late' }
    ])
  })

  it('fails the test by what it throws, and by outputs that a refusal has not', () => {
    const failing = world().task('me', function* () {
      expect(1).toBe(2)
    })
    expect(() => failing.run()).toThrow('Expected: ')
    const refused = world().task('me', function* ({ task_self }) {
      outputs(yield* mach_port_allocate(task_self, MACH_PORT_RIGHT_RECEIVE + 70))
    })
    expect(() => refused.run()).toThrow('the call was refused: KERN_INVALID_VALUE')
  })
})

describe('a world that cannot be', () => {
  const nothing = function* () {}

  it('says all that is wrong with it, as of a scenario', () => {
    const wrong = world()
      .host('local', { processors: 0 })
      .port('service', { receiver: 'servre', send: ['client'] })
      .task('server', nothing)
    expect(() => wrong.run()).toThrow('this world cannot be made: ')
    expect(() => wrong.run()).toThrow('there is no task servre; did you mean server?')
    expect(() => wrong.run()).toThrow('there is no task client')
  })

  it('has no task whose name cannot be one', () => {
    expect(() => world().task('a.b', nothing).run()).toThrow('this world cannot be made')
  })
})
