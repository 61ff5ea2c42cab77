import type {
  thread_abort,
  thread_depress_abort,
  thread_get_special_port,
  thread_info,
  thread_max_priority,
  thread_priority,
  thread_resume,
  thread_set_special_port,
  thread_suspend
} from '../../kernel/calls/thread.js'
import { thread_terminate } from '../../kernel/calls/thread.js'
import type { swtch, swtch_pri, thread_switch } from '../../kernel/calls/schedule.js'
import { threadSelf } from '../../kernel/index.js'
import { call, MACH_PORT_NULL, mach_thread_self, THREAD_EXCEPTION_PORT } from '../../tasks/mach.js'
import { type Codes, itRefuses, type Refusal, type Refusals, threadIsDead } from '../fixtures/refusals.js'
import { outputs, twoTasks } from '../fixtures/two-tasks.js'

/** What a call on a thread adds to the codes of its routine. */
type NoThread = 'KERN_INVALID_ARGUMENT'

const noThread = (args: object = {}): Refusal => ({
  when: 'the port is a task’s',
  ask: (w) => ({ ...args, thread: w.bobTask })
})

describe('thread_terminate', () => {
  itRefuses('thread_terminate', {
    KERN_INVALID_ARGUMENT: noThread(),
    KERN_FAILURE: {
      when: 'the thread has ended, could its port still be named',
      within: (w) => {
        const { thread } = w.alice.begin(function* () {})
        return () => thread_terminate(w.kernel, thread)
      }
    },
    MACH_SEND_INVALID_DEST: threadIsDead
  } satisfies Refusals<typeof thread_terminate, NoThread>)
})

describe('thread_suspend', () => {
  itRefuses('thread_suspend', {
    KERN_INVALID_ARGUMENT: noThread(),
    MACH_SEND_INVALID_DEST: threadIsDead
  } satisfies Refusals<typeof thread_suspend, NoThread>)
})

describe('thread_resume', () => {
  itRefuses('thread_resume', {
    KERN_INVALID_ARGUMENT: noThread(),
    KERN_FAILURE: { when: 'the thread is not suspended', ask: (w) => ({ thread: w.waiting.port }) },
    MACH_SEND_INVALID_DEST: threadIsDead
  } satisfies Refusals<typeof thread_resume, NoThread>)
})

describe('thread_abort', () => {
  itRefuses('thread_abort', {
    KERN_INVALID_ARGUMENT: noThread(),
    MACH_SEND_INVALID_DEST: threadIsDead
  } satisfies Refusals<typeof thread_abort, NoThread>)

  it('answers KERN_INVALID_ARGUMENT to a thread that aborts itself', () => {
    const { alice } = twoTasks()
    const answer = alice.run(function* () {
      const { name } = outputs(yield* mach_thread_self())
      return yield* call('thread_abort', { thread: name })
    })
    expect(answer).toMatchObject({ left: 'KERN_INVALID_ARGUMENT' })
  })
})

describe('thread_get_special_port', () => {
  itRefuses('thread_get_special_port', {
    KERN_INVALID_ARGUMENT: { when: 'there is no such port', ask: () => ({ which_port: 4 }) },
    MACH_SEND_INVALID_DEST: threadIsDead
  } satisfies Refusals<typeof thread_get_special_port>)
})

describe('thread_set_special_port', () => {
  itRefuses('thread_set_special_port', {
    KERN_INVALID_ARGUMENT: {
      when: 'there is no such port',
      ask: (w) => ({ which_port: 4, special_port: w.bobTask })
    },
    KERN_INVALID_NAME: {
      when: 'the caller names no right',
      ask: (w) => ({ which_port: THREAD_EXCEPTION_PORT, special_port: w.unused }),
      byMessage: 'MACH_SEND_INVALID_RIGHT'
    },
    KERN_INVALID_RIGHT: {
      when: 'the caller only receives from the port',
      ask: (w) => ({ which_port: THREAD_EXCEPTION_PORT, special_port: w.alice.receiveRight().name }),
      byMessage: 'MACH_SEND_INVALID_RIGHT'
    },
    MACH_SEND_INVALID_DEST: {
      ...threadIsDead,
      ask: (w) => ({ thread: w.deadThread(), special_port: MACH_PORT_NULL })
    }
  } satisfies Refusals<typeof thread_set_special_port, 'KERN_INVALID_NAME' | 'KERN_INVALID_RIGHT'>)
})

describe('thread_depress_abort', () => {
  itRefuses('thread_depress_abort', {
    KERN_INVALID_ARGUMENT: noThread(),
    MACH_SEND_INVALID_DEST: threadIsDead
  } satisfies Refusals<typeof thread_depress_abort, NoThread>)
})

describe('thread_priority', () => {
  itRefuses('thread_priority', {
    KERN_INVALID_ARGUMENT: { when: 'that is no priority', ask: () => ({ priority: 32, set_max: 0 }) },
    KERN_FAILURE: {
      when: 'the priority is better than the thread’s maximum',
      ask: (w) => {
        w.alice.must('thread_priority', { thread: w.suspended.port, priority: 20, set_max: 1 })
        return { priority: 19, set_max: 0 }
      }
    },
    MACH_SEND_INVALID_DEST: threadIsDead
  } satisfies Refusals<typeof thread_priority>)
})

describe('thread_max_priority', () => {
  itRefuses('thread_max_priority', {
    KERN_INVALID_ARGUMENT: {
      when: 'that is no priority',
      ask: (w) => ({ processor_set: w.host, priority: -1 })
    },
    MACH_SEND_INVALID_DEST: threadIsDead
  } satisfies Refusals<typeof thread_max_priority>)
})

describe('thread_info', () => {
  itRefuses('thread_info', {
    KERN_INVALID_ARGUMENT: { when: 'there is no such flavor', ask: () => ({ flavor: 99, count: 1024 }) },
    MACH_SEND_INVALID_DEST: threadIsDead
  } satisfies Refusals<typeof thread_info>)
})

/** These have no port they are made on: their own type lists all they can answer. */
const switching = {
  thread_switch: {
    KERN_INVALID_ARGUMENT: {
      when: 'there is no such option',
      ask: (w) => ({ new_thread: w.suspended.port, option: 3, time: 0 })
    }
  } satisfies Record<Codes<typeof thread_switch>, Refusal>,
  swtch: {} satisfies Record<Codes<typeof swtch>, Refusal>,
  swtch_pri: {} satisfies Record<Codes<typeof swtch_pri>, Refusal>
}

describe('thread_switch', () => {
  itRefuses('thread_switch', switching.thread_switch)

  it('ignores a hint that names no thread, a dead one or the caller itself', () => {
    const { kernel, alice } = twoTasks()
    const doomed = alice.begin(function* () {})
    for (const hint of [0, 0x5500, alice.deadName(), threadSelf(kernel, doomed.thread)])
      expect(alice.call('thread_switch', { new_thread: hint, option: 0, time: 0 })).toMatchObject({
        _tag: 'Right'
      })
  })
})
