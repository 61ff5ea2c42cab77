import { runSteps, runText } from '../fixtures/scenario.js'

describe('messages of Mach 2.5 in a scenario', () => {
  it('carry rights as MSG_TYPE_PORT and MSG_TYPE_PORT_ALL, and are complex for it', () => {
    const { failures } = runSteps(
      '{port_allocate: {}, bind: p}',
      '{port_allocate: {}, bind: q}',
      'msg_send: {msg: {remote: $p, id: 5, body: [{type: MSG_TYPE_PORT, data: [$q]}, {type: MSG_TYPE_PORT_ALL, data: [$q]}]}}',
      `msg_receive: {port: $p}
expect: {msg: {id: 5, complex: true, body: [{type: MSG_TYPE_PORT, data: [$q]}, {type: MSG_TYPE_PORT_ALL, data: [$q]}]}}`
    )
    expect(failures).toEqual([])
  })

  it('succeed and fail by the codes of their calls', () => {
    const { failures } = runSteps(
      '{port_allocate: {}, bind: p}',
      '{msg_send: {msg: {remote: $p}}, expect: SEND_SUCCESS}',
      '{msg_receive: {port: $p}, expect: {returns: RCV_SUCCESS, msg: {size: 24, remote_type: 0, local_type: 0, seqno: 0}}}',
      '{msg_send: {msg: {remote: 0}}, expect: SEND_INVALID_PORT}',
      '{msg_rpc: {msg: {remote: $p, local: $p}}, expect: {returns: RPC_SUCCESS, msg: {local: $p}}}',
      '{msg_rpc: {msg: {remote: $p, local: $p}, option: RCV_TIMEOUT, rcv_size: 8}, expect: RCV_TOO_LARGE}',
      '{msg_receive: {port: $p, rcv_size: 8}, bind: {n: msg.size}, expect: RCV_TOO_LARGE}',
      'check: {value: $n, is: 24}'
    )
    expect(failures).toEqual([])
  })

  it('wait as long as each half may', () => {
    const { failures, time } = runSteps(
      '{port_allocate: {}, bind: p}',
      '{msg_receive: {port: $p, option: RCV_TIMEOUT, timeout: 20ms}, expect: RCV_TIMED_OUT}',
      'repeat: {times: 5, steps: [{msg_send: {msg: {remote: $p}}}]}',
      '{msg_send: {msg: {remote: $p}, option: SEND_TIMEOUT, timeout: 30ms}, expect: SEND_TIMED_OUT}',
      '{port_allocate: {}, bind: q}',
      '{msg_rpc: {msg: {remote: $q, local: $q}, option: SEND_TIMEOUT | RCV_TIMEOUT, send_timeout: 1s, rcv_timeout: 1s}}'
    )
    expect(failures).toEqual([])
    expect([time > 40e6, time < 70e6]).toEqual([true, true])
  })
})

describe('port calls of Mach 2.5 in a scenario', () => {
  it('answer what their manual says', () => {
    const { verdict, failures } = runText(`
tasks:
  me:
    - port_allocate: {}
      bind: p
    - port_names: {}
      expect: {port_names: {contains: [$p, $notify]}, port_types: {contains: [PORT_TYPE_SEND, PORT_TYPE_RECEIVE_OWN]}}
    - port_names: {}
      bind: names
    - check: {value: $names, is: {contains: [$p]}}
    - port_status: {port_name: $p}
      expect: {enabled: PORT_NULL, num_msgs: 0, backlog: PORT_BACKLOG_DEFAULT, ownership: true, receive_rights: true}
    - port_type: {port_name: $p}
      expect: {port_type: PORT_TYPE_RECEIVE_OWN}
    - port_rename: {old_name: $p, new_name: 0x5000}
    - port_set_backup: {port_name: 0x5000, backup: $notify}
      expect: {previous: PORT_NULL}
    - port_deallocate: {port_name: 0x5000}
    - msg_receive: {port: $notify}
      bind: {q: msg.body.0.data.0}
      expect: {msg: {id: NOTIFY_PORT_DESTROYED, body: [{type: MSG_TYPE_PORT_ALL}]}}
    - port_insert_send: {task: $you_task, my_port: $q, his_name: 0x6000}
    - port_extract_send: {task: $you_task, his_name: 0x6000}
      expect: {his_port: $q}
  you: [exit]
given: {tasks: {you: {send: [me]}}}
`)
    expect({ verdict, failures }).toEqual({ verdict: 'passed', failures: [] })
  })
})
