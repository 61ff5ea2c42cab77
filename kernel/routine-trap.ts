import * as E from 'fp-ts/lib/Either.js'
import {
  isPortType,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_MSG_TYPE_PORT_SEND,
  MACH_PORT_NULL
} from '../ports/abi.js'
import { copyoutNameCompat } from '../ports/compat-copyout.js'
import { takeSendCompat } from '../ports/compat-right.js'
import { copyinRight, type RightInHand } from '../ports/copyin.js'
import { copyoutRight } from '../ports/copyout.js'
import { destroyRight } from '../ports/destruction.js'
import { checkDead, hasSend } from '../ports/entry.js'
import { fail } from '../ports/kern-return.js'
import type { Port } from '../ports/object.js'
import { lookup } from '../ports/space.js'
import { type Argument, type Routine, ROUTINES, type RoutineName, type Target } from '../tasks/mach.defs.js'
import {
  callElsewhere,
  type Given as Arguments,
  numberOf,
  present,
  type Value,
  type Values
} from '../tasks/mig.js'
import type { Thread } from '../tasks/task.js'
import type { Kernel } from './kernel.js'
import { noTarget } from './kernel-server.js'
import { type Given, type InHand, runRoutine } from './routines.js'

/** What a call made as a trap answers: the code's name or the outputs, in the caller's names. */
export type TrapAnswer = E.Either<string, Values | undefined>

/** The port a call is made on: the one named, or, where none is, the caller's own. */
const targetPort = (thread: Thread, target: Target, raw: Arguments, kernel: Kernel): Port | null => {
  const name = raw[target] ?? raw['parent_task']
  if (typeof name !== 'number') return ownPort(thread, target, kernel)
  const entry = lookup(thread.task.space, name)
  if (entry === null || checkDead(kernel.ipc, thread.task.space, entry) || !hasSend(entry)) return null
  return entry.port
}

const ownPort = (thread: Thread, target: Target, kernel: Kernel): Port => {
  if (target === 'task') return thread.task.kernelPort
  return target === 'thread' ? thread.kernelPort : kernel.hostPort
}

const dispositionOf = (argument: Argument, raw: Arguments): number =>
  argument.kind === 'receive'
    ? MACH_MSG_TYPE_MOVE_RECEIVE
    : argument.disposition === undefined
      ? MACH_MSG_TYPE_COPY_SEND
      : numberOf(raw, { name: argument.disposition })

/** Copies one right argument in from the caller's space. */
const rightOf = (
  kernel: Kernel,
  thread: Thread,
  argument: Argument,
  raw: Arguments
): E.Either<string, RightInHand> => {
  if (argument.compat === true) return compatRightOf(kernel, thread, argument, raw)
  const disposition = dispositionOf(argument, raw)
  if (!isPortType(disposition))
    return fail(argument.kind === 'poly' ? 'KERN_INVALID_VALUE' : 'KERN_INVALID_CAPABILITY')
  return copyinRight(kernel.ipc, thread.task.space, wordOf(raw, argument), disposition)
}

/** A send right as Mach 2.5 passes one. */
const compatRightOf = (
  kernel: Kernel,
  thread: Thread,
  argument: Argument,
  raw: Arguments
): E.Either<string, RightInHand> => {
  const name = wordOf(raw, argument)
  if (name === MACH_PORT_NULL) return E.right({ port: null, type: MACH_MSG_TYPE_PORT_SEND })
  const port = takeSendCompat(kernel.ipc, thread.task.space, name, false)
  return port === null ? fail('KERN_INVALID_ARGUMENT') : E.right({ port, type: MACH_MSG_TYPE_PORT_SEND })
}

const rightsOf = (
  kernel: Kernel,
  thread: Thread,
  argument: Argument,
  raw: Arguments
): E.Either<string, RightInHand[]> => {
  const names = raw[argument.name]
  const rights: RightInHand[] = []
  for (const name of Array.isArray(names) ? names : []) {
    const right = copyinRight(kernel.ipc, thread.task.space, Number(name) >>> 0, MACH_MSG_TYPE_COPY_SEND)
    if (E.isLeft(right)) {
      destroyRights(kernel, rights)
      return right
    }
    rights.push(right.right)
  }
  return E.right(rights)
}

const destroyRights = (kernel: Kernel, rights: readonly RightInHand[]): void => {
  for (const { port, type } of rights) destroyRight(kernel.ipc, port, type)
}

/** An argument as the machine word it is: names unsigned, integers signed. */
const wordOf = (raw: Arguments, argument: Argument): number =>
  argument.kind === 'int' ? numberOf(raw, argument) | 0 : numberOf(raw, argument) >>> 0

/** Collects a routine's arguments: integers as they are, rights out of the caller's space. */
const collect = (
  kernel: Kernel,
  thread: Thread,
  routine: Routine,
  raw: Arguments
): E.Either<string, { args: InHand; rights: RightInHand[] }> => {
  const args: Record<string, number | RightInHand | RightInHand[]> = {}
  const rights: RightInHand[] = []
  for (const argument of routine.in) {
    if (argument.kind === 'int' || argument.kind === 'name') {
      args[argument.name] = wordOf(raw, argument)
      continue
    }
    const found =
      argument.kind === 'ports'
        ? rightsOf(kernel, thread, argument, raw)
        : rightOf(kernel, thread, argument, raw)
    if (E.isLeft(found)) {
      destroyRights(kernel, rights)
      return found
    }
    args[argument.name] = found.right
    rights.push(...[found.right].flat())
  }
  return E.right({ args, rights })
}

const outputOf = (kernel: Kernel, thread: Thread, argument: Argument, value: Given[string]): Values => {
  const name = (right: RightInHand): number =>
    argument.compat === true
      ? copyoutNameCompat(kernel.ipc, thread.task.space, right)
      : copyoutRight(kernel.ipc, thread.task.space, right).name
  if (typeof value === 'number') return { [argument.name]: argument.kind === 'int' ? value : value >>> 0 }
  if (Array.isArray(value))
    return { [argument.name]: value.map((v) => (typeof v === 'number' ? v : name(v))) }
  if ('port' in value && argument.kind !== 'info') {
    const right = value as RightInHand
    const type = argument.disposition === undefined ? {} : { [argument.disposition]: right.type }
    return { [argument.name]: name(right), ...type }
  }
  const fields = value as Readonly<Record<string, number>>
  return argument.flat === true ? fields : { [argument.name]: fields }
}

const outputs = (
  kernel: Kernel,
  thread: Thread,
  routine: Routine,
  given: Given | undefined
): Values | undefined => {
  if (given === undefined) return undefined
  const values: Record<string, Value> = {}
  for (const argument of routine.out) {
    const value = given[argument.name]
    if (value !== undefined) Object.assign(values, outputOf(kernel, thread, argument, value))
  }
  return present(values)
}

/** The object a call is made on, or the code that refuses it; null where its port is not the kernel's. */
export const targetOf = (
  kernel: Kernel,
  thread: Thread,
  call: RoutineName,
  raw: Arguments
): E.Either<string, object> | null => {
  const routine: Routine = ROUTINES[call]
  const port = targetPort(thread, routine.target, raw, kernel)
  if (port === null) return fail('MACH_SEND_INVALID_DEST')
  if (port.kernelObject === null) return null
  const target = port.kernelObject.kind === routine.target ? port.kernelObject.target : null
  return target === null ? fail(noTarget(call)) : E.right(target)
}

/** Makes a call on a port that is not the kernel's by its message: the thread goes through the stub's routine. */
export const goElsewhere = (thread: Thread, call: RoutineName, raw: Arguments): null => {
  thread.routine = callElsewhere(call, Number(raw[ROUTINES[call].target] ?? raw['parent_task']), raw)
  return null
}

/**
 * A kernel call made as a trap: resolve the target, copy rights in, run the routine, copy rights out. On
 * a port that is not the kernel's the call becomes a message, and the thread goes through the stub's
 * routine; then the answer is null.
 */
export const routineTrap = (
  kernel: Kernel,
  thread: Thread,
  call: RoutineName,
  raw: Arguments
): TrapAnswer | null => {
  const routine: Routine = ROUTINES[call]
  const target = targetOf(kernel, thread, call, raw)
  if (target === null) return goElsewhere(thread, call, raw)
  if (E.isLeft(target)) return target
  const collected = collect(kernel, thread, routine, raw)
  if (E.isLeft(collected)) return collected
  const answer = runRoutine(kernel, call, target.right, collected.right.args)
  if (E.isLeft(answer)) {
    destroyRights(kernel, collected.right.rights)
    return answer
  }
  return E.right(outputs(kernel, thread, routine, answer.right))
}
