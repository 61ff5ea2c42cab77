import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { attempt, installPackage, newConsumer, run } from './fixtures/consumer.js'
import { root } from './fixtures/sources.js'

const consumer = newConsumer()

/** The checkout's jest and its types stand in for installed ones: they need no network. */
const linkJest = (): void => {
  const modules = join(consumer, 'node_modules')
  for (const name of ['jest', '@types', '@jest', 'expect'])
    symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction')
  mkdirSync(join(modules, '.bin'), { recursive: true })
  symlinkSync('../jest/bin/jest.js', join(modules, '.bin', 'jest'))
}

const write = (name: string, ...lines: string[]): void =>
  writeFileSync(join(consumer, name), `${lines.join('\n')}\n`)

beforeAll(() => {
  installPackage(consumer)
  cpSync(join(root, 'docs', 'sample'), consumer, { recursive: true })
  linkJest()
}, 120_000)

afterAll(() => rmSync(consumer, { recursive: true, force: true }))

describe('the sample project', () => {
  it('passes under jest as CommonJS', () => {
    const { status, said } = attempt(consumer, 'npm', 'test', '--', '--verbose')
    expect(said).toContain('✓ A call is answered')
    expect(said).toContain('Tests:       3 passed, 3 total')
    expect(status).toBe(0)
  })

  it('passes under jest as ES modules', () => {
    const { status, said } = attempt(consumer, 'npm', 'run', 'test:esm')
    expect(said).toContain('Tests:       2 passed, 2 total')
    expect(status).toBe(0)
  })
})

describe('outside of jest', () => {
  const use =
    "machlab.runFile('scenarios/call-and-reply.scenario.yaml').verdict, Object.keys(machlab).sort().join()"
  const imported = () =>
    run(
      consumer,
      'node',
      '--input-type=module',
      '-e',
      `import * as machlab from 'machlab/jest'; console.log(${use})`
    )

  it('scenarios and worlds can be run all the same, imported or required', () => {
    const requireIt = `const machlab = require('machlab/jest'); console.log(${use})`
    expect(imported()).toContain('passed')
    expect(run(consumer, 'node', '--input-type=commonjs', '-e', requireIt)).toBe(imported())
  })

  it('there are no suites to describe', () => {
    const describeIt = "require('machlab/jest').describeScenarios('scenarios')"
    expect(attempt(consumer, 'node', '-e', describeIt).said).toContain(
      'describeScenarios needs the globals of jest'
    )
  })
})

describe('what fails', () => {
  beforeAll(() => {
    mkdirSync(join(consumer, 'broken', 'deep'), { recursive: true })
    write(
      'broken/deep/wrong.scenario.yaml',
      'scenario: The port is expected to be somebody else',
      'tasks:',
      '  me:',
      '    - mach_port_allocate: {right: MACH_PORT_RIGHT_RECEIVE}',
      '      bind: p',
      '    - mach_port_get_refs: {name: $p, right: MACH_PORT_RIGHT_RECEIVE}',
      '      expect: {refs: 7}'
    )
    write('broken/mistaken.scenario.yaml', 'scenario: It is none', 'tasks:', '  me: [mach_tusk_self]')
    write(
      'fails.test.cjs',
      "require('machlab/jest').describeScenarios('broken/**/*.scenario.yaml')",
      "require('machlab/jest').describeScenarios('nowhere')"
    )
    write(
      'fails.test.mjs',
      "import { describeScenarios } from 'machlab/jest'",
      "describeScenarios('broken/**/*.scenario.yaml')",
      "describeScenarios('nowhere')"
    )
  })

  it.each(['fails.test.cjs', 'fails.test.mjs'])('shows where and how it does, in %s', (file) => {
    const { status, said } = attempt(
      consumer,
      'node',
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      '--testMatch',
      `**/${file}`
    )
    expect(status).toBe(1)
    expect(said).toContain('Tests:       3 failed, 3 total')
    const story = said.replaceAll(/^ +/gm, '')
    expect(story).toContain('● broken/deep/wrong.scenario.yaml › The port is expected to be somebody else')
    expect(story).toContain('broken/deep/wrong.scenario.yaml:7:15: me.main: refs is another than expected')
    expect(story).toContain('7 |       expect: {refs: 7}\n|               ^\nexpected: 7\ncame:     1\n')
    expect(story).toMatch(/the last events:\n(.*\n)*.*return +call mach_port_get_refs, code KERN_SUCCESS\n/)
    expect(story).toMatch(/the sequence:\nme\.main\n(.*\n)*.*· mach_port_get_refs\n/)
    expect(story).toContain(
      'mistaken.scenario.yaml:3:8: mach_tusk_self is no call or control word; did you mean'
    )
    expect(story).toContain('nowhere: there is no such file or folder')
  })
})

describe('the types', () => {
  const check = (name: string, ...lines: string[]) => {
    write(name, ...lines)
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    const options = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      'false',
      '--module',
      'nodenext',
      '--preserveSymlinks'
    ]
    return attempt(consumer, 'node', tsc, ...options, '--types', 'jest,node', name)
  }
  const use = [
    "import { world, type FinishedRun } from 'machlab/jest'",
    'const plan = world().host().port("service", { receiver: "a", send: { b: 2 }, set: "all" })',
    'const run: FinishedRun = plan.task("a", function* ({ service, service_once, all, notify }) {',
    '  const names: number[] = [service, service_once, all, notify]',
    '}).run()',
    'expect(run).toHoldRight("b", "send", { port: "service", refs: 2 })',
    'expect(run).not.toHaveCounted({ handoffs: { max: 3 }, traps: 1 })'
  ]

  it.each(['use.test.mts', 'use.test.cts'])(
    'know the matchers and the names that programs are given, in %s',
    (name) => {
      expect(check(name, ...use)).toMatchObject({ status: 0 })
    }
  )

  it('refuse names, counters and rights that there are not', () => {
    const { said } = check(
      'wrong.test.mts',
      ...use,
      'plan.task("b", function* ({ other }) {})',
      'expect(run).toHaveCounted({ handofs: 1 })',
      'expect(run).toHoldRight("b", "borrow")'
    )
    for (const line of [8, 9, 10]) expect(said).toContain(`wrong.test.mts(${line},`)
  })

  it('go with an expect that is imported', () => {
    const added = [
      "import { expect } from '@jest/globals'",
      "import { matchers, runText, type RunMatchers } from 'machlab/jest'",
      'expect.extend(matchers)',
      "declare module 'expect' {",
      '  interface Matchers<R extends void | Promise<void>, T = unknown> extends RunMatchers<R> {}',
      '}',
      "expect(runText('')).toPass()"
    ]
    expect(check('imported.test.mts', ...added)).toMatchObject({ status: 0 })
  })

  it('show nothing of fp-ts', () => {
    const grep = run(consumer, 'node', '-e', SHOWN)
    expect(grep).toBe('')
  })
})

/** Prints the declarations of machlab/jest that mention fp-ts. */
const SHOWN = `
const { readdirSync, readFileSync } = require('node:fs')
const folder = 'node_modules/machlab/dist/esm/jest/'
const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.d.ts'))
console.log(files.filter((name) => readFileSync(folder + name, 'utf8').includes('fp-ts')).join())
`
