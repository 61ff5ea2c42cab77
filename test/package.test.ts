import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installPackage, newConsumer, run } from './fixtures/consumer.js'
import { root } from './fixtures/sources.js'

const consumer = newConsumer()
const scenario = 'node_modules/machlab/scenarios/library/demonstration.scenario.yaml'

beforeAll(() => installPackage(consumer), 120_000)

afterAll(() => rmSync(consumer, { recursive: true, force: true }))

describe('the packed package, installed elsewhere', () => {
  const show = 'console.log(Object.keys(machlab).sort().join())'
  const importIt = () =>
    run(consumer, 'node', '--input-type=module', '-e', `import * as machlab from 'machlab'; ${show}`)

  it('is imported by plain node', () => {
    expect(importIt().split(',')).toContain('KERN_RETURNS')
  })

  it('is required by plain node, with the same names', () => {
    const requireIt = `const machlab = require('machlab'); ${show}`
    expect(run(consumer, 'node', '--input-type=commonjs', '-e', requireIt)).toBe(importIt())
  })

  it('has types for both', () => {
    const use = `import { KERN_RETURNS } from 'machlab'\nexport const code: number = KERN_RETURNS.KERN_SUCCESS\n`
    for (const name of ['use.mts', 'use.cts']) writeFileSync(join(consumer, name), use)
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    run(consumer, 'node', tsc, '--noEmit', '--strict', '--module', 'nodenext', 'use.mts', 'use.cts')
  })

  it('holds what runs and what it runs on, no sources and no tests', () => {
    const held = readdirSync(join(consumer, 'node_modules', 'machlab'))
    expect(held.filter((name) => !/^(README|LICENSE|package\.json)/.test(name))).toEqual([
      'dist',
      'scenarios'
    ])
  })

  it('runs a scenario by its command', () => {
    expect(run(consumer, 'npx', '--offline', 'machlab', 'run', scenario)).not.toBe('')
  })

  it('runs a scenario by its command inside the checkout too', () => {
    const own = 'scenarios/library/demonstration.scenario.yaml'
    expect(run(root, 'npx', '--offline', 'machlab', 'run', own)).not.toBe('')
  })
})
