import type { CodeName } from '../constants.js'

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

/** What is written for an argument of each kind. */
export const ABOUT_ARGUMENT: Readonly<Record<ArgumentKind, string>> = {
  name: 'a name of a port right in the task',
  names: 'a list of names',
  right: 'MACH_PORT_RIGHT_…',
  disposition: 'MACH_MSG_TYPE_…: what is done with the right',
  notification: 'MACH_NOTIFY_…',
  options: 'flags together: A | B, or [A, B]',
  number: 'a number',
  address: 'an address in the memory of the task',
  size: 'bytes: 4096, 4K, 1M',
  time: 'virtual time: 10us, 5ms, 2s; a bare number is milliseconds',
  bool: 'true or false',
  protection: 'VM_PROT_… together',
  text: 'a text',
  actor: 'what the thread or task is called: <task>.<thread>',
  data: 'a text, a list of numbers or names, or {fill, number}',
  message: 'a message',
  threads: 'the threads it starts with, by name',
  steps: 'what it does once it is resumed'
}

/** What an output of each kind is matched with. */
export const ABOUT_OUTPUT: Readonly<Record<OutputKind, string>> = {
  name: 'a name of a port right in the task',
  names: 'a list of names',
  number: 'a number',
  size: 'a number of bytes',
  bool: 'true or false',
  types: 'a list of MACH_PORT_TYPE_…',
  entries: 'a list of {name, type}',
  message: 'a message',
  data: 'data',
  info: 'numbers by name'
}

/** An argument of a call: what it is, and what is meant where it is left out, written as in a scenario. */
export interface Argument {
  readonly kind: ArgumentKind
  readonly required: boolean
  readonly otherwise?: string | number | boolean
}

/** The codes by which a call refuses, each with when it does; a step's success code is not among them. */
export type Codes = Readonly<Partial<Record<CodeName, string>>>

/** One call of a chapter. */
export interface ChapterCall {
  readonly about: string
  readonly args: Readonly<Record<string, Argument>>
  /** In the order of Mach's interface definition: `bind: x` keeps the first. */
  readonly outputs: Readonly<Record<string, OutputKind>>
  readonly codes: Codes
  readonly success?: string
  readonly built?: boolean
  /** Why no version makes it: what follows its name in the refusal. */
  readonly gone?: string
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

const NO_DEST = 'the port named is dead, or the name denotes no send right'

/** Calls on a name space refuse what is no task so. */
export const ON_SPACE = {
  KERN_INVALID_TASK: "the port named is not a task's",
  MACH_SEND_INVALID_DEST: NO_DEST
} satisfies Codes
/** All other calls on a task refuse another port so. */
export const ON_TASK = {
  KERN_INVALID_ARGUMENT: "the port named is not a task's",
  MACH_SEND_INVALID_DEST: NO_DEST
} satisfies Codes
/** Calls on a thread likewise. */
export const ON_THREAD = {
  KERN_INVALID_ARGUMENT: "the port named is not a thread's",
  MACH_SEND_INVALID_DEST: NO_DEST
} satisfies Codes
/** Calls on a host likewise. */
export const ON_HOST = {
  KERN_INVALID_ARGUMENT: 'the port named is not a host',
  MACH_SEND_INVALID_DEST: NO_DEST
} satisfies Codes
/** Calls on what a name denotes. */
export const ON_NAME = { ...ON_SPACE, KERN_INVALID_NAME: 'the name denotes nothing' } satisfies Codes
/** Calls on the receive right that a name denotes. */
export const ON_RECEIVE = {
  ...ON_NAME,
  KERN_INVALID_RIGHT: 'the name denotes no receive right'
} satisfies Codes
/** Calls that take a right of the caller's, as traps. */
export const OF_CALLER = {
  KERN_INVALID_NAME: "the right's name denotes nothing",
  KERN_INVALID_RIGHT: 'the name denotes no right of the kind wanted'
} satisfies Codes
/** Calls that give out a name. */
export const NEW_NAME = { KERN_NO_SPACE: 'the task has as many names as it may' } satisfies Codes
