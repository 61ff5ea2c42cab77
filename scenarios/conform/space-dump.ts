import {
  MACH_PORT_RIGHT_DEAD_NAME,
  MACH_PORT_RIGHT_PORT_SET,
  MACH_PORT_RIGHT_RECEIVE,
  MACH_PORT_RIGHT_SEND,
  MACH_PORT_RIGHT_SEND_ONCE
} from '../../ports/abi.js'
import type { Trap } from '../../tasks/mach.js'
import { type Own, type Performance, type Reply, replyOf, rpc } from './calls.js'

const RIGHTS = [
  ['send', MACH_PORT_RIGHT_SEND],
  ['receive', MACH_PORT_RIGHT_RECEIVE],
  ['send_once', MACH_PORT_RIGHT_SEND_ONCE],
  ['port_set', MACH_PORT_RIGHT_PORT_SET],
  ['dead_name', MACH_PORT_RIGHT_DEAD_NAME]
] as const

interface NamedType {
  readonly name: number
  readonly type: number
}

const holds = (type: number, right: number): boolean => (type & (1 << (right + 16))) !== 0

function* outputOf(call: string, own: Own, args: { name: number; right?: number }): Performance {
  return replyOf(yield* rpc(call, own, own.task_self, args))
}

/** User references of each right that the name denotes. */
function* refsOf(own: Own, { name, type }: NamedType): Generator<Trap, Record<string, unknown>, unknown> {
  const refs: Record<string, unknown> = {}
  for (const [kind, right] of RIGHTS) {
    if (!holds(type, right)) continue
    const reply: Reply = yield* outputOf('mach_port_get_refs', own, { name, right })
    refs[kind] = reply.out?.refs ?? reply.ret
  }
  return refs
}

function* describe(own: Own, entry: NamedType): Generator<Trap, Record<string, unknown>, unknown> {
  const { name, type } = entry
  const listed: Record<string, unknown> = { ...entry, refs: yield* refsOf(own, entry) }
  if (holds(type, MACH_PORT_RIGHT_RECEIVE) && name !== own.reply) {
    const reply: Reply = yield* outputOf('mach_port_get_receive_status', own, { name })
    listed.status = reply.out ?? reply.ret
  }
  if (holds(type, MACH_PORT_RIGHT_PORT_SET)) {
    const reply: Reply = yield* outputOf('mach_port_get_set_status', own, { name })
    listed.members = reply.out?.members ?? reply.ret
  }
  return listed
}

/** All that a task can ask about its names, by the calls that answer it. */
export function* dumpSpace(own: Own): Performance {
  const names = replyOf(yield* rpc('mach_port_names', own, own.task_self, {}))
  if (names.out === undefined) return names
  const entries: Record<string, unknown>[] = []
  for (const entry of names.out.entries as readonly NamedType[]) entries.push(yield* describe(own, entry))
  return { ret: names.ret, out: { entries } }
}
