import { HEADER_SIZE, MACH_MSGH_BITS_COMPLEX, MACH_PORT_NULL } from './abi.js'
import { copyinBody, copyoutBody, type Party } from './body-copy.js'
import { copyoutRight } from './copyout.js'
import { acceptIfAsked, destroyMessage } from './destruction.js'
import { copyinCommon, copyoutCommon } from './header-common.js'
import { copyinHeader, copyoutHeader, copyoutRefused, returnHeader } from './header-copy.js'
import { hasMemory, type Ipc, moveMessage } from './ipc.js'
import {
  MACH_MSG_SUCCESS,
  MACH_RCV_BODY_ERROR,
  MACH_RCV_TOO_LARGE,
  MACH_SEND_INVALID_NOTIFY,
  MACH_SEND_MSG_TOO_SMALL,
  MACH_SEND_NO_BUFFER
} from './kern-return.js'
import { type Message, newMessage, recycle, takeBody } from './message.js'
import { MessageEvent } from './message.table.js'
import type { KernelMessage, Name } from './object.js'

const NO_BYTES = new Uint8Array(0)
/** Bytes of a body from which on a message is charged to the kernel's memory. */
const LARGE = 4096

/** The method itself: looking it up on a typed array takes as long as copying a short body. */
const set: (this: Uint8Array, from: Uint8Array) => void = Reflect.get(Uint8Array.prototype, 'set')

/** Moves `size` bytes between a task's buffer and a message body of just that length. */
const copyBytes = (to: Uint8Array, from: Uint8Array, size: number): void => {
  if (size === 0) return
  set.call(to, from.length === size ? from : from.subarray(0, size))
}

const countCopy = (ipc: Ipc, bytes: number): void => {
  ipc.tally.copies += 1
  ipc.tally.bytes_copied += bytes
}

/** A message, or the mach_msg code that says why there is none. */
export type Copied = KernelMessage | number

/**
 * Takes a message in from a task: bytes, header rights, then the body of a complex one. A body that
 * fails destroys the message with what it had taken; a header that fails changes nothing.
 */
export const copyinMessage = (
  ipc: Ipc,
  from: Party,
  user: Message,
  send_size: number,
  cancel: Name | null
): Copied => {
  if (send_size < HEADER_SIZE || (send_size & 3) !== 0) return MACH_SEND_MSG_TOO_SMALL
  const bodySize = send_size - HEADER_SIZE
  const charge = bodySize > LARGE ? bodySize : 0
  if (bodySize > ipc.bodyLimit || (charge > 0 && !hasMemory(ipc, charge))) return MACH_SEND_NO_BUFFER
  if (cancel === MACH_PORT_NULL) return MACH_SEND_INVALID_NOTIFY
  const message = newMessage(ipc, send_size)
  if (user.body.length < bodySize) message.body.fill(0)
  copyBytes(message.body, user.body, Math.min(bodySize, user.body.length))
  countCopy(ipc, send_size)

  if (cancel === null && charge === 0 && copyinCommon(ipc, from.space, user, message)) {
    moveMessage(ipc, message, MessageEvent.copiedIn)
    return message
  }
  return copyinRights(ipc, from, user, message, charge, cancel)
}

/** What is in a message besides bytes, by the general rules: rights of the header, then of the body. */
const copyinRights = (
  ipc: Ipc,
  from: Party,
  user: Message,
  message: KernelMessage,
  charge: number,
  cancel: Name | null
): Copied => {
  const headerCode = copyinHeader(ipc, from.space, user, message, cancel)
  if (headerCode !== MACH_MSG_SUCCESS) {
    recycle(ipc, message)
    return headerCode
  }
  if ((message.bits & MACH_MSGH_BITS_COMPLEX) !== 0) {
    const bodyCode = copyinBody(ipc, from, message)
    if (bodyCode !== MACH_MSG_SUCCESS) {
      destroyMessage(ipc, message)
      return bodyCode
    }
  }
  message.charged = charge
  ipc.memoryUsed += charge
  moveMessage(ipc, message, MessageEvent.copiedIn)
  return message
}

const writeBody = (message: KernelMessage, user: Message): void => {
  const size = message.size - HEADER_SIZE
  if (user.body.length >= size) copyBytes(user.body, message.body, size)
  else user.body = takeBody(message)
}

const finish = (ipc: Ipc, message: KernelMessage, user: Message): void => {
  countCopy(ipc, message.size)
  ipc.tally.messages_received += 1
  writeBody(message, user)
  moveMessage(ipc, message, MessageEvent.deliver)
  recycle(ipc, message)
}

/** Gives a dequeued message to its receiver, or refuses it and destroys what it carried. */
export const copyoutMessage = (
  ipc: Ipc,
  to: Party,
  message: KernelMessage,
  user: Message,
  rcv_size: number,
  notify: Name | null
): number => {
  if (message.accepted !== null) acceptIfAsked(ipc, message)
  if (message.size > rcv_size) return refuse(ipc, to, message, user, MACH_RCV_TOO_LARGE)
  if (notify === null && copyoutCommon(ipc, to.space, message, user)) {
    finish(ipc, message, user)
    return MACH_MSG_SUCCESS
  }
  return copyoutRights(ipc, to, message, user, notify)
}

/** The same on the way out. */
const copyoutRights = (
  ipc: Ipc,
  to: Party,
  message: KernelMessage,
  user: Message,
  notify: Name | null
): number => {
  const code = copyoutHeader(ipc, to.space, message, user, notify)
  if (code !== MACH_MSG_SUCCESS) return refuse(ipc, to, message, user, code)
  if (message.rights === null && message.memory === null) {
    finish(ipc, message, user)
    return MACH_MSG_SUCCESS
  }
  const shortage = copyoutBody(ipc, to, message)
  finish(ipc, message, user)
  return shortage === 0 ? MACH_MSG_SUCCESS : MACH_RCV_BODY_ERROR | shortage
}

/** The receiver sees the header alone. */
const refuse = (ipc: Ipc, to: Party, message: KernelMessage, user: Message, code: number): number => {
  copyoutRefused(ipc, to.space, message, user)
  countCopy(ipc, HEADER_SIZE)
  user.body = NO_BYTES
  moveMessage(ipc, message, MessageEvent.destroy)
  if (ipc.observe !== null) ipc.observe('message.destroy', message.remote?.id ?? 0, message.id, null)
  return code
}

/**
 * Gives a message that could not be queued back to its sender (pseudo-receive): destination, reply,
 * body. Answers the shortage bits to be OR-ed into the send's code.
 */
export const returnMessage = (ipc: Ipc, to: Party, message: KernelMessage, user: Message): number => {
  let shortage = 0
  returnHeader(message, user, (port, type) => {
    const out = copyoutRight(ipc, to.space, { port, type })
    shortage |= out.shortage
    return out.name
  })
  shortage |= copyoutBody(ipc, to, message)
  countCopy(ipc, message.size)
  writeBody(message, user)
  moveMessage(ipc, message, MessageEvent.giveBack)
  return shortage
}
