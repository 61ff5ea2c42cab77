import * as E from 'fp-ts/lib/Either.js'
import {
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_MSG_TYPE_PORT_NAME,
  MACH_NOTIFY_DEAD_NAME,
  MACH_PORT_DEAD,
  MACH_PORT_NULL,
  MACH_PORT_RIGHT_DEAD_NAME,
  MACH_PORT_RIGHT_RECEIVE,
  MACH_PORT_RIGHT_SEND,
  type Name
} from '../../tasks/mach.js'
import type { Item } from '../../tasks/typed-data.js'
import { itemsOf, receive, send } from '../fixtures/letters.js'
import { notices, request } from '../fixtures/notices.js'
import { rightsOf } from '../fixtures/state.js'
import { type Actor, twoTasks } from '../fixtures/two-tasks.js'

/** Alice can send bob anything, and bob says under which names he got it. */
const mailing = () => {
  const w = twoTasks()
  const inbox = w.bob.receiveRight()
  const remote = w.alice.sendRight(inbox.port)
  const mail = (...items: Item[]) => {
    expect(w.alice.run(() => send({ remote, items })).code).toBe('MACH_MSG_SUCCESS')
    return itemsOf(w.bob.run(() => receive(inbox.name)).msg).map(({ data }) => data)
  }
  return { ...w, inbox, remote, mail, given: w.alice.receiveRight() }
}

describe('a name', () => {
  it('is one for all send rights and the receive right of a port', () => {
    const { bob, mail, given } = mailing()
    const [[name]] = mail({ type: MACH_MSG_TYPE_MAKE_SEND, data: [given.name] }) as [[Name]]
    const more = { type: MACH_MSG_TYPE_MAKE_SEND, data: [given.name] }
    expect(mail(more, { type: MACH_MSG_TYPE_MOVE_RECEIVE, data: [given.name] })).toEqual([[name], [name]])
    expect(rightsOf(bob.task)[name]).toBe('send x2, receive')
  })

  it('is another for each send-once right, though the port is the same', () => {
    const { bob, mail, given } = mailing()
    const [names] = mail({ type: MACH_MSG_TYPE_MAKE_SEND_ONCE, data: [given.name, given.name] }) as [Name[]]
    expect(new Set(names).size).toBe(2)
    for (const name of names) expect(rightsOf(bob.task)[name]).toBe('send-once')
  })

  it('stays with the send rights when the receive right moves away, request and all', () => {
    const { alice, mail, given } = mailing()
    alice.sendRight(given.port, 2)
    const notify = alice.receiveRight()
    request(alice, MACH_NOTIFY_DEAD_NAME, given.name, notify)
    mail({ type: MACH_MSG_TYPE_MOVE_RECEIVE, data: [given.name] })
    expect(rightsOf(alice.task)[given.name]).toBe('send x2')
    expect(notices(alice, notify.name)).toEqual([])
  })

  it.each([
    ['deallocated', (actor: Actor, name: Name) => actor.must('mach_port_deallocate', { name })],
    [
      'taken away',
      (actor: Actor, name: Name) =>
        actor.must('mach_port_mod_refs', { name, right: MACH_PORT_RIGHT_SEND, delta: -1 })
    ],
    [
      'extracted',
      (actor: Actor, name: Name) => {
        const args = { name, desired_type: MACH_MSG_TYPE_MOVE_SEND }
        const { poly } = actor.must<{ poly: Name }>('mach_port_extract_right', args)
        expect(poly).toBe(name)
        actor.must('mach_port_deallocate', { name })
      }
    ]
  ])('stays with the receive right when the last send right is %s, request and all', (_, drop) => {
    const { alice } = twoTasks()
    const own = alice.receiveRight()
    alice.sendRight(own.port)
    const notify = alice.receiveRight()
    request(alice, MACH_NOTIFY_DEAD_NAME, own.name, notify)
    drop(alice, own.name)
    expect(rightsOf(alice.task)[own.name]).toBe('receive')
    expect(notices(alice, notify.name)).toEqual([])
    alice.must('mach_port_destroy', { name: own.name })
    expect(notices(alice, notify.name)).toEqual([`port-deleted ${own.name}`])
  })

  it('means nothing to another task: as MACH_MSG_TYPE_PORT_NAME it is a bare number', () => {
    const { bob, mail, given } = mailing()
    const before = rightsOf(bob.task)
    expect(mail({ type: MACH_MSG_TYPE_PORT_NAME, data: [given.name, 0x5500] })).toEqual([
      [given.name, 0x5500]
    ])
    expect(rightsOf(bob.task)).toEqual(before)
  })

  it('null and the dead one pass through a body as they are, whatever the disposition', () => {
    const { mail } = mailing()
    for (const type of [16, 17, 18, 19, 20, 21])
      expect(mail({ type, data: [MACH_PORT_NULL, MACH_PORT_DEAD] })).toEqual([
        [MACH_PORT_NULL, MACH_PORT_DEAD]
      ])
  })

  it('that is dead is sent as the dead name; moving it takes one user reference', () => {
    const { alice, mail } = mailing()
    const name = alice.deadName(3)
    const types = [MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_MOVE_SEND, MACH_MSG_TYPE_MOVE_SEND_ONCE]
    expect(mail(...types.map((type) => ({ type, data: [name] })))).toEqual(types.map(() => [MACH_PORT_DEAD]))
    expect(rightsOf(alice.task)[name]).toBe('dead x1')
  })

  it('of a port set cannot be sent', () => {
    const { alice, remote } = mailing()
    const set = alice.portSet()
    for (const type of [16, 17, 18, 19, 20, 21])
      expect(alice.run(() => send({ remote, items: [{ type, data: [set] }] })).code).toBe(
        'MACH_SEND_INVALID_RIGHT'
      )
  })

  it.each(['mach_task_self', 'mach_thread_self', 'mach_host_self'])(
    'answered by %s gains a user reference',
    (call) => {
      const { alice } = twoTasks()
      const names = alice.run(function* () {
        const first = (yield { call, args: {} }) as E.Right<{ name: Name }>
        const second = (yield { call, args: {} }) as E.Right<{ name: Name }>
        return [first.right.name, second.right.name, rightsOf(alice.task)[first.right.name]]
      })
      expect(names).toEqual([names[0], names[0], 'send x2'])
    }
  )
})

describe('the kernel gives out', () => {
  const allocate = (actor: Actor): Name =>
    actor.must<{ name: Name }>('mach_port_allocate', { right: MACH_PORT_RIGHT_DEAD_NAME }).name

  it('the lowest number not in use, from 1; the 2.5 notify port has the first', () => {
    expect([1, 2, 3].map(() => allocate(twoTasks({ kernel: 'gnu' }).alice))).toEqual([1, 1, 1])
    const { alice } = twoTasks({ kernel: 'cmu' })
    expect([allocate(alice), allocate(alice)]).toEqual([2, 3])
  })

  it('the latest freed first', () => {
    const { alice } = twoTasks({ kernel: 'gnu' })
    const names = [1, 2, 3, 4].map(() => allocate(alice))
    for (const name of [2, 4, 1]) alice.must('mach_port_deallocate', { name })
    expect(names).toEqual([1, 2, 3, 4])
    expect([1, 2, 3, 4].map(() => allocate(alice))).toEqual([1, 4, 2, 5])
  })

  it('of more than 64 freed the last 64 so, and then the lowest', () => {
    const { alice } = twoTasks({ kernel: 'gnu' })
    const names = Array.from({ length: 70 }, () => allocate(alice))
    for (const name of names) alice.must('mach_port_deallocate', { name })
    const again = names.map(() => allocate(alice))
    expect(again.slice(0, 3)).toEqual([64, 63, 62])
    expect(again.slice(63)).toEqual([1, 65, 66, 67, 68, 69, 70])
  })

  it('no name that is in use by a task’s own choice', () => {
    const { alice } = twoTasks({ kernel: 'gnu' })
    for (const name of [1, 2, 0x1000])
      alice.must('mach_port_allocate_name', { right: MACH_PORT_RIGHT_RECEIVE, name })
    expect([allocate(alice), allocate(alice)]).toEqual([3, 4])
  })

  it('the destination’s name first, then the reply’s, where a header used up both', () => {
    const { alice, bob } = twoTasks()
    const inbox = bob.receiveRight()
    const [remote, local] = [alice.sendRight(inbox.port), alice.sendRight(bob.receiveRight().port)]
    const types = { remoteType: MACH_MSG_TYPE_MOVE_SEND, localType: MACH_MSG_TYPE_MOVE_SEND }
    alice.run(() => send({ remote, local, ...types }))
    expect([allocate(alice), allocate(alice)]).toEqual([remote, local])
  })

  it.each([
    ['gnu' as const, 0x700],
    ['cmu' as const, 4]
  ])('under %s, after a rename of nothing, the name %i', (kernel, next) => {
    const { alice } = twoTasks({ kernel })
    while (allocate(alice) < 3) {}
    alice.call('mach_port_rename', { old_name: 0x600, new_name: 0x700 })
    expect(allocate(alice)).toBe(next)
  })

  it.each([
    ['gnu' as const, 0x700],
    ['cmu' as const, 4]
  ])('under %s, after a right refused because the space has it elsewhere, the name %i', (kernel, next) => {
    const { alice } = twoTasks({ kernel })
    while (allocate(alice) < 2) {}
    const { name } = alice.receiveRight()
    const args = { name: 0x700, poly: name, poly_poly: MACH_MSG_TYPE_MAKE_SEND }
    expect(alice.call('mach_port_insert_right', args)).toEqual(E.left('KERN_RIGHT_EXISTS'))
    expect(allocate(alice)).toBe(next)
  })
})
