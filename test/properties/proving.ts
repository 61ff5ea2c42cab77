import * as fc from 'fast-check'
import { type SmallWorld, smallWorlds } from './programs.js'
import { prove, transcript } from './running.js'

/** Worlds to a batch: each batch has a seed of its own, one more than the last. */
const BATCH = 50

/** What came of so many calls. */
export interface Proof {
  readonly calls: number
  readonly worlds: number
  /** The first world that broke, as a text with the seed that repeats it; null for none. */
  readonly broken: string | null
}

type Property = fc.IProperty<[SmallWorld]>

const failureOf = (property: Property, plan: SmallWorld): SmallWorld =>
  fc.check(property, { examples: [[plan]], numRuns: 1 }).counterexample?.[0] ?? plan

/** Shrinks a failure, from the beginning each time, until it gets no smaller: one round alone stops short. */
const shrunk = (property: Property, found: SmallWorld): SmallWorld => {
  let plan = found
  for (;;) {
    const next = failureOf(property, plan)
    if (JSON.stringify(next).length >= JSON.stringify(plan).length) return next
    plan = next
  }
}

const report = (seed: number, plan: SmallWorld): string =>
  [`seed ${seed} breaks this world, shrunk:`, JSON.stringify(plan), ...transcript(plan)].join('\n')

/**
 * Makes random calls in small random worlds, with all of a world recounted after each step, until there
 * were `calls` of them. The same seed makes the same worlds.
 */
export const proveCalls = (
  calls: number,
  seed: number,
  progress: (made: number) => void = () => {}
): Proof => {
  let made = 0
  let worlds = 0
  const property = fc.property(smallWorlds, (plan) => {
    made += prove(plan)
    worlds += 1
  })
  for (let batch = seed; made < calls; batch++) {
    const { counterexample, failed } = fc.check(property, { seed: batch, numRuns: BATCH, endOnFailure: true })
    if (failed) {
      const [calls, count] = [made, worlds]
      const plan = counterexample?.[0]
      const broken = plan === undefined ? `seed ${batch}` : report(batch, shrunk(property, plan))
      return { calls, worlds: count, broken }
    }
    progress(made)
  }
  return { calls: made, worlds, broken: null }
}
