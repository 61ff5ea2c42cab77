/** The kernel's public face: worlds, tasks, threads, and what can be seen of them. */
export type { Drive } from '../ports/lifecycle.js'
export type { FirstProgram } from './boot.js'
export { boot } from './boot.js'
export type { CostProfile, Counters } from './costs.js'
export { PROFILES } from './costs.js'
export type { EventName, Listener, TraceEvent } from './event.js'
export { encodeEvent } from './event.js'
export {
  bootstrapOf,
  fillQueue,
  giveReceive,
  giveSend,
  giveSendOnce,
  giveSet,
  hostSelf,
  notifyOf,
  putInSet,
  setQlimit,
  taskPortFor,
  taskSelf,
  threadPortFor,
  threadSelf
} from './given.js'
export { unpark } from './instructions.js'
export { checkInvariants } from './invariants.js'
export type { Kernel, World } from './kernel.js'
export { endWorld, runWorld, stepWorld } from './step.js'
export { createTask, createThread } from './task-life.js'
export type { ThreadView, Waiting } from './view.js'
export { threadView, threadViews } from './view.js'
export type { HostOptions, WorldOptions } from './world.js'
export { createWorld } from './world.js'
export type { Task } from '../tasks/task.js'
export type { Thread } from '../tasks/task.js'
