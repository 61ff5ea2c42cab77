import * as E from 'fp-ts/lib/Either.js'
import { MACH_MSG_TYPE_PORT_SEND } from '../ports/abi.js'
import { copyoutRight } from '../ports/copyout.js'
import { fail, msgReturnName } from '../ports/kern-return.js'
import type { Port } from '../ports/object.js'
import { makeSend } from '../ports/port.js'
import type { MachMsg, Program, Trap } from '../tasks/mach.js'
import { isRoutineName } from '../tasks/mach.defs.js'
import type { Continuation, Thread, WatchedState } from '../tasks/task.js'
import {
  swtch,
  swtch_continue,
  swtch_pri,
  thread_switch,
  thread_switch_continue
} from './calls/schedule.js'
import { mach_host_self, mach_reply_port, mach_task_self, mach_thread_self } from './calls/self.js'
import { compute, park, remark, sleep, wait_for } from './instructions.js'
import type { Kernel } from './kernel.js'
import { continueReceive, continueSend, mach_msg } from './mach-msg.js'
import { routineTrap } from './routine-trap.js'
import { createTask, createThread } from './task-life.js'
import { emit, newEvent } from './trace.js'
import type { Regions } from './vm/regions.js'

/** A call's entry: what it answers, BLOCKED, or null where a library routine goes on with it. */
type Entry = (kernel: Kernel, thread: Thread, args: never) => unknown

/** A program for a new thread, as the traps of scenarios and TypeScript programs give it. */
interface NewThread {
  readonly name: string
  readonly program: (thread: Thread) => Program
  readonly priority?: number
  readonly daemon?: boolean
}

const sendRight = (kernel: Kernel, thread: Thread, port: Port): number =>
  copyoutRight(kernel.ipc, thread.task.space, {
    port: makeSend(kernel.ipc, port),
    type: MACH_MSG_TYPE_PORT_SEND
  }).name

/** Calls that are traps alone, or take as traps what no message can carry: programs. */
const CALLS: Readonly<Record<string, Entry>> = {
  mach_msg,
  mach_task_self,
  mach_thread_self,
  mach_host_self,
  mach_reply_port,
  thread_switch,
  swtch,
  swtch_pri,
  task_create: (kernel, thread, args: { name?: string; threads?: readonly NewThread[] }) => {
    const parent = thread.task
    const task = createTask(kernel, { name: args.name ?? `${parent.name}-child`, parent })
    for (const { name, program, priority, daemon = false } of args.threads ?? []) {
      createThread(kernel, task, { name, program, priority }).daemon = daemon
    }
    return E.right({ child_task: sendRight(kernel, thread, task.kernelPort) })
  },
  thread_create: (kernel, thread, args: { name?: string; program?: (thread: Thread) => Program }) => {
    const { name = 'thread', program = null } = args
    const made = createThread(kernel, thread.task, { name, program, suspended: true })
    return E.right({ child_thread: sendRight(kernel, thread, made.kernelPort) })
  }
}

/** What programs do that is no call of Mach's. */
const INSTRUCTIONS: Readonly<Record<string, Entry>> = {
  sleep: (kernel, thread, { time }: { time: number }) => sleep(kernel, thread, time),
  compute: (_kernel, thread, { time }: { time: number }) => compute(thread, time),
  wait_for: (kernel, thread, args: { thread: string; state: WatchedState }) => wait_for(kernel, thread, args),
  note: (kernel, thread, { text }: { text: string }) => remark(kernel, thread, text),
  park,
  place: (_kernel, thread, { bytes }: { bytes: Uint8Array }) => memoryOf(thread).place(bytes),
  fetch: (_kernel, thread, { address, size }: { address: number; size: number }) =>
    size === 0 ? new Uint8Array(0) : memoryOf(thread).load(address, size)
}

const memoryOf = (thread: Thread): Regions => thread.task.memory as Regions

/** Enters the kernel with a trap. Answers what the program gets, BLOCKED, or null while a routine goes on. */
export const enter = (kernel: Kernel, thread: Thread, trap: Trap): unknown => {
  const { call } = trap
  const instruction = call === 'mach_msg' ? undefined : INSTRUCTIONS[call]
  if (instruction !== undefined) return instruction(kernel, thread, trap.args as never)

  kernel.counters.traps += 1
  kernel.world.traps += 1
  thread.trap = trap
  if (kernel.world.trace.listener !== null) noteCall(kernel, thread, 'trap', call, undefined)
  if (call === 'mach_msg') return mach_msg(kernel, thread, trap.args as MachMsg)
  const entry = CALLS[call]
  if (entry !== undefined) return entry(kernel, thread, trap.args as never)
  return isRoutineName(call)
    ? routineTrap(kernel, thread, call, trap.args as Readonly<Record<string, unknown>>)
    : fail('KERN_INVALID_ARGUMENT')
}

type Finish = (kernel: Kernel, thread: Thread, args: MachMsg) => unknown

const CONTINUATIONS: Readonly<Record<Continuation, Finish>> = {
  mach_msg_send_continue: continueSend,
  mach_msg_receive_continue: continueReceive,
  thread_switch_continue,
  swtch_continue,
  sleep_continue: () => undefined,
  wait_for_continue: () => undefined,
  park_continue: (_kernel, thread) => thread.answer
}

/** Finishes a blocked call: answers what the program gets, or BLOCKED once more. */
export const resume = (kernel: Kernel, thread: Thread, continuation: Continuation): unknown => {
  thread.continuation = null
  const args = thread.trap?.args
  if (continuation === 'mach_msg_receive_continue') return continueReceive(kernel, thread, args as MachMsg)
  return CONTINUATIONS[continuation](kernel, thread, args as MachMsg)
}

/** Leaves the kernel: the call that was pending is answered. */
export const leave = (kernel: Kernel, thread: Thread, answer: unknown): void => {
  const { trap } = thread
  if (trap === null) return
  thread.trap = null
  if (kernel.world.trace.listener !== null) noteCall(kernel, thread, 'return', trap.call, codeOf(answer))
}

/** The name of the code an answer means. */
const codeOf = (answer: unknown): string => {
  if (typeof answer === 'number') return msgReturnName(answer)
  const left = typeof answer === 'object' && answer !== null && 'left' in answer ? answer.left : null
  return typeof left === 'string' ? left : 'KERN_SUCCESS'
}

const noteCall = (
  kernel: Kernel,
  thread: Thread,
  kind: 'trap' | 'return',
  call: string,
  code: string | undefined
): void => {
  const event = newEvent(kernel, kind, thread)
  event.call = call
  event.code = code
  emit(kernel, event)
}
