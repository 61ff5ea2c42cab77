import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition, transition } from 'xstate'
import { impossible } from './assert.js'

/** A chart in numbers: `moves[state][event]` is the next state, or -1 where the chart has no move. */
export interface Flat {
  readonly states: readonly string[]
  readonly events: readonly string[]
  readonly moves: readonly (readonly number[])[]
}

/** Walks a flat chart breadth first by xstate's own functions, so none of its rules is told twice. */
export const flatten = (chart: AnyStateMachine): Flat => {
  const states = Object.keys(chart.states)
  const events = [...chart.events]
  const numberOf = (snapshot: AnyMachineSnapshot): number => {
    const state = states.indexOf(String(snapshot.value))
    return state < 0 ? impossible(`the ${chart.id} chart is not flat`) : state
  }

  const [initial] = initialTransition(chart)
  const reached = new Map<number, AnyMachineSnapshot>([[numberOf(initial), initial]])
  const moves = states.map(() => events.map(() => -1))
  // A map's iterator also visits what is added on the way, in order: that is the breadth-first queue.
  for (const [state, snapshot] of reached) {
    moves[state] = events.map((type) => {
      if (!snapshot.can({ type })) return -1
      const [after] = transition(chart, snapshot, { type })
      const next = numberOf(after)
      if (!reached.has(next)) reached.set(next, after)
      return next
    })
  }
  return { states, events, moves }
}
