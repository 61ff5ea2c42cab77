import {
  localBits,
  MACH_MSG_TYPE_PORT_RECEIVE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  MACH_MSGH_BITS_COMPLEX,
  MACH_PORT_NULL,
  remoteBits
} from './abi.js'
import type { Party } from './body-copy.js'
import { MSG_TYPE_PORT, MSG_TYPE_PORT_ALL } from './compat-copyin.js'
import { copyoutLive } from './copyout.js'
import { descriptorSize, itemSize, readDescriptor, writeDescriptor, writeWord } from './descriptor.js'
import { acceptIfAsked, destroyRight } from './destruction.js'
import { type Ipc, moveMessage } from './ipc.js'
import type { Message } from './message.js'
import { MessageEvent } from './message.table.js'
import { requestDeadName } from './notification.js'
import type { BodyMemory, BodyRight, KernelMessage, Name, Port, Space } from './object.js'
import { DEAD_PORT, isAlive, isLive } from './port.js'
import { PortState } from './port.table.js'
import { noSendersIfDue, releaseSend, releaseSendOnce } from './release.js'
import { RightState } from './right.table.js'

/** A right becomes a 2.5 name: never dead, and one that is new vanishes with its port. */
export const copyoutNameCompat = (ipc: Ipc, space: Space, port: Port | null, type: number): Name => {
  if (port === null || port === DEAD_PORT || !isAlive(port)) return MACH_PORT_NULL
  ipc.tally.rights_translated += 1
  const entry = copyoutLive(ipc, space, port, type)
  if (entry === null) {
    destroyRight(ipc, port, type)
    return MACH_PORT_NULL
  }
  const fresh = entry.urefs <= 1 && entry.deadName === null && entry.state !== RightState.sendReceive
  if (fresh) requestDeadName(space, entry, port, null)
  return entry.name
}

/** Gives a dequeued message to a 2.5 receiver. Its header has a simple bit in place of types. */
export const copyoutCompat = (ipc: Ipc, to: Party, message: KernelMessage, user: Message): void => {
  acceptIfAsked(ipc, message)
  const { space } = to
  user.remote = copyoutNameCompat(ipc, space, message.local, localBits(message.bits))
  user.local = consume(ipc, space, message)
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
    if ('port' in item) writeWord(message.body, item.offset, copyoutNameCompat(ipc, to.space, item.port, item.type))
    else copyoutMemory(ipc, to, message.body, item)
  renameTypes(message)
}

const copyoutMemory = (ipc: Ipc, to: Party, body: Uint8Array, item: BodyMemory): void => {
  const names = item.rights === null ? null : new Uint8Array(item.size)
  item.rights?.forEach((port, i) => {
    if (names !== null) writeWord(names, 4 * i, copyoutNameCompat(ipc, to.space, port, item.type))
  })
  const memory = names !== null && names.length > 0 ? ipc.memory.make(names) : item.memory
  writeWord(body, item.offset, memory === null ? 0 : (to.memory.copyout(memory) ?? 0))
}

/** Rights have their 2.5 types in what is delivered. */
const renameTypes = (message: KernelMessage): void => {
  if ((message.bits & MACH_MSGH_BITS_COMPLEX) === 0) return
  for (let offset = 0; offset < message.body.length; ) {
    const d = readDescriptor(message.body, offset)
    if (d === null) return
    const type = COMPAT_TYPES.get(d.type) ?? d.type
    if (type !== d.type) writeDescriptor(message.body, offset, { ...d, type })
    offset += descriptorSize(d) + itemSize(d)
  }
}

const COMPAT_TYPES: ReadonlyMap<number, number> = new Map([
  [MACH_MSG_TYPE_PORT_RECEIVE, MSG_TYPE_PORT_ALL],
  [MACH_MSG_TYPE_PORT_SEND, MSG_TYPE_PORT],
  [MACH_MSG_TYPE_PORT_SEND_ONCE, MSG_TYPE_PORT]
])
