import {
  CALL,
  createFloor,
  type FloorProgram,
  newFloorPort,
  NULL,
  RECEIVE,
  runFloor,
  spawn
} from './floor.js'
import type { Work } from './rounds.js'

/** Null calls on the floor: 64 bytes each way, one trap on each side. */
export const callsOnFloor = (pairs: number, calls: number): Work => {
  const floor = createFloor(2 * pairs, 2 * pairs, 2 * pairs + 8)
  const { registers, memory } = floor
  let served = 0
  function* server(task: number, port: number): FloorProgram {
    registers[0] = port
    registers[2] = 0
    let reply = yield RECEIVE
    for (;;) {
      memory[task * 64] = (memory[task * 64] as number) + 1
      served++
      registers[0] = reply
      registers[1] = port
      registers[2] = 0
      reply = yield CALL
    }
  }
  function* client(task: number, port: number, reply: number): FloorProgram {
    for (let i = 0; i < calls; i++) {
      registers[0] = port
      registers[1] = reply
      registers[2] = 0
      yield CALL
    }
    if (memory[task * 64] !== calls) throw new Error('a call on the floor came back wrong')
  }
  for (let i = 0; i < pairs; i++) {
    const port = newFloorPort(floor)
    const reply = newFloorPort(floor)
    spawn(floor, (task) => server(task, port))
    spawn(floor, (task) => client(task, port, reply))
  }
  return () => {
    runFloor(floor)
    return served
  }
}

/** Traps on the floor that do nothing. */
export const trapsOnFloor = (traps: number): Work => {
  const floor = createFloor(1, 1, 1)
  let made = 0
  function* program(): FloorProgram {
    for (; made < traps; made++) yield NULL
  }
  spawn(floor, program)
  return () => {
    runFloor(floor)
    return made
  }
}
