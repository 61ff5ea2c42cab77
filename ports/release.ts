import { MACH_MSG_TYPE_PORT_SEND } from './abi.js'
import type { Ipc } from './ipc.js'
import { notifyNoSenders, notifySendOnce } from './notification.js'
import type { Port } from './object.js'
import { isAlive, isLive } from './port.js'

/** Gives up a send right; the last one fires a no-senders request (ipc_port_release_send). */
export const releaseSend = (ipc: Ipc, port: Port | null): void => {
  if (!isLive(port)) return
  if (ipc.observe !== null) ipc.observe('right.destroy', port.id, 0, { right: 'send' })
  port.srights -= 1
  noSendersIfDue(ipc, port)
}

/** Fires a registered no-senders request if no send right is left. */
export const noSendersIfDue = (ipc: Ipc, port: Port): void => {
  const to = port.requests?.noSenders ?? null
  if (port.srights > 0 || to === null || port.requests === null || !isAlive(port)) return
  port.requests.noSenders = null
  notifyNoSenders(ipc, to, port.mscount)
}

/** Destroys a send-once right unused: its port is notified (ipc_notify_send_once). */
export const releaseSendOnce = (ipc: Ipc, port: Port | null): void => {
  if (!isLive(port)) return
  if (ipc.observe !== null) ipc.observe('right.destroy', port.id, 0, { right: 'send-once' })
  notifySendOnce(ipc, port)
}

/** Gives up a send or send-once right according to its received type. */
export const releaseRight = (ipc: Ipc, port: Port | null, type: number): void =>
  type === MACH_MSG_TYPE_PORT_SEND ? releaseSend(ipc, port) : releaseSendOnce(ipc, port)
