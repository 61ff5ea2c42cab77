import * as E from 'fp-ts/lib/Either.js'
import {
  HEADER_SIZE,
  localBits,
  MACH_MSG_TYPE_INTEGER_32,
  MACH_MSG_TYPE_PORT_RECEIVE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSGH_BITS_COMPLEX,
  msghBits,
  remoteBits
} from '../ports/abi.js'
import type { RightInHand } from '../ports/copyin.js'
import { inlineDescriptor, readWord, writeDescriptor, writeWord } from '../ports/descriptor.js'
import { destroyBody, destroyMessage, destroyRight } from '../ports/destruction.js'
import { moveMessage } from '../ports/ipc.js'
import { KERN_RETURNS, type KernReturnName, type Outcome } from '../ports/kern-return.js'
import { newMessage } from '../ports/message.js'
import { MessageEvent } from '../ports/message.table.js'
import type { BodyMemory, BodyRight, KernelMessage, Port } from '../ports/object.js'
import { DEAD_PORT, isAlive, isLive } from '../ports/port.js'
import { deliver } from '../ports/queue.js'
import { releaseRight } from '../ports/release.js'
import { putInTransit } from '../ports/transit.js'
import { type Argument, type Routine, ROUTINES, type RoutineName, routineOfId } from '../tasks/mach.defs.js'
import { type Item, isOutOfLine, parseItems, wireType } from '../tasks/mig.js'
import type { Kernel } from './kernel.js'
import { type Given, type InHand, runRoutine } from './routines.js'
import { emit, isTraced, newEvent } from './trace.js'

/** The code a routine answers when its target's port stands for no object of its kind. */
export const noTarget = (call: string): KernReturnName =>
  call.startsWith('mach_port_') ? 'KERN_INVALID_TASK' : 'KERN_INVALID_ARGUMENT'

/** The right that lies at an offset of a request's body, taken out of the message. */
const rightAt = (message: KernelMessage, offset: number, type: number): RightInHand => {
  const found = message.rights?.find((right) => right.offset === offset)
  if (found !== undefined) return { port: found.port, type: found.type }
  return { port: readWord(message.body, offset) === 0 ? null : DEAD_PORT, type }
}

const collect = (args: readonly Argument[], items: readonly Item[], message: KernelMessage): InHand => {
  const collected: Record<string, number | RightInHand | readonly RightInHand[]> = {}
  args.forEach((argument, i) => {
    const item = items[i]
    if (item === undefined) return
    const word = readWord(message.body, item.at)
    if (argument.kind === 'int') collected[argument.name] = word
    else if (argument.kind === 'name') collected[argument.name] = word >>> 0
    else if (argument.kind === 'ports') collected[argument.name] = arrayAt(message, item.at)
    else collected[argument.name] = rightAt(message, item.at, item.descriptor.type)
  })
  return collected
}

const arrayAt = (message: KernelMessage, offset: number): RightInHand[] => {
  const memory = message.memory?.find((item) => item.offset === offset)
  return (memory?.rights ?? []).map((port) => ({ port, type: MACH_MSG_TYPE_PORT_SEND }))
}

/** Runs the routine a request asks for; the rights of a refused request are destroyed. */
const perform = (
  kernel: Kernel,
  call: RoutineName | null,
  message: KernelMessage
): Outcome<string, Given | undefined> => {
  if (call === null) return refuse(kernel, message, 'MIG_BAD_ID')
  const routine: Routine = ROUTINES[call]
  const complex = (message.bits & MACH_MSGH_BITS_COMPLEX) !== 0
  const items = parseItems(routine.in, message.body, message.size - HEADER_SIZE, complex)
  if (items === null) return refuse(kernel, message, 'MIG_BAD_ARGUMENTS')

  const object = message.remote?.kernelObject ?? null
  const target = object !== null && object.kind === routine.target ? object.target : null
  if (target === null) return refuse(kernel, message, noTarget(call))
  const answer = runRoutine(kernel, call, target, collect(routine.in, items, message))
  if (E.isLeft(answer)) destroyBody(kernel.ipc, message)
  message.rights = null
  message.memory = null
  return answer
}

const refuse = (kernel: Kernel, message: KernelMessage, code: KernReturnName): E.Either<string, never> => {
  destroyBody(kernel.ipc, message)
  return E.left(code)
}

const isKernReturn = (name: string): name is KernReturnName => Object.hasOwn(KERN_RETURNS, name)

/** A reply being written: its bytes, and the rights and memory that lie among them. */
interface Reply {
  readonly bytes: number[]
  readonly rights: BodyRight[]
  readonly memory: BodyMemory[]
}

const putWord = (reply: Reply, word: number): void => {
  reply.bytes.push(word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff, word >>> 24)
}

const putDescriptor = (reply: Reply, type: number, number: number, inline: boolean): void => {
  const bytes = new Uint8Array(4)
  writeDescriptor(bytes, 0, { ...inlineDescriptor(type, 32, number), inline })
  reply.bytes.push(...bytes)
}

const putInt = (reply: Reply, type: number, word: number): void => {
  putDescriptor(reply, type, 1, true)
  putWord(reply, word)
}

const putRight = (reply: Reply, { port, type }: RightInHand): void => {
  putDescriptor(reply, type, 1, true)
  const offset = reply.bytes.length
  const live = isLive(port)
  putWord(reply, port === null || live ? 0 : -1)
  if (live) reply.rights.push({ offset, type, port })
}

const isRight = (value: Given[string]): value is RightInHand =>
  typeof value === 'object' && !Array.isArray(value) && 'port' in value

/** An array goes out of line: names and integers as bytes, rights as themselves. */
const putArray = (
  kernel: Kernel,
  reply: Reply,
  argument: Argument,
  values: readonly (number | RightInHand)[]
): void => {
  const descriptor = reply.bytes.length
  const type = wireType(argument.kind) ?? MACH_MSG_TYPE_INTEGER_32
  putDescriptor(reply, type, values.length, false)
  const rights: (Port | null)[] | null = argument.kind === 'ports' ? [] : null
  const bytes = new Uint8Array(4 * values.length)
  values.forEach((value, i) => {
    if (typeof value === 'number') writeWord(bytes, 4 * i, value)
    else rights?.push(value.port)
  })
  const memory = rights === null && bytes.length > 0 ? kernel.ipc.memory.make(bytes) : null
  reply.memory.push({ offset: reply.bytes.length, descriptor, size: bytes.length, memory, rights, type })
  putWord(reply, 0)
}

const putOutput = (kernel: Kernel, reply: Reply, argument: Argument, value: Given[string]): void => {
  if (typeof value === 'number') putInt(reply, wireType(argument.kind) ?? 0, value)
  else if (isOutOfLine(argument.kind) && Array.isArray(value)) putArray(kernel, reply, argument, value)
  else if (isRight(value)) putRight(reply, value)
  else if (argument.kind === 'info') {
    const fields = Object.entries(value)
    putDescriptor(reply, MACH_MSG_TYPE_INTEGER_32, fields.length, true)
    for (const [, word] of fields) putWord(reply, Number(word))
  }
}

/** The reply to a request: the return code, and on success the outputs. */
const buildReply = (
  kernel: Kernel,
  request: { id: number; to: Port; type: number },
  routine: Routine | null,
  answer: Outcome<string, Given | undefined>
): KernelMessage => {
  const reply: Reply = { bytes: [], rights: [], memory: [] }
  const code = E.isRight(answer) ? 0 : isKernReturn(answer.left) ? KERN_RETURNS[answer.left] : -1
  putInt(reply, MACH_MSG_TYPE_INTEGER_32, code)
  if (E.isRight(answer))
    for (const argument of routine?.out ?? []) {
      const value = answer.right?.[argument.name]
      if (value !== undefined) putOutput(kernel, reply, argument, value)
    }
  const special = (routine?.out ?? []).some(
    ({ kind }) => kind !== 'int' && kind !== 'name' && kind !== 'info'
  )
  const message = newMessage(kernel.ipc, HEADER_SIZE + reply.bytes.length)
  message.body.set(reply.bytes)
  const complex = special && E.isRight(answer) ? MACH_MSGH_BITS_COMPLEX : 0
  message.bits = msghBits(request.type, 0) | complex
  message.remote = request.to
  message.msgh_id = request.id + 100
  message.rights = reply.rights.length === 0 ? null : reply.rights
  message.memory = reply.memory.length === 0 ? null : reply.memory
  for (const { type, port } of reply.rights)
    if (type === MACH_MSG_TYPE_PORT_RECEIVE) message.circular = !putInTransit(kernel.ipc, port, request.to)
  return message
}

/** Outputs nobody will get: their rights are destroyed. */
const dropOutputs = (kernel: Kernel, answer: Outcome<string, Given | undefined>): void => {
  if (E.isLeft(answer)) return
  for (const value of Object.values(answer.right ?? {})) {
    const rights = Array.isArray(value) ? value : [value]
    for (const right of rights)
      if (typeof right === 'object' && isRight(right)) destroyRight(kernel.ipc, right.port, right.type)
  }
}

/** Records that the kernel itself receives or sends a message: an event of no thread. */
const noteOwn = (kernel: Kernel, kind: 'message.receive' | 'message.send', message: KernelMessage): void => {
  if (!isTraced(kernel)) return
  const event = newEvent(kernel, kind, null)
  event.port = message.remote?.id
  event.message = message.id
  event.id = message.msgh_id
  emit(kernel, event)
}

/**
 * Takes a message sent to one of the kernel's own ports: runs the routine its id names, uses up its
 * rights, and queues the reply past any limit (ipc_kobject_server). Without a reply port, no reply.
 */
export const serve = (kernel: Kernel, message: KernelMessage): void => {
  const { ipc } = kernel
  const { msgh_id: id, local: to } = message
  const type = localBits(message.bits)
  ipc.tally.messages_sent += 1
  ipc.tally.messages_received += 1
  moveMessage(ipc, message, MessageEvent.handOver)
  noteOwn(kernel, 'message.receive', message)
  const call = routineOfId(id)
  const answer = perform(kernel, call, message)
  releaseRight(ipc, message.remote, remoteBits(message.bits))
  moveMessage(ipc, message, MessageEvent.deliver)

  if (to === null || !isAlive(to)) {
    dropOutputs(kernel, answer)
    return
  }
  const reply = buildReply(kernel, { id, to, type }, call === null ? null : ROUTINES[call], answer)
  moveMessage(ipc, reply, MessageEvent.copiedIn)
  noteOwn(kernel, 'message.send', reply)
  if (to.kernelObject !== null || reply.circular) destroyMessage(ipc, reply)
  else deliver(ipc, to, reply)
}
