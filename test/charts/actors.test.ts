import type { InspectionEvent } from 'xstate'
import { actorDrive } from '../../kernel/actors.js'
import { BrokenInvariant } from '../../ports/assert.js'
import { type Drive, nextState, type Table } from '../../ports/lifecycle.js'
import { PortEvent, PortState, portTable } from '../../ports/port.table.js'
import { RightEvent, RightState, rightTable } from '../../ports/right.table.js'
import { lives, roads } from './lives.js'

/** The next state, or what the broken invariant says. */
const outcome = (drive: Drive | null, table: Table, noun: object, state: number, event: number) => {
  try {
    return nextState(drive, table, noun, state, event)
  } catch (error) {
    if (error instanceof BrokenInvariant) return error.message
    throw error
  }
}

const refusal = ({ id, states, events }: Table, state: number, event: number): string =>
  `the ${id} chart has no move '${events[event]}' from '${states[state]}'`

describe.each(lives)('live actors in place of the $id table', ({ chart, table }) => {
  const cells = [...table.states.keys()].flatMap((state) =>
    [...table.events.keys()].map((event) => ({
      state,
      event,
      right: table.moves[state * table.events.length + event]
    }))
  )
  const illegal = cells.filter(({ right }) => right === -1)

  it('break the run on the same moves, in the same words', () => {
    const drive = actorDrive()
    expect(illegal.length).toBeGreaterThan(0)
    for (const { state, event } of illegal) {
      expect(outcome(null, table, {}, state, event)).toBe(refusal(table, state, event))
      expect(outcome(drive, table, {}, state, event)).toBe(refusal(table, state, event))
    }
  })

  it('take up a noun in the state in which they find it', () => {
    const drive = actorDrive()
    for (const { state, event } of cells)
      expect(outcome(drive, table, {}, state, event)).toBe(outcome(null, table, {}, state, event))
  })

  it('lead a noun along every road, and answer there as the table does', () => {
    for (const [name, road] of roads(chart))
      for (const event of table.events.keys()) {
        const [drive, noun] = [actorDrive(), {}]
        let state = 0
        for (const type of road) state = nextState(drive, table, noun, state, table.events.indexOf(type))
        expect(table.states[state]).toBe(name)
        expect(outcome(drive, table, noun, state, event)).toBe(outcome(null, table, {}, state, event))
      }
  })
})

describe('a drive of live actors', () => {
  it('leaves a noun where it was when it refuses a move', () => {
    const [drive, port] = [actorDrive(), {}]
    expect(() => nextState(drive, portTable, port, PortState.inLimbo, PortEvent.taken)).toThrow(
      BrokenInvariant
    )
    expect(nextState(drive, portTable, port, PortState.inLimbo, PortEvent.inserted)).toBe(PortState.inSpace)
  })

  it('breaks the run when a state was changed without its chart', () => {
    const [drive, port] = [actorDrive(), {}]
    nextState(drive, portTable, port, PortState.inLimbo, PortEvent.inserted)
    expect(() => nextState(drive, portTable, port, PortState.inTransit, PortEvent.taken)).toThrow(
      "a port is recorded as 'inTransit' and its actor is 'inSpace'"
    )
  })

  it('breaks the run when a state or a table is none of its charts', () => {
    const drive = actorDrive()
    expect(() => nextState(drive, portTable, {}, 9, PortEvent.taken)).toThrow(BrokenInvariant)
    expect(() => nextState(drive, { ...portTable, id: 'pipe' }, {}, 0, 0)).toThrow('there is no pipe chart')
  })

  it('lets one record live by two charts', () => {
    const [drive, noun] = [actorDrive(), {}]
    expect(nextState(drive, portTable, noun, PortState.inLimbo, PortEvent.queued)).toBe(PortState.inTransit)
    expect(nextState(drive, rightTable, noun, RightState.nothing, RightEvent.sendIn)).toBe(RightState.send)
  })

  it('gives a record that is used again a new life', () => {
    const [drive, port] = [actorDrive(), {}]
    expect(nextState(drive, portTable, port, PortState.inLimbo, PortEvent.destroyed)).toBe(PortState.dead)
    expect(nextState(drive, portTable, port, PortState.inLimbo, PortEvent.claimed)).toBe(PortState.inKernel)
  })

  it('shows xstate inspection tools its actors, by chart and serial number, and their events', () => {
    const seen: string[] = []
    const watch = (inspected: InspectionEvent) => {
      if (inspected.type === '@xstate.event' && inspected.event.type !== 'xstate.init')
        seen.push(
          `${'id' in inspected.actorRef ? String(inspected.actorRef.id) : ''} ${inspected.event.type}`
        )
    }
    const [drive, first, second] = [actorDrive(watch), {}, {}]
    nextState(drive, portTable, first, PortState.inLimbo, PortEvent.inserted)
    nextState(drive, portTable, second, PortState.inTransit, PortEvent.taken)
    nextState(drive, rightTable, second, RightState.nothing, RightEvent.setIn)
    nextState(drive, portTable, first, PortState.inSpace, PortEvent.destroyed)
    expect(seen).toEqual(['port#1 inserted', 'port#2 taken', 'right#1 setIn', 'port#1 destroyed'])
  })
})
