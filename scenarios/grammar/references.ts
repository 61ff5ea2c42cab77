import { quote, type Finding } from '../errors.js'
import { entryOf, type Node, type Scalar } from '../tree.js'
import { eachStep, entriesOf, itemsOf, namedThreads, threadsOfTask } from './outline.js'
import { variableIn } from './number.js'

/** The tasks, threads and hosts that a scenario can speak of. */
interface Cast {
  readonly hosts: ReadonlySet<string>
  /** Those that are there from the start. */
  readonly tasks: ReadonlySet<string>
  readonly threads: ReadonlySet<string>
  readonly made: Made
}

/** What steps make, under the names that the calls give or stand for. */
interface Made {
  /** Threads made with their task. */
  readonly threads: Set<string>
  readonly tasks: Set<string>
  /** The names of threads that may be made in any task. */
  readonly loose: Set<string>
  /** Whether a name is known only when the scenario runs. */
  open: boolean
}

/** Every name of a task, a thread or a host that is not there. */
export const unknownActors = (document: Node): readonly Finding[] => {
  const cast = castOf(document)
  const findings: Finding[] = []
  const expects = (what: string, names: ReadonlySet<string>) => (node: Node | undefined) => {
    if (node?.kind !== 'scalar' || node.text === '' || names.has(node.text)) return
    findings.push(missing(what, node, names))
  }
  const task = expects('task', cast.tasks)
  const host = expects('host', cast.hosts)
  const given = entryOf(document, 'given')
  for (const { value } of entriesOf(entryOf(given, 'ports'))) {
    task(entryOf(value, 'receiver'))
    for (const holders of ['send', 'send_once']) namesIn(entryOf(value, holders)).forEach(task)
  }
  for (const [kind, look] of [
    ['tasks', task],
    ['threads', expects('thread', cast.threads)]
  ] as const) {
    for (const { key, value } of entriesOf(entryOf(given, kind))) {
      look(key)
      namesIn(entryOf(value, 'send')).forEach(task)
    }
  }
  for (const { value } of entriesOf(entryOf(document, 'tasks'))) host(entryOf(value, 'host'))
  const network = entryOf(document, 'network')
  for (const one of itemsOf(entryOf(network, 'partitions'))) namesIn(entryOf(one, 'between')).forEach(host)
  for (const one of itemsOf(entryOf(network, 'crashes'))) host(entryOf(one, 'host'))
  return [...findings, ...unknownThreads(document, cast), ...unknownCountHosts(document, cast)]
}

const missing = (what: string, node: Scalar, names: Iterable<string>): Finding => ({
  kind: 'mistake',
  at: node.at,
  message: `there is no ${what} ${quote(node.text)}`,
  wrong: node.text,
  names
})

/** The names in a list, or the keys of a map. */
const namesIn = (node: Node | undefined): readonly Node[] => [
  ...itemsOf(node),
  ...entriesOf(node).map(({ key }) => key)
]

/** Threads that are waited for, or expected in some state, and will never be there. */
const unknownThreads = (document: Node, cast: Cast): readonly Finding[] => {
  const findings: Finding[] = []
  const names = [...cast.threads, ...cast.made.threads]
  const look = (node: Node | undefined): void => {
    if (node?.kind !== 'scalar' || node.text === '' || cast.made.open) return
    if (!canBe(firstOfName(node.text), cast)) findings.push(missing('thread', node, names))
  }
  eachStep(document, ({ key, value }) => {
    if (key.text === 'wait_for') look(entryOf(value, 'thread'))
  })
  for (const { key } of entriesOf(entryOf(entryOf(document, 'expect'), 'threads'))) look(key)
  return findings
}

const canBe = (label: string, { tasks, threads, made }: Cast): boolean => {
  if (threads.has(label) || made.threads.has(label)) return true
  const [task = '', thread = ''] = label.split('.')
  return (tasks.has(task) || made.tasks.has(task)) && made.loose.has(thread)
}

/** `x#2.main` is a thread of the second task called x. */
const firstOfName = (label: string): string => label.replaceAll(/#[1-9]\d{0,8}(?=\.|$)/gu, '')

/** A key of `counts` that holds counters, and is no host's name. */
const unknownCountHosts = (document: Node, { hosts }: Cast): readonly Finding[] =>
  entriesOf(entryOf(entryOf(document, 'expect'), 'counts'))
    .filter(({ key, value }) => isCounters(value) && !hosts.has(key.text))
    .map(({ key }) => missing('host', key, hosts))

const PATTERN_KEYS = new Set(['min', 'max', 'not', 'any_order', 'contains', 'fill', 'number'])

const isCounters = (node: Node): boolean =>
  node.kind === 'map' &&
  node.entries.length > 0 &&
  !node.entries.some(({ key }) => PATTERN_KEYS.has(key.text))

const castOf = (document: Node): Cast => {
  const named = entriesOf(entryOf(document, 'hosts')).map(({ key }) => key.text)
  const tasks = entriesOf(entryOf(document, 'tasks'))
  const threads = tasks.flatMap(({ key, value }) =>
    [...threadsOfTask(value).keys()].map((thread) => `${key.text}.${thread}`)
  )
  return {
    hosts: new Set(named.length > 0 ? named : ['local']),
    tasks: new Set(tasks.map(({ key }) => key.text)),
    threads: new Set(threads),
    made: madeBy(document)
  }
}

const madeBy = (document: Node): Made => {
  const made: Made = { threads: new Set(), tasks: new Set(), loose: new Set(), open: false }
  eachStep(document, ({ key, value }) => {
    if (key.text !== 'task_create' && key.text !== 'thread_create') return
    const given = entryOf(value, 'name')
    const name = given?.kind === 'scalar' ? given.text : key.text.replace('_create', '')
    if (variableIn(name) !== undefined) made.open = true
    if (key.text === 'thread_create') return void made.loose.add(name)
    made.tasks.add(name)
    for (const thread of namedThreads(entryOf(value, 'threads')).keys()) made.threads.add(`${name}.${thread}`)
  })
  return made
}
