import { an, maybe, TASK, type Argument, type Chapter, type ChapterCall, type OutputKind } from './chapter.js'

const onPort = (
  about: string,
  args: Readonly<Record<string, Argument>>,
  outputs: Readonly<Record<string, OutputKind>> = {}
): ChapterCall => ({ about, args: { ...TASK, ...args }, outputs })

/** The calls of Mach 2.5, which know send, receive and ownership, but no user references. */
export const mach25: Chapter = {
  title: 'Mach 2.5',
  success: 'KERN_SUCCESS',
  built: false,
  calls: {
    msg_send: {
      about: 'Sends a message.',
      args: { msg: an('message'), option: maybe('options', 0), timeout: maybe('time', 0) },
      outputs: { msg: 'message' },
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
      success: 'RPC_SUCCESS'
    },
    port_allocate: onPort('Makes a port.', {}, { port_name: 'name' }),
    port_deallocate: onPort('Gives up every right to a port.', { port_name: an('name') }),
    port_set_allocate: onPort('Makes a port set.', {}, { set_name: 'name' }),
    port_set_deallocate: onPort('Destroys a port set.', { set_name: an('name') }),
    port_set_add: onPort('Moves a port into a set.', { set_name: an('name'), port_name: an('name') }),
    port_set_remove: onPort('Takes a port out of its set.', { port_name: an('name') }),
    port_set_status: onPort(
      'Answers the members of a port set.',
      { set_name: an('name') },
      { members: 'names' }
    ),
    port_set_backlog: onPort('Sets how many messages a port queues.', {
      port_name: an('name'),
      backlog: an('number')
    }),
    port_set_backup: onPort(
      'Sets where a receive right goes that is destroyed.',
      { port_name: an('name'), backup: an('name') },
      { previous: 'name' }
    ),
    port_status: onPort(
      'Answers the state of a port.',
      { port_name: an('name') },
      {
        enabled: 'name',
        num_msgs: 'number',
        backlog: 'number',
        ownership: 'bool',
        receive_rights: 'bool'
      }
    ),
    port_names: onPort('Answers the names of a task.', {}, { port_names: 'names', port_types: 'info' }),
    port_type: onPort('Answers what a name denotes.', { port_name: an('name') }, { port_type: 'number' }),
    port_rename: onPort('Gives a port another name.', { old_name: an('name'), new_name: an('name') }),
    port_insert_send: onPort('Gives a task a send right.', { my_port: an('name'), his_name: an('name') }),
    port_extract_send: onPort(
      'Takes a send right from a task.',
      { his_name: an('name') },
      { his_port: 'name' }
    ),
    port_insert_receive: onPort('Gives a task a receive right.', {
      my_port: an('name'),
      his_name: an('name')
    }),
    port_extract_receive: onPort(
      'Takes a receive right from a task.',
      { his_name: an('name') },
      { his_port: 'name' }
    ),
    port_enable: onPort('Receives on a port with all others enabled (obsolete).', { port_name: an('name') }),
    port_disable: onPort('Takes a port from those enabled (obsolete).', { port_name: an('name') })
  }
}
