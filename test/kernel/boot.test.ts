import {
  boot,
  bootstrapOf,
  createWorld,
  encodeEvent,
  type Kernel,
  runWorld,
  type TraceEvent
} from '../../kernel/index.js'
import {
  mach_msg_receive,
  mach_msg_send,
  address,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_PORT_NULL,
  type Name,
  newMessage,
  type Program
} from '../../tasks/mach.js'
import { send } from '../fixtures/letters.js'
import { rightsOf } from '../fixtures/state.js'
import { twoTasks } from '../fixtures/two-tasks.js'

/** Works a while, then takes messages for ever. */
const serving = (taken: number[] = []) =>
  function* (service: Name): Program {
    yield { call: 'compute', args: { time: 5e6 } }
    const msg = newMessage()
    for (;;) {
      yield* mach_msg_receive(msg, service)
      taken.push(msg.id)
    }
  }

const recorded = (event: TraceEvent) => encodeEvent(event)

describe('booting a world', () => {
  it('gives each host a first task, which receives what is sent to the bootstrap port', () => {
    const taken: number[] = []
    const { world, kernel, alice } = twoTasks()
    const [first] = boot(world, 'first', serving(taken))
    alice.run(() => send({ remote: bootstrapOf(kernel, alice.task), id: 7 }))
    expect(taken).toEqual([7])
    expect(first === undefined ? {} : Object.values(rightsOf(first))).toEqual(['receive', 'receive'])
  })

  it('is in neither time nor counters nor trace', () => {
    const events: object[] = []
    const listener = (event: TraceEvent) => events.push(recorded(event))
    const hosts = { A: { processors: 2 }, B: {} }
    const world = createWorld({ hosts, listener, invariants: true })
    const before = events.length
    boot(world, 'first', serving())
    const [counters] = [...world.hosts.values()].map((host) => ({ ...host.counters }))
    expect([world.now, world.traps, events.length - before]).toEqual([0, 0, 0])
    expect(Object.values(counters ?? {}).every((count) => count === 0)).toBe(true)
    expect(world.processors.map(({ time, last, thread }) => [time, last, thread])).toEqual(
      Array.from({ length: 3 }, () => [0, null, null])
    )
    expect(world.threads.map(({ label, daemon }) => [label, daemon])).toEqual([
      ['first.main', true],
      ['first.main', true]
    ])
  })

  it('leaves the trace open for what comes after', () => {
    const events: string[] = []
    const { world, kernel, alice } = twoTasks({ listener: ({ event }) => events.push(event) })
    boot(world, 'first', serving())
    const before = events.length
    alice.run(() => send({ remote: bootstrapOf(kernel, alice.task) }))
    expect(events.slice(before)).toEqual(
      expect.arrayContaining(['trap', 'message.send', 'right.copy', 'message.receive'])
    )
  })

  it('costs the first thread of a run nothing', () => {
    const timeOf = (isBooted: boolean): number => {
      const { world, alice } = twoTasks()
      if (isBooted) boot(world, 'first', serving())
      alice.must('mach_port_allocate', { right: 1 })
      return world.now
    }
    expect(timeOf(true)).toBe(timeOf(false))
  })

  it('comes to rest though a first program ends, or never waits', () => {
    const { world, kernel, alice } = twoTasks()
    function* over(_service: Name, { name }: Kernel): Program {
      yield { call: 'note', args: { text: name } }
    }
    boot(world, 'over', over)
    const msg = address(
      newMessage(),
      bootstrapOf(kernel, alice.task),
      MACH_MSG_TYPE_COPY_SEND,
      MACH_PORT_NULL,
      0
    )
    expect(alice.run(() => mach_msg_send(msg))).toBe(0)

    const busy = createWorld({ hosts: { local: {} } })
    boot(busy, 'busy', function* () {
      for (;;) yield { call: 'mach_task_self', args: {} }
    })
    expect([busy.now, runWorld(busy, 10)]).toEqual([0, 'budget'])
  })
})
