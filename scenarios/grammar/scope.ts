import { entryOf, type Entry, type Node } from '../tree.js'
import {
  entriesOf,
  innerSteps,
  itemsOf,
  namedThreads,
  spawnedSteps,
  threadsOfTask,
  wordOf
} from './outline.js'
import { WORDS } from './step.js'

/** A thread's steps, and every variable that one of them sets. */
export interface Thread {
  readonly steps: readonly Node[]
  /** It may be made more than once, so that its last step can come before its first. */
  readonly again: boolean
  readonly sets: Set<string>
}

/** The variables of a task: those it starts with, and the threads that set more. */
export interface Scope {
  readonly given: ReadonlySet<string>
  readonly threads: Thread[]
}

/** Every scope of a scenario. */
interface Scopes {
  readonly all: Scope[]
  /** What threads set that are put into a task which is not known before the run. */
  readonly anywhere: Set<string>
}

const PREDEFINED = ['task_self', 'thread_self', 'host_self', 'notify', 'bootstrap']

/** The scopes of a document's tasks, and of those that its steps make. */
export const scopesOf = (document: Node): Scopes => {
  const scopes: Scopes = { all: [], anywhere: new Set() }
  const given = givenRights(document)
  for (const { key, value } of entriesOf(entryOf(document, 'tasks'))) {
    openScope(scopes, new Set([...PREDEFINED, ...(given.get(key.text) ?? [])]), threadsOfTask(value).values())
  }
  return scopes
}

/** What given rights put into each task before its first step. */
const givenRights = (document: Node): ReadonlyMap<string, ReadonlySet<string>> => {
  const known = new Map<string, Set<string>>()
  const tell = (variable: string, tasks: readonly string[]): void => {
    for (const task of tasks) known.set(task, (known.get(task) ?? new Set()).add(variable))
  }
  const given = entryOf(document, 'given')
  for (const { key, value } of entriesOf(entryOf(given, 'ports'))) {
    const receiver = namesIn(entryOf(value, 'receiver'))
    tell(key.text, [...receiver, ...namesIn(entryOf(value, 'send'))])
    tell(`${key.text}_once`, namesIn(entryOf(value, 'send_once')))
    for (const set of namesIn(entryOf(value, 'set'))) tell(set, receiver)
  }
  for (const kind of ['task', 'thread']) {
    for (const { key, value } of entriesOf(entryOf(given, `${kind}s`))) {
      tell(`${key.text.replace('.', '_')}_${kind}`, namesIn(entryOf(value, 'send')))
    }
  }
  return known
}

const textOf = (node: Node | undefined): string => (node?.kind === 'scalar' ? node.text : '')

const openScope = (scopes: Scopes, given: ReadonlySet<string>, threads: Iterable<readonly Node[]>): void => {
  const scope: Scope = { given, threads: [] }
  scopes.all.push(scope)
  for (const steps of threads) addThread(scopes, scope, steps, false)
}

const addThread = (scopes: Scopes, scope: Scope | null, steps: readonly Node[], again: boolean): void => {
  const thread: Thread = { steps, again, sets: scope === null ? scopes.anywhere : new Set() }
  scope?.threads.push(thread)
  gather(scopes, scope, thread, steps, again)
}

/** Finds what a thread's steps set, and the tasks and threads that they make. */
const gather = (
  scopes: Scopes,
  scope: Scope | null,
  thread: Thread,
  steps: readonly Node[],
  again: boolean
): void => {
  for (const step of steps) {
    for (const name of setBy(step)) thread.sets.add(name)
    const word = wordOf(step)
    if (word === undefined) continue
    const repeated = again || isLoop(word)
    for (const inner of innerSteps(word)) gather(scopes, scope, thread, inner, repeated)
    if (word.key.text === 'task_create') {
      openScope(scopes, new Set(PREDEFINED), namedThreads(entryOf(word.value, 'threads')).values())
    } else {
      const parent = textOf(entryOf(word.value, 'parent_task'))
      const owner = parent === '' || parent === '$task_self' ? scope : null
      for (const spawned of spawnedSteps(word)) addThread(scopes, owner, spawned, again)
    }
  }
}

/** Whether what stands inside a word may be done more than once. */
export const isLoop = ({ key, value }: Entry): boolean => {
  const times = key.text === 'repeat' ? entryOf(value, 'times') : undefined
  return key.text === 'forever' || (key.text === 'repeat' && !(times?.kind === 'scalar' && times.value === 1))
}

/** The variables that a step itself sets; of a word nobody knows, whatever in it looks like that. */
export const setBy = (step: Node): readonly string[] => {
  const bound = namesIn(entryOf(step, 'bind'))
  const word = wordOf(step)
  if (word === undefined) return bound
  if (word.key.text === 'set') return [...bound, ...namesIn(word.value)]
  if (word.key.text === 'repeat') return [...bound, ...namesIn(entryOf(word.value, 'index'))]
  return WORDS.has(word.key.text) ? bound : [...bound, ...setWithin(word.value)]
}

/** One name, the names of a list, or the keys of a map. */
const namesIn = (node: Node | undefined): readonly string[] => {
  if (node?.kind === 'scalar') return [node.text]
  return node?.kind === 'list' ? node.items.flatMap(namesIn) : entriesOf(node).map(({ key }) => key.text)
}

const setWithin = (node: Node): readonly string[] => [
  ...itemsOf(node).flatMap(setWithin),
  ...entriesOf(node).flatMap(({ key, value }) =>
    ['bind', 'set', 'index'].includes(key.text) ? namesIn(value) : setWithin(value)
  )
]
