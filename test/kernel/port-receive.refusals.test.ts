import type {
  mach_port_clear_protected_payload,
  mach_port_get_receive_status,
  mach_port_set_mscount,
  mach_port_set_protected_payload,
  mach_port_set_qlimit,
  mach_port_set_seqno
} from '../../kernel/calls/port-receive.js'
import type { mach_port_get_set_status, mach_port_move_member } from '../../kernel/calls/port-set.js'
import { MACH_PORT_DEAD, MACH_PORT_NULL, MACH_PORT_QLIMIT_MAX } from '../../tasks/mach.js'
import { type Asking, itRefuses, type Refusal, type Refusals, taskIsDead } from '../fixtures/refusals.js'

const sendOnly = (w: Asking): number => w.bob.sendRight(w.alice.receiveRight().port)

/** What all calls on a receive right refuse. */
const onReceiveRight = (args: object) => ({
  KERN_INVALID_TASK: {
    when: 'the port is a thread’s',
    ask: (w) => ({ ...args, task: w.suspended.port, name: w.unused })
  } satisfies Refusal,
  KERN_INVALID_NAME: {
    when: 'the name denotes nothing',
    ask: (w) => ({ ...args, name: w.unused })
  } satisfies Refusal,
  KERN_INVALID_RIGHT: {
    when: 'the name denotes no receive right',
    ask: (w) => ({ ...args, name: sendOnly(w) })
  } satisfies Refusal,
  MACH_SEND_INVALID_DEST: taskIsDead
})

describe('mach_port_get_receive_status', () => {
  itRefuses(
    'mach_port_get_receive_status',
    onReceiveRight({}) satisfies Refusals<typeof mach_port_get_receive_status>
  )
})

describe('mach_port_set_qlimit', () => {
  itRefuses('mach_port_set_qlimit', {
    ...onReceiveRight({ qlimit: 1 }),
    KERN_INVALID_VALUE: {
      when: 'the limit is above 16, though the name denotes nothing either',
      ask: (w) => ({ name: w.unused, qlimit: MACH_PORT_QLIMIT_MAX + 1 })
    }
  } satisfies Refusals<typeof mach_port_set_qlimit>)
})

describe('mach_port_set_mscount', () => {
  itRefuses(
    'mach_port_set_mscount',
    onReceiveRight({ mscount: 9 }) satisfies Refusals<typeof mach_port_set_mscount>
  )
})

describe('mach_port_set_seqno', () => {
  itRefuses(
    'mach_port_set_seqno',
    onReceiveRight({ seqno: 9 }) satisfies Refusals<typeof mach_port_set_seqno>
  )
})

describe('mach_port_set_protected_payload', () => {
  itRefuses(
    'mach_port_set_protected_payload',
    {
      ...onReceiveRight({ payload: 9 }),
      MIG_BAD_ID: {
        when: 'the kernel is CMU’s, which has no payloads',
        ask: (w) => ({ name: w.bob.receiveRight().name, payload: 9 }),
        kernel: 'cmu'
      }
    } satisfies Refusals<typeof mach_port_set_protected_payload>,
    'gnu'
  )
})

describe('mach_port_clear_protected_payload', () => {
  itRefuses(
    'mach_port_clear_protected_payload',
    {
      ...onReceiveRight({}),
      MIG_BAD_ID: {
        when: 'the kernel is CMU’s, which has no payloads',
        ask: (w) => ({ name: w.bob.receiveRight().name }),
        kernel: 'cmu'
      }
    } satisfies Refusals<typeof mach_port_clear_protected_payload>,
    'gnu'
  )
})

describe('mach_port_get_set_status', () => {
  itRefuses('mach_port_get_set_status', {
    ...onReceiveRight({}),
    KERN_INVALID_RIGHT: {
      when: 'the name denotes no port set',
      ask: (w) => ({ name: w.bob.receiveRight().name })
    }
  } satisfies Refusals<typeof mach_port_get_set_status>)
})

describe('mach_port_move_member', () => {
  itRefuses('mach_port_move_member', {
    KERN_INVALID_TASK: {
      when: 'the port is a thread’s',
      ask: (w) => ({ task: w.suspended.port, member: w.unused, after: MACH_PORT_NULL })
    },
    KERN_INVALID_NAME: {
      when: 'the member denotes nothing',
      ask: (w) => ({ member: w.unused, after: w.unused })
    },
    KERN_INVALID_RIGHT: {
      when: 'the member is no receive right, though the set denotes nothing either',
      ask: (w) => ({ member: sendOnly(w), after: w.unused })
    },
    KERN_NOT_IN_SET: {
      when: 'the port is taken out of no set',
      ask: (w) => ({ member: w.bob.receiveRight().name, after: MACH_PORT_NULL })
    },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof mach_port_move_member>)

  itRefuses('mach_port_move_member', {
    KERN_INVALID_NAME: {
      when: 'the set is the dead name',
      ask: (w) => ({ member: w.bob.receiveRight().name, after: MACH_PORT_DEAD })
    },
    KERN_INVALID_RIGHT: {
      when: 'the set is a port',
      ask: (w) => ({ member: w.bob.receiveRight().name, after: w.bob.receiveRight().name })
    },
    KERN_NOT_IN_SET: {
      when: 'the set of the port has been destroyed',
      ask: (w) => {
        const member = w.bob.receiveRight()
        w.bob.must('mach_port_destroy', { name: w.bob.portSet(member) })
        return { member: member.name, after: MACH_PORT_NULL }
      }
    }
  })
})
