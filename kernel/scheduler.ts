import { nextState } from '../ports/lifecycle.js'
import type { Thread } from '../tasks/task.js'
import { ThreadEvent, type ThreadState, threadTable } from '../tasks/thread.table.js'
import type { Kernel, Processor, RunQueue, World } from './kernel.js'
import { note } from './trace.js'

/** Priorities: 0 is best; a user thread starts at 12; a depressed one runs at 31. */
export const LEVELS = 32
export const BASE_USER = 12
export const DEPRESSED = 31

/** Lets those who wait for a thread's state look at it. */
export const showState = ({ watchers, changed }: World, thread: Thread): void => {
  if (watchers.size > 0 && watchers.has(thread.label)) changed.add(thread)
}

/** Moves a thread along its chart. */
export const moveThread = ({ world }: Kernel, thread: Thread, event: ThreadEvent): void => {
  thread.state = nextState(world.drive, threadTable, thread, thread.state, event) as ThreadState
  showState(world, thread)
}

export const newRunQueue = (): RunQueue => ({
  levels: Array.from({ length: LEVELS }, () => ({ first: null, last: null, size: 0 })),
  size: 0,
  best: LEVELS
})

const append = (queue: RunQueue, thread: Thread): void => {
  const level = queue.levels[thread.priority]
  if (level === undefined) return
  thread.previousReady = level.last
  thread.nextReady = null
  if (level.last === null) level.first = thread
  else level.last.nextReady = thread
  level.last = thread
  level.size += 1
  queue.size += 1
  if (thread.priority < queue.best) queue.best = thread.priority
}

/** Takes a runnable thread out of its run queue. */
export const removeReady = (kernel: Kernel, thread: Thread): void => {
  const queue = kernel.runQueue
  const level = queue.levels[thread.priority]
  if (level === undefined) return
  const { previousReady: before, nextReady: after } = thread
  if (before === null) level.first = after
  else before.nextReady = after
  if (after === null) level.last = before
  else after.previousReady = before
  thread.previousReady = null
  thread.nextReady = null
  level.size -= 1
  queue.size -= 1
}

/** The best priority at which a thread is runnable; 32 for none. */
export const bestReady = (queue: RunQueue): number => {
  if (queue.size === 0) {
    queue.best = LEVELS
    return LEVELS
  }
  while (queue.best < LEVELS && queue.levels[queue.best]?.first === null) queue.best += 1
  return queue.best
}

/** Puts a thread in the run queue (thread_setrun); an idle processor takes it up now, or else a worse thread yields. */
export const setRun = (kernel: Kernel, thread: Thread): void => {
  append(kernel.runQueue, thread)
  const { now } = kernel.world
  let idle = 0
  for (const processor of kernel.processors)
    if (processor.thread === null) {
      idle += 1
      if (processor.time < now) processor.time = now
    }
  if (idle >= kernel.runQueue.size) return
  for (const processor of kernel.processors) interrupt(processor, thread.priority, now)
}

/** A worse thread is to make room at its next step; a compute in progress stops for that. */
const interrupt = (processor: Processor, priority: number, now: number): void => {
  const { thread } = processor
  if (thread === null || priority >= thread.priority) return
  processor.preempt = true
  if (thread.slice > 0) stopComputing(processor, now)
}

/** Cuts the slice of a `compute` short; what was not used of it is still to be done. */
export const stopComputing = (processor: Processor, now: number): void => {
  const { thread } = processor
  if (thread === null || processor.time <= now) return
  const unused = processor.time - now
  thread.computing += unused
  thread.quantum += unused
  thread.used -= unused
  processor.time = now
}

/** One of a level's threads: where there are several, the world's choice. */
const pick = (kernel: Kernel, first: Thread, size: number): Thread => {
  let picked = first
  for (let k = kernel.world.choice.thread(size); k > 0; k--) picked = picked.nextReady ?? picked
  return picked
}

/** Takes the next thread: the best priority, and there whoever has waited longest unless chosen otherwise. */
export const takeBest = (kernel: Kernel): Thread | null => {
  const level = kernel.runQueue.levels[bestReady(kernel.runQueue)]
  if (level === undefined || level.first === null) return null
  const thread = level.size === 1 ? level.first : pick(kernel, level.first, level.size)
  removeReady(kernel, thread)
  kernel.counters.run_queue_passes += 1
  return thread
}

/** Gives a processor to a thread taken from the run queue. */
export const dispatch = (processor: Processor, thread: Thread): void => {
  const { kernel } = processor
  moveThread(kernel, thread, ThreadEvent.dispatch)
  processor.thread = thread
  processor.preempt = false
  thread.quantum = kernel.profile.quantum
  if (processor.last !== thread) {
    kernel.counters.context_switches += 1
    note(kernel, 'thread.run', thread)
  }
  processor.last = thread
}

/** Takes the processor from its thread, which goes to the end of its run queue. */
export const yieldProcessor = (processor: Processor): void => {
  const { thread, kernel } = processor
  if (thread === null) return
  processor.thread = null
  moveThread(kernel, thread, ThreadEvent.yield)
  append(kernel.runQueue, thread)
}

/**
 * Whether the running thread must make room: for a better one that has become runnable meanwhile, or,
 * its quantum used up, for any as good. One that was handed the processor passes by those who waited.
 */
export const mustYield = (processor: Processor): boolean => {
  const { thread, kernel } = processor
  if (thread === null) return false
  const best = bestReady(kernel.runQueue)
  const { preempt } = processor
  processor.preempt = false
  return (preempt && best < thread.priority) || (thread.quantum <= 0 && best <= thread.priority)
}

/** Changes the priority a thread runs at, in the run queue too. */
export const setPriority = (kernel: Kernel, thread: Thread, priority: number, runnable: boolean): void => {
  if (runnable) removeReady(kernel, thread)
  thread.priority = priority
  if (runnable) setRun(kernel, thread)
  else for (const processor of kernel.processors) processor.preempt = true
}
