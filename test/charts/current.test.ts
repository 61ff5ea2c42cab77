import { readFileSync } from 'node:fs'
import { chartFiles } from '../../scripts/charts.js'

describe('what `npm run charts` generates', () => {
  it.each(chartFiles())('$path is current', ({ path, text }) => {
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  it('is the same text each time', () => {
    expect(chartFiles()).toEqual(chartFiles())
  })
})
