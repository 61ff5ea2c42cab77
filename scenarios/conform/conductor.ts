import * as E from 'fp-ts/lib/Either.js'
import { MACH_MSG_TYPE_COPY_SEND } from '../../ports/abi.js'
import { type Arguments, type Own, type Performance, type Reply, replyOf, rpc } from './calls.js'

/** The conductor's names for the ports of all tasks and threads, by the recording's numbers. */
export interface Baton {
  readonly task: (number: number) => number
  readonly thread: (actor: number) => number
}

type Numbers = Readonly<Record<string, number>>
const CONDUCTED = /^c_(task|thread)_/

/** The reply of a call that answers no output the recordings keep. */
const bare = ({ ret }: Reply): Reply => ({ ret })

/** Takes a right out of one task and puts what came into another, under a chosen name. */
function* share(args: Numbers, own: Own, baton: Baton): Performance {
  const { from_task = 0, name = 0, desired_type = 0, to_task = 0, to_name = 0 } = args
  const extracted = replyOf(
    yield* rpc('mach_port_extract_right', own, baton.task(from_task), { name, desired_type })
  )
  if (extracted.out === undefined) return extracted
  const { poly, poly_poly } = extracted.out
  const inserted = yield* insert(own, baton.task(to_task), { name: to_name, poly, poly_poly })
  return { ret: extracted.ret, out: { insert_ret: inserted.ret, poly_poly } }
}

function* insert(own: Own, target: number, args: Arguments): Performance {
  return bare(replyOf(yield* rpc('mach_port_insert_right', own, target, args)))
}

/** Does one of the conductor's ops. */
export function* conduct(op: string, args: Numbers, own: Own, baton: Baton): Performance {
  const { actor = 0, task = 0, to_task = 0, to_name = 0 } = args
  if (op === 'share') return yield* share(args, own, baton)
  if (op === 'give_task_port' || op === 'give_thread_port') {
    const poly = op === 'give_task_port' ? baton.task(task) : baton.thread(actor)
    return yield* insert(own, baton.task(to_task), {
      name: to_name,
      poly,
      poly_poly: MACH_MSG_TYPE_COPY_SEND
    })
  }
  const target = op.startsWith('c_task_') ? baton.task(task) : baton.thread(actor)
  if (CONDUCTED.test(op)) return bare(replyOf(yield* rpc(op.slice(2), own, target, {})))
  return replyOf(E.left(`not an op of the conductor: ${op}`))
}
