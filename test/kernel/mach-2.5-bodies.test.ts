import {
  MACH_MSG_TYPE_INTEGER_32,
  MACH_NOTIFY_DEAD_NAME,
  MACH_NOTIFY_NO_SENDERS,
  MACH_PORT_DEAD,
  type Message,
  type Name
} from '../../tasks/mach.js'
import { encodeBody, type Item } from '../../tasks/typed-data.js'
import {
  MSG_TYPE_PORT,
  MSG_TYPE_PORT_ALL,
  msgReceive,
  msgSend,
  notified
} from '../fixtures/compat-letters.js'
import { itemsOf, receive } from '../fixtures/letters.js'
import { notices, request } from '../fixtures/notices.js'
import { rightsOf } from '../fixtures/state.js'
import { twoTasks } from '../fixtures/two-tasks.js'

/** Alice sends rights in bodies to bob; `gift` is a port of hers, `name` what she holds of a port of bob's. */
const parcel = () => {
  const world = twoTasks()
  const { alice, bob } = world
  const box = bob.receiveRight()
  const remote = alice.sendRight(box.port)
  const sendItems = (...items: Item[]) => alice.run(() => msgSend({ remote, id: 7, items })).code
  const taken = () => bob.run(() => msgReceive(box.name)).msg
  return { ...world, box, remote, gift: alice.receiveRight(), sendItems, taken }
}

const namesIn = (msg: Message, item = 0): readonly Name[] => {
  const data = itemsOf(msg)[item]?.data
  return typeof data === 'string' || data === undefined ? [] : data
}

describe('MSG_TYPE_PORT in a body', () => {
  it('makes a send right of a receive right', () => {
    const { alice, bob, gift, sendItems, taken } = parcel()
    expect(sendItems({ type: MSG_TYPE_PORT, data: [gift.name] })).toBe('SEND_SUCCESS')
    const [name = 0] = namesIn(taken())
    expect([rightsOf(alice.task)[gift.name], rightsOf(bob.task)[name]]).toEqual(['receive', 'send x1'])
    expect([gift.port.mscount, gift.port.srights]).toEqual([1, 1])
  })

  it('copies a send right', () => {
    const { alice, newcomer, sendItems, taken } = parcel()
    const { port } = newcomer('carol').receiveRight()
    const name = alice.sendRight(port, 3)
    sendItems({ type: MSG_TYPE_PORT, data: [name, name] })
    expect(namesIn(taken())).toHaveLength(2)
    expect([rightsOf(alice.task)[name], port.mscount, port.srights]).toEqual(['send x3', 1, 2])
  })

  it('copies the send right beside a receive right, and makes none', () => {
    const { alice, gift, sendItems, taken } = parcel()
    const name = alice.sendRight(gift.port)
    const { mscount } = gift.port
    sendItems({ type: MSG_TYPE_PORT, data: [name] })
    taken()
    expect([gift.port.mscount, gift.port.srights]).toEqual([mscount, 2])
  })

  it('with deallocate takes all send rights under the name, and whoever asked hears of it', () => {
    const { alice, newcomer, sendItems, taken } = parcel()
    const { port } = newcomer('carol').receiveRight()
    const name = alice.sendRight(port, 3)
    const notify = alice.receiveRight()
    request(alice, MACH_NOTIFY_DEAD_NAME, name, notify)
    expect(sendItems({ type: MSG_TYPE_PORT, deallocate: true, data: [name] })).toBe('SEND_SUCCESS')
    expect(rightsOf(alice.task)).not.toHaveProperty(`${name}`)
    expect(port.srights).toBe(1)
    expect([notices(alice, notify.name), notified(alice)]).toEqual([[`port-deleted ${name}`], []])
    taken()
    expect(port.srights).toBe(1)
  })

  it.each([
    ['a receive right', false],
    ['send rights beside a receive right', true]
  ])('with deallocate refuses a name with %s', (_what, sends) => {
    const { alice, gift, sendItems } = parcel()
    if (sends) alice.sendRight(gift.port)
    expect(sendItems({ type: MSG_TYPE_PORT, deallocate: true, data: [gift.name] })).toBe('SEND_INVALID_PORT')
    expect(rightsOf(alice.task)[gift.name]).toContain('receive')
  })

  it.each([false, true])('refuses a dead name (deallocate: %s)', (deallocate) => {
    const { alice, sendItems } = parcel()
    const dead = alice.deadName()
    expect(sendItems({ type: MSG_TYPE_PORT, deallocate, data: [dead] })).toBe('SEND_INVALID_PORT')
    expect(rightsOf(alice.task)[dead]).toBe('dead x1')
  })

  it.each([false, true])('refuses a right whose port has died unnoticed (deallocate: %s)', (deallocate) => {
    const { alice, newcomer, sendItems } = parcel()
    const carol = newcomer('carol')
    const { port, name: own } = carol.receiveRight()
    const name = alice.sendRight(port)
    carol.must('mach_port_destroy', { name: own })
    expect(sendItems({ type: MSG_TYPE_PORT, deallocate, data: [name] })).toBe('SEND_INVALID_PORT')
  })

  it('lets null and dead names pass: a 2.5 receiver sees null, one of 3.0 what was sent', () => {
    const { bob, box, sendItems, taken } = parcel()
    const item = { type: MSG_TYPE_PORT, data: [0, MACH_PORT_DEAD] }
    sendItems(item)
    expect(namesIn(taken())).toEqual([0, 0])
    sendItems(item)
    expect(namesIn(bob.run(() => receive(box.name)).msg)).toEqual([0, MACH_PORT_DEAD])
  })

  it('is null for the receiver when the port died on the way', () => {
    const { alice, gift, sendItems, taken } = parcel()
    sendItems({ type: MSG_TYPE_PORT, data: [gift.name] })
    alice.must('port_deallocate', { port_name: gift.name })
    expect(namesIn(taken())).toEqual([0])
  })
})

describe('MSG_TYPE_PORT_ALL in a body', () => {
  it('moves the receive right and leaves a send right behind', () => {
    const { alice, bob, gift, sendItems, taken } = parcel()
    expect(sendItems({ type: MSG_TYPE_PORT_ALL, data: [gift.name] })).toBe('SEND_SUCCESS')
    const [name = 0] = namesIn(taken())
    expect([rightsOf(alice.task)[gift.name], rightsOf(bob.task)[name]]).toEqual(['send x1', 'receive'])
    expect(gift.port.mscount).toBe(0)
    expect(alice.run(() => msgSend({ remote: gift.name, id: 8 })).code).toBe('SEND_SUCCESS')
    expect(bob.run(() => msgReceive(name)).msg.id).toBe(8)
  })

  it('leaves the send rights there were', () => {
    const { alice, gift, sendItems, taken } = parcel()
    alice.sendRight(gift.port, 2)
    sendItems({ type: MSG_TYPE_PORT_ALL, data: [gift.name] })
    taken()
    expect([rightsOf(alice.task)[gift.name], gift.port.srights]).toEqual(['send x2', 1])
  })

  it('with deallocate leaves nothing, and tells the notify port nothing', () => {
    const { alice, bob, sendItems, taken } = parcel()
    const { port_name } = alice.must<{ port_name: Name }>('port_allocate', {})
    sendItems({ type: MSG_TYPE_PORT_ALL, deallocate: true, data: [port_name] })
    const [name = 0] = namesIn(taken())
    expect(rightsOf(alice.task)).not.toHaveProperty(`${port_name}`)
    expect(rightsOf(bob.task)[name]).toBe('receive')
    expect(notified(alice)).toEqual([])
  })

  it('with deallocate drops send rights first: whoever asked hears that no senders are left', () => {
    const { alice, gift, sendItems, taken } = parcel()
    const notify = alice.receiveRight()
    alice.sendRight(gift.port, 2)
    request(alice, MACH_NOTIFY_NO_SENDERS, gift.name, notify)
    request(alice, MACH_NOTIFY_DEAD_NAME, gift.name, notify)
    sendItems({ type: MSG_TYPE_PORT_ALL, deallocate: true, data: [gift.name] })
    expect(notices(alice, notify.name)).toEqual(['no-senders 1', `port-deleted ${gift.name}`])
    taken()
    expect(gift.port.srights).toBe(0)
  })

  it('moves messages and set membership as a receive right does', () => {
    const { alice, bob, gift, sendItems, taken } = parcel()
    const self = alice.sendRight(gift.port)
    alice.portSet(gift)
    alice.run(() => msgSend({ remote: self, id: 11 }))
    sendItems({ type: MSG_TYPE_PORT_ALL, data: [gift.name] })
    const [name = 0] = namesIn(taken())
    expect(gift.port.set).toBeNull()
    expect(bob.run(() => msgReceive(name)).msg.id).toBe(11)
  })

  it.each([
    ['a send right', () => parcelWithSend()],
    ['a dead name', () => parcelWithDead()]
  ])('refuses %s', (_what, make) => {
    const { name, sendItems } = make()
    expect(sendItems({ type: MSG_TYPE_PORT_ALL, data: [name] })).toBe('SEND_INVALID_PORT')
  })

  it('is destroyed where it would travel inside itself', () => {
    const { alice, gift } = parcel()
    const items = [{ type: MSG_TYPE_PORT_ALL, data: [gift.name] }]
    expect(alice.run(() => msgSend({ remote: gift.name, items })).code).toBe('SEND_SUCCESS')
    expect(rightsOf(alice.task)[gift.name]).toBe('dead x1')
  })
})

const parcelWithSend = () => {
  const made = parcel()
  return { ...made, name: made.remote }
}

const parcelWithDead = () => {
  const made = parcel()
  return { ...made, name: made.alice.deadName() }
}

describe('a body of 2.5', () => {
  it('is left alone in a simple message', () => {
    const { alice, bob, box, remote } = parcel()
    const items = [{ type: MSG_TYPE_PORT, data: [0x5500] }]
    expect(alice.run(() => msgSend({ remote, items, complex: false })).code).toBe('SEND_SUCCESS')
    const { msg } = bob.run(() => receive(box.name))
    expect(itemsOf(msg)[0]).toMatchObject({ type: MSG_TYPE_PORT, data: [0x5500] })
  })

  it('may leave the unused bits as it pleases', () => {
    const { alice, box, bob, gift, remote } = parcel()
    const items = [
      { type: MACH_MSG_TYPE_INTEGER_32, unused: true, data: [5] },
      { type: MSG_TYPE_PORT, data: [gift.name] }
    ]
    expect(alice.run(() => msgSend({ remote, items })).code).toBe('SEND_SUCCESS')
    const { msg } = bob.run(() => receive(box.name))
    expect([...msg.body.subarray(0, 8)]).toEqual([
      ...encodeBody([{ type: MACH_MSG_TYPE_INTEGER_32, data: [5] }])
    ])
  })

  it('carries rights out of line', () => {
    const { alice, bob, gift, box, remote } = parcel()
    const other = alice.receiveRight()
    const code = alice.run(function* () {
      const bytes = new Uint8Array(Uint32Array.of(gift.name, 0, other.name).buffer)
      const address = (yield { call: 'place', args: { bytes } }) as number
      const items = [{ type: MSG_TYPE_PORT, inline: false, number: 3, address }]
      return (yield* msgSend({ remote, items })).code
    })
    expect([code, gift.port.srights, other.port.srights]).toEqual(['SEND_SUCCESS', 1, 1])
    const names = bob.run(function* () {
      const { msg } = yield* msgReceive(box.name)
      const address = itemsOf(msg)[0]?.address ?? 0
      return new Uint32Array(
        ((yield { call: 'fetch', args: { address, size: 12 } }) as Uint8Array).slice().buffer
      )
    })
    const held = [...names].map((name) => rightsOf(bob.task)[name])
    expect(held).toEqual(['send x1', undefined, 'send x1'])
  })
})
