import type { Finding } from '../errors.js'
import { entryOf, type Entry, type Node, type Scalar } from '../tree.js'
import { entriesOf, innerSteps, itemsOf, wordOf } from './outline.js'
import { isLoop, scopesOf, setBy, type Scope, type Thread } from './scope.js'
import { WORDS } from './step.js'
import { variableIn } from './number.js'

/** The walk along a thread's steps. */
interface Walk {
  readonly findings: Finding[]
  /** Set by earlier steps, and in which order. */
  readonly earlier: Set<string>
  readonly order: string[]
  /** Set by somebody else, or before the first step. */
  readonly elsewhere: (name: string) => boolean
  /** Every variable there is, to tell which one was meant. */
  readonly names: readonly string[]
}

/**
 * Every use of a variable that no step before it can have set. Variables belong to a task: a step of
 * another thread of the task counts as before, of the same thread only what really comes earlier.
 */
export const unsetVariables = (document: Node): readonly Finding[] => {
  const { all, anywhere } = scopesOf(document)
  return all.flatMap((scope) => {
    const setters = settersOf(scope)
    const names = [...scope.given, ...setters.keys()].map((name) => `$${name}`)
    return scope.threads.flatMap((thread) => {
      const byOthers = (name: string): boolean => (setters.get(name) ?? 0) > (thread.sets.has(name) ? 1 : 0)
      const walk: Walk = {
        findings: [],
        earlier: new Set(thread.again ? thread.sets : []),
        order: [],
        elsewhere: (name) => scope.given.has(name) || anywhere.has(name) || byOthers(name),
        names
      }
      along(walk, thread.steps)
      return walk.findings
    })
  })
}

/** How many threads of a task set each variable. */
const settersOf = (scope: Scope): ReadonlyMap<string, number> => {
  const setters = new Map<string, number>()
  const count = ({ sets }: Thread): void => {
    for (const name of sets) setters.set(name, (setters.get(name) ?? 0) + 1)
  }
  scope.threads.forEach(count)
  return setters
}

const sets = ({ earlier, order }: Walk, names: readonly string[]): void => {
  for (const name of names) {
    if (earlier.has(name)) continue
    earlier.add(name)
    order.push(name)
  }
}

const along = (walk: Walk, steps: readonly Node[]): void => {
  for (const step of steps) {
    const word = wordOf(step)
    if (word !== undefined && WORDS.has(word.key.text)) take(walk, word)
    sets(walk, setBy(step))
    if (word !== undefined) inside(walk, word)
    uses(walk, entryOf(step, 'expect'))
  }
}

/** What a step uses before it does anything. */
const take = (walk: Walk, { key, value }: Entry): void => {
  switch (key.text) {
    case 'forever':
      return
    case 'repeat':
      return uses(walk, entryOf(value, 'times'))
    case 'switch':
      for (const one of entriesOf(entryOf(value, 'cases'))) uses(walk, one.key)
      return uses(walk, entryOf(value, 'on'))
    case 'task_create':
    case 'thread_create':
      for (const part of entriesOf(value)) if (!SPAWNING.has(part.key.text)) uses(walk, part.value)
      return
    case 'set':
      for (const variable of entriesOf(value)) {
        uses(walk, variable.value)
        sets(walk, [variable.key.text])
      }
      return
    default:
      uses(walk, value)
  }
}

const SPAWNING = new Set(['threads', 'steps'])

/** The steps inside a control word: those of a loop may come before one another, those of cases may not. */
const inside = (walk: Walk, word: Entry): void => {
  const lists = innerSteps(word)
  if (isLoop(word)) for (const steps of lists) addAll(walk, steps)
  const cases: string[] = []
  for (const steps of lists) {
    const before = walk.order.length
    along(walk, steps)
    if (word.key.text !== 'switch') continue
    for (const name of walk.order.splice(before)) {
      walk.earlier.delete(name)
      cases.push(name)
    }
  }
  sets(walk, cases)
}

const addAll = (walk: Walk, steps: readonly Node[]): void => {
  for (const step of steps) {
    sets(walk, setBy(step))
    const word = wordOf(step)
    if (word !== undefined) for (const inner of innerSteps(word)) addAll(walk, inner)
  }
}

/** Looks at every word of a node; only options are made of several. */
const uses = (walk: Walk, node: Node | undefined): void => {
  if (node === undefined) return
  if (node.kind === 'scalar') return use(walk, node, node.text)
  for (const item of itemsOf(node)) uses(walk, item)
  for (const { key, value } of entriesOf(node)) {
    if (key.text !== 'option' || value.kind !== 'scalar') uses(walk, value)
    else for (const flag of value.text.split('|')) use(walk, value, flag.trim())
  }
}

const use = ({ findings, earlier, elsewhere, names }: Walk, { at, value }: Scalar, written: string): void => {
  const name = typeof value === 'string' ? variableIn(written)?.name : undefined
  if (name === undefined || earlier.has(name) || elsewhere(name)) return
  const message = `$${name} is used before any step can have set it`
  findings.push({ kind: 'mistake', at, message, wrong: `$${name}`, names })
}
