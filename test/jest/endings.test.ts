import { mach_msg_receive, mach_port_deallocate, newMessage } from '../../index.js'
import { codeOf, runText, world } from '../../jest/index.js'
import { CALL, callWorld, CROSSED } from '../fixtures/call-world.js'
import { complaint } from '../fixtures/complaint.js'

const call = callWorld({ title: 'A call' }).run()
const crossed = runText(CROSSED)

describe('toPass', () => {
  it('holds where the verdict is passed, also with the deadlock that a scenario is to show', () => {
    expect(call).toPass()
    expect(runText(`${CROSSED}expect: {verdict: deadlock}`)).toPass()
    expect(crossed).not.toPass()
  })

  it('says each failure with its line, what was expected, what came, the last events and the sequence', () => {
    const failed = runText(`${CALL}      expect: {msg: {id: 201}}\n`)
    const said = complaint(() => expect(failed).toPass())
    expect(said).toContain('expect(run).toPass()\nof: A call and its reply\n\nfailed:\n')
    expect(said).toContain('scenario:20:15: client.main: msg.id is another than expected\n')
    expect(said).toContain('   20 |       expect: {msg: {id: 201}}\n        |               ^\n')
    expect(said).toContain('expected: 201\n    came:     200\n')
    expect(said).toMatch(
      /the last events:\n(.*\n)*.*client\.main {5}message\.receive {2}port local:\d+, message local:2, id 200/
    )
    expect(said).toMatch(/the sequence:\n +server\.main +client\.main\n(.*\n)*.*═ 100 \+send-once ═/)
  })

  it('explains a deadlock', () => {
    const said = complaint(() => expect(crossed).toPass())
    expect(said).toContain('7 |     - mach_msg: {option: MACH_RCV_MSG, rcv_name: $a}')
    expect(said).toContain('left.main waits for a message on a, which is up to right.main')
    expect(said).toContain('the cycle: left.main → right.main → left.main')
  })

  it('says that the budget ran out, and little of what went before', () => {
    const endless = 'scenario: On and on\ntasks: {me: [{repeat: {times: 1000000, steps: [mach_task_self]}}]}'
    const said = complaint(() => expect(runText(endless, { budget: 1000 })).toPass())
    expect(said).toContain('it had not ended after 1,000 traps')
    expect(said.split('the sequence:\n')[1]?.split('\n').length).toBeLessThanOrEqual(20)
    expect(said).not.toContain('\u001b')
  })

  it('says the contrary the other way round', () => {
    expect(complaint(() => expect(call).not.toPass())).toContain(
      'expect(run).not.toPass()\nof: A call\n\nit passed\n'
    )
  })
})

describe('toDeadlock', () => {
  it('holds where threads wait and nothing can wake them', () => {
    expect(crossed).toDeadlock()
    expect(runText(`${CROSSED}expect: {verdict: deadlock}`)).toDeadlock()
    expect(call).not.toDeadlock()
  })

  it('says how else it ended, or who waits for whom', () => {
    expect(complaint(() => expect(call).toDeadlock())).toContain('it ended as: passed')
    expect(complaint(() => expect(crossed).not.toDeadlock())).toContain(
      'right.main waits for a message on b, which is up to left.main\nthe cycle: left.main → right.main → left.main'
    )
  })
})

describe('toKeepInvariants', () => {
  it('holds where everything was recounted and nothing was amiss', () => {
    expect(call).toKeepInvariants()
    expect(complaint(() => expect(call).not.toKeepInvariants())).toContain(
      'every invariant held after each of 4 traps'
    )
  })

  it('does not hold where something was', () => {
    const broken = { ...call, fault: '2 rights, 3 counted' }
    expect(complaint(() => expect(broken).toKeepInvariants())).toContain('2 rights, 3 counted')
  })

  it('refuses to speak of a run in which nobody looked', () => {
    const unseen = callWorld({ invariants: false }).run()
    expect(() => expect(unseen).toKeepInvariants()).toThrow('nothing was recounted')
    expect(() => expect(unseen).not.toKeepInvariants()).toThrow('nothing was recounted')
  })
})

describe('toHaveFinished', () => {
  it('is about a thread', () => {
    expect(call).toHaveFinished('client.main')
    expect(crossed).not.toHaveFinished('left.main')
    expect(complaint(() => expect(crossed).toHaveFinished('left.main'))).toContain(
      'left.main waits for a message on a'
    )
    expect(complaint(() => expect(call).not.toHaveFinished('client.main'))).toContain(
      'client.main is finished'
    )
  })

  it('knows who is there', () => {
    expect(() => expect(call).toHaveFinished('clinet.main')).toThrow(
      'no thread clinet.main; did you mean client.main?'
    )
    expect(() => expect(call).not.toHaveFinished('nobody')).toThrow('there are: server.main, client.main')
  })
})

describe('every matcher', () => {
  it('refuses what is no run', () => {
    const report = { verdict: 'passed' }
    expect(() => expect(report).toPass()).toThrow('toPass is about a finished run')
    expect(() => expect(report).not.toDeadlock()).toThrow('toDeadlock is about a finished run')
    expect(() => expect(null).not.toHaveFinished('me.main')).toThrow('toHaveFinished is about a finished run')
  })

  it('is about a run of programs as about one of a scenario', () => {
    const waits = world()
      .port('box', { receiver: 'me' })
      .task('me', function* ({ box, task_self }) {
        expect(codeOf(yield* mach_port_deallocate(task_self, box))).toBe('KERN_INVALID_RIGHT')
        yield* mach_msg_receive(newMessage(), box)
      })
      .run()
    expect(waits).toDeadlock()
    const said = complaint(() => expect(waits).toPass())
    expect(said).toContain('deadlock:\n  me.main waits for a message on box, to which nobody can send\n')
  })
})
