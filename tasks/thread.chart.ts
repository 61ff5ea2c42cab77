import { setup } from 'xstate'

interface Event {
  type: 'resume' | 'terminate' | 'dispatch' | 'suspend' | 'yield' | 'block' | 'finish' | 'wake' | 'handoff'
}

/** What a thread is doing: the TH_RUN, TH_WAIT and TH_SUSP bits of Mach's scheduler, as states. */
export const threadChart = setup({ types: { events: {} as Event } }).createMachine({
  id: 'thread',
  description:
    "What a thread is doing (the bits TH_RUN, TH_WAIT and TH_SUSP of Mach's scheduler). Suspension and " +
    'waiting are independent: a waiting thread may be suspended and woken in either order. Suspend ' +
    'counts are kept elsewhere; only the first suspend and the last resume, of the thread or of its ' +
    'task, are moves here.',
  initial: 'suspended',
  states: {
    suspended: {
      description: 'Has nothing to wait for, but may not run: newly made, or stopped.',
      on: { resume: 'runnable', terminate: 'terminated' }
    },
    runnable: {
      description: 'In a run queue, ready for a processor.',
      on: { dispatch: 'running', suspend: 'suspended', terminate: 'terminated' }
    },
    running: {
      description: 'On a processor.',
      on: {
        yield: 'runnable',
        block: 'waiting',
        suspend: 'suspended',
        finish: 'finished',
        terminate: 'terminated'
      }
    },
    waiting: {
      description:
        'Blocked in the kernel until an event or a deadline, with a continuation to finish its call.',
      on: {
        wake: 'runnable',
        handoff: 'running',
        suspend: 'waitingSuspended',
        terminate: 'terminated'
      }
    },
    waitingSuspended: {
      description: 'Blocked, and stopped as well: when its event comes it still may not run.',
      on: { wake: 'suspended', resume: 'waiting', terminate: 'terminated' }
    },
    finished: {
      description: 'Its program came to its end.',
      type: 'final'
    },
    terminated: {
      description: 'Ended from outside: by thread_terminate, or with its task.',
      type: 'final'
    }
  }
})
