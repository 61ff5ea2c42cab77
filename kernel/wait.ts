import { MACH_MSG_SUCCESS } from '../ports/kern-return.js'
import type { Waiter } from '../ports/object.js'
import { removeWaiter } from '../ports/queue.js'
import type { BlockReason, Continuation, Thread } from '../tasks/task.js'
import { ThreadEvent, ThreadState } from '../tasks/thread.table.js'
import { setAlarm } from './clock.js'
import type { Kernel, Processor } from './kernel.js'
import { moveThread, setRun } from './scheduler.js'
import { emit, isTraced, newEvent, note } from './trace.js'

/** What a call answers that is not finished: its thread waits, and a continuation will answer. */
export const BLOCKED = Symbol('blocked')

/** Whether a thread is waiting for something, stopped or not. */
export const isWaiting = (thread: Thread): boolean =>
  thread.state === ThreadState.waiting || thread.state === ThreadState.waitingSuspended

/** Whether a thread will never run again. */
export const isOver = (thread: Thread): boolean =>
  thread.state === ThreadState.finished || thread.state === ThreadState.terminated

/** Blocks the running thread; its call is finished by the continuation when it runs again (thread_block). */
export const block = (
  kernel: Kernel,
  thread: Thread,
  reason: BlockReason,
  continuation: Continuation
): typeof BLOCKED => {
  thread.continuation = continuation
  thread.reason = reason
  thread.wakeCode = MACH_MSG_SUCCESS
  moveThread(kernel, thread, ThreadEvent.block)
  if (kernel.acting !== null) kernel.acting.thread = null
  if (isTraced(kernel)) {
    const event = newEvent(kernel, 'thread.block', thread)
    event.reason = reason
    emit(kernel, event)
  }
  return BLOCKED
}

/** The processor a thread is on, or null. */
export const processorOf = (kernel: Kernel, thread: Thread): Processor | null => {
  for (const processor of kernel.processors) if (processor.thread === thread) return processor
  return null
}

/** Rings at `time` ns unless the thread is woken before. */
export const wakeAt = (kernel: Kernel, thread: Thread, time: number, code: number): void => {
  const { world } = kernel
  thread.alarm = setAlarm(world.clock, time, thread, () => {
    thread.alarm = null
    removeWaiter(thread)
    thread.wakeCode = code
    wake(kernel, thread)
  })
}

const cancelAlarm = (thread: Thread): void => {
  if (thread.alarm === null) return
  thread.alarm.cancelled = true
  thread.alarm = null
}

/** Makes a waiting thread runnable, or, where it is stopped too, merely suspended (thread_go). */
export const wake = (kernel: Kernel, thread: Thread): void => {
  cancelAlarm(thread)
  kernel.counters.wakeups += 1
  const stopped = thread.state === ThreadState.waitingSuspended
  moveThread(kernel, thread, ThreadEvent.wake)
  thread.reason = null
  note(kernel, 'thread.wake', thread)
  if (!stopped) setRun(kernel, thread)
}

/** A queue's waiter is a thread: the one place that knows. */
export const threadOf = (waiter: Waiter): Thread => waiter as Thread

/** Ends a wait before its time: the thread's call answers `code`. False where it waits no more. */
export const interrupt = (kernel: Kernel, thread: Thread, code: number): boolean => {
  if (!isWaiting(thread)) return false
  removeWaiter(thread)
  thread.wakeCode = code
  wake(kernel, thread)
  return true
}

/** Takes a thread out of every queue for good. */
export const withdraw = (thread: Thread): void => {
  removeWaiter(thread)
  cancelAlarm(thread)
}
