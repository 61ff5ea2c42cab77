import type {
  mach_port_allocate,
  mach_port_allocate_name,
  mach_port_deallocate,
  mach_port_destroy,
  mach_port_names,
  mach_port_rename,
  mach_port_type
} from '../../kernel/calls/port-names.js'
import {
  MACH_PORT_DEAD,
  MACH_PORT_NULL,
  MACH_PORT_RIGHT_RECEIVE,
  MACH_PORT_RIGHT_SEND
} from '../../tasks/mach.js'
import { itRefuses, type Refusal, type Refusals, taskIsDead } from '../fixtures/refusals.js'

const noTask = (args: object = {}): Refusal => ({
  when: 'the port is a thread’s',
  ask: (w) => ({ task: w.suspended.port, ...args })
})

const noName: Refusal = { when: 'the name denotes nothing', ask: (w) => ({ name: w.unused }) }

describe('mach_port_names', () => {
  itRefuses('mach_port_names', {
    KERN_INVALID_TASK: noTask(),
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof mach_port_names>)
})

describe('mach_port_type', () => {
  itRefuses('mach_port_type', {
    KERN_INVALID_TASK: noTask(),
    KERN_INVALID_NAME: noName,
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof mach_port_type>)
})

describe('mach_port_allocate', () => {
  itRefuses('mach_port_allocate', {
    KERN_INVALID_TASK: noTask({ right: MACH_PORT_RIGHT_RECEIVE }),
    KERN_INVALID_VALUE: {
      when: 'the right is no receive right, port set or dead name',
      ask: () => ({ right: MACH_PORT_RIGHT_SEND })
    },
    KERN_NO_SPACE: {
      when: 'the space holds no more names',
      ask: (w) => (w.fill(), { right: MACH_PORT_RIGHT_RECEIVE })
    },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof mach_port_allocate>)
})

describe('mach_port_allocate_name', () => {
  const right = MACH_PORT_RIGHT_RECEIVE
  itRefuses('mach_port_allocate_name', {
    KERN_INVALID_TASK: noTask({ right, name: 0x600 }),
    KERN_INVALID_VALUE: {
      when: 'the name is the null name',
      ask: () => ({ right, name: MACH_PORT_NULL })
    },
    KERN_NAME_EXISTS: {
      when: 'the name already denotes a right',
      ask: (w) => ({ right, name: w.bob.receiveRight().name })
    },
    KERN_NO_SPACE: {
      when: 'the space holds no more names',
      ask: (w) => (w.fill(), { right, name: w.unused })
    },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof mach_port_allocate_name>)

  itRefuses('mach_port_allocate_name', {
    KERN_INVALID_VALUE: {
      when: 'the right is a send right, though the name is in use too',
      ask: (w) => ({ right: MACH_PORT_RIGHT_SEND, name: w.bob.receiveRight().name })
    }
  })
})

describe('mach_port_destroy', () => {
  itRefuses('mach_port_destroy', {
    KERN_INVALID_TASK: noTask(),
    KERN_INVALID_NAME: noName,
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof mach_port_destroy>)
})

describe('mach_port_deallocate', () => {
  itRefuses('mach_port_deallocate', {
    KERN_INVALID_TASK: noTask(),
    KERN_INVALID_NAME: noName,
    KERN_INVALID_RIGHT: {
      when: 'the name denotes a receive right alone',
      ask: (w) => ({ name: w.bob.receiveRight().name })
    },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof mach_port_deallocate>)

  itRefuses('mach_port_deallocate', {
    KERN_INVALID_RIGHT: { when: 'the name denotes a port set', ask: (w) => ({ name: w.bob.portSet() }) }
  })
})

describe('mach_port_rename', () => {
  itRefuses('mach_port_rename', {
    KERN_INVALID_TASK: noTask({ new_name: 0x600 }),
    KERN_INVALID_VALUE: {
      when: 'the new name is the dead name',
      ask: (w) => ({ old_name: w.bob.receiveRight().name, new_name: MACH_PORT_DEAD })
    },
    KERN_INVALID_NAME: {
      when: 'the old name denotes nothing',
      ask: (w) => ({ old_name: w.unused, new_name: 0x600 })
    },
    KERN_NAME_EXISTS: {
      when: 'the new name is in use',
      ask: (w) => ({ old_name: w.bob.receiveRight().name, new_name: w.bob.receiveRight().name })
    },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof mach_port_rename>)

  itRefuses('mach_port_rename', {
    KERN_NAME_EXISTS: {
      when: 'the two names are one',
      ask: (w) => {
        const { name } = w.bob.receiveRight()
        return { old_name: name, new_name: name }
      }
    }
  })
  itRefuses('mach_port_rename', {
    KERN_NAME_EXISTS: {
      when: 'the new name is in use, though the old one denotes nothing',
      ask: (w) => ({ old_name: w.unused, new_name: w.bob.receiveRight().name })
    }
  })
})
