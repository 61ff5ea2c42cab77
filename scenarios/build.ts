import {
  boot,
  createTask,
  createThread,
  createWorld,
  fillQueue,
  giveReceive,
  giveSend,
  giveSendOnce,
  giveSet,
  type Kernel,
  type Listener,
  putInSet,
  setQlimit,
  type Task,
  taskPortFor,
  type Thread,
  threadPortFor,
  threadSelf,
  type World
} from '../kernel/index.js'
import { impossible } from '../ports/assert.js'
import type { Drive } from '../ports/lifecycle.js'
import { netname } from '../tasks/servers/netname.js'
import type { Program } from '../tasks/mach.js'
import type { GivenPort, Scenario } from './language.js'
import { type Ensemble, newEnsemble } from './acting/stage.js'
import type { ThreadDecl } from './step.js'
import type { Lookup } from './values.js'

/** What threads run in place of steps, by their labels; each is told what its task's names are worth once it runs. */
export type Programs = ReadonlyMap<string, (names: Lookup) => Program>

/** What a world takes besides its scenario. */
export interface BuildOptions {
  readonly seed: number
  /** Traps, and as much work that takes none. */
  readonly budget: number
  /** Recounts everything after every trap. */
  readonly invariants: boolean
  /** Live xstate actors in place of the tables. */
  readonly drive: Drive | null
  /** Hears everything, from the making of the hosts on. */
  readonly listener: Listener | null
  readonly programs?: Programs
}

/** A scenario as a world at rest, before its first step. */
export interface Built extends Ensemble {
  readonly world: World
  /** Threads but those of servers that no scenario has to start: the name server of each host. */
  readonly ownThreads: () => readonly Thread[]
  /** What the scenario calls a port, if it has a name for it. */
  readonly portName: (host: string, port: number) => string | null
  /** How many processors a host has. */
  readonly processors: (host: string) => number
}

/** A world that is being built. */
interface Site {
  readonly world: World
  readonly scenario: Scenario
  readonly ensemble: Ensemble
  readonly programs: Programs
  readonly tasks: Map<string, Task>
  readonly threads: Map<string, Thread>
  /** Names of given port sets, by their task and what the scenario calls them. */
  readonly sets: Map<string, number>
  readonly portNames: Map<string, string>
}

const found = <A>(all: ReadonlyMap<string, A>, name: string): A =>
  all.get(name) ?? impossible(`a scenario that was checked names ${name}, which is not there`)

const makeTasks = ({ world, scenario, ensemble, tasks }: Site): void => {
  for (const [name, { host }] of scenario.tasks) {
    const task = createTask(found(world.hosts, host), { name })
    tasks.set(name, task)
    ensemble.variablesOf(task)
  }
}

/** A task of the scenario and the host that it lives on. */
const taskOf = (site: Site, name: string): readonly [Kernel, Task] => [
  found(site.world.hosts, found(site.scenario.tasks, name).host),
  found(site.tasks, name)
]

const tell = ({ ensemble, tasks }: Site, task: string, variable: string, name: number): void => {
  ensemble.variablesOf(found(tasks, task)).set(variable, name)
}

const givePort = (site: Site, name: string, given: GivenPort): void => {
  const [host, receiver] = taskOf(site, given.receiver)
  const { port, name: own } = giveReceive(host, receiver)
  tell(site, given.receiver, name, own)
  site.portNames.set(`${host.name}:${port.id}`, name)
  if (given.qlimit !== null) setQlimit(port, given.qlimit)
  for (const [task, urefs] of given.send) tell(site, task, name, giveSend(...taskOf(site, task), port, urefs))
  for (const task of given.send_once)
    tell(site, task, `${name}_once`, giveSendOnce(...taskOf(site, task), port))
  if (given.set !== null) putInSet(host, receiver, port, setOf(site, given.receiver, given.set))
  fillQueue(host, port, given.messages)
}

/** The receiver's name for a port set, which is made for its first member. */
const setOf = (site: Site, receiver: string, set: string): number => {
  const [host, task] = taskOf(site, receiver)
  const known = site.sets.get(`${receiver} ${set}`)
  if (known !== undefined) return known
  const made = giveSet(host, task)
  site.sets.set(`${receiver} ${set}`, made)
  tell(site, receiver, set, made)
  return made
}

/** What a thread runs: its steps, or a program in their place. */
const programOf = (
  { ensemble, programs }: Site,
  host: Kernel,
  label: string,
  { steps }: ThreadDecl
): ((thread: Thread) => Program) => {
  const program = programs.get(label)
  if (program === undefined) return ensemble.stage.cast(steps)
  return (thread) => {
    const self = threadSelf(host, thread)
    const shared = ensemble.variablesOf(thread.task)
    return program((name) => (name === 'thread_self' ? self : shared.get(name)))
  }
}

const makeThreads = (site: Site): void => {
  const { world, scenario, tasks, threads } = site
  for (const [task, { host, daemon, threads: decls }] of scenario.tasks)
    for (const [name, decl] of decls) {
      const kernel = found(world.hosts, host)
      const made = createThread(kernel, found(tasks, task), {
        name,
        program: programOf(site, kernel, `${task}.${name}`, decl),
        priority: decl.priority ?? undefined
      })
      made.daemon = daemon || decl.daemon
      threads.set(`${task}.${name}`, made)
    }
}

const giveKernelPorts = (site: Site): void => {
  const { given } = site.scenario
  for (const [name, { send }] of given.tasks)
    for (const holder of send)
      tell(site, holder, `${name}_task`, taskPortFor(...taskOf(site, holder), found(site.tasks, name)))
  for (const [label, { send }] of given.threads)
    for (const holder of send) {
      const name = threadPortFor(...taskOf(site, holder), found(site.threads, label))
      tell(site, holder, `${label.replace('.', '_')}_thread`, name)
    }
}

/** Makes the world that a scenario describes: its hosts, tasks, given rights and threads. */
export const build = (scenario: Scenario, options: BuildOptions): Built => {
  const { budget, programs = new Map(), ...world } = options
  const made = createWorld({ ...world, hosts: Object.fromEntries(scenario.hosts) })
  const ensemble = newEnsemble(made, budget)
  const site: Site = {
    world: made,
    scenario,
    ensemble,
    programs,
    tasks: new Map(),
    threads: new Map(),
    sets: new Map(),
    portNames: new Map()
  }
  makeTasks(site)
  for (const [name, given] of scenario.given.ports) givePort(site, name, given)
  const servers = boot(made, 'netname', (service, { name }) => netname(service, name))
  makeThreads(site)
  giveKernelPorts(site)

  const portName = (host: string, port: number): string | null =>
    site.portNames.get(`${host}:${port}`) ?? null
  const ownThreads = () => made.threads.filter(({ task }) => !servers.includes(task))
  const processors = (host: string): number => made.hosts.get(host)?.processors.length ?? 1
  return { ...ensemble, world: made, ownThreads, portName, processors }
}
