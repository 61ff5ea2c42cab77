import * as E from 'fp-ts/lib/Either.js'
import { isPortType, MACH_MSG_TYPE_MOVE_RECEIVE, MACH_MSGH_BITS_COMPLEX, receivedType } from './abi.js'
import { copyinRight } from './copyin.js'
import { copyoutRight } from './copyout.js'
import {
  dataSize,
  type Descriptor,
  descriptorSize,
  itemSize,
  readDescriptor,
  readWord,
  writeDescriptor,
  writeWord
} from './descriptor.js'
import type { Ipc } from './ipc.js'
import {
  MACH_MSG_SUCCESS,
  MACH_MSG_VM_SPACE,
  MACH_SEND_INVALID_MEMORY,
  MACH_SEND_INVALID_RIGHT,
  MACH_SEND_INVALID_TYPE,
  MACH_SEND_MSG_TOO_SMALL
} from './kern-return.js'
import type { BodyMemory, BodyRight, KernelMessage, Name, Port, Space } from './object.js'
import type { AddressSpace } from './out-of-line.js'
import { DEAD_PORT } from './port.js'
import { putInTransit } from './transit.js'

/** The task on whose behalf a body is copied. */
export interface Party {
  readonly space: Space
  readonly memory: AddressSpace
}

/**
 * Names and addresses in a complex body become rights and handles, front to back
 * (ipc_kmsg_copyin_body). Stops at the first fault; what was taken until then is in the message, whose
 * destruction is the caller's.
 */
export const copyinBody = (ipc: Ipc, from: Party, message: KernelMessage): number => {
  const { body } = message
  let special = false
  let offset = 0
  while (offset < body.length) {
    const descriptor = readDescriptor(body, offset)
    if (descriptor === null) return MACH_SEND_MSG_TOO_SMALL
    const isPort = isPortType(descriptor.type)
    if (isMalformed(descriptor, isPort)) return MACH_SEND_INVALID_TYPE
    const data = offset + descriptorSize(descriptor)
    if (body.length - data < itemSize(descriptor)) return MACH_SEND_MSG_TOO_SMALL

    const code = descriptor.inline
      ? isPort
        ? copyinPorts(ipc, from.space, message, data, descriptor)
        : MACH_MSG_SUCCESS
      : copyinMemory(ipc, from, message, offset, descriptor)
    if (code !== MACH_MSG_SUCCESS) return code
    if (isPort) writeDescriptor(body, offset, { ...descriptor, type: receivedType(descriptor.type) })
    special ||= isPort || !descriptor.inline
    offset = data + itemSize(descriptor)
  }
  if (!special) message.bits &= ~MACH_MSGH_BITS_COMPLEX
  return MACH_MSG_SUCCESS
}

const isMalformed = (d: Descriptor, isPort: boolean): boolean =>
  (isPort && d.size !== 32) || (d.longform && d.short !== 0) || d.unused || (d.deallocate && d.inline)

/** A word of a port array becomes a right; null and dead names stay as they are. */
const copyinPort = (
  ipc: Ipc,
  space: Space,
  message: KernelMessage,
  name: Name,
  disposition: number
): E.Either<number, Port | null> => {
  const right = copyinRight(ipc, space, name, disposition)
  if (E.isLeft(right)) return E.left(MACH_SEND_INVALID_RIGHT)
  const { port } = right.right
  const moves = disposition === MACH_MSG_TYPE_MOVE_RECEIVE && port !== null && port !== DEAD_PORT
  if (moves && message.remote !== null && !putInTransit(ipc, port, message.remote)) message.circular = true
  return E.right(port)
}

const copyinPorts = (
  ipc: Ipc,
  space: Space,
  message: KernelMessage,
  data: number,
  descriptor: Descriptor
): number => {
  const type = receivedType(descriptor.type)
  for (let i = 0; i < descriptor.number; i++) {
    const offset = data + 4 * i
    const name = readWord(message.body, offset) >>> 0
    const port = copyinPort(ipc, space, message, name, descriptor.type)
    if (E.isLeft(port)) return port.left
    if (port.right === DEAD_PORT) writeWord(message.body, offset, -1)
    else if (port.right !== null) addRight(message, { offset, type, port: port.right })
  }
  return MACH_MSG_SUCCESS
}

const addRight = (message: KernelMessage, right: BodyRight): void => {
  if (message.rights === null) message.rights = []
  message.rights.push(right)
}

/** Out-of-line memory becomes a handle; an empty region needs no address and has none. */
const copyinMemory = (
  ipc: Ipc,
  from: Party,
  message: KernelMessage,
  at: number,
  descriptor: Descriptor
): number => {
  const size = dataSize(descriptor)
  const offset = at + descriptorSize(descriptor)
  const address = readWord(message.body, offset) >>> 0
  const memory = size === 0 ? null : ipc.memory.copyin(from.memory, address, size, descriptor.deallocate)
  if (size > 0 && memory === null) return MACH_SEND_INVALID_MEMORY

  const rights: (Port | null)[] | null = isPortType(descriptor.type) ? [] : null
  const type = receivedType(descriptor.type)
  const item: BodyMemory = {
    offset,
    descriptor: at,
    size,
    memory: rights === null ? memory : null,
    rights,
    type
  }
  if (message.memory === null) message.memory = []
  message.memory.push(item)
  if (rights === null || memory === null) return MACH_MSG_SUCCESS
  return copyinArray(ipc, from.space, message, descriptor, ipc.memory.read(memory), rights)
}

const copyinArray = (
  ipc: Ipc,
  space: Space,
  message: KernelMessage,
  descriptor: Descriptor,
  names: Uint8Array,
  rights: (Port | null)[]
): number => {
  for (let i = 0; i < descriptor.number; i++) {
    const port = copyinPort(ipc, space, message, readWord(names, 4 * i) >>> 0, descriptor.type)
    if (E.isLeft(port)) return port.left
    rights.push(port.right)
  }
  return MACH_MSG_SUCCESS
}

/**
 * Rights and handles of a body become the receiver's names and addresses (ipc_kmsg_copyout_body).
 * Answers the shortage bits of all that found no room; the rest is delivered.
 */
export const copyoutBody = (ipc: Ipc, to: Party, message: KernelMessage): number => {
  const carried: (BodyRight | BodyMemory)[] = message.rights ?? []
  const inOrder =
    message.memory === null ? carried : [...carried, ...message.memory].sort((a, b) => a.offset - b.offset)
  message.rights = null
  message.memory = null
  let shortage = 0
  for (const item of inOrder)
    if ('port' in item) {
      const { name, shortage: none } = copyoutRight(ipc, to.space, item)
      writeWord(message.body, item.offset, name)
      shortage |= none
    } else shortage |= copyoutMemory(ipc, to, message.body, item)
  return shortage
}

/** The region arrives as a fresh one, its descriptor marked for deallocation. */
const copyoutMemory = (ipc: Ipc, to: Party, body: Uint8Array, item: BodyMemory): number => {
  const descriptor = readDescriptor(body, item.descriptor)
  let shortage = 0
  let address: number | null = 0
  if (item.size > 0) {
    const names = item.rights === null ? null : new Uint8Array(item.size)
    for (const [i, port] of (item.rights ?? []).entries()) {
      const out = copyoutRight(ipc, to.space, { port, type: item.type })
      if (names !== null) writeWord(names, 4 * i, out.name)
      shortage |= out.shortage
    }
    const memory = names === null ? item.memory : ipc.memory.make(names)
    address = memory === null ? 0 : ipc.memory.copyout(to.memory, memory)
    if (address === null) shortage |= MACH_MSG_VM_SPACE
  }
  writeWord(body, item.offset, address ?? 0)
  if (descriptor === null) return shortage
  const size = address === null ? 0 : descriptor.size
  writeDescriptor(body, item.descriptor, { ...descriptor, deallocate: true, size })
  return shortage
}
