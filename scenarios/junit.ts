import type { Report } from './judging/verdict.js'
import { troubleText } from './report.js'
import { plain } from './terminal/palette.js'

/** A scenario as a CI server is told of it. */
export interface Case {
  readonly file: string
  /** The line where the scenario begins. */
  readonly line: number
  readonly name: string
  /** How long it took on this machine, in milliseconds. */
  readonly took: number
  readonly outcome: 'passed' | Trouble
}

/** Why a scenario did not pass: it failed, or, as an error, it could not be run or the emulator is at fault. */
export interface Trouble {
  readonly kind: 'failure' | 'error'
  /** The verdict. */
  readonly type: string
  /** The first thing wrong, in a line. */
  readonly message: string
  /** Everything that is wrong, each thing with file, line and column. */
  readonly text: string
}

const WIDTH = 110

/** What a run that ended otherwise than it should have is reported as. */
export const troubleOf = (file: string, report: Report): Trouble | 'passed' => {
  const { verdict, fault, failures } = report
  if (verdict === 'passed') return 'passed'
  const text = troubleText({ palette: plain, width: WIDTH, file }, report).join('\n')
  const message = fault ?? failures[0]?.message ?? verdict
  return { kind: fault === null ? 'failure' : 'error', type: verdict, message, text }
}

/** What XML 1.0 cannot hold, not even as a reference. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escape = (text: string): string =>
  text.replaceAll(NOT_XML, '\ufffd').replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character)

/** In an attribute, line breaks and tabs would be read as blanks. */
const attribute = (text: string): string =>
  escape(text).replaceAll(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${attribute(`${value}`)}"`)
    .join('')

const seconds = (cases: readonly Case[]): string =>
  (cases.reduce((sum, { took }) => sum + took, 0) / 1000).toFixed(3)

const troubleXml = ({ kind, type, message, text }: Trouble): string =>
  `\n      <${kind}${attributes({ message, type })}>${escape(text)}</${kind}>\n    `

const caseXml = (each: Case): string => {
  const { file, line, name, outcome } = each
  const known = attributes({ name, classname: file, file, line, time: seconds([each]) })
  return outcome === 'passed'
    ? `    <testcase${known}/>`
    : `    <testcase${known}>${troubleXml(outcome)}</testcase>`
}

const tally = (cases: readonly Case[]): Readonly<Record<string, string | number>> => {
  const having = (kind: Trouble['kind']): number =>
    cases.filter(({ outcome }) => outcome !== 'passed' && outcome.kind === kind).length
  return {
    tests: cases.length,
    failures: having('failure'),
    errors: having('error'),
    time: seconds(cases)
  }
}

const suiteXml = (file: string, cases: readonly Case[]): string =>
  [
    `  <testsuite${attributes({ name: file, ...tally(cases) })}>`,
    ...cases.map(caseXml),
    '  </testsuite>'
  ].join('\n')

/** JUnit's XML, as CI servers read it: a suite for each file, a case for each scenario. */
export const junitXml = (cases: readonly Case[]): string => {
  const files = [...new Set(cases.map(({ file }) => file))]
  const suites = files.map((name) =>
    suiteXml(
      name,
      cases.filter(({ file }) => file === name)
    )
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'machlab', ...tally(cases) })}>`,
    ...suites,
    '</testsuites>',
    ''
  ].join('\n')
}
