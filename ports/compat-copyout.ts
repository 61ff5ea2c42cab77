import * as E from 'fp-ts/lib/Either.js'
import {
  localBits,
  MACH_MSG_TYPE_PORT_RECEIVE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  MACH_MSGH_BITS_COMPLEX,
  MACH_PORT_DEAD,
  MACH_PORT_NULL,
  remoteBits
} from './abi.js'
import type { Party } from './body-copy.js'
import { MSG_TYPE_PORT, MSG_TYPE_PORT_ALL } from './compat-copyin.js'
import type { RightInHand } from './copyin.js'
import { type CopyoutNameError, copyoutUnderName, entryFor, landLive } from './copyout.js'
import {
  descriptorSize,
  itemSize,
  readDescriptor,
  readWord,
  writeDescriptor,
  writeWord
} from './descriptor.js'
import { acceptIfAsked, destroyRight } from './destruction.js'
import { type Ipc, moveMessage } from './ipc.js'
import { fail, type Outcome } from './kern-return.js'
import type { Message } from './message.js'
import { MessageEvent } from './message.table.js'
import { requestDeadName } from './notification.js'
import type { BodyMemory, BodyRight, KernelMessage, Name, Space } from './object.js'
import { isLive } from './port.js'
import { PortState } from './port.table.js'
import { noSendersIfDue, releaseSend, releaseSendOnce } from './release.js'
import { RightState } from './right.table.js'
import { lookup } from './space.js'

/** A right becomes a 2.5 name: never dead, and one that is new vanishes with its port. */
export const copyoutNameCompat = (ipc: Ipc, space: Space, { port, type }: RightInHand): Name => {
  if (!isLive(port)) return MACH_PORT_NULL
  ipc.tally.rights_translated += 1
  const entry = entryFor(space, port, type)
  if (entry === null) {
    destroyRight(ipc, port, type)
    return MACH_PORT_NULL
  }
  const fresh = entry.state === RightState.nothing
  landLive(ipc, space, entry, port, type)
  if (fresh) requestDeadName(space, entry, port, null)
  return entry.name
}

/** Gives a live right to a space under just this name, which denotes nothing yet and vanishes with the port. */
export const copyoutUnderNameCompat = (
  ipc: Ipc,
  space: Space,
  name: Name,
  right: RightInHand
): Outcome<CopyoutNameError> => {
  if (isLive(right.port) && lookup(space, name) !== null) return fail('KERN_NAME_EXISTS')
  const placed = copyoutUnderName(ipc, space, name, right)
  const entry = lookup(space, name)
  if (E.isRight(placed) && entry !== null && right.port !== null)
    requestDeadName(space, entry, right.port, null)
  return placed
}

/** Gives a dequeued message to a 2.5 receiver. Its header has a simple bit in place of types. */
export const copyoutCompat = (ipc: Ipc, to: Party, message: KernelMessage, user: Message): void => {
  acceptIfAsked(ipc, message)
  const { space } = to
  user.local = consume(ipc, space, message)
  user.remote = copyoutNameCompat(ipc, space, { port: message.local, type: localBits(message.bits) })
  user.bits = message.bits & MACH_MSGH_BITS_COMPLEX
  user.size = message.size
  user.seqno = 0
  user.id = message.msgh_id
  copyoutBody(ipc, to, message)
  if (user.body.length >= message.body.length) user.body.set(message.body)
  else user.body = message.body.slice()
  ipc.tally.copies += 1
  ipc.tally.bytes_copied += message.size
  ipc.tally.messages_received += 1
  moveMessage(ipc, message, MessageEvent.deliver)
}

const consume = (ipc: Ipc, space: Space, message: KernelMessage): Name => {
  const port = message.remote
  if (!isLive(port)) return MACH_PORT_NULL
  ipc.tally.rights_translated += 1
  const once = remoteBits(message.bits) === MACH_MSG_TYPE_PORT_SEND_ONCE
  if (port.holder !== space || port.state !== PortState.inSpace) {
    if (once) releaseSendOnce(ipc, port)
    else releaseSend(ipc, port)
    return MACH_PORT_NULL
  }
  const { name } = port
  if (once) port.sorights -= 1
  else {
    port.srights -= 1
    noSendersIfDue(ipc, port)
  }
  return name
}

const copyoutBody = (ipc: Ipc, to: Party, message: KernelMessage): void => {
  const carried: (BodyRight | BodyMemory)[] = [...(message.rights ?? []), ...(message.memory ?? [])]
  carried.sort((a, b) => a.offset - b.offset)
  message.rights = null
  message.memory = null
  for (const item of carried)
    if ('port' in item) writeWord(message.body, item.offset, copyoutNameCompat(ipc, to.space, item))
    else copyoutMemory(ipc, to, message.body, item)
  renameTypes(message)
}

const copyoutMemory = (ipc: Ipc, to: Party, body: Uint8Array, item: BodyMemory): void => {
  const names = item.rights === null ? null : new Uint8Array(item.size)
  item.rights?.forEach((port, i) => {
    if (names !== null) writeWord(names, 4 * i, copyoutNameCompat(ipc, to.space, { port, type: item.type }))
  })
  const memory = names !== null && names.length > 0 ? ipc.memory.make(names) : item.memory
  writeWord(body, item.offset, memory === null ? 0 : (ipc.memory.copyout(to.memory, memory) ?? 0))
}

/** Rights have their 2.5 types in what is delivered, and what was dead when it was sent is null. */
const renameTypes = (message: KernelMessage): void => {
  const { body } = message
  if ((message.bits & MACH_MSGH_BITS_COMPLEX) === 0) return
  for (let offset = 0; offset < body.length; ) {
    const d = readDescriptor(body, offset)
    if (d === null) return
    const type = COMPAT_TYPES.get(d.type)
    const data = offset + descriptorSize(d)
    if (type !== undefined) {
      writeDescriptor(body, offset, { ...d, type })
      if (d.inline) for (let i = 0; i < d.number; i++) clearDead(body, data + 4 * i)
    }
    offset = data + itemSize(d)
  }
}

const clearDead = (body: Uint8Array, offset: number): void => {
  if (readWord(body, offset) >>> 0 === MACH_PORT_DEAD) writeWord(body, offset, MACH_PORT_NULL)
}

const COMPAT_TYPES: ReadonlyMap<number, number> = new Map([
  [MACH_MSG_TYPE_PORT_RECEIVE, MSG_TYPE_PORT_ALL],
  [MACH_MSG_TYPE_PORT_SEND, MSG_TYPE_PORT],
  [MACH_MSG_TYPE_PORT_SEND_ONCE, MSG_TYPE_PORT]
])
