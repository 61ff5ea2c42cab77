import type { TraceEvent } from '../../kernel/index.js'
import { runScenario } from '../../scenarios/runner.js'
import { runSteps, runText, scenarioOf } from '../fixtures/scenario.js'

const PAIR = `
given: {ports: {svc: {receiver: server, send: [client]}, reply: {receiver: client}}}
tasks:
  server:
    - mach_msg: {option: MACH_RCV_MSG, rcv_name: $svc}
      bind: m
    - mach_msg: {option: MACH_SEND_MSG, msg: {remote: $m.remote, remote_type: MACH_MSG_TYPE_MOVE_SEND_ONCE, id: 2}}
  client:
    - mach_msg: {option: MACH_SEND_MSG | MACH_RCV_MSG, msg: {remote: $svc, local: $reply, id: 1}, rcv_name: $reply}
`

const messagesOf = (text: string) => runText(text).failures.map(({ message }) => message)

describe('a run', () => {
  it('passes when every thread that is no daemon has finished', () => {
    expect(runText(PAIR)).toMatchObject({ verdict: 'passed', ended: 'passed', failures: [] })
  })

  it('is a deadlock when nothing can wake those that wait, and says where each stands', () => {
    const report = runText(`
given:
  ports: {a: {receiver: left, send: [right]}, b: {receiver: right, send: [left]}}
tasks:
  left:
    - mach_msg: {option: MACH_RCV_MSG, rcv_name: $a}
  right:
    - mach_msg: {option: MACH_RCV_MSG, rcv_name: $b}
`)
    expect(report).toMatchObject({ verdict: 'deadlock', ended: 'deadlock' })
    expect(report.deadlock?.cycle).toEqual(['left.main', 'right.main'])
    expect(report.deadlock?.waits).toMatchObject([
      {
        thread: 'left.main',
        reason: 'receive',
        port: 'a',
        holders: ['right.main'],
        step: { at: { line: 7, column: 7 } }
      },
      { thread: 'right.main', reason: 'receive', port: 'b', holders: ['left.main'] }
    ])
    expect(report.failures.map(({ message }) => message)).toEqual([
      'left.main waits for a message on a, which is up to right.main',
      'right.main waits for a message on b, which is up to left.main'
    ])
  })

  it('that is to be a deadlock passes as one', () => {
    const report = runText(`
tasks: {me: [{mach_msg: {option: MACH_RCV_MSG, rcv_name: $notify}}]}
expect: {verdict: deadlock, threads: {me.main: waiting}}
`)
    expect(report).toMatchObject({ verdict: 'passed', ended: 'deadlock', failures: [] })
  })

  it('fails where it was to be a deadlock and is none', () => {
    const report = runText('tasks: {me: [exit]}\nexpect: {verdict: deadlock}')
    expect(report).toMatchObject({ verdict: 'failed', ended: 'passed' })
    expect(report.failures).toMatchObject([{ expected: 'deadlock', actual: 'passed' }])
  })

  it('fails where a thread ends itself before its steps are done', () => {
    const report = runSteps('thread_terminate: {thread: $thread_self}', 'exit')
    expect(report).toMatchObject({ verdict: 'failed' })
    expect(report.failures).toMatchObject([{ step: 'thread_terminate' }])
  })

  it('passes where another has ended the thread', () => {
    const report = runText(`
tasks:
  me:
    threads:
      victim:
        - set: {victim: $thread_self}
        - mach_msg: {option: MACH_RCV_MSG, rcv_name: $notify}
      killer:
        - wait_for: {thread: me.victim, state: waiting}
        - thread_terminate: {thread: $victim}
`)
    expect(report.verdict).toBe('passed')
  })
})

describe('the budget', () => {
  const endless = (steps: string) => `
tasks:
  me: [{repeat: {times: 1000000000, steps: [${steps}]}}]
`
  it('ends a run after so many traps', () => {
    const report = runText(endless('mach_task_self'), { budget: 100 })
    expect(report).toMatchObject({ verdict: 'budget', counts: { traps: 100 } })
  })

  it.each(['{set: {x: 1}}', '{sleep: 1ms}', '{compute: 1us}', '{repeat: {times: 0, steps: [exit]}}'])(
    'also ends one that takes no traps but %s',
    (step) => {
      expect(runText(endless(step), { budget: 1000 }).verdict).toBe('budget')
    }
  )

  it('also ends one that moves large data about', () => {
    const report = runText(endless('{set: {x: {fill: 7, number: 1000000}}}'), { budget: 2000 })
    expect(report.verdict).toBe('budget')
  })

  it('leaves alone a run that takes just as many traps', () => {
    expect(runText('tasks: {me: [mach_task_self, mach_task_self]}', { budget: 3 }).verdict).toBe('passed')
  })
})

describe('what must hold at the end', () => {
  it('are states of threads', () => {
    expect(messagesOf(`${PAIR}expect: {threads: {client.main: waiting, server.main: finished}}`)).toEqual([
      'client.main is not waiting'
    ])
  })

  it('are counters, of the world or of a host', () => {
    expect(messagesOf(`${PAIR}expect: {counts: {messages_sent: 2, traps: {max: 3}}}`)).toEqual([])
    expect(messagesOf(`${PAIR}expect: {counts: {local: {messages_sent: 3}}}`)).toEqual([
      'messages_sent of local is another than expected'
    ])
  })

  it('is the time it took, in the units of the language', () => {
    expect(messagesOf('tasks: {me: [{sleep: 5ms}]}\nexpect: {time: {min: 5ms, max: 20ms}}')).toEqual([])
    expect(messagesOf('tasks: {me: [{sleep: 5ms}]}\nexpect: {time: {max: 4ms}}')).toHaveLength(1)
  })

  it('are events in this order, others between them', () => {
    const trace = (...events: string[]) => messagesOf(`${PAIR}expect: {trace: [${events.join(', ')}]}`)
    const sent = '{event: message.send, thread: client.main}'
    const received = '{event: message.receive, thread: client.main, id: 2}'
    expect(trace(sent, received)).toEqual([])
    expect(trace(received, sent)).toEqual(['event 2 of 2 in the trace did not come'])
  })

  it('are events that must not come', () => {
    expect(messagesOf(`${PAIR}expect: {absent: [{event: notification}]}`)).toEqual([])
    expect(messagesOf(`${PAIR}expect: {absent: [{event: message.send, thread: server.main}]}`)).toEqual([
      'an event came that is to be absent'
    ])
  })

  it('begins with the first step: what was given before is neither counted nor seen', () => {
    const text = `
given: {ports: {q: {receiver: me, send: [me], messages: 3}}}
tasks: {me: [exit]}
expect:
  counts: {messages_sent: 0, traps: 0, rights_translated: 0}
  absent: [{event: message.queue}, {event: right.make}]
`
    expect(messagesOf(text)).toEqual([])
  })
})

describe('two runs of one scenario', () => {
  const eventsOf = (text: string, seed: number): TraceEvent[] => {
    const events: TraceEvent[] = []
    runScenario(scenarioOf(text), { seed, trace: (event) => events.push(event) })
    return events
  }

  it('are the same to the last event', () => {
    const events = eventsOf(PAIR, 1)
    expect(events.length).toBeGreaterThan(20)
    expect(eventsOf(PAIR, 1)).toEqual(events)
  })
})
