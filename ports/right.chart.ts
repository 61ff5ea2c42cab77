import { setup } from 'xstate'

interface Event {
  type:
    | 'receiveIn'
    | 'sendIn'
    | 'sendOnceIn'
    | 'setIn'
    | 'deadIn'
    | 'sendOut'
    | 'portDied'
    | 'receiveOut'
    | 'sendOnceOut'
    | 'setOut'
    | 'deadOut'
}

/** What a name in a space denotes: the MACH_PORT_TYPE bits of its entry. */
export const rightChart = setup({ types: { events: {} as Event } }).createMachine({
  id: 'right',
  description:
    "What a name in a space denotes (the type bits of its entry). A task's receive right and send " +
    'rights for one port share one name, so `send` and `receive` meet in `sendReceive`; each send-once ' +
    'right has a name of its own. How many user references a name has is a count beside the chart: ' +
    'another send right leaves the state as it is, and only the last one to go is `sendOut`.',
  initial: 'nothing',
  states: {
    nothing: {
      description: 'The name is free, or reserved for a right about to come.',
      on: {
        receiveIn: 'receive',
        sendIn: 'send',
        sendOnceIn: 'sendOnce',
        setIn: 'portSet',
        deadIn: 'deadName'
      }
    },
    send: {
      description: 'Send rights for a port, as many as the name has user references.',
      on: { sendIn: 'send', receiveIn: 'sendReceive', sendOut: 'nothing', portDied: 'deadName' }
    },
    receive: {
      description: 'The receive right of a port.',
      on: { sendIn: 'sendReceive', receiveOut: 'nothing' }
    },
    sendReceive: {
      description: 'The receive right of a port, and send rights for it.',
      on: { sendIn: 'sendReceive', sendOut: 'receive', receiveOut: 'send', portDied: 'deadName' }
    },
    sendOnce: {
      description: 'One send-once right, which its one message consumes.',
      on: { sendOnceOut: 'nothing', portDied: 'deadName' }
    },
    portSet: {
      description: 'A port set: a task receives through it from whichever member has a message.',
      on: { setOut: 'nothing' }
    },
    deadName: {
      description: 'What is left of send or send-once rights for a port that died.',
      on: { deadOut: 'nothing' }
    }
  }
})
