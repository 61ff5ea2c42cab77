import { hosts } from './calls/hosts.js'
import { mach25 } from './calls/mach-2.5.js'
import { memoryObjects } from './calls/memory-objects.js'
import { memory } from './calls/memory.js'
import { messages } from './calls/messages.js'
import { netname } from './calls/netname.js'
import { notifications, portRights } from './calls/port-rights.js'
import { ports } from './calls/ports.js'
import { tasks, threads } from './calls/tasks.js'
import type { Argument, Chapter, OutputKind } from './calls/chapter.js'

/** A call of the language: what it takes and answers, under the names of Mach's interface definition. */
export interface Call {
  readonly name: string
  readonly chapter: string
  /** What it does, in a sentence. */
  readonly about: string
  readonly args: ReadonlyMap<string, Argument>
  readonly outputs: ReadonlyMap<string, OutputKind>
  /** The codes by which it refuses, each with when it does. */
  readonly codes: ReadonlyMap<string, string>
  /** The code a step expects that says nothing else. */
  readonly success: string
  /** Whether this version makes the call; a scenario with one that it does not make is read, but not run. */
  readonly built: boolean
  /** Why no version will make it, as it follows the name; null of all others. */
  readonly gone: string | null
}

/** The chapters of calls, in the order of Mach's manual. */
const CHAPTERS: readonly Chapter[] = [
  messages,
  ports,
  portRights,
  notifications,
  tasks,
  threads,
  memory,
  memoryObjects,
  hosts,
  netname,
  mach25
]

const callsOf = (chapter: Chapter): [string, Call][] =>
  Object.entries(chapter.calls).map(([name, { about, args, outputs, codes, success, built, gone }]) => [
    name,
    {
      name,
      chapter: chapter.title,
      about,
      args: new Map(Object.entries(args)),
      outputs: new Map(Object.entries(outputs)),
      codes: new Map(Object.entries(codes)),
      success: success ?? chapter.success,
      built: gone === undefined && (built ?? chapter.built),
      gone: gone ?? null
    }
  ])

/** Every call of the language by its Mach name. */
export const CALLS: ReadonlyMap<string, Call> = new Map(CHAPTERS.flatMap(callsOf))
