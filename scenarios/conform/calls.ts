import * as E from 'fp-ts/lib/Either.js'
import {
  MACH_MSG_SIZE_MAX,
  MACH_MSG_SUCCESS,
  MACH_PORT_NULL,
  MACH_RCV_MSG,
  MACH_RCV_TIMEOUT,
  mach_msg,
  type Name,
  newMessage,
  type Trap
} from '../../tasks/mach.js'
import { callByMessage, type Steps } from '../../tasks/mig.js'
import type { RecordedOp } from './recording.js'

/** What a call answered, in the form of the recordings. */
export interface Reply {
  readonly ret: string
  readonly out?: Readonly<Record<string, unknown>>
}

/** The names with which an actor makes its calls: its task's port and its own reply port. */
export interface Own {
  task_self: number
  reply: number
}

export type Performance = Generator<Trap, Reply, unknown>
export type Arguments = Readonly<Record<string, unknown>>
type Answer = E.Either<string, Readonly<Record<string, unknown>> | undefined>

/** How a recorded op differs from the call of its name. */
interface Form {
  readonly call?: string
  /** The argument that names the port which the request goes to; the task's own where left out. */
  readonly target?: string
  /** Recorded names of arguments and outputs, and the calls' own. */
  readonly arguments?: Readonly<Record<string, string>>
  readonly outputs?: Readonly<Record<string, string>>
}

const onTask: Form = { target: 'task' }
const onThread: Form = { target: 'thread' }

const FORMS: Readonly<Record<string, Form>> = {
  mach_port_allocate_in: { ...onTask, call: 'mach_port_allocate' },
  mach_port_type_in: { ...onTask, call: 'mach_port_type' },
  mach_port_insert_right_in: { ...onTask, call: 'mach_port_insert_right' },
  mach_port_extract_right_in: { ...onTask, call: 'mach_port_extract_right' },
  task_create: { outputs: { child_task: 'task' } },
  task_terminate: onTask,
  task_suspend: onTask,
  task_resume: onTask,
  task_get_special_port: { arguments: { which: 'which_port' }, outputs: { special_port: 'port' } },
  task_set_special_port: { arguments: { which: 'which_port', port: 'special_port' } },
  thread_create: { ...onTask, outputs: { child_thread: 'thread' } },
  thread_terminate: onThread,
  thread_suspend: onThread,
  thread_resume: onThread,
  thread_abort: onThread,
  thread_get_special_port: {
    ...onThread,
    arguments: { which: 'which_port' },
    outputs: { special_port: 'port' }
  },
  thread_set_special_port: { ...onThread, arguments: { which: 'which_port', port: 'special_port' } }
}

const TRAPS = new Set([
  'mach_reply_port',
  'mach_task_self',
  'mach_thread_self',
  'mach_host_self',
  'thread_switch',
  'swtch',
  'swtch_pri'
])
const TRAP_PREFIX = 'trap_'
const REGISTERED_MAX = 8

const byName = (a: unknown, b: unknown): number =>
  Number(Reflect.get(Object(a), 'name')) - Number(Reflect.get(Object(b), 'name'))

/** Outputs as the recorded drivers printed them: numbers for truths, lists in order. */
const printed = (key: string, value: unknown): unknown => {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (!Array.isArray(value)) return value
  const list: readonly unknown[] = value
  if (key === 'members') return [...list].sort((a, b) => Number(a) - Number(b))
  return key === 'entries' ? [...list].sort(byName) : list
}

const renamed = (record: Arguments, names: Readonly<Record<string, string>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [names[key] ?? key, value]))

/** The reply that the recordings would hold for an answer. */
export const replyOf = (answer: Answer, names: Readonly<Record<string, string>> = {}): Reply => {
  if (E.isLeft(answer)) return { ret: answer.left }
  const out = Object.entries(answer.right ?? {}).map(([key, value]) => [
    names[key] ?? key,
    printed(key, value)
  ])
  return out.length === 0 ? { ret: 'KERN_SUCCESS' } : { ret: 'KERN_SUCCESS', out: Object.fromEntries(out) }
}

/** Makes a call as a trap; the kernel answers every trap but `mach_msg` by an outcome. */
export function* trap(call: string, args: Arguments): Generator<Trap, Answer, unknown> {
  return (yield { call, args }) as Answer
}

/** Takes off what the destruction of an earlier request, and with it of its reply right, left at the reply port. */
function* drain(reply: Name): Steps<void> {
  const msg = newMessage()
  const option = MACH_RCV_MSG | MACH_RCV_TIMEOUT
  while (
    (yield* mach_msg(msg, option, 0, MACH_MSG_SIZE_MAX, reply, 0, MACH_PORT_NULL)) === MACH_MSG_SUCCESS
  ) {}
}

/** Makes a call by its message to a port. */
export function* rpc(
  call: string,
  own: Own,
  target: number,
  args: Arguments
): Generator<Trap, Answer, unknown> {
  yield* drain(own.reply)
  return yield* callByMessage(call, target, own.reply, args)
}

/** The ports to register stand as p0 to p3 beside their number. */
const registeredPorts = ({ count, ...ports }: Readonly<Record<string, number>>): Arguments => ({
  ports: Array.from({ length: Math.min(count ?? 0, REGISTERED_MAX) }, (_, i) => ports[`p${i}`] ?? 0)
})

/** The port that a request goes to. A call on "this thread" asks for its name anew each time. */
function* targetOf(form: Form, args: Arguments, own: Own): Generator<Trap, number, unknown> {
  if (form.target === undefined) return own.task_self
  const named = args[form.target]
  if (typeof named === 'number') return named
  const self = yield* trap('mach_thread_self', {})
  return E.isRight(self) ? Number(self.right?.name) : 0
}

/** Makes a recorded call, by message or as a trap, as its name says. */
export function* performCall(op: RecordedOp, own: Own): Performance {
  if (TRAPS.has(op.op)) return replyOf(yield* trap(op.op, op.args))
  if (op.op.startsWith(TRAP_PREFIX)) {
    const call = op.op.slice(TRAP_PREFIX.length)
    return replyOf(yield* trap(call, { task: own.task_self, ...op.args }))
  }

  const form = FORMS[op.op] ?? {}
  const recorded: Record<string, unknown> = { ...op.args }
  const target = yield* targetOf(form, recorded, own)
  if (form.target !== undefined) delete recorded[form.target]
  const args =
    op.op === 'mach_ports_register' ? registeredPorts(op.args) : renamed(recorded, form.arguments ?? {})
  return replyOf(yield* rpc(form.call ?? op.op, own, target, args), form.outputs)
}
