import type { Table } from '../../ports/lifecycle.js'
import { differences, livedAnswers, lives } from './lives.js'

/** The table with one entry changed. */
const corrupted = (table: Table, entry: number, value: number): Table => {
  const moves = Int8Array.from(table.moves)
  moves[entry] = value
  return { ...table, moves }
}

describe.each(lives)('the $id chart, live and as a table', ({ chart, table }) => {
  const lived = livedAnswers(chart)

  it('answers alike in every state on every event', () => {
    expect(lived.size).toBe(table.states.length * table.events.length)
    expect(differences(lived, table)).toEqual([])
  })

  it('is found unequal for every wrong value of every entry', () => {
    const values = [-1, ...table.states.keys()]
    for (const [entry, right] of table.moves.entries())
      for (const wrong of values.filter((value) => value !== right))
        expect({ entry, wrong, found: differences(lived, corrupted(table, entry, wrong)).length }).toEqual({
          entry,
          wrong,
          found: 1
        })
  })

  it('is found unequal for exchanged names of states or events', () => {
    const swapped = (names: readonly string[]) => [names[1] ?? '', names[0] ?? '', ...names.slice(2)]
    expect(differences(lived, { ...table, states: swapped(table.states) })).not.toEqual([])
    expect(differences(lived, { ...table, events: swapped(table.events) })).not.toEqual([])
  })
})
