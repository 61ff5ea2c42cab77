import fc from 'fast-check'
import { play, scripts } from '../fixtures/procedure-calls.js'

describe('the common headers of a procedure call', () => {
  it('are copied in and out with the same effect as any others, to the last count', () => {
    fc.assert(
      fc.property(scripts, fc.integer({ min: 1, max: 3 }), (script, clients) => {
        const common = play(script, { clients })
        // With a listener every header goes the general way.
        const general = play(script, { clients, listener: () => {} })
        expect(general).toEqual(common)
      }),
      { numRuns: 100 }
    )
  })
})
