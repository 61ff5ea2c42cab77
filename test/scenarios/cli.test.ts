import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, cli, objectsOf, workshop } from '../fixtures/command.js'

const { folder, machlab, file, close } = workshop()

const PASSES = 'scenario: Passes\ntasks: {me: [mach_task_self]}\n'
const FAILS = 'scenario: Fails\ntasks:\n  me:\n    - check: {value: 1, is: 2}\n'
const INVALID = 'scenario: Is none\ntasks:\n  me:\n    - mach_tusk_self\n'
const ENDLESS = 'scenario: Goes on\ntasks: {me: [{repeat: {times: 1000000000, steps: [mach_task_self]}}]}\n'
const LATER =
  'scenario: Wants memory\ntasks:\n  me:\n    - vm_allocate: {address: 0, size: 4K, anywhere: true}\n'

beforeAll(() => {
  build()
  mkdirSync(join(folder, 'suite', 'deep'), { recursive: true })
  file('passes.scenario.yaml', PASSES)
  file('suite/fails.scenario.yaml', FAILS)
  file('suite/deep/passes.scenario.yaml', PASSES)
  file('suite/notes.yaml', 'no scenario')
}, 120_000)

afterAll(close)

describe('the exit status', () => {
  const statusOf = (text: string, ...words: string[]) =>
    machlab(['run', '-', ...words], { input: text }).status

  it('is 0 where all passed, 1 where some did not', () => {
    expect(statusOf(PASSES)).toBe(0)
    expect(statusOf(FAILS)).toBe(1)
    expect(statusOf(ENDLESS, '--budget', '1000')).toBe(1)
  })

  it('is 2 for bad input, and that wins over 1', () => {
    expect(statusOf(INVALID)).toBe(2)
    expect(statusOf(LATER)).toBe(2)
    expect(statusOf(`${FAILS}---\n${LATER}`)).toBe(2)
    expect(statusOf('')).toBe(2)
  })

  it.each([
    [['run']],
    [['run', 'nowhere.scenario.yaml']],
    [['run', 'suite']],
    [['run', 'passes.scenario.yaml', '--seed', 'x']],
    [['run', 'passes.scenario.yaml', '--budget', '0']],
    [['run', 'passes.scenario.yaml', '--only', 'Nothing']],
    [['run', 'passes.scenario.yaml', '--trace', 'nowhere/trace.jsonl']],
    [['run', 'passes.scenario.yaml', '--colour', 'always']],
    [['test', 'nowhere']],
    [['check', '.empty']],
    [['dance']],
    [['replay', 'passes.scenario.yaml']]
  ])('is 2 for %j', (words) => {
    const { status, err } = machlab(words)
    expect(status).toBe(2)
    expect(err).not.toBe('')
    expect(err).not.toContain('at fault')
  })

  it('is 2 for what is not in this version', () => {
    expect(machlab(['explore', 'passes.scenario.yaml', '--strategy', 'dpor'])).toMatchObject({
      status: 2,
      out: '',
      err: expect.stringContaining('not in this version')
    })
  })

  it('is 0 for help and version', () => {
    expect(machlab(['--help'])).toMatchObject({ status: 0, out: expect.stringContaining('Examples:') })
    expect(machlab(['test', '--help'])).toMatchObject({
      status: 0,
      out: expect.stringContaining('--invariants')
    })
    expect(machlab(['--version']).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('is 130 where the command is interrupted, and what was traced is whole', async () => {
    const name = file('endless.scenario.yaml', ENDLESS)
    const words = [cli, 'run', name, '--quiet', '--trace', 'cut.jsonl', '--budget', '1000000000']
    const child = spawn(process.execPath, words, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
    child.stderr.once('data', () => child.kill('SIGINT'))
    const status = await new Promise((resolve) => child.on('exit', resolve))
    expect(status).toBe(130)
    const lines = readFileSync(join(folder, 'cut.jsonl'), 'utf8')
    expect(lines.endsWith('\n')).toBe(true)
    expect(() =>
      lines
        .trim()
        .split('\n')
        .forEach((line) => JSON.parse(line))
    ).not.toThrow()
  })
})

describe('machlab run', () => {
  it('shows the sequence of events, the verdict and the counters', () => {
    const { out } = machlab(['run', 'passes.scenario.yaml'])
    expect(out).toMatch(/Passes[\s\S]*me\.main[\s\S]*mach_task_self[\s\S]*passed {2}Passes[\s\S]*traps 1/)
  })

  it('says where a scenario failed, with both sides of it', () => {
    const { out } = machlab(['run', 'suite/fails.scenario.yaml', '--quiet'])
    expect(out).toContain('suite/fails.scenario.yaml:4:7  me.main: the value is another than expected')
    expect(out).toMatch(/expected +actual\n +2 +1\n/)
  })

  it('runs every scenario of a file, or the one that is asked for', () => {
    const both = file('both.scenario.yaml', `${PASSES}---\n${FAILS}`)
    expect(machlab(['run', both]).out.trim().split('\n').at(-1)).toBe('1 passed, 1 failed')
    expect(machlab(['run', both, '--only', 'Passes']).status).toBe(0)
    expect(machlab(['run', both, '--only', 'Pases']).err).toContain('did you mean "Passes"')
  })

  it('runs nothing of a file with a mistake, and shows the mistake', () => {
    const { out } = machlab(['run', '-'], { input: `${PASSES}---\n${INVALID}` })
    expect(out).toContain('-:7:7: mach_tusk_self')
    expect(out).toContain('did you mean mach_task_self?')
    expect(out).not.toContain('passed')
  })

  it('prints objects for programs', () => {
    const lines = objectsOf(machlab(['run', '-', '--json'], { input: `${PASSES}---\n${FAILS}---\n${LATER}` }))
    expect(lines).toEqual([
      expect.objectContaining({
        file: '-',
        line: 1,
        scenario: 'Passes',
        verdict: 'passed',
        ended: 'passed',
        failures: []
      }),
      expect.objectContaining({
        line: 4,
        verdict: 'failed',
        failures: [
          {
            line: 7,
            column: 7,
            step: 'check',
            message: 'me.main: the value is another than expected',
            expected: 2,
            actual: 1
          }
        ]
      }),
      expect.objectContaining({ scenario: 'Wants memory', verdict: 'invalid', ended: 'invalid' }),
      { summary: { passed: 1, failed: 1, invalid: 1 } }
    ])
    expect(lines[0]).toMatchObject({ time: expect.any(Number), counts: { traps: 1, packets_sent: 0 } })
  })

  it('colours what it prints only where that is wanted', () => {
    const escape = String.fromCharCode(27)
    const printed = (...words: string[]) => machlab(['run', 'passes.scenario.yaml', ...words]).out
    expect(printed()).not.toContain(escape)
    expect(printed('--color', 'always')).toContain(escape)
    expect(printed('--color', 'never')).not.toContain(escape)
    expect(printed('--json', '--color', 'always')).not.toContain(escape)
  })

  it('comes to the same with recounts and with live actors', () => {
    const plain = machlab(['run', 'passes.scenario.yaml'])
    expect(machlab(['run', 'passes.scenario.yaml', '--invariants'])).toEqual(plain)
    expect(machlab(['run', 'passes.scenario.yaml', '--actors'])).toEqual(plain)
  })
})

describe('machlab test', () => {
  it('runs what it finds in folders, says what went wrong, and sums up', () => {
    const { status, out } = machlab(['test', 'suite'])
    expect(status).toBe(1)
    expect(out).not.toContain('Passes')
    expect(out).toContain('suite/fails.scenario.yaml:4:7')
    expect(out.trim().split('\n').at(-1)).toBe('1 passed, 1 failed')
  })

  it('counts invalid scenarios as failed, for programs apart', () => {
    const name = file('later.scenario.yaml', LATER)
    expect(machlab(['test', 'passes.scenario.yaml', name]).out).toMatch(/\n1 passed, 1 failed\n$/)
    const summary = objectsOf(machlab(['test', 'passes.scenario.yaml', name, '--json'])).at(-1)
    expect(summary).toEqual({ summary: { passed: 1, failed: 0, invalid: 1 } })
  })
})

describe('machlab check', () => {
  it('validates and runs nothing', () => {
    expect(machlab(['check', 'suite'])).toMatchObject({ status: 0, out: '2 passed, 0 failed\n' })
    const { status, out } = machlab(['check', '-', '--json'], { input: INVALID })
    expect(status).toBe(2)
    const [{ file: name, errors }, summary] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(name).toBe('-')
    expect(errors).toEqual([
      { line: 4, column: 7, message: expect.stringContaining('mach_tusk_self'), nearest: 'mach_task_self' }
    ])
    expect(summary).toEqual({ summary: { passed: 0, failed: 0, invalid: 1 } })
  })
})

describe('machlab replay', () => {
  const record = (text: string): string[] => {
    machlab(['run', '-', '--quiet', '--seed', '7', '--trace', 'trace.jsonl'], { input: text })
    return readFileSync(join(folder, 'trace.jsonl'), 'utf8').trim().split('\n')
  }
  const replay = (lines: readonly string[]) =>
    machlab(['replay', file('again.jsonl', `${lines.join('\n')}\n`)])

  it('makes a recorded run again', () => {
    const lines = record(PASSES)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ format: 1, scenario: PASSES, seed: 7, choices: [] })
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ verdict: 'passed', counts: { traps: 1 } })
    expect(replay(lines)).toMatchObject({ status: 0, out: expect.stringContaining('the same  Passes') })
  })

  it('makes each of several runs again', () => {
    const lines = record(`${PASSES}---\n${FAILS}`)
    expect(replay(lines).out).toMatch(/the same {2}Passes[\s\S]*the same {2}Fails/)
  })

  it('says at which event the run first differs', () => {
    const lines = record(PASSES)
    const at = lines.findIndex((line) => line.includes('"trap"'))
    const other = lines.map((line, i) => (i === at ? line.replace('mach_task_self', 'mach_host_self') : line))
    const { status, out } = replay(other)
    expect(status).toBe(1)
    expect(out).toContain(`differs  Passes, first at event ${at}`)
    expect(out).toContain(`again.jsonl:${at + 1}`)
    expect(out).toMatch(/recorded .*mach_host_self[\s\S]*now .*mach_task_self/)
  })

  it('says when the record has more than the run, or less', () => {
    const lines = record(PASSES)
    expect(replay([...lines.slice(0, -1), ...lines.slice(-2)]).status).toBe(1)
    expect(replay([...lines.slice(0, -2), ...lines.slice(-1)]).status).toBe(1)
  })

  it('takes a record that was cut off as far as it goes', () => {
    expect(replay(record(PASSES).slice(0, 12)).status).toBe(0)
  })

  it('refuses a format that it does not know, and lines that are none of a trace file', () => {
    const [head = '', ...rest] = record(PASSES)
    expect(replay([head.replace('"format":1', '"format":2'), ...rest]).err).toContain('of format 1, not 2')
    expect(replay([head.replace('"seed":7', '"seed":"x"'), ...rest]).err).toContain("no right 'seed'")
    expect(replay([head.replace('Passes', 'Pusses'), ...rest]).err).toContain('not the one recorded')
    expect(replay([head, '{"event":', ...rest]).err).toContain('again.jsonl:2: this is no JSON')
    expect(replay(rest).status).toBe(2)
  })
})

describe('machlab schema', () => {
  it('prints a JSON Schema', () => {
    expect(JSON.parse(machlab(['schema']).out)).toHaveProperty('$schema')
  })
})
