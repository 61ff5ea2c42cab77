import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Case, junitXml } from '../../scenarios/junit.js'
import { build, objectsOf, workshop } from '../fixtures/command.js'

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

const TOKEN = /<\?xml [^?]*\?>|<(\/?)([a-z]+)((?: [a-z]+="[^"<\n]*")*)(\/?)>|([^<]+)/gy
const ENTITY = /&(?:(amp|lt|gt|quot)|#(\d+));/g
const CHARACTERS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }

const unescape = (text: string): string => {
  expect(text.replaceAll(ENTITY, '')).not.toContain('&')
  return text.replaceAll(
    ENTITY,
    (_, name: string, code: string) => CHARACTERS[name] ?? String.fromCharCode(+code)
  )
}

const attributesOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/ ([a-z]+)="([^"]*)"/g)].map((found) => [found[1], unescape(found[2] ?? '')])
  )

/** Reads as much of XML as is written here; anything else fails the test. */
const parse = (xml: string): Element => {
  const top: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [top]
  let end = 0
  for (const [token, closing, name = '', attributes = '', empty, text] of xml.matchAll(TOKEN)) {
    end += token.length
    const inner = open.at(-1) ?? top
    if (text !== undefined) inner.text += unescape(text)
    else if (closing === '/') expect(open.pop()?.name).toBe(name)
    else if (name !== '') {
      const element: Element = { name, attributes: attributesOf(attributes), children: [], text: '' }
      inner.children.push(element)
      if (empty !== '/') open.push(element)
    }
  }
  expect(end).toBe(xml.length)
  expect(open).toEqual([top])
  return top.children[0] ?? top
}

const passed: Case = { file: 'a.scenario.yaml', line: 1, name: 'Passes', took: 12, outcome: 'passed' }

describe('what a CI server reads', () => {
  it('has a suite for each file and a case for each scenario, and counts them', () => {
    const failed: Case = {
      ...passed,
      line: 9,
      name: 'Fails',
      took: 3,
      outcome: { kind: 'failure', type: 'failed', message: 'another', text: 'a.scenario.yaml:9:5  another' }
    }
    const suites = parse(junitXml([passed, failed, { ...passed, file: 'b.scenario.yaml' }]))
    expect(suites).toMatchObject({
      name: 'testsuites',
      attributes: { name: 'machlab', tests: '3', failures: '1', errors: '0', time: '0.027' }
    })
    expect(suites.children.map(({ attributes }) => [attributes.name, attributes.tests])).toEqual([
      ['a.scenario.yaml', '2'],
      ['b.scenario.yaml', '1']
    ])
    expect(suites.children[0]?.children[1]).toMatchObject({
      name: 'testcase',
      attributes: { name: 'Fails', classname: 'a.scenario.yaml', line: '9', time: '0.003' },
      children: [{ name: 'failure', attributes: { type: 'failed', message: 'another' } }]
    })
  })

  it('is whole whatever a scenario is called and says', () => {
    const wild = `<a> & "b" 'c' ]]>\n\t\u0000\u001b\ud800 €`
    const outcome = { kind: 'error', type: 'invalid', message: wild, text: wild } as const
    const [suite] = parse(junitXml([{ ...passed, name: wild, outcome }])).children
    const shown = `<a> & "b" 'c' ]]>\n\t\ufffd\ufffd\ufffd €`
    expect(suite?.children[0]).toMatchObject({
      attributes: { name: shown },
      children: [{ name: 'error', attributes: { message: shown }, text: shown }]
    })
  })

  it('is whole where nothing was run', () => {
    expect(parse(junitXml([]))).toMatchObject({ attributes: { tests: '0' }, children: [] })
  })
})

describe('machlab test --junit', () => {
  const { folder, machlab, file, close } = workshop()
  const written = (): Element => parse(readFileSync(join(folder, 'junit.xml'), 'utf8'))

  beforeAll(() => {
    build()
    file('a.scenario.yaml', 'scenario: Passes\ntasks: {me: [mach_task_self]}\n')
    file('b.scenario.yaml', 'scenario: Fails\ntasks:\n  me:\n    - check: {value: "<1>", is: 2}\n')
    file('c.scenario.yaml', 'scenario: Is none\ntasks:\n  me:\n    - mach_tusk_self\n')
  }, 120_000)
  afterAll(close)

  it('writes how each scenario came out, with line and text of what went wrong', () => {
    const { status, out } = machlab(['test', '.', '--junit', 'junit.xml'])
    expect(status).toBe(2)
    expect(out).toMatch(/\n1 passed, 2 failed\n$/)
    const suites = written()
    expect(suites.attributes).toMatchObject({ tests: '3', failures: '1', errors: '1' })
    const [, failing, invalid] = suites.children.map(({ children }) => children[0]?.children[0])
    expect(failing).toMatchObject({ name: 'failure', attributes: { type: 'failed' } })
    expect(failing?.text).toMatch(/b\.scenario\.yaml:4:7[\s\S]*expected +actual\n +2 +<1>|"<1>"/)
    expect(invalid).toMatchObject({ name: 'error', attributes: { type: 'invalid' } })
    expect(invalid?.text).toContain('did you mean mach_task_self?')
  })

  it('writes the same beside objects for programs', () => {
    const objects = objectsOf(machlab(['test', 'a.scenario.yaml', '--json', '--junit', 'junit.xml']))
    expect(objects.at(-1)).toEqual({ summary: { passed: 1, failed: 0, invalid: 0 } })
    expect(written().attributes).toMatchObject({ tests: '1', failures: '0', errors: '0' })
  })

  it('says where it cannot write, and runs nothing', () => {
    const { status, out, err } = machlab(['test', 'a.scenario.yaml', '--junit', 'nowhere/junit.xml'])
    expect({ status, out }).toEqual({ status: 2, out: '' })
    expect(err).toContain('nowhere/junit.xml: it cannot be written')
  })
})
