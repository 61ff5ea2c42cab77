import { extendExpect } from './globals.js'
import { matchers } from './matchers.js'

/** machlab under jest: scenario files as tests, worlds of programs, and what `expect` can ask of their runs. */
export type { Actor, Delivery } from './deliveries.js'
export { matchers, type RunMatchers } from './matchers.js'
export type { Counter, CountPattern } from './matchers/counted.js'
export type { DeliveryPattern } from './matchers/delivered.js'
export type { EventPattern } from './matchers/events.js'
export type { RightPattern } from './matchers/right.js'
export {
  type Answered,
  type Behaviour,
  codeOf,
  compute,
  type Names,
  note,
  outputs,
  type OwnName,
  sleep,
  wait_for
} from './program.js'
export type { HeldRight, RightKind } from './rights.js'
export type { FinishedRun, Origin, RunEvent, RunSettings } from './run.js'
export { type FileSettings, runFile, runText } from './scenario-runs.js'
export { describeScenarios } from './suite.js'
export {
  type HostPlan,
  type PortPlan,
  type TaskPlan,
  type ThreadPlan,
  world,
  type WorldPlan,
  type WorldSettings
} from './world.js'

extendExpect(matchers)
