import { assert, impossible } from '../ports/assert.js'
import { countMessage, countSend, countSpace, checkCounts, newRecount } from '../ports/recount.js'
import type { Thread } from '../tasks/task.js'
import { ThreadState } from '../tasks/thread.table.js'
import type { Kernel, World } from './kernel.js'
import { isWaiting } from './wait.js'

/** Recounts every right, message, waiter and thread of a world; a difference is a broken invariant. */
export const checkInvariants = (world: World): void => {
  for (const kernel of world.hosts.values()) {
    checkRights(kernel)
    checkRunQueue(kernel)
    for (const task of kernel.tasks) for (const thread of task.threads) checkThread(kernel, thread)
  }
}

/** Every right exactly once: in a space, in a message, or kept by the kernel for a task or thread. */
const checkRights = (kernel: Kernel): void => {
  const recount = newRecount()
  for (const task of kernel.tasks) {
    countSpace(recount, task.space)
    for (const port of [task.self, task.exception, task.bootstrap, ...task.registered])
      countSend(recount, port)
    for (const thread of task.threads) {
      countSend(recount, thread.self)
      countSend(recount, thread.exception)
    }
  }
  for (const task of kernel.tasks)
    for (const { message } of task.threads) if (message !== null) countMessage(recount, message)
  checkCounts(recount)
}

const checkRunQueue = (kernel: Kernel): void => {
  const { runQueue } = kernel
  let size = 0
  runQueue.levels.forEach((level, priority) => {
    for (let thread = level.first; thread !== null; thread = thread.nextReady) {
      size += 1
      assert(thread.state === ThreadState.runnable, `${thread.label} is in the run queue, but not runnable`)
      assert(thread.priority === priority, `${thread.label} is at the wrong level of the run queue`)
    }
  })
  assert(size === runQueue.size, `${size} runnable threads, ${runQueue.size} counted`)
  const runnable = kernel.tasks
    .flatMap(({ threads }) => threads)
    .filter(({ state }) => state === ThreadState.runnable)
  assert(
    size === runnable.length,
    `${runnable.length} threads are runnable, ${size} of them in the run queue`
  )
  for (const { thread } of kernel.processors)
    if (thread !== null)
      assert(thread.state === ThreadState.running, `${thread.label} has a processor, but does not run`)
}

/** A blocked thread has one reason, and is where that reason says. */
const checkThread = (kernel: Kernel, thread: Thread): void => {
  const { label, reason, state } = thread
  const held = (thread.suspendCount > 0 ? 1 : 0) + (thread.task.suspendCount > 0 ? 1 : 0)
  assert(thread.holds === held, `${label} is held ${thread.holds} times, for ${held} reasons`)
  const stopped = state === ThreadState.suspended || state === ThreadState.waitingSuspended
  assert(
    stopped === held > 0 || state === ThreadState.running,
    `${label} is held ${held} times, but in state ${state}`
  )
  const { alarm } = thread
  assert(
    alarm === null || (!alarm.cancelled && kernel.world.clock.heap.includes(alarm)),
    `${label} has an alarm that will not ring`
  )
  if (!isWaiting(thread)) {
    assert(reason === null && thread.waitsIn === null, `${label} waits for ${reason}, but is not blocked`)
    const runs = kernel.processors.some((processor) => processor.thread === thread)
    assert(runs === (state === ThreadState.running), `${label} runs on no processor`)
    return
  }
  if (reason === null) impossible(`${label} is blocked for no reason`)
  const queued = reason === 'send' || reason === 'receive'
  assert(queued === (thread.waitsIn !== null), `${label} waits for ${reason} in no queue`)
  assert(thread.continuation !== null, `${label} is blocked without a continuation`)
  if (queued) assert(isIn(thread), `${label} is not in the queue it waits in`)
  if (reason === 'send')
    assert(thread.message?.remote?.queue?.senders === thread.waitsIn, `${label} waits to send elsewhere`)
  const timed = reason === 'sleep' || reason === 'switch'
  if (timed) assert(thread.alarm !== null, `${label} sleeps without an alarm`)
  const watchers = kernel.world.watchers.get(thread.watching?.thread ?? '') ?? []
  const watches = watchers.some((watcher) => watcher.thread === thread)
  assert(watches === (reason === 'wait_for'), `${label} watches another thread, or nobody`)
}

const isIn = (thread: Thread): boolean => {
  for (let waiter = thread.waitsIn?.first ?? null; waiter !== null; waiter = waiter.nextWaiter)
    if (waiter === thread) return true
  return false
}
