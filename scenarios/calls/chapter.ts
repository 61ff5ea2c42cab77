/** What can be written for an argument; `grammar/arguments.ts` says how each is read. */
export type ArgumentKind =
  | 'name'
  | 'names'
  | 'right'
  | 'disposition'
  | 'notification'
  | 'options'
  | 'number'
  | 'address'
  | 'size'
  | 'time'
  | 'bool'
  | 'protection'
  | 'text'
  | 'actor'
  | 'data'
  | 'message'
  | 'threads'
  | 'steps'

/** What an output is, for the patterns it is matched with. */
export type OutputKind =
  | 'name'
  | 'names'
  | 'number'
  | 'size'
  | 'bool'
  | 'types'
  | 'entries'
  | 'message'
  | 'data'
  | 'info'

/** An argument of a call: what it is, and what is meant where it is left out, written as in a scenario. */
export interface Argument {
  readonly kind: ArgumentKind
  readonly required: boolean
  readonly otherwise?: string | number | boolean
}

/** One call of a chapter. */
export interface ChapterCall {
  readonly about: string
  readonly args: Readonly<Record<string, Argument>>
  /** In the order of Mach's interface definition: `bind: x` keeps the first. */
  readonly outputs: Readonly<Record<string, OutputKind>>
  readonly success?: string
  readonly built?: boolean
}

/** A chapter of the manual: its calls, the code of their success, and whether this version makes them. */
export interface Chapter {
  readonly title: string
  readonly success: string
  readonly built: boolean
  readonly calls: Readonly<Record<string, ChapterCall>>
}

/** An argument that has to be written. */
export const an = (kind: ArgumentKind): Argument => ({ kind, required: true })

/** An argument that may be left out; without a default the call is made without it. */
export const maybe = (kind: ArgumentKind, otherwise?: string | number | boolean): Argument =>
  otherwise === undefined ? { kind, required: false } : { kind, required: false, otherwise }

/** The task that a call is about: the caller's own, where it is left out. */
export const TASK = { task: maybe('name', '$task_self') }
/** The host that a call is about: the caller's own, where it is left out. */
export const HOST = { host: maybe('name', '$host_self') }
/** The thread that a call is about. */
export const THREAD = { thread: an('name') }
