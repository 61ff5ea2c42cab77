import { COUNTERS } from '../../scenarios/judging/counting.js'
import { compared } from '../story.js'
import { type Context, type Matched, matched, mustBeKnown, questionOf } from './matcher.js'

/** What is counted while a scenario runs. */
export type Counter = (typeof COUNTERS)[number]

/** A count: the number itself, bounds, or a matcher of jest's. */
export type CountPattern =
  | number
  | { readonly min?: number; readonly max?: number }
  | { readonly asymmetricMatch: (other: unknown) => boolean }

const isCount = ({ equals }: Context, wanted: CountPattern, count: number): boolean => {
  if (typeof wanted === 'number' || 'asymmetricMatch' in wanted) return equals(count, wanted)
  const { min = -Infinity, max = Infinity } = wanted
  return min <= count && count <= max
}

/** The whole world's counters stand so at the end; those that are not named are not looked at. */
export function toHaveCounted(
  this: Context,
  received: unknown,
  wanted: Readonly<Partial<Record<Counter, CountPattern>>>
): Matched {
  const question = questionOf(this, received, 'toHaveCounted', wanted)
  const compare = Object.entries(wanted).map(([counter, pattern]) => {
    mustBeKnown('counter', counter, COUNTERS)
    const count = question.run.counts[counter] ?? 0
    return { counter, count, pattern, isMet: isCount(this, pattern, count) }
  })
  const pass = compare.every(({ isMet }) => isMet)
  const told = compare.filter(({ isMet }) => pass || !isMet)
  return matched(question, pass, () =>
    told
      .map(({ counter, count, pattern }) => {
        const bound = this.utils.stringify(pattern)
        return `${counter}\n${compared(pass ? `not ${bound}` : bound, `${count}`)}`
      })
      .join('\n')
  )
}
