import type { Message } from '../ports/message.js'
import type { Name } from '../ports/object.js'
import { type Answer, type Stub, trap } from './trap.js'

/**
 * What a program includes: mach.h. A program is a generator that yields traps; the kernel answers by the
 * value of the `yield`. The stubs below make one trap each; use them with `yield*`.
 */
export type { Message, Name }
export {
  HEADER_SIZE,
  isPortType,
  isSendType,
  isValidName,
  localBits,
  LONG_DESCRIPTOR_SIZE,
  MACH_MSG_OPTION_NONE,
  MACH_MSG_SIZE_MAX,
  MACH_MSG_TIMEOUT_NONE,
  MACH_MSG_TYPE_BIT,
  MACH_MSG_TYPE_BOOLEAN,
  MACH_MSG_TYPE_BYTE,
  MACH_MSG_TYPE_CHAR,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_INTEGER_16,
  MACH_MSG_TYPE_INTEGER_32,
  MACH_MSG_TYPE_INTEGER_64,
  MACH_MSG_TYPE_INTEGER_8,
  MACH_MSG_TYPE_LAST,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_MOVE_SEND,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_MSG_TYPE_POLYMORPHIC,
  MACH_MSG_TYPE_PORT_NAME,
  MACH_MSG_TYPE_PORT_RECEIVE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_MSG_TYPE_PORT_SEND_ONCE,
  MACH_MSG_TYPE_PROTECTED_PAYLOAD,
  MACH_MSG_TYPE_REAL,
  MACH_MSG_TYPE_STRING,
  MACH_MSG_TYPE_STRING_C,
  MACH_MSG_TYPE_UNSTRUCTURED,
  MACH_MSGH_BITS_COMPLEX,
  MACH_NOTIFY_DEAD_NAME,
  MACH_NOTIFY_MSG_ACCEPTED,
  MACH_NOTIFY_NO_SENDERS,
  MACH_NOTIFY_PORT_DELETED,
  MACH_NOTIFY_PORT_DESTROYED,
  MACH_NOTIFY_SEND_ONCE,
  MACH_PORT_DEAD,
  MACH_PORT_NULL,
  MACH_PORT_QLIMIT_DEFAULT,
  MACH_PORT_QLIMIT_MAX,
  MACH_PORT_RIGHT_DEAD_NAME,
  MACH_PORT_RIGHT_NUMBER,
  MACH_PORT_RIGHT_PORT_SET,
  MACH_PORT_RIGHT_RECEIVE,
  MACH_PORT_RIGHT_SEND,
  MACH_PORT_RIGHT_SEND_ONCE,
  MACH_PORT_TYPE_COMPAT,
  MACH_PORT_TYPE_DEAD_NAME,
  MACH_PORT_TYPE_DNREQUEST,
  MACH_PORT_TYPE_MAREQUEST,
  MACH_PORT_TYPE_NONE,
  MACH_PORT_TYPE_PORT_SET,
  MACH_PORT_TYPE_RECEIVE,
  MACH_PORT_TYPE_SEND,
  MACH_PORT_TYPE_SEND_ONCE,
  MACH_PORT_TYPE_SEND_RECEIVE,
  MACH_PORT_UREFS_MAX,
  MACH_RCV_INTERRUPT,
  MACH_RCV_LARGE,
  MACH_RCV_MSG,
  MACH_RCV_NOTIFY,
  MACH_RCV_TIMEOUT,
  MACH_SEND_CANCEL,
  MACH_SEND_INTERRUPT,
  MACH_SEND_MSG,
  MACH_SEND_NOTIFY,
  MACH_SEND_TIMEOUT,
  msghBits,
  receivedType,
  remoteBits,
  SHORT_DESCRIPTOR_SIZE,
  SWITCH_OPTION_DEPRESS,
  SWITCH_OPTION_NONE,
  SWITCH_OPTION_WAIT,
  TASK_BOOTSTRAP_PORT,
  TASK_EXCEPTION_PORT,
  TASK_KERNEL_PORT,
  TASK_PORT_REGISTER_MAX,
  THREAD_EXCEPTION_PORT,
  THREAD_KERNEL_PORT
} from '../ports/abi.js'
export { MACH_MSG_SUCCESS, MSG_RETURNS, msgReturnName } from '../ports/kern-return.js'
export {
  address,
  mach_msg,
  mach_msg_receive,
  mach_msg_rpc,
  mach_msg_send,
  type MachMsg,
  newMessage
} from './mach-msg.js'
export type { Answer, Program, Steps, Stub, Trap } from './trap.js'

type Named = { readonly name: Name }

export const mach_reply_port = (): Stub<Answer<Named>> => trap<Answer<Named>>('mach_reply_port', {})
export const mach_task_self = (): Stub<Answer<Named>> => trap<Answer<Named>>('mach_task_self', {})
export const mach_thread_self = (): Stub<Answer<Named>> => trap<Answer<Named>>('mach_thread_self', {})
export const mach_host_self = (): Stub<Answer<Named>> => trap<Answer<Named>>('mach_host_self', {})

/** Any other call by its name, with arguments and outputs as docs/calls.md lists them. */
export const call = <A = void>(name: string, args: object): Stub<Answer<A>> => trap<Answer<A>>(name, args)

export const mach_port_allocate = (task: Name, right: number): Stub<Answer<Named>> =>
  trap<Answer<Named>>('mach_port_allocate', { task, right })
export const mach_port_deallocate = (task: Name, name: Name): Stub<Answer> =>
  trap<Answer>('mach_port_deallocate', { task, name })
export const mach_port_destroy = (task: Name, name: Name): Stub<Answer> =>
  trap<Answer>('mach_port_destroy', { task, name })
export const mach_port_insert_right = (task: Name, name: Name, poly: Name, poly_poly: number): Stub<Answer> =>
  trap<Answer>('mach_port_insert_right', { task, name, poly, poly_poly })
export const mach_port_mod_refs = (task: Name, name: Name, right: number, delta: number): Stub<Answer> =>
  trap<Answer>('mach_port_mod_refs', { task, name, right, delta })
export const mach_port_move_member = (task: Name, member: Name, after: Name): Stub<Answer> =>
  trap<Answer>('mach_port_move_member', { task, member, after })
export const mach_port_request_notification = (
  task: Name,
  name: Name,
  variant: number,
  sync: number,
  notify: Name,
  notify_type: number
): Stub<Answer<{ readonly previous: Name }>> =>
  trap<Answer<{ readonly previous: Name }>>('mach_port_request_notification', {
    task,
    name,
    variant,
    sync,
    notify,
    notify_type
  })
export const mach_port_set_qlimit = (task: Name, name: Name, qlimit: number): Stub<Answer> =>
  trap<Answer>('mach_port_set_qlimit', { task, name, qlimit })
export const mach_port_type = (task: Name, name: Name): Stub<Answer<{ readonly ptype: number }>> =>
  trap<Answer<{ readonly ptype: number }>>('mach_port_type', { task, name })
export const thread_switch = (new_thread: Name, option: number, time: number): Stub<Answer> =>
  trap<Answer>('thread_switch', { new_thread, option, time })
