/** The only source of chance: which of n, decided by a seed, a script or whoever enumerates. */
export interface Choice {
  readonly seed: number
  /** One of 0 … n − 1. */
  pick(n: number): number
  /** A fraction, 0 ≤ f < 1. */
  fraction(): number
}

/** A choice by a seed of 32 bits: the same picks for the same seed on every machine (mulberry32). */
export const seededChoice = (seed: number): Choice => {
  let state = seed >>> 0
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 0x100000000
  }
  return { seed, fraction, pick: (n) => Math.floor(fraction() * n) }
}
