import { copyoutCompat } from '../ports/compat-copyout.js'
import { destroyMessage } from '../ports/destruction.js'
import { returnMessage } from '../ports/message-copy.js'
import { wakeSender } from '../ports/queue.js'
import type { MachMsg } from '../tasks/mach.js'
import type { MsgCompat } from '../tasks/mach-compat.js'
import type { Thread } from '../tasks/task.js'
import { mach_msg_receive_continue } from './calls/msg-receive.js'
import type { Kernel } from './kernel.js'
import { arrive } from './mqueue.js'

/**
 * A dying thread does not take a message with it: one it could not queue comes back to its task, or in
 * Mach 2.5 is destroyed, and if it was its turn to send, it is the next one's; one it was handed is received.
 */
export const comeToCleanPoint = (kernel: Kernel, thread: Thread): void => {
  const { message, trap, continuation } = thread
  if (message === null || trap === null) return
  const { ipc } = kernel
  const port = message.remote
  switch (continuation) {
    case 'mach_msg_receive_continue':
      mach_msg_receive_continue(kernel, thread, trap.args as MachMsg)
      break
    case 'msg_receive_continue':
      arrive(kernel, thread, message)
      copyoutCompat(ipc, thread.task, message, (trap.args as MsgCompat).msg)
      break
    case 'mach_msg_send_continue':
      returnMessage(ipc, thread.task, message, (trap.args as MachMsg).msg)
      break
    default:
      destroyMessage(ipc, message)
  }
  const sent = continuation === 'mach_msg_send_continue' || continuation === 'msg_send_continue'
  if (sent && port !== null) wakeSender(ipc, port)
  thread.message = null
}
