import type { Drive } from '../ports/lifecycle.js'
import { nextState } from '../ports/lifecycle.js'
import { newKernelPort, newPort } from '../ports/port.js'
import type { Ipc, Tally } from '../ports/ipc.js'
import type { KernelObject } from '../ports/kernel-object.js'
import { CMU, GNU } from '../ports/variant.js'
import { type Choice, seededChoice } from './choice.js'
import { newClock } from './clock.js'
import { type CostProfile, newCounters, PROFILES } from './costs.js'
import type { Listener } from './event.js'
import type { Kernel, Processor, World } from './kernel.js'
import { newRunQueue } from './scheduler.js'
import { emit, isTraced, newEvent, sighting } from './trace.js'
import { byteStore } from './vm/regions.js'
import { threadOf, wake } from './wait.js'
import { type WorldEvent, WorldState, worldTable } from './world.table.js'

/** A host's machine. Sizes are bytes; `costs` names a profile. */
export interface HostOptions {
  readonly processors?: number
  readonly costs?: string
  readonly memory?: number
  readonly kernel?: 'cmu' | 'gnu'
}

export interface WorldOptions {
  readonly hosts: Readonly<Record<string, HostOptions>>
  readonly seed?: number
  /** Decides in place of the seed. */
  readonly choice?: Choice
  /** Recount everything after each step. */
  readonly invariants?: boolean
  /** Live xstate actors in place of the tables. */
  readonly drive?: Drive | null
  readonly listener?: Listener | null
}

const MEMORY = 64 * 1024 * 1024
const BODY_MAX = 16 * 1024 * 1024
const CPUS_MAX = 64

/** Moves the world along its chart. */
export const moveWorld = (world: World, event: WorldEvent): void => {
  world.state = nextState(world.drive, worldTable, world, world.state, event) as WorldState
}

/** A world of hosts, none of which has a task yet. */
export const createWorld = (options: WorldOptions): World => {
  const world: World = {
    state: WorldState.booting,
    hosts: new Map(),
    now: 0,
    clock: newClock(),
    choice: options.choice ?? seededChoice(options.seed ?? 1),
    trace: { listener: options.listener ?? null, seq: 0 },
    drive: options.drive ?? null,
    invariants: options.invariants ?? false,
    threads: [],
    traps: 0,
    watchers: new Map(),
    watches: 0,
    changed: new Set(),
    processors: []
  }
  for (const [name, host] of Object.entries(options.hosts)) bootHost(world, name, host)
  return world
}

const profileOf = (name: string): CostProfile => {
  const profile = PROFILES.get(name)
  if (profile === undefined) throw new RangeError(`there is no cost profile '${name}'`)
  return profile
}

const newIpc = (world: World, options: HostOptions, tally: Tally, wakeWaiter: Ipc['wake']): Ipc => ({
  variant: options.kernel === 'gnu' ? GNU : CMU,
  drive: world.drive,
  tally,
  observe: null,
  wake: wakeWaiter,
  memory: byteStore,
  lastPort: 0,
  lastMessage: 0,
  doomed: [],
  destroying: false,
  spare: null,
  spares: 0,
  payloads: new Map(),
  bodyLimit: BODY_MAX,
  memoryLimit: options.memory ?? MEMORY,
  memoryUsed: 0
})

/** Boots one host: its kernel, host port, processors, and the port that $bootstrap names. */
const bootHost = (world: World, name: string, options: HostOptions): void => {
  const counters = newCounters()
  const ipc = newIpc(world, options, counters, (waiter) => wake(kernel, threadOf(waiter)))
  const hostObject: KernelObject = { kind: 'host', target: null }
  const kernel: Kernel = {
    name,
    world,
    ipc,
    profile: profileOf(options.costs ?? 'default'),
    counters,
    charged: 0,
    processors: [],
    runQueue: newRunQueue(),
    tasks: [],
    names: new Map(),
    current: null,
    acting: null,
    hostPort: newKernelPort(ipc, hostObject),
    hostObject,
    bootstrapPort: newPort(ipc)
  }
  hostObject.target = kernel
  addProcessors(kernel, Math.min(options.processors ?? 1, CPUS_MAX))
  setListener(kernel)
  world.hosts.set(name, kernel)
  if (isTraced(kernel)) emit(kernel, newEvent(kernel, 'host.boot', null))
}

const addProcessors = (kernel: Kernel, count: number): void => {
  for (let i = 0; i < count; i++) {
    const object: KernelObject = { kind: 'processor', target: null }
    const port = newKernelPort(kernel.ipc, object)
    const processor: Processor = {
      id: kernel.world.processors.length,
      kernel,
      port,
      thread: null,
      last: null,
      preempt: false,
      time: kernel.world.now
    }
    object.target = processor
    kernel.processors.push(processor)
    kernel.world.processors.push(processor)
  }
}

const setListener = (kernel: Kernel): void => {
  if (kernel.world.trace.listener !== null)
    kernel.ipc.observe = (sight, port, message, detail) => sighting(kernel, sight, port, message, detail)
}
