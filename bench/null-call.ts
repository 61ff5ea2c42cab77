import { createTask, createThread, createWorld, type Listener, runWorld } from '../kernel/index.js'
import { giveReceive, giveSend } from '../kernel/index.js'
import {
  address,
  MACH_MSG_SIZE_MAX,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_SEND_ONCE,
  MACH_RCV_MSG,
  MACH_SEND_MSG,
  mach_msg,
  type Name,
  newMessage,
  type Program
} from '../tasks/mach.js'
import { CALL, createFloor, type FloorProgram, newFloorPort, RECEIVE, runFloor, spawn } from './floor.js'

const BODY = 64
const SIZE = 24 + BODY
const CALL_OPTIONS = MACH_SEND_MSG | MACH_RCV_MSG

const check = (pairs: number, calls: number, served: number): void => {
  if (served !== pairs * calls) throw new Error(`${served} calls were served, not ${pairs * calls}`)
}

/** `pairs` clients make `calls` null calls each on a server of their own, on the floor. */
export const callOnFloor = (pairs: number, calls: number): void => {
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
  function* client(port: number, reply: number): FloorProgram {
    for (let i = 0; i < calls; i++) {
      registers[0] = port
      registers[1] = reply
      registers[2] = 0
      yield CALL
    }
  }
  for (let i = 0; i < pairs; i++) {
    const port = newFloorPort(floor)
    const reply = newFloorPort(floor)
    spawn(floor, (task) => server(task, port))
    spawn(floor, () => client(port, reply))
  }
  runFloor(floor)
  check(pairs, calls, served)
}

/** Counts what servers did, so that no call can be optimised away or lost. */
interface Tally {
  served: number
}

function* server(port: Name, tally: Tally): Program {
  const msg = newMessage(BODY)
  yield* mach_msg(msg, MACH_RCV_MSG, 0, MACH_MSG_SIZE_MAX, port, 0, 0)
  for (;;) {
    msg.body[0] = (msg.body[0] as number) + 1
    tally.served++
    address(msg, msg.remote, MACH_MSG_TYPE_MOVE_SEND_ONCE, 0, 0)
    yield* mach_msg(msg, CALL_OPTIONS, SIZE, MACH_MSG_SIZE_MAX, port, 0, 0)
  }
}

function* client(port: Name, reply: Name, calls: number): Program {
  const msg = newMessage(BODY)
  for (let i = 0; i < calls; i++) {
    address(msg, port, MACH_MSG_TYPE_COPY_SEND, reply, MACH_MSG_TYPE_MAKE_SEND_ONCE)
    yield* mach_msg(msg, CALL_OPTIONS, SIZE, MACH_MSG_SIZE_MAX, reply, 0, 0)
  }
}

/** The same on the emulator: combined mach_msg on both sides, through the public stubs. */
export const callOnKernel = (pairs: number, calls: number, listener: Listener | null = null): void => {
  const world = createWorld({ hosts: { local: {} }, listener })
  const kernel = world.hosts.get('local')
  if (kernel === undefined) throw new Error('no host')
  const tally = { served: 0 }
  for (let i = 0; i < pairs; i++) {
    const serving = createTask(kernel, { name: 'server' })
    const calling = createTask(kernel, { name: 'client' })
    const service = giveReceive(kernel, serving)
    const right = giveSend(kernel, calling, service.port)
    const reply = giveReceive(kernel, calling)
    createThread(kernel, serving, { name: 'main', program: () => server(service.name, tally) })
    createThread(kernel, calling, { name: 'main', program: () => client(right, reply.name, calls) })
  }
  runWorld(world, Number.POSITIVE_INFINITY)
  check(pairs, calls, tally.served)
}
