import type { Trap } from '../tasks/mach.js'
import type { Thread } from '../tasks/task.js'
import { ThreadState } from '../tasks/thread.table.js'
import { nextAlarm, takeAlarm } from './clock.js'
import { costOf } from './costs.js'
import { releaseMet, wakeWatchers } from './instructions.js'
import { checkInvariants } from './invariants.js'
import type { Kernel, Processor, World } from './kernel.js'
import { bestReady, dispatch, mustYield, takeBest, yieldProcessor } from './scheduler.js'
import { stopIfHeld } from './suspension.js'
import { finishThread } from './task-life.js'
import { note } from './trace.js'
import { enter, leave, resume } from './trap.js'
import { BLOCKED } from './wait.js'
import { WorldEvent, WorldState } from './world.table.js'
import { moveWorld } from './world.js'

/** The next value of whatever the thread runs: its program, or a library routine it is in. */
const next = (thread: Thread): IteratorResult<Trap, unknown> => {
  const { routine, program } = thread
  if (routine !== null) {
    const result = routine.next(thread.answer)
    if (!result.done) return result
    thread.routine = null
    thread.answer = result.value
    thread.trap = null
  }
  return program === null ? { done: true, value: undefined } : program.next(thread.answer)
}

/** Lets a thread go on: finishes its pending call, runs its program to the next trap, enters the kernel. */
const runThread = (kernel: Kernel, thread: Thread): void => {
  if (thread.continuation !== null) {
    const answer = resume(kernel, thread, thread.continuation)
    if (answer === BLOCKED || thread.state !== ThreadState.running) return
    leave(kernel, thread, answer)
    thread.answer = answer
    if (stopIfHeld(kernel, thread)) return
  }
  const { program } = thread
  const result = thread.routine === null && program !== null ? program.next(thread.answer) : next(thread)
  if (result.done === true) {
    finishThread(kernel, thread)
    return
  }
  const answer = enter(kernel, thread, result.value)
  if (answer === BLOCKED) {
    stopIfHeld(kernel, thread)
    return
  }
  if (thread.state !== ThreadState.running) return
  if (answer !== null) leave(kernel, thread, answer)
  thread.answer = answer
  stopIfHeld(kernel, thread)
}

/** Uses the processor for a `compute`, a quantum at most at a time. */
const runSlice = (processor: Processor, thread: Thread): void => {
  thread.slice = Math.min(thread.computing, thread.quantum)
  thread.computing -= thread.slice
  thread.quantum -= thread.slice
  thread.used += thread.slice
  processor.time += thread.slice
}

/** Picks who runs on a processor: the thread on it, unless it must make room. */
const select = (processor: Processor): Thread | null => {
  const { thread } = processor
  return thread !== null && thread.quantum > 0 && !processor.preempt ? thread : reselect(processor)
}

/** Makes room where that is due, and takes the next thread where there is room. */
const reselect = (processor: Processor): Thread | null => {
  const { kernel } = processor
  if (processor.thread !== null && mustYield(processor)) {
    kernel.counters.preemptions += 1
    note(kernel, 'thread.preempt', processor.thread)
    yieldProcessor(processor)
  }
  const thread = processor.thread ?? takeBest(kernel)
  if (thread === null) return null
  if (processor.thread === null) dispatch(processor, thread)
  if (thread.quantum <= 0) thread.quantum = kernel.profile.quantum
  return thread
}

/** One step of a processor: a slice of computing, or a thread up to and into its next trap. */
const stepProcessor = (processor: Processor): void => {
  const { kernel } = processor
  const thread = processor.thread
  if (thread !== null) {
    thread.slice = 0
    if (thread.holds > 0 && stopIfHeld(kernel, thread)) return
  }
  const chosen = select(processor)
  if (chosen === null) return
  if (chosen.computing > 0) {
    runSlice(processor, chosen)
    return
  }
  kernel.current = chosen
  kernel.acting = processor
  runThread(kernel, chosen)
  kernel.current = null
  kernel.acting = null
  charge(processor, chosen)
}

/** Turns what was counted since the last step into time, the thread's and its processor's. */
const charge = (processor: Processor, thread: Thread): void => {
  const { kernel } = processor
  const total = costOf(kernel.profile, kernel.counters)
  const cost = total - kernel.charged
  kernel.charged = total
  processor.time += cost
  thread.used += cost
  thread.quantum -= cost
}

/** The processor that acts next. */
const nextProcessor = (world: World): Processor | null => {
  const only = world.processors[0]
  if (only === undefined || world.processors.length > 1) return firstFree(world)
  return only.thread !== null || only.kernel.runQueue.size > 0 ? only : null
}

/** Of the processors with something to run the one free first, ties by number. */
const firstFree = (world: World): Processor | null => {
  let first: Processor | null = null
  for (const processor of world.processors) {
    const idle = processor.thread === null && bestReady(processor.kernel.runQueue) === 32
    if (!idle && (first === null || processor.time < first.time)) first = processor
  }
  return first
}

/** Lets time pass to the next alarm. */
const ring = (world: World): void => {
  const alarm = takeAlarm(world.clock)
  if (alarm === null) return
  if (alarm.time > world.now) world.now = alarm.time
  alarm.ring(alarm.thread)
}

/** An alarm while no processor has anything to run. */
const ringIdle = (world: World): void => {
  if (world.state === WorldState.running) moveWorld(world, WorldEvent.idle)
  ring(world)
  if (world.state === WorldState.idle) moveWorld(world, WorldEvent.alarm)
}

/** One step of the world: an alarm, or a processor's. False when nothing can ever run again. */
export const stepWorld = (world: World): boolean => {
  const processor = nextProcessor(world)
  const alarm = nextAlarm(world.clock)
  if (processor === null) {
    if (alarm === null) return releaseMet(world)
    ringIdle(world)
  } else if (alarm !== null && alarm.time <= processor.time) ring(world)
  else {
    if (processor.time > world.now) world.now = processor.time
    stepProcessor(processor)
  }
  if (world.changed.size > 0) wakeWatchers(world)
  if (world.invariants) checkInvariants(world)
  return true
}

/** Runs until nothing can ever run again, or `budget` traps are used up. */
export const runWorld = (world: World, budget: number): 'quiet' | 'budget' => {
  if (world.state === WorldState.booting) moveWorld(world, WorldEvent.boot)
  while (world.traps < budget) if (!stepWorld(world)) return 'quiet'
  return 'budget'
}

/** Declares the run over. */
export const endWorld = (world: World): void => {
  if (world.state !== WorldState.ended) moveWorld(world, WorldEvent.end)
}
