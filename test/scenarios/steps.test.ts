import { runSteps, runText } from '../fixtures/scenario.js'

const failuresOf = (...steps: string[]) =>
  runSteps(...steps).failures.map(({ step, message, expected, actual }) => ({
    step,
    message,
    expected,
    actual
  }))

describe('a step', () => {
  it('expects the success of its call where it says nothing', () => {
    expect(failuresOf('mach_port_type: {name: 0x5500}')).toEqual([
      {
        step: 'mach_port_type',
        message: 'me.main: mach_port_type answered KERN_INVALID_NAME',
        expected: 'KERN_SUCCESS',
        actual: 'KERN_INVALID_NAME'
      }
    ])
  })

  it('takes one of the codes that are listed, or any', () => {
    expect(failuresOf('mach_port_type: {name: 1000}\nexpect: [KERN_FAILURE, KERN_INVALID_NAME]')).toEqual([])
    expect(failuresOf('mach_port_type: {name: 1000}\nexpect: any')).toEqual([])
    expect(failuresOf('mach_port_type: {name: 1000}\nexpect: [KERN_FAILURE, KERN_SUCCESS]')).toMatchObject([
      { expected: ['KERN_FAILURE', 'KERN_SUCCESS'], actual: 'KERN_INVALID_NAME' }
    ])
  })

  it('says which part of an output is another than expected, and where the expectation stands', () => {
    const { failures, verdict } = runText(`
tasks:
  me:
    - mach_port_get_receive_status: {name: $notify}
      expect: {qlimit: 6, seqno: 0}
`)
    expect(verdict).toBe('failed')
    expect(failures).toEqual([
      {
        line: 6,
        column: 15,
        step: 'mach_port_get_receive_status',
        message: 'me.main: qlimit is another than expected',
        expected: 6,
        actual: 5
      }
    ])
  })

  it('ends the run where it fails', () => {
    const report = runText(`
tasks:
  me:
    - check: {value: 1, is: 2}
    - check: {value: 2, is: 3}
  you: [{sleep: 10s}]
`)
    expect(report.failures).toHaveLength(1)
    expect(report.time).toBeLessThan(1e9)
  })

  it('keeps the first output, or parts of outputs by their paths', () => {
    const report = runSteps(
      'mach_reply_port: {}\nbind: p',
      'mach_msg: {option: MACH_SEND_MSG, msg: {remote: $p, remote_type: MACH_MSG_TYPE_MAKE_SEND, body: [{type: MACH_MSG_TYPE_INTEGER_32, data: [4, 5]}]}}',
      'mach_msg: {option: MACH_RCV_MSG, rcv_name: $p}\nbind: {all: msg, one: msg.body.0.data.1}',
      'check: {value: $one, is: 5}',
      'check: {value: $all.body.0.number, is: 2}'
    )
    expect(report.failures).toEqual([])
  })

  it('says when a part that it keeps is not there', () => {
    const [failure] = failuresOf(
      'mach_reply_port: {}\nbind: p',
      'mach_msg: {option: MACH_SEND_MSG, msg: {remote: $p, remote_type: MACH_MSG_TYPE_MAKE_SEND}}',
      'mach_msg: {option: MACH_RCV_MSG, rcv_name: $p}\nbind: {x: msg.body.0.data.0}'
    )
    expect(failure?.message).toContain('msg.body has no 0')
  })
})

describe('a message', () => {
  it('comes back to its sender as it was, where it could not be sent', () => {
    const report = runText(`
given: {ports: {q: {receiver: me, send: [me], qlimit: 0}}}
tasks:
  me:
    - mach_msg:
        option: MACH_SEND_MSG | MACH_SEND_TIMEOUT
        msg: {remote: $q, id: 7, body: [{type: MACH_MSG_TYPE_CHAR, data: "again"}]}
        timeout: 0
      expect: {returns: MACH_SEND_TIMED_OUT, msg: {remote: $q, id: 7, body: [{data: "again"}]}}
`)
    expect(report.failures).toEqual([])
  })

  it('that is too large leaves only what the kernel wrote of its header', () => {
    const report = runText(`
given: {ports: {q: {receiver: me, send: [me]}}}
tasks:
  me:
    - mach_msg: {option: MACH_SEND_MSG, msg: {remote: $q, body: [{type: MACH_MSG_TYPE_CHAR, data: "12345"}]}}
    - mach_msg: {option: MACH_RCV_MSG, rcv_name: $q, rcv_size: 24}
      expect: {returns: MACH_RCV_TOO_LARGE, msg: {size: 36, body: []}}
`)
    expect(report.failures).toEqual([])
  })

  it('can be malformed on purpose', () => {
    const send = (item: string) =>
      runText(`
given: {ports: {q: {receiver: me, send: [me]}}}
tasks:
  me:
    - mach_msg: {option: MACH_SEND_MSG, msg: {remote: $q, complex: true, body: [${item}]}}
`).failures.map(({ actual }) => actual)
    expect(send('{type: MACH_MSG_TYPE_COPY_SEND, size: 16, data: [$q]}')).toEqual(['MACH_SEND_INVALID_TYPE'])
    expect(send('{type: MACH_MSG_TYPE_INTEGER_32, unused: 1, data: [1]}')).toEqual(['MACH_SEND_INVALID_TYPE'])
    expect(send('{type: MACH_MSG_TYPE_INTEGER_32, number: 9, data: [1]}')).toEqual([
      'MACH_SEND_MSG_TOO_SMALL'
    ])
  })

  it('of single bits packs them', () => {
    const report = runText(`
given: {ports: {q: {receiver: me, send: [me]}}}
tasks:
  me:
    - mach_msg: {option: MACH_SEND_MSG, msg: {remote: $q, body: [{type: MACH_MSG_TYPE_BIT, data: [1, 0, 1]}]}}
    - mach_msg: {option: MACH_RCV_MSG, rcv_name: $q}
      expect: {msg: {size: 32, body: [{size: 1, number: 3, data: [1, 0, 1]}]}}
`)
    expect(report.failures).toEqual([])
  })
})

describe('variables', () => {
  it('are shared by the threads of a task, but for $thread_self', () => {
    const report = runText(`
tasks:
  me:
    threads:
      a: [{set: {x: 1, self: $thread_self}}]
      b:
        - wait_for: {thread: me.a, state: finished}
        - check: {value: $x, is: 1}
        - check: {value: $self, is: {not: $thread_self}}
`)
    expect(report.failures).toEqual([])
  })

  it('of a task that a task makes are its own', () => {
    const report = runText(`
tasks:
  parent:
    - set: {x: 1}
    - task_create:
        parent_task: $task_self
        name: child
        threads:
          main:
            - mach_task_self: {}
              expect: {name: $task_self}
            - mach_port_get_receive_status: {name: $notify}
            - set: {x: 2}
      bind: child
    - wait_for: {thread: child.main, state: finished}
    - check: {value: $x, is: 1}
`)
    expect(report.failures).toEqual([])
  })

  it('that are put into themselves over and over end the run, not the memory', () => {
    const report = runText(`
tasks:
  me:
    - set: {x: [1]}
    - repeat: {times: 1000000, steps: [{set: {x: [$x]}}]}
`)
    expect(report.failures.map(({ message }) => message)).toEqual([
      'me.main: $x would be nested more than 64 levels deep'
    ])
  })
})

describe('control words', () => {
  it('repeat, count, choose and end as they say', () => {
    const report = runText(`
tasks:
  me:
    - set: {seen: none}
    - repeat:
        times: 3
        index: i
        steps:
          - switch: {on: $i, cases: {0: [{set: {seen: zero}}], 2: [{check: {value: $seen, is: other}}]}, default: [{set: {seen: other}}]}
    - exit
    - check: {value: 1, is: 2}
`)
    expect(report).toMatchObject({ verdict: 'passed', failures: [] })
  })

  it('sleep and compute in virtual time', () => {
    expect(runSteps('sleep: 3ms').time).toBeGreaterThanOrEqual(3_000_000)
    expect(runSteps('compute: 20us').time).toBeGreaterThanOrEqual(20_000)
  })

  it('make a thread a daemon for ever', () => {
    const report = runText(`
tasks:
  server: [{forever: [{mach_msg: {option: MACH_RCV_MSG, rcv_name: $notify}}]}]
  client: [exit]
`)
    expect(report.verdict).toBe('passed')
  })
})
