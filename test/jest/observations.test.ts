import { runText, world } from '../../jest/index.js'
import { callWorld, CROSSED } from '../fixtures/call-world.js'
import { complaint } from '../fixtures/complaint.js'

const call = callWorld().run()
const crossed = runText(CROSSED)

describe('toHaveDelivered', () => {
  it('asks for a message by its id, who sent it and who received it', () => {
    expect(call).toHaveDelivered({ id: 100 })
    expect(call).toHaveDelivered({ id: 100, to: 'server', from: 'client.main', times: 1 })
    expect(call).not.toHaveDelivered({ id: 100, to: 'client' })
    expect(call).not.toHaveDelivered({ id: 100, from: 'kernel' })
    expect(call).not.toHaveDelivered({ id: 100, times: 2 })
    expect(call).toHaveDelivered({ id: 300, times: 0 })
  })

  it('knows what the kernel sends', () => {
    const told = runText(`
scenario: The receiver learns that its last sender is gone
given: {ports: {p: {receiver: me, send: [other]}}}
tasks:
  me:
    - mach_reply_port: {}
      bind: notices
    - mach_port_request_notification:
        {name: $p, variant: MACH_NOTIFY_NO_SENDERS, sync: 0, notify: $notices, notify_type: MACH_MSG_TYPE_MAKE_SEND_ONCE}
    - mach_msg: {option: MACH_RCV_MSG, rcv_name: $notices}
  other:
    - wait_for: {thread: me.main, state: waiting}
    - mach_port_deallocate: {name: $p}
`)
    expect(told).toHaveDelivered({ id: 70, from: 'kernel', to: 'me.main' })
  })

  it('says what was delivered', () => {
    const said = complaint(() => expect(call).toHaveDelivered({ id: 100, times: 2 }))
    expect(said).toContain('toHaveDelivered({"id": 100, "times": 2})')
    expect(said).toContain('expected: 2 such messages\n  came:     1 such message\n')
    expect(said).toMatch(
      /received were 2 messages in all:\n {2}id 100: client\.main → server\.main, through service\n/
    )
    expect(complaint(() => expect(call).not.toHaveDelivered({ id: 100 }))).toContain(
      'not at least one such message'
    )
  })

  it('knows who is there', () => {
    expect(() => expect(call).not.toHaveDelivered({ id: 1, to: 'serfer' })).toThrow('did you mean server?')
  })
})

describe('toHoldRight', () => {
  it('asks for a kind of right, and more of it', () => {
    expect(call).toHoldRight('server', 'receive', { port: 'service' })
    expect(call).toHoldRight('client', 'send', { port: 'service', refs: 1 })
    expect(call).toHoldRight('client', 'send', { port: 'client_task', name: 2 })
    expect(call).not.toHoldRight('client', 'send', { port: 'service', refs: 2 })
    expect(call).not.toHoldRight('server', 'send_once')
  })

  it('sees both rights under one name, sets, and names that are dead though nobody touched them', () => {
    const run = world()
      .port('dying', { receiver: 'a', send: { b: 3 }, send_once: ['b'] })
      .port('kept', { receiver: 'a', send: ['a'], set: 'all' })
      .task('a', function* ({ task_self, dying }) {
        yield { call: 'mach_port_destroy', args: { task: task_self, name: dying } }
      })
      .task('b', function* () {})
      .run()
    expect(run).toHoldRight('a', 'receive', { port: 'kept' })
    expect(run).toHoldRight('a', 'send', { port: 'kept' })
    expect(run).toHoldRight('a', 'port_set')
    expect(run).toHoldRight('b', 'dead_name', { refs: 3 })
    expect(run).toHoldRight('b', 'dead_name', { refs: 1 })
    expect(run).not.toHoldRight('b', 'send_once')
  })

  it('says what the task holds', () => {
    const said = complaint(() => expect(call).toHoldRight('client', 'receive', { port: 'service' }))
    expect(said).toMatch(/client holds:\n(.*\n)* {2}send of service \(local:\d+\), refs 1, name 5\n/)
  })

  it('knows which tasks and rights there are', () => {
    expect(() => expect(call).not.toHoldRight('cleint', 'send')).toThrow(
      'there is no task cleint; did you mean client?'
    )
  })
})

describe('toHaveCounted', () => {
  it('compares counters with numbers, bounds and matchers of jest', () => {
    expect(call).toHaveCounted({ messages_sent: 2, traps: { min: 4, max: 4 }, handoffs: expect.any(Number) })
    expect(call).not.toHaveCounted({ messages_sent: 2, notifications: { min: 1 } })
  })

  it('says which differ', () => {
    const said = complaint(() =>
      expect(call).toHaveCounted({ messages_sent: 3, traps: { max: 1 }, notifications: 0 })
    )
    expect(said).toContain('messages_sent\n  expected: 3\n  came:     2\n')
    expect(said).toContain('traps\n  expected: {"max": 1}\n  came:     4\n')
    expect(said).not.toContain('notifications\n')
    expect(complaint(() => expect(call).not.toHaveCounted({ traps: 4 }))).toContain('expected: not 4\n')
  })

  it('knows the counters', () => {
    const misspelt = JSON.parse('{ "mesages_sent": 2 }')
    expect(() => expect(call).not.toHaveCounted(misspelt)).toThrow('did you mean messages_sent?')
  })
})

describe('toHaveEvents', () => {
  it('wants them in order, others between them allowed', () => {
    expect(call).toHaveEvents([
      { event: 'message.send', thread: 'client.main', port: 'service' },
      { event: 'message.receive', id: expect.any(Number) },
      { event: 'thread.finish', task: 'client' }
    ])
    expect(call).not.toHaveEvents([{ event: 'thread.finish', task: 'client' }, { event: 'message.send' }])
    expect(call).toHaveEvents([])
  })

  it('says how far they came, and what came in place of the missing one', () => {
    const said = complaint(() =>
      expect(call).toHaveEvents([{ event: 'message.send' }, { event: 'message.receive', id: 7 }])
    )
    expect(said).toMatch(/these came:\n.*message\.send +port service, message local:1, id 100\n/)
    expect(said).toContain('event 2 of 2 did not come: {"event": "message.receive", "id": 7}\n')
    expect(said).toMatch(/of this name came then:\n.*id 100\n.*id 200\n/)
    expect(complaint(() => expect(call).not.toHaveEvents([{ id: 200 }]))).toContain('these came:\n')
  })

  it('says which name may be meant', () => {
    const patterns = JSON.parse('[{ "event": "thread.handof" }]')
    expect(() => expect(crossed).toHaveEvents(patterns)).toThrow('no thread.handof came then')
    const known = JSON.parse('[{ "event": "mesage.send" }]')
    expect(() => expect(call).toHaveEvents(known)).toThrow('did you mean message.send?')
  })
})
