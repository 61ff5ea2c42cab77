import * as E from 'fp-ts/lib/Either.js'
import { hostSelf, setQlimit, taskSelf, threadPortFor } from '../../kernel/index.js'
import { PortState } from '../../ports/port.table.js'
import { messagesOf } from '../../ports/queue.js'
import {
  call,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_NOTIFY_DEAD_NAME,
  MACH_NOTIFY_PORT_DELETED,
  MACH_NOTIFY_PORT_DESTROYED,
  type Name,
  newMessage
} from '../../tasks/mach.js'
import { ROUTINES } from '../../tasks/mach.defs.js'
import { callByMessage } from '../../tasks/mig.js'
import { send } from '../fixtures/letters.js'
import { type Actor, type Held, twoTasks } from '../fixtures/two-tasks.js'

// Found by random programs, each by a recount of rights after the step. `twoTasks` recounts too.

const request = (actor: Actor, name: Name, variant: number, notify: Name): void =>
  actor.must('mach_port_request_notification', {
    name,
    variant,
    sync: 0,
    notify,
    notify_type: MACH_MSG_TYPE_MAKE_SEND_ONCE
  })

const idsAt = ({ port }: Held): number[] => messagesOf(port.queue).map(({ msgh_id }) => msgh_id)

describe('a right that is passed to the kernel', () => {
  it('is used up by thread_max_priority, which has no use for it', () => {
    const { alice } = twoTasks()
    const set = alice.sendRight(alice.receiveRight().port)
    alice.must('thread_max_priority', { processor_set: set, priority: 20 })
  })

  it('does not stay in a reply that goes to a port of the kernel’s own', () => {
    const { alice, kernel } = twoTasks()
    const self = taskSelf(kernel, alice.task)
    const before = alice.task.kernelPort.srights
    const { id } = ROUTINES.task_threads
    const sent = alice.run(() =>
      send({ remote: self, local: hostSelf(kernel, alice.task), localType: MACH_MSG_TYPE_COPY_SEND, id })
    )
    expect(sent.code).toBe('MACH_MSG_SUCCESS')
    expect(alice.task.kernelPort.srights).toBe(before)
  })

  it('does not travel inside itself: a reply with the receive right of its own reply port is destroyed', () => {
    const { alice, kernel } = twoTasks()
    const self = taskSelf(kernel, alice.task)
    const reply = alice.receiveRight()
    const args = { name: reply.name, desired_type: MACH_MSG_TYPE_MOVE_RECEIVE }
    const answer = alice.run(() => callByMessage('mach_port_extract_right', self, reply.name, args))
    expect(answer).toEqual(E.left('MACH_RCV_INVALID_NAME'))
    expect(reply.port.state).toBe(PortState.dead)
  })
})

describe('a Mach 2.5 backup', () => {
  it('does not save a port if it is a port of the kernel’s own', () => {
    const { alice, kernel } = twoTasks()
    const { port, name } = alice.receiveRight()
    alice.must('port_set_backup', { port_name: name, backup: hostSelf(kernel, alice.task) })
    alice.must('mach_port_destroy', { name })
    expect(port.state).toBe(PortState.dead)
    expect(kernel.hostPort.queue?.first ?? null).toBeNull()
  })

  it('is no send-once right', () => {
    const { alice } = twoTasks()
    const { port, name } = alice.receiveRight()
    const once = alice.sendOnceRight(port)
    expect(alice.call('port_set_backup', { port_name: name, backup: once })).toEqual(
      E.left('KERN_INVALID_ARGUMENT')
    )
    expect(port.sorights).toBe(1)
  })

  it('and a port-destroyed request take each other’s place', () => {
    const { alice } = twoTasks()
    const { name } = alice.receiveRight()
    const [backup, told] = [alice.receiveRight(), alice.receiveRight()]
    alice.must('port_set_backup', { port_name: name, backup: alice.sendRight(backup.port) })
    request(alice, name, MACH_NOTIFY_PORT_DESTROYED, told.name)
    expect(backup.port.srights).toBe(1)
    alice.must('port_set_backup', { port_name: name, backup: backup.name })
    expect(told.port.sorights).toBe(1)
    alice.must('mach_port_destroy', { name })
    expect(idsAt(backup)).toEqual([MACH_NOTIFY_PORT_DESTROYED])
  })
})

describe('a Mach 2.5 message', () => {
  const msgSend = (to: Name) => {
    const msg = newMessage()
    msg.remote = to
    return call<unknown>('msg_send', { msg, option: 0 })
  }

  it('goes when the thread that could not send it is terminated', () => {
    const { alice, bob, kernel, settle } = twoTasks()
    const full = alice.receiveRight()
    setQlimit(full.port, 0)
    const to = bob.sendRight(full.port)
    const blocked = bob.begin(() => msgSend(to))
    expect(full.port.srights).toBe(2)
    bob.must('thread_terminate', { thread: threadPortFor(kernel, bob.task, blocked.thread) })
    settle()
    expect(full.port.srights).toBe(1)
  })

  it('that takes a name’s last right tells who asked about the name', () => {
    const { alice, bob } = twoTasks()
    const [to, told] = [alice.receiveRight(), bob.receiveRight()]
    const destination = bob.sendRight(to.port)
    const name = bob.sendRight(alice.receiveRight().port)
    request(bob, name, MACH_NOTIFY_DEAD_NAME, told.name)
    const msg = newMessage(8)
    // One port, in line, to be deallocated: the descriptor of MSG_TYPE_PORT.
    msg.body.set([6, 32, 1, 0x50, name, 0, 0, 0])
    msg.bits = 0x80000000 | 0
    msg.remote = destination
    bob.run(() => call('msg_send', { msg, option: 0 }))
    expect(idsAt(told)).toEqual([MACH_NOTIFY_PORT_DELETED])
  })
})
