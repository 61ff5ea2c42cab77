import type { MACH_25_RETURNS } from '../constants.js'
import { BUFFERS, code, type Meaning, NEVER_HERE } from './meaning.js'

/** The codes of Mach 2.5's msg_send, msg_receive and msg_rpc. */
export const mach25Codes: Readonly<Record<keyof typeof MACH_25_RETURNS, Meaning>> = {
  SEND_SUCCESS: code('The message was sent.', 'From msg_send, also where the port died meanwhile.'),
  SEND_INVALID_MEMORY: code(
    'The message cannot be read.',
    "Its out-of-line data are not memory of the sender's."
  ),
  SEND_INVALID_PORT: code(
    'A port of the message is none that the task can use.',
    'The destination, the reply port or a port of the body denotes nothing, a dead name or a port set. The message is destroyed.'
  ),
  SEND_TIMED_OUT: code(
    'The queue stayed full for as long as the caller would wait.',
    'Only with SEND_TIMEOUT. The message is destroyed: in Mach 2.5 nothing comes back.'
  ),
  SEND_WILL_NOTIFY: code(
    'The queue was full and took the message all the same.',
    "Only with SEND_NOTIFY. When the message is taken, NOTIFY_MSG_ACCEPTED comes to the task's notify port."
  ),
  SEND_NOTIFY_IN_PROGRESS: code(
    'A message that was forced before is still in the queue.',
    'Only with SEND_NOTIFY, the queue being full.'
  ),
  SEND_KERNEL_REFUSED: code(
    'The kernel would not take the message.',
    'With SEND_NOTIFY where tasks have no notify port (`kernel: gnu`).'
  ),
  SEND_INTERRUPTED: code('The wait for room was interrupted.', 'Another thread called thread_abort.'),
  SEND_MSG_TOO_LARGE: code(
    'The message is larger than Mach 2.5 allows.',
    'More than 8192 bytes, header included.'
  ),
  SEND_MSG_TOO_SMALL: code(
    'The message is smaller than it says.',
    'Fewer than 24 bytes, or a body that ends before its last item does.'
  ),
  RCV_SUCCESS: code('A message was received.', 'From msg_receive.'),
  RCV_INVALID_MEMORY: code('The message buffer cannot be written.', BUFFERS),
  RCV_INVALID_PORT: code(
    'There is nothing to receive from under this name.',
    'It denotes no receive right and no port set, the port is in a set, or the right was lost during the wait; of msg_rpc also where the message had no reply port.'
  ),
  RCV_TIMED_OUT: code('No message came for as long as the caller would wait.', 'Only with RCV_TIMEOUT.'),
  RCV_TOO_LARGE: code(
    'The message does not fit into the buffer.',
    'It stays first in the queue, and its size is told.'
  ),
  RCV_NOT_ENOUGH_MEMORY: code('There is no memory for out-of-line data.', NEVER_HERE),
  RCV_ONLY_SENDER: code(
    'Nobody else could send to the port.',
    'Never: Mach 2.5 announced it with RCV_NO_SENDERS, and no kernel had it.'
  ),
  RCV_INTERRUPTED: code('The wait for a message was interrupted.', 'Another thread called thread_abort.'),
  RCV_PORT_CHANGE: code(
    'The port was put into a set during the wait.',
    'From then on its messages are received from the set.'
  ),
  RPC_SUCCESS: code('The request was sent and its answer received.', 'From msg_rpc.')
}
