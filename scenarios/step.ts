import type { Pattern } from './pattern.js'
import type { Place } from './tree.js'
import type { Value } from './values.js'

/** A return code: its name as Mach writes it, and its number. */
export interface Code {
  readonly name: string
  readonly value: number
}

/** `$variable` becomes the call's output, or the part of it that the path leads to. */
export interface Binding {
  readonly variable: string
  readonly output: string
  readonly path: readonly string[]
}

/** What a call must answer; a step that says nothing expects the call's success code. */
export interface Expect {
  readonly at: Place
  readonly returns: readonly Code[] | 'any'
  readonly outputs: ReadonlyMap<string, Pattern>
}

/** Where a step stands (the first character of its call or control word), and its note. */
interface Written {
  readonly at: Place
  readonly note: string | null
}

/** A thread that a task starts with. */
export interface ThreadDecl {
  readonly priority: number | null
  readonly daemon: boolean
  readonly steps: readonly Step[]
}

/**
 * A call by its Mach name. Arguments that were left out and have a default are filled in, `task` with
 * `$task_self`. Binding comes before matching, so that a pattern may use what its step binds.
 */
export interface CallStep extends Written {
  readonly kind: 'call'
  readonly call: string
  readonly args: ReadonlyMap<string, Value>
  /** The threads of a `task_create`; otherwise empty. */
  readonly threads: ReadonlyMap<string, ThreadDecl>
  /** The steps of a `thread_create`; otherwise empty. */
  readonly steps: readonly Step[]
  readonly bind: readonly Binding[]
  readonly expect: Expect
}

/** A state of a thread that can be waited for. */
export type AwaitedState = 'waiting' | 'finished' | 'suspended' | 'terminated'

/** What a thread does next: a call or a control word. Times are virtual, in milliseconds. */
export type Step =
  | CallStep
  | (Written & {
      readonly kind: 'repeat'
      readonly times: Value
      readonly index: string | null
      readonly steps: readonly Step[]
    })
  | (Written & { readonly kind: 'forever'; readonly steps: readonly Step[] })
  | (Written & {
      readonly kind: 'switch'
      readonly on: Value
      readonly cases: readonly { readonly value: Value; readonly steps: readonly Step[] }[]
      readonly default: readonly Step[]
    })
  | (Written & { readonly kind: 'set'; readonly variables: ReadonlyMap<string, Value> })
  | (Written & { readonly kind: 'check'; readonly value: Value; readonly is: Pattern })
  | (Written & { readonly kind: 'wait_for'; readonly thread: string; readonly state: AwaitedState })
  | (Written & { readonly kind: 'sleep'; readonly time: Value })
  | (Written & { readonly kind: 'compute'; readonly time: Value })
  | (Written & {
      readonly kind: 'read'
      readonly address: Value
      readonly size: Value
      readonly type: Value
      readonly bind: readonly Binding[]
      readonly expect: Expect
    })
  | (Written & { readonly kind: 'write'; readonly address: Value; readonly data: Value })
  | (Written & {
      readonly kind: 'raise'
      readonly exception: Value
      readonly code: Value
      readonly subcode: Value
    })
  | (Written & { readonly kind: 'exit' })
