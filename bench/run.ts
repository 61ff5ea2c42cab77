import { isMet, type Result, resultsOf, SIZES } from './figures.js'
import { memoryCases } from './memory.js'
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

const LARGEST = 100_000

const casesOfCalls = (): Map<string, Case> => {
  const cases = new Map<string, Case>()
  const interpreter = pythonWithSimpy()
  if (interpreter === null)
    console.error('no python3 has SimPy 3 (Debian: python3-simpy3): simpy/null_call is left out')
  else cases.set('simpy call', () => timeSimpy(interpreter, 10_000))
  cases.set('actors call', calls(5_000, callsOnActors))
  cases.set(
    'floor call',
    calls(150_000, (all) => callsOnFloor(1, all))
  )
  cases.set(
    'call',
    calls(50_000, (all) => callsOnKernel(1, all))
  )
  cases.set(
    'traced call',
    calls(30_000, (all) => callsOnKernel(1, all, count))
  )
  cases.set('floor trap', calls(500_000, trapsOnFloor))
  cases.set('trap', calls(150_000, trapsOnKernel))
  for (const size of SIZES)
    if (size < LARGEST) for (const [name, once] of casesAt(size)) cases.set(name, once)
  return cases
}

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

const cases = casesOfCalls()
measure(cases, WARM_UP)
const measured = new Map([
  ...measure(cases, ROUNDS),
  // By themselves, for what they leave to be collected would be paid by what comes after.
  ...measure(new Map(casesAt(LARGEST)), ROUNDS),
  ...measure(memoryCases(20_000, 5_000), ROUNDS)
])
if (events === 0) throw new Error('the listener heard nothing')
const results = resultsOf(measured)
if (process.argv.includes('--json')) printJson(results)
else printTable(results)
