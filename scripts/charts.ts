import { writeFileSync } from 'node:fs'
import type { AnyStateMachine } from 'xstate'
import { CHARTS } from '../kernel/actors.js'
import { type Flat, flatten } from '../ports/flatten.js'

const WIDTH = 110

const meaningOf = (chart: AnyStateMachine, state: string): string => chart.states[state]?.description ?? ''

/** `{ a: 0, b: 1 }` on one line where it fits, else a line each, as the formatter lays it out. */
const eventConst = (declaration: string, events: readonly string[]): string => {
  const members = events.map((event, number) => `${event}: ${number}`)
  const line = `${declaration} { ${members.join(', ')} } as const`
  return line.length <= WIDTH ? line : `${declaration} {\n  ${members.join(',\n  ')}\n} as const`
}

/** The numbered states of a chart, each under its meaning. */
const stateConst = (declaration: string, chart: AnyStateMachine, states: readonly string[]): string => {
  const members = states.map((state, number) => `  /** ${meaningOf(chart, state)} */\n  ${state}: ${number}`)
  return `${declaration} {\n${members.join(',\n')}\n} as const`
}

const moveRow = (flat: Flat, state: number): string => {
  const last = state === flat.states.length - 1
  const row = (flat.moves[state] ?? []).map((next) => `${next}`.padStart(2))
  return `    ${row.join(', ')}${last ? ' ' : ','} // ${flat.states[state]}`
}

/** The module that a chart's table is generated into. */
const tableText = (folder: string, chart: AnyStateMachine, flat: Flat): string => {
  const noun = `${chart.id.charAt(0).toUpperCase()}${chart.id.slice(1)}`
  const toPorts = folder === 'ports' ? './' : `${'../'.repeat(folder.split('/').length)}ports/`
  return `// Generated from ${chart.id}.chart.ts by \`npm run charts\`; a test checks that it is current.
import type { Table } from '${toPorts}lifecycle.js'

/** The states of the ${chart.id} chart by number. */
${stateConst(`export const ${noun}State =`, chart, flat.states)}
export type ${noun}State = (typeof ${noun}State)[keyof typeof ${noun}State]

/** The events of the ${chart.id} chart by number. */
${eventConst(`export const ${noun}Event =`, flat.events)}
export type ${noun}Event = (typeof ${noun}Event)[keyof typeof ${noun}Event]

/** The legal moves of the ${chart.id} chart. */
export const ${chart.id}Table: Table = {
  id: '${chart.id}',
  states: Object.keys(${noun}State),
  events: Object.keys(${noun}Event),
  // biome-ignore format: a row for each state, a column for each event
  moves: Int8Array.of(
${flat.states.map((_, state) => moveRow(flat, state)).join('\n')}
  )
}
`
}

/** The legal moves from a state, as [event, next state]. */
const movesFrom = (flat: Flat, state: number): readonly (readonly [string, string])[] =>
  flat.events.flatMap((event, column) => {
    const next = flat.states[flat.moves[state]?.[column] ?? -1]
    return next === undefined ? [] : [[event, next] as const]
  })

/** A chart as a Mermaid drawing, which GitHub and many editors show as a picture. */
const pictureOf = (flat: Flat): string => {
  const arrows = flat.states.flatMap((state, number) => {
    const moves = movesFrom(flat, number)
    if (moves.length === 0) return [`  ${state} --> [*]`]
    return moves.map(([event, next]) => `  ${state} --> ${next}: ${event}`)
  })
  return ['```mermaid', 'stateDiagram-v2', `  [*] --> ${flat.states[0]}`, ...arrows, '```'].join('\n')
}

const stateRow = (chart: AnyStateMachine, flat: Flat, state: string, number: number): string => {
  const moves = movesFrom(flat, number).map(([event, next]) => `\`${event}\` → ${next}`)
  return `| \`${state}\` | ${meaningOf(chart, state)} | ${moves.length === 0 ? '(final)' : moves.join(', ')} |`
}

const chapterText = (folder: string, chart: AnyStateMachine, flat: Flat): string => {
  const source = `${folder}/${chart.id}.chart.ts`
  return `## ${chart.id}

${chart.root.description ?? ''} Source: [\`${source}\`](../${source}).

${pictureOf(flat)}

| State | Meaning | Moves |
| --- | --- | --- |
${flat.states.map((state, number) => stateRow(chart, flat, state, number)).join('\n')}
`
}

const DOC_HEAD = `# Life cycles

Each of Mach's nouns lives by a chart, an xstate machine beside its noun. The chart permits and the
kernel call decides: charts hold no guards, actions or data, and every change of a noun's state is a
move of its chart. A move that the chart does not have is a fault of the emulator, never of a program;
it stops the run as a broken invariant (exit status 3).

An interpreted chart costs microseconds a move, and a message makes several, so \`npm run charts\`
flattens each chart through xstate's own functions into \`<noun>.table.ts\`, and \`ports/lifecycle.ts\`
reads that. With \`--actors\` live xstate actors make the moves instead, with the same trace. \`npm run
charts\` also writes this page; tests check that the tables and this page are current, and that tables
and actors agree in every state on every event.
`

/** What `npm run charts` writes: the tables, and the page that shows the charts to people. */
export const chartFiles = (): { readonly path: string; readonly text: string }[] => {
  const flats = Object.entries(CHARTS).flatMap(([folder, charts]) =>
    charts.map((chart) => ({ folder, chart, flat: flatten(chart) }))
  )
  const tables = flats.map(({ folder, chart, flat }) => ({
    path: `${folder}/${chart.id}.table.ts`,
    text: tableText(folder, chart, flat)
  }))
  const chapters = flats.map(({ folder, chart, flat }) => chapterText(folder, chart, flat))
  return [...tables, { path: 'docs/charts.md', text: [DOC_HEAD, ...chapters].join('\n') }]
}

// Run from the root of the project by `npm run charts`; a test imports this file and writes nothing.
if (/[\\/]charts\.[jt]s$/.test(process.argv[1] ?? ''))
  for (const { path, text } of chartFiles()) writeFileSync(path, text)
