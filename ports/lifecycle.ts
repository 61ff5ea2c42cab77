import { impossible } from './assert.js'

/** A chart flattened into its legal moves: row by state, column by event, the next state or -1. */
export interface Table {
  readonly id: string
  readonly states: readonly string[]
  readonly events: readonly string[]
  readonly moves: Int8Array
}

/** What may move nouns in place of the tables: live xstate actors (`--actors`). */
export interface Drive {
  move(table: Table, noun: object, state: number, event: number): number
}

/** Stops the run: the noun's chart has no such move. */
export const illegalMove = (table: Table, state: number, event: number): never =>
  impossible(`the ${table.id} chart has no move '${table.events[event]}' from '${table.states[state]}'`)

/**
 * The state a noun is in after an event; an event its chart does not permit is a broken invariant.
 * Every message makes several moves, so without a drive a move is one read of the table.
 */
export const nextState = (
  drive: Drive | null,
  table: Table,
  noun: object,
  state: number,
  event: number
): number => {
  if (drive !== null) return drive.move(table, noun, state, event)
  const next = table.moves[state * table.events.length + event]
  if (next === undefined || next < 0) return illegalMove(table, state, event)
  return next
}
