import type {
  mach_port_extract_right,
  mach_port_get_refs,
  mach_port_insert_right,
  mach_port_mod_refs
} from '../../kernel/calls/port-rights.js'
import { SEND_UREFS_MAX } from '../../ports/abi.js'
import {
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_INTEGER_32,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MOVE_SEND,
  MACH_PORT_DEAD,
  MACH_PORT_NULL,
  MACH_PORT_RIGHT_DEAD_NAME,
  MACH_PORT_RIGHT_NUMBER,
  MACH_PORT_RIGHT_PORT_SET,
  MACH_PORT_RIGHT_RECEIVE,
  MACH_PORT_RIGHT_SEND,
  MACH_PORT_RIGHT_SEND_ONCE,
  MACH_PORT_UREFS_MAX
} from '../../tasks/mach.js'
import { type Asking, itRefuses, type Refusals, taskIsDead } from '../fixtures/refusals.js'

describe('mach_port_get_refs', () => {
  const right = MACH_PORT_RIGHT_SEND
  itRefuses('mach_port_get_refs', {
    KERN_INVALID_TASK: {
      when: 'the port is the host’s',
      ask: (w) => ({ task: w.host, name: w.unused, right })
    },
    KERN_INVALID_VALUE: {
      when: 'there is no such right, though the name denotes nothing either',
      ask: (w) => ({ name: w.unused, right: MACH_PORT_RIGHT_NUMBER })
    },
    KERN_INVALID_NAME: { when: 'the name denotes nothing', ask: (w) => ({ name: w.unused, right }) },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof mach_port_get_refs>)
})

describe('mach_port_mod_refs', () => {
  itRefuses('mach_port_mod_refs', {
    KERN_INVALID_TASK: {
      when: 'the port is a thread’s',
      ask: (w) => ({ task: w.suspended.port, name: w.unused, right: MACH_PORT_RIGHT_SEND, delta: 1 })
    },
    KERN_INVALID_VALUE: {
      when: 'there is no such right, though the name denotes nothing either',
      ask: (w) => ({ name: w.unused, right: MACH_PORT_RIGHT_NUMBER, delta: 0 })
    },
    KERN_INVALID_NAME: {
      when: 'the name denotes nothing',
      ask: (w) => ({ name: w.unused, right: MACH_PORT_RIGHT_SEND, delta: 1 })
    },
    KERN_INVALID_RIGHT: {
      when: 'the name has another right',
      ask: (w) => ({ name: w.bob.receiveRight().name, right: MACH_PORT_RIGHT_SEND, delta: 1 })
    },
    KERN_UREFS_OVERFLOW: {
      when: 'a send right would get more than 65534 user references',
      ask: (w) => {
        const name = w.bob.sendRight(w.alice.receiveRight().port, SEND_UREFS_MAX)
        return { name, right: MACH_PORT_RIGHT_SEND, delta: 1 }
      }
    },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof mach_port_mod_refs>)

  const beyond = (when: string, code: string, ask: (w: Asking) => object) =>
    itRefuses('mach_port_mod_refs', { [code]: { when, ask: (w) => ({ ...ask(w) }) } })

  beyond('a dead name would get more than 65535 user references', 'KERN_UREFS_OVERFLOW', (w) => ({
    name: w.bob.deadName(MACH_PORT_UREFS_MAX),
    right: MACH_PORT_RIGHT_DEAD_NAME,
    delta: 1
  }))
  beyond('a send right has fewer user references than are taken', 'KERN_INVALID_VALUE', (w) => ({
    name: w.bob.sendRight(w.alice.receiveRight().port, 3),
    right: MACH_PORT_RIGHT_SEND,
    delta: -4
  }))
  beyond('a dead name has fewer user references than are taken', 'KERN_INVALID_VALUE', (w) => ({
    name: w.bob.deadName(2),
    right: MACH_PORT_RIGHT_DEAD_NAME,
    delta: -3
  }))
  beyond('a receive right would have two user references', 'KERN_INVALID_VALUE', (w) => ({
    name: w.bob.receiveRight().name,
    right: MACH_PORT_RIGHT_RECEIVE,
    delta: 1
  }))
  beyond('a port set would have two user references', 'KERN_INVALID_VALUE', (w) => ({
    name: w.bob.portSet(),
    right: MACH_PORT_RIGHT_PORT_SET,
    delta: 1
  }))
  beyond('a send-once right would have two user references', 'KERN_INVALID_VALUE', (w) => ({
    name: w.bob.sendOnceRight(w.alice.receiveRight().port),
    right: MACH_PORT_RIGHT_SEND_ONCE,
    delta: 1
  }))
  beyond('a send-once right has become a dead name', 'KERN_INVALID_RIGHT', (w) => ({
    name: w.bob.deadName(),
    right: MACH_PORT_RIGHT_SEND_ONCE,
    delta: -1
  }))
})

/** A send right of alice’s that bob does not have, and a name for it. */
const gift = (w: Asking) => ({
  name: w.unused,
  poly: w.alice.sendRight(w.newcomer('carol').receiveRight().port),
  poly_poly: MACH_MSG_TYPE_COPY_SEND
})

describe('mach_port_insert_right', () => {
  itRefuses('mach_port_insert_right', {
    KERN_INVALID_TASK: {
      when: 'the port is a thread’s',
      ask: (w) => ({ ...gift(w), task: w.suspended.port })
    },
    KERN_INVALID_VALUE: {
      when: 'the chosen name is the null name',
      ask: (w) => ({ ...gift(w), name: MACH_PORT_NULL })
    },
    KERN_INVALID_NAME: {
      when: 'the caller names no right',
      ask: (w) => ({ ...gift(w), poly: w.unused }),
      byMessage: 'MACH_SEND_INVALID_RIGHT'
    },
    KERN_INVALID_RIGHT: {
      when: 'the caller makes a send right but does not receive',
      ask: (w) => ({ ...gift(w), poly_poly: MACH_MSG_TYPE_MAKE_SEND }),
      byMessage: 'MACH_SEND_INVALID_RIGHT'
    },
    KERN_INVALID_CAPABILITY: {
      when: 'the right is to a dead port',
      ask: (w) => ({ ...gift(w), poly: w.alice.deadName() })
    },
    KERN_NAME_EXISTS: {
      when: 'the name already denotes another right',
      ask: (w) => ({ ...gift(w), name: w.bob.receiveRight().name })
    },
    KERN_RIGHT_EXISTS: {
      when: 'the space holds the port under another name, though the chosen one is in use too',
      ask: (w) => {
        const { port } = w.newcomer('carol').receiveRight()
        w.bob.sendRight(port)
        const name = w.bob.receiveRight().name
        return { name, poly: w.alice.sendRight(port), poly_poly: MACH_MSG_TYPE_COPY_SEND }
      }
    },
    KERN_UREFS_OVERFLOW: {
      when: 'the right has all the user references it can have',
      ask: (w) => {
        const { port } = w.newcomer('carol').receiveRight()
        const name = w.bob.sendRight(port, SEND_UREFS_MAX)
        return { name, poly: w.alice.sendRight(port), poly_poly: MACH_MSG_TYPE_COPY_SEND }
      }
    },
    KERN_NO_SPACE: { when: 'the space holds no more names', ask: (w) => (w.fill(), gift(w)) },
    MACH_SEND_INVALID_DEST: { when: 'the task is no more', ask: (w) => ({ ...gift(w), task: w.deadTask() }) }
  } satisfies Refusals<typeof mach_port_insert_right, 'KERN_INVALID_NAME' | 'KERN_INVALID_RIGHT'>)

  itRefuses('mach_port_insert_right', {
    KERN_INVALID_VALUE: {
      when: 'the disposition is none, though the caller names no right either',
      ask: (w) => ({ ...gift(w), poly: w.unused, poly_poly: MACH_MSG_TYPE_INTEGER_32 })
    }
  })
  itRefuses('mach_port_insert_right', {
    KERN_INVALID_CAPABILITY: {
      when: 'the right is null, though the name is in use',
      ask: (w) => ({ ...gift(w), name: w.bob.receiveRight().name, poly: MACH_PORT_NULL })
    }
  })
  itRefuses('mach_port_insert_right', {
    KERN_INVALID_CAPABILITY: { when: 'the right is dead', ask: (w) => ({ ...gift(w), poly: MACH_PORT_DEAD }) }
  })
})

describe('mach_port_extract_right', () => {
  const desired_type = MACH_MSG_TYPE_COPY_SEND
  itRefuses('mach_port_extract_right', {
    KERN_INVALID_TASK: {
      when: 'the port is a thread’s',
      ask: (w) => ({ task: w.suspended.port, name: w.unused, desired_type })
    },
    KERN_INVALID_VALUE: {
      when: 'the disposition is none, though the name denotes nothing either',
      ask: (w) => ({ name: w.unused, desired_type: MACH_MSG_TYPE_INTEGER_32 })
    },
    KERN_INVALID_NAME: { when: 'the name denotes nothing', ask: (w) => ({ name: w.unused, desired_type }) },
    KERN_INVALID_RIGHT: {
      when: 'the name has no right of that kind',
      ask: (w) => ({ name: w.bob.receiveRight().name, desired_type: MACH_MSG_TYPE_MOVE_SEND })
    },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof mach_port_extract_right>)
})
