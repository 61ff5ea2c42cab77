import { setup } from 'xstate'

interface Event {
  type: 'copiedIn' | 'destroy' | 'queue' | 'handOver' | 'giveBack' | 'dequeue' | 'deliver'
}

/** The way of one message through the kernel, from the trap that sends it to the trap that receives it. */
export const messageChart = setup({ types: { events: {} as Event } }).createMachine({
  id: 'message',
  description:
    "The way of one message through the kernel (Mach's ipc_kmsg). Copyin turns the sender's names into " +
    'rights, which the message then owns; copyout turns them into names of the receiver. In between, ' +
    'whoever gives the message up destroys it, and with it every right and all memory it carries.',
  initial: 'building',
  states: {
    building: {
      description: "A buffer with the sender's bytes; its names are still the sender's.",
      on: { copiedIn: 'copiedIn', destroy: 'destroyed' }
    },
    copiedIn: {
      description: 'The message owns the rights and the memory it carries, and is not yet in a queue.',
      on: { queue: 'queued', handOver: 'inHand', giveBack: 'returned', destroy: 'destroyed' }
    },
    queued: {
      description: "In its destination's queue, and counted against the queue limit.",
      on: { dequeue: 'inHand', destroy: 'destroyed' }
    },
    inHand: {
      description: 'With a receiver, or with the kernel as the receiver, before copyout.',
      on: { deliver: 'delivered', destroy: 'destroyed' }
    },
    delivered: {
      description: "Copied out: its rights are in the receiver's space, its bytes in the receiver's buffer.",
      type: 'final'
    },
    returned: {
      description: 'Not sent, and given back to the sender (pseudo-receive), as after a time-out.',
      type: 'final'
    },
    destroyed: {
      description: 'Cleaned: every right it owned is released, every send-once right notified.',
      type: 'final'
    }
  }
})
