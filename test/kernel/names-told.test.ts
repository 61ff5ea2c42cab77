import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { isPortType, isValidName } from '../../ports/abi.js'
import { type Answer, type Message, type Name } from '../../tasks/mach.js'
import { itemsOf, receive, send } from '../fixtures/letters.js'
import { rightsOf } from '../fixtures/state.js'
import { type Actor, type Held, twoTasks } from '../fixtures/two-tasks.js'

/** One call of one of the two tasks; the numbers choose among the names it has been told and what can be asked. */
interface Op {
  readonly who: 0 | 1
  readonly what: (typeof OPS)[number]
  readonly a: number
  readonly b: number
  readonly c: number
}

const OPS = [
  'allocate',
  'insert_right',
  'extract_right',
  'mod_refs',
  'rename',
  'destroy',
  'deallocate',
  'request_notification',
  'send',
  'receive'
] as const

const op: fc.Arbitrary<Op> = fc.record({
  who: fc.constantFrom(0, 1),
  what: fc.constantFrom(...OPS, 'send', 'receive', 'allocate'),
  a: fc.nat(30),
  b: fc.nat(30),
  c: fc.nat(30)
})

/** A task, the port it is written to at, and every name it has been told. */
interface Told {
  readonly actor: Actor
  readonly inbox: Held
  readonly peer: Name
  readonly names: Set<Name>
}

const RIGHTS = [1, 3, 4] as const
const REQUESTS = [69, 70, 72] as const

const pick = <A>(list: readonly A[], i: number, none: A): A => list[i % Math.max(list.length, 1)] ?? none

const namesIn = (msg: Message): Name[] =>
  itemsOf(msg).flatMap(({ type, data }) => (isPortType(type) && typeof data !== 'string' ? (data ?? []) : []))

const hear = (told: Told, ...names: readonly (number | undefined)[]): void => {
  for (const name of names) if (name !== undefined && isValidName(name)) told.names.add(name)
}

/** Makes a call and takes note of the names it answers. */
const ask = (told: Told, call: string, args: object): boolean => {
  const answer: Answer<Record<string, number> | undefined> = told.actor.call(call, args)
  if (E.isRight(answer))
    hear(told, answer.right?.['name'], answer.right?.['poly'], answer.right?.['previous'])
  return E.isRight(answer)
}

const perform = (told: Told, { what, a, b, c }: Op): void => {
  const names = [...told.names]
  const [x, y] = [pick(names, a, 0), pick(names, b, 0)]
  const disposition = 16 + (c % 6)
  switch (what) {
    case 'allocate':
      return void ask(told, 'mach_port_allocate', { right: pick(RIGHTS, a, 1) })
    case 'insert_right':
      if (ask(told, 'mach_port_insert_right', { name: x, poly: y, poly_poly: disposition })) hear(told, x)
      return
    case 'extract_right':
      return void ask(told, 'mach_port_extract_right', { name: x, desired_type: disposition })
    case 'mod_refs':
      return void ask(told, 'mach_port_mod_refs', { name: x, right: b % 5, delta: (c % 5) - 2 })
    case 'rename':
      if (ask(told, 'mach_port_rename', { old_name: x, new_name: 0x100 + b })) hear(told, 0x100 + b)
      return
    case 'request_notification': {
      const request = { variant: pick(REQUESTS, c, 72), sync: c % 2, notify_type: 21 }
      return void ask(told, 'mach_port_request_notification', { name: x, notify: y, ...request })
    }
    case 'send': {
      const items = [{ type: disposition, data: [x] }]
      const local = c % 2 === 0 ? { local: y, localType: 17 + (b % 5) } : {}
      const { msg } = told.actor.run(() => send({ remote: told.peer, ...local, items }, { timeout: 0 }))
      return hear(told, msg.local, msg.remote, ...namesIn(msg))
    }
    case 'receive': {
      const { code, msg } = told.actor.run(() => receive(a % 2 === 0 ? told.inbox.name : x, { timeout: 0 }))
      if (code === 'MACH_MSG_SUCCESS') hear(told, msg.remote, msg.local, ...namesIn(msg))
      return
    }
    default:
      return void ask(told, `mach_port_${what}`, { name: x })
  }
}

describe('whatever two tasks do', () => {
  it('each name they were told is live or refused, and they have none they were not told', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('cmu' as const, 'gnu' as const),
        fc.array(op, { maxLength: 60 }),
        (kernel, ops) => {
          const { alice, bob } = twoTasks({ kernel })
          const [mine, yours] = [alice.receiveRight(), bob.receiveRight()]
          const parties: Told[] = [
            { actor: alice, inbox: mine, peer: alice.sendRight(yours.port), names: new Set() },
            { actor: bob, inbox: yours, peer: bob.sendRight(mine.port), names: new Set() }
          ]
          for (const told of parties) hear(told, ...Object.keys(rightsOf(told.actor.task)).map(Number))
          for (const one of ops) {
            const told = parties[one.who]
            if (told !== undefined) perform(told, one)
          }
          for (const { actor, names } of parties) {
            const { entries } = actor.must<{ entries: { name: Name; type: number }[] }>('mach_port_names', {})
            const live = new Map(entries.map(({ name, type }) => [name, type]))
            expect([...live.keys()].filter((name) => !names.has(name))).toEqual([])
            for (const name of names) {
              const ptype = live.get(name)
              const expected = ptype === undefined ? E.left('KERN_INVALID_NAME') : E.right({ ptype })
              expect(actor.call('mach_port_type', { name })).toEqual(expected)
            }
          }
        }
      ),
      { numRuns: 100 }
    )
  })
})
