import type { host_get_time, host_info, host_processors } from '../../kernel/calls/host.js'
import type {
  mach_host_self,
  mach_reply_port,
  mach_task_self,
  mach_thread_self
} from '../../kernel/calls/self.js'
import { type Codes, itRefuses, type Refusal, type Refusals } from '../fixtures/refusals.js'
import { twoTasks } from '../fixtures/two-tasks.js'

/** What a call on a host adds to the codes of its routine. */
type NoHost = 'KERN_INVALID_ARGUMENT'

const noHost: Refusal = { when: 'the port is a task’s', ask: (w) => ({ host: w.bobTask }) }

const noRight: Refusal = {
  when: 'the caller has no send right under that name',
  ask: (w) => ({ host: w.reply.name })
}

describe('host_info', () => {
  itRefuses('host_info', {
    KERN_INVALID_ARGUMENT: { when: 'there is no such flavor', ask: () => ({ flavor: 99, count: 1024 }) },
    MACH_SEND_INVALID_DEST: noRight
  } satisfies Refusals<typeof host_info>)

  itRefuses('host_info', {
    KERN_INVALID_ARGUMENT: { when: 'the information does not fit', ask: () => ({ flavor: 1, count: 4 }) }
  })
})

describe('host_processors', () => {
  itRefuses('host_processors', {
    KERN_INVALID_ARGUMENT: noHost,
    MACH_SEND_INVALID_DEST: noRight
  } satisfies Refusals<typeof host_processors, NoHost>)
})

describe('host_get_time', () => {
  itRefuses('host_get_time', {
    KERN_INVALID_ARGUMENT: noHost,
    MACH_SEND_INVALID_DEST: noRight
  } satisfies Refusals<typeof host_get_time, NoHost>)
})

/** The calls a task makes on nothing but itself. */
const own = {
  mach_task_self: {} satisfies Record<Codes<typeof mach_task_self>, Refusal>,
  mach_thread_self: {} satisfies Record<Codes<typeof mach_thread_self>, Refusal>,
  mach_host_self: {} satisfies Record<Codes<typeof mach_host_self>, Refusal>
}

describe('a task whose space is full', () => {
  const full = () => {
    const world = twoTasks({ names: 3 })
    while (world.bob.call('mach_port_allocate', { right: 4 })._tag === 'Right') {}
    return world.bob
  }

  it.each(Object.keys(own))('gets the null name from %s', (call) => {
    expect(full().call(call, {})).toMatchObject({ right: { name: 0 } })
  })

  it('gets no port from mach_reply_port', () => {
    const code: Codes<typeof mach_reply_port> = 'KERN_NO_SPACE'
    expect(full().call('mach_reply_port', {})).toMatchObject({ left: code })
  })
})
