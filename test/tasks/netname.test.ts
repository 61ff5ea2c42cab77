import * as E from 'fp-ts/lib/Either.js'
import { boot, bootstrapOf } from '../../kernel/index.js'
import {
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_PORT_NAME,
  MACH_NOTIFY_DEAD_NAME,
  MACH_PORT_DEAD,
  MACH_PORT_NULL,
  type Name
} from '../../tasks/mach.js'
import { netname } from '../../tasks/servers/netname.js'
import {
  netname_check_in,
  netname_check_out,
  netname_look_up,
  netname_version
} from '../../tasks/servers/netname.defs.js'
import type { Right } from '../../tasks/std-types.defs.js'
import { send } from '../fixtures/letters.js'
import { rightsOf } from '../fixtures/state.js'
import { type Actor, type Held, twoTasks, type TwoTasksOptions } from '../fixtures/two-tasks.js'

const made = ({ name }: Held): Right => ({ name, type: MACH_MSG_TYPE_MAKE_SEND })
const copied = (name: Name): Right => ({ name, type: MACH_MSG_TYPE_COPY_SEND })
const NONE = copied(MACH_PORT_NULL)

/** Alice and bob, and the name server of their host. */
const nameService = (options: TwoTasksOptions = {}) => {
  const world = twoTasks(options)
  const [server] = boot(world.world, 'netname', (service, { name }) => netname(service, name))
  const at = (actor: Actor): Name => bootstrapOf(world.kernel, actor.task)
  const checkIn = (actor: Actor, port_name: string, port_id: Right, signature = NONE) =>
    actor.run(() => netname_check_in(at(actor), { port_name, signature, port_id }))
  const lookUp = (actor: Actor, port_name: string, host_name = '') =>
    actor.run(() => netname_look_up(at(actor), { host_name, port_name }))
  const checkOut = (actor: Actor, port_name: string, signature = NONE) =>
    actor.run(() => netname_check_out(at(actor), { port_name, signature }))
  const rights = () => (server === undefined ? {} : rightsOf(server))
  return { ...world, at, checkIn, lookUp, checkOut, rights }
}

const DONE = E.right({})
const NOT_CHECKED_IN = E.left('NETNAME_NOT_CHECKED_IN')

const found = (answer: E.Either<string, { readonly port_id: Right }>): Name =>
  E.isRight(answer) ? answer.right.port_id.name : MACH_PORT_NULL

describe('the name server', () => {
  it('tells a port by its name until the name is taken back, and keeps nothing of it', () => {
    const { alice, bob, checkIn, lookUp, checkOut, rights } = nameService()
    const before = rights()
    const service = alice.receiveRight()
    expect(lookUp(bob, 'service')).toEqual(NOT_CHECKED_IN)
    expect(checkIn(alice, 'service', made(service))).toEqual(DONE)
    const name = found(lookUp(bob, 'service'))
    expect(rightsOf(bob.task)[name]).toBe('send x1')
    expect([found(lookUp(bob, 'service')), rightsOf(bob.task)[name]]).toEqual([name, 'send x2'])
    expect(checkOut(alice, 'service')).toEqual(DONE)
    expect(lookUp(bob, 'service')).toEqual(NOT_CHECKED_IN)
    expect(checkOut(alice, 'service')).toEqual(NOT_CHECKED_IN)
    expect([rights(), service.port.srights]).toEqual([before, 1])
  })

  it('takes names in upper and lower case for the same', () => {
    const { alice, bob, checkIn, lookUp } = nameService()
    checkIn(alice, 'Grüße', made(alice.receiveRight()))
    expect(found(lookUp(bob, 'GRÜSSE'))).toBeGreaterThan(0)
    expect(found(lookUp(bob, 'grüße'))).toBeGreaterThan(0)
  })

  it('takes as much of a name as fits into 80 bytes', () => {
    const { alice, bob, checkIn, lookUp } = nameService()
    checkIn(alice, 'x'.repeat(100), made(alice.receiveRight()))
    expect(found(lookUp(bob, 'x'.repeat(79)))).toBeGreaterThan(0)
    expect(lookUp(bob, 'x'.repeat(78))).toEqual(NOT_CHECKED_IN)
  })

  it.each(['', '*', '127.0.0.1', 'local', 'LOCAL'])('is asked for the host "%s"', (host) => {
    const { alice, bob, checkIn, lookUp } = nameService()
    checkIn(alice, 'service', made(alice.receiveRight()))
    expect(found(lookUp(bob, 'service', host))).toBeGreaterThan(0)
  })

  it('finds nothing on another host', () => {
    const { alice, bob, checkIn, lookUp } = nameService()
    checkIn(alice, 'service', made(alice.receiveRight()))
    expect(lookUp(bob, 'service', 'elsewhere')).toEqual(E.left('NETNAME_NOT_CHECKED_IN'))
  })

  it('is known to itself, and not to be put out of its place', () => {
    const { alice, at, checkIn, lookUp, checkOut } = nameService()
    for (const name of ['NameServer', 'NEW_NETWORK_NAME_SERVER']) {
      expect(found(lookUp(alice, name))).toBe(at(alice))
      expect(checkOut(alice, name)).toEqual(E.left('NETNAME_NOT_YOURS'))
      expect(checkIn(alice, name, made(alice.receiveRight()), copied(at(alice)))).toEqual(
        E.left('NETNAME_NOT_YOURS')
      )
    }
  })

  it('says what it is', () => {
    const { alice, at } = nameService()
    const answer = alice.run(() => netname_version(at(alice), {}))
    expect(answer).toEqual(E.right({ version: 'machlab netname' }))
  })

  it('serves tasks of a kernel without notify ports as well', () => {
    const { alice, bob, checkIn, lookUp } = nameService({ kernel: 'gnu' })
    checkIn(alice, 'service', made(alice.receiveRight()))
    expect(found(lookUp(bob, 'service'))).toBeGreaterThan(0)
  })
})

describe('a signature', () => {
  it('is needed to replace or take back what was checked in with it', () => {
    const { alice, checkIn, lookUp, checkOut, rights } = nameService()
    const before = rights()
    const sig = made(alice.receiveRight())
    const [one, two] = [alice.receiveRight(), alice.receiveRight()]
    expect(checkIn(alice, 'one', made(one), sig)).toEqual(DONE)
    for (const other of [NONE, made(alice.receiveRight())]) {
      expect(checkIn(alice, 'one', made(two), other)).toEqual(E.left('NETNAME_NOT_YOURS'))
      expect(checkOut(alice, 'one', other)).toEqual(E.left('NETNAME_NOT_YOURS'))
    }
    expect(checkIn(alice, 'one', made(two), sig)).toEqual(DONE)
    expect(found(lookUp(alice, 'one'))).toBe(two.name)
    expect(one.port.srights).toBe(0)
    expect(checkOut(alice, 'one', sig)).toEqual(DONE)
    expect(rights()).toEqual(before)
  })

  it('that is null protects nothing', () => {
    const { alice, bob, checkIn, lookUp } = nameService()
    checkIn(alice, 'one', made(alice.receiveRight()))
    const other = bob.receiveRight()
    expect(checkIn(bob, 'one', made(other))).toEqual(DONE)
    expect(found(lookUp(bob, 'one'))).toBe(other.name)
  })

  it('that is dead is as good as none', () => {
    const { alice, checkIn, checkOut } = nameService()
    expect(checkIn(alice, 'one', made(alice.receiveRight()), copied(alice.deadName()))).toEqual(DONE)
    expect(checkOut(alice, 'one')).toEqual(DONE)
  })

  it('may be the port itself', () => {
    const { alice, checkIn, checkOut, rights } = nameService()
    const before = rights()
    const service = made(alice.receiveRight())
    expect(checkIn(alice, 'one', service, service)).toEqual(DONE)
    expect(checkIn(alice, 'one', service, service)).toEqual(DONE)
    expect(checkOut(alice, 'one', service)).toEqual(DONE)
    expect(rights()).toEqual(before)
  })
})

describe('a dead port', () => {
  it.each([MACH_PORT_NULL, MACH_PORT_DEAD])('cannot be checked in: %s', (name) => {
    const { alice, checkIn, lookUp } = nameService()
    expect(checkIn(alice, 'one', copied(name))).toEqual(E.left('NETNAME_INVALID_PORT'))
    expect(checkIn(alice, 'one', copied(alice.deadName()))).toEqual(E.left('NETNAME_INVALID_PORT'))
    expect(lookUp(alice, 'one')).toEqual(NOT_CHECKED_IN)
  })

  it.each(['port', 'signature'])('takes the entries with it whose %s it is', (what) => {
    const { alice, bob, checkIn, lookUp, rights } = nameService()
    const before = rights()
    const [doomed, other] = [alice.receiveRight(), alice.receiveRight()]
    const [port, signature] = what === 'port' ? [doomed, other] : [other, doomed]
    checkIn(alice, 'one', made(port), made(signature))
    checkIn(alice, 'two', made(port), made(signature))
    checkIn(bob, 'three', made(bob.receiveRight()))
    alice.must('mach_port_destroy', { name: doomed.name })
    expect([lookUp(bob, 'one'), lookUp(bob, 'two')]).toEqual([NOT_CHECKED_IN, NOT_CHECKED_IN])
    expect(found(lookUp(bob, 'three'))).toBeGreaterThan(0)
    expect(other.port.srights).toBe(0)
    expect(Object.keys(rights())).toHaveLength(Object.keys(before).length + 1)
  })

  it('takes its entries with it when its task ends', () => {
    const { alice, bob, checkIn, lookUp } = nameService()
    checkIn(alice, 'one', made(alice.receiveRight()))
    alice.begin(function* () {
      yield { call: 'task_terminate', args: {} }
    })
    expect(lookUp(bob, 'one')).toEqual(NOT_CHECKED_IN)
  })

  it('is only what the kernel says is dead', () => {
    const { alice, bob, at, checkIn, lookUp } = nameService()
    const service = alice.receiveRight()
    checkIn(alice, 'one', made(service))
    for (let name = 1; name < 20; name++) {
      const items = [{ type: MACH_MSG_TYPE_PORT_NAME, data: [name] }]
      bob.run(() => send({ remote: at(bob), id: MACH_NOTIFY_DEAD_NAME, items }))
    }
    expect(found(lookUp(alice, 'one'))).toBe(service.name)
  })
})

describe('a request that is none', () => {
  it('leaves nothing behind', () => {
    const { alice, at, rights } = nameService()
    const before = rights()
    const box = alice.receiveRight()
    const items = [
      { type: MACH_MSG_TYPE_MAKE_SEND, data: [box.name] },
      { type: MACH_MSG_TYPE_MAKE_SEND_ONCE, data: [box.name] }
    ]
    for (const id of [1040, 1041, 1042, 1043, 1044]) alice.run(() => send({ remote: at(alice), id, items }))
    expect([rights(), box.port.srights]).toEqual([before, 0])
  })
})
