import { MACH_MSGH_BITS_CIRCULAR } from '../../ports/abi.js'
import { MSG_TYPE_PORT, MSG_TYPE_PORT_ALL } from '../../ports/compat-copyin.js'
import { type Descriptor, inlineDescriptor, writeDescriptor, writeWord } from '../../ports/descriptor.js'
import type { Name, Space } from '../../ports/object.js'
import {
  MACH_MSG_SIZE_MAX,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSGH_BITS_COMPLEX,
  MACH_RCV_LARGE,
  MACH_RCV_MSG,
  MACH_RCV_NOTIFY,
  MACH_RCV_TIMEOUT,
  MACH_SEND_CANCEL,
  MACH_SEND_MSG,
  MACH_SEND_NOTIFY,
  MACH_SEND_TIMEOUT,
  type MachMsg,
  type Message,
  msghBits,
  newMessage
} from '../../tasks/mach.js'
import { type MsgCompat, RCV_TIMEOUT, SEND_NOTIFY, SEND_TIMEOUT } from '../../tasks/mach-compat.js'
import { ROUTINES } from '../../tasks/mach.defs.js'
import type { Steps } from '../../tasks/mig.js'
import { chance, type Draw, drawDisposition, drawName, oneOf, type Want } from './draws.js'

/** A body in the making. */
interface Body {
  readonly dialect: Dialect
  readonly bytes: Uint8Array
  size: number
}

const putWord = (body: Body, word: number): void => {
  writeWord(body.bytes, body.size, word)
  body.size += 4
}

const putDescriptor = (body: Body, descriptor: Descriptor): void => {
  body.size = writeDescriptor(body.bytes, body.size, descriptor)
}

/** Whose body it is: with Mach 3's dispositions, or with the two port types of Mach 2.5. */
type Dialect = 'mach' | 'compat'

/** One to three names, all sent with one type that suits the first of them. */
const drawRights = (draw: Draw, space: Space, dialect: Dialect): { type: number; names: Name[] } => {
  const want = oneOf<Want>(draw, ['send', 'receive', 'sendOnce', 'any'])
  const names = Array.from({ length: 1 + draw(3) }, () => drawName(draw, space, want))
  const compat = oneOf(draw, [MSG_TYPE_PORT, MSG_TYPE_PORT_ALL])
  return { type: dialect === 'mach' ? drawDisposition(draw, space, names[0] ?? 0) : compat, names }
}

const putInlineRights = (draw: Draw, space: Space, body: Body, longform: boolean): void => {
  const { type, names } = drawRights(draw, space, body.dialect)
  putDescriptor(body, { ...inlineDescriptor(type, 32, names.length), longform })
  for (const name of names) putWord(body, name)
}

/** An out-of-line array of rights, or of plain words; empty, at an address of the caller's, or at a bogus one. */
function* putOutOfLine(draw: Draw, space: Space, body: Body): Steps<void> {
  const { type, names } = drawRights(draw, space, body.dialect)
  const where = oneOf(draw, ['placed', 'empty', 'placed', 'bogus'])
  const bytes = new Uint8Array(4 * names.length)
  names.forEach((name, i) => writeWord(bytes, 4 * i, name))
  putDescriptor(body, {
    ...inlineDescriptor(chance(draw, 12) ? 2 : type, 32, where === 'empty' ? 0 : names.length),
    inline: false,
    deallocate: draw(2) === 1
  })
  putWord(body, where === 'placed' ? ((yield { call: 'place', args: { bytes } }) as number) : 0x7000)
}

const putData = (draw: Draw, body: Body): void => {
  const size = oneOf(draw, [32, 8, 16, 1, 0])
  const number = draw(5)
  putDescriptor(body, inlineDescriptor(oneOf(draw, [2, 15, 8, 0, 200]), size, number))
  for (let left = Math.ceil((size * number) / 8); left > 0; left -= 4) putWord(body, draw(256))
}

/** An item of rights with one thing wrong about it. */
const putMalformed = (draw: Draw, space: Space, body: Body): void => {
  const { type, names } = drawRights(draw, space, body.dialect)
  const good = inlineDescriptor(type, 32, names.length)
  const wrong = oneOf<Partial<Descriptor>>(draw, [
    { size: 16 },
    { unused: true },
    { deallocate: true },
    { longform: true, short: 7 },
    { number: 40 },
    { longform: true, number: 0xffffffff }
  ])
  putDescriptor(body, { ...good, ...wrong })
  for (const name of names) putWord(body, name)
}

function* putItem(draw: Draw, space: Space, body: Body): Steps<void> {
  const kind = draw(16)
  if (kind < 8) putInlineRights(draw, space, body, false)
  else if (kind < 11) putData(draw, body)
  else if (kind < 14) yield* putOutOfLine(draw, space, body)
  else if (kind === 14) putInlineRights(draw, space, body, true)
  else putMalformed(draw, space, body)
}

const ROUTINE_IDS = Object.values(ROUTINES).map(({ id }) => id)

const drawId = (draw: Draw): number => {
  const kind = draw(8)
  if (kind < 4) return draw(100)
  if (kind === 4) return 64 + draw(9)
  const id = ROUTINE_IDS[draw(256) % ROUTINE_IDS.length] ?? 0
  return kind === 5 ? id + 100 : id
}

function* drawBody(draw: Draw, space: Space, msg: Message, dialect: Dialect): Steps<void> {
  const large = chance(draw, 1) && draw(4) === 3
  const body: Body = { dialect, bytes: new Uint8Array(large ? 6000 : 256), size: 0 }
  if (draw(2) === 1) {
    msg.bits |= MACH_MSGH_BITS_COMPLEX
    for (let items = 1 + draw(3); items > 0; items--) yield* putItem(draw, space, body)
  } else body.size = large ? body.bytes.length : 4 * draw(10)
  msg.body = body.bytes.slice(0, body.size)
  msg.size = 24 + body.size
  msg.id = drawId(draw)
}

/** Who gets a message, by which right, and where to answer. */
type Address = readonly [remote: Name, remoteType: number, local: Name, localType: number]

/** A disposition for a header, which takes no receive right, but now and then. */
const drawSendType = (draw: Draw, space: Space, name: Name): number => {
  const type = drawDisposition(draw, space, name)
  return type === MACH_MSG_TYPE_MOVE_RECEIVE && !chance(draw, 1) ? MACH_MSG_TYPE_MAKE_SEND : type
}

const drawAddress = (draw: Draw, space: Space, receiver: Name, shape: Shape): Address => {
  if (shape === 'rpc') {
    const remote = drawName(draw, space, 'send')
    return [remote, MACH_MSG_TYPE_COPY_SEND, receiver, MACH_MSG_TYPE_MAKE_SEND_ONCE]
  }
  if (shape === 'answer') {
    const remote = drawName(draw, space, 'sendOnce')
    return [remote, drawSendType(draw, space, remote), 0, 0]
  }
  const remote = drawName(draw, space, oneOf<Want>(draw, ['send', 'receive', 'send', 'sendOnce']))
  const remoteType = drawSendType(draw, space, remote)
  const reply = draw(8)
  if (reply < 4) return [remote, remoteType, 0, 0]
  const local = reply === 7 ? remote : drawName(draw, space, reply < 6 ? 'receive' : 'send')
  return [remote, remoteType, local, drawSendType(draw, space, local)]
}

const SHAPES = ['send', 'receive', 'rpc', 'send', 'receive', 'both', 'answer', 'send'] as const
type Shape = (typeof SHAPES)[number]

const drawOption = (draw: Draw, shape: Shape): number => {
  const flags =
    (chance(draw, 8) ? MACH_SEND_TIMEOUT : 0) |
    (chance(draw, 3) ? MACH_SEND_NOTIFY : 0) |
    (chance(draw, 2) ? MACH_SEND_CANCEL : 0) |
    (chance(draw, 9) ? MACH_RCV_TIMEOUT : 0) |
    (chance(draw, 3) ? MACH_RCV_NOTIFY : 0) |
    (chance(draw, 4) ? MACH_RCV_LARGE : 0)
  switch (shape) {
    case 'send':
      return MACH_SEND_MSG | flags
    case 'receive':
      return MACH_RCV_MSG | flags
    case 'both':
      return MACH_SEND_MSG | MACH_RCV_MSG | flags
    default:
      return MACH_SEND_MSG | MACH_RCV_MSG | (chance(draw, 4) ? flags : 0)
  }
}

/** The arguments of a mach_msg trap, drawn for a task with this name space. */
export function* drawMachMsg(draw: Draw, space: Space): Steps<MachMsg> {
  const shape = oneOf(draw, SHAPES)
  const option = chance(draw, 1) ? draw(0x1000) : drawOption(draw, shape)
  const rcv_name = drawName(draw, space, 'queue')
  const notify = drawName(draw, space, 'receive')
  const timeout = oneOf(draw, [0, 1, 0, 3])
  const rcv_size = chance(draw, 5) ? oneOf(draw, [24, 32, 28, 48, 0]) : MACH_MSG_SIZE_MAX
  const msg = newMessage()
  if ((option & MACH_SEND_MSG) === 0)
    return { msg, option, send_size: 0, rcv_size, rcv_name, timeout, notify }

  const [remote, remoteType, local, localType] = drawAddress(draw, space, rcv_name, shape)
  msg.remote = remote
  msg.local = local
  msg.bits = msghBits(remoteType, localType) | (chance(draw, 1) ? MACH_MSGH_BITS_CIRCULAR | 0x10000 : 0)
  const short = chance(draw, 1) ? oneOf(draw, [4, 8, 2, 24, -4]) : 0
  yield* drawBody(draw, space, msg, 'mach')
  return { msg, option, send_size: msg.size - short, rcv_size, rcv_name, timeout, notify }
}

/** The arguments of msg_send, msg_receive or msg_rpc: names without dispositions. */
export function* drawMsgCompat(draw: Draw, space: Space): Steps<MsgCompat> {
  const option =
    (chance(draw, 8) ? SEND_TIMEOUT : 0) |
    (chance(draw, 4) ? SEND_NOTIFY : 0) |
    (chance(draw, 9) ? RCV_TIMEOUT : 0)
  const port = drawName(draw, space, 'queue')
  const timeout = oneOf(draw, [0, 1, 0, 3])
  const rcv_size = chance(draw, 5) ? oneOf(draw, [24, 32, 28, 48, 0]) : MACH_MSG_SIZE_MAX
  const msg = newMessage()
  msg.remote = drawName(draw, space, oneOf<Want>(draw, ['send', 'receive', 'sendOnce', 'send']))
  msg.local = chance(draw, 8) ? drawName(draw, space, oneOf<Want>(draw, ['receive', 'send'])) : 0
  const short = chance(draw, 1) ? oneOf(draw, [4, 8, 2, 24, -4]) : 0
  yield* drawBody(draw, space, msg, 'compat')
  msg.size -= short
  return { msg, option, port, rcv_size, send_timeout: timeout, rcv_timeout: timeout }
}
