import { readdirSync } from 'node:fs'
import type { AnyStateMachine, EventFromLogic, StateValueFrom } from 'xstate'
import { CHARTS } from '../../kernel/actors.js'
import type { worldChart } from '../../kernel/world.chart.js'
import { WorldEvent, WorldState } from '../../kernel/world.table.js'
import type { messageChart } from '../../ports/message.chart.js'
import { MessageEvent, MessageState } from '../../ports/message.table.js'
import type { portChart } from '../../ports/port.chart.js'
import { PortEvent, PortState } from '../../ports/port.table.js'
import type { rightChart } from '../../ports/right.chart.js'
import { RightEvent, RightState } from '../../ports/right.table.js'
import type { taskChart } from '../../tasks/task.chart.js'
import { TaskEvent, TaskState } from '../../tasks/task.table.js'
import type { threadChart } from '../../tasks/thread.chart.js'
import { ThreadEvent, ThreadState } from '../../tasks/thread.table.js'
import { lives, REFUSED, roads, tableAnswer } from './lives.js'

/** What a chart asks of its generated numbers: a missing state or event does not compile. */
interface Numbers<Chart extends AnyStateMachine> {
  readonly states: Readonly<Record<StateValueFrom<Chart>, number>>
  readonly events: Readonly<Record<EventFromLogic<Chart>['type'], number>>
}

const numbers: Readonly<Record<string, { readonly states: object; readonly events: object }>> = {
  port: { states: PortState, events: PortEvent } satisfies Numbers<typeof portChart>,
  right: { states: RightState, events: RightEvent } satisfies Numbers<typeof rightChart>,
  message: { states: MessageState, events: MessageEvent } satisfies Numbers<typeof messageChart>,
  thread: { states: ThreadState, events: ThreadEvent } satisfies Numbers<typeof threadChart>,
  task: { states: TaskState, events: TaskEvent } satisfies Numbers<typeof taskChart>,
  world: { states: WorldState, events: WorldEvent } satisfies Numbers<typeof worldChart>
}

const inOrder = (names: readonly string[]) => Object.fromEntries(names.map((name, number) => [name, number]))

const foldersOf = (id: string): string[] =>
  Object.keys(CHARTS).filter((folder) => CHARTS[folder]?.some((chart) => chart.id === id))

describe('the charts', () => {
  it('are all those that stand beside a noun, each with a table', () => {
    const onDisk = ['ports', 'tasks', 'kernel'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.chart.ts'))
        .map((file) => `${folder}/${file}`)
    )
    const known = lives.flatMap(({ id }) => foldersOf(id).map((folder) => `${folder}/${id}.chart.ts`))
    expect(known.toSorted()).toEqual(onDisk.toSorted())
  })
})

describe.each(lives)('the $id chart', ({ id, chart, table }) => {
  const isFinal = (state: string) => chart.states[state]?.type === 'final'
  const movesFrom = (state: number) =>
    [...table.events.keys()].filter((event) => tableAnswer(table, state, event) !== REFUSED)

  it('permits and does not decide: it has states and moves, and no guards, actions or data', () => {
    const more = (config: object, plain: readonly string[]) =>
      Object.keys(config).filter((key) => !plain.includes(key))
    // `schemas` is where xstate keeps the types given to `setup`.
    expect(more(chart.config, ['id', 'description', 'initial', 'states', 'schemas'])).toEqual([])
    for (const state of Object.values(chart.config.states ?? {})) {
      expect(more(state, ['description', 'on', 'type'])).toEqual([])
      expect(Object.values(state.on ?? {}).filter((target) => typeof target !== 'string')).toEqual([])
    }
  })

  it('says what it is about and what each state means', () => {
    const said = [chart.root.description, ...Object.values(chart.states).map((state) => state.description)]
    expect(said.filter((text) => text === undefined || text.length < 10)).toEqual([])
  })

  it('begins in its first state and reaches every other', () => {
    const reached = [...roads(chart).keys()]
    expect(reached[0]).toBe(table.states[0])
    expect(reached.toSorted()).toEqual(Object.keys(chart.states).toSorted())
  })

  it('has a move from every state but the final ones', () => {
    for (const [number, state] of table.states.entries())
      expect({ state, moves: movesFrom(number).length > 0 }).toEqual({ state, moves: !isFinal(state) })
  })

  it('has a use for every event', () => {
    const used = new Set([...table.states.keys()].flatMap(movesFrom))
    expect(used.size).toBe(table.events.length)
  })

  it('gives its states and events their numbers, in its own order', () => {
    expect(numbers[id]).toEqual({ states: inOrder(Object.keys(chart.states)), events: inOrder(chart.events) })
    expect(inOrder(table.states)).toEqual(numbers[id]?.states)
    expect(inOrder(table.events)).toEqual(numbers[id]?.events)
  })
})
