import { proveCalls } from '../test/properties/proving.js'

/**
 * A million random calls, none of which may break an invariant: `npm run prove -- [--calls N] [--seed N]`.
 * A world that breaks is shrunk and printed with the seed that repeats it at once; the exit status is 1.
 */

const numberAfter = (option: string, otherwise: number): number => {
  const at = process.argv.indexOf(option)
  const given = at < 0 ? otherwise : Number(process.argv[at + 1])
  if (Number.isSafeInteger(given) && given >= 0) return given
  console.error(`${option} takes a whole number`)
  process.exit(2)
}

const calls = numberAfter('--calls', 1_000_000)
const seed = numberAfter('--seed', Date.now() % 0x40000000)
const start = performance.now()

let shown = 0
const progress = (made: number): void => {
  const percent = Math.floor((100 * made) / calls)
  if (percent > shown) process.stderr.write(`\r${made} of ${calls} calls `)
  shown = percent
}

const proof = proveCalls(calls, seed, progress)
process.stderr.write('\n')
const seconds = ((performance.now() - start) / 1000).toFixed(1)
console.log(`seed ${seed}: ${proof.calls} calls in ${proof.worlds} worlds, ${seconds} s`)
console.log(proof.broken ?? 'no invariant was broken')
process.exitCode = proof.broken === null ? 0 : 1
