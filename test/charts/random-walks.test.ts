import fc from 'fast-check'
import { actorDrive } from '../../kernel/actors.js'
import { nextState } from '../../ports/lifecycle.js'
import { actorAfter, actorAnswer, lives, REFUSED, tableAnswer } from './lives.js'

// A failure prints fast-check's seed and path, which repeat it.
describe.each(lives)('a walk at random through the $id chart', ({ chart, table }) => {
  const walks = fc.array(fc.nat(table.events.length - 1), { maxLength: 60 })

  it('takes a live actor and the table the same way', () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const actor = actorAfter(chart, [])
        let state = 0
        for (const event of walk) {
          const answer = tableAnswer(table, state, event)
          expect(actorAnswer(actor, `${table.events[event]}`)).toBe(answer)
          if (answer !== REFUSED) state = table.states.indexOf(answer)
        }
      })
    )
  })

  it('takes many nouns of one drive the same way, each on its own', () => {
    const steps = fc.array(fc.tuple(fc.nat(3), fc.nat(table.events.length - 1)), { maxLength: 60 })
    fc.assert(
      fc.property(steps, (walk) => {
        const drive = actorDrive()
        const nouns = [0, 1, 2, 3].map(() => ({ state: 0 }))
        for (const [which, event] of walk) {
          const noun = nouns[which] ?? { state: 0 }
          if (tableAnswer(table, noun.state, event) === REFUSED) continue
          const next = nextState(null, table, noun, noun.state, event)
          expect(nextState(drive, table, noun, noun.state, event)).toBe(next)
          noun.state = next
        }
      })
    )
  })
})
