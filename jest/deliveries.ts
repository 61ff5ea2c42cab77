import type { TraceEvent } from '../kernel/index.js'

/** A message that a thread received. */
export interface Delivery {
  readonly id: number
  /** The thread that sent it, and its task; null where the kernel did. */
  readonly from: Actor | null
  readonly to: Actor
  /** The world-wide id of the port that it came through. */
  readonly port: string
}

/** A thread and its task. */
export interface Actor {
  readonly thread: string
  readonly task: string
}

const actorOf = ({ thread = '', task = '' }: TraceEvent): Actor => ({ thread, task })

/** The messages that were received, in that order; each is known by its number from its sending on. */
export const deliveriesOf = (events: readonly TraceEvent[]): Delivery[] => {
  const senders = new Map<string, Actor>()
  const deliveries: Delivery[] = []
  for (const event of events) {
    const message = `${event.host}:${event.message}`
    if (event.event === 'message.send') senders.set(message, actorOf(event))
    if (event.event !== 'message.receive') continue
    deliveries.push({
      id: event.id ?? 0,
      from: senders.get(message) ?? null,
      to: actorOf(event),
      port: `${event.host}:${event.port}`
    })
  }
  return deliveries
}
