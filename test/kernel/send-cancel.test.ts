import {
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_SEND,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_NOTIFY_DEAD_NAME,
  MACH_NOTIFY_PORT_DELETED,
  MACH_PORT_NULL,
  MACH_SEND_CANCEL,
  type Name
} from '../../tasks/mach.js'
import { drain, type Letter, send, wordOf } from '../fixtures/letters.js'
import { rightsOf } from '../fixtures/state.js'
import { type TwoTasks, twoTasks } from '../fixtures/two-tasks.js'

/** Alice's send right for a port of bob's, with a dead-name request, and the port that hears of it. */
const requested = (w: TwoTasks) => {
  const service = w.bob.receiveRight()
  const notify = w.alice.receiveRight()
  const name = w.alice.sendRight(service.port)
  const request = { variant: MACH_NOTIFY_DEAD_NAME, sync: 0, notify_type: MACH_MSG_TYPE_MAKE_SEND_ONCE }
  w.alice.must('mach_port_request_notification', { name, ...request, notify: notify.name })
  return { service, notify, name }
}

const cancelling = (w: TwoTasks, written: Letter, notify: Name) =>
  w.alice.run(() => send(written, { option: MACH_SEND_CANCEL, notify })).code

const heard = (w: TwoTasks, port: Name) => w.alice.run(() => drain(port)).map((msg) => [msg.id, wordOf(msg)])

describe('MACH_SEND_CANCEL', () => {
  it('swallows the port-deleted notification of the destination right it uses up', () => {
    const w = twoTasks()
    const { notify, name } = requested(w)
    const written = { remote: name, remoteType: MACH_MSG_TYPE_MOVE_SEND }
    expect(cancelling(w, written, notify.name)).toBe('MACH_MSG_SUCCESS')
    expect(heard(w, notify.name)).toEqual([])
    expect(notify.port.sorights).toBe(0)
    expect(rightsOf(w.alice.task)[name]).toBeUndefined()
  })

  it('swallows it too for a send-once right', () => {
    const w = twoTasks()
    const { notify } = requested(w)
    const name = w.alice.sendOnceRight(w.bob.receiveRight().port)
    const request = { variant: MACH_NOTIFY_DEAD_NAME, sync: 0, notify_type: MACH_MSG_TYPE_MAKE_SEND_ONCE }
    w.alice.must('mach_port_request_notification', { name, ...request, notify: notify.name })
    const written = { remote: name, remoteType: MACH_MSG_TYPE_MOVE_SEND_ONCE }
    expect(cancelling(w, written, notify.name)).toBe('MACH_MSG_SUCCESS')
    expect(heard(w, notify.name)).toEqual([])
  })

  it('does not swallow a notification that goes to another port', () => {
    const w = twoTasks()
    const { notify, name } = requested(w)
    const other = w.alice.receiveRight()
    const written = { remote: name, remoteType: MACH_MSG_TYPE_MOVE_SEND }
    expect(cancelling(w, written, other.name)).toBe('MACH_MSG_SUCCESS')
    expect(heard(w, notify.name)).toEqual([[MACH_NOTIFY_PORT_DELETED, name]])
    expect(heard(w, other.name)).toEqual([])
  })

  it('does not swallow the notification of the reply right', () => {
    const w = twoTasks()
    const { notify, name } = requested(w)
    const service = w.alice.sendRight(w.bob.receiveRight().port)
    const written = { remote: service, local: name, localType: MACH_MSG_TYPE_MOVE_SEND }
    expect(cancelling(w, written, notify.name)).toBe('MACH_MSG_SUCCESS')
    expect(heard(w, notify.name)).toEqual([[MACH_NOTIFY_PORT_DELETED, name]])
  })

  it('leaves the request where the destination right is not used up', () => {
    const w = twoTasks()
    const { notify, name } = requested(w)
    const written = { remote: name, remoteType: MACH_MSG_TYPE_COPY_SEND }
    expect(cancelling(w, written, notify.name)).toBe('MACH_MSG_SUCCESS')
    expect(heard(w, notify.name)).toEqual([])
    w.alice.must('mach_port_deallocate', { name })
    expect(heard(w, notify.name)).toEqual([[MACH_NOTIFY_PORT_DELETED, name]])
  })

  it('lets a send proceed that has nothing to cancel', () => {
    const w = twoTasks()
    const notify = w.alice.receiveRight()
    const service = w.bob.receiveRight()
    const name = w.alice.sendRight(service.port)
    expect(cancelling(w, { remote: name, remoteType: MACH_MSG_TYPE_MOVE_SEND }, notify.name)).toBe(
      'MACH_MSG_SUCCESS'
    )
    expect(service.port.msgcount).toBe(1)
  })

  it('answers MACH_SEND_INVALID_NOTIFY to a notify name that is null or no receive right', () => {
    const w = twoTasks()
    const { name } = requested(w)
    for (const notify of [MACH_PORT_NULL, name, 0x5500])
      expect(cancelling(w, { remote: name }, notify)).toBe('MACH_SEND_INVALID_NOTIFY')
  })

  it('finds a bad notify name before a bad destination, but after a bad header', () => {
    const w = twoTasks()
    expect(cancelling(w, { remote: 0x5500 }, 0x5500)).toBe('MACH_SEND_INVALID_NOTIFY')
    expect(cancelling(w, { remote: 0x5500, remoteType: 0 }, 0x5500)).toBe('MACH_SEND_INVALID_HEADER')
    expect(cancelling(w, { remote: 0x5500, remoteType: 0 }, MACH_PORT_NULL)).toBe('MACH_SEND_INVALID_NOTIFY')
  })

  it('finds a bad size and a lack of buffers before a null notify name', () => {
    const w = twoTasks()
    const code = (size: number) =>
      w.alice.run(() => send({ remote: 0x5500 }, { option: MACH_SEND_CANCEL, notify: MACH_PORT_NULL, size }))
        .code
    expect(code(20)).toBe('MACH_SEND_MSG_TOO_SMALL')
    expect(code(0x7ffffff0)).toBe('MACH_SEND_NO_BUFFER')
  })
})
