import * as E from 'fp-ts/lib/Either.js'

/** kern_return_t and MIG's codes by name (mach/kern_return.h, mach/mig_errors.h). */
export const KERN_RETURNS = {
  KERN_SUCCESS: 0,
  KERN_INVALID_ADDRESS: 1,
  KERN_PROTECTION_FAILURE: 2,
  KERN_NO_SPACE: 3,
  KERN_INVALID_ARGUMENT: 4,
  KERN_FAILURE: 5,
  KERN_RESOURCE_SHORTAGE: 6,
  KERN_NOT_RECEIVER: 7,
  KERN_NO_ACCESS: 8,
  KERN_MEMORY_FAILURE: 9,
  KERN_MEMORY_ERROR: 10,
  KERN_NOT_IN_SET: 12,
  KERN_NAME_EXISTS: 13,
  KERN_ABORTED: 14,
  KERN_INVALID_NAME: 15,
  KERN_INVALID_TASK: 16,
  KERN_INVALID_RIGHT: 17,
  KERN_INVALID_VALUE: 18,
  KERN_UREFS_OVERFLOW: 19,
  KERN_INVALID_CAPABILITY: 20,
  KERN_RIGHT_EXISTS: 21,
  KERN_INVALID_HOST: 22,
  KERN_MEMORY_PRESENT: 23,
  KERN_WRITE_PROTECTION_FAILURE: 24,
  KERN_TERMINATED: 26,
  KERN_TIMEDOUT: 27,
  KERN_INTERRUPTED: 28,
  MIG_TYPE_ERROR: -300,
  MIG_REPLY_MISMATCH: -301,
  MIG_REMOTE_ERROR: -302,
  MIG_BAD_ID: -303,
  MIG_BAD_ARGUMENTS: -304,
  MIG_NO_REPLY: -305,
  MIG_EXCEPTION: -306,
  MIG_ARRAY_TOO_LARGE: -307,
  MIG_SERVER_DIED: -308,
  MIG_DESTROY_REQUEST: -309
} as const

/** mach_msg_return_t by name (mach/message.h). */
export const MSG_RETURNS = {
  MACH_MSG_SUCCESS: 0,
  MACH_SEND_IN_PROGRESS: 0x10000001,
  MACH_SEND_INVALID_DATA: 0x10000002,
  MACH_SEND_INVALID_DEST: 0x10000003,
  MACH_SEND_TIMED_OUT: 0x10000004,
  MACH_SEND_WILL_NOTIFY: 0x10000005,
  MACH_SEND_NOTIFY_IN_PROGRESS: 0x10000006,
  MACH_SEND_INTERRUPTED: 0x10000007,
  MACH_SEND_MSG_TOO_SMALL: 0x10000008,
  MACH_SEND_INVALID_REPLY: 0x10000009,
  MACH_SEND_INVALID_RIGHT: 0x1000000a,
  MACH_SEND_INVALID_NOTIFY: 0x1000000b,
  MACH_SEND_INVALID_MEMORY: 0x1000000c,
  MACH_SEND_NO_BUFFER: 0x1000000d,
  MACH_SEND_NO_NOTIFY: 0x1000000e,
  MACH_SEND_INVALID_TYPE: 0x1000000f,
  MACH_SEND_INVALID_HEADER: 0x10000010,
  MACH_RCV_IN_PROGRESS: 0x10004001,
  MACH_RCV_INVALID_NAME: 0x10004002,
  MACH_RCV_TIMED_OUT: 0x10004003,
  MACH_RCV_TOO_LARGE: 0x10004004,
  MACH_RCV_INTERRUPTED: 0x10004005,
  MACH_RCV_PORT_CHANGED: 0x10004006,
  MACH_RCV_INVALID_NOTIFY: 0x10004007,
  MACH_RCV_INVALID_DATA: 0x10004008,
  MACH_RCV_PORT_DIED: 0x10004009,
  MACH_RCV_IN_SET: 0x1000400a,
  MACH_RCV_HEADER_ERROR: 0x1000400b,
  MACH_RCV_BODY_ERROR: 0x1000400c
} as const

/** Bits that say which shortage befell rights or memory on their way out of a message. */
export const MACH_MSG_IPC_SPACE = 0x2000
export const MACH_MSG_VM_SPACE = 0x1000
export const MACH_MSG_IPC_KERNEL = 0x800
export const MACH_MSG_VM_KERNEL = 0x400
export const MACH_MSG_MASK = 0x3c00

export type KernReturnName = keyof typeof KERN_RETURNS
export type MsgReturnName = keyof typeof MSG_RETURNS
export type MsgReturn = (typeof MSG_RETURNS)[MsgReturnName]

export const {
  MACH_MSG_SUCCESS,
  MACH_SEND_INVALID_DATA,
  MACH_SEND_INVALID_DEST,
  MACH_SEND_TIMED_OUT,
  MACH_SEND_WILL_NOTIFY,
  MACH_SEND_NOTIFY_IN_PROGRESS,
  MACH_SEND_INTERRUPTED,
  MACH_SEND_MSG_TOO_SMALL,
  MACH_SEND_INVALID_REPLY,
  MACH_SEND_INVALID_RIGHT,
  MACH_SEND_INVALID_NOTIFY,
  MACH_SEND_INVALID_MEMORY,
  MACH_SEND_NO_BUFFER,
  MACH_SEND_NO_NOTIFY,
  MACH_SEND_INVALID_TYPE,
  MACH_SEND_INVALID_HEADER,
  MACH_RCV_INVALID_NAME,
  MACH_RCV_TIMED_OUT,
  MACH_RCV_TOO_LARGE,
  MACH_RCV_INTERRUPTED,
  MACH_RCV_PORT_CHANGED,
  MACH_RCV_INVALID_NOTIFY,
  MACH_RCV_INVALID_DATA,
  MACH_RCV_PORT_DIED,
  MACH_RCV_IN_SET,
  MACH_RCV_HEADER_ERROR,
  MACH_RCV_BODY_ERROR
} = MSG_RETURNS

/** Every return code by its number; success is listed as KERN_SUCCESS. */
const NAMES = new Map<number, string>(
  [...Object.entries(MSG_RETURNS), ...Object.entries(KERN_RETURNS)].map(([name, code]) => [code, name])
)

/** The name of a mach_msg return code, with its shortage bits as `NAME|0x2000`. */
export const msgReturnName = (code: number): string => {
  if (code === 0) return 'MACH_MSG_SUCCESS'
  const exact = NAMES.get(code)
  if (exact !== undefined) return exact
  const bits = code & MACH_MSG_MASK
  const plain = NAMES.get(code & ~MACH_MSG_MASK)
  return plain === undefined ? `0x${(code >>> 0).toString(16)}` : `${plain}|0x${bits.toString(16)}`
}

/** The name of a kern_return_t. */
export const kernReturnName = (code: number): string => NAMES.get(code) ?? `${code}`

/** What a kernel call answers: a refusal by its code's name, or its outputs. */
export type Outcome<Code extends string, A = void> = E.Either<Code, A>

const refusals = new Map<string, E.Either<string, never>>()

/** A refusal of the manual; the same object each time, since refusals carry nothing else. */
export const fail = <Code extends string>(code: Code): E.Either<Code, never> => {
  const known = refusals.get(code)
  if (known !== undefined) return known as E.Either<Code, never>
  const made = E.left(code)
  refusals.set(code, made)
  return made
}

/** Success without outputs. */
export const succeed: E.Either<never, void> = E.right(undefined)
