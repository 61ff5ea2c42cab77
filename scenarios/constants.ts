import * as abi from '../ports/abi.js'
import * as returns from '../ports/kern-return.js'
import { COMPAT_RETURNS } from '../tasks/mach-compat.js'
import { NETNAME_RETURNS } from '../tasks/servers/netname.defs.js'

export { NETNAME_RETURNS }

/** Codes of Mach 2.5's msg_send, msg_receive and msg_rpc. */
export const MACH_25_RETURNS = { ...COMPAT_RETURNS, RPC_SUCCESS: 0 }

/** Options, types and ids of Mach 2.5. */
const MACH_25 = {
  SEND_TIMEOUT: 1,
  SEND_NOTIFY: 2,
  SEND_INTERRUPT: 4,
  RCV_TIMEOUT: 0x100,
  RCV_NO_SENDERS: 0x200,
  RCV_INTERRUPT: 0x400,
  PORT_NULL: 0,
  PORT_BACKLOG_DEFAULT: 5,
  PORT_BACKLOG_MAX: 16,
  PORT_TYPE_NONE: 0,
  PORT_TYPE_SEND: 1,
  PORT_TYPE_RECEIVE_OWN: 7,
  PORT_TYPE_SET: 9,
  MSG_TYPE_NORMAL: 0,
  MSG_TYPE_EMERGENCY: 1,
  MSG_TYPE_UNSTRUCTURED: 0,
  MSG_TYPE_BIT: 0,
  MSG_TYPE_BOOLEAN: 0,
  MSG_TYPE_INTEGER_16: 1,
  MSG_TYPE_INTEGER_32: 2,
  MSG_TYPE_PORT_OWNERSHIP: 3,
  MSG_TYPE_PORT_RECEIVE: 4,
  MSG_TYPE_PORT_ALL: 5,
  MSG_TYPE_PORT: 6,
  MSG_TYPE_CHAR: 8,
  MSG_TYPE_BYTE: 9,
  MSG_TYPE_INTEGER_8: 9,
  MSG_TYPE_REAL: 10,
  MSG_TYPE_STRING: 12,
  MSG_TYPE_STRING_C: 12,
  NOTIFY_FIRST: 64,
  NOTIFY_PORT_DELETED: 65,
  NOTIFY_MSG_ACCEPTED: 66,
  NOTIFY_OWNERSHIP_RIGHTS: 67,
  NOTIFY_RECEIVE_RIGHTS: 68,
  NOTIFY_PORT_DESTROYED: 69,
  NOTIFY_LAST: 77
}

/** What the calls on tasks, threads, hosts and memory take (task_info.h, vm_prot.h, exception.h and others). */
const MACH_3 = {
  MACH_PORT_TYPE_SEND_RIGHTS: 0x50000,
  MACH_PORT_TYPE_PORT_RIGHTS: 0x70000,
  MACH_PORT_TYPE_PORT_OR_DEAD: 0x170000,
  MACH_PORT_TYPE_ALL_RIGHTS: 0x1f0000,
  MACH_NOTIFY_FIRST: 64,
  MACH_NOTIFY_LAST: 77,
  TASK_NOTIFY_PORT: 2,
  THREAD_REPLY_PORT: 2,
  TASK_BASIC_INFO: 1,
  TASK_EVENTS_INFO: 2,
  TASK_THREAD_TIMES_INFO: 3,
  THREAD_BASIC_INFO: 1,
  THREAD_SCHED_INFO: 2,
  HOST_BASIC_INFO: 1,
  HOST_PROCESSOR_SLOTS: 2,
  HOST_SCHED_INFO: 3,
  HOST_LOAD_INFO: 4,
  VM_PROT_NONE: 0,
  VM_PROT_READ: 1,
  VM_PROT_WRITE: 2,
  VM_PROT_EXECUTE: 4,
  VM_PROT_DEFAULT: 3,
  VM_PROT_ALL: 7,
  VM_INHERIT_SHARE: 0,
  VM_INHERIT_COPY: 1,
  VM_INHERIT_NONE: 2,
  VM_INHERIT_DEFAULT: 1,
  EXC_BAD_ACCESS: 1,
  EXC_BAD_INSTRUCTION: 2,
  EXC_ARITHMETIC: 3,
  EXC_EMULATION: 4,
  EXC_SOFTWARE: 5,
  EXC_BREAKPOINT: 6
}

/** The name of a return code of any interface. */
export type CodeName =
  | returns.MsgReturnName
  | returns.KernReturnName
  | keyof typeof NETNAME_RETURNS
  | keyof typeof MACH_25_RETURNS

/** The return codes of every interface, by name. */
export const CODES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...returns.MSG_RETURNS,
    ...returns.KERN_RETURNS,
    ...NETNAME_RETURNS,
    ...MACH_25_RETURNS
  })
)

/** How the name of a constant looks, known or not. */
const FAMILY =
  /^(?:MACH|KERN|MIG|TASK|THREAD|HOST|SWITCH_OPTION|VM|EXC|NETNAME|SEND|RCV|RPC|PORT|MSG_TYPE|NOTIFY)_[A-Z0-9_]+$/

/** Whether a text has the look of a constant: one that is not known is then a misspelling. */
export const looksLikeConstant = (text: string): boolean => FAMILY.test(text)

const numbersOf = (header: object): [string, number][] =>
  Object.entries(header).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && looksLikeConstant(entry[0])
  )

/** Every constant of the language by name, return codes among them. */
export const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ...numbersOf(abi),
  ...numbersOf(returns),
  ...Object.entries({ ...MACH_3, ...MACH_25 }),
  ...CODES
])

const CODE_NAMES = new Map([...CODES].reverse().map(([name, value]) => [value, name]))

/** The first name a return code has; KERN_, MIG_ and MACH_MSG_ names come before Mach 2.5's. */
export const codeName = (value: number): string => CODE_NAMES.get(value) ?? `${value}`
