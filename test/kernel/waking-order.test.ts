import { giveSend } from '../../kernel/index.js'
import { MACH_MSG_TYPE_CHAR, MACH_PORT_NULL, MACH_RCV_LARGE } from '../../tasks/mach.js'
import { receive, send } from '../fixtures/letters.js'
import { twoTasks } from '../fixtures/two-tasks.js'

const kernels = [
  { kernel: 'cmu' as const, order: 'first in, first out', turn: (ids: number[]) => ids },
  { kernel: 'gnu' as const, order: 'last in, first out', turn: (ids: number[]) => ids.toReversed() }
]

describe.each(kernels)('threads blocked on one queue of a $kernel kernel wake $order', ({ kernel, turn }) => {
  const served = () => {
    const w = twoTasks({ kernel })
    const service = w.bob.receiveRight()
    return { ...w, service, name: w.alice.sendRight(service.port) }
  }

  it('receivers of a port', () => {
    const { alice, bob, service, name } = served()
    const waiting = [1, 2, 3].map(() => bob.begin(() => receive(service.name)))
    for (const id of [1, 2, 3]) alice.run(() => send({ remote: name, id }))
    expect(turn(waiting.map((receiver) => receiver.answer().msg.id))).toEqual([1, 2, 3])
  })

  it('receivers of a port set', () => {
    const { kernel: host, alice, bob, service, name } = served()
    const other = bob.receiveRight()
    const set = bob.portSet(service, other)
    const names = [name, giveSend(host, alice.task, other.port), name]
    const waiting = [1, 2, 3].map(() => bob.begin(() => receive(set)))
    for (const [i, remote] of names.entries()) alice.run(() => send({ remote, id: i }))
    expect(turn(waiting.map((receiver) => receiver.answer().msg.id))).toEqual([0, 1, 2])
  })

  it('blocked senders', () => {
    const { alice, bob, service, name } = served()
    bob.must('mach_port_set_qlimit', { name: service.name, qlimit: 1 })
    alice.run(() => send({ remote: name, id: 9 }))
    for (const id of [1, 2, 3]) alice.begin(() => send({ remote: name, id }))
    const ids = [0, 1, 2, 3].map(() => bob.run(() => receive(service.name)).msg.id)
    expect(ids).toEqual([9, ...turn([1, 2, 3])])
  })

  it('receivers that only want to know the size are asked in that order too', () => {
    const { alice, bob, service, name } = served()
    const large = { option: MACH_RCV_LARGE, size: 24 }
    const waiting = [large, {}, large].map((how) => bob.begin(() => receive(service.name, how)))
    alice.run(() => send({ remote: name, items: [{ type: MACH_MSG_TYPE_CHAR, data: 'more' }] }))
    const finished = waiting.map((receiver) => receiver.finished())
    expect(finished).toEqual(kernel === 'cmu' ? [true, true, false] : [false, true, true])
  })
})

describe('messages', () => {
  it('of one thread to one port arrive in the order they were sent, by whatever right', () => {
    const { alice, bob } = twoTasks()
    const service = bob.receiveRight()
    const name = alice.sendRight(service.port)
    alice.run(function* () {
      yield* send({ remote: name, id: 1 })
      yield* send({ remote: alice.sendOnceRight(service.port), remoteType: 18, id: 2 })
      yield* send({ remote: name, id: 3 })
    })
    const ids = [1, 2, 3].map(() => bob.run(() => receive(service.name)).msg.id)
    expect(ids).toEqual([1, 2, 3])
  })
})

describe('a port set', () => {
  /** Two ports of bob's with messages 10, 11 and 20, 21, sent in turn. */
  const filled = () => {
    const w = twoTasks()
    const [a, b] = [w.bob.receiveRight(), w.bob.receiveRight()]
    const [toA, toB] = [w.alice.sendRight(a.port), w.alice.sendRight(b.port)]
    for (const [remote, id] of [
      [toA, 10],
      [toB, 20],
      [toA, 11],
      [toB, 21]
    ] as const)
      w.alice.run(() => send({ remote, id }))
    return { ...w, a, b, toA, toB }
  }

  const next = ({ bob }: ReturnType<typeof filled>, from: number) => bob.run(() => receive(from)).msg

  it('has its members’ messages in order of arrival at each, and of joining across them', () => {
    const w = filled()
    const set = w.bob.portSet(w.b, w.a)
    expect([1, 2, 3, 4].map(() => next(w, set).id)).toEqual([20, 21, 10, 11])
  })

  it('has the messages of members in order of arrival once they have joined', () => {
    const w = filled()
    const set = w.bob.portSet(w.a, w.b)
    w.alice.run(() => send({ remote: w.toA, id: 12 }))
    w.alice.run(() => send({ remote: w.toB, id: 22 }))
    expect([1, 2, 3, 4, 5, 6].map(() => next(w, set).id)).toEqual([10, 11, 20, 21, 12, 22])
  })

  it('numbers the messages of each member by itself', () => {
    const w = filled()
    const set = w.bob.portSet(w.a, w.b)
    const received = [1, 2, 3, 4].map(() => next(w, set))
    expect(received.map(({ local, seqno }) => [local, seqno])).toEqual([
      [w.a.name, 0],
      [w.a.name, 1],
      [w.b.name, 0],
      [w.b.name, 1]
    ])
  })

  it('gives a member’s messages back, in order, when it leaves or the set is destroyed', () => {
    const w = filled()
    const set = w.bob.portSet(w.a, w.b)
    w.bob.must('mach_port_move_member', { member: w.a.name, after: MACH_PORT_NULL })
    expect([1, 2].map(() => next(w, w.a.name).id)).toEqual([10, 11])
    w.bob.must('mach_port_destroy', { name: set })
    expect([1, 2].map(() => next(w, w.b.name).id)).toEqual([20, 21])
  })

  it('hands an entering port’s messages to threads that wait on it', () => {
    const w = filled()
    const set = w.bob.portSet()
    const waiting = [1, 2, 3].map(() => w.bob.begin(() => receive(set)))
    w.bob.must('mach_port_move_member', { member: w.a.name, after: set })
    expect(waiting.map((receiver) => receiver.finished())).toEqual([true, true, false])
    expect(waiting.slice(0, 2).map((receiver) => receiver.answer().msg.id)).toEqual([10, 11])
  })

  it('keeps its waiting threads when members come, go and die', () => {
    const w = filled()
    const set = w.bob.portSet()
    const member = w.bob.receiveRight()
    const waiting = w.bob.begin(() => receive(set))
    w.bob.must('mach_port_move_member', { member: member.name, after: set })
    w.bob.must('mach_port_move_member', { member: member.name, after: MACH_PORT_NULL })
    w.bob.must('mach_port_move_member', { member: member.name, after: set })
    w.bob.must('mach_port_destroy', { name: member.name })
    expect(waiting.finished()).toBe(false)
    w.bob.must('mach_port_destroy', { name: set })
    expect(waiting.answer().code).toBe('MACH_RCV_PORT_DIED')
  })

  it('takes a port out of the set it was in', () => {
    const w = filled()
    const [first, second] = [w.bob.portSet(w.a), w.bob.portSet(w.b)]
    w.bob.must('mach_port_move_member', { member: w.a.name, after: second })
    expect(w.bob.must('mach_port_get_set_status', { name: first })).toEqual({ members: [] })
    expect(w.bob.must('mach_port_get_set_status', { name: second })).toEqual({
      members: [w.a.name, w.b.name]
    })
    expect(w.bob.must('mach_port_get_receive_status', { name: w.a.name })).toMatchObject({ pset: second })
  })
})
