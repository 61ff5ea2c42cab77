import type {
  mach_ports_lookup,
  mach_ports_register,
  task_create,
  task_get_special_port,
  task_info,
  task_resume,
  task_set_special_port,
  task_suspend,
  task_threads,
  thread_create
} from '../../kernel/calls/task.js'
import { task_terminate } from '../../kernel/calls/task.js'
import { MACH_PORT_NULL, TASK_BOOTSTRAP_PORT, TASK_EXCEPTION_PORT } from '../../tasks/mach.js'
import { itRefuses, type Refusal, type Refusals, taskIsDead } from '../fixtures/refusals.js'

/** What a call on a task adds to the codes of its routine. */
type NoTask = 'KERN_INVALID_ARGUMENT'

const noMemory: Refusal = {
  when: 'the host’s memory is used up',
  ask: (w) => (w.exhaust(), {})
}

const noTask = (args: object = {}): Refusal => ({
  when: 'the port is a thread’s',
  ask: (w) => ({ ...args, task: w.suspended.port })
})

describe('mach_ports_register', () => {
  itRefuses('mach_ports_register', {
    KERN_INVALID_ARGUMENT: {
      when: 'there are more than four ports',
      ask: () => ({ ports: [0, 0, 0, 0, 0] })
    },
    KERN_INVALID_NAME: {
      when: 'one of the ports is no name of the caller’s',
      ask: (w) => ({ ports: [w.alice.sendRight(w.notify.port), w.unused] }),
      byMessage: 'MACH_SEND_INVALID_RIGHT'
    },
    KERN_INVALID_RIGHT: {
      when: 'the caller has no send right for one of the ports',
      ask: (w) => ({ ports: [w.bobTask, w.alice.portSet()] }),
      byMessage: 'MACH_SEND_INVALID_RIGHT'
    },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof mach_ports_register, 'KERN_INVALID_NAME' | 'KERN_INVALID_RIGHT'>)
})

describe('mach_ports_lookup', () => {
  itRefuses('mach_ports_lookup', {
    KERN_INVALID_ARGUMENT: noTask(),
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof mach_ports_lookup, NoTask>)
})

describe('task_create', () => {
  itRefuses('task_create', {
    KERN_INVALID_ARGUMENT: noTask(),
    KERN_RESOURCE_SHORTAGE: noMemory,
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof task_create, NoTask>)
})

describe('task_terminate', () => {
  itRefuses('task_terminate', {
    KERN_INVALID_ARGUMENT: noTask(),
    KERN_FAILURE: {
      when: 'the task has been terminated, could its port still be named',
      within: (w) => {
        const { task } = w.newcomer('ended')
        task_terminate(w.kernel, task)
        return () => task_terminate(w.kernel, task)
      }
    },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof task_terminate, NoTask>)
})

describe('task_threads', () => {
  itRefuses('task_threads', {
    KERN_INVALID_ARGUMENT: noTask(),
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof task_threads, NoTask>)
})

describe('task_info', () => {
  itRefuses('task_info', {
    KERN_INVALID_ARGUMENT: {
      when: 'there is no such flavor',
      ask: () => ({ flavor: 99, count: 1024 })
    },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof task_info, NoTask>)

  itRefuses('task_info', {
    KERN_INVALID_ARGUMENT: { when: 'the information does not fit', ask: () => ({ flavor: 1, count: 7 }) }
  })
})

describe('task_suspend', () => {
  itRefuses('task_suspend', {
    KERN_INVALID_ARGUMENT: noTask(),
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof task_suspend, NoTask>)
})

describe('task_resume', () => {
  itRefuses('task_resume', {
    KERN_INVALID_ARGUMENT: noTask(),
    KERN_FAILURE: { when: 'the task is not suspended' },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof task_resume, NoTask>)
})

describe('task_get_special_port', () => {
  itRefuses('task_get_special_port', {
    KERN_INVALID_ARGUMENT: { when: 'there is no such port', ask: () => ({ which_port: 9 }) },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof task_get_special_port>)

  itRefuses('task_get_special_port', {
    KERN_INVALID_ARGUMENT: {
      when: 'the notify port is asked for, which GNU Mach does not have',
      ask: () => ({ which_port: 2 }),
      kernel: 'gnu'
    }
  })
})

describe('task_set_special_port', () => {
  itRefuses('task_set_special_port', {
    KERN_INVALID_ARGUMENT: {
      when: 'there is no such port',
      ask: (w) => ({ which_port: 9, special_port: w.bobTask })
    },
    KERN_INVALID_NAME: {
      when: 'the caller names no right',
      ask: (w) => ({ which_port: TASK_BOOTSTRAP_PORT, special_port: w.unused }),
      byMessage: 'MACH_SEND_INVALID_RIGHT'
    },
    KERN_INVALID_RIGHT: {
      when: 'the caller only receives from the port',
      ask: (w) => ({ which_port: TASK_EXCEPTION_PORT, special_port: w.alice.receiveRight().name }),
      byMessage: 'MACH_SEND_INVALID_RIGHT'
    },
    MACH_SEND_INVALID_DEST: {
      ...taskIsDead,
      ask: (w) => ({ task: w.deadTask(), special_port: MACH_PORT_NULL })
    }
  } satisfies Refusals<typeof task_set_special_port, 'KERN_INVALID_NAME' | 'KERN_INVALID_RIGHT'>)
})

describe('thread_create', () => {
  itRefuses('thread_create', {
    KERN_INVALID_ARGUMENT: noTask(),
    KERN_RESOURCE_SHORTAGE: noMemory,
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof thread_create, NoTask>)
})
