import * as E from 'fp-ts/lib/Either.js'
import { readScenarios } from '../../scenarios/scenario-file.js'
import { evaluate, type Data, type Value } from '../../scenarios/values.js'

/** The value that a scenario writes. */
const valueOf = (written: string): Value => {
  const { scenarios, problems } = readScenarios(`scenario: s\ntasks: {me: [{set: {x: ${written}}}]}`)
  expect(problems).toEqual([])
  const [step] = scenarios[0]?.tasks.get('me')?.threads.get('main')?.steps ?? []
  const value = step?.kind === 'set' ? step.variables.get('x') : undefined
  if (value === undefined) throw new Error('there is no value')
  return value
}

describe('a value', () => {
  it.each<[string, Data]>([
    ['12', 12],
    ['0x1f', 31],
    ['true', true],
    ['hello', 'hello'],
    ['"12"', '12'],
    ['$$x', '$x'],
    ['MACH_PORT_DEAD', 0xffffffff],
    ['MACH_SEND_MSG | MACH_RCV_MSG', 3],
    ['[1, [2, text]]', [1, [2, 'text']]],
    ['{a: {b: 1}}', { a: { b: 1 } }],
    ['{fill: "ab", number: 3}', 'ababab'],
    ['{fill: 7, number: 3}', [7, 7, 7]],
    ['{fill: a, number: 0}', '']
  ])('%s is itself', (written, data) => {
    expect(evaluate(valueOf(written), () => undefined)).toEqual(E.right(data))
  })

  const variables = { list: [1, { b: 'deep' }] as Data, text: 'abc' }
  const lookup = (name: string): Data | undefined => (name === 'list' ? variables.list : undefined)
  const path = (...parts: string[]): Value => ({ kind: 'variable', name: 'list', path: parts })

  it('is what a variable holds, or a part of it', () => {
    expect(evaluate(path('1', 'b'), lookup)).toEqual(E.right('deep'))
  })

  it.each([
    [path('7'), '$list has no 7'],
    [path('1', 'b', 'c'), '$list.1.b has no c'],
    [path('length'), '$list has no length'],
    [path('1', 'constructor'), '$list.1 has no constructor'],
    [{ kind: 'variable', name: 'other', path: [] } as Value, '$other is not set']
  ])('is refused where there is none', (value, why) => {
    expect(evaluate(value, lookup)).toEqual(E.left(why))
  })

  it('cannot grow beyond memory', () => {
    const huge = valueOf('{fill: abc, number: 100000000}')
    expect(E.isLeft(evaluate(huge, lookup))).toBe(true)
    let list: Data = [1]
    const twice: Value = { kind: 'list', items: [path(), path()] }
    for (let round = 0; round < 100; round++) {
      const grown = evaluate(twice, () => list)
      if (E.isLeft(grown)) return
      list = grown.right
    }
    throw new Error('it grew')
  })
})
