import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { OutputKind } from '../calls/chapter.js'
import { CODES, codeName, CONSTANTS, looksLikeConstant } from '../constants.js'
import { quote } from '../errors.js'
import type { Binding, Code, Expect } from '../step.js'
import type { Pattern } from '../pattern.js'
import type { Place, Scalar } from '../tree.js'
import {
  byKind,
  codec,
  fault,
  later,
  listOf,
  map,
  named,
  optional,
  record,
  unfit,
  type Codec,
  type Field
} from './codec.js'
import { ITEM_KEYS, MESSAGE_KEYS, OUTPUT_PATTERNS } from './pattern.js'
import { variableName } from './words.js'

/** What is known of a call's outputs. */
export interface Answering {
  readonly name: string
  readonly outputs: ReadonlyMap<string, OutputKind>
  /** The code of success. */
  readonly success: string
}

const oneCode = (written: string, node: Scalar, context: t.Context): t.Validation<Code> => {
  const value = CODES.get(written)
  if (value !== undefined) return t.success({ name: written, value })
  if (CONSTANTS.has(written))
    return fault(node, context, `${quote(written)} is a constant, but no return code`, [])
  if (!looksLikeConstant(written))
    return unfit(node, context, 'a return code, a list of them, any, or a map of outputs')
  return fault(node, context, `${quote(written)} is no return code`, CODES.keys())
}

const oneOf: Codec<Code> = codec(
  'a return code',
  { form: 'word', schema: { anyOf: [{ enum: ['any', ...CODES.keys()] }, { type: 'integer' }] } },
  (node, context) => {
    if (node.kind !== 'scalar') return unfit(node, context, 'a return code')
    const { value } = node
    if (typeof value === 'number' && Number.isInteger(value))
      return t.success({ name: codeName(value), value })
    return oneCode(node.text, node, context)
  }
)

const code = later('code', () => oneOf)

const returns: Codec<readonly Code[] | 'any'> = byKind('a return code', {
  scalar: codec<readonly Code[] | 'any'>('a return code', code.shape, (node, context) =>
    node.kind === 'scalar' && node.text === 'any'
      ? t.success('any')
      : map(code, (one) => [one]).validate(node, context)
  ),
  list: listOf('a list of return codes', 'a return code', code)
})

/** What a step says nothing about: that the call succeeds. */
export const succeeds = ({ success }: Answering, at: Place): Expect => ({
  at,
  returns: [{ name: success, value: CODES.get(success) ?? 0 }],
  outputs: new Map()
})

/** What a call must answer: its codes, or a pattern for each of its outputs. */
export const expectOf = (answering: Answering): Codec<Expect> => {
  const codesOnly = map(returns, (codes, { at }): Expect => ({ at, returns: codes, outputs: new Map() }))
  const patterns = Object.fromEntries(
    [...answering.outputs].map(([output, kind]) => [output, OUTPUT_PATTERNS[kind]])
  )
  return byKind('a return code, a list of them, any, or a map of outputs', {
    scalar: codesOnly,
    list: codesOnly,
    map: map(
      answerOf(answering.name, patterns),
      ({ returns: codes, outputs }, { at }): Expect => ({
        at,
        returns: codes ?? succeeds(answering, at).returns,
        outputs
      })
    )
  })
}

interface Answer {
  readonly returns: readonly Code[] | 'any' | null
  readonly outputs: ReadonlyMap<string, Pattern>
}

const answerOf = (name: string, patterns: Readonly<Record<string, Codec<Pattern>>>): Codec<Answer> => {
  const fields = Object.entries(patterns).map(
    ([output, pattern]) => [output, optional(pattern, null)] as const
  )
  const outputs = record<Record<string, Field<Pattern | readonly Code[] | 'any' | null>>>(
    name,
    { returns: optional(returns, null, 'the code; success where left out'), ...Object.fromEntries(fields) },
    'output'
  )
  return map(outputs, (read) => {
    const answer = { returns: null as Answer['returns'], outputs: new Map<string, Pattern>() }
    for (const [output, value] of Object.entries(read)) {
      if (value === null) continue
      if (value === 'any' || value instanceof Array) answer.returns = value
      else if ('kind' in value) answer.outputs.set(output, value)
    }
    return answer
  })
}

/** What a step keeps of its outputs: the first, or parts by their paths. */
export const bindOf = ({ name, outputs }: Answering): Codec<readonly Binding[]> => {
  const [first] = outputs.keys()
  const path = codec<Omit<Binding, 'variable'>>(
    'the path of an output',
    { form: 'word', schema: { type: 'string' } },
    (node, context) => {
      if (node.kind !== 'scalar')
        return unfit(node, context, 'the path of an output, such as msg.body.0.data')
      const [output = '', ...rest] = node.text.split('.')
      const wrong = wrongStep(outputs, output, rest)
      if (wrong === undefined) return t.success({ output, path: rest })
      const whole = wrong.step === output ? `${name} has no output` : `${output} has no`
      return fault({ ...node, text: wrong.step }, context, `${whole} ${quote(wrong.step)}`, wrong.names)
    }
  )
  const one = codec<readonly Binding[]>('a variable', variableName.shape, (node, context) => {
    if (first === undefined) return fault(node, context, `${name} has no outputs to keep`)
    const read = variableName.validate(node, context)
    return E.map((variable: string): Binding[] => [{ variable, output: first, path: [] }])(read)
  })
  return byKind('a variable, or a map of variables', {
    scalar: one,
    map: map(named('a map of variables', 'the variable', variableName, path), (bound) =>
      [...bound].map(([variable, part]): Binding => ({ variable, ...part }))
    )
  })
}

/** The step of a path that leads nowhere, and what it could have been. */
const wrongStep = (
  outputs: Answering['outputs'],
  output: string,
  [key, , inItem]: readonly string[]
): { step: string; names: Iterable<string> } | undefined => {
  const kind = outputs.get(output)
  if (kind === undefined) return { step: output, names: outputs.keys() }
  if (kind !== 'message' || key === undefined) return undefined
  if (!MESSAGE_KEYS.includes(key)) return { step: key, names: MESSAGE_KEYS }
  if (key !== 'body' || inItem === undefined || ITEM_KEYS.includes(inItem)) return undefined
  return { step: inItem, names: ITEM_KEYS }
}
