import type { Thread, WatchedState } from '../tasks/task.js'
import { ThreadState } from '../tasks/thread.table.js'
import type { Kernel, World } from './kernel.js'
import { emit, isTraced, newEvent } from './trace.js'
import { BLOCKED, block, isWaiting, wake, wakeAt } from './wait.js'

/**
 * What a program does beside calling: use the processor, let time pass, wait for another thread as a
 * test does. These are no traps of Mach's and are not counted as such.
 */

/** Waits `time` ns of virtual time. */
export const sleep = (kernel: Kernel, thread: Thread, time: number): typeof BLOCKED => {
  block(kernel, thread, 'sleep', 'sleep_continue')
  wakeAt(kernel, thread, kernel.world.now + time, 0)
  return BLOCKED
}

/** Uses the processor for `time` ns; the step takes them slice by slice. */
export const compute = (thread: Thread, time: number): undefined => {
  thread.computing = time
  return undefined
}

/** Blocks until `unpark`, and for nobody else: a conductor's puppet. */
export const park = (kernel: Kernel, thread: Thread): typeof BLOCKED =>
  block(kernel, thread, 'idle', 'park_continue')

/** Lets a parked thread go on with an answer. */
export const unpark = (kernel: Kernel, thread: Thread, answer: unknown): void => {
  if (!isWaiting(thread) || thread.reason !== 'idle') return
  thread.answer = answer
  wake(kernel, thread)
}

/** Whether a thread is in the state a `wait_for` names. */
const isIn = (thread: Thread, state: WatchedState): boolean => {
  switch (state) {
    case 'waiting':
      return thread.state === ThreadState.waiting && thread.reason !== 'idle'
    case 'finished':
      return thread.state === ThreadState.finished
    case 'suspended':
      return thread.state === ThreadState.suspended || thread.state === ThreadState.waitingSuspended
    case 'terminated':
      return thread.state === ThreadState.terminated
  }
}

const holds = (world: World, thread: Thread): boolean => {
  const watching = thread.watching
  if (watching === null) return true
  const watched = world.threads.find((other) => other.label === watching.thread)
  return watched !== undefined && isIn(watched, watching.state)
}

/** Holds this thread until that one is in a state. */
export const wait_for = (
  kernel: Kernel,
  thread: Thread,
  watching: { thread: string; state: WatchedState }
): typeof BLOCKED | undefined => {
  thread.watching = watching
  if (holds(kernel.world, thread)) {
    thread.watching = null
    return undefined
  }
  kernel.world.watchers.push({ kernel, thread })
  return block(kernel, thread, 'wait_for', 'wait_for_continue')
}

/** Wakes those whose state has come, and forgets those who wait no more. */
export const wakeWatchers = (world: World): void => {
  world.watched = false
  for (const watcher of [...world.watchers]) {
    const { kernel, thread } = watcher
    const over = thread.reason !== 'wait_for'
    if (!over && !holds(world, thread)) continue
    world.watchers.splice(world.watchers.indexOf(watcher), 1)
    thread.watching = null
    if (!over) wake(kernel, thread)
  }
}

/** A remark in the trace. */
export const remark = (kernel: Kernel, thread: Thread, text: string): undefined => {
  if (!isTraced(kernel)) return undefined
  const event = newEvent(kernel, 'note', thread)
  event.text = text
  emit(kernel, event)
  return undefined
}
