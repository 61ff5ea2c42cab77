import fc from 'fast-check'
import type { Counters } from '../../kernel/costs.js'
import { MACH_SEND_INTERRUPT } from '../../tasks/mach.js'
import { play, scripts } from '../fixtures/procedure-calls.js'

/** What is counted of the way a message took, not of what it did. */
const WAYS: readonly (keyof Counters)[] = [
  'handoffs',
  'run_queue_passes',
  'context_switches',
  'preemptions',
  'wakeups'
]

const others = (counters: Counters) =>
  Object.fromEntries(Object.entries({ ...counters }).filter(([name]) => !WAYS.some((way) => way === name)))

describe('a message handed over', () => {
  it('leaves the same state as one queued, and every program sees the same', () => {
    let handoffs = 0
    fc.assert(
      fc.property(scripts, (drawn) => {
        // Of two servers, which one waits first depends on who runs next, and that is what a handoff changes.
        const script = { ...drawn, servers: 1 }
        const handed = play(script)
        // The library's own option: the kernel ignores it, but the call is not exactly SEND and RCV any more.
        const queued = play(script, { option: MACH_SEND_INTERRUPT })
        expect(queued.transcript).toEqual(handed.transcript)
        expect(queued.state).toEqual(handed.state)
        expect(others(queued.counters)).toEqual(others(handed.counters))
        expect(queued.counters.handoffs).toBe(0)
        handoffs += handed.counters.handoffs
      }),
      { numRuns: 100 }
    )
    expect(handoffs).toBeGreaterThan(100)
  })
})
