/**
 * The one place where a run could go another way. What is not decided by Mach's rules is asked here: by a
 * seed, or by whoever replays or enumerates.
 */
export interface Choice {
  readonly seed: number
  /** Which of `n` runnable threads of one priority runs next; 0 is the one that has waited longest. */
  thread(n: number): number
  /** A fraction, 0 ≤ f < 1, for what happens with a probability. */
  fraction(): number
}

/** First in, first out among threads; fractions by a seed of 32 bits, the same on every machine (mulberry32). */
export const seededChoice = (seed: number): Choice => {
  let state = seed >>> 0
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 0x100000000
  }
  return { seed, fraction, thread: () => 0 }
}
