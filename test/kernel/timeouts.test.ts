import { PROFILES } from '../../kernel/index.js'
import { MACH_RCV_TIMED_OUT } from '../../ports/kern-return.js'
import {
  call,
  MACH_MSG_SIZE_MAX,
  MACH_RCV_MSG,
  MACH_RCV_TIMEOUT,
  MACH_SEND_MSG,
  MACH_SEND_TIMEOUT,
  mach_msg
} from '../../tasks/mach.js'
import { compute, letter, receive, send, sleep } from '../fixtures/letters.js'
import { twoTasks } from '../fixtures/two-tasks.js'

const TICK = (PROFILES.get('default')?.tick ?? 0) / 1e6

const timed = () => {
  const w = twoTasks()
  const inbox = w.alice.receiveRight()
  const now = () => Math.floor(w.world.now / 1e6)
  return { ...w, inbox, now, remote: w.bob.sendRight(inbox.port) }
}

describe('a timeout', () => {
  it.each([1, 9, 10, 11, 25])('of %i ms ends with a tick of the clock, not before', (ms) => {
    const { alice, inbox, now } = timed()
    expect(alice.run(() => receive(inbox.name, { timeout: ms })).code).toBe('MACH_RCV_TIMED_OUT')
    expect(now()).toBe(Math.ceil(ms / TICK) * TICK)
  })

  it('of 0 does not wait', () => {
    const { alice, inbox, now } = timed()
    expect(alice.run(() => receive(inbox.name, { timeout: 0 })).code).toBe('MACH_RCV_TIMED_OUT')
    expect(now()).toBe(0)
  })

  it('is over for each half of a combined call by itself', () => {
    const { alice, bob, inbox, remote, now } = timed()
    inbox.port.qlimit = 0
    const reply = bob.receiveRight()
    const both = MACH_SEND_MSG | MACH_RCV_MSG | MACH_SEND_TIMEOUT | MACH_RCV_TIMEOUT
    const client = bob.start(function* () {
      const msg = letter({ remote })
      return yield* mach_msg(msg, both, msg.size, MACH_MSG_SIZE_MAX, reply.name, 50, 0)
    })
    alice.begin(function* () {
      yield* sleep(30)
      yield* call('mach_port_set_qlimit', { name: inbox.name, qlimit: 1 })
    })
    expect(client.answer()).toBe(MACH_RCV_TIMED_OUT)
    expect(now()).toBe(80)
  })

  it('counts anew for a sender that was woken and found the room taken', () => {
    const { alice, bob, inbox, remote, now, settle } = timed()
    inbox.port.qlimit = 1
    bob.run(() => send({ remote }))
    const patient = bob.start(() => send({ remote }, { timeout: 50 }), { priority: 20 })
    alice.start(
      function* () {
        yield* sleep(30)
        yield* receive(inbox.name)
        yield* send({ remote: inbox.name, remoteType: 20 })
      },
      { priority: 5 }
    )
    settle()
    expect(patient.answer().code).toBe('MACH_SEND_TIMED_OUT')
    expect(now()).toBe(80)
  })
})

describe('a thread whose time is up', () => {
  it('sends all the same if there has come to be room when it runs', () => {
    const { alice, bob, inbox, remote, settle } = timed()
    inbox.port.qlimit = 1
    bob.run(() => send({ remote, id: 1 }))
    const sender = bob.start(() => send({ remote, id: 2 }, { timeout: 10 }), { priority: 20 })
    alice.start(
      function* () {
        yield* sleep(5)
        yield* compute(15)
        yield* receive(inbox.name)
      },
      { priority: 5 }
    )
    settle()
    expect(sender.answer().code).toBe('MACH_MSG_SUCCESS')
    expect(alice.run(() => receive(inbox.name)).msg.id).toBe(2)
  })

  it('succeeds in sending if the port has died when it runs', () => {
    const { alice, bob, inbox, remote, settle } = timed()
    inbox.port.qlimit = 0
    const sender = bob.start(() => send({ remote }, { timeout: 10 }), { priority: 20 })
    alice.start(
      function* () {
        yield* sleep(5)
        yield* compute(15)
        yield* call('mach_port_destroy', { name: inbox.name })
      },
      { priority: 5 }
    )
    settle()
    expect(sender.answer().code).toBe('MACH_MSG_SUCCESS')
  })

  it('receives all the same if a message has come when it runs', () => {
    const { alice, bob, inbox, remote, settle } = timed()
    const receiver = alice.start(() => receive(inbox.name, { timeout: 10 }), { priority: 20 })
    bob.start(
      function* () {
        yield* sleep(5)
        yield* compute(15)
        yield* send({ remote, id: 2 })
      },
      { priority: 5 }
    )
    settle()
    expect(receiver.answer()).toMatchObject({ code: 'MACH_MSG_SUCCESS', msg: { id: 2 } })
  })

  it('is told so if none has', () => {
    const { alice, inbox } = timed()
    expect(alice.run(() => receive(inbox.name, { timeout: 10 })).code).toBe('MACH_RCV_TIMED_OUT')
  })
})
