import * as E from 'fp-ts/lib/Either.js'
import { MACH_MSG_TYPE_PORT_SEND, THREAD_EXCEPTION_PORT, THREAD_KERNEL_PORT } from '../../ports/abi.js'
import type { RightInHand } from '../../ports/copyin.js'
import {
  fail,
  KERN_RETURNS,
  MACH_RCV_INTERRUPTED,
  MACH_SEND_INTERRUPTED,
  type Outcome,
  succeed
} from '../../ports/kern-return.js'
import { copySend } from '../../ports/port.js'
import { releaseSend } from '../../ports/release.js'
import type { Thread } from '../../tasks/task.js'
import { ThreadState } from '../../tasks/thread.table.js'
import { abortDepression } from '../depression.js'
import type { Kernel } from '../kernel.js'
import { setPriority } from '../scheduler.js'
import { hold, release } from '../suspension.js'
import { isPriority, terminateThread } from '../task-life.js'
import { interrupt } from '../wait.js'

/** Ends a thread; a blocked one does not answer its call. */
export const thread_terminate = (kernel: Kernel, thread: Thread): Outcome<'KERN_FAILURE'> =>
  terminateThread(kernel, thread) ? succeed : fail('KERN_FAILURE')

/** Stops a thread until as many resumes have come; itself, at the end of this call. */
export const thread_suspend = (kernel: Kernel, thread: Thread): Outcome<never> => {
  thread.suspendCount += 1
  if (thread.suspendCount === 1) hold(kernel, thread)
  return succeed
}

/** Takes one suspension back; KERN_FAILURE where there is none. */
export const thread_resume = (kernel: Kernel, thread: Thread): Outcome<'KERN_FAILURE'> => {
  if (thread.suspendCount === 0) return fail('KERN_FAILURE')
  thread.suspendCount -= 1
  if (thread.suspendCount === 0) release(kernel, thread)
  return succeed
}

/** Interrupts a wait in mach_msg or thread_switch, and any depression. Not the caller's own. */
export const thread_abort = (kernel: Kernel, thread: Thread): Outcome<'KERN_INVALID_ARGUMENT'> => {
  if (thread === kernel.current) return fail('KERN_INVALID_ARGUMENT')
  abortDepression(kernel, thread)
  if (thread.reason === 'send') interrupt(kernel, thread, MACH_SEND_INTERRUPTED)
  else if (thread.reason === 'receive') interrupt(kernel, thread, MACH_RCV_INTERRUPTED)
  else if (thread.reason === 'switch') interrupt(kernel, thread, KERN_RETURNS.KERN_ABORTED)
  return succeed
}

/** Ends a depression of priority; success also where there is none. */
export const thread_depress_abort = (kernel: Kernel, thread: Thread): Outcome<never> => {
  abortDepression(kernel, thread)
  return succeed
}

/** Sets the priority, 0 … 31, not better than the maximum; `set_max` makes it the maximum too. */
export const thread_priority = (
  kernel: Kernel,
  thread: Thread,
  { priority, set_max }: { priority: number; set_max: number }
): Outcome<'KERN_INVALID_ARGUMENT' | 'KERN_FAILURE'> => {
  if (!isPriority(priority)) return fail('KERN_INVALID_ARGUMENT')
  if (priority < thread.max) return fail('KERN_FAILURE')
  if (set_max !== 0) thread.max = priority
  changeBase(kernel, thread, priority)
  return succeed
}

/** Sets the best priority a thread may have, and worsens its own to it. There is one processor set: its port is used up. */
export const thread_max_priority = (
  kernel: Kernel,
  thread: Thread,
  { processor_set, priority }: { processor_set: RightInHand; priority: number }
): Outcome<'KERN_INVALID_ARGUMENT'> => {
  if (!isPriority(priority)) return fail('KERN_INVALID_ARGUMENT')
  releaseSend(kernel.ipc, processor_set.port)
  thread.max = priority
  if (thread.base < priority) changeBase(kernel, thread, priority)
  return succeed
}

const changeBase = (kernel: Kernel, thread: Thread, priority: number): void => {
  thread.base = priority
  if (!thread.depressed) setPriority(kernel, thread, priority, thread.state === ThreadState.runnable)
}

const THREAD_BASIC_INFO_FLAVOR = 1
const TH_STATE_RUNNING = 1
const TH_STATE_STOPPED = 2
const TH_STATE_WAITING = 3
const TH_STATE_HALTED = 5

const runState = (thread: Thread): number => {
  switch (thread.state) {
    case ThreadState.running:
    case ThreadState.runnable:
      return TH_STATE_RUNNING
    case ThreadState.suspended:
      return TH_STATE_STOPPED
    case ThreadState.waiting:
    case ThreadState.waitingSuspended:
      return TH_STATE_WAITING
    default:
      return TH_STATE_HALTED
  }
}

/** thread_basic_info: counts as such, times in seconds and microseconds. */
export const thread_info = (
  _kernel: Kernel,
  thread: Thread,
  { flavor, count }: { flavor: number; count: number }
): Outcome<'KERN_INVALID_ARGUMENT', { info: Record<string, number> }> => {
  if (flavor !== THREAD_BASIC_INFO_FLAVOR || count < 11) return fail('KERN_INVALID_ARGUMENT')
  return E.right({
    info: {
      user_seconds: Math.floor(thread.used / 1e9),
      user_microseconds: Math.floor((thread.used % 1e9) / 1e3),
      system_seconds: 0,
      system_microseconds: 0,
      cpu_usage: 0,
      base_priority: thread.base,
      cur_priority: thread.priority,
      run_state: runState(thread),
      flags: 0,
      suspend_count: thread.suspendCount,
      sleep_time: 0
    }
  })
}

type Place = 'self' | 'exception'

const SPECIAL_PLACES: ReadonlyMap<number, Place> = new Map([
  [THREAD_KERNEL_PORT, 'self'],
  [THREAD_EXCEPTION_PORT, 'exception']
] as const)

/** A send right to one of the thread's special ports: null and dead as they are. */
export const thread_get_special_port = (
  kernel: Kernel,
  thread: Thread,
  { which_port }: { which_port: number }
): Outcome<'KERN_INVALID_ARGUMENT', { special_port: RightInHand }> => {
  const place = SPECIAL_PLACES.get(which_port)
  if (place === undefined) return fail('KERN_INVALID_ARGUMENT')
  return E.right({
    special_port: { port: copySend(kernel.ipc, thread[place]), type: MACH_MSG_TYPE_PORT_SEND }
  })
}

/** Puts a send right in the place of a special port; the right before is released. */
export const thread_set_special_port = (
  kernel: Kernel,
  thread: Thread,
  { which_port, special_port }: { which_port: number; special_port: RightInHand }
): Outcome<'KERN_INVALID_ARGUMENT'> => {
  const place = SPECIAL_PLACES.get(which_port)
  if (place === undefined) return fail('KERN_INVALID_ARGUMENT')
  const before = thread[place]
  thread[place] = special_port.port
  releaseSend(kernel.ipc, before)
  return succeed
}
