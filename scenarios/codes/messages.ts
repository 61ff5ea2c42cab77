import type { MsgReturnName } from '../../ports/kern-return.js'
import { BUFFERS, code, type Meaning, NEVER_SEEN } from './meaning.js'

/** The codes of mach_msg. */
export const messageCodes: Readonly<Record<MsgReturnName, Meaning>> = {
  MACH_MSG_SUCCESS: code(
    'The message was sent, received, or both.',
    'Also where it was sent to a port that died meanwhile, or sent round in a circle: such a message is destroyed.'
  ),
  MACH_SEND_IN_PROGRESS: code('The send is under way.', NEVER_SEEN),
  MACH_SEND_INVALID_DATA: code('The message buffer cannot be read.', BUFFERS),
  MACH_SEND_INVALID_DEST: code(
    'The destination is none that can be sent to.',
    'Its name denotes nothing, a dead name, or not the right that remote_type wants. Also of any other call on a task, thread or host whose port is dead. Nothing was sent, and nothing has changed.'
  ),
  MACH_SEND_TIMED_OUT: code(
    'The queue stayed full for as long as the caller would wait.',
    'Only with MACH_SEND_TIMEOUT. The message comes back, its rights under the names that its header and body then have.'
  ),
  MACH_SEND_WILL_NOTIFY: code(
    'The queue was full and took the message all the same.',
    'Only with MACH_SEND_NOTIFY. When the message is taken, msg-accepted (66) comes to the notify port; until then no other can be forced by this name.'
  ),
  MACH_SEND_NOTIFY_IN_PROGRESS: code(
    'A message that was forced before is still in the queue.',
    'Only with MACH_SEND_NOTIFY, the queue being full: once per name until msg-accepted has come. The message comes back.'
  ),
  MACH_SEND_INTERRUPTED: code(
    'The wait for room was interrupted.',
    "Another thread called thread_abort. The message comes back, and nobody sends it again by itself: this is the trap, not the library's function."
  ),
  MACH_SEND_MSG_TOO_SMALL: code(
    'The message is smaller than it says.',
    'Fewer than 24 bytes, no multiple of 4, or a body that ends before its last item does.'
  ),
  MACH_SEND_INVALID_REPLY: code(
    'The reply port is not what its disposition wants.',
    'The local name denotes nothing, or not the right of local_type. Nothing was sent.'
  ),
  MACH_SEND_INVALID_RIGHT: code(
    'A name in the body is not what its disposition wants.',
    'The message is destroyed with the rights already taken from it; a reply port gets its send-once notification.'
  ),
  MACH_SEND_INVALID_NOTIFY: code(
    'The notify port is not one.',
    'With MACH_SEND_NOTIFY (then the message comes back) or MACH_SEND_CANCEL, notify denotes no receive right.'
  ),
  MACH_SEND_INVALID_MEMORY: code(
    'Out-of-line data cannot be read.',
    "The address and number of an item are not memory of the sender's. The message is destroyed."
  ),
  MACH_SEND_NO_BUFFER: code(
    'The kernel has no room for the message.',
    "It is larger than 16 MiB, or the host's memory is used up. Nothing was sent."
  ),
  MACH_SEND_NO_NOTIFY: code(
    'The kernel has no room for the notification asked for.',
    'Not here: a request costs no memory that could run out.'
  ),
  MACH_SEND_INVALID_TYPE: code(
    'An item of the body is described wrongly.',
    'Port rights of another size than 32 bits, unused bits that are set, in-line data to deallocate. The message is destroyed.'
  ),
  MACH_SEND_INVALID_HEADER: code(
    'The dispositions of the header are none to send by.',
    'remote_type or local_type is no send or send-once disposition, or a reply port stands with type 0. Nothing was sent.'
  ),
  MACH_RCV_IN_PROGRESS: code('The receive is under way.', NEVER_SEEN),
  MACH_RCV_INVALID_NAME: code(
    'There is nothing to receive from under this name.',
    'rcv_name denotes neither a receive right nor a port set. In a combined call it is looked up after the send.'
  ),
  MACH_RCV_TIMED_OUT: code(
    'No message came for as long as the caller would wait.',
    'Only with MACH_RCV_TIMEOUT; with 0, where none is queued.'
  ),
  MACH_RCV_TOO_LARGE: code(
    'The message does not fit into the buffer.',
    'Without MACH_RCV_LARGE it is destroyed and its header alone arrives; with it, it stays first in the queue and its size is told.'
  ),
  MACH_RCV_INTERRUPTED: code(
    'The wait for a message was interrupted.',
    'Another thread called thread_abort. No message was lost.'
  ),
  MACH_RCV_PORT_CHANGED: code(
    'The port was put into a set during the wait.',
    'From then on its messages are received from the set.'
  ),
  MACH_RCV_INVALID_NOTIFY: code(
    'The notify port is not one.',
    'With MACH_RCV_NOTIFY, notify denotes no receive right. The message is destroyed and its header alone arrives.'
  ),
  MACH_RCV_INVALID_DATA: code('The message buffer cannot be written.', BUFFERS),
  MACH_RCV_PORT_DIED: code(
    'What was received from was lost during the wait.',
    'The receive right was destroyed or moved away, or the port set destroyed. The members of a set keep their messages.'
  ),
  MACH_RCV_IN_SET: code(
    'The port is in a set.',
    'While it is, its messages are received from the set alone.'
  ),
  MACH_RCV_HEADER_ERROR: code(
    'The reply port could not be given a name.',
    'The bits with it say what was short. The message is destroyed and its header alone arrives.'
  ),
  MACH_RCV_BODY_ERROR: code(
    'Part of the body could not be given to the receiver.',
    'The bits with it say what was short. What could not be given is null or empty, the rest is there.'
  )
}
