import type { Task, Thread } from '../tasks/task.js'
import { ThreadEvent, ThreadState } from '../tasks/thread.table.js'
import type { Kernel } from './kernel.js'
import { moveThread, removeReady, setRun, stopComputing } from './scheduler.js'
import { note } from './trace.js'
import { isOver, processorOf } from './wait.js'

/** Stops a thread once more (thread_hold). One that runs stops at the end of its call. */
export const hold = (kernel: Kernel, thread: Thread): void => {
  thread.holds += 1
  if (thread.holds > 1 || isOver(thread)) return
  if (thread.state === ThreadState.running) {
    const processor = processorOf(kernel, thread)
    if (processor !== null && thread.slice > 0) stopComputing(processor, kernel.world.now)
  } else stop(kernel, thread)
}

const stop = (kernel: Kernel, thread: Thread): void => {
  if (thread.state === ThreadState.runnable) removeReady(kernel, thread)
  moveThread(kernel, thread, ThreadEvent.suspend)
  note(kernel, 'thread.suspend', thread)
}

/** Lets a running thread that was told to stop do so, at a clean point; true where it did. */
export const stopIfHeld = (kernel: Kernel, thread: Thread): boolean =>
  thread.holds > 0 && stopHeld(kernel, thread)

const stopHeld = (kernel: Kernel, thread: Thread): boolean => {
  if (thread.state === ThreadState.waiting) {
    stop(kernel, thread)
    return true
  }
  if (thread.state !== ThreadState.running) return false
  const processor = processorOf(kernel, thread)
  if (processor !== null) processor.thread = null
  stop(kernel, thread)
  return true
}

/** Takes one stop off a thread; with the last it goes on (thread_release). */
export const release = (kernel: Kernel, thread: Thread): void => {
  thread.holds -= 1
  if (thread.holds > 0) return
  const { state } = thread
  if (state !== ThreadState.suspended && state !== ThreadState.waitingSuspended) return
  moveThread(kernel, thread, ThreadEvent.resume)
  note(kernel, 'thread.resume', thread)
  if (state === ThreadState.suspended) setRun(kernel, thread)
}

/** Stops all threads of a task (task_hold). */
export const holdTask = (kernel: Kernel, task: Task): void => {
  for (const thread of task.threads) hold(kernel, thread)
}

/** Lets all threads of a task go on (task_release). */
export const releaseTask = (kernel: Kernel, task: Task): void => {
  for (const thread of task.threads) release(kernel, thread)
}
