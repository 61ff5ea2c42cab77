import {
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_PORT_DEAD,
  type Name
} from '../../tasks/mach.js'
import { itemsOf, type Letter, receive, send } from '../fixtures/letters.js'
import { rightsOf, stateOf } from '../fixtures/state.js'
import { type TwoTasks, twoTasks } from '../fixtures/two-tasks.js'

const DISPOSITIONS = {
  MOVE_RECEIVE: MACH_MSG_TYPE_MOVE_RECEIVE,
  MOVE_SEND: MACH_MSG_TYPE_MOVE_SEND,
  COPY_SEND: MACH_MSG_TYPE_COPY_SEND,
  MAKE_SEND: MACH_MSG_TYPE_MAKE_SEND,
  MAKE_SEND_ONCE: MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MOVE_SEND_ONCE: MACH_MSG_TYPE_MOVE_SEND_ONCE
}

type Disposition = keyof typeof DISPOSITIONS

/** What a name of alice’s denotes, with two user references where it has any. */
const HOLDINGS = {
  receive: ({ alice }: TwoTasks): Name => alice.receiveRight().name,
  send: ({ alice, newcomer }: TwoTasks): Name => alice.sendRight(newcomer('carol').receiveRight().port, 2),
  both: ({ alice }: TwoTasks): Name => alice.sendRight(alice.receiveRight().port, 2),
  once: ({ alice, newcomer }: TwoTasks): Name => alice.sendOnceRight(newcomer('carol').receiveRight().port),
  dead: ({ alice }: TwoTasks): Name => alice.deadName(2),
  set: ({ alice }: TwoTasks): Name => alice.portSet(),
  nothing: (): Name => 0x5500
}

type Holding = keyof typeof HOLDINGS

/** What is left under the name, or null where the disposition does not suit it. */
type Left = string | null

/** Against the sender’s name: the manual’s table. */
const TABLE: Readonly<Record<Disposition, Readonly<Record<Holding, Left>>>> = {
  MOVE_RECEIVE: {
    receive: '',
    send: null,
    both: 'send x2',
    once: null,
    dead: null,
    set: null,
    nothing: null
  },
  MOVE_SEND: {
    receive: null,
    send: 'send x1',
    both: 'send x1, receive',
    once: null,
    dead: 'dead x1',
    set: null,
    nothing: null
  },
  COPY_SEND: {
    receive: null,
    send: 'send x2',
    both: 'send x2, receive',
    once: null,
    dead: 'dead x2',
    set: null,
    nothing: null
  },
  MAKE_SEND: {
    receive: 'receive',
    send: null,
    both: 'send x2, receive',
    once: null,
    dead: null,
    set: null,
    nothing: null
  },
  MAKE_SEND_ONCE: {
    receive: 'receive',
    send: null,
    both: 'send x2, receive',
    once: null,
    dead: null,
    set: null,
    nothing: null
  },
  MOVE_SEND_ONCE: {
    receive: null,
    send: null,
    both: null,
    once: '',
    dead: 'dead x1',
    set: null,
    nothing: null
  }
}

const RECEIVED: Readonly<Record<Disposition, number>> = {
  MOVE_RECEIVE: 16,
  MOVE_SEND: 17,
  COPY_SEND: 17,
  MAKE_SEND: 17,
  MAKE_SEND_ONCE: 18,
  MOVE_SEND_ONCE: 18
}

const isHolding = (word: string): word is Holding => Object.hasOwn(HOLDINGS, word)
const isDisposition = (word: string): word is Disposition => Object.hasOwn(TABLE, word)

const cells = Object.entries(TABLE).flatMap(([disposition, row]) =>
  Object.entries(row).flatMap(([holding, left]) =>
    isDisposition(disposition) && isHolding(holding) ? [{ disposition, holding, left }] : []
  )
)

/** Alice, with such a name and a send right for a port of bob’s. */
const holding = (what: Holding) => {
  const w = twoTasks()
  const inbox = w.bob.receiveRight()
  const remote = w.alice.sendRight(inbox.port)
  const name = HOLDINGS[what](w)
  const sent = (written: Partial<Letter>) => w.alice.run(() => send({ remote, ...written })).code
  const left = () => rightsOf(w.alice.task)[name] ?? ''
  return { ...w, inbox, remote, name, sent, left }
}

describe.each(cells)(
  '$disposition of a name that denotes $holding',
  ({ disposition, holding: what, left }) => {
    const type = DISPOSITIONS[disposition]
    const isDead = what === 'dead'

    if (left === null) {
      it('is MACH_SEND_INVALID_RIGHT in a body, and the name is as it was', () => {
        const w = holding(what)
        const before = rightsOf(w.alice.task)
        expect(w.sent({ items: [{ type, data: [w.name] }] })).toBe('MACH_SEND_INVALID_RIGHT')
        expect(rightsOf(w.alice.task)).toEqual(before)
      })
    } else {
      it(`leaves '${left}' when it was sent in a body`, () => {
        const w = holding(what)
        expect(w.sent({ items: [{ type, data: [w.name] }] })).toBe('MACH_MSG_SUCCESS')
        expect(w.left()).toBe(left)
        const [item] = itemsOf(w.bob.run(() => receive(w.inbox.name)).msg)
        expect(item?.type).toBe(RECEIVED[disposition])
        if (isDead) expect(item?.data).toEqual([MACH_PORT_DEAD])
      })
    }

    const isReply = left !== null && disposition !== 'MOVE_RECEIVE'
    const badReply = disposition === 'MOVE_RECEIVE' ? 'MACH_SEND_INVALID_HEADER' : 'MACH_SEND_INVALID_REPLY'
    it(isReply ? `leaves '${left}' as the reply` : `is ${badReply} as the reply, and changes nothing`, () => {
      const w = holding(what)
      const before = stateOf(w.world)
      expect(w.sent({ local: w.name, localType: type })).toBe(isReply ? 'MACH_MSG_SUCCESS' : badReply)
      if (isReply) expect(w.left()).toBe(left)
      else expect(stateOf(w.world)).toEqual(before)
    })

    const isDestination = isReply && !isDead
    const badDestination =
      disposition === 'MOVE_RECEIVE' ? 'MACH_SEND_INVALID_HEADER' : 'MACH_SEND_INVALID_DEST'
    it(
      isDestination
        ? `leaves '${left}' as the destination`
        : `is ${badDestination} as the destination, and changes nothing`,
      () => {
        const w = holding(what)
        const before = stateOf(w.world)
        const code = w.sent({ remote: w.name, remoteType: type })
        expect(code).toBe(isDestination ? 'MACH_MSG_SUCCESS' : badDestination)
        if (isDestination) expect(w.left()).toBe(left)
        else expect(stateOf(w.world)).toEqual(before)
      }
    )
  }
)
