import { an, maybe, TASK, type Chapter } from './chapter.js'

/** Names, and the ports that a task makes for itself. */
export const ports: Chapter = {
  title: 'Ports and names',
  success: 'KERN_SUCCESS',
  built: true,
  calls: {
    mach_reply_port: {
      about: 'Makes a port and answers a name for its receive right.',
      args: {},
      outputs: { name: 'name' }
    },
    mach_task_self: {
      about: 'Answers a send right to the port by which the task is known.',
      args: {},
      outputs: { name: 'name' }
    },
    mach_thread_self: {
      about: 'Answers a send right to the port by which the thread is known.',
      args: {},
      outputs: { name: 'name' }
    },
    mach_host_self: {
      about: 'Answers a send right to the name port of the host.',
      args: {},
      outputs: { name: 'name' }
    },
    mach_port_allocate: {
      about: 'Makes a receive right, a port set or a dead name, under a name the kernel chooses.',
      args: { ...TASK, right: an('right') },
      outputs: { name: 'name' }
    },
    mach_port_allocate_name: {
      about: 'Makes a receive right, a port set or a dead name, under the name given.',
      args: { ...TASK, right: an('right'), name: an('name') },
      outputs: {}
    },
    mach_port_destroy: {
      about: 'Takes every right a name denotes, and the name with them.',
      args: { ...TASK, name: an('name') },
      outputs: {}
    },
    mach_port_deallocate: {
      about: 'Takes one user reference of a send, send-once or dead right.',
      args: { ...TASK, name: an('name') },
      outputs: {}
    },
    mach_port_type: {
      about: 'Answers which rights a name denotes.',
      args: { ...TASK, name: an('name') },
      outputs: { ptype: 'types' }
    },
    mach_port_names: {
      about: 'Answers every name of a task, and which rights each denotes.',
      args: TASK,
      outputs: { entries: 'entries' }
    },
    mach_port_rename: {
      about: 'Gives the rights of one name another name.',
      args: { ...TASK, old_name: an('name'), new_name: an('name') },
      outputs: {}
    },
    mach_ports_register: {
      about: 'Registers up to four ports, which new tasks inherit.',
      args: { ...TASK, ports: an('names') },
      outputs: {}
    },
    mach_ports_lookup: {
      about: 'Answers the four registered ports.',
      args: TASK,
      outputs: { ports: 'names' }
    }
  }
}

/** User references, rights given to and taken from tasks, and what a receive right says of its port. */
export const portRights: Chapter = {
  title: 'Port rights',
  success: 'KERN_SUCCESS',
  built: true,
  calls: {
    mach_port_get_refs: {
      about: 'Answers how many user references of a right a name has.',
      args: { ...TASK, name: an('name'), right: an('right') },
      outputs: { refs: 'number' }
    },
    mach_port_mod_refs: {
      about: 'Changes how many user references of a right a name has.',
      args: { ...TASK, name: an('name'), right: an('right'), delta: an('number') },
      outputs: {}
    },
    mach_port_insert_right: {
      about: "Puts a right of the caller's into a task, under the name given.",
      args: { ...TASK, name: an('name'), poly: an('name'), poly_poly: an('disposition') },
      outputs: {}
    },
    mach_port_extract_right: {
      about: 'Takes a right out of a task and gives it to the caller.',
      args: { ...TASK, name: an('name'), desired_type: an('disposition') },
      outputs: { poly: 'name', poly_poly: 'number' }
    },
    mach_port_get_receive_status: {
      about: 'Answers the state of a port, to who has its receive right.',
      args: { ...TASK, name: an('name') },
      outputs: {
        pset: 'name',
        seqno: 'number',
        mscount: 'number',
        qlimit: 'number',
        msgcount: 'number',
        sorights: 'number',
        srights: 'bool',
        pdrequest: 'bool',
        nsrequest: 'bool'
      }
    },
    mach_port_set_qlimit: {
      about: 'Sets how many messages a port queues before its senders wait.',
      args: { ...TASK, name: an('name'), qlimit: an('number') },
      outputs: {}
    },
    mach_port_set_mscount: {
      about: "Sets a port's make-send count.",
      args: { ...TASK, name: an('name'), mscount: an('number') },
      outputs: {}
    },
    mach_port_set_seqno: {
      about: "Sets the sequence number of a port's next message.",
      args: { ...TASK, name: an('name'), seqno: an('number') },
      outputs: {}
    },
    mach_port_move_member: {
      about: 'Moves a receive right into a port set, or out of the one it is in.',
      args: { ...TASK, member: an('name'), after: an('name') },
      outputs: {}
    },
    mach_port_get_set_status: {
      about: 'Answers the members of a port set.',
      args: { ...TASK, name: an('name') },
      outputs: { members: 'names' }
    },
    mach_port_set_protected_payload: {
      about: 'Has messages arrive with a number in place of the name of their port (`kernel: gnu`).',
      args: { ...TASK, name: an('name'), payload: an('number') },
      outputs: {}
    },
    mach_port_clear_protected_payload: {
      about: 'Has messages arrive with the name of their port again (`kernel: gnu`).',
      args: { ...TASK, name: an('name') },
      outputs: {}
    }
  }
}

/** What a task can ask to be told. */
export const notifications: Chapter = {
  title: 'Notifications',
  success: 'KERN_SUCCESS',
  built: true,
  calls: {
    mach_port_request_notification: {
      about: 'Asks for a message when a name dies, a port has no senders, or a receive right is destroyed.',
      args: {
        ...TASK,
        name: an('name'),
        variant: an('notification'),
        sync: maybe('number', 0),
        notify: an('name'),
        notify_type: maybe('disposition', 'MACH_MSG_TYPE_MAKE_SEND_ONCE')
      },
      outputs: { previous: 'name' }
    }
  }
}
