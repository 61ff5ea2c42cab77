import type { Problem } from './errors.js'
import { byKind, map, named, optional, record, required, type Codec, type Read } from './grammar/codec.js'
import { ending, NOTHING_EXPECTED } from './grammar/ending.js'
import { explore, type Explore } from './grammar/explore.js'
import { given, NOTHING_GIVEN, taskName, type Given } from './grammar/given.js'
import { hostName, hosts, LOCAL, network, type HostDecl, type Network } from './grammar/host.js'
import { steps, threads } from './grammar/step.js'
import { bool, text } from './grammar/words.js'
import type { ThreadDecl } from './step.js'

export type { Explore } from './grammar/explore.js'
export type { Given, GivenPort } from './grammar/given.js'
export type { HostDecl, Network } from './grammar/host.js'

/** What must hold at the end; patterns of times are in nanoseconds, and what is left out is not looked at. */
export type FinalExpect = Read<typeof ending>

/** A task and the threads it starts with; a bare list of steps is one thread called `main`. */
export interface TaskDecl {
  readonly host: string
  readonly daemon: boolean
  readonly threads: ReadonlyMap<string, ThreadDecl>
}

/** One scenario: one document of a file. */
export interface Scenario {
  readonly title: string
  readonly about: string | null
  readonly source: string | null
  /** The line of its first key, from 1. */
  readonly line: number
  /** At least one. */
  readonly hosts: ReadonlyMap<string, HostDecl>
  readonly network: Network | null
  readonly given: Given
  readonly tasks: ReadonlyMap<string, TaskDecl>
  readonly expect: FinalExpect
  readonly explore: Explore | null
  /** What it uses that this version does not build; while there is any, it cannot be run. */
  readonly unsupported: readonly Problem[]
}

const ofMain = (list: ThreadDecl['steps']): Omit<TaskDecl, 'host'> & { host: null } => ({
  host: null,
  daemon: false,
  threads: new Map([['main', { priority: null, daemon: false, steps: list }]])
})

const task = byKind('a task: a list of steps, or a map with threads', {
  list: map(steps, ofMain),
  map: record('a task', {
    host: optional(hostName, null, 'the first host, where left out'),
    daemon: optional(bool, false, 'whether its threads need not have finished at the end'),
    threads: required(threads, 'its threads, by name')
  })
})

const document = record('a scenario', {
  scenario: required(text, 'the title'),
  about: optional(text, null, 'what it shows'),
  source: optional(text, null, 'where the rule that it tests is stated'),
  hosts: optional(hosts, LOCAL, 'the simulated machines'),
  network: optional(network, null, 'what lies between the hosts'),
  given: optional(given, NOTHING_GIVEN, 'rights that exist before the first step'),
  tasks: required(named('a map of tasks', 'the task', taskName, task), 'the tasks and their threads'),
  expect: optional(ending, NOTHING_EXPECTED, 'what must hold at the end'),
  explore: optional(explore, null, 'how the explorer runs it, and what it must find')
})

/** A scenario as one document of a file writes it; what it uses that is not built is found afterwards. */
export const scenario: Codec<Scenario> = map(document, ({ scenario: title, tasks, ...rest }, node) => {
  const [first = 'local'] = rest.hosts.keys()
  const placed = [...tasks].map(
    ([name, { host, ...parts }]) => [name, { ...parts, host: host ?? first }] as const
  )
  return { ...rest, title, line: node.at.line, tasks: new Map(placed), unsupported: [] }
})
