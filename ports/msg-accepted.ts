import { MACH_PORT_NULL } from './abi.js'
import { hasReceive } from './entry.js'
import type { Ipc } from './ipc.js'
import { MACH_MSG_SUCCESS, MACH_SEND_INVALID_NOTIFY, MACH_SEND_NOTIFY_IN_PROGRESS } from './kern-return.js'
import type { KernelMessage, Name, Space } from './object.js'
import { makeSendOnce } from './port.js'
import { entryOf, lookup } from './space.js'

/**
 * Arms a msg-accepted request for a message about to be forced past the limit (ipc_marequest_create).
 * It belongs to the sender's name for the port, if it still has one. Answers a mach_msg code.
 */
export const requestAccept = (ipc: Ipc, space: Space, message: KernelMessage, notify: Name): number => {
  if (notify === MACH_PORT_NULL) return MACH_SEND_INVALID_NOTIFY
  const entry = message.remote === null ? null : entryOf(space, message.remote)
  if (entry !== null && entry.accepted !== null) return MACH_SEND_NOTIFY_IN_PROGRESS
  const told = lookup(space, notify)
  if (told === null || told.port === null || !hasReceive(told)) return MACH_SEND_INVALID_NOTIFY
  message.accepted = { entry, notify: makeSendOnce(ipc, told.port), compat: false }
  if (entry !== null) entry.accepted = message.accepted
  return MACH_MSG_SUCCESS
}

/** The same for msg_send, which names no port: the task's notify port will hear, if its name lives that long. */
export const requestAcceptCompat = (space: Space, message: KernelMessage): number => {
  const entry = message.remote === null ? null : entryOf(space, message.remote)
  if (entry !== null && entry.accepted !== null) return MACH_SEND_NOTIFY_IN_PROGRESS
  if (space.notify === null) return MACH_SEND_INVALID_NOTIFY
  message.accepted = { entry, notify: space.notify, compat: true }
  if (entry !== null) entry.accepted = message.accepted
  return MACH_MSG_SUCCESS
}
