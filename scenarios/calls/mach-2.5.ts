import {
  an,
  type Argument,
  type Chapter,
  type Codes,
  maybe,
  OF_CALLER,
  ON_TASK,
  type OutputKind,
  TASK
} from './chapter.js'

const onPort = <const C extends Codes>(
  about: string,
  args: Readonly<Record<string, Argument>>,
  codes: C,
  outputs: Readonly<Record<string, OutputKind>> = {}
) => ({ about, args: { ...TASK, ...args }, outputs, codes })

/** One code for every name that is not what it should be, and for a port that is no task's. */
const ON_RIGHT = {
  ...ON_TASK,
  KERN_INVALID_ARGUMENT: "a name or a number is not what it should be, or the port named is not a task's"
} satisfies Codes
const ON_RECEIVER = {
  ...ON_RIGHT,
  KERN_NOT_RECEIVER: 'the name denotes a port of which the task has no receive right'
} satisfies Codes
const NEW = { ...ON_TASK, KERN_RESOURCE_SHORTAGE: 'the task has as many names as it may' } satisfies Codes
const INSERT = {
  ...ON_RIGHT,
  KERN_NAME_EXISTS: 'the name denotes something already',
  KERN_FAILURE: 'the task knows the port under another name'
} satisfies Codes

const SEND = {
  SEND_INVALID_PORT: 'the destination, the reply port or a port of the body is no right of the task',
  SEND_INVALID_MEMORY: 'out-of-line data cannot be read',
  SEND_TIMED_OUT: 'with SEND_TIMEOUT, the queue stayed full; the message is destroyed',
  SEND_WILL_NOTIFY: 'with SEND_NOTIFY, the queue was full and took the message all the same',
  SEND_NOTIFY_IN_PROGRESS: 'with SEND_NOTIFY, one forced before is still queued',
  SEND_KERNEL_REFUSED: 'with SEND_NOTIFY, where tasks have no notify port (`kernel: gnu`)',
  SEND_INTERRUPTED: 'thread_abort ended the wait for room',
  SEND_MSG_TOO_LARGE: 'the message is larger than 8192 bytes',
  SEND_MSG_TOO_SMALL: 'the size is below 24, or too small for what the body describes'
} satisfies Codes
const RECEIVE = {
  RCV_INVALID_PORT: 'there is no receive right to receive by, the port is in a set, or it was lost meanwhile',
  RCV_TIMED_OUT: 'with RCV_TIMEOUT, no message came',
  RCV_TOO_LARGE: 'the message is larger than rcv_size; it stays in the queue',
  RCV_INTERRUPTED: 'thread_abort ended the wait for a message',
  RCV_PORT_CHANGE: 'the port was put into a set while the thread waited'
} satisfies Codes

const GONE = 'is gone from CMU Mach 3'

/** The calls of Mach 2.5, which know send, receive and ownership, but no user references. */
export const mach25 = {
  title: 'Mach 2.5',
  success: 'KERN_SUCCESS',
  built: true,
  calls: {
    msg_send: {
      about: 'Sends a message.',
      args: { msg: an('message'), option: maybe('options', 0), timeout: maybe('time', 0) },
      outputs: { msg: 'message' },
      codes: SEND,
      success: 'SEND_SUCCESS'
    },
    msg_receive: {
      about: 'Receives a message; one that is too large stays in the queue.',
      args: {
        port: an('name'),
        option: maybe('options', 0),
        timeout: maybe('time', 0),
        rcv_size: maybe('size')
      },
      outputs: { msg: 'message' },
      codes: RECEIVE,
      success: 'RCV_SUCCESS'
    },
    msg_rpc: {
      about: 'Sends a request and receives the answer at its reply port.',
      args: {
        msg: an('message'),
        option: maybe('options', 0),
        rcv_size: maybe('size'),
        send_timeout: maybe('time', 0),
        rcv_timeout: maybe('time', 0)
      },
      outputs: { msg: 'message' },
      codes: { ...SEND, ...RECEIVE },
      success: 'RPC_SUCCESS'
    },
    port_allocate: onPort('Makes a port.', {}, NEW, { port_name: 'name' }),
    port_deallocate: onPort('Gives up every right to a port.', { port_name: an('name') }, ON_RIGHT),
    port_set_allocate: onPort('Makes a port set.', {}, NEW, { set_name: 'name' }),
    port_set_deallocate: onPort('Destroys a port set.', { set_name: an('name') }, ON_RIGHT),
    port_set_add: onPort(
      'Moves a port into a set.',
      { set_name: an('name'), port_name: an('name') },
      ON_RECEIVER
    ),
    port_set_remove: onPort(
      'Takes a port out of its set.',
      { port_name: an('name') },
      { ...ON_RECEIVER, KERN_NOT_IN_SET: 'the port is in no set' }
    ),
    port_set_status: onPort('Answers the members of a port set.', { set_name: an('name') }, ON_RIGHT, {
      members: 'names'
    }),
    port_set_backlog: onPort(
      'Sets how many messages a port queues.',
      { port_name: an('name'), backlog: an('number') },
      ON_RECEIVER
    ),
    port_set_backup: onPort(
      'Sets where a receive right goes that is destroyed.',
      { port_name: an('name'), backup: an('name') },
      ON_RECEIVER,
      { previous: 'name' }
    ),
    port_status: onPort('Answers the state of a port.', { port_name: an('name') }, ON_RIGHT, {
      enabled: 'name',
      num_msgs: 'number',
      backlog: 'number',
      ownership: 'bool',
      receive_rights: 'bool'
    }),
    port_names: onPort('Answers the names of a task.', {}, ON_TASK, {
      port_names: 'names',
      port_types: 'info'
    }),
    port_type: onPort('Answers what a name denotes.', { port_name: an('name') }, ON_RIGHT, {
      port_type: 'number'
    }),
    port_rename: onPort(
      'Gives a port another name.',
      { old_name: an('name'), new_name: an('name') },
      { ...ON_RIGHT, KERN_NAME_EXISTS: 'the new name denotes something already' }
    ),
    port_insert_send: onPort(
      'Gives a task a send right.',
      { my_port: an('name'), his_name: an('name') },
      INSERT
    ),
    port_extract_send: onPort('Takes a send right from a task.', { his_name: an('name') }, ON_RIGHT, {
      his_port: 'name'
    }),
    port_insert_receive: onPort(
      'Gives a task a receive right.',
      { my_port: an('name'), his_name: an('name') },
      { ...INSERT, ...OF_CALLER }
    ),
    port_extract_receive: onPort('Takes a receive right from a task.', { his_name: an('name') }, ON_RIGHT, {
      his_port: 'name'
    }),
    port_enable: {
      ...onPort(
        'Receives on a port with all others enabled (obsolete).',
        { port_name: an('name') },
        ON_RIGHT
      ),
      gone: GONE
    },
    port_disable: {
      ...onPort('Takes a port from those enabled (obsolete).', { port_name: an('name') }, ON_RIGHT),
      gone: GONE
    }
  }
} satisfies Chapter
