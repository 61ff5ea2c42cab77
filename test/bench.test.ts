import { callsOnActors } from '../bench/on-actors.js'
import { createFloor, newFloorPort, runFloor, SEND, spawn } from '../bench/floor.js'
import { callsOnFloor, trapsOnFloor } from '../bench/on-floor.js'
import { callsOnKernel, trapsOnKernel } from '../bench/on-kernel.js'
import { type Result, isMet, resultsOf } from '../bench/figures.js'
import { measure } from '../bench/rounds.js'

describe('what is measured', () => {
  const exchanges = [
    { on: 'the floor', work: callsOnFloor },
    { on: 'the kernel', work: callsOnKernel }
  ]

  it.each(exchanges)('makes every null call on $on, whose replies are right', ({ work }) => {
    expect(work(1, 7)()).toBe(7)
    expect(work(5, 300)()).toBe(1500)
  })

  it('makes every null call between live actors', () => {
    expect(callsOnActors(7)()).toBe(7)
  })

  it('makes every null trap', () => {
    expect(trapsOnFloor(9)()).toBe(9)
    expect(trapsOnKernel(9)()).toBe(9)
  })

  it('is traced by a listener that only counts', () => {
    let sends = 0
    const work = callsOnKernel(2, 10, ({ event }) => {
      if (event === 'message.send') sends++
    })
    expect(work()).toBe(20)
    expect(sends).toBe(40)
  })

  it('never waits for room in a queue of the floor, which it has not', () => {
    const floor = createFloor(1, 1, 8)
    const port = newFloorPort(floor)
    spawn(floor, function* () {
      for (;;) {
        floor.registers[0] = port
        yield SEND
      }
    })
    expect(() => runFloor(floor)).toThrow('does not wait for room')
  })
})

describe('a figure', () => {
  it('is the median of the ratios of each round', () => {
    const given = { call: [8, 9, 30], 'floor call': [2, 3, 3] }
    const next = (values: number[]) => () => values.shift() ?? 0
    const cases = Object.entries(given).map(([name, values]): [string, () => number] => [name, next(values)])
    const [result] = resultsOf(measure(new Map(cases), 3))
    expect(result).toMatchObject({ figure: 'null_call/floor', median: 4, min: 3, max: 10, runs: 3 })
  })

  it('is left out where a case is', () => {
    expect(resultsOf(new Map([['simpy call', [1]]]))).toEqual([])
  })

  it('meets its goal from its side', () => {
    const of = (median: number, goal: Result['goal']): Result => ({
      figure: 'f',
      of: 'c',
      median,
      min: 0,
      max: 0,
      runs: 1,
      ...(goal === undefined ? {} : { goal })
    })
    expect([isMet(of(4, { most: 4 })), isMet(of(5, { most: 4 }))]).toEqual([true, false])
    expect([isMet(of(12, { least: 12 })), isMet(of(11, { least: 12 }))]).toEqual([true, false])
    expect(isMet(of(1, undefined))).toBe(true)
  })
})
