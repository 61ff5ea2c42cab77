import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readScenarios } from '../../scenarios/scenario-file.js'

const folder = join(__dirname, 'invalid')

const expected = readFileSync(join(folder, 'expected.tsv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((row) => {
    const [file = '', line, column, what = ''] = row.split('\t')
    return { file, line, column, nearest: /nearest: (\w+)/.exec(what)?.[1] }
  })

describe('a broken file', () => {
  it('is named in the list of what is wrong with each', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
    expect(files.sort()).toEqual(expected.map(({ file }) => file).sort())
  })

  it.each(expected)('$file shows its first mistake at $line:$column', ({ file, line, column, nearest }) => {
    const { scenarios, problems } = readScenarios(readFileSync(join(folder, file)))
    const [first] = problems
    expect(scenarios).toEqual([])
    expect(first?.kind).toBe('mistake')
    if (line !== '-') expect(`${first?.line}`).toBe(line)
    if (column !== '-') expect(`${first?.column}`).toBe(column)
    if (nearest !== undefined) expect(first?.nearest).toBe(nearest)
  })
})
