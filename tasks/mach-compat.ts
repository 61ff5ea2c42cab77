import {
  MACH_MSG_SUCCESS,
  MACH_RCV_IN_SET,
  MACH_RCV_INTERRUPTED,
  MACH_RCV_INVALID_DATA,
  MACH_RCV_INVALID_NAME,
  MACH_RCV_PORT_CHANGED,
  MACH_RCV_PORT_DIED,
  MACH_RCV_TIMED_OUT,
  MACH_RCV_TOO_LARGE,
  MACH_SEND_INTERRUPTED,
  MACH_SEND_INVALID_DATA,
  MACH_SEND_INVALID_DEST,
  MACH_SEND_INVALID_MEMORY,
  MACH_SEND_INVALID_NOTIFY,
  MACH_SEND_INVALID_REPLY,
  MACH_SEND_INVALID_RIGHT,
  MACH_SEND_INVALID_TYPE,
  MACH_SEND_MSG_TOO_SMALL,
  MACH_SEND_NO_BUFFER,
  MACH_SEND_NO_NOTIFY,
  MACH_SEND_NOTIFY_IN_PROGRESS,
  MACH_SEND_TIMED_OUT,
  MACH_SEND_WILL_NOTIFY
} from '../ports/kern-return.js'
import type { Message } from '../ports/message.js'
import type { Name } from '../ports/object.js'

/** Mach 2.5's header: the options, codes and arguments of msg_send, msg_receive and msg_rpc. */

export const SEND_TIMEOUT = 1
export const SEND_NOTIFY = 2
export const SEND_INTERRUPT = 4
export const RCV_TIMEOUT = 0x100
export const RCV_NO_SENDERS = 0x200
export const RCV_INTERRUPT = 0x400

/**
 * Arguments of the three calls. `msg.size` is the size sent; of `msg.bits` only the complex bit counts,
 * the opposite of 2.5's simple flag. Times in milliseconds, sizes in bytes.
 */
export interface MsgCompat {
  readonly msg: Message
  readonly option: number
  /** The port or set received from. */
  readonly port: Name
  readonly rcv_size: number
  readonly send_timeout: number
  readonly rcv_timeout: number
}

/** The codes of Mach 2.5 by name. */
export const COMPAT_RETURNS = {
  SEND_SUCCESS: 0,
  SEND_INVALID_MEMORY: -101,
  SEND_INVALID_PORT: -102,
  SEND_TIMED_OUT: -103,
  SEND_WILL_NOTIFY: -105,
  SEND_NOTIFY_IN_PROGRESS: -106,
  SEND_KERNEL_REFUSED: -107,
  SEND_INTERRUPTED: -108,
  SEND_MSG_TOO_LARGE: -109,
  SEND_MSG_TOO_SMALL: -110,
  RCV_SUCCESS: 0,
  RCV_INVALID_MEMORY: -201,
  RCV_INVALID_PORT: -202,
  RCV_TIMED_OUT: -203,
  RCV_TOO_LARGE: -204,
  RCV_NOT_ENOUGH_MEMORY: -205,
  RCV_ONLY_SENDER: -206,
  RCV_INTERRUPTED: -207,
  RCV_PORT_CHANGE: -208
} as const

const CODES: ReadonlyMap<number, number> = new Map([
  [MACH_SEND_INVALID_DATA, COMPAT_RETURNS.SEND_INVALID_MEMORY],
  [MACH_SEND_INVALID_MEMORY, COMPAT_RETURNS.SEND_INVALID_MEMORY],
  [MACH_SEND_INVALID_DEST, COMPAT_RETURNS.SEND_INVALID_PORT],
  [MACH_SEND_INVALID_REPLY, COMPAT_RETURNS.SEND_INVALID_PORT],
  [MACH_SEND_INVALID_RIGHT, COMPAT_RETURNS.SEND_INVALID_PORT],
  [MACH_SEND_INVALID_TYPE, COMPAT_RETURNS.SEND_INVALID_PORT],
  [MACH_SEND_TIMED_OUT, COMPAT_RETURNS.SEND_TIMED_OUT],
  [MACH_SEND_WILL_NOTIFY, COMPAT_RETURNS.SEND_WILL_NOTIFY],
  [MACH_SEND_NOTIFY_IN_PROGRESS, COMPAT_RETURNS.SEND_NOTIFY_IN_PROGRESS],
  [MACH_SEND_INVALID_NOTIFY, COMPAT_RETURNS.SEND_KERNEL_REFUSED],
  [MACH_SEND_NO_BUFFER, COMPAT_RETURNS.SEND_INTERRUPTED],
  [MACH_SEND_NO_NOTIFY, COMPAT_RETURNS.SEND_INTERRUPTED],
  [MACH_SEND_INTERRUPTED, COMPAT_RETURNS.SEND_INTERRUPTED],
  [MACH_SEND_MSG_TOO_SMALL, COMPAT_RETURNS.SEND_MSG_TOO_SMALL],
  [MACH_RCV_INVALID_DATA, COMPAT_RETURNS.RCV_INVALID_MEMORY],
  [MACH_RCV_INVALID_NAME, COMPAT_RETURNS.RCV_INVALID_PORT],
  [MACH_RCV_IN_SET, COMPAT_RETURNS.RCV_INVALID_PORT],
  [MACH_RCV_PORT_DIED, COMPAT_RETURNS.RCV_INVALID_PORT],
  [MACH_RCV_TIMED_OUT, COMPAT_RETURNS.RCV_TIMED_OUT],
  [MACH_RCV_TOO_LARGE, COMPAT_RETURNS.RCV_TOO_LARGE],
  [MACH_RCV_INTERRUPTED, COMPAT_RETURNS.RCV_INTERRUPTED],
  [MACH_RCV_PORT_CHANGED, COMPAT_RETURNS.RCV_PORT_CHANGE]
])

/** The Mach 2.5 code for one of Mach 3; those of 2.5 stay as they are. */
export const compatCode = (half: 'SEND' | 'RCV', code: number): number => {
  if (code === MACH_MSG_SUCCESS || code < 0) return code
  const otherwise = half === 'SEND' ? COMPAT_RETURNS.SEND_INVALID_PORT : COMPAT_RETURNS.RCV_INVALID_PORT
  return CODES.get(code) ?? otherwise
}

const NAMES = new Map<number, string>(
  Object.entries(COMPAT_RETURNS)
    .filter(([, code]) => code !== 0)
    .map(([name, code]) => [code, name])
)

/** The name of a Mach 2.5 return code; success by the call's own name. */
export const compatReturnName = (call: string, code: number): string => {
  if (code !== 0) return NAMES.get(code) ?? `${code}`
  return call === 'msg_send' ? 'SEND_SUCCESS' : call === 'msg_receive' ? 'RCV_SUCCESS' : 'RPC_SUCCESS'
}
