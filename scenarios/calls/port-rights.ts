import { an, type Chapter, maybe, NEW_NAME, ON_NAME, ON_RECEIVE, ON_SPACE, TASK } from './chapter.js'

const NO_KIND = 'the right is no kind of right'
const NOT_CMU = 'the kernel is `cmu`, which has no such call'

/** User references, rights given to and taken from tasks, and what a receive right says of its port. */
export const portRights = {
  title: 'Port rights',
  success: 'KERN_SUCCESS',
  built: true,
  calls: {
    mach_port_get_refs: {
      about: 'Answers how many user references of a right a name has.',
      args: { ...TASK, name: an('name'), right: an('right') },
      outputs: { refs: 'number' },
      codes: { ...ON_NAME, KERN_INVALID_VALUE: NO_KIND }
    },
    mach_port_mod_refs: {
      about: 'Changes how many user references of a right a name has.',
      args: { ...TASK, name: an('name'), right: an('right'), delta: an('number') },
      outputs: {},
      codes: {
        ...ON_NAME,
        KERN_INVALID_VALUE: `${NO_KIND}, or the delta takes more than there is; where nothing is counted, other than 0 and -1`,
        KERN_INVALID_RIGHT: 'the name does not denote this right',
        KERN_UREFS_OVERFLOW: 'the name would have more references than it may (65534; a dead name 65535)'
      }
    },
    mach_port_insert_right: {
      about: "Puts a right of the caller's into a task, under the name given.",
      args: { ...TASK, name: an('name'), poly: an('name'), poly_poly: an('disposition') },
      outputs: {},
      codes: {
        ...ON_SPACE,
        KERN_INVALID_VALUE: 'the name is MACH_PORT_NULL or MACH_PORT_DEAD, or poly_poly is no disposition',
        KERN_INVALID_NAME: 'poly denotes nothing in the caller',
        KERN_INVALID_RIGHT: 'poly does not denote the right that poly_poly wants',
        KERN_INVALID_CAPABILITY: 'poly is MACH_PORT_NULL, or its port is dead',
        KERN_RIGHT_EXISTS: 'the task knows the port under another name',
        KERN_NAME_EXISTS: 'the name denotes something else already',
        KERN_UREFS_OVERFLOW: 'the name has as many references as it may',
        ...NEW_NAME
      }
    },
    mach_port_extract_right: {
      about: 'Takes a right out of a task and gives it to the caller.',
      args: { ...TASK, name: an('name'), desired_type: an('disposition') },
      outputs: { poly: 'name', poly_poly: 'number' },
      codes: {
        ...ON_NAME,
        KERN_INVALID_VALUE: 'desired_type is no disposition',
        KERN_INVALID_RIGHT: 'the name does not denote the right that desired_type wants'
      }
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
      },
      codes: ON_RECEIVE
    },
    mach_port_set_qlimit: {
      about: 'Sets how many messages a port queues before its senders wait.',
      args: { ...TASK, name: an('name'), qlimit: an('number') },
      outputs: {},
      codes: { ...ON_RECEIVE, KERN_INVALID_VALUE: 'the limit is not from 0 to 16' }
    },
    mach_port_set_mscount: {
      about: "Sets a port's make-send count.",
      args: { ...TASK, name: an('name'), mscount: an('number') },
      outputs: {},
      codes: ON_RECEIVE
    },
    mach_port_set_seqno: {
      about: "Sets the sequence number of a port's next message.",
      args: { ...TASK, name: an('name'), seqno: an('number') },
      outputs: {},
      codes: ON_RECEIVE
    },
    mach_port_move_member: {
      about: 'Moves a receive right into a port set, or out of the one it is in.',
      args: { ...TASK, member: an('name'), after: an('name') },
      outputs: {},
      codes: {
        ...ON_SPACE,
        KERN_INVALID_NAME: 'member or after denotes nothing',
        KERN_INVALID_RIGHT: 'member denotes no receive right, or after no port set',
        KERN_NOT_IN_SET: 'after is MACH_PORT_NULL, and the port is in no set'
      }
    },
    mach_port_get_set_status: {
      about: 'Answers the members of a port set.',
      args: { ...TASK, name: an('name') },
      outputs: { members: 'names' },
      codes: { ...ON_NAME, KERN_INVALID_RIGHT: 'the name denotes no port set' }
    },
    mach_port_set_protected_payload: {
      about: 'Has messages arrive with a number in place of the name of their port (`kernel: gnu`).',
      args: { ...TASK, name: an('name'), payload: an('number') },
      outputs: {},
      codes: { ...ON_RECEIVE, MIG_BAD_ID: NOT_CMU }
    },
    mach_port_clear_protected_payload: {
      about: 'Has messages arrive with the name of their port again (`kernel: gnu`).',
      args: { ...TASK, name: an('name') },
      outputs: {},
      codes: { ...ON_RECEIVE, MIG_BAD_ID: NOT_CMU }
    }
  }
} satisfies Chapter

/** What a task can ask to be told. */
export const notifications = {
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
      outputs: { previous: 'name' },
      codes: {
        ...ON_SPACE,
        KERN_INVALID_CAPABILITY: 'notify is no send-once right once it is taken, or its port is dead',
        KERN_INVALID_VALUE:
          'nobody can ask for this notification, or port-destroyed with a sync other than 0',
        KERN_INVALID_NAME: 'name or notify denotes nothing',
        KERN_INVALID_RIGHT:
          'the name denotes no right that can fare so, or notify not the one that notify_type wants',
        KERN_INVALID_ARGUMENT: 'the name is dead already, and sync is 0 or notify MACH_PORT_NULL',
        KERN_UREFS_OVERFLOW: 'the name is dead already, and has as many references as it may'
      }
    }
  }
} satisfies Chapter
