import * as E from 'fp-ts/lib/Either.js'
import { SWITCH_OPTION_DEPRESS, SWITCH_OPTION_NONE, SWITCH_OPTION_WAIT } from '../../ports/abi.js'
import { hasSend } from '../../ports/entry.js'
import { fail, type Outcome, succeed } from '../../ports/kern-return.js'
import type { Name } from '../../ports/object.js'
import { lookup } from '../../ports/space.js'
import type { Thread } from '../../tasks/task.js'
import { ThreadState } from '../../tasks/thread.table.js'
import { deadline } from '../costs.js'
import { abortDepression, depress } from '../depression.js'
import type { Kernel } from '../kernel.js'
import { dispatch, removeReady, yieldProcessor } from '../scheduler.js'
import { BLOCKED, block, processorOf, wakeAt } from '../wait.js'

/** The runnable thread a hint names; any other hint is silently ignored. */
const hinted = (kernel: Kernel, thread: Thread, name: Name): Thread | null => {
  const entry = lookup(thread.task.space, name)
  const object = entry !== null && hasSend(entry) ? (entry.port?.kernelObject ?? null) : null
  if (object === null || object.kind !== 'thread' || object.target === null) return null
  const found = kernel.world.threads.find((other) => other === object.target)
  return found !== undefined && found.state === ThreadState.runnable ? found : null
}

interface Switch {
  readonly new_thread: Name
  readonly option: number
  /** Milliseconds. */
  readonly time: number
}

/** Gives the processor away: yields, waits, or runs at the worst priority for a time. Always succeeds but for a bad option. */
export const thread_switch = (
  kernel: Kernel,
  thread: Thread,
  { new_thread, option, time }: Switch
): Outcome<'KERN_INVALID_ARGUMENT'> | typeof BLOCKED => {
  if (option < SWITCH_OPTION_NONE || option > SWITCH_OPTION_WAIT) return fail('KERN_INVALID_ARGUMENT')
  const processor = processorOf(kernel, thread)
  const next = hinted(kernel, thread, new_thread)
  if (processor === null) return succeed

  if (option === SWITCH_OPTION_WAIT) {
    block(kernel, thread, 'switch', 'thread_switch_continue')
    wakeAt(kernel, thread, deadline(kernel.profile, kernel.world.now, time), 0)
  } else {
    if (option === SWITCH_OPTION_DEPRESS) depress(kernel, thread, time)
    thread.continuation = 'thread_switch_continue'
    yieldProcessor(processor)
  }
  if (next !== null) {
    removeReady(kernel, next)
    dispatch(processor, next)
  }
  return BLOCKED
}

/** The thread runs again: its depression, if any, is over. */
export const thread_switch_continue = (kernel: Kernel, thread: Thread): Outcome<never> => {
  abortDepression(kernel, thread)
  return succeed
}

/** Yields; answers whether anything else was runnable. */
export const swtch = (kernel: Kernel, thread: Thread): Outcome<never, object> | typeof BLOCKED => {
  const processor = processorOf(kernel, thread)
  if (processor === null || kernel.runQueue.size === 0) return E.right({ runnable: 0 })
  thread.continuation = 'swtch_continue'
  yieldProcessor(processor)
  return BLOCKED
}

/** Yields with its priority depressed for one quantum. */
export const swtch_pri = (kernel: Kernel, thread: Thread): Outcome<never, object> | typeof BLOCKED => {
  const processor = processorOf(kernel, thread)
  if (processor === null || kernel.runQueue.size === 0) return E.right({ runnable: 0 })
  depress(kernel, thread, kernel.profile.quantum / 1e6)
  thread.continuation = 'swtch_continue'
  yieldProcessor(processor)
  return BLOCKED
}

export const swtch_continue = (kernel: Kernel, thread: Thread): Outcome<never, { runnable: number }> => {
  abortDepression(kernel, thread)
  return E.right({ runnable: kernel.runQueue.size > 0 ? 1 : 0 })
}
