import type { World } from '../../kernel/index.js'
import type { Counts } from '../expectations.js'

/** The counters that a report shows (scenario language 7), in its order. */
export const COUNTERS = [
  'traps',
  'messages_sent',
  'messages_received',
  'copies',
  'bytes_copied',
  'rights_translated',
  'pages_mapped',
  'pages_copied',
  'bytes_copied_physically',
  'zero_fills',
  'faults',
  'page_ins',
  'page_outs',
  'context_switches',
  'handoffs',
  'run_queue_passes',
  'preemptions',
  'notifications',
  'exceptions',
  'packets_sent',
  'packets_lost',
  'packets_retransmitted',
  'packet_bytes'
] as const

/** The counters of each host at one moment. */
export type Counting = ReadonlyMap<string, Counts>

const read = (world: World): Counting =>
  new Map([...world.hosts].map(([name, { counters }]) => [name, { ...counters }]))

/** Where each counter stands before the first step: what booting took does not count. */
export const startCounting = read

/** What has been counted since, of each host and of all together. */
export const countsOf = (
  world: World,
  start: Counting
): { readonly counts: Counts; readonly hostCounts: ReadonlyMap<string, Counts> } => {
  const total: Record<string, number> = Object.fromEntries(COUNTERS.map((counter) => [counter, 0]))
  const hostCounts = new Map<string, Counts>()
  for (const [host, now] of read(world)) {
    const before = start.get(host) ?? {}
    const since: Record<string, number> = {}
    for (const counter of COUNTERS) {
      since[counter] = (now[counter] ?? 0) - (before[counter] ?? 0)
      total[counter] = (total[counter] ?? 0) + since[counter]
    }
    hostCounts.set(host, since)
  }
  return { counts: total, hostCounts }
}
