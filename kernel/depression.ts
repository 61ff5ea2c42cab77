import type { Thread } from '../tasks/task.js'
import { ThreadState } from '../tasks/thread.table.js'
import { setAlarm } from './clock.js'
import { deadline } from './costs.js'
import type { Kernel } from './kernel.js'
import { DEPRESSED, setPriority } from './scheduler.js'

/** Runs a thread at the worst priority for `ms` (0: until it runs again), whatever depression there was. */
export const depress = (kernel: Kernel, thread: Thread, ms: number): void => {
  abortDepression(kernel, thread)
  thread.depressed = true
  setPriority(kernel, thread, DEPRESSED, false)
  if (ms === 0) return
  const time = deadline(kernel.profile, kernel.world.now, ms)
  thread.alarm = setAlarm(kernel.world.clock, time, thread, () => abortDepression(kernel, thread))
}

/** Gives a depressed thread its own priority back. */
export const abortDepression = (kernel: Kernel, thread: Thread): void => {
  if (!thread.depressed) return
  thread.depressed = false
  if (thread.alarm !== null) thread.alarm.cancelled = true
  thread.alarm = null
  setPriority(kernel, thread, thread.base, thread.state === ThreadState.runnable)
}
