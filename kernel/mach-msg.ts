import { MACH_RCV_MSG, MACH_SEND_MSG } from '../ports/abi.js'
import { MACH_MSG_SUCCESS } from '../ports/kern-return.js'
import type { MachMsg } from '../tasks/mach.js'
import type { Thread } from '../tasks/task.js'
import { mach_msg_receive_continue, receiveMessage } from './calls/msg-receive.js'
import { copyinSend, mach_msg_send_continue, sendMessage } from './calls/msg-send.js'
import { handOff } from './handoff.js'
import type { Kernel } from './kernel.js'
import { BLOCKED, isOver } from './wait.js'

type MsgAnswer = number | typeof BLOCKED

/** The mach_msg trap: the sending half, then, only if that succeeded, the receiving half. */
export const mach_msg = (kernel: Kernel, thread: Thread, args: MachMsg): MsgAnswer => {
  if ((args.option & MACH_SEND_MSG) !== 0) {
    const message = copyinSend(kernel, thread, args)
    if (typeof message === 'number') return message
    if (handOff(kernel, thread, message, args)) return BLOCKED
    return thenReceive(kernel, thread, args, sendMessage(kernel, thread, message, args))
  }
  return (args.option & MACH_RCV_MSG) !== 0 ? receiveMessage(kernel, thread, args) : MACH_MSG_SUCCESS
}

/** The receiving half of a combined call, unless the sending half is not done, failed, or ended the thread. */
const thenReceive = (kernel: Kernel, thread: Thread, args: MachMsg, sent: MsgAnswer): MsgAnswer => {
  if (sent !== MACH_MSG_SUCCESS || (args.option & MACH_RCV_MSG) === 0 || isOver(thread)) return sent
  return receiveMessage(kernel, thread, args)
}

/** Finishes a mach_msg whose sending half had to wait. */
export const continueSend = (kernel: Kernel, thread: Thread, args: MachMsg): MsgAnswer =>
  thenReceive(kernel, thread, args, mach_msg_send_continue(kernel, thread, args))

/** Finishes a mach_msg whose receiving half had to wait. */
export const continueReceive = mach_msg_receive_continue
