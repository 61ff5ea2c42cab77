import { FIGURES, isMet, type Result, resultsOf, SIZES } from './figures.js'
import { collect, portBytes, taskBytes } from './memory.js'
import { callsOnActors } from './on-actors.js'
import { callsOnFloor, trapsOnFloor } from './on-floor.js'
import { callsOnKernel, trapsOnKernel } from './on-kernel.js'
import { pythonWithSimpy, timeSimpy } from './on-simpy.js'
import { type Case, measure, timed, type Work } from './rounds.js'

/**
 * What the emulator costs: `npm run bench`, or `npm run --silent bench -- --json` for a JSON line a figure. Read
 * the ratios, whose terms are measured within moments of each other; nanoseconds are the machine's affair.
 */

const ROUNDS = 15

const calls = (times: number, build: (calls: number) => Work): Case => timed(times, () => build(times), collect)

/** Calls of all pairs together at a size, the same on the emulator and the floor. */
const callsAt = (size: number): number => Math.max(50_000, 5 * size)

/** The calls of `size` tasks, every other one the server of its neighbour. */
const callsOfMany = (size: number, build: (pairs: number, calls: number) => Work): Case => {
  const pairs = size / 2
  return calls(callsAt(size), (all) => build(pairs, all / pairs))
}

let events = 0
const count = (): void => {
  events++
}

const cases = new Map<string, Case>([
  ['floor call', calls(150_000, (all) => callsOnFloor(1, all))],
  ['call', calls(50_000, (all) => callsOnKernel(1, all))],
  ['traced call', calls(30_000, (all) => callsOnKernel(1, all, count))],
  ['actors call', calls(5_000, callsOnActors)],
  ['floor trap', calls(500_000, trapsOnFloor)],
  ['trap', calls(150_000, trapsOnKernel)],
  ...SIZES.flatMap((size): [string, Case][] => [
    [`floor call at ${size}`, callsOfMany(size, callsOnFloor)],
    [`call at ${size}`, callsOfMany(size, callsOnKernel)]
  ]),
  ['port bytes', () => portBytes(20_000)],
  ['task bytes', () => taskBytes(5_000)]
])

const interpreter = pythonWithSimpy()
if (interpreter === null) console.error('SimPy is not installed (python3-simpy): simpy/null_call is left out')
else cases.set('simpy call', () => timeSimpy(interpreter, 10_000))

const shown = (value: number): string => value.toFixed(value < 100 ? 2 : 0)

const row = (result: Result): readonly string[] => {
  const { figure, median, min, max, goal } = result
  const wanted = goal === undefined ? '' : 'most' in goal ? `<= ${goal.most}` : `>= ${goal.least}`
  return [figure, shown(median), shown(min), shown(max), wanted, isMet(result) ? '' : 'missed']
}

const HEADING = ['figure', 'median', 'min', 'max', 'goal', '']

const printTable = (results: readonly Result[]): void => {
  const rows = [HEADING, ...results.map(row)]
  const widths = HEADING.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)))
  for (const cells of rows) {
    const padded = cells.map((cell, column) =>
      column === 0 || column === 5 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
    )
    console.log(padded.join('  ').trimEnd())
  }
}

const printJson = (results: readonly Result[]): void => {
  for (const { figure, median, min, max, runs } of results)
    console.log(JSON.stringify({ figure, median, min, max, runs }))
}

measure(cases, 2)
const measured = measure(cases, ROUNDS)
const results = resultsOf(measured)
if (process.argv.includes('--json')) printJson(results)
else printTable(results)
if (process.argv.includes('--cases')) for (const [k,v] of measured) console.log(k, shown(v.toSorted((a,b)=>a-b)[v.length>>1]??0), FIGURES.length, events)
