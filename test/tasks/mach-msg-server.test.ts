import * as E from 'fp-ts/lib/Either.js'
import { kernReturnName, msgReturnName } from '../../ports/kern-return.js'
import { portTable } from '../../ports/port.table.js'
import {
  MACH_MSG_TYPE_INTEGER_32,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND,
  MACH_MSG_TYPE_PORT_NAME,
  MACH_MSG_TYPE_STRING
} from '../../tasks/mach.js'
import type { Item } from '../../tasks/typed-data.js'
import { bank, bank_add } from '../fixtures/bank.js'
import { itemsOf, receive, rpc, send, waitFor, wordOf } from '../fixtures/letters.js'
import { notices } from '../fixtures/notices.js'

describe('a demultiplexer', () => {
  const word = (n: number): Item => ({ type: MACH_MSG_TYPE_INTEGER_32, data: [n] })

  it.each<[string, string, number, Item[]]>([
    ['MIG_BAD_ID', 'no routine has the id', 999, []],
    ['MIG_BAD_ARGUMENTS', 'an argument is missing', 500, [word(1)]],
    ['MIG_BAD_ARGUMENTS', 'there is one too many', 500, [word(1), word(2), word(3)]],
    [
      'MIG_BAD_ARGUMENTS',
      'one is of another type',
      500,
      [word(1), { ...word(2), type: MACH_MSG_TYPE_PORT_NAME }]
    ],
    ['MIG_BAD_ARGUMENTS', 'one has two elements', 500, [word(1), { ...word(2), data: [2, 3] }]]
  ])('replies %s when %s', (code, _when, id, items) => {
    const { alice, remote, isBack } = bank()
    const reply = alice.receiveRight()
    const letter = { remote, local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE, id, items }
    const { msg } = alice.run(() => rpc(letter, reply.name))
    expect([msg.id, kernReturnName(wordOf(msg) ?? 0), itemsOf(msg).length]).toEqual([id + 100, code, 1])
    isBack()
  })

  it.each([999, 500])('destroys the rights of a request that it refuses (id %d)', (id) => {
    const { alice, remote, isBack } = bank()
    const box = alice.receiveRight()
    const gift = alice.receiveRight()
    const items = [
      { type: MACH_MSG_TYPE_MAKE_SEND, data: [box.name, box.name] },
      { type: MACH_MSG_TYPE_MAKE_SEND_ONCE, data: [box.name] },
      { type: MACH_MSG_TYPE_MOVE_RECEIVE, data: [gift.name] }
    ]
    alice.run(() => send({ remote, id, items }))
    isBack()
    expect([box.port.srights, notices(alice, box.name)]).toEqual([0, ['send-once']])
    expect(portTable.states[gift.port.state]).toBe('dead')
  })

  it('replies to nobody where there is no reply port, and does the work all the same', () => {
    const { alice, remote, kept, isBack } = bank()
    const box = alice.receiveRight()
    const items = [
      { type: MACH_MSG_TYPE_STRING, size: 64, number: 1, longform: true, data: 'quiet\0\0\0' },
      { type: MACH_MSG_TYPE_MAKE_SEND, data: [box.name] }
    ]
    alice.run(() => send({ remote, id: 501, items }))
    expect([kept, box.port.srights]).toEqual([['quiet'], 0])
    isBack()
  })

  it('gives up a reply right that nobody will use', () => {
    const { alice, remote, isBack } = bank()
    const reply = alice.receiveRight()
    const localType = MACH_MSG_TYPE_MAKE_SEND_ONCE
    alice.run(() =>
      send({
        remote,
        local: reply.name,
        localType,
        id: 502,
        items: [{ type: MACH_MSG_TYPE_PORT_NAME, data: [1] }]
      })
    )
    isBack()
    expect(alice.run(() => receive(reply.name, { timeout: 0 })).msg.id).toBe(71)
  })

  it('takes raw numbers for no rights', () => {
    const { alice, remote } = bank()
    const reply = alice.receiveRight()
    const items = [
      { type: MACH_MSG_TYPE_STRING, size: 64, number: 1, longform: true, data: 'forged\0\0' },
      { type: MACH_MSG_TYPE_MOVE_SEND, data: [3] }
    ]
    const localType = MACH_MSG_TYPE_MAKE_SEND_ONCE
    const letter = { remote, local: reply.name, localType, id: 501, items, complex: false }
    expect(wordOf(alice.run(() => rpc(letter, reply.name)).msg)).toBe(-304)
  })
})

describe('a server', () => {
  it('goes on when a client dies before its answer', () => {
    const { alice, remote, isBack } = bank()
    const reply = alice.receiveRight()
    const localType = MACH_MSG_TYPE_MAKE_SEND_ONCE
    alice.run(function* () {
      const items = [{ type: MACH_MSG_TYPE_INTEGER_32, data: [1] }]
      yield* send({ remote, local: reply.name, localType, id: 500, items: [...items, ...items] })
      yield { call: 'mach_port_destroy', args: { name: reply.name } }
    })
    expect(alice.run(() => bank_add(remote, { a: 1, b: 2 }))).toEqual(E.right({ sum: 3 }))
    isBack()
  })

  it('does not wait for room at a reply port that it has a send right to', () => {
    const { alice, remote, isBack } = bank()
    const reply = alice.receiveRight()
    alice.run(function* () {
      const items = [{ type: MACH_MSG_TYPE_INTEGER_32, data: [1] }]
      const letter = { remote, local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND, id: 500 }
      for (let n = 0; n < 6; n++) {
        yield* send({ ...letter, items: [...items, ...items] })
        yield* waitFor('bob.server', 'waiting')
      }
    })
    expect(reply.port.msgcount).toBe(5)
    expect(alice.run(() => bank_add(remote, { a: 1, b: 2 }))).toEqual(E.right({ sum: 3 }))
    isBack()
  })

  it('ends when it can receive no more, and says why', () => {
    const { bob, service, server } = bank()
    bob.must('mach_port_destroy', { name: service.name })
    expect(msgReturnName(server.answer())).toBe('MACH_RCV_PORT_DIED')
  })
})
