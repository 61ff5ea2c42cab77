import * as E from 'fp-ts/lib/Either.js'
import { MACH_MSG_SIZE_MAX, MACH_MSG_TYPE_PORT_SEND, MACH_PORT_NULL } from '../ports/abi.js'
import { copyoutRight } from '../ports/copyout.js'
import { hasMemory } from '../ports/ipc.js'
import { fail, msgReturnName } from '../ports/kern-return.js'
import type { Port } from '../ports/object.js'
import { makeSend } from '../ports/port.js'
import type { MachMsg, Program, Trap } from '../tasks/mach.js'
import { compatReturnName, type MsgCompat } from '../tasks/mach-compat.js'
import { isRoutineName } from '../tasks/mach.defs.js'
import type { Continuation, Task, Thread, WatchedState } from '../tasks/task.js'
import {
  msg_receive,
  msg_receive_continue,
  msg_rpc,
  msg_send,
  msg_send_continue
} from './calls/msg-compat.js'
import { swtch, swtch_continue, swtch_pri, thread_switch, thread_switch_continue } from './calls/schedule.js'
import { mach_host_self, mach_reply_port, mach_task_self, mach_thread_self } from './calls/self.js'
import { compute, park, remark, sleep, wait_for } from './instructions.js'
import type { Kernel } from './kernel.js'
import { continueReceive, continueSend, mach_msg } from './mach-msg.js'
import { goElsewhere, routineTrap, targetOf } from './routine-trap.js'
import { createTask, createThread, TASK_MEMORY, THREAD_MEMORY } from './task-life.js'
import { emit, isTraced, newEvent } from './trace.js'
import { load, place } from './vm/regions.js'

/** A call's entry: what it answers, BLOCKED, or null where a library routine goes on with it. */
type Entry = (kernel: Kernel, thread: Thread, args: never) => unknown

/** A program for a new thread, as the traps of scenarios and TypeScript programs give it. */
interface NewThread {
  readonly name: string
  readonly program: (thread: Thread) => Program
  readonly priority?: number
  readonly daemon?: boolean
}

/** Arguments of a Mach 2.5 message call as programs give them: one `timeout` serves the half there is. */
type LooseMsg = Partial<MsgCompat> & Pick<MsgCompat, 'msg'> & { readonly timeout?: number }

const compatArgs = ({ timeout = 0, ...args }: LooseMsg): MsgCompat => ({
  option: 0,
  port: MACH_PORT_NULL,
  rcv_size: MACH_MSG_SIZE_MAX,
  send_timeout: timeout,
  rcv_timeout: timeout,
  ...args
})

const sendRight = (kernel: Kernel, thread: Thread, port: Port): number =>
  copyoutRight(kernel.ipc, thread.task.space, {
    port: makeSend(kernel.ipc, port),
    type: MACH_MSG_TYPE_PORT_SEND
  }).name

/** Makes something in the task a call names; a task whose port is not the kernel's is asked by message, which carries no program. */
const makeIn = (
  kernel: Kernel,
  thread: Thread,
  call: 'task_create' | 'thread_create',
  args: object,
  bytes: number,
  make: (parent: Task) => Readonly<Record<string, number>>
): unknown => {
  const raw = { ...args }
  const target = targetOf(kernel, thread, call, raw)
  if (target === null) return goElsewhere(thread, call, raw)
  if (E.isLeft(target)) return target
  if (!hasMemory(kernel.ipc, bytes)) return fail('KERN_RESOURCE_SHORTAGE')
  return E.right(make(target.right as Task))
}

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
  msg_send: (kernel, thread, args: LooseMsg) => msg_send(kernel, thread, compatArgs(args)),
  msg_receive: (kernel, thread, args: LooseMsg) => msg_receive(kernel, thread, compatArgs(args)),
  msg_rpc: (kernel, thread, args: LooseMsg) => msg_rpc(kernel, thread, compatArgs(args)),
  task_create: (kernel, thread, args: { name?: string; threads?: readonly NewThread[] }) => {
    const { name = 'task', threads = [] } = args
    const bytes = TASK_MEMORY + threads.length * THREAD_MEMORY
    return makeIn(kernel, thread, 'task_create', args, bytes, (parent) => {
      const task = createTask(kernel, { name, parent })
      for (const { daemon = false, ...options } of threads)
        createThread(kernel, task, options).daemon = daemon
      return { child_task: sendRight(kernel, thread, task.kernelPort) }
    })
  },
  thread_create: (kernel, thread, args: { name?: string; program?: (thread: Thread) => Program }) =>
    makeIn(kernel, thread, 'thread_create', args, THREAD_MEMORY, (parent) => {
      const { name = 'thread', program = null } = args
      const made = createThread(kernel, parent, { name, program, suspended: true })
      return { child_thread: sendRight(kernel, thread, made.kernelPort) }
    })
}

/** What programs do that is no call of Mach's. */
const INSTRUCTIONS: Readonly<Record<string, Entry>> = {
  sleep: (kernel, thread, { time }: { time: number }) => sleep(kernel, thread, time),
  compute: (_kernel, thread, { time }: { time: number }) => compute(thread, time),
  wait_for: (kernel, thread, args: { thread: string; state: WatchedState }) => wait_for(kernel, thread, args),
  note: (kernel, thread, { text }: { text: string }) => remark(kernel, thread, text),
  park,
  place: (_kernel, thread, { bytes }: { bytes: Uint8Array }) => place(thread.task.memory, bytes),
  fetch: (_kernel, thread, { address, size }: { address: number; size: number }) =>
    size === 0 ? new Uint8Array(0) : load(thread.task.memory, address, size)
}

/** Enters the kernel with a trap. Answers what the program gets, BLOCKED, or null while a routine goes on. */
export const enter = (kernel: Kernel, thread: Thread, trap: Trap): unknown => {
  const { call } = trap
  const instruction = call === 'mach_msg' ? undefined : INSTRUCTIONS[call]
  if (instruction !== undefined) return instruction(kernel, thread, trap.args as never)

  kernel.counters.traps += 1
  kernel.world.traps += 1
  thread.trap = trap
  if (isTraced(kernel)) noteCall(kernel, thread, 'trap', call, undefined)
  if (call === 'mach_msg') return mach_msg(kernel, thread, trap.args as MachMsg)
  const entry = CALLS[call]
  if (entry !== undefined) return entry(kernel, thread, trap.args as never)
  return isRoutineName(call)
    ? routineTrap(kernel, thread, call, trap.args as Readonly<Record<string, unknown>>)
    : fail('KERN_INVALID_ARGUMENT')
}

type Finish = (kernel: Kernel, thread: Thread, args: never) => unknown

const CONTINUATIONS: Readonly<Record<Continuation, Finish>> = {
  mach_msg_send_continue: continueSend,
  mach_msg_receive_continue: continueReceive,
  msg_send_continue,
  msg_receive_continue,
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
  return CONTINUATIONS[continuation](kernel, thread, args as never)
}

/** Leaves the kernel: the call that was pending is answered. */
export const leave = (kernel: Kernel, thread: Thread, answer: unknown): void => {
  const { trap } = thread
  if (trap === null) return
  thread.trap = null
  if (isTraced(kernel)) noteCall(kernel, thread, 'return', trap.call, codeOf(trap.call, answer))
}

/** The name of the code an answer means. */
const codeOf = (call: string, answer: unknown): string => {
  if (typeof answer === 'number')
    return call === 'mach_msg' ? msgReturnName(answer) : compatReturnName(call, answer)
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
