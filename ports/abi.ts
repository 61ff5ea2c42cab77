/**
 * The numbers of Mach's header files (mach/port.h, message.h, notify.h), under their own names.
 * Sizes are bytes of the 32-bit interface unless a name says bits.
 */

export const MACH_PORT_NULL = 0
export const MACH_PORT_DEAD = 0xffffffff

/** A name that can denote a right: neither null nor dead. */
export const isValidName = (name: number): boolean => name !== MACH_PORT_NULL && name !== MACH_PORT_DEAD

export const MACH_PORT_RIGHT_SEND = 0
export const MACH_PORT_RIGHT_RECEIVE = 1
export const MACH_PORT_RIGHT_SEND_ONCE = 2
export const MACH_PORT_RIGHT_PORT_SET = 3
export const MACH_PORT_RIGHT_DEAD_NAME = 4
export const MACH_PORT_RIGHT_NUMBER = 5

export const MACH_PORT_TYPE_NONE = 0
export const MACH_PORT_TYPE_SEND = 0x10000
export const MACH_PORT_TYPE_RECEIVE = 0x20000
export const MACH_PORT_TYPE_SEND_RECEIVE = 0x30000
export const MACH_PORT_TYPE_SEND_ONCE = 0x40000
export const MACH_PORT_TYPE_PORT_SET = 0x80000
export const MACH_PORT_TYPE_DEAD_NAME = 0x100000
export const MACH_PORT_TYPE_COMPAT = 0x20000000
export const MACH_PORT_TYPE_MAREQUEST = 0x40000000
export const MACH_PORT_TYPE_DNREQUEST = 0x80000000

export const MACH_PORT_QLIMIT_DEFAULT = 5
export const MACH_PORT_QLIMIT_MAX = 16
export const MACH_PORT_UREFS_MAX = 65535
/** One less than a dead name may have: the spare reference is the one a fired request adds. */
export const SEND_UREFS_MAX = 65534
export const TASK_PORT_REGISTER_MAX = 4

export const MACH_MSG_TYPE_UNSTRUCTURED = 0
export const MACH_MSG_TYPE_BIT = 0
export const MACH_MSG_TYPE_BOOLEAN = 0
export const MACH_MSG_TYPE_INTEGER_16 = 1
export const MACH_MSG_TYPE_INTEGER_32 = 2
export const MACH_MSG_TYPE_CHAR = 8
export const MACH_MSG_TYPE_BYTE = 9
export const MACH_MSG_TYPE_INTEGER_8 = 9
export const MACH_MSG_TYPE_REAL = 10
export const MACH_MSG_TYPE_INTEGER_64 = 11
export const MACH_MSG_TYPE_STRING = 12
export const MACH_MSG_TYPE_STRING_C = 12
export const MACH_MSG_TYPE_PORT_NAME = 15
export const MACH_MSG_TYPE_MOVE_RECEIVE = 16
export const MACH_MSG_TYPE_MOVE_SEND = 17
export const MACH_MSG_TYPE_MOVE_SEND_ONCE = 18
export const MACH_MSG_TYPE_COPY_SEND = 19
export const MACH_MSG_TYPE_MAKE_SEND = 20
export const MACH_MSG_TYPE_MAKE_SEND_ONCE = 21
export const MACH_MSG_TYPE_LAST = 22
export const MACH_MSG_TYPE_POLYMORPHIC = 0xffffffff
export const MACH_MSG_TYPE_PORT_RECEIVE = 16
export const MACH_MSG_TYPE_PORT_SEND = 17
export const MACH_MSG_TYPE_PORT_SEND_ONCE = 18
export const MACH_MSG_TYPE_PROTECTED_PAYLOAD = 23

/** A disposition: one of MOVE_RECEIVE … MAKE_SEND_ONCE. */
export const isPortType = (type: number): boolean => type >= 16 && type <= 21
/** A disposition that yields a send or send-once right. */
export const isSendType = (type: number): boolean => type >= 17 && type <= 21
/** The type of a right as it is received. */
export const isRightType = (type: number): boolean => type >= 16 && type <= 18

/** What a receiver sees of a right sent with a disposition (ipc_object_copyin_type). */
export const receivedType = (disposition: number): number => {
  switch (disposition) {
    case MACH_MSG_TYPE_MOVE_RECEIVE:
      return MACH_MSG_TYPE_PORT_RECEIVE
    case MACH_MSG_TYPE_MOVE_SEND:
    case MACH_MSG_TYPE_COPY_SEND:
    case MACH_MSG_TYPE_MAKE_SEND:
      return MACH_MSG_TYPE_PORT_SEND
    case MACH_MSG_TYPE_MOVE_SEND_ONCE:
    case MACH_MSG_TYPE_MAKE_SEND_ONCE:
      return MACH_MSG_TYPE_PORT_SEND_ONCE
    default:
      return disposition
  }
}

export const MACH_MSGH_BITS_REMOTE_MASK = 0xff
export const MACH_MSGH_BITS_LOCAL_MASK = 0xff00
/** As signed 32-bit integers, so that header bits stay small integers. */
export const MACH_MSGH_BITS_COMPLEX = 0x80000000 | 0
export const MACH_MSGH_BITS_CIRCULAR = 0x40000000
export const msghBits = (remote: number, local: number): number => remote | (local << 8)
export const remoteBits = (bits: number): number => bits & 0xff
export const localBits = (bits: number): number => (bits >> 8) & 0xff
/** The bits that travel untouched. */
export const otherBits = (bits: number): number => bits & 0x7fff0000

export const MACH_MSG_OPTION_NONE = 0
export const MACH_SEND_MSG = 1
export const MACH_RCV_MSG = 2
export const MACH_SEND_TIMEOUT = 0x10
export const MACH_SEND_NOTIFY = 0x20
export const MACH_SEND_INTERRUPT = 0x40
export const MACH_SEND_CANCEL = 0x80
export const MACH_RCV_TIMEOUT = 0x100
export const MACH_RCV_NOTIFY = 0x200
export const MACH_RCV_INTERRUPT = 0x400
export const MACH_RCV_LARGE = 0x800
export const MACH_MSG_TIMEOUT_NONE = 0
export const MACH_MSG_SIZE_MAX = 0xffffffff

export const HEADER_SIZE = 24
export const SHORT_DESCRIPTOR_SIZE = 4
export const LONG_DESCRIPTOR_SIZE = 12
export const pad4 = (size: number): number => (size + 3) & ~3

export const MACH_NOTIFY_PORT_DELETED = 65
export const MACH_NOTIFY_MSG_ACCEPTED = 66
export const MACH_NOTIFY_PORT_DESTROYED = 69
export const MACH_NOTIFY_NO_SENDERS = 70
export const MACH_NOTIFY_SEND_ONCE = 71
export const MACH_NOTIFY_DEAD_NAME = 72

export const TASK_KERNEL_PORT = 1
export const TASK_EXCEPTION_PORT = 3
export const TASK_BOOTSTRAP_PORT = 4
export const THREAD_KERNEL_PORT = 1
export const THREAD_EXCEPTION_PORT = 3

export const SWITCH_OPTION_NONE = 0
export const SWITCH_OPTION_DEPRESS = 1
export const SWITCH_OPTION_WAIT = 2
