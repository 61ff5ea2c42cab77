import * as E from 'fp-ts/lib/Either.js'
import { PROFILES } from '../../kernel/index.js'
import { codec, fault, labelOf, listOf, map, named, optional, record, required, type Read } from './codec.js'
import { ACTOR, bytes, choice, nameOf, probability, time, whole } from './words.js'

/** A simulated machine; sizes in bytes. */
export interface HostDecl {
  readonly processors: number
  /** The name of a cost profile. */
  readonly costs: string
  readonly page_size: number
  readonly memory: number
  readonly kernel: 'cmu' | 'gnu'
  /** The default pager's room. */
  readonly swap: number
  /** Out-of-line data of fewer bytes are copied physically. */
  readonly copy_below: number
}

const MEBIBYTE = 2 ** 20

/** A host of which nothing is said. */
const ORDINARY: HostDecl = {
  processors: 1,
  costs: 'default',
  page_size: 4096,
  memory: 64 * MEBIBYTE,
  kernel: 'cmu',
  swap: 16 * MEBIBYTE,
  copy_below: 0
}

/** The name of a host. */
export const hostName = nameOf('a host', ACTOR)

const size = bytes(0)
const MIN_PAGE = 512

const pageSize = codec<number>('a power of two', size.shape, (node, context) => {
  const read = size.validate(node, context)
  if (E.isLeft(read)) return read
  return read.right >= MIN_PAGE && Number.isInteger(Math.log2(read.right))
    ? read
    : fault(node, context, `${labelOf(context)} is a power of two from ${MIN_PAGE}`)
})

const host = record('a host', {
  processors: optional(whole(1, 64), ORDINARY.processors),
  costs: optional(choice([...PROFILES.keys()]), ORDINARY.costs, 'the cost profile'),
  page_size: optional(pageSize, ORDINARY.page_size),
  memory: optional(bytes(MIN_PAGE), ORDINARY.memory, 'real memory'),
  kernel: optional(choice(['cmu', 'gnu']), ORDINARY.kernel, 'CMU Mach 3.0, or GNU Mach'),
  swap: optional(size, ORDINARY.swap, "the default pager's room"),
  copy_below: optional(size, ORDINARY.copy_below, 'out-of-line data of fewer bytes are copied physically')
})

/** The machines of a scenario that names none. */
export const LOCAL: ReadonlyMap<string, HostDecl> = new Map([['local', ORDINARY]])

/** The simulated machines, by name; there is always one. */
export const hosts = map(named('a map of hosts', 'the host', hostName, host), (found) =>
  found.size > 0 ? found : LOCAL
)

const partition = record('a partition', {
  between: required(listOf('a list of hosts', 'a host', hostName)),
  from: required(time),
  until: required(time)
})

const crash = record('a crash', {
  host: required(hostName),
  at: required(time),
  restart: optional(time, null)
})

const servers = record('netmsgserver', {
  window: optional(whole(0, 65_536), 4, 'messages on their way to one port'),
  fragment: optional(bytes(64), 8192, 'bytes of a packet'),
  suspect: optional(time, 1000, 'silence after which a host is suspected'),
  lease: optional(time, 10_000, 'how long rights outlive silence'),
  partition: optional(choice(['lease', 'cmu']), 'lease')
})

/** What lies between the hosts. */
export const network = record('the network', {
  latency: optional(time, 1, 'how long a packet travels'),
  bandwidth: optional(bytes(1), 10 * MEBIBYTE, 'bytes a second'),
  loss: optional(probability, 0),
  duplicate: optional(probability, 0),
  reorder: optional(probability, 0),
  partitions: optional(listOf('a list of partitions', 'a partition', partition), []),
  crashes: optional(listOf('a list of crashes', 'a crash', crash), []),
  netmsgserver: optional(servers, null, 'the servers between the hosts')
})

/** What lies between the hosts; times in milliseconds. */
export type Network = Read<typeof network>
