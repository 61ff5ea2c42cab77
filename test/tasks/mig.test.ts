import * as E from 'fp-ts/lib/Either.js'
import { taskSelf } from '../../kernel/index.js'
import {
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_INTEGER_32,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  mach_port_allocate,
  mach_port_deallocate,
  MACH_PORT_NULL,
  MACH_PORT_RIGHT_RECEIVE,
  type Name
} from '../../tasks/mach.js'
import type { Steps } from '../../tasks/mig.js'
import type { Right } from '../../tasks/std-types.defs.js'
import { bank, bank_add, bank_keep, bank_tell } from '../fixtures/bank.js'
import { receive, send } from '../fixtures/letters.js'
import { rightsOf } from '../fixtures/state.js'
import { type Held, twoTasks } from '../fixtures/two-tasks.js'

const givenTo = (box: Held, type = MACH_MSG_TYPE_MAKE_SEND): Right => ({ name: box.name, type })

describe('a routine', () => {
  it('is called like a function, and answers what the server does', () => {
    const { alice, remote, isBack } = bank()
    expect(alice.run(() => bank_add(remote, { a: 30, b: -72 }))).toEqual(E.right({ sum: -42 }))
    isBack()
  })

  it('passes rights there and back', () => {
    const { alice, remote, isBack, kept } = bank()
    const box = alice.receiveRight()
    const answer = alice.run(() => bank_keep(remote, { label: 'mine', box: givenTo(box) }))
    expect(answer).toEqual(E.right({ box: { name: box.name, type: MACH_MSG_TYPE_MOVE_SEND }, label: 'mine' }))
    expect([kept, rightsOf(alice.task)[box.name]]).toEqual([['mine'], 'send x1, receive'])
    isBack()
  })

  it('cuts a text off that is too long, between characters', () => {
    const { alice, remote, kept } = bank()
    const ask = (label: string) =>
      alice.run(() => bank_keep(remote, { label, box: givenTo(alice.receiveRight()) }))
    for (const label of ['12345678', '123456ü', '']) ask(label)
    expect(kept).toEqual(['1234567', '123456', ''])
  })

  it('leaves no reply port behind', () => {
    const { alice, remote } = bank()
    const before = rightsOf(alice.task)
    alice.run(() => bank_add(remote, { a: 1, b: 2 }))
    expect(rightsOf(alice.task)).toEqual(before)
  })

  it('answers the name of the code by which the server refuses, and its right comes to nothing', () => {
    const { alice, remote, isBack } = bank()
    const box = alice.receiveRight()
    const answer = alice.run(() => bank_keep(remote, { label: 'closed', box: givenTo(box) }))
    expect([answer, box.port.srights]).toEqual([E.left('BANK_CLOSED'), 0])
    isBack()
  })

  it('answers why its message became no call', () => {
    const { alice, remote } = bank()
    const right = { name: 0x5500, type: MACH_MSG_TYPE_COPY_SEND }
    expect(alice.run(() => bank_add(0x5500, { a: 1, b: 2 }))).toEqual(E.left('MACH_SEND_INVALID_DEST'))
    expect(alice.run(() => bank_keep(remote, { label: '', box: right }))).toEqual(
      E.left('MACH_SEND_INVALID_RIGHT')
    )
  })

  it('is told without waiting where it has no reply', () => {
    const { alice, remote, service, told } = bank()
    expect(alice.run(() => bank_tell(remote, { word: 7 }))).toBe(0)
    expect(told).toEqual([[7, service.name]])
  })
})

describe('a client stub', () => {
  /** Bob answers one request of alice's, whom it leaves as she was, with something of his own. */
  const answeredBy = (answer: (request: Name, self: Name) => Steps<unknown>) => {
    const { alice, bob, kernel } = twoTasks()
    const service = bob.receiveRight()
    bob.begin(function* () {
      const { msg } = yield* receive(service.name)
      yield* answer(msg.remote, taskSelf(kernel, bob.task))
    })
    const remote = alice.sendRight(service.port)
    const before = rightsOf(alice.task)
    const answered = alice.run(() => bank_add(remote, { a: 1, b: 2 }))
    expect(rightsOf(alice.task)).toEqual(before)
    return answered
  }
  const remoteType = MACH_MSG_TYPE_MOVE_SEND_ONCE
  const ok = { type: MACH_MSG_TYPE_INTEGER_32, data: [0] }

  it('answers MIG_SERVER_DIED when the reply right is dropped', () => {
    const answer = answeredBy(function* (remote, self) {
      yield* mach_port_deallocate(self, remote)
    })
    expect(answer).toEqual(E.left('MIG_SERVER_DIED'))
  })

  it('answers MIG_REPLY_MISMATCH to another id, and keeps nothing of that message', () => {
    const answer = answeredBy(function* (remote, self) {
      const made = yield* mach_port_allocate(self, MACH_PORT_RIGHT_RECEIVE)
      const gift = E.isRight(made) ? made.right.name : MACH_PORT_NULL
      const items = [{ type: MACH_MSG_TYPE_MOVE_RECEIVE, data: [gift] }]
      yield* send({ remote, remoteType, id: 601, items })
    })
    expect(answer).toEqual(E.left('MIG_REPLY_MISMATCH'))
  })

  it.each([
    ['too little', [ok]],
    ['another type', [ok, { type: MACH_MSG_TYPE_INTEGER_32, longform: true, data: [3] }]],
    ['too much', [ok, ok, ok]]
  ])('answers MIG_TYPE_ERROR when the reply has %s', (_what, items) => {
    const answer = answeredBy((remote) => send({ remote, remoteType, id: 600, items }))
    expect(answer).toEqual(E.left('MIG_TYPE_ERROR'))
  })
})
