import { entryOf, type Entry, type Node } from '../tree.js'
import { BESIDE, WORDS } from './step.js'

/**
 * What a document's steps are, as far as it can be seen whether or not they are right: what is checked of
 * a scenario beyond its form is checked of a wrong one too, so that all its mistakes come at once.
 */

/** The call or control word of a step with what stands behind it, even a misspelt one. */
export const wordOf = (step: Node): Entry | undefined => {
  if (step.kind === 'scalar') return { key: step, value: step }
  if (step.kind === 'list') return undefined
  return (
    step.entries.find(({ key }) => WORDS.has(key.text)) ??
    step.entries.find(({ key }) => !BESIDE.includes(key.text))
  )
}

/** The parts of a list; of anything else, none. */
export const itemsOf = (node: Node | undefined): readonly Node[] => (node?.kind === 'list' ? node.items : [])

/** The entries of a map; of anything else, none. */
export const entriesOf = (node: Node | undefined): readonly Entry[] =>
  node?.kind === 'map' ? node.entries : []

/** The steps of a thread, which is a list of them or a map with more to say. */
const stepsOfThread = (thread: Node): readonly Node[] =>
  itemsOf(thread.kind === 'map' ? entryOf(thread, 'steps') : thread)

/** The threads of a task by name; a list of steps is one called `main`. */
export const threadsOfTask = (task: Node): ReadonlyMap<string, readonly Node[]> =>
  task.kind === 'list' ? new Map([['main', task.items]]) : namedThreads(entryOf(task, 'threads'))

/** Threads by name. */
export const namedThreads = (threads: Node | undefined): ReadonlyMap<string, readonly Node[]> =>
  new Map(entriesOf(threads).map(({ key, value }) => [key.text, stepsOfThread(value)]))

/** The lists of steps inside a control word that the same thread does. */
export const innerSteps = ({ key, value }: Entry): readonly (readonly Node[])[] => {
  switch (key.text) {
    case 'repeat':
      return [itemsOf(entryOf(value, 'steps'))]
    case 'forever':
      return [itemsOf(value)]
    case 'switch':
      return [...entriesOf(entryOf(value, 'cases')).map((one) => one.value), entryOf(value, 'default')].map(
        itemsOf
      )
    default:
      return []
  }
}

/** The lists of steps that a call gives to new threads. */
export const spawnedSteps = ({ key, value }: Entry): readonly (readonly Node[])[] => {
  if (key.text === 'task_create') return [...namedThreads(entryOf(value, 'threads')).values()]
  return key.text === 'thread_create' ? [itemsOf(entryOf(value, 'steps'))] : []
}

/** Shows every step to somebody: those of all tasks, and those inside steps. */
export const eachStep = (document: Node, look: (word: Entry) => void): void => {
  const within = (steps: readonly Node[]): void => {
    for (const step of steps) {
      const word = wordOf(step)
      if (word === undefined) continue
      look(word)
      innerSteps(word).forEach(within)
      spawnedSteps(word).forEach(within)
    }
  }
  for (const { value } of entriesOf(entryOf(document, 'tasks'))) threadsOfTask(value).forEach(within)
}
