import type { Tally } from '../ports/ipc.js'

/** What happened on a host since the first step; the names are those of scenarios' `counts`. */
export interface Counters extends Tally {
  traps: number
  context_switches: number
  handoffs: number
  run_queue_passes: number
  preemptions: number
  /** Threads made runnable; priced, not shown. */
  wakeups: number
}

export const newCounters = (): Counters => ({
  traps: 0,
  messages_sent: 0,
  messages_received: 0,
  copies: 0,
  bytes_copied: 0,
  rights_translated: 0,
  notifications: 0,
  context_switches: 0,
  handoffs: 0,
  run_queue_passes: 0,
  preemptions: 0,
  wakeups: 0
})

/** A machine as a table of prices, in nanoseconds of virtual time. */
export interface CostProfile {
  readonly name: string
  /** The kernel's work on any call, and each of the two crossings of the boundary. */
  readonly trap: number
  readonly crossing: number
  /** Moving a message's in-line part: once, and for each byte. */
  readonly copy: number
  readonly byte: number
  /** Turning a name into a right or a right into a name. */
  readonly right: number
  readonly wakeup: number
  readonly contextSwitch: number
  readonly handoff: number
  /** Processor time a thread gets before an equal one's turn comes. */
  readonly quantum: number
  /** The clock's tick: Mach's timeouts are counted in ticks. */
  readonly tick: number
}

/** A machine of round figures: no particular one. The only prices there are. */
export const PROFILES: ReadonlyMap<string, CostProfile> = new Map([
  [
    'default',
    {
      name: 'default',
      trap: 2_000,
      crossing: 1_000,
      copy: 500,
      byte: 10,
      right: 500,
      wakeup: 3_000,
      contextSwitch: 15_000,
      handoff: 6_000,
      quantum: 100_000_000,
      tick: 10_000_000
    }
  ]
])

/** What all that was counted costs, in nanoseconds. */
export const costOf = (p: CostProfile, c: Counters): number =>
  c.traps * (p.trap + 2 * p.crossing) +
  c.copies * p.copy +
  c.bytes_copied * p.byte +
  c.rights_translated * p.right +
  c.wakeups * p.wakeup +
  c.context_switches * p.contextSwitch +
  c.handoffs * p.handoff

/** A Mach timeout of `ms` milliseconds from `now`: so many ticks of the clock, rounded up. */
export const deadline = ({ tick }: CostProfile, now: number, ms: number): number => {
  const ticks = Math.ceil((ms * 1_000_000) / tick)
  return (Math.floor(now / tick) + ticks) * tick
}
