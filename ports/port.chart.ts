import { setup } from 'xstate'

interface Event {
  type: 'inserted' | 'queued' | 'claimed' | 'destroyed' | 'taken'
}

/** Where a port's one receive right is: the states which Mach's ipc_port.h lists in a comment. */
export const portChart = setup({ types: { events: {} as Event } }).createMachine({
  id: 'port',
  description:
    "Where a port's one receive right is. It is always in exactly one place: under a name in a space, " +
    'in a message queued at another port, in the kernel, or in limbo between two of these. A receive ' +
    'right that is sent is `taken` from its space, `queued` with its message and `inserted` where the ' +
    'message is received; one that goes to a backup port takes the same road and does not die.',
  initial: 'inLimbo',
  states: {
    inLimbo: {
      description: 'In no space and no queue: newly made, or in the hands of a call that moves it.',
      on: { inserted: 'inSpace', queued: 'inTransit', claimed: 'inKernel', destroyed: 'dead' }
    },
    inSpace: {
      description: 'A task holds the receive right under a name, and may receive.',
      on: { taken: 'inLimbo', destroyed: 'dead' }
    },
    inTransit: {
      description: 'The receive right lies in a message queued at another port, its destination.',
      on: { inserted: 'inSpace', taken: 'inLimbo', destroyed: 'dead' }
    },
    inKernel: {
      description: 'The kernel receives: messages to the port are calls on the kernel object it stands for.',
      on: { destroyed: 'dead' }
    },
    dead: {
      description: 'The receive right is destroyed; what denoted the port denotes a dead name.',
      type: 'final'
    }
  }
})
