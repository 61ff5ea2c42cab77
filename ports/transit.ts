import { type Ipc, movePort } from './ipc.js'
import type { Port } from './object.js'
import { PortEvent, PortState } from './port.table.js'

/** Whether `port`, put into a message to `destination`, would travel inside itself (ipc_port_check_circularity). */
export const isCircular = (port: Port, destination: Port): boolean => {
  let base = destination
  for (;;) {
    if (base === port) return true
    if (base.state !== PortState.inTransit || base.holder === null || !('srights' in base.holder))
      return false
    base = base.holder
  }
}

/** Puts a receive right in limbo on its way to `destination`; false, and still in limbo, where that is circular. */
export const putInTransit = (ipc: Ipc, port: Port, destination: Port): boolean => {
  if (isCircular(port, destination)) return false
  movePort(ipc, port, PortEvent.queued)
  port.holder = destination
  return true
}

/** Takes a receive right out of a message, or leaves it in the limbo it is in. */
export const takeFromTransit = (ipc: Ipc, port: Port): void => {
  if (port.state === PortState.inTransit) movePort(ipc, port, PortEvent.taken)
  port.holder = null
}
