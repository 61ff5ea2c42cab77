import type { TraceEvent } from '../../kernel/index.js'
import { runText } from '../fixtures/scenario.js'

const WHEREIS = `
scenario: Whereis server X
about: A server registers its port; a client finds it and makes a call.
tasks:
  server:
    - mach_port_allocate: {right: MACH_PORT_RIGHT_RECEIVE}
      bind: service
    - netname_check_in: {port_name: X, signature: MACH_PORT_NULL, port_id: $service}
    - mach_msg: {option: MACH_RCV_MSG, rcv_name: $service}
      bind: request
      expect: {msg: {id: 100, body: [{data: "ping"}]}}
    - mach_msg:
        option: MACH_SEND_MSG
        msg: {remote: $request.remote, remote_type: MACH_MSG_TYPE_MOVE_SEND_ONCE, id: 200, body: [{type: MACH_MSG_TYPE_CHAR, data: "pong"}]}
  client:
    - wait_for: {thread: server.main, state: waiting}
    - netname_look_up: {host_name: "", port_name: X}
      bind: server
    - mach_reply_port: {}
      bind: reply
    - mach_msg:
        option: MACH_SEND_MSG | MACH_RCV_MSG
        msg: {remote: $server, local: $reply, id: 100, body: [{type: MACH_MSG_TYPE_CHAR, data: "ping"}]}
        rcv_name: $reply
      expect: {msg: {id: 200, body: [{data: "pong"}]}}
expect:
  threads: {client.main: finished, server.main: finished}
  trace:
    - {event: thread.handoff, from: client.main, to: server.main}
`

const passes = (text: string, options: Parameters<typeof runText>[1] = {}) => {
  const { verdict, failures } = runText(text, { invariants: true, ...options })
  expect({ verdict, failures }).toEqual({ verdict: 'passed', failures: [] })
}

describe('every host has a name server', () => {
  it.each([1, 2, 3])('by which a client finds a server (seed %d)', (seed) => {
    passes(WHEREIS, { seed })
  })

  it.each(['cmu', 'gnu'])('whatever its kernel (%s)', (kernel) => {
    passes(
      `hosts: {A: {kernel: ${kernel}, processors: 2}}\n${WHEREIS.trim().replace(/^scenario.*\nabout.*\n/, '')}`
    )
  })

  it('which is there before the first step: time, counters and trace begin with that', () => {
    const events: TraceEvent[] = []
    const { time, counts } = runText('tasks: {me: [mach_reply_port]}', {
      trace: (event) => events.push(event)
    })
    expect(time).toBeLessThan(20_000)
    expect(counts).toMatchObject({ traps: 1, messages_sent: 0, rights_translated: 0, context_switches: 1 })
    expect(events.some(({ task, thread }) => task === 'netname' || thread === 'netname.main')).toBe(false)
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
  })

  it('whose work counts and is seen', () => {
    passes(`
tasks:
  me:
    - netname_look_up: {host_name: "", port_name: nobody}
      expect: NETNAME_NOT_CHECKED_IN
expect:
  counts: {traps: 4, messages_sent: 2, handoffs: {min: 1}}
  trace:
    - {event: message.send, id: 1041, thread: me.main}
    - {event: message.send, id: 1141, thread: netname.main}
`)
  })

  it('that a deadlock is not up to, and that need not be expected', () => {
    const { verdict, deadlock } = runText(`
tasks:
  me:
    - mach_port_allocate: {right: MACH_PORT_RIGHT_RECEIVE}
      bind: p
    - netname_check_in: {port_name: X, signature: MACH_PORT_NULL, port_id: $p}
    - mach_msg: {option: MACH_RCV_MSG, rcv_name: $p}
`)
    expect([verdict, deadlock?.waits]).toMatchObject(['deadlock', [{ thread: 'me.main', holders: [] }]])
    expect(deadlock?.waits).toHaveLength(1)
  })

  it('that takes no name from a task of the scenario', () => {
    passes(`
tasks:
  netname: [netname_look_up: {host_name: "*", port_name: NameServer}]
expect: {threads: {netname.main: finished}}
`)
  })
})

describe('netname calls', () => {
  it('are library routines: traps and messages, with a reply port that goes again', () => {
    passes(
      `
tasks:
  me:
    - mach_port_allocate: {right: MACH_PORT_RIGHT_RECEIVE}
      bind: p
    - mach_port_names: {}
      bind: before
    - netname_check_in: {port_name: one, signature: MACH_PORT_NULL, port_id: $p}
    - mach_port_names: {}
      expect: {entries: $before}
    - mach_port_get_receive_status: {name: $p}
      expect: {mscount: 1, srights: true}
      note: only the receive right was held, so a send right was made
    - netname_look_up: {host_name: local, port_name: ONE}
      expect: {port_id: $p}
    - netname_check_in: {port_name: two, signature: MACH_PORT_NULL, port_id: $p}
    - mach_port_get_receive_status: {name: $p}
      expect: {mscount: 1}
      note: there is a send right now, which is copied
`
    )
  })

  it('answer in the codes of the interface, and those of its messages', () => {
    passes(`
tasks:
  me:
    - netname_look_up: {host_name: elsewhere, port_name: one}
      expect: NETNAME_NOT_CHECKED_IN
    - netname_check_in: {port_name: one, signature: MACH_PORT_NULL, port_id: MACH_PORT_NULL}
      expect: NETNAME_INVALID_PORT
    - netname_check_in: {port_name: one, signature: MACH_PORT_NULL, port_id: 0x5500}
      expect: MACH_SEND_INVALID_RIGHT
    - netname_check_out: {port_name: one, signature: MACH_PORT_NULL}
      expect: NETNAME_NOT_CHECKED_IN
    - netname_check_in: {port_name: one, signature: MACH_PORT_NULL, port_id: $task_self}
      expect: {returns: NETNAME_SUCCESS}
`)
  })

  it('go where $bootstrap says', () => {
    passes(`
given: {ports: {mine: {receiver: other, send: [me]}}}
tasks:
  me:
    - set: {bootstrap: $mine}
    - netname_look_up: {host_name: "", port_name: one}
      expect: MIG_BAD_ARGUMENTS
  other:
    - mach_msg: {option: MACH_RCV_MSG, rcv_name: $mine}
      bind: m
      expect: {msg: {id: 1041, body: [{type: MACH_MSG_TYPE_STRING, size: 640}, {longform: true}]}}
    - mach_msg:
        option: MACH_SEND_MSG
        msg: {remote: $m.remote, remote_type: MACH_MSG_TYPE_MOVE_SEND_ONCE, id: 1141, body: [{type: MACH_MSG_TYPE_INTEGER_32, data: [-304]}]}
`)
  })

  it('can be made by hand', () => {
    passes(`
given: {ports: {svc: {receiver: me}}}
tasks:
  me:
    - mach_reply_port: {}
      bind: reply
    - mach_msg:
        option: MACH_SEND_MSG | MACH_RCV_MSG
        rcv_name: $reply
        msg: {remote: $bootstrap, local: $reply, id: 1043}
      bind: m
      expect: {msg: {id: 1143, body: [{data: [0]}, {type: MACH_MSG_TYPE_STRING, size: 640, number: 1}]}}
    - mach_msg:
        option: MACH_SEND_MSG | MACH_RCV_MSG
        rcv_name: $reply
        msg: {remote: $bootstrap, local: $reply, id: 1044}
      expect: {msg: {id: 1144, body: [{data: [MIG_BAD_ID]}]}}
`)
  })
})
