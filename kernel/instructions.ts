import type { Thread, WatchedState } from '../tasks/task.js'
import { ThreadState } from '../tasks/thread.table.js'
import type { Kernel, Watcher, World } from './kernel.js'
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

/** Whether a thread is in the state a `wait_for` names; to be in a `wait_for` oneself is not to wait. */
const isIn = (thread: Thread, state: WatchedState): boolean => {
  switch (state) {
    case 'waiting':
      return thread.state === ThreadState.waiting && thread.reason !== 'idle' && thread.reason !== 'wait_for'
    case 'finished':
      return thread.state === ThreadState.finished
    case 'suspended':
      return thread.state === ThreadState.suspended || thread.state === ThreadState.waitingSuspended
    case 'terminated':
      return thread.state === ThreadState.terminated
  }
}

/** Holds this thread until that one is in a state. */
export const wait_for = (
  kernel: Kernel,
  thread: Thread,
  watching: { thread: string; state: WatchedState }
): typeof BLOCKED | undefined => {
  const { world } = kernel
  const watched = world.threads.find(({ label }) => label === watching.thread)
  if (watched !== undefined && isIn(watched, watching.state)) return undefined

  thread.watching = watching
  world.watches += 1
  const watcher: Watcher = { kernel, thread, turn: world.watches }
  const others = world.watchers.get(watching.thread)
  if (others === undefined) world.watchers.set(watching.thread, [watcher])
  else others.push(watcher)
  return block(kernel, thread, 'wait_for', 'wait_for_continue')
}

/** Takes out those of a thread's watchers who see what they wait for; those gone meanwhile are forgotten. */
const takeWatchers = (
  { watchers }: World,
  label: string,
  sees: (state: WatchedState) => boolean
): Watcher[] => {
  const released: Watcher[] = []
  const others: Watcher[] = []
  for (const watcher of watchers.get(label) ?? []) {
    const { reason, watching } = watcher.thread
    if (reason !== 'wait_for' || watching === null) continue
    if (sees(watching.state)) released.push(watcher)
    else others.push(watcher)
  }
  if (others.length > 0) watchers.set(label, others)
  else watchers.delete(label)
  return released
}

/** Wakes watchers, who came first first. */
const release = (watchers: Watcher[]): void => {
  watchers.sort((one, other) => one.turn - other.turn)
  for (const { kernel, thread } of watchers) {
    thread.watching = null
    wake(kernel, thread)
  }
}

/** Wakes those who see the state they wait for. */
export const wakeWatchers = (world: World): void => {
  const released = [...world.changed].flatMap((watched) =>
    takeWatchers(world, watched.label, (state) => isIn(watched, state))
  )
  world.changed.clear()
  release(released)
}

/**
 * Where nothing else can ever happen, to be in a `wait_for` is to wait as well, so that two threads can meet:
 * one waits until the other waits for its end. False where nobody can go on so.
 */
export const releaseMet = (world: World): boolean => {
  const inWait = world.threads.filter(
    ({ state, reason }) => state === ThreadState.waiting && reason === 'wait_for'
  )
  const released = inWait.flatMap(({ label }) => takeWatchers(world, label, (state) => state === 'waiting'))
  release(released)
  return released.length > 0
}

/** A remark in the trace. */
export const remark = (kernel: Kernel, thread: Thread, text: string): undefined => {
  if (!isTraced(kernel)) return undefined
  const event = newEvent(kernel, 'note', thread)
  event.text = text
  emit(kernel, event)
  return undefined
}
