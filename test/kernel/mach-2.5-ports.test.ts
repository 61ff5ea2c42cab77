import { taskPortFor, taskSelf } from '../../kernel/index.js'
import {
  MACH_NOTIFY_DEAD_NAME,
  MACH_PORT_TYPE_COMPAT,
  MACH_PORT_TYPE_SEND,
  type Name
} from '../../tasks/mach.js'
import { callByMessage } from '../../tasks/mig.js'
import { msgReceive, msgSend, notified } from '../fixtures/compat-letters.js'
import { notices, request } from '../fixtures/notices.js'
import { rightsOf } from '../fixtures/state.js'
import { type Actor, twoTasks } from '../fixtures/two-tasks.js'

const allocate = (actor: Actor): Name => actor.must<{ port_name: Name }>('port_allocate', {}).port_name

const typeOf = (actor: Actor, port_name: Name): number =>
  actor.must<{ port_type: number }>('port_type', { port_name }).port_type

/** One name of each kind, in alice. */
const oneOfEach = () => {
  const world = twoTasks()
  const { alice, bob, newcomer } = world
  const { port } = bob.receiveRight()
  const both = alice.receiveRight()
  alice.sendRight(both.port)
  const unnoticed = newcomer('carol').receiveRight()
  return {
    ...world,
    send: alice.sendRight(port, 2),
    sendOnce: alice.sendOnceRight(port),
    receive: alice.receiveRight().name,
    both: both.name,
    set: alice.portSet(),
    dead: alice.deadName(2),
    unnoticed: alice.sendRight(unnoticed.port)
  }
}

describe('port_type', () => {
  it('knows send rights, receive rights with ownership, and sets', () => {
    const { alice, ...names } = oneOfEach()
    const { send, sendOnce, receive, both, set, dead } = names
    expect([send, sendOnce, dead].map((name) => typeOf(alice, name))).toEqual([1, 1, 1])
    expect([receive, both].map((name) => typeOf(alice, name))).toEqual([7, 7])
    expect(typeOf(alice, set)).toBe(9)
  })
})

describe('port_names', () => {
  it('lists names with their types', () => {
    const { alice, send, set, dead, receive } = oneOfEach()
    const { port_names, port_types } = alice.must<{ port_names: Name[]; port_types: number[] }>(
      'port_names',
      {}
    )
    const types = new Map(port_names.map((name, i) => [name, port_types[i]]))
    expect([send, set, dead, receive].map((name) => types.get(name))).toEqual([1, 9, 1, 7])
    expect(port_names).toHaveLength(Object.keys(rightsOf(alice.task)).length)
  })
})

describe('port_deallocate', () => {
  it.each(['send', 'sendOnce', 'receive', 'both', 'dead'] as const)('gives up all of a name: %s', (kind) => {
    const { alice, ...names } = oneOfEach()
    alice.must('port_deallocate', { port_name: names[kind] })
    expect(rightsOf(alice.task)).not.toHaveProperty(`${names[kind]}`)
  })
})

describe('port_status', () => {
  it('tells the receiver the set, the messages and the limit', () => {
    const { alice } = twoTasks()
    const port_name = allocate(alice)
    const { set_name } = alice.must<{ set_name: Name }>('port_set_allocate', {})
    alice.must('port_set_add', { set_name, port_name })
    alice.must('port_set_backlog', { port_name, backlog: 2 })
    alice.run(() => msgSend({ remote: port_name }))
    expect(alice.must('port_status', { port_name })).toEqual({
      enabled: set_name,
      num_msgs: 1,
      backlog: 2,
      ownership: 1,
      receive_rights: 1
    })
  })

  it.each(['send', 'sendOnce', 'dead'] as const)('tells others nothing: %s', (kind) => {
    const { alice, ...names } = oneOfEach()
    const nothing = { enabled: 0, num_msgs: -1, backlog: 0, ownership: 0, receive_rights: 0 }
    expect(alice.must('port_status', { port_name: names[kind] })).toEqual(nothing)
  })
})

describe('port_set_backlog', () => {
  it('wakes blocked senders when it is raised', () => {
    const { alice } = twoTasks()
    const port_name = allocate(alice)
    for (let id = 1; id <= 5; id++) alice.run(() => msgSend({ remote: port_name, id }))
    const blocked = alice.begin(() => msgSend({ remote: port_name, id: 6 }))
    alice.must('port_set_backlog', { port_name, backlog: 6 })
    expect(blocked.answer().code).toBe('SEND_SUCCESS')
  })
})

describe('port_rename', () => {
  it('renames rights of every kind', () => {
    const { alice, send, sendOnce, receive, set, dead } = oneOfEach()
    for (const [i, old_name] of [send, sendOnce, receive, set, dead].entries()) {
      const before = rightsOf(alice.task)[old_name]
      alice.must('port_rename', { old_name, new_name: 0x5000 + i })
      expect(rightsOf(alice.task)[0x5000 + i]).toBe(before)
    }
  })
})

describe('port sets', () => {
  it('have members, which have messages', () => {
    const { alice } = twoTasks()
    const [one, two] = [allocate(alice), allocate(alice)]
    const { set_name } = alice.must<{ set_name: Name }>('port_set_allocate', {})
    for (const port_name of [one, two]) alice.must('port_set_add', { set_name, port_name })
    expect(alice.must('port_set_status', { set_name })).toEqual({ members: [one, two] })
    alice.run(() => msgSend({ remote: two, id: 2 }))
    alice.must('port_set_remove', { port_name: two })
    expect(alice.must('port_set_status', { set_name })).toEqual({ members: [one] })
    expect(alice.run(() => msgReceive(two)).msg.id).toBe(2)
    alice.must('port_set_deallocate', { set_name })
    expect(alice.must('port_status', { port_name: one })).toMatchObject({ enabled: 0 })
  })
})

describe('port_insert_send and port_insert_receive', () => {
  it('give a task a right under a name, which vanishes with the port', () => {
    const { alice, bob, kernel } = twoTasks()
    const gift = alice.receiveRight()
    const task = taskPortFor(kernel, alice.task, bob.task)
    alice.must('port_insert_send', { task, my_port: gift.name, his_name: 0x5000 })
    expect(bob.must('mach_port_type', { name: 0x5000 })).toEqual({
      ptype: (MACH_PORT_TYPE_SEND | MACH_PORT_TYPE_COMPAT) >>> 0
    })
    alice.must('mach_port_destroy', { name: gift.name })
    expect(notified(bob)).toEqual(['port-deleted 20480'])

    const box = alice.receiveRight()
    alice.must('port_insert_receive', { task, my_port: box.name, his_name: 0x5001 })
    expect(rightsOf(bob.task)[0x5001]).toBe('receive')
    expect(rightsOf(alice.task)).not.toHaveProperty(`${box.name}`)
  })
})

describe('port_extract_send and port_extract_receive', () => {
  it('leave a task with no right to the port', () => {
    const { alice, bob, kernel, newcomer } = twoTasks()
    const task = taskPortFor(kernel, alice.task, bob.task)
    const { port } = newcomer('carol').receiveRight()
    const send = bob.sendRight(port, 3)
    const box = bob.receiveRight()
    bob.sendRight(box.port, 2)
    const extract = (call: string, his_name: Name) =>
      alice.must<{ his_port: Name }>(call, { task, his_name }).his_port
    const got = extract('port_extract_send', send)
    const taken = extract('port_extract_receive', box.name)
    expect([rightsOf(alice.task)[got], rightsOf(alice.task)[taken]]).toEqual(['send x1', 'receive'])
    expect(rightsOf(bob.task)).not.toHaveProperty(`${send}`)
    expect(rightsOf(bob.task)).not.toHaveProperty(`${box.name}`)
    expect([port.srights, box.port.srights]).toEqual([1, 0])
  })

  it('tell whoever asked that the name is gone', () => {
    const { alice, bob, kernel } = twoTasks()
    const task = taskPortFor(kernel, alice.task, bob.task)
    const notify = bob.receiveRight()
    const box = bob.receiveRight()
    request(bob, MACH_NOTIFY_DEAD_NAME, box.name, notify)
    alice.must('port_extract_receive', { task, his_name: box.name })
    expect(notices(bob, notify.name)).toEqual([`port-deleted ${box.name}`])
  })
})

describe('by message', () => {
  it('port calls do the same', () => {
    const { alice, kernel } = twoTasks()
    const self = taskSelf(kernel, alice.task)
    const reply = alice.receiveRight()
    const ask = (call: string, args: object) =>
      alice.run(() => callByMessage(call, self, reply.name, { ...args }))
    const made = ask('port_allocate', {})
    expect(made).toMatchObject({ right: { port_name: expect.any(Number) } })
    expect(ask('port_set_backlog', { port_name: reply.name, backlog: 17 })).toEqual({
      _tag: 'Left',
      left: 'KERN_INVALID_ARGUMENT'
    })
    expect(ask('port_type', { port_name: reply.name })).toMatchObject({ right: { port_type: 7 } })
  })
})
