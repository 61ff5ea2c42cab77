import { MACH_PORT_NULL } from '../ports/abi.js'
import { readScenarios } from '../scenarios/scenario-file.js'
import type { Scenario } from '../scenarios/language.js'
import type { Lookup } from '../scenarios/values.js'
import type { Name, Program } from '../tasks/mach.js'
import type { Behaviour, Names } from './program.js'
import { type FinishedRun, play, type RunSettings } from './run.js'

/** What a world can be told: how to run it, and what messages call it. */
export interface WorldSettings extends RunSettings {
  readonly title?: string
}

/** A simulated machine, as in a scenario. */
export interface HostPlan {
  readonly processors?: number
  /** CMU Mach 3.0, where it is left out, or GNU Mach. */
  readonly kernel?: 'cmu' | 'gnu'
  readonly costs?: string
}

/** A port that exists before the first step, as in a scenario. */
export interface PortPlan<Set extends string = never> {
  /** The task that holds the receive right. */
  readonly receiver: string
  /** The tasks that hold send rights, perhaps with their user references. */
  readonly send?: readonly string[] | Readonly<Record<string, number>>
  readonly send_once?: readonly string[]
  readonly qlimit?: number
  /** The port set of the receiver that it is in. */
  readonly set?: Set
  /** So many empty messages are in its queue. */
  readonly messages?: number
}

/** A thread: its program, perhaps with a priority, or as one that need not finish. */
export type ThreadPlan<Given extends string> =
  | Behaviour<Given>
  | { readonly program: Behaviour<Given>; readonly priority?: number; readonly daemon?: boolean }

/** A task of several threads, or a daemon. */
export interface TaskPlan<Given extends string> {
  readonly daemon?: boolean
  readonly threads: Readonly<Record<string, ThreadPlan<Given>>>
}

/** A world that is being written down; each call answers a new one. */
export interface WorldPlan<Given extends string = never> {
  /** The machine that the tasks live on. */
  readonly host: (name?: string, machine?: HostPlan) => WorldPlan<Given>
  /** Rights that exist before the first step; those who hold them find the port's name among their own. */
  readonly port: <Port extends string, Set extends string = never>(
    name: Port,
    plan: PortPlan<Set>
  ) => WorldPlan<Given | Port | `${Port}_once` | Set>
  /** A task, with one thread called `main` or with those that are named. */
  readonly task: (name: string, plan: Behaviour<Given> | TaskPlan<Given>) => WorldPlan<Given>
  /** Runs it to its end. Throws what a program throws. */
  readonly run: () => FinishedRun
}

/** What has been written down so far: a scenario's document, with programs in place of its steps. */
interface Draft {
  readonly settings: WorldSettings
  readonly hosts: Readonly<Record<string, HostPlan>>
  readonly ports: Readonly<Record<string, PortPlan<string>>>
  readonly tasks: Readonly<Record<string, TaskPlan<string>>>
}

const NO_STEPS: readonly string[] = ['exit']

const threadOf = (plan: ThreadPlan<string>) => (typeof plan === 'function' ? { program: plan } : plan)

const taskDocument = ({ daemon = false, threads }: TaskPlan<string>): object => ({
  daemon,
  threads: Object.fromEntries(
    Object.entries(threads).map(([name, plan]) => {
      const { program: _program, ...rest } = threadOf(plan)
      return [name, { ...rest, steps: NO_STEPS }]
    })
  )
})

/** The draft as the scenario that it is, read like any other: what is wrong with it is found the same way. */
const scenarioOf = ({ settings, hosts, ports, tasks }: Draft): Scenario => {
  const document = {
    scenario: settings.title ?? 'a world of programs',
    hosts,
    given: { ports },
    tasks: Object.fromEntries(Object.entries(tasks).map(([name, plan]) => [name, taskDocument(plan)]))
  }
  const { scenarios, problems } = readScenarios(JSON.stringify(document))
  const [scenario] = scenarios
  const wrong = [...problems, ...(scenario?.unsupported ?? [])]
  if (scenario !== undefined && wrong.length === 0) return scenario
  const lines = wrong.map(({ message, nearest }) =>
    nearest === undefined ? message : `${message}; did you mean ${nearest}?`
  )
  throw new Error(`this world cannot be made: ${lines.join('\n')}`)
}

const namesFor = (given: readonly string[], lookup: Lookup): Names<string> => {
  const name = (variable: string): Name => Number(lookup(variable) ?? MACH_PORT_NULL)
  const own = ['task_self', 'thread_self', 'host_self', 'notify', 'bootstrap']
  return Object.fromEntries([...own, ...given].map((variable) => [variable, name(variable)]))
}

const givenNames = ({ ports }: Draft): string[] =>
  Object.entries(ports).flatMap(([name, { set }]) => [
    name,
    `${name}_once`,
    ...(set === undefined ? [] : [set])
  ])

const runDraft = (draft: Draft): FinishedRun => {
  const scenario = scenarioOf(draft)
  const given = givenNames(draft)
  const programs = new Map<string, (names: Lookup) => Program>()
  for (const [task, { threads }] of Object.entries(draft.tasks))
    for (const [thread, plan] of Object.entries(threads)) {
      const { program } = threadOf(plan)
      programs.set(`${task}.${thread}`, function* (lookup) {
        yield* program(namesFor(given, lookup))
      })
    }
  const { title: _title, ...settings } = draft.settings
  return play({ scenario, origin: null, programs }, settings)
}

const plan = (draft: Draft): WorldPlan<string> => {
  const { hosts, ports, tasks } = draft
  return {
    host: (name = 'local', machine = {}) => plan({ ...draft, hosts: { ...hosts, [name]: machine } }),
    port: (name, port) => plan({ ...draft, ports: { ...ports, [name]: port } }),
    task: (name, made) =>
      plan({
        ...draft,
        tasks: { ...tasks, [name]: typeof made === 'function' ? { threads: { main: made } } : made }
      }),
    run: () => runDraft(draft)
  }
}

/** An empty world, to be written down in TypeScript: `world().host().task(name, program).run()`. */
export const world = (settings: WorldSettings = {}): WorldPlan =>
  plan({ settings, hosts: {}, ports: {}, tasks: {} })
