import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import { runScenario } from '../scenarios/runner.js'
import { readScenarios } from '../scenarios/scenario-file.js'
import { callFiles } from '../scripts/calls.js'
import {
  anchorsOf,
  type Block,
  blocksOf,
  commandsIn,
  likeOf,
  linksOf,
  type Shown,
  trimmed
} from './fixtures/documents.js'
import { filesUnder, read, root } from './fixtures/sources.js'

const pages = ['README.md', ...filesUnder('docs').filter((path) => /^docs\/[^/]+\.md$/.test(path))]
const allPages = [
  ...pages,
  ...filesUnder('docs').filter((path) => path.endsWith('.md') && !pages.includes(path))
]
const blocks = pages.flatMap(blocksOf)
const of = (language: string): readonly Block[] => blocks.filter(({ words }) => words[0] === language)

/** A folder for each page, in which its files lie under their names. */
const home = mkdtempSync(join(tmpdir(), 'machlab-docs-'))
const folderOf = (page: string): string => join(home, page.replaceAll('/', '-'))
const command = join(root, 'dist', 'cjs', 'scenarios', 'cli.js')
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')

/** The commands that a page may use, in place of what npx would find. */
const SHELL = `machlab() { node '${command}' "$@"; }
npx() { case $1 in machlab) shift; machlab "$@" ;; tsc) shift; node '${tsc}' "$@" ;; *) return 127 ;; esac; }
`

const isName = (word: string | undefined): word is string => word !== undefined && word.includes('.')

const prepare = (page: string): void => {
  const folder = folderOf(page)
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  for (const name of ['scenarios', 'test']) symlinkSync(join(root, name), join(folder, name))
  symlinkSync(root, join(folder, 'node_modules', 'machlab'))
  symlinkSync(join(root, 'node_modules', 'fp-ts'), join(folder, 'node_modules', 'fp-ts'))
  for (const { words, text } of blocksOf(page)) {
    const name = words.find(isName)
    if (name !== undefined) writeFileSync(join(folder, name), text)
  }
}

beforeAll(() => {
  spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' })
  pages.forEach(prepare)
}, 120_000)

afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('a scenario that a page shows', () => {
  const scenarios = of('yaml').filter(({ words }) => !words.includes('fragment'))

  it.each(scenarios)('$page:$line comes out as the page says', ({ text, words }) => {
    const file = readScenarios(text)
    expect(file.problems).toEqual([])
    expect(file.scenarios).not.toEqual([])
    const verdicts = file.scenarios.map((each) => runScenario(each, { invariants: true }).verdict)
    if (words.includes('fails')) expect(verdicts).toContain('failed')
    else expect(new Set(verdicts)).toEqual(new Set(['passed']))
  })
})

describe('a command that a page shows', () => {
  const shown = of('console').flatMap(commandsIn)

  const run = ({ page, command: line }: Shown) =>
    spawnSync('bash', ['-c', `${SHELL}exec 2>&1\n${line}`], {
      cwd: folderOf(page),
      env: { ...process.env, NO_COLOR: '1', COLUMNS: '' },
      encoding: 'utf8'
    })

  it.each(shown)('$page:$line prints what the page says: $command', (each) => {
    const { status, stdout } = run(each)
    if (each.output.length === 0) expect({ status, stdout }).toMatchObject({ status: 0 })
    else if (!likeOf(each.output).test(trimmed(stdout))) expect(trimmed(stdout)).toBe(each.output.join('\n'))
  })

  it('stands in a console block', () => {
    const elsewhere = blocks.filter(
      ({ words, text }) => words[0] !== 'console' && /^\s*(\$ )?(npx )?machlab /m.test(text)
    )
    expect(elsewhere.map(({ page, line }) => `${page}:${line}`)).toEqual([])
  })

  it('names a script that there is', () => {
    const { scripts } = JSON.parse(read('package.json'))
    const named = allPages.flatMap((page) =>
      [...read(page).matchAll(/\bnpm run (?:-s |--silent )?([\w:-]+)/g)].map((found) => found[1] ?? '')
    )
    const samples = ['test:esm']
    expect(named.filter((name) => !(name in scripts) && !samples.includes(name))).toEqual([])
  })
})

describe('a program that a page shows', () => {
  it('is checked by the compiler', () => {
    const programs = of('ts')
    const folder = folderOf('README.md')
    const names = programs.map(({ text }, index) => {
      const name = `block-${index}.mts`
      writeFileSync(join(folder, name), text)
      return name
    })
    const options = ['--ignoreConfig', '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022']
    const checked = spawnSync(process.execPath, [tsc, ...options, '--types', '', ...names], {
      cwd: folder,
      encoding: 'utf8'
    })
    expect(checked.stdout).toBe('')
    expect(programs).not.toEqual([])
  })
})

describe('a page', () => {
  it.each(allPages)('%s links to what there is', (page) => {
    const broken = linksOf(page).filter((link) => {
      const [path = '', anchor] = link.split('#')
      const target = path === '' ? page : posix.join(posix.dirname(page), path)
      if (!existsSync(join(root, target))) return true
      return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor)
    })
    expect(broken).toEqual([])
  })

  it.each(pages)('%s names files that there are', (page) => {
    const named = [
      ...read(page).matchAll(/`((?:ports|tasks|kernel|scenarios|bench|test|docs|scripts)\/[\w./-]+)`/g)
    ]
    const missing = named.map((found) => found[1] ?? '').filter((path) => !existsSync(join(root, path)))
    expect(missing).toEqual([])
  })

  it.each(callFiles())('$path is current: npm run docs', ({ path, text }) => {
    expect(read(path)).toBe(text)
  })
})
