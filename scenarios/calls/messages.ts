import { an, maybe, type Chapter } from './chapter.js'

/** Sending and receiving. */
export const messages: Chapter = {
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
      outputs: { msg: 'message' }
    }
  }
}
