import { setup } from 'xstate'

interface Event {
  type: 'boot' | 'idle' | 'end' | 'alarm'
}

/** The life of a world: one clock and all the hosts that share it. */
export const worldChart = setup({ types: { events: {} as Event } }).createMachine({
  id: 'world',
  description:
    'The life of a world: one virtual clock and all the hosts that share it. While threads run, the ' +
    'clock moves by what their calls cost; when none can run it jumps to the next deadline, and a world ' +
    'in which no deadline is left either has come to its end.',
  initial: 'booting',
  states: {
    booting: {
      description: 'Hosts, tasks, threads and given rights are being set up.',
      on: { boot: 'running' }
    },
    running: {
      description: 'Some thread can run.',
      on: { idle: 'idle', end: 'ended' }
    },
    idle: {
      description: 'No thread can run; the clock moves on to the next deadline.',
      on: { alarm: 'running', end: 'ended' }
    },
    ended: {
      description: 'Quiet for good, or out of budget.',
      type: 'final'
    }
  }
})
