import * as E from 'fp-ts/lib/Either.js'
import {
  call as trap,
  mach_msg,
  mach_reply_port,
  msgReturnName,
  type Name,
  type Program,
  type Stub
} from '../../tasks/mach.js'
import { type Routine, ROUTINES, type RoutineName } from '../../tasks/mach.defs.js'
import { callByMessage, type Steps } from '../../tasks/mig.js'
import type { Thread } from '../../tasks/task.js'
import { type Arguments, drawArguments } from './arguments.js'
import { chance, type Draw, drawing, drawName, oneOf } from './draws.js'
import { drawMachMsg, drawMsgCompat } from './messages.js'
import type { Call, CallName } from './programs.js'

/** Programs not yet used for a created thread; and who wants to know what was called. */
export interface Stage {
  readonly spare: (readonly Call[])[]
  readonly log: ((line: string) => void) | null
}

/** A thread's program: one call after another, each with arguments that fit the names the task then has. */
export function* performing(stage: Stage, thread: Thread, calls: readonly Call[]): Program {
  const reply = yield* mach_reply_port()
  const replyPort = E.isRight(reply) ? reply.right.name : 0
  for (const [call, picks] of calls) {
    const draw = drawing(picks)
    yield* perform(stage, thread, call, draw, replyPort)
  }
}

function* perform(stage: Stage, thread: Thread, call: CallName, draw: Draw, replyPort: Name): Steps<void> {
  const { space } = thread.task
  switch (call) {
    case 'mach_msg': {
      const args = yield* drawMachMsg(draw, space)
      const { msg, option, send_size, rcv_size, rcv_name, timeout, notify } = args
      const steps = mach_msg(msg, option, send_size, rcv_size, rcv_name, timeout, notify)
      yield* told(stage, thread, call, args, steps, (code) => [msgReturnName(code), msg])
      return
    }
    case 'msg_send':
    case 'msg_receive':
    case 'msg_rpc': {
      const args = yield* drawMsgCompat(draw, space)
      yield* told(stage, thread, call, args, trap(call, args), (code) => [code, args.msg])
      return
    }
    case 'sleep':
    case 'compute':
      yield { call, args: { time: 10_000 * (1 + draw(100)) } }
      return
    case 'thread_switch': {
      const new_thread = drawName(draw, space, 'thread')
      const args = { new_thread, option: oneOf(draw, [0, 1, 2, 0, 1, 2, 3]), time: draw(3) }
      yield* told(stage, thread, call, args, trap(call, args))
      return
    }
    case 'mach_task_self':
    case 'mach_thread_self':
    case 'mach_host_self':
    case 'mach_reply_port':
    case 'swtch':
    case 'swtch_pri':
      yield* told(stage, thread, call, {}, trap(call, {}))
      return
    default:
      yield* performRoutine(stage, thread, call, draw, replyPort)
  }
}

/** By trap or by message, to the caller's own port, another of that kind, or anything. */
function* performRoutine(
  stage: Stage,
  thread: Thread,
  call: RoutineName,
  draw: Draw,
  replyPort: Name
): Steps<void> {
  const { space } = thread.task
  const { target }: Routine = ROUTINES[call]
  const byMessage = chance(draw, 6)
  const own = !byMessage && draw(target === 'thread' ? 6 : 2) === 0
  const name = drawName(draw, space, target)
  const args = drawArguments(draw, space, call)
  if (byMessage) {
    const reply = chance(draw, 1) ? drawName(draw, space, 'receive') : replyPort
    const given = { [target]: name, reply, ...args }
    yield* told(stage, thread, `${call} by message`, given, callByMessage(call, name, reply, args))
    return
  }
  const given = { ...args, ...(own ? {} : { [target]: name }), ...newProgram(stage, call, draw) }
  yield* told(stage, thread, call, given, trap(call, given))
}

/** What a created thread is to run: a spare program, if one is left. */
const newProgram = (stage: Stage, call: RoutineName, draw: Draw): Arguments => {
  if ((call !== 'task_create' && call !== 'thread_create') || draw(4) === 3) return {}
  const calls = stage.spare.shift()
  if (calls === undefined) return {}
  const program = (thread: Thread): Program => performing(stage, thread, calls)
  return call === 'task_create' ? { threads: [{ name: 'spare', program }] } : { name: 'spare', program }
}

/** Makes a call; whoever logs is told of it before and of its answer after. */
function* told<A>(
  stage: Stage,
  thread: Thread,
  call: string,
  args: object,
  steps: Stub<A>,
  outcome: (answer: A) => unknown = (answer) => answer
): Steps<void> {
  const { log } = stage
  log?.(`${thread.label}: ${call} ${written(args)}`)
  const answer = yield* steps
  log?.(`${thread.label}: ${call} answers ${written(outcome(answer))}`)
}

const written = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part instanceof Uint8Array ? Buffer.from(part).toString('hex') : part
  ) ?? 'undefined'
