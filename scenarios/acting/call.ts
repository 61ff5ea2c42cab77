import * as E from 'fp-ts/lib/Either.js'
import type { Answer } from '../../tasks/mach.js'
import { CALLS } from '../catalogue.js'
import { CODES } from '../constants.js'
import type { CallStep } from '../step.js'
import type { Data } from '../values.js'
import { type Actor, type StepName, type Steps, worth } from './actor.js'
import { withBitSizes } from './bits.js'
import { callWithMessage, isMessageCall } from './message-call.js'
import { type Fields, isFields } from './messages.js'
import { askNameServer, netnameCall } from './netname-call.js'
import { NO_OUTPUTS, type Reply, takeReply } from './reply.js'

/** The arguments as they are worth now; nothing where one cannot be told. */
const argumentsOf = (actor: Actor, name: StepName, step: CallStep): Fields | null => {
  const args: { [name: string]: Data } = {}
  for (const [key, value] of step.args) {
    const data = worth(actor, name, key === 'msg' ? withBitSizes(value) : value)
    if (data === undefined) return null
    args[key] = data
  }
  return args
}

const FIRST_TYPE_BIT = 16

/** The kinds of right in a mask of mach_port_type's, one by one. */
const typesIn = (mask: number): number[] => {
  const types = []
  for (let bit = FIRST_TYPE_BIT; bit < 32; bit++) if ((mask >>> bit) & 1) types.push((1 << bit) >>> 0)
  return types
}

const readableEntry = (entry: Data): Data =>
  isFields(entry) && typeof entry.type === 'number' ? { ...entry, type: typesIn(entry.type) } : entry

/** Outputs as the language has them: masks of kinds of right as lists. */
const readable = (call: string, outputs: Fields): Fields => {
  const kinds = CALLS.get(call)?.outputs
  const read = (output: string, data: Data): Data => {
    const kind = kinds?.get(output)
    if (kind === 'types' && typeof data === 'number') return typesIn(data)
    return kind === 'entries' && Array.isArray(data) ? data.map(readableEntry) : data
  }
  return Object.fromEntries(Object.entries(outputs).map(([output, data]) => [output, read(output, data)]))
}

const replyOf = (call: string, answer: Answer<Fields | undefined>): Reply => {
  if (E.isLeft(answer)) return { code: answer.left, value: CODES.get(answer.left), outputs: NO_OUTPUTS }
  const code = CALLS.get(call)?.success ?? 'KERN_SUCCESS'
  return { code, value: 0, outputs: readable(call, answer.right ?? NO_OUTPUTS) }
}

/** What a call that makes threads needs besides its arguments: their programs. */
const programsOf = ({ stage }: Actor, { call, threads, steps }: CallStep): object => {
  if (call === 'thread_create') return { program: stage.cast(steps) }
  if (call !== 'task_create') return {}
  const made = [...threads].map(([name, { priority, daemon, steps: own }]) => ({
    name,
    daemon,
    program: stage.cast(own),
    ...(priority === null ? {} : { priority })
  }))
  return { threads: made }
}

function* anyCall(actor: Actor, step: CallStep, args: Fields): Steps<Reply> {
  const library = netnameCall(step.call)
  if (library !== undefined) return replyOf(step.call, yield* askNameServer(actor, library, args))
  const answer = yield { call: step.call, args: { ...args, ...programsOf(actor, step) } }
  return replyOf(step.call, answer as Answer<Fields | undefined>)
}

/** Makes a call, binds its outputs and holds its answer against what was expected. */
export function* performCall(actor: Actor, step: CallStep): Steps {
  const name = { at: step.at, word: step.call }
  const args = argumentsOf(actor, name, step)
  if (args === null) return true
  const reply = isMessageCall(step.call)
    ? yield* callWithMessage(actor, name, step, args)
    : yield* anyCall(actor, step, args)
  return reply === null || takeReply(actor, step.call, step, reply)
}
