import { destroyMessage } from '../ports/destruction.js'
import type { KernelMessage } from '../ports/object.js'
import { isAlive } from '../ports/port.js'
import { deliver } from '../ports/queue.js'
import type { Thread } from '../tasks/task.js'
import type { Kernel } from './kernel.js'
import { serve } from './kernel-server.js'
import { hasRoom, noteSend } from './mqueue.js'

/** Delivers, destroys or serves a message that need not wait (ipc_mqueue_send); `force` passes the limit. False: full. */
export const trySend = (kernel: Kernel, thread: Thread, message: KernelMessage, force: boolean): boolean => {
  const { ipc } = kernel
  const port = message.remote
  if (port === null) return true
  if (port.kernelObject !== null && isAlive(port)) {
    noteSend(kernel, thread, message)
    serve(kernel, message)
    return true
  }
  if (!isAlive(port)) {
    destroyMessage(ipc, message)
    return true
  }
  if (!force && !hasRoom(port, message)) return false
  noteSend(kernel, thread, message)
  if (message.circular) destroyMessage(ipc, message)
  else deliver(ipc, port, message)
  return true
}
