import { counted } from '../../scenarios/terminal/units.js'
import type { Delivery } from '../deliveries.js'
import type { FinishedRun } from '../run.js'
import { compared } from '../story.js'
import { type Context, hasParts, type Matched, matched, mustBeKnown, questionOf } from './matcher.js'

/** A message that was received: by its id, and by who sent and received it. */
export interface DeliveryPattern {
  readonly id: number
  /** A task, or a thread (`task.thread`). */
  readonly to?: string
  /** A task, a thread, or `kernel`. */
  readonly from?: string
  /** How often; at least once where it is left out. */
  readonly times?: number
}

const SHOWN = 10
const KERNEL = 'kernel'

const namesOf = (actor: Delivery['from']): string[] =>
  actor === null ? [KERNEL] : [actor.thread, actor.task]

const partOf =
  ({ id, from, to }: Delivery) =>
  (key: string): readonly unknown[] => {
    if (key === 'id') return [id]
    return key === 'to' ? namesOf(to) : namesOf(from)
  }

const listOf = ({ deliveries, portName }: FinishedRun): string[] => {
  const lines = deliveries.slice(0, SHOWN).map(({ id, from, to, port }) => {
    const sender = from?.thread ?? KERNEL
    return `  id ${id}: ${sender} → ${to.thread}, through ${portName(port) ?? port}`
  })
  const more = deliveries.length - lines.length
  return more > 0 ? [...lines, `  and ${more} more`] : lines
}

/** A message of that id was received, as often as that, by and from those named. */
export function toHaveDelivered(this: Context, received: unknown, pattern: DeliveryPattern): Matched {
  const question = questionOf(this, received, 'toHaveDelivered', pattern)
  const { run } = question
  const { times, ...parts } = pattern
  for (const who of [parts.to, parts.from])
    mustBeKnown('task or thread', who, [KERNEL, ...run.tasks, ...run.threads.keys()])
  const hits = run.deliveries.filter((delivery) => hasParts(this, parts, partOf(delivery))).length
  const pass = times === undefined ? hits > 0 : hits === times
  const least = times === undefined ? 'at least one such message' : counted(times, 'such message')
  const wanted = pass ? `not ${least}` : least
  return matched(question, pass, () =>
    [
      compared(wanted, counted(hits, 'such message')),
      '',
      `received were ${counted(run.deliveries.length, 'message')} in all:`,
      ...listOf(run)
    ].join('\n')
  )
}
