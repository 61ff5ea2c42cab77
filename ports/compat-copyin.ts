import {
  HEADER_SIZE,
  isValidName,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_MSG_TYPE_PORT_RECEIVE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  MACH_MSGH_BITS_COMPLEX,
  MACH_PORT_NULL,
  msghBits,
  pad4
} from './abi.js'
import type { Party } from './body-copy.js'
import { takeRight } from './copyin.js'
import { copyoutLive } from './copyout.js'
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
import { hasReceive, hasSend, retire } from './entry.js'
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
import { notifyPortDeleted, notifyPortDeletedCompat } from './notification.js'
import type { BodyMemory, Entry, KernelMessage, Name, Port, Space } from './object.js'
import { makeSend } from './port.js'
import { releaseSend } from './release.js'
import { RightState } from './right.table.js'
import { lookup } from './space.js'
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

/** A name that was used up denotes nothing any more; a 2.5 name's task hears of it. */
const retireCompat = (ipc: Ipc, space: Space, entry: Entry, wasCompat: boolean): void => {
  if (entry.state !== RightState.nothing) return
  const notify = retire(space, entry)
  if (notify !== null) notifyPortDeleted(ipc, notify, entry.name)
  else if (wasCompat) notifyPortDeletedCompat(ipc, space, entry.name)
}

const isCompat = (entry: Entry): boolean => entry.deadName !== null && entry.deadName.notify === null

/** The send or send-once right a bare name stands for: made of a receive right, copied of a send right, or moved. */
export const takeSendCompat = (ipc: Ipc, space: Space, name: Name): { port: Port; type: number } | null => {
  const entry = isValidName(name) ? lookup(space, name) : null
  if (entry === null) return null
  const compat = isCompat(entry)
  const disposition = hasSend(entry)
    ? MACH_MSG_TYPE_COPY_SEND
    : hasReceive(entry)
      ? MACH_MSG_TYPE_MAKE_SEND
      : MACH_MSG_TYPE_MOVE_SEND_ONCE
  const port = takeRight(ipc, space, entry, disposition, false)
  if (port === null) return null
  retireCompat(ipc, space, entry, compat)
  const once = disposition === MACH_MSG_TYPE_MOVE_SEND_ONCE
  return { port, type: once ? MACH_MSG_TYPE_PORT_SEND_ONCE : MACH_MSG_TYPE_PORT_SEND }
}

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

  const dest = takeSendCompat(ipc, from.space, user.remote)
  if (dest === null) return MACH_SEND_INVALID_DEST
  message.remote = dest.port
  const reply = user.local === MACH_PORT_NULL ? null : takeSendCompat(ipc, from.space, user.local)
  message.local = reply?.port ?? null
  const complex = user.bits & MACH_MSGH_BITS_COMPLEX
  message.bits = msghBits(dest.type, reply?.type ?? 0) | complex
  message.msgh_id = user.id
  ipc.tally.rights_translated += 2
  const failed = user.local !== MACH_PORT_NULL && reply === null
  const code = failed ? MACH_SEND_INVALID_REPLY : complex === 0 ? MACH_MSG_SUCCESS : copyinBody(ipc, from, message)
  if (code !== MACH_MSG_SUCCESS) {
    destroyMessage(ipc, message)
    return code
  }
  moveMessage(ipc, message, MessageEvent.copiedIn)
  return message
}

const copyinBody = (ipc: Ipc, from: Party, message: KernelMessage): number => {
  const { body } = message
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
    const deallocate = descriptor.deallocate && !descriptor.inline
    writeDescriptor(body, offset, { ...descriptor, type, deallocate, unused: false, short: 0 })
    offset = data + itemSize(descriptor)
  }
  return MACH_MSG_SUCCESS
}

const receivedOf = (type: number): number =>
  type === MSG_TYPE_PORT_ALL ? MACH_MSG_TYPE_PORT_RECEIVE : MACH_MSG_TYPE_PORT_SEND

/** One port of a 2.5 body, or null where the name has not what it takes; NULL passes. */
const takePort = (ipc: Ipc, space: Space, message: KernelMessage, name: Name, d: Descriptor): Port | null => {
  if (d.type === MSG_TYPE_PORT) {
    const entry = lookup(space, name)
    if (entry === null || entry.state === RightState.sendOnce) return null
    const sent = takeSendCompat(ipc, space, name)
    if (sent !== null && d.deallocate && entry.state === RightState.send) giveUp(ipc, space, entry)
    return sent?.port ?? null
  }
  const entry = isValidName(name) ? lookup(space, name) : null
  if (entry === null || !hasReceive(entry) || entry.port === null) return null
  return takeAll(ipc, space, message, entry, entry.port, d.deallocate)
}

/** The receive right moves; send rights stay behind, made where there were none, unless deallocated. */
const takeAll = (
  ipc: Ipc,
  space: Space,
  message: KernelMessage,
  entry: Entry,
  port: Port,
  deallocate: boolean
): Port => {
  if (!deallocate && !hasSend(entry)) {
    makeSend(ipc, port)
    copyoutLive(ipc, space, port, MACH_MSG_TYPE_PORT_SEND)
  }
  takeRight(ipc, space, entry, MACH_MSG_TYPE_MOVE_RECEIVE, false)
  if (message.remote !== null && !putInTransit(ipc, port, message.remote)) message.circular = true
  if (deallocate && entry.state === RightState.send) giveUp(ipc, space, entry)
  else retireCompat(ipc, space, entry, isCompat(entry))
  return port
}

/** Drops all send rights under a name. */
const giveUp = (ipc: Ipc, space: Space, entry: Entry): void => {
  const { port } = entry
  entry.urefs = 1
  takeRight(ipc, space, entry, MACH_MSG_TYPE_MOVE_SEND, false)
  const notify = entry.state === RightState.nothing ? retire(space, entry) : null
  releaseSend(ipc, port)
  if (notify !== null) notifyPortDeleted(ipc, notify, entry.name)
}

const copyinPorts = (ipc: Ipc, space: Space, message: KernelMessage, data: number, d: Descriptor): number => {
  for (let i = 0; i < d.number; i++) {
    const offset = data + 4 * i
    const name = readWord(message.body, offset) >>> 0
    if (name === MACH_PORT_NULL) continue
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
  const memory = size === 0 ? null : from.memory.copyin(readWord(message.body, offset) >>> 0, size, d.deallocate)
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
    const port = name === MACH_PORT_NULL ? null : takePort(ipc, from.space, message, name, d)
    if (name !== MACH_PORT_NULL && port === null) return MACH_SEND_INVALID_RIGHT
    rights.push(port)
  }
  return MACH_MSG_SUCCESS
}
