import { MACH_NOTIFY_PORT_DESTROYED, type Name } from '../../tasks/mach.js'
import { MSG_TYPE_PORT_ALL, msgReceive, msgSend } from '../fixtures/compat-letters.js'
import { itemsOf, receive } from '../fixtures/letters.js'
import { notices, request } from '../fixtures/notices.js'
import { rightsOf } from '../fixtures/state.js'
import { type Actor, twoTasks } from '../fixtures/two-tasks.js'

const allocate = (actor: Actor): Name => actor.must<{ port_name: Name }>('port_allocate', {}).port_name

describe('port_set_backup', () => {
  /** Alice has a port; bob's gets it when she gives it up. */
  const backedUp = () => {
    const world = twoTasks()
    const port_name = allocate(world.alice)
    const backup = world.bob.receiveRight()
    const name = world.alice.sendRight(backup.port)
    const previous = world.alice.must<{ previous: Name }>('port_set_backup', {
      port_name,
      backup: name
    }).previous
    return { ...world, port_name, backup, name, previous }
  }

  it('sends the receive right there instead of its destruction, once', () => {
    const { alice, bob, backup, port_name, previous } = backedUp()
    expect(previous).toBe(0)
    alice.run(() => msgSend({ remote: port_name, id: 11 }))
    alice.must('port_deallocate', { port_name })
    const { msg } = bob.run(() => msgReceive(backup.name))
    const [item] = itemsOf(msg)
    expect([msg.id, item?.type]).toEqual([69, MSG_TYPE_PORT_ALL])
    const name = Number(item?.data?.[0])
    expect(bob.run(() => msgReceive(name)).msg.id).toBe(11)
    bob.must('port_deallocate', { port_name: name })
    expect(bob.run(() => msgReceive(backup.name, { receiving: 0 })).code).toBe('RCV_TIMED_OUT')
  })

  it('does so when the task ends', () => {
    const { alice, bob, backup } = backedUp()
    alice.begin(function* () {
      yield { call: 'task_terminate', args: {} }
    })
    expect(bob.run(() => receive(backup.name)).msg.id).toBe(69)
  })

  it('is seen as a port-destroyed request, and answers the backup before', () => {
    const { alice, backup, name, port_name } = backedUp()
    expect(alice.must('mach_port_get_receive_status', { name: port_name })).toMatchObject({ pdrequest: 1 })
    const taken = alice.must<{ previous: Name }>('port_set_backup', { port_name, backup: 0 }).previous
    expect([taken, rightsOf(alice.task)[name], backup.port.srights]).toEqual([name, 'send x2', 1])
    alice.must('port_deallocate', { port_name })
    expect(backup.port.msgcount).toBe(0)
  })

  it('makes a send right where only the receive right is held', () => {
    const { alice } = twoTasks()
    const [port_name, own] = [allocate(alice), allocate(alice)]
    alice.must('port_set_backup', { port_name, backup: own })
    alice.must('port_deallocate', { port_name })
    expect(alice.run(() => msgReceive(own)).msg.id).toBe(69)
  })

  it('counts for nothing when it is dead', () => {
    const { alice, bob, backup, port_name } = backedUp()
    bob.must('port_deallocate', { port_name: backup.name })
    alice.must('port_deallocate', { port_name })
    expect(rightsOf(alice.task)).not.toHaveProperty(`${port_name}`)
  })

  it('takes the place of a port-destroyed request, whose right is given up, and the other way round', () => {
    const { alice, name, port_name, backup } = backedUp()
    const notify = alice.receiveRight()
    expect(request(alice, MACH_NOTIFY_PORT_DESTROYED, port_name, notify)).toBe(0)
    expect(backup.port.srights).toBe(1)
    const { previous } = alice.must<{ previous: Name }>('port_set_backup', { port_name, backup: name })
    expect([previous, notices(alice, notify.name)]).toEqual([0, ['send-once']])
    alice.must('port_deallocate', { port_name })
    expect([backup.port.msgcount, notify.port.msgcount]).toEqual([1, 0])
  })

  it('does not send a port into itself', () => {
    const { alice } = twoTasks()
    const port_name = allocate(alice)
    alice.must('port_set_backup', { port_name, backup: port_name })
    alice.must('port_deallocate', { port_name })
    expect(rightsOf(alice.task)).not.toHaveProperty(`${port_name}`)
  })
})
