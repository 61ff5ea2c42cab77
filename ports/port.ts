import { MACH_PORT_QLIMIT_DEFAULT } from './abi.js'
import { type Ipc, movePort } from './ipc.js'
import type { KernelObject } from './kernel-object.js'
import type { Port, PortRequests } from './object.js'
import { PortEvent, PortState } from './port.table.js'

const blankPort = (id: number): Port => ({
  id,
  state: PortState.inLimbo,
  holder: null,
  name: 0,
  mscount: 0,
  seqno: 0,
  qlimit: MACH_PORT_QLIMIT_DEFAULT,
  msgcount: 0,
  srights: 0,
  sorights: 0,
  set: null,
  queue: null,
  requests: null,
  kernelObject: null
})

/** Stands for MACH_PORT_DEAD where a message or a call carries a right (Mach's IP_DEAD). */
export const DEAD_PORT: Port = Object.freeze({ ...blankPort(0), state: PortState.dead })

/** A new port whose receive right is in nobody's space yet. */
export const newPort = (ipc: Ipc): Port => {
  ipc.lastPort += 1
  const port = blankPort(ipc.lastPort)
  if (ipc.observe !== null) ipc.observe('port.create', port.id, 0, null)
  return port
}

/** A new port that stands for a kernel object; the kernel receives from it. */
export const newKernelPort = (ipc: Ipc, kernelObject: KernelObject): Port => {
  const port = newPort(ipc)
  port.kernelObject = kernelObject
  movePort(ipc, port, PortEvent.claimed)
  return port
}

export const isAlive = (port: Port): boolean => port.state !== PortState.dead

/** A right that can be used: neither null nor dead. */
export const isLive = (port: Port | null): port is Port => port !== null && port.state !== PortState.dead

/** Makes a send right from the receive right (ipc_port_make_send). */
export const makeSend = (ipc: Ipc, port: Port): Port => {
  port.mscount += 1
  port.srights += 1
  if (ipc.observe !== null) ipc.observe('right.make', port.id, 0, { right: 'send' })
  return port
}

/** Makes a send-once right from the receive right (ipc_port_make_sonce). */
export const makeSendOnce = (ipc: Ipc, port: Port): Port => {
  port.sorights += 1
  if (ipc.observe !== null) ipc.observe('right.make', port.id, 0, { right: 'send-once' })
  return port
}

/** One more of a send right that exists, or null and dead as they are (ipc_port_copy_send). */
export const copySend = (ipc: Ipc, port: Port | null): Port | null => {
  if (port === null) return null
  if (!isAlive(port)) return DEAD_PORT
  port.srights += 1
  if (ipc.observe !== null) ipc.observe('right.copy', port.id, 0, { right: 'send' })
  return port
}

/** The port's requests, made on first use. */
export const requestsOf = (port: Port): PortRequests => {
  if (port.requests === null)
    port.requests = { noSenders: null, portDestroyed: null, backup: null, deadNames: [] }
  return port.requests
}
