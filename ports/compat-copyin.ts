import {
  HEADER_SIZE,
  isValidName,
  MACH_MSG_TYPE_PORT_RECEIVE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSGH_BITS_COMPLEX,
  MACH_PORT_NULL,
  msghBits,
  pad4
} from './abi.js'
import type { Party } from './body-copy.js'
import { takeAllCompat, takeHeaderCompat, takeSendCompat } from './compat-right.js'
import {
  dataSize,
  type Descriptor,
  descriptorSize,
  itemSize,
  readDescriptor,
  readWord,
  writeDescriptor
} from './descriptor.js'
import { destroyMessage } from './destruction.js'
import { type Ipc, moveMessage } from './ipc.js'
import {
  MACH_MSG_SUCCESS,
  MACH_SEND_INVALID_DEST,
  MACH_SEND_INVALID_MEMORY,
  MACH_SEND_INVALID_REPLY,
  MACH_SEND_INVALID_RIGHT,
  MACH_SEND_INVALID_TYPE,
  MACH_SEND_MSG_TOO_SMALL,
  MACH_SEND_NO_BUFFER
} from './kern-return.js'
import { type Message, newMessage } from './message.js'
import { MessageEvent } from './message.table.js'
import type { BodyMemory, KernelMessage, Name, Port, Space } from './object.js'
import { DEAD_PORT } from './port.js'
import { putInTransit } from './transit.js'

/**
 * Messages as Mach 2.5 has them: names are passed without dispositions, and a name that a 2.5 call gave
 * vanishes when its port dies, with a word to the task's notify port. Inside the kernel they are messages
 * like any other, so that tasks of either kind can talk.
 */

/** Port types of a 2.5 body: a send right, and all rights including the receive right. */
export const MSG_TYPE_PORT_ALL = 5
export const MSG_TYPE_PORT = 6

const isCompatPort = (type: number): boolean => type === MSG_TYPE_PORT || type === MSG_TYPE_PORT_ALL

/** Takes a 2.5 message in from a task. A failure after the header destroys what was taken; nothing comes back. */
export const copyinCompat = (ipc: Ipc, from: Party, user: Message, size: number): KernelMessage | number => {
  const padded = pad4(size)
  if (size < HEADER_SIZE) return MACH_SEND_MSG_TOO_SMALL
  if (padded - HEADER_SIZE > ipc.bodyLimit) return MACH_SEND_NO_BUFFER
  const message = newMessage(ipc, padded)
  message.body.fill(0)
  message.body.set(user.body.subarray(0, Math.min(user.body.length, padded - HEADER_SIZE)))
  ipc.tally.copies += 1
  ipc.tally.bytes_copied += padded

  const dest = takeHeaderCompat(ipc, from.space, user.remote)
  if (dest === null) return MACH_SEND_INVALID_DEST
  message.remote = dest.port
  const reply = user.local === MACH_PORT_NULL ? null : takeHeaderCompat(ipc, from.space, user.local)
  message.local = reply?.port ?? null
  const complex = user.bits & MACH_MSGH_BITS_COMPLEX
  message.bits = msghBits(dest.type, reply?.type ?? 0) | complex
  message.msgh_id = user.id
  ipc.tally.rights_translated += 2
  const failed = user.local !== MACH_PORT_NULL && reply === null
  const code = failed
    ? MACH_SEND_INVALID_REPLY
    : complex === 0
      ? MACH_MSG_SUCCESS
      : copyinBody(ipc, from, message)
  if (code !== MACH_MSG_SUCCESS) {
    destroyMessage(ipc, message)
    return code
  }
  moveMessage(ipc, message, MessageEvent.copiedIn)
  return message
}

/** Names and addresses become rights and handles, front to back; old senders leave the unused bits as they please. */
const copyinBody = (ipc: Ipc, from: Party, message: KernelMessage): number => {
  const { body } = message
  let special = false
  let offset = 0
  while (offset < body.length) {
    const descriptor = readDescriptor(body, offset)
    if (descriptor === null) return MACH_SEND_MSG_TOO_SMALL
    const isPort = isCompatPort(descriptor.type)
    if (isPort && descriptor.size !== 32) return MACH_SEND_INVALID_TYPE
    const data = offset + descriptorSize(descriptor)
    if (body.length - data < itemSize(descriptor)) return MACH_SEND_MSG_TOO_SMALL
    const code = descriptor.inline
      ? isPort
        ? copyinPorts(ipc, from.space, message, data, descriptor)
        : MACH_MSG_SUCCESS
      : copyinMemory(ipc, from, message, offset, descriptor)
    if (code !== MACH_MSG_SUCCESS) return code
    const type = isPort ? receivedOf(descriptor.type) : descriptor.type
    writeDescriptor(body, offset, { ...descriptor, type, unused: false, short: 0 })
    special ||= isPort || !descriptor.inline
    offset = data + itemSize(descriptor)
  }
  if (!special) message.bits &= ~MACH_MSGH_BITS_COMPLEX
  return MACH_MSG_SUCCESS
}

const receivedOf = (type: number): number =>
  type === MSG_TYPE_PORT_ALL ? MACH_MSG_TYPE_PORT_RECEIVE : MACH_MSG_TYPE_PORT_SEND

/** One live port of a 2.5 body, or null where the name has not what its type takes. */
const takePort = (ipc: Ipc, space: Space, message: KernelMessage, name: Name, d: Descriptor): Port | null => {
  if (d.type === MSG_TYPE_PORT) return takeSendCompat(ipc, space, name, d.deallocate)
  const port = takeAllCompat(ipc, space, name, d.deallocate)
  if (port !== null && message.remote !== null && !putInTransit(ipc, port, message.remote))
    message.circular = true
  return port
}

const copyinPorts = (ipc: Ipc, space: Space, message: KernelMessage, data: number, d: Descriptor): number => {
  for (let i = 0; i < d.number; i++) {
    const offset = data + 4 * i
    const name = readWord(message.body, offset) >>> 0
    if (!isValidName(name)) continue
    const port = takePort(ipc, space, message, name, d)
    if (port === null) return MACH_SEND_INVALID_RIGHT
    if (message.rights === null) message.rights = []
    message.rights.push({ offset, type: receivedOf(d.type), port })
    ipc.tally.rights_translated += 1
  }
  return MACH_MSG_SUCCESS
}

const copyinMemory = (ipc: Ipc, from: Party, message: KernelMessage, at: number, d: Descriptor): number => {
  const size = dataSize(d)
  const offset = at + descriptorSize(d)
  const address = readWord(message.body, offset) >>> 0
  const memory = size === 0 ? null : ipc.memory.copyin(from.memory, address, size, d.deallocate)
  if (size > 0 && memory === null) return MACH_SEND_INVALID_MEMORY
  const isPort = isCompatPort(d.type)
  const rights: (Port | null)[] | null = isPort ? [] : null
  const item: BodyMemory = {
    offset,
    descriptor: at,
    size,
    memory: isPort ? null : memory,
    rights,
    type: isPort ? receivedOf(d.type) : d.type
  }
  if (message.memory === null) message.memory = []
  message.memory.push(item)
  if (rights === null || memory === null) return MACH_MSG_SUCCESS
  const names = ipc.memory.read(memory)
  for (let i = 0; i < d.number; i++) {
    const name = readWord(names, 4 * i) >>> 0
    const port = isValidName(name) ? takePort(ipc, from.space, message, name, d) : invalidPort(name)
    if (isValidName(name) && port === null) return MACH_SEND_INVALID_RIGHT
    rights.push(port)
  }
  return MACH_MSG_SUCCESS
}

const invalidPort = (name: Name): Port | null => (name === MACH_PORT_NULL ? null : DEAD_PORT)
