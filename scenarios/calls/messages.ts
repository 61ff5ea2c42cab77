import { an, type Chapter, maybe } from './chapter.js'

const COMES_BACK = 'the message comes back'
const IS_DESTROYED = 'the message is destroyed'

/** Sending and receiving. */
export const messages = {
  title: 'Messages',
  success: 'MACH_MSG_SUCCESS',
  built: true,
  calls: {
    mach_msg: {
      about: 'Sends a message, receives one, or does both in one trap.',
      args: {
        option: an('options'),
        msg: maybe('message'),
        send_size: maybe('size'),
        rcv_size: maybe('size'),
        rcv_name: maybe('name', 'MACH_PORT_NULL'),
        timeout: maybe('time', 0),
        notify: maybe('name', 'MACH_PORT_NULL')
      },
      outputs: { msg: 'message' },
      codes: {
        MACH_SEND_MSG_TOO_SMALL:
          'the size is below 24, no multiple of 4, or too small for what the body describes',
        MACH_SEND_NO_BUFFER: "the message is larger than 16 MiB, or the host's memory is used up",
        MACH_SEND_INVALID_HEADER: 'a disposition of the header is none to send by, or a reply port has none',
        MACH_SEND_INVALID_DEST: 'the destination is dead, or not the right that its disposition wants',
        MACH_SEND_INVALID_REPLY: 'the reply port is not the right that its disposition wants',
        MACH_SEND_INVALID_TYPE: `a descriptor of the body is malformed; ${IS_DESTROYED}`,
        MACH_SEND_INVALID_RIGHT: `a name of the body is not the right that its disposition wants; ${IS_DESTROYED}`,
        MACH_SEND_INVALID_MEMORY: `out-of-line data cannot be read; ${IS_DESTROYED}`,
        MACH_SEND_TIMED_OUT: `with MACH_SEND_TIMEOUT, the queue stayed full; ${COMES_BACK}`,
        MACH_SEND_INTERRUPTED: `thread_abort ended the wait for room; ${COMES_BACK}`,
        MACH_SEND_WILL_NOTIFY: 'with MACH_SEND_NOTIFY, the queue was full and took the message all the same',
        MACH_SEND_NOTIFY_IN_PROGRESS: `with MACH_SEND_NOTIFY, one forced before is still queued; ${COMES_BACK}`,
        MACH_SEND_INVALID_NOTIFY:
          'with MACH_SEND_NOTIFY or MACH_SEND_CANCEL, notify denotes no receive right',
        MACH_RCV_INVALID_NAME: 'rcv_name denotes no receive right and no port set',
        MACH_RCV_IN_SET: 'rcv_name denotes a port that is in a set',
        MACH_RCV_TIMED_OUT: 'with MACH_RCV_TIMEOUT, no message came',
        MACH_RCV_TOO_LARGE: `the message is larger than rcv_size; ${IS_DESTROYED}, with MACH_RCV_LARGE it stays`,
        MACH_RCV_INTERRUPTED: 'thread_abort ended the wait for a message',
        MACH_RCV_PORT_CHANGED: 'the port was put into a set while the thread waited',
        MACH_RCV_PORT_DIED: 'the receive right or the set was lost while the thread waited',
        MACH_RCV_INVALID_NOTIFY: `with MACH_RCV_NOTIFY, notify denotes no receive right; ${IS_DESTROYED}`,
        MACH_RCV_HEADER_ERROR: `there is no room for a name for the reply port; ${IS_DESTROYED}`,
        MACH_RCV_BODY_ERROR: 'there is no room for a name for a right of the body, which is lost'
      }
    }
  }
} satisfies Chapter
