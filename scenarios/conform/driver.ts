import * as E from 'fp-ts/lib/Either.js'
import { MACH_RCV_MSG } from '../../ports/abi.js'
import { MACH_MSG_SUCCESS, msgReturnName } from '../../ports/kern-return.js'
import type { Message, Program, Trap } from '../../tasks/mach.js'
import { type Own, type Performance, performCall, type Reply, trap } from './calls.js'
import { headerWords, listMessage } from './received.js'
import { isMessageOp, type MessageArgs, type RecordedOp } from './recording.js'
import { bufferOf, emptyBuffer, isOutOfLine } from './sent.js'
import { dumpSpace } from './space-dump.js'

/** What the emulator answers to an op that it cannot make yet. */
export const NOT_IN_THIS_VERSION: Reply = { ret: 'not in this version: memory' }

const MEMORY_OPS = /^(vm_|load|store)|^mach_ports_lookup$/
/** Bit of a mach_msg return code that tells the receiving half from the sending one. */
const RECEIVE_CODE = 0x4000
const UNWRITTEN = headerWords(emptyBuffer()).join()

/** Whether making an op takes the task's memory. */
const needsMemory = (op: RecordedOp): boolean =>
  isMessageOp(op) ? (op.args.msg?.body.some(isOutOfLine) ?? false) : MEMORY_OPS.test(op.op)

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])

const sameBuffer = (a: Message, b: Message): boolean =>
  headerWords(a).join() === headerWords(b).join() && sameBytes(a.body, b.body)

/** What the driver found in its buffer after the call, as the recordings tell it. */
const outputsOf = (code: number, args: MessageArgs, sent: Message, after: Message): Reply['out'] => {
  if (code === MACH_MSG_SUCCESS && (args.option & MACH_RCV_MSG) !== 0) return { msg: listMessage(after) }
  if (code === MACH_MSG_SUCCESS) return sameBuffer(sent, after) ? undefined : { buffer_changed: true }
  if ((code & RECEIVE_CODE) === 0) return sameBuffer(sent, after) ? undefined : { pseudo: listMessage(after) }
  const buffer = headerWords(after)
  return buffer.join() === UNWRITTEN ? undefined : { buffer }
}

function* performMessage(args: MessageArgs): Performance {
  const msg = bufferOf(args)
  const sent = { ...msg, body: msg.body.slice() }
  const code = yield {
    call: 'mach_msg',
    args: {
      msg,
      option: args.option,
      send_size: args.send_size ?? (args.msg === undefined ? 0 : msg.size),
      rcv_size: args.rcv_size ?? 0,
      rcv_name: args.rcv_name ?? 0,
      timeout: args.timeout ?? 0,
      notify: args.notify ?? 0
    }
  }
  const out = outputsOf(Number(code), args, sent, msg)
  const ret = msgReturnName(Number(code))
  return out === undefined ? { ret } : { ret, out }
}

/** Does one op of an actor's and answers what the recording should say. */
export const perform = (op: RecordedOp, own: Own): Performance => {
  if (needsMemory(op)) return answer(NOT_IN_THIS_VERSION)
  if (isMessageOp(op)) return performMessage(op.args)
  if (op.op === 'space_dump') return dumpSpace(own)
  if (op.op === 'set') return answer({ ret: 'KERN_SUCCESS', out: op.args })
  return performCall(op, own)
}

function* answer(reply: Reply): Performance {
  return reply
}

function* nameFrom(call: string): Generator<Trap, number, unknown> {
  const answered = yield* trap(call, {})
  return E.isRight(answered) ? Number(answered.right?.name) : 0
}

/** The program of an actor: makes its two names, then does the ops it is handed, one after another. */
export function* driver(own: Own, work: () => Performance, finish: (reply: Reply) => void): Program {
  own.task_self = yield* nameFrom('mach_task_self')
  own.reply = yield* nameFrom('mach_reply_port')
  for (;;) {
    yield { call: 'park', args: {} }
    finish(yield* work())
  }
}
