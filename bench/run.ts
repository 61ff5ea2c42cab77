import { isMet, type Result, resultsOf, SIZES } from './figures.js'
import { portBytes, taskBytes } from './memory.js'
import { callsOnActors } from './on-actors.js'
import { callsOnFloor, trapsOnFloor } from './on-floor.js'
import { callsOnKernel, trapsOnKernel } from './on-kernel.js'
import { pythonWithSimpy, timeSimpy } from './on-simpy.js'
import { type Case, measure, timed, type Work } from './rounds.js'

/**
 * What the emulator costs: `npm run bench`, or `npm run --silent bench -- --json` for a JSON line a figure. Read
 * the ratios, whose terms are measured within moments of each other; nanoseconds are the machine's affair.
 */

const WARM_UP = 6
const ROUNDS = 11

const calls = (times: number, build: (calls: number) => Work): Case => timed(times, () => build(times))

/** The calls of `size` tasks, every other one the server of its neighbour: as many on the emulator as on the floor. */
const callsOfMany = (size: number, build: (pairs: number, calls: number) => Work): Case => {
  const pairs = size / 2
  return calls(Math.max(100_000, 5 * size), (all) => build(pairs, all / pairs))
}

const casesAt = (size: number): [string, Case][] => [
  [`floor call at ${size}`, callsOfMany(size, callsOnFloor)],
  [`call at ${size}`, callsOfMany(size, callsOnKernel)]
]

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
  ...SIZES.slice(0, -1).flatMap(casesAt)
])

/** Cases that need no warm-up: those of the largest size run what the others do, SimPy in a process of its own. */
const addSlowCases = (): void => {
  for (const [name, once] of SIZES.slice(-1).flatMap(casesAt)) cases.set(name, once)
  const interpreter = pythonWithSimpy()
  if (interpreter === null)
    console.error('SimPy is not installed (python3-simpy): simpy/null_call is left out')
  else cases.set('simpy call', () => timeSimpy(interpreter, 10_000))
}

const memoryCases = new Map<string, Case>([
  ['port bytes', () => portBytes(20_000)],
  ['task bytes', () => taskBytes(5_000)]
])

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

measure(cases, WARM_UP)
addSlowCases()
const measured = measure(cases, ROUNDS)
if (events === 0) throw new Error('the listener heard nothing')
// Memory by itself: collecting garbage makes the engine forget what it has learnt.
for (const [name, bytes] of measure(memoryCases, ROUNDS)) measured.set(name, bytes)
const results = resultsOf(measured)
if (process.argv.includes('--json')) printJson(results)
else printTable(results)
