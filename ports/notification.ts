import {
  HEADER_SIZE,
  MACH_MSG_TYPE_INTEGER_32,
  MACH_MSG_TYPE_PORT_NAME,
  MACH_MSG_TYPE_PORT_RECEIVE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  MACH_MSGH_BITS_COMPLEX,
  MACH_NOTIFY_DEAD_NAME,
  MACH_NOTIFY_MSG_ACCEPTED,
  MACH_NOTIFY_NO_SENDERS,
  MACH_NOTIFY_PORT_DELETED,
  MACH_NOTIFY_PORT_DESTROYED,
  MACH_NOTIFY_SEND_ONCE,
  SHORT_DESCRIPTOR_SIZE
} from './abi.js'
import { inlineDescriptor, writeDescriptor, writeWord } from './descriptor.js'
import { type Ipc, moveMessage, movePort } from './ipc.js'
import { MessageEvent } from './message.table.js'
import { kernelMessage } from './message.js'
import type { AcceptRequest, DeadNameRequest, Entry, KernelMessage, Port, Space } from './object.js'
import { isAlive, isLive, requestsOf } from './port.js'
import { PortEvent } from './port.table.js'
import { deliver } from './queue.js'

/** The body of a notification: one typed word. */
const wordBody = (type: number, word: number): Uint8Array => {
  const body = new Uint8Array(SHORT_DESCRIPTOR_SIZE + 4)
  const data = writeDescriptor(body, 0, inlineDescriptor(type, 32, 1))
  writeWord(body, data, word)
  return body
}

/** Uses up a send-once right held by the kernel; to a dead port nothing is sent. */
const notify = (ipc: Ipc, to: Port, kind: string, message: KernelMessage): void => {
  if (!isAlive(to)) return
  ipc.tally.notifications += 1
  if (ipc.observe !== null) ipc.observe('notification', to.id, message.id, { kind })
  moveMessage(ipc, message, MessageEvent.copiedIn)
  deliver(ipc, to, message)
}

const build = (ipc: Ipc, to: Port, id: number, body: Uint8Array): KernelMessage =>
  kernelMessage(ipc, to, MACH_MSG_TYPE_PORT_SEND_ONCE, id, body)

const NO_BODY = new Uint8Array(0)

/** 71: a send-once right to `port` was destroyed unused. */
export const notifySendOnce = (ipc: Ipc, port: Port): void =>
  notify(ipc, port, 'send_once', build(ipc, port, MACH_NOTIFY_SEND_ONCE, NO_BODY))

/** 65: the name with a dead-name request lost its right otherwise than by the port's death. */
export const notifyPortDeleted = (ipc: Ipc, to: Port, name: number): void =>
  notify(
    ipc,
    to,
    'port_deleted',
    build(ipc, to, MACH_NOTIFY_PORT_DELETED, wordBody(MACH_MSG_TYPE_PORT_NAME, name))
  )

/** 72: the port that `name` denotes died. */
export const notifyDeadName = (ipc: Ipc, to: Port, name: number): void =>
  notify(ipc, to, 'dead_name', build(ipc, to, MACH_NOTIFY_DEAD_NAME, wordBody(MACH_MSG_TYPE_PORT_NAME, name)))

/** 70: no send rights are left; carries the make-send count at this moment. */
export const notifyNoSenders = (ipc: Ipc, to: Port, mscount: number): void =>
  notify(
    ipc,
    to,
    'no_senders',
    build(ipc, to, MACH_NOTIFY_NO_SENDERS, wordBody(MACH_MSG_TYPE_INTEGER_32, mscount))
  )

/** Tells a Mach 2.5 notify port, by a send right made for the message. */
const notifyCompat = (ipc: Ipc, to: Port | null, kind: string, id: number, body: Uint8Array): void => {
  if (!isLive(to)) return
  to.srights += 1
  notify(ipc, to, kind, kernelMessage(ipc, to, MACH_MSG_TYPE_PORT_SEND, id, body))
}

/** 65 in Mach 2.5's way: a name that a 2.5 call gave has vanished with its port or its use. */
export const notifyPortDeletedCompat = (ipc: Ipc, space: Space, name: number): void =>
  notifyCompat(
    ipc,
    space.notify,
    'port_deleted',
    MACH_NOTIFY_PORT_DELETED,
    wordBody(MACH_MSG_TYPE_PORT_NAME, name)
  )

/** 66: a message forced past the limit was received or destroyed; the name is 0 where it denotes the port no more. */
export const notifyAccepted = (ipc: Ipc, request: AcceptRequest): void => {
  const { entry } = request
  // A port's death makes its names dead at once, whenever they are next touched; 2.5 has no dead names.
  const denotes = entry !== null && (request.compat || isLive(entry.port))
  const name = denotes ? entry.name : 0
  if (entry !== null) entry.accepted = null
  const body = wordBody(MACH_MSG_TYPE_PORT_NAME, name)
  if (request.compat) {
    if (name !== 0) notifyCompat(ipc, request.notify, 'msg_accepted', MACH_NOTIFY_MSG_ACCEPTED, body)
    return
  }
  notify(ipc, request.notify, 'msg_accepted', build(ipc, request.notify, MACH_NOTIFY_MSG_ACCEPTED, body))
}

/** 69: gives a receive right that was about to be destroyed to a live port, whose queue it travels to; `by` is the type of right used. */
export const notifyPortDestroyed = (ipc: Ipc, to: Port, port: Port, by: number): void => {
  const body = wordBody(MACH_MSG_TYPE_PORT_RECEIVE, 0)
  const message = kernelMessage(ipc, to, by, MACH_NOTIFY_PORT_DESTROYED, body)
  message.bits |= MACH_MSGH_BITS_COMPLEX
  message.size = HEADER_SIZE + message.body.length
  message.rights = [{ offset: SHORT_DESCRIPTOR_SIZE, type: MACH_MSG_TYPE_PORT_RECEIVE, port }]
  movePort(ipc, port, PortEvent.queued)
  port.holder = to
  notify(ipc, to, 'port_destroyed', message)
}

/** Registers a dead-name request on a name, for a send-once right or, `to` null, in Mach 2.5's way; the caller has taken care of any earlier one. */
export const requestDeadName = (space: Space, entry: Entry, port: Port, to: Port | null): void => {
  const request: DeadNameRequest = { space, entry, name: entry.name, port, notify: to }
  entry.deadName = request
  requestsOf(port).deadNames.push(request)
}

/** Takes a request off its name and port and answers the send-once right it held (ipc_port_dncancel). */
export const cancelDeadName = (entry: Entry): Port | null => {
  const request = entry.deadName
  if (request === null) return null
  entry.deadName = null
  const list = request.port.requests?.deadNames
  const at = list?.indexOf(request) ?? -1
  if (at >= 0) list?.splice(at, 1)
  return request.notify
}
