import { collectYoung } from './heap.js'

/** Work that has been built: does it all and answers how often. */
export type Work = () => number

/** Measures one thing once: nanoseconds each, or bytes. */
export type Case = () => number

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** A case that times work done `times` times over, and not its building. */
export const timed =
  (times: number, build: () => Work): Case =>
  () => {
    const work = build()
    collectYoung()
    const start = process.hrtime.bigint()
    const done = work()
    const taken = Number(process.hrtime.bigint() - start)
    if (done !== times) throw new Error(`${done} of ${times} were done`)
    return taken / times
  }

/** The median, least and greatest of what several rounds gave. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
  readonly runs: number
}

export const spreadOf = (values: readonly number[]): Spread => ({
  median: median(values),
  min: Math.min(...values),
  max: Math.max(...values),
  runs: values.length
})

/** Rounds of all cases, so that what disturbs one disturbs all; by case, what each round gave. */
export const measure = (cases: ReadonlyMap<string, Case>, rounds: number): Map<string, number[]> => {
  const results = new Map<string, number[]>()
  for (const name of cases.keys()) results.set(name, [])
  for (let round = 0; round < rounds; round++)
    for (const [name, once] of cases) results.get(name)?.push(once())
  return results
}
