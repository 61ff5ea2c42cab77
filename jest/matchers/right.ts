import type { HeldRight, RightKind } from '../rights.js'
import { type Context, hasParts, type Matched, matched, mustBeKnown, questionOf } from './matcher.js'

/** What else is to be so of a right. */
export interface RightPattern {
  /** What the scenario calls the port (`service`, `client_task`), or its world-wide id (`local:12`). */
  readonly port?: string
  /** The task's name for it. */
  readonly name?: number
  /** User references. */
  readonly refs?: number
}

const KINDS: readonly RightKind[] = ['receive', 'send', 'send_once', 'port_set', 'dead_name']

const partOf =
  (held: HeldRight) =>
  (key: string): readonly unknown[] => {
    if (key === 'port') return [held.port, held.called]
    return key === 'name' ? [held.name] : [held.refs]
  }

const lineOf = ({ name, right, refs, port, called }: HeldRight): string => {
  const what = port === null ? '' : ` of ${called === null ? port : `${called} (${port})`}`
  return `  ${right}${what}, refs ${refs}, name ${name}`
}

/** The task holds a right of that kind when the run has ended. */
export function toHoldRight(
  this: Context,
  received: unknown,
  task: string,
  right: RightKind,
  pattern?: RightPattern
): Matched {
  const question = questionOf(this, received, 'toHoldRight', task, right, pattern)
  const { rights, tasks } = question.run
  mustBeKnown('task', task, tasks)
  mustBeKnown('right', right, KINDS)
  const held = rights.filter((each) => each.task === task)
  const pass = held.some((each) => each.right === right && hasParts(this, pattern ?? {}, partOf(each)))
  return matched(question, pass, () =>
    held.length === 0 ? `${task} holds no rights` : [`${task} holds:`, ...held.map(lineOf)].join('\n')
  )
}
