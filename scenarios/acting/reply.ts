import * as E from 'fp-ts/lib/Either.js'
import { match, type Mismatch } from '../judging/match.js'
import type { Binding, Expect } from '../step.js'
import { type Data, partOf } from '../values.js'
import { type Actor, blame, expecting, keep, type StepName } from './actor.js'
import type { Fields } from './messages.js'

/** What a call has answered: its code by name and number, and its outputs. */
export interface Reply {
  readonly code: string
  readonly value: number | undefined
  readonly outputs: Fields
}

/** What a call answers that refuses, or has nothing to say but that it has done it. */
export const NO_OUTPUTS: Fields = {}

const isExpected = ({ returns }: Expect, { code, value }: Reply): boolean =>
  returns === 'any' || returns.some((each) => each.name === code || each.value === value)

const expectedCodes = ({ returns }: Expect): Data => {
  if (returns === 'any') return 'any'
  const [only, ...others] = returns.map(({ name }) => name)
  return only !== undefined && others.length === 0 ? only : returns.map(({ name }) => name)
}

const complain = (actor: Actor, step: StepName, output: string, mismatch: Mismatch): void => {
  const { path, ...compared } = mismatch
  const where = [output, ...path].join('.')
  const message = mismatch.actual === undefined ? `there is no ${where}` : `${where} is another than expected`
  blame(actor, step, message, compared)
}

/** Keeps outputs in variables; answers why one cannot be kept, the others are. */
const bindAll = (actor: Actor, step: StepName, bind: readonly Binding[], outputs: Fields): string | null => {
  let refusal: string | null = null
  for (const { variable, output, path } of bind) {
    const whole = outputs[output]
    if (whole === undefined) continue
    const part = partOf(whole, path, output)
    if (E.isLeft(part)) refusal ??= part.left
    else keep(actor, step, variable, part.right)
  }
  return refusal
}

/** Binds what a call has answered and holds it against what was expected; true where that fails. */
export const takeReply = (
  actor: Actor,
  word: string,
  { bind, expect }: { readonly bind: readonly Binding[]; readonly expect: Expect },
  reply: Reply
): boolean => {
  const step = expecting(expect, word)
  const unbound = bindAll(actor, step, bind, reply.outputs)
  if (!isExpected(expect, reply))
    return blame(actor, step, `${word} answered ${reply.code}`, {
      expected: expectedCodes(expect),
      actual: reply.code
    })

  let failed = false
  for (const [output, pattern] of expect.outputs)
    for (const mismatch of match(pattern, reply.outputs[output], actor.lookup)) {
      complain(actor, step, output, mismatch)
      failed = true
    }
  if (unbound !== null && !failed) return blame(actor, step, unbound)
  return failed
}
