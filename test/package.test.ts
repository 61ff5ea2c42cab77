import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { read, root } from './fixtures/sources.js'

/** An empty folder of somebody else's, into which the packed tarball is installed. */
const consumer = realpathSync(mkdtempSync(join(tmpdir(), 'machlab-consumer-')))
const scenario = 'node_modules/machlab/scenarios/library/demonstration.scenario.yaml'

/** Runs a command to its end and answers its standard output; anything but success fails the test with all it said. */
const run = (folder: string, command: string, ...words: string[]): string => {
  const ended = spawnSync(command, words, { cwd: folder, encoding: 'utf8' })
  if (ended.status !== 0)
    throw new Error([command, ...words, ended.stdout, ended.stderr, ended.error].join('\n'))
  return ended.stdout.trim()
}

/** From the checkout's own node_modules, so that no network and no cache of npm is needed. */
const installTarball = (tarball: string): void => {
  const dependencies = Object.keys(JSON.parse(read('package.json')).dependencies)
  const folders = dependencies.map((name) => join(root, 'node_modules', name))
  const options = ['--offline', '--install-links', '--ignore-scripts', '--no-audit', '--no-fund']
  run(consumer, 'npm', 'install', ...options, tarball, ...folders)
}

beforeAll(() => {
  run(root, 'node', 'scripts/build.mjs')
  run(root, 'npm', 'pack', '--ignore-scripts', '--pack-destination', consumer)
  writeFileSync(join(consumer, 'package.json'), '{ "private": true }\n')
  const [tarball = ''] = readdirSync(consumer).filter((name) => name.endsWith('.tgz'))
  installTarball(join(consumer, tarball))
}, 120_000)

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
