import { setup } from 'xstate'

interface Event {
  type: 'suspend' | 'terminate' | 'resume' | 'die'
}

/** Whether a task's threads may run, and how a task ends. */
export const taskChart = setup({ types: { events: {} as Event } }).createMachine({
  id: 'task',
  description:
    "Whether a task's threads may run, and how a task ends. Suspend counts nest; only the first suspend " +
    'and the last resume are moves here. A task that is terminated first loses its threads, then its ' +
    'space and its memory, and is dead when nothing is left.',
  initial: 'active',
  states: {
    active: {
      description: 'Its threads run as far as their own states allow.',
      on: { suspend: 'suspended', terminate: 'terminating' }
    },
    suspended: {
      description: 'None of its threads may run.',
      on: { resume: 'active', terminate: 'terminating' }
    },
    terminating: {
      description: 'Its threads, rights and memory are being taken away; calls on it are refused.',
      on: { die: 'dead' }
    },
    dead: {
      description: 'Nothing is left but its record; its kernel port is dead.',
      type: 'final'
    }
  }
})
