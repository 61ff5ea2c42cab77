import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { MAX_PROBLEMS } from '../../scenarios/errors.js'
import { readScenarios } from '../../scenarios/scenario-file.js'

const MEBIBYTE = 2 ** 20

const first = (file: string | Uint8Array) => {
  const { scenarios, problems } = readScenarios(file)
  expect(scenarios).toEqual([])
  return problems[0]
}

const full = (unit: string): string => unit.repeat(Math.floor(MEBIBYTE / unit.length))

const numbered = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join('')

const head = 'scenario: s\ntasks:\n  me:\n'

describe('a file that nests deeply', () => {
  it.each([
    ['flow lists', '['],
    ['flow maps', '{a: '],
    ['lists in lists', '- '],
    ['keys of keys', '? '],
    ['maps on one line', 'a: ']
  ])('of %s is refused, or is no scenario', (_, opening) => {
    expect(first(full(opening))?.kind).toBe('mistake')
  })

  it('may have 64 levels and no more', () => {
    const nested = (levels: number) =>
      `scenario: s\ntasks: {me: [{set: {x: ${'['.repeat(levels - 5)}${']'.repeat(levels - 5)}}}]}`
    expect(readScenarios(nested(64)).problems).toEqual([])
    expect(first(nested(65))).toMatchObject({ line: 2, message: expect.stringMatching(/64 levels/) })
  })

  it('cannot hide its levels in aliases', () => {
    const lists = numbered(20, (index) => `  - &a${index} [[[[[*a${index - 1}]]]]]\n`)
    expect(first(`scenario: s\nx:\n  - &a-1 1\n${lists}tasks: {}`)?.message).toMatch(/64 levels/)
  })
})

describe('a file with aliases', () => {
  const bomb = (levels: number, width: number): string =>
    `${head}    - set:\n        a0: &a0 [1]\n` +
    numbered(levels, (level) => `        a${level + 1}: &a${level + 1} [${`*a${level}, `.repeat(width)}]\n`)

  it('may expand 10,000 of them', () => {
    expect(readScenarios(bomb(3, 20)).problems).toEqual([])
    expect(first(bomb(4, 20))?.message).toMatch(/aliases expand to too much/)
  })

  it('is refused at once when it is a bomb', () => {
    expect(first(bomb(60, 60))?.message).toMatch(/aliases expand to too much/)
  })

  it('cannot make steps of them beyond number', () => {
    const steps = `scenario: s\ntasks:\n  a: &a [${'exit, '.repeat(1000)}]\n`
    expect(first(steps + numbered(100, (index) => `  t${index}: *a\n`))?.message).toBe(
      'more than 100000 steps'
    )
  })

  it('cannot hold itself', () => {
    expect(first('scenario: &a [*a]\ntasks: {}')?.message).toBe('the alias *a stands inside what it means')
  })
})

describe('a large file', () => {
  it('may have 1 MiB and no more', () => {
    const text = `# ${'x'.repeat(MEBIBYTE - 100)}\nscenario: s\ntasks: {}\n`
    expect(readScenarios(text).problems).toEqual([])
    expect(first(text + 'é'.repeat(100))?.message).toBe('a scenario file is at most 1 MiB of text')
  })

  it('of 100,000 keys is read to its end', () => {
    expect(readScenarios(numbered(100_000, (index) => `k${index}: 1\n`)).problems).toHaveLength(MAX_PROBLEMS)
  })

  it.each([
    ['tasks', `scenario: s\ntasks:\n${numbered(10_000, (index) => `  t${index}: [x]\n`)}`],
    ['wrong steps', head + numbered(3_000, () => '    - mach_port_alocate: {}\n')],
    ['variables', head + numbered(3_000, (index) => `    - set: {v${index}: $w${index}}\n`)],
    ['bad commas', `[${full(',')}`],
    ['unclosed quotes', full('"a')],
    ['documents', full('---\n')],
    ['anchors', full('&a ')]
  ])('of %s is read to its end', (_, text) => {
    const { problems } = readScenarios(text.slice(0, MEBIBYTE / 8))
    expect(problems.length).toBeGreaterThan(0)
    expect(problems.length).toBeLessThanOrEqual(MAX_PROBLEMS)
  })
})

describe('names that JavaScript knows', () => {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf']

  it.each(names)('%s may name a port, a task, a thread and a variable', (name) => {
    const text = [
      'scenario: s',
      `given: {ports: {${name}: {receiver: ${name}, send: {${name}: 2}}}}`,
      `tasks: {${name}: {threads: {${name}: [{set: {${name}: {${name}: 1}}}, {check: {value: $${name}.${name}, is: 1}}]}}}`,
      `expect: {threads: {${name}.${name}: finished}}`
    ].join('\n')
    const { scenarios, problems } = readScenarios(text)
    expect(problems).toEqual([])
    expect([...(scenarios[0]?.tasks.keys() ?? [])]).toEqual([name])
    expect(scenarios[0]?.given.ports.get(name)?.send.get(name)).toBe(2)
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('undefined')
  })

  it.each(names)('%s is no key, call, argument, output, counter or constant', (name) => {
    const wrong = [
      `${name}: 1`,
      'tasks:',
      '  me:',
      `    - ${name}: {}`,
      `    - mach_port_destroy: {name: 1, ${name}: 1}`,
      '    - mach_reply_port: {}',
      `      expect: {${name}: 1}`,
      `expect: {counts: {${name}: 1}}`
    ]
    const { problems } = readScenarios(`scenario: s\n${wrong.join('\n')}`)
    expect(problems.map(({ line }) => line)).toEqual([2, 5, 6, 8, 9])
  })
})

describe('a file that is no text', () => {
  it('is refused where it stops being UTF-8', () => {
    expect(first(new Uint8Array([0x61, 0x0a, 0x62, 0xff, 0xfe]))).toMatchObject({
      line: 2,
      column: 2,
      message: 'the file is not UTF-8 text'
    })
  })

  it('is refused where it holds control characters', () => {
    expect(first('scenario: a\u0000')).toMatchObject({
      line: 1,
      column: 12,
      message: 'the character U+0000 cannot stand in YAML'
    })
  })

  it('may begin with a byte order mark', () => {
    expect(readScenarios('\ufeffscenario: s\ntasks: {}').scenarios).toHaveLength(1)
  })
})

describe('any file at all', () => {
  /** Reads something and looks whether the answer is one: scenarios or mistakes, never both, never none. */
  const isAnswered = (file: string | Uint8Array): void => {
    const { scenarios, problems } = readScenarios(file)
    expect(scenarios.length > 0).toBe(problems.length === 0)
    for (const { line, column, message } of problems) {
      expect(Math.min(line, column)).toBeGreaterThanOrEqual(1)
      expect(message).not.toMatch(/undefined|\[object|NaN/)
    }
  }

  it('of bytes is answered', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), isAnswered), { numRuns: 300 })
  })

  it('of YAML marks is answered', () => {
    const mark = fc.constantFrom(
      ...'[]{}:,-?&*!|>\'"%@`#~ \n\t$ab0'.split(''),
      ': ',
      '- ',
      '\n  ',
      '---\n',
      '&a ',
      '*a ',
      '<<: '
    )
    const text = fc.array(mark, { maxLength: 60 }).map((marks) => marks.join(''))
    fc.assert(fc.property(text, isAnswered), { numRuns: 1000 })
  })

  const library = join(__dirname, '../../scenarios/library')
  const good = readdirSync(library)
    .filter((name) => name.endsWith('.scenario.yaml'))
    .map((name) => readFileSync(join(library, name), 'utf8'))

  it('that was a scenario before something happened to it is answered', () => {
    const damage = fc.record({
      text: fc.constantFrom(...good),
      from: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(30),
      put: fc.oneof(
        fc.string({ maxLength: 10 }),
        fc.constantFrom('[', '{', '*a', '&a', '\n- ', '$x', '99999999999')
      )
    })
    const damaged = damage.map(({ text, from, length, put }) => {
      const start = Math.floor(from * text.length)
      return text.slice(0, start) + put + text.slice(start + length)
    })
    fc.assert(fc.property(damaged, isAnswered), { numRuns: 100 })
  })
})
