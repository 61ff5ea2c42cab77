import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { scenarioFiles } from '../../jest/files.js'
import { homeFolder } from '../../jest/globals.js'
import { runFile, runText } from '../../jest/index.js'
import { CALL, CROSSED } from '../fixtures/call-world.js'

const home = mkdtempSync(join(tmpdir(), 'machlab-jest-'))

const found = (pattern: string): readonly string[] | string => {
  const { files, ...why } = scenarioFiles(pattern, home)
  if (files !== null) return files.map((file) => relative(home, file))
  return 'reason' in why ? why.reason : ''
}

beforeAll(() => {
  for (const folder of ['deep/er', 'node_modules/other', 'odd[1]'])
    mkdirSync(join(home, folder), { recursive: true })
  for (const name of ['one', 'two', 'deep/three', 'deep/er/four', 'node_modules/other/five', 'odd[1]/six'])
    writeFileSync(join(home, `${name}.scenario.yaml`), CALL)
  writeFileSync(join(home, 'other.yaml'), CALL)
  writeFileSync(join(home, 'both.yaml'), `${CALL}---${CROSSED}`)
})

afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('where scenarios are', () => {
  it.each([
    ['a file', 'one.scenario.yaml', ['one.scenario.yaml']],
    ['a file of any name', 'other.yaml', ['other.yaml']],
    ['a folder and all below it', 'deep', ['deep/er/four.scenario.yaml', 'deep/three.scenario.yaml']],
    ['a folder with a name like a pattern', 'odd[1]', ['odd[1]/six.scenario.yaml']],
    ['a star', '*.scenario.yaml', ['one.scenario.yaml', 'two.scenario.yaml']],
    ['a star in a folder', 'deep/*.yaml', ['deep/three.scenario.yaml']],
    ['two stars', 'deep/**/*.scenario.yaml', ['deep/er/four.scenario.yaml', 'deep/three.scenario.yaml']],
    ['two stars, but nothing of others', '**/f*', ['deep/er/four.scenario.yaml']],
    ['alternatives', '{one,two}.*', ['one.scenario.yaml', 'two.scenario.yaml']],
    ['nothing of that form', '*.txt', '*.txt: no scenario file is of this form'],
    ['nothing at all', 'nowhere/*', 'nowhere/*: there is no such file or folder']
  ])('%s', (_, pattern, files) => {
    expect(found(pattern)).toEqual(files)
  })

  it('is told from the folder of the test file', () => {
    expect(homeFolder()).toBe(import.meta.dirname)
  })
})

describe('runFile and runText', () => {
  it('answer the same run, and know where it is from', () => {
    const file = join(home, 'one.scenario.yaml')
    const fromFile = runFile(file)
    expect(fromFile).toPass()
    expect(fromFile.origin).toEqual({ file, text: CALL })
    expect(fromFile.trace).toEqual(runText(CALL).trace)
  })

  it('run the one that is named, where there are several', () => {
    const file = join(home, 'both.yaml')
    expect(runFile(file, { only: 'Two that wait for each other' })).toDeadlock()
    expect(() => runFile(file)).toThrow(
      'holds several scenarios: choose one with `only`\n  A call and its reply\n'
    )
    expect(() => runFile(file, { only: 'Two that wait for each othre' })).toThrow(
      'did you mean "Two that wait'
    )
  })

  it('throw what is wrong with a scenario, where it stands', () => {
    expect(() => runText('scenario: None\ntasks:\n  me:\n    - mach_tusk_self\n')).toThrow(
      'scenario:4:7: mach_tusk_self is no call or control word; did you mean mach_task_self?\n    4 |'
    )
    expect(() => runText('scenario: Later\nhosts: {A: {}, B: {}}\ntasks: {me: [exit]}')).toThrow(
      'scenario:2:16: a second host is not in this version'
    )
    expect(() => runFile('nowhere.yaml')).toThrow('nowhere.yaml')
  })
})
