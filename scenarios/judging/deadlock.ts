import { type ThreadView, threadViews } from '../../kernel/index.js'
import type { StepName } from '../acting/actor.js'
import type { Built } from '../build.js'

/** A thread that waits, what for, and who could end its wait. */
export interface Wait {
  readonly thread: string
  /** `send`, `receive`, `suspended` and so on. */
  readonly reason: string
  /** What the scenario calls the port; null where it waits for no port. */
  readonly port: string | null
  /** Threads that could end the wait if they came to it. */
  readonly holders: readonly string[]
  /** Where in its steps it stands. */
  readonly step: StepName | null
}

/** Who waits for what, and, where they wait for each other, the way round. */
export interface Deadlock {
  readonly waits: readonly Wait[]
  /** Each waits for the next, the last for the first; empty where nobody waits for another. */
  readonly cycle: readonly string[]
}

/** A thread that is being followed, and those of its holders that have not been. */
interface Link {
  readonly thread: string
  readonly ahead: string[]
}

/** The first way round from a thread back to itself that is found from `start`. */
const cycleFrom = (start: string, waits: ReadonlyMap<string, Wait>, seen: Set<string>): readonly string[] => {
  const chain: Link[] = []
  const follow = (thread: string): void => {
    const wait = waits.get(thread)
    if (wait === undefined || seen.has(thread)) return
    seen.add(thread)
    chain.push({ thread, ahead: [...wait.holders] })
  }
  follow(start)
  for (let last = chain.at(-1); last !== undefined; last = chain.at(-1)) {
    const next = last.ahead.shift()
    if (next === undefined) {
      chain.pop()
      continue
    }
    const at = chain.findIndex(({ thread }) => thread === next)
    if (at >= 0) return chain.slice(at).map(({ thread }) => thread)
    follow(next)
  }
  return []
}

const cycleIn = (waits: readonly Wait[]): readonly string[] => {
  const byThread = new Map(waits.map((wait) => [wait.thread, wait]))
  const seen = new Set<string>()
  for (const { thread } of waits) {
    const cycle = cycleFrom(thread, byThread, seen)
    if (cycle.length > 0) return cycle
  }
  return []
}

const isOver = ({ state }: ThreadView): boolean => state === 'finished' || state === 'terminated'

const isStuck = ({ state }: ThreadView): boolean => state === 'waiting' || state === 'suspended'

/** The threads of each task that can still do something. */
const byTask = (views: readonly ThreadView[]): ReadonlyMap<string, readonly ThreadView[]> => {
  const threads = new Map<string, ThreadView[]>()
  for (const view of views) {
    if (isOver(view)) continue
    const others = threads.get(view.task)
    if (others === undefined) threads.set(view.task, [view])
    else others.push(view)
  }
  return threads
}

const holdersOf = (
  threads: ReadonlyMap<string, readonly ThreadView[]>,
  { label, waitingFor }: ThreadView
): string[] => {
  if (waitingFor === null) return []
  const able = waitingFor.tasks.flatMap((task) => threads.get(task) ?? [])
  const others = able.filter((view) => view.label !== label)
  const named = waitingFor.thread === undefined ? [] : [waitingFor.thread]
  return [...named, ...(others.length > 0 ? others : able).map((view) => view.label)]
}

/** Explains why nothing can ever run again. */
export const explainDeadlock = ({ world, actors, ownThreads, portName }: Built): Deadlock => {
  const own = ownThreads()
  const views = threadViews(world, own)
  const threads = byTask(views)
  const waits = views.flatMap((view, i): Wait[] => {
    if (!isStuck(view)) return []
    const { label, host, state, waitingFor: what } = view
    const thread = own[i]
    const port = what?.port
    return [
      {
        thread: label,
        reason: state === 'suspended' ? state : (what?.reason ?? state),
        port: port === undefined ? null : (portName(host, port) ?? `port ${port}`),
        holders: holdersOf(threads, view),
        step: thread === undefined ? null : (actors.get(thread)?.doing ?? null)
      }
    ]
  })
  return { waits, cycle: cycleIn(waits) }
}
