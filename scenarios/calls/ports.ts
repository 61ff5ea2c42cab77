import { an, type Chapter, NEW_NAME, OF_CALLER, ON_NAME, ON_SPACE, ON_TASK, TASK } from './chapter.js'

/** Names, and the ports that a task makes for itself. */
export const ports = {
  title: 'Ports and names',
  success: 'KERN_SUCCESS',
  built: true,
  calls: {
    mach_reply_port: {
      about: 'Makes a port and answers a name for its receive right.',
      args: {},
      outputs: { name: 'name' },
      codes: NEW_NAME
    },
    mach_task_self: {
      about: 'Answers a send right to the port by which the task is known.',
      args: {},
      outputs: { name: 'name' },
      codes: {}
    },
    mach_thread_self: {
      about: 'Answers a send right to the port by which the thread is known.',
      args: {},
      outputs: { name: 'name' },
      codes: {}
    },
    mach_host_self: {
      about: 'Answers a send right to the name port of the host.',
      args: {},
      outputs: { name: 'name' },
      codes: {}
    },
    mach_port_allocate: {
      about: 'Makes a receive right, a port set or a dead name, under a name the kernel chooses.',
      args: { ...TASK, right: an('right') },
      outputs: { name: 'name' },
      codes: {
        ...ON_SPACE,
        KERN_INVALID_VALUE: 'the right is no receive right, port set or dead name',
        ...NEW_NAME
      }
    },
    mach_port_allocate_name: {
      about: 'Makes a receive right, a port set or a dead name, under the name given.',
      args: { ...TASK, right: an('right'), name: an('name') },
      outputs: {},
      codes: {
        ...ON_SPACE,
        KERN_INVALID_VALUE: 'the right is none of these, or the name is MACH_PORT_NULL or MACH_PORT_DEAD',
        KERN_NAME_EXISTS: 'the name denotes something already',
        ...NEW_NAME
      }
    },
    mach_port_destroy: {
      about: 'Takes every right a name denotes, and the name with them.',
      args: { ...TASK, name: an('name') },
      outputs: {},
      codes: ON_NAME
    },
    mach_port_deallocate: {
      about: 'Takes one user reference of a send, send-once or dead right.',
      args: { ...TASK, name: an('name') },
      outputs: {},
      codes: { ...ON_NAME, KERN_INVALID_RIGHT: 'the name denotes only a receive right, or a port set' }
    },
    mach_port_type: {
      about: 'Answers which rights a name denotes.',
      args: { ...TASK, name: an('name') },
      outputs: { ptype: 'types' },
      codes: ON_NAME
    },
    mach_port_names: {
      about: 'Answers every name of a task, and which rights each denotes.',
      args: TASK,
      outputs: { entries: 'entries' },
      codes: ON_SPACE
    },
    mach_port_rename: {
      about: 'Gives the rights of one name another name.',
      args: { ...TASK, old_name: an('name'), new_name: an('name') },
      outputs: {},
      codes: {
        ...ON_SPACE,
        KERN_INVALID_VALUE: 'the new name is MACH_PORT_NULL or MACH_PORT_DEAD',
        KERN_NAME_EXISTS: 'the new name denotes something already',
        KERN_INVALID_NAME: 'the old name denotes nothing'
      }
    },
    mach_ports_register: {
      about: 'Registers up to four ports, which new tasks inherit.',
      args: { ...TASK, ports: an('names') },
      outputs: {},
      codes: {
        ...ON_TASK,
        ...OF_CALLER,
        KERN_INVALID_ARGUMENT: "more than four ports are given, or the port named is not a task's"
      }
    },
    mach_ports_lookup: {
      about: 'Answers the four registered ports.',
      args: TASK,
      outputs: { ports: 'names' },
      codes: ON_TASK
    }
  }
} satisfies Chapter
