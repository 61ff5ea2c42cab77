import type { mach_port_request_notification } from '../../kernel/calls/port-notify.js'
import {
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_NOTIFY_DEAD_NAME,
  MACH_NOTIFY_MSG_ACCEPTED,
  MACH_NOTIFY_NO_SENDERS,
  MACH_NOTIFY_PORT_DESTROYED,
  MACH_PORT_DEAD,
  MACH_PORT_NULL,
  MACH_PORT_UREFS_MAX
} from '../../tasks/mach.js'
import { type Asking, itRefuses, type Refusals, taskIsDead } from '../fixtures/refusals.js'

/** A request of alice’s about a port of bob’s. */
const request = (w: Asking) => ({
  name: w.bob.receiveRight().name,
  variant: MACH_NOTIFY_PORT_DESTROYED,
  sync: 0,
  notify: w.notify.name,
  notify_type: MACH_MSG_TYPE_MAKE_SEND_ONCE
})

describe('mach_port_request_notification', () => {
  itRefuses('mach_port_request_notification', {
    KERN_INVALID_TASK: {
      when: 'the port is a thread’s',
      ask: (w) => ({ ...request(w), task: w.suspended.port, notify: MACH_PORT_NULL })
    },
    KERN_INVALID_NAME: {
      when: 'the name denotes nothing',
      ask: (w) => ({ ...request(w), name: w.unused }),
      notified: true
    },
    KERN_INVALID_RIGHT: {
      when: 'no receive right is under the name whose destruction is asked about',
      ask: (w) => ({ ...request(w), name: w.bob.deadName() }),
      notified: true
    },
    KERN_INVALID_VALUE: {
      when: 'port-destroyed is asked for with a sync',
      ask: (w) => ({ ...request(w), sync: 1 }),
      notified: true
    },
    KERN_INVALID_ARGUMENT: {
      when: 'the name is dead already and no answer at once is asked for',
      ask: (w) => ({ ...request(w), variant: MACH_NOTIFY_DEAD_NAME, name: w.bob.deadName() }),
      notified: true
    },
    KERN_INVALID_CAPABILITY: {
      when: 'the notify port is dead',
      ask: (w) => ({ ...request(w), notify: MACH_PORT_DEAD })
    },
    KERN_UREFS_OVERFLOW: {
      when: 'the dead name has all the user references it can have',
      ask: (w) => ({
        ...request(w),
        variant: MACH_NOTIFY_DEAD_NAME,
        sync: 1,
        name: w.bob.deadName(MACH_PORT_UREFS_MAX)
      }),
      notified: true
    },
    MACH_SEND_INVALID_DEST: { ...taskIsDead, ask: (w) => ({ ...request(w), task: w.deadTask() }) }
  } satisfies Refusals<typeof mach_port_request_notification>)

  itRefuses('mach_port_request_notification', {
    KERN_INVALID_VALUE: {
      when: 'that notification cannot be requested',
      ask: (w) => ({ ...request(w), variant: MACH_NOTIFY_MSG_ACCEPTED }),
      notified: true
    },
    KERN_INVALID_RIGHT: {
      when: 'no receive right is under the name whose senders are asked about',
      ask: (w) => ({
        ...request(w),
        variant: MACH_NOTIFY_NO_SENDERS,
        name: w.bob.sendRight(w.alice.receiveRight().port)
      }),
      notified: true
    },
    KERN_INVALID_CAPABILITY: {
      when: 'the notify right is a send right',
      ask: (w) => ({
        ...request(w),
        notify: w.alice.sendRight(w.newcomer('carol').receiveRight().port),
        notify_type: MACH_MSG_TYPE_COPY_SEND
      }),
      byMessage: 'MIG_BAD_ARGUMENTS'
    }
  })
  itRefuses('mach_port_request_notification', {
    KERN_INVALID_RIGHT: {
      when: 'the name is a port set’s',
      ask: (w) => ({ ...request(w), variant: MACH_NOTIFY_DEAD_NAME, name: w.bob.portSet() }),
      notified: true
    },
    KERN_INVALID_ARGUMENT: {
      when: 'the name is dead already and there is nobody to tell',
      ask: (w) => ({
        ...request(w),
        variant: MACH_NOTIFY_DEAD_NAME,
        name: w.bob.deadName(),
        sync: 1,
        notify: MACH_PORT_NULL
      })
    }
  })
})
