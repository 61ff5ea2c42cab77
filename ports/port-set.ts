import type { Ipc } from './ipc.js'
import { MACH_RCV_PORT_CHANGED, MACH_RCV_PORT_DIED } from './kern-return.js'
import type { Port, PortSet, Space } from './object.js'
import { moveMessages, newQueue, ownQueue, wakeAll } from './queue.js'

/** A set without members; its name is the caller's to enter. */
export const newPortSet = (ipc: Ipc, space: Space): PortSet => {
  ipc.lastPort += 1
  return { id: ipc.lastPort, space, name: 0, members: [], queue: newQueue() }
}

/** Puts a port into a set, out of any other; its messages go behind those already there. */
export const enterSet = (ipc: Ipc, port: Port, set: PortSet): void => {
  if (port.set === set) return
  if (port.set !== null) leaveSet(ipc, port)
  const own = ownQueue(port)
  wakeAll(ipc, own.receivers, MACH_RCV_PORT_CHANGED)
  port.set = set
  set.members.push(port)
  if (ipc.observe !== null) ipc.observe('port.enter_set', port.id, 0, { name: set.name })
  moveMessages(ipc, own, set.queue, port)
}

/** Takes a port out of its set, with its messages; threads that wait on the set go on waiting. */
export const leaveSet = (ipc: Ipc, port: Port): void => {
  const set = port.set
  if (set === null) return
  port.set = null
  set.members.splice(set.members.indexOf(port), 1)
  if (ipc.observe !== null) ipc.observe('port.leave_set', port.id, 0, { name: set.name })
  moveMessages(ipc, set.queue, ownQueue(port), port)
}

/** Destroys a set: its waiters are told, its members keep their messages (ipc_pset_destroy). */
export const destroySet = (ipc: Ipc, set: PortSet): void => {
  wakeAll(ipc, set.queue.receivers, MACH_RCV_PORT_DIED)
  for (const port of [...set.members]) leaveSet(ipc, port)
}
