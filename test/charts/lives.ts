import { type AnyActor, type AnyStateMachine, createActor } from 'xstate'
import { CHARTS } from '../../kernel/actors.js'
import { worldTable } from '../../kernel/world.table.js'
import { BrokenInvariant } from '../../ports/assert.js'
import { type Drive, nextState, type Table } from '../../ports/lifecycle.js'
import { messageTable } from '../../ports/message.table.js'
import { portTable } from '../../ports/port.table.js'
import { rightTable } from '../../ports/right.table.js'
import { taskTable } from '../../tasks/task.table.js'
import { threadTable } from '../../tasks/thread.table.js'

/** A chart, and the table that stands for it at run time. */
export interface Life {
  readonly id: string
  readonly chart: AnyStateMachine
  readonly table: Table
}

const tables = [portTable, rightTable, messageTable, threadTable, taskTable, worldTable]

/** Every life cycle, in the order of the charts. */
export const lives: readonly Life[] = Object.values(CHARTS)
  .flat()
  .flatMap((chart) =>
    tables.filter((table) => table.id === chart.id).map((table) => ({ id: chart.id, chart, table }))
  )

/** What a move comes to: the next state by name, or a refusal. */
export type Answer = string

export const REFUSED = '(refused)'

const stateOf = (actor: AnyActor): string => String(actor.getSnapshot().value)

/** What a live actor makes of an event; it stays where it is if the chart has no such move. */
export const actorAnswer = (actor: AnyActor, type: string): Answer => {
  if (!actor.getSnapshot().can({ type })) return REFUSED
  actor.send({ type })
  return stateOf(actor)
}

/** What the table makes of an event, or another drive in its place. */
export const tableAnswer = (
  table: Table,
  state: number,
  event: number,
  drive: Drive | null = null
): Answer => {
  try {
    return table.states[nextState(drive, table, {}, state, event)] ?? '(no state)'
  } catch (error) {
    if (error instanceof BrokenInvariant) return REFUSED
    throw error
  }
}

/** A started actor that real events, one after another, have brought on its way. */
export const actorAfter = (chart: AnyStateMachine, road: readonly string[]): AnyActor => {
  const actor = createActor(chart).start()
  for (const type of road) actor.send({ type })
  return actor
}

/** The shortest road of events to every state that live actors can reach. */
export const roads = (chart: AnyStateMachine): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>([[stateOf(actorAfter(chart, [])), []]])
  // A map's iterator visits what is added on the way, in order: breadth first.
  for (const road of found.values())
    for (const type of chart.events as string[]) {
      const actor = actorAfter(chart, road)
      const state = actorAnswer(actor, type)
      if (state !== REFUSED && !found.has(state)) found.set(state, [...road, type])
    }
  return found
}

/** By 'state event', what a live actor answers that real events have brought into that state. */
export const livedAnswers = (chart: AnyStateMachine): ReadonlyMap<string, Answer> => {
  const answers = new Map<string, Answer>()
  for (const [state, road] of roads(chart))
    for (const type of chart.events as string[])
      answers.set(`${state} ${type}`, actorAnswer(actorAfter(chart, road), type))
  return answers
}

/** Where a table and the lived answers part, a line each; none if they are equal. */
export const differences = (lived: ReadonlyMap<string, Answer>, table: Table): string[] => {
  const told = new Map<string, Answer>()
  for (const [state, from] of table.states.entries())
    for (const [event, type] of table.events.entries())
      told.set(`${from} ${type}`, tableAnswer(table, state, event))

  const cells = new Set([...lived.keys(), ...told.keys()])
  return [...cells].flatMap((cell) => {
    const [live, table] = [lived.get(cell) ?? '(unknown)', told.get(cell) ?? '(unknown)']
    return live === table ? [] : [`${cell}: actor ${live}, table ${table}`]
  })
}
