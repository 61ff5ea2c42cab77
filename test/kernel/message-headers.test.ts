import {
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  MACH_PORT_DEAD,
  MACH_PORT_NULL,
  msghBits
} from '../../tasks/mach.js'
import { type Letter, receive, send } from '../fixtures/letters.js'
import { notices } from '../fixtures/notices.js'
import { rightsOf, stateOf } from '../fixtures/state.js'
import { twoTasks } from '../fixtures/two-tasks.js'

/** Bob serves a port, alice has a send right for it and a reply port. */
const served = (urefs = 1) => {
  const w = twoTasks()
  const inbox = w.bob.receiveRight()
  const reply = w.alice.receiveRight()
  const name = w.alice.sendRight(inbox.port, urefs)
  const sent = (written: Letter) => w.alice.run(() => send(written)).code
  const received = () => w.bob.run(() => receive(inbox.name, { timeout: 0 })).msg
  /** Sends what must be refused, and finds nothing changed. */
  const refused = (written: Letter) => {
    const before = stateOf(w.world)
    const code = sent(written)
    expect(stateOf(w.world)).toEqual(before)
    return code
  }
  return { ...w, inbox, reply, name, sent, received, refused }
}

describe('a header whose destination and reply are one name', () => {
  it('moves the destination and copies the reply from one send right: one right yields two', () => {
    const { alice, bob, name, inbox, sent, received } = served()
    const types = { remoteType: MACH_MSG_TYPE_MOVE_SEND, localType: MACH_MSG_TYPE_COPY_SEND }
    expect(sent({ remote: name, local: name, ...types })).toBe('MACH_MSG_SUCCESS')
    expect(rightsOf(alice.task)[name]).toBeUndefined()
    expect(received().remote).toBe(inbox.name)
    expect(rightsOf(bob.task)[inbox.name]).toBe('send x1, receive')
  })

  it('copies the destination and moves the reply likewise', () => {
    const { alice, name, inbox, sent, received } = served()
    const types = { remoteType: MACH_MSG_TYPE_COPY_SEND, localType: MACH_MSG_TYPE_MOVE_SEND }
    expect(sent({ remote: name, local: name, ...types })).toBe('MACH_MSG_SUCCESS')
    expect(rightsOf(alice.task)[name]).toBeUndefined()
    expect(received().remote).toBe(inbox.name)
  })

  it('cannot move both from one user reference', () => {
    const { name, refused } = served()
    const types = { remoteType: MACH_MSG_TYPE_MOVE_SEND, localType: MACH_MSG_TYPE_MOVE_SEND }
    expect(refused({ remote: name, local: name, ...types })).toBe('MACH_SEND_INVALID_DEST')
  })

  it('moves both from two user references', () => {
    const { alice, name, sent } = served(2)
    const types = { remoteType: MACH_MSG_TYPE_MOVE_SEND, localType: MACH_MSG_TYPE_MOVE_SEND }
    expect(sent({ remote: name, local: name, ...types })).toBe('MACH_MSG_SUCCESS')
    expect(rightsOf(alice.task)[name]).toBeUndefined()
  })

  it('cannot use a send-once right twice', () => {
    const { alice, inbox, refused } = served()
    const once = alice.sendOnceRight(inbox.port)
    const types = { remoteType: MACH_MSG_TYPE_MOVE_SEND_ONCE, localType: MACH_MSG_TYPE_MOVE_SEND_ONCE }
    expect(refused({ remote: once, local: once, ...types })).toBe('MACH_SEND_INVALID_DEST')
  })

  it('makes both from a receive right', () => {
    const { alice, reply, sent } = served()
    const types = { remoteType: MACH_MSG_TYPE_MAKE_SEND, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }
    expect(sent({ remote: reply.name, local: reply.name, ...types })).toBe('MACH_MSG_SUCCESS')
    const { msg } = alice.run(() => receive(reply.name))
    expect(msg.local).toBe(reply.name)
    expect(rightsOf(alice.task)[msg.remote]).toBe('send-once')
  })
})

describe('a header that cannot be copied in', () => {
  it('has an invalid reply before an unsuitable destination', () => {
    const { alice, reply, refused } = served()
    const unsuitable = { remote: reply.name, remoteType: MACH_MSG_TYPE_COPY_SEND }
    const bad = { local: alice.portSet(), localType: MACH_MSG_TYPE_COPY_SEND }
    expect(refused({ ...unsuitable, ...bad })).toBe('MACH_SEND_INVALID_REPLY')
  })

  it('has an invalid destination before a reply name that denotes nothing, if it denotes nothing itself', () => {
    const { name, refused } = served()
    const nothing = { local: 0x5500, localType: MACH_MSG_TYPE_COPY_SEND }
    expect(refused({ remote: 0x5501, ...nothing })).toBe('MACH_SEND_INVALID_DEST')
    expect(refused({ remote: name, ...nothing })).toBe('MACH_SEND_INVALID_REPLY')
  })

  it('is invalid with a local name but no local type', () => {
    const { name, reply, refused } = served()
    expect(refused({ remote: name, local: MACH_PORT_DEAD })).toBe('MACH_SEND_INVALID_HEADER')
    expect(refused({ remote: name, local: reply.name })).toBe('MACH_SEND_INVALID_HEADER')
  })

  it('is invalid where it would move a receive right', () => {
    const { reply, name, refused } = served()
    expect(refused({ remote: reply.name, remoteType: MACH_MSG_TYPE_MOVE_RECEIVE })).toBe(
      'MACH_SEND_INVALID_HEADER'
    )
    const local = { local: reply.name, localType: MACH_MSG_TYPE_MOVE_RECEIVE }
    expect(refused({ remote: name, ...local })).toBe('MACH_SEND_INVALID_HEADER')
  })

  it('has no dead, null or send-once destination that is copied', () => {
    const { alice, inbox, refused } = served()
    for (const remote of [MACH_PORT_NULL, MACH_PORT_DEAD, alice.deadName(), alice.sendOnceRight(inbox.port)])
      expect(refused({ remote })).toBe('MACH_SEND_INVALID_DEST')
  })
})

describe('a reply field', () => {
  it('that is null keeps its type bits for the receiver', () => {
    const { name, sent, received } = served()
    expect(sent({ remote: name, local: MACH_PORT_NULL, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE })).toBe(
      'MACH_MSG_SUCCESS'
    )
    const bits = msghBits(MACH_MSG_TYPE_PORT_SEND_ONCE, MACH_MSG_TYPE_PORT_SEND)
    expect(received()).toMatchObject({ remote: MACH_PORT_NULL, bits })
  })

  it('that is dead arrives dead, one user reference moved', () => {
    const { alice, name, sent, received } = served()
    const local = alice.deadName(3)
    expect(sent({ remote: name, local, localType: MACH_MSG_TYPE_MOVE_SEND })).toBe('MACH_MSG_SUCCESS')
    expect(received().remote).toBe(MACH_PORT_DEAD)
    expect(rightsOf(alice.task)[local]).toBe('dead x2')
  })

  it('whose port dies on the way arrives dead, and the receiver holds nothing for it', () => {
    const { alice, bob, name, reply, sent, received } = served()
    sent({ remote: name, local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE })
    alice.must('mach_port_destroy', { name: reply.name })
    const before = rightsOf(bob.task)
    expect(received().remote).toBe(MACH_PORT_DEAD)
    expect(rightsOf(bob.task)).toEqual(before)
  })

  it('made for a message whose body is refused: a send-once notification arrives', () => {
    const { alice, name, reply, sent } = served()
    const local = { local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND_ONCE }
    const items = [{ type: MACH_MSG_TYPE_COPY_SEND, data: [0x5500] }]
    expect(sent({ remote: name, ...local, items })).toBe('MACH_SEND_INVALID_RIGHT')
    expect(notices(alice, reply.name)).toEqual(['send-once'])
  })
})

describe('the header a receiver sees', () => {
  it('is swapped, with the types the rights were received as', () => {
    const { alice, inbox, name, reply, sent, received } = served()
    sent({ remote: name, local: reply.name, localType: MACH_MSG_TYPE_MAKE_SEND, id: 77 })
    const bits = msghBits(MACH_MSG_TYPE_PORT_SEND, MACH_MSG_TYPE_PORT_SEND)
    const msg = received()
    expect(msg).toMatchObject({ bits, local: inbox.name, id: 77, size: 24, seqno: 0 })
    expect(rightsOf(alice.task)[reply.name]).toBe('receive')
  })

  it('loses the complex bit where the body carried nothing special', () => {
    const { name, sent, received } = served()
    sent({ remote: name, complex: true })
    expect(received().bits).toBe(msghBits(0, MACH_MSG_TYPE_PORT_SEND))
  })
})
