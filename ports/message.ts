import { HEADER_SIZE, msghBits } from './abi.js'
import type { Ipc } from './ipc.js'
import { MessageState } from './message.table.js'
import type { KernelMessage, Name, Port } from './object.js'

const NO_BODY = new Uint8Array(0)

const blankMessage = (): KernelMessage => ({
  id: 0,
  state: MessageState.building,
  next: null,
  bits: 0,
  size: HEADER_SIZE,
  remote: null,
  local: null,
  seqno: 0,
  msgh_id: 0,
  body: NO_BODY,
  rights: null,
  memory: null,
  accepted: null,
  counted: false,
  charged: 0,
  circular: false
})

/** A message to be built, with a body buffer of `size` − 24 bytes of any content. */
export const newMessage = (ipc: Ipc, size: number): KernelMessage => {
  ipc.lastMessage += 1
  const message = takeSpare(ipc) ?? blankMessage()
  message.id = ipc.lastMessage
  message.state = MessageState.building
  message.size = size
  if (message.body.length !== size - HEADER_SIZE) message.body = new Uint8Array(size - HEADER_SIZE)
  return message
}

const takeSpare = (ipc: Ipc): KernelMessage | null => {
  const message = ipc.spare
  if (message === null) return null
  ipc.spare = message.next
  ipc.spares -= 1
  message.next = null
  return message
}

const SPARE_MAX = 64
const SPARE_BODY_MAX = 4096

/** Keeps a message that has run its course for the next sender; live actors know each message apart. */
export const recycle = (ipc: Ipc, message: KernelMessage): void => {
  if (ipc.drive !== null || ipc.spares >= SPARE_MAX) return
  message.remote = null
  message.local = null
  message.seqno = 0
  message.rights = null
  message.memory = null
  message.accepted = null
  message.counted = false
  message.circular = false
  if (message.body.length > SPARE_BODY_MAX) message.body = NO_BODY
  message.next = ipc.spare
  ipc.spare = message
  ipc.spares += 1
}

/** The body handed over for good: the message keeps none. */
export const takeBody = (message: KernelMessage): Uint8Array => {
  const body = message.body
  message.body = NO_BODY
  return body
}

/** A message of the kernel's own to a right it holds, without reply port. */
export const kernelMessage = (
  ipc: Ipc,
  to: Port,
  type: number,
  msgh_id: number,
  body: Uint8Array
): KernelMessage => {
  const message = newMessage(ipc, HEADER_SIZE)
  message.size = HEADER_SIZE + body.length
  message.body = body
  message.bits = msghBits(type, 0)
  message.remote = to
  message.msgh_id = msgh_id
  return message
}

/**
 * A message as it lies in a task's memory: mach_msg_header_t and the bytes behind it. Sending reads it,
 * receiving overwrites it. `bits` is signed; names and `seqno` are unsigned 32-bit integers.
 */
export interface Message {
  bits: number
  /** Bytes of header and body; read by nobody on sending, as in Mach. */
  size: number
  remote: Name
  local: Name
  seqno: number
  id: number
  /** At least the bytes behind the header. */
  body: Uint8Array
}
