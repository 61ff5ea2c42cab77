import type * as ports from '../../kernel/calls/port-compat.js'
import type * as sets from '../../kernel/calls/port-set-compat.js'
import { MACH_PORT_DEAD } from '../../tasks/mach.js'
import { type Asking, itRefuses, type Refusal, type Refusals, taskIsDead } from '../fixtures/refusals.js'

const notATask: Refusal = { when: 'the port is the host’s', ask: (w) => ({ task: w.host }) }

/** Bob’s names for what is no receive right, and for what is nothing at all. */
const others = {
  send: (w: Asking) => w.bob.sendRight(w.alice.receiveRight().port),
  sendOnce: (w: Asking) => w.bob.sendOnceRight(w.alice.receiveRight().port),
  dead: (w: Asking) => w.bob.deadName(),
  set: (w: Asking) => w.bob.portSet(),
  nothing: (w: Asking) => w.unused
}

/** Further cases of a code that has more than one. */
const also = (call: string, code: string, when: string, ask: Refusal['ask']): void =>
  itRefuses(call, { [code]: { when, ...(ask === undefined ? {} : { ask }) } })

/** Refusals of a call that needs a receive right. */
const itNeedsReceiver = (call: string, more: (w: Asking) => object = () => ({})): void => {
  for (const kind of ['send', 'sendOnce', 'dead'] as const)
    also(call, 'KERN_NOT_RECEIVER', `the name has another right: ${kind}`, (w) => ({
      ...more(w),
      port_name: others[kind](w)
    }))
  for (const kind of ['set', 'nothing'] as const)
    also(call, 'KERN_INVALID_ARGUMENT', `the name is no port's: ${kind}`, (w) => ({
      ...more(w),
      port_name: others[kind](w)
    }))
}

const full: Refusal = {
  when: 'the task has as many names as it may',
  ask: (w) => {
    w.fill()
    return {}
  }
}

describe('port_allocate', () => {
  itRefuses('port_allocate', {
    KERN_INVALID_ARGUMENT: notATask,
    KERN_RESOURCE_SHORTAGE: full,
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof ports.port_allocate>)
})

describe('port_set_allocate', () => {
  itRefuses('port_set_allocate', {
    KERN_INVALID_ARGUMENT: notATask,
    KERN_RESOURCE_SHORTAGE: full,
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof sets.port_set_allocate>)
})

describe('port_names', () => {
  itRefuses('port_names', {
    KERN_INVALID_ARGUMENT: notATask,
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof ports.port_names>)
})

describe.each(['port_deallocate', 'port_status'])('%s', (call) => {
  itRefuses(call, {
    KERN_INVALID_ARGUMENT: { when: 'the name denotes nothing', ask: (w) => ({ port_name: w.unused }) },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof ports.port_deallocate>)
  also(call, 'KERN_INVALID_ARGUMENT', 'the name denotes a set', (w) => ({ port_name: w.bob.portSet() }))
})

describe('port_type', () => {
  itRefuses('port_type', {
    KERN_INVALID_ARGUMENT: { when: 'the name denotes nothing', ask: (w) => ({ port_name: w.unused }) },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof ports.port_type>)
})

describe('port_rename', () => {
  itRefuses('port_rename', {
    KERN_INVALID_ARGUMENT: {
      when: 'the old name denotes nothing',
      ask: (w) => ({ old_name: w.unused, new_name: 0x6000 })
    },
    KERN_NAME_EXISTS: {
      when: 'the new name denotes something, be it the old name’s own',
      ask: (w) => {
        const { name } = w.bob.receiveRight()
        return { old_name: name, new_name: name }
      }
    },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof ports.port_rename>)
  also('port_rename', 'KERN_INVALID_ARGUMENT', 'the new name is no name', (w) => ({
    old_name: w.bob.receiveRight().name,
    new_name: MACH_PORT_DEAD
  }))
})

describe('port_set_backlog', () => {
  itRefuses('port_set_backlog', {
    KERN_INVALID_ARGUMENT: {
      when: 'the limit is above 16, though the name is not the receiver’s either',
      ask: (w) => ({ port_name: others.send(w), backlog: 17 })
    },
    KERN_NOT_RECEIVER: {
      when: 'the name has a send right',
      ask: (w) => ({ port_name: others.send(w), backlog: 5 })
    },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof ports.port_set_backlog>)
  itNeedsReceiver('port_set_backlog', () => ({ backlog: 5 }))
  also('port_set_backlog', 'KERN_INVALID_ARGUMENT', 'the limit is below 1', (w) => ({
    port_name: w.bob.receiveRight().name,
    backlog: 0
  }))
})

describe('port_set_backup', () => {
  itRefuses('port_set_backup', {
    KERN_INVALID_ARGUMENT: {
      when: 'the name denotes nothing',
      ask: (w) => ({ port_name: w.unused }),
      byMessage: null
    },
    KERN_NOT_RECEIVER: {
      when: 'the name has a send right',
      ask: (w) => ({ port_name: others.send(w) }),
      byMessage: null
    },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof ports.port_set_backup>)
  for (const kind of ['sendOnce', 'dead', 'set', 'nothing'] as const)
    itRefuses('port_set_backup', {
      KERN_INVALID_ARGUMENT: {
        when: `the backup is no send right: ${kind}`,
        ask: (w) => ({ port_name: w.bob.receiveRight().name, backup: callersOwn[kind](w) }),
        byMessage: null
      }
    })
})

/** Alice’s names for what is no send right. */
const callersOwn = {
  sendOnce: (w: Asking) => w.alice.sendOnceRight(w.bob.receiveRight().port),
  dead: (w: Asking) => w.alice.deadName(),
  set: (w: Asking) => w.alice.portSet(),
  nothing: (w: Asking) => w.unused
}

describe('port_set_add', () => {
  itRefuses('port_set_add', {
    KERN_INVALID_ARGUMENT: {
      when: 'the set’s name denotes nothing',
      ask: (w) => ({ set_name: w.unused, port_name: w.bob.receiveRight().name })
    },
    KERN_NOT_RECEIVER: {
      when: 'the name has a send right, though the set’s denotes nothing either',
      ask: (w) => ({ set_name: w.unused, port_name: others.send(w) })
    },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof sets.port_set_add>)
  itNeedsReceiver('port_set_add', (w) => ({ set_name: w.bob.portSet() }))
})

describe('port_set_remove', () => {
  itRefuses('port_set_remove', {
    KERN_INVALID_ARGUMENT: { when: 'the name denotes nothing', ask: (w) => ({ port_name: w.unused }) },
    KERN_NOT_RECEIVER: { when: 'the name has a send right', ask: (w) => ({ port_name: others.send(w) }) },
    KERN_NOT_IN_SET: {
      when: 'the port is in no set',
      ask: (w) => ({ port_name: w.bob.receiveRight().name })
    },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof sets.port_set_remove>)
  itNeedsReceiver('port_set_remove')
})

describe.each(['port_set_deallocate', 'port_set_status'])('%s', (call) => {
  itRefuses(call, {
    KERN_INVALID_ARGUMENT: { when: 'the name denotes nothing', ask: (w) => ({ set_name: w.unused }) },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof sets.port_set_status>)
  also(call, 'KERN_INVALID_ARGUMENT', 'the name denotes a port', (w) => ({
    set_name: w.bob.receiveRight().name
  }))
  also(call, 'KERN_INVALID_ARGUMENT', 'the name is dead', (w) => ({ set_name: w.bob.deadName() }))
})
