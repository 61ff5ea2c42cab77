import {
  localBits,
  MACH_MSG_TYPE_PORT_RECEIVE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  remoteBits
} from './abi.js'
import { type Ipc, moveMessage, movePort, moveRight } from './ipc.js'
import { MACH_MSG_SUCCESS, MACH_RCV_PORT_DIED } from './kern-return.js'
import { MessageEvent } from './message.table.js'
import {
  notifyAccepted,
  notifyDeadName,
  notifyPortDeletedCompat,
  notifyPortDestroyed
} from './notification.js'
import type { BodyMemory, BodyRight, DeadNameRequest, KernelMessage, Port, PortRequests } from './object.js'
import { isAlive, isLive } from './port.js'
import { PortEvent } from './port.table.js'
import { leaveSet } from './port-set.js'
import { ownQueue, takeMessagesOf, wakeAll } from './queue.js'
import { releaseRight, releaseSend, releaseSendOnce } from './release.js'
import { RightEvent } from './right.table.js'
import { freeEntry } from './space.js'
import { isCircular, takeFromTransit } from './transit.js'

/** The receive right leaves its space: out of its set, its receivers told, its counts reset (ipc_port_clear_receiver). */
export const clearReceiver = (ipc: Ipc, port: Port): void => {
  leaveSet(ipc, port)
  if (port.queue !== null) wakeAll(ipc, port.queue.receivers, MACH_RCV_PORT_DIED)
  port.mscount = 0
  port.seqno = 0
  port.name = 0
  port.holder = null
  movePort(ipc, port, PortEvent.taken)
}

/** Gives a dying port to whoever asked for it; false where nobody live did, or it would travel inside itself. */
const backUp = (ipc: Ipc, port: Port): boolean => {
  if (port.requests === null) return false
  if (port.requests.portDestroyed === null) return backUpCompat(ipc, port, port.requests)
  const backup = port.requests.portDestroyed
  port.requests.portDestroyed = null
  if (!isAlive(backup)) return false
  if (isCircular(port, backup)) {
    backup.sorights -= 1
    return false
  }
  notifyPortDestroyed(ipc, backup, port, MACH_MSG_TYPE_PORT_SEND_ONCE)
  return true
}

/** The same for a Mach 2.5 backup, which is a send right; the kernel takes no port that is sent to one of its own. */
const backUpCompat = (ipc: Ipc, port: Port, requests: PortRequests): boolean => {
  const { backup } = requests
  requests.backup = null
  if (!isLive(backup)) return false
  if (backup.kernelObject !== null || isCircular(port, backup)) {
    releaseSend(ipc, backup)
    return false
  }
  notifyPortDestroyed(ipc, backup, port, MACH_MSG_TYPE_PORT_SEND)
  return true
}

/**
 * Destroys a port whose receive right is in limbo or the kernel's, in Mach's order (ipc_port_destroy):
 * backup, senders, death, no-senders request, queued messages, dead-name notifications.
 */
export const destroyPort = (ipc: Ipc, port: Port): void => {
  if (backUp(ipc, port)) return
  const queue = port.queue
  movePort(ipc, port, PortEvent.destroyed)
  if (queue !== null) wakeAll(ipc, queue.senders, MACH_MSG_SUCCESS)
  if (ipc.observe !== null) ipc.observe('port.dead', port.id, 0, null)
  ipc.payloads.delete(port)

  const requests = port.requests
  port.requests = null
  if (requests !== null) releaseSendOnce(ipc, requests.noSenders)
  if (queue !== null) for (const message of takeMessagesOf(ownQueue(port), port)) destroyMessage(ipc, message)
  if (requests !== null) for (const request of requests.deadNames) announceDeath(ipc, request)
}

/** Tells whoever asked about a name; a name of Mach 2.5 vanishes. */
const announceDeath = (ipc: Ipc, request: DeadNameRequest): void => {
  const { space, entry, name, notify } = request
  if (notify !== null) {
    notifyDeadName(ipc, notify, name)
    return
  }
  if (entry.deadName !== request) return
  if (entry.port !== null) space.sends?.delete(entry.port)
  moveRight(ipc, entry, RightEvent.portDied)
  moveRight(ipc, entry, RightEvent.deadOut)
  entry.port = null
  entry.urefs = 0
  entry.deadName = null
  freeEntry(space, entry)
  notifyPortDeletedCompat(ipc, space, name)
}

/** Destroys a right in hand of a received type: PORT_RECEIVE, PORT_SEND or PORT_SEND_ONCE (ipc_object_destroy). */
export const destroyRight = (ipc: Ipc, port: Port | null, type: number): void => {
  if (type !== MACH_MSG_TYPE_PORT_RECEIVE) {
    releaseRight(ipc, port, type)
    return
  }
  if (!isLive(port)) return
  takeFromTransit(ipc, port)
  destroyPort(ipc, port)
}

/**
 * Destroys a message with all it carries (ipc_kmsg_destroy). Messages doomed by that wait until it is
 * done, which fixes the order and bounds the depth.
 */
export const destroyMessage = (ipc: Ipc, message: KernelMessage): void => {
  ipc.doomed.push(message)
  if (ipc.destroying) return
  ipc.destroying = true
  for (const doomed of ipc.doomed) cleanMessage(ipc, doomed)
  ipc.doomed.length = 0
  ipc.destroying = false
}

const cleanMessage = (ipc: Ipc, message: KernelMessage): void => {
  moveMessage(ipc, message, MessageEvent.destroy)
  if (ipc.observe !== null) ipc.observe('message.destroy', message.remote?.id ?? 0, message.id, null)
  acceptIfAsked(ipc, message)
  releaseRight(ipc, message.remote, remoteBits(message.bits))
  releaseRight(ipc, message.local, localBits(message.bits))
  message.remote = null
  message.local = null
  destroyBody(ipc, message)
}

/** Tells a sender that forced the message past the limit that it was taken. */
export const acceptIfAsked = (ipc: Ipc, message: KernelMessage): void => {
  if (message.accepted === null) return
  const request = message.accepted
  message.accepted = null
  notifyAccepted(ipc, request)
}

/** Destroys rights and memory of a body, front to back. */
export const destroyBody = (ipc: Ipc, message: KernelMessage): void => {
  const carried: (BodyRight | BodyMemory)[] = [...(message.rights ?? []), ...(message.memory ?? [])]
  message.rights = null
  message.memory = null
  carried.sort((a, b) => a.offset - b.offset)
  for (const item of carried)
    if ('port' in item) destroyRight(ipc, item.port, item.type)
    else destroyMemory(ipc, item)
}

const destroyMemory = (ipc: Ipc, item: BodyMemory): void => {
  if (item.memory !== null) ipc.memory.destroy(item.memory)
  for (const port of item.rights ?? []) destroyRight(ipc, port, item.type)
}
