/**
 * The floor: the least a kernel loop for remote procedure calls can do in this language. Tasks are
 * generators, a trap is a yielded number with its arguments in registers, a port is a ring of message
 * slots. No names, no rights, no counting, no time, no trace. The emulator is measured against it.
 */

/** A trap that does nothing. */
export const NULL = 0
export const SEND = 1
export const RECEIVE = 2
/** Send, then receive on the reply port: one trap. */
export const CALL = 3

const QUEUE_LIMIT = 5
const MESSAGE_WORDS = 16
const TASK_WORDS = 64

/** Yields traps; is answered, on a receive, with the message's reply port. */
export type FloorProgram = Generator<number, void, number>

/** All records are typed arrays. */
export interface Floor {
  /** Arguments of the trap being made: port, reply port, address in words. */
  readonly registers: Int32Array
  /** The tasks' memory, 64 words each, and behind it the message slots. */
  readonly memory: Int32Array
  readonly bytes: Uint8Array
  /** The byte at which the slots begin. */
  readonly slots: number
  readonly programs: FloorProgram[]
  readonly results: Int32Array
  readonly addresses: Int32Array
  /** By port: its ring's first message and length, the task that waits to receive or -1. */
  readonly heads: Int32Array
  readonly lengths: Int32Array
  readonly rings: Int32Array
  readonly receivers: Int32Array
  /** By slot: the reply port that goes with the message. */
  readonly replies: Int32Array
  readonly free: Int32Array
  spare: number
  /** Tasks that can run, a ring. */
  readonly ready: Int32Array
  readonly mask: number
  first: number
  count: number
  ports: number
}

const powerOfTwo = (n: number): number => 2 ** Math.ceil(Math.log2(Math.max(n, 2)))

/** Builds a floor with room for so many tasks, ports and messages. */
export const createFloor = (tasks: number, ports: number, messages: number): Floor => {
  const memory = new Int32Array(tasks * TASK_WORDS + messages * MESSAGE_WORDS)
  const ready = new Int32Array(powerOfTwo(tasks))
  return {
    registers: new Int32Array(4),
    memory,
    bytes: new Uint8Array(memory.buffer),
    slots: tasks * TASK_WORDS * 4,
    programs: [],
    results: new Int32Array(tasks),
    addresses: new Int32Array(tasks),
    heads: new Int32Array(ports),
    lengths: new Int32Array(ports),
    rings: new Int32Array(ports * QUEUE_LIMIT),
    receivers: new Int32Array(ports).fill(-1),
    replies: new Int32Array(messages),
    free: Int32Array.from({ length: messages }, (_, i) => i),
    spare: messages,
    ready,
    mask: ready.length - 1,
    first: 0,
    count: 0,
    ports: 0
  }
}

const push = (floor: Floor, task: number): void => {
  floor.ready[(floor.first + floor.count++) & floor.mask] = task
}

/** A new port's number. */
export const newFloorPort = (floor: Floor): number => floor.ports++

/** Starts a task; its program is told its number. */
export const spawn = (floor: Floor, program: (task: number) => FloorProgram): void => {
  const task = floor.programs.length
  floor.programs.push(program(task))
  push(floor, task)
}

const copyIn = ({ bytes, slots }: Floor, task: number, address: number, slot: number): void => {
  const from = (task * TASK_WORDS + address) * 4
  bytes.copyWithin(slots + slot * 64, from, from + 64)
}

/** Copies a message out and frees its slot. */
const copyOut = (floor: Floor, slot: number, task: number): void => {
  const from = floor.slots + slot * 64
  floor.bytes.copyWithin((task * TASK_WORDS + (floor.addresses[task] as number)) * 4, from, from + 64)
  floor.results[task] = floor.replies[slot] as number
  floor.free[floor.spare++] = slot
}

/** False where the queue is full. */
const send = (floor: Floor, task: number, port: number, reply: number, address: number): boolean => {
  const length = floor.lengths[port] as number
  if (length >= QUEUE_LIMIT) return false
  const slot = floor.free[--floor.spare] as number
  copyIn(floor, task, address, slot)
  floor.replies[slot] = reply
  const receiver = floor.receivers[port] as number
  if (receiver >= 0) {
    floor.receivers[port] = -1
    copyOut(floor, slot, receiver)
    push(floor, receiver)
    return true
  }
  let at = (floor.heads[port] as number) + length
  if (at >= QUEUE_LIMIT) at -= QUEUE_LIMIT
  floor.rings[port * QUEUE_LIMIT + at] = slot
  floor.lengths[port] = length + 1
  return true
}

/** False where the task has to wait. */
const receive = (floor: Floor, task: number, port: number, address: number): boolean => {
  floor.addresses[task] = address
  const length = floor.lengths[port] as number
  if (length === 0) {
    floor.receivers[port] = task
    return false
  }
  const head = floor.heads[port] as number
  floor.heads[port] = head + 1 === QUEUE_LIMIT ? 0 : head + 1
  floor.lengths[port] = length - 1
  copyOut(floor, floor.rings[port * QUEUE_LIMIT + head] as number, task)
  return true
}

const trap = (floor: Floor, task: number, number: number): void => {
  const { registers } = floor
  const port = registers[0] as number
  const reply = registers[1] as number
  const address = registers[2] as number
  if (number === CALL) {
    if (!send(floor, task, port, reply, address)) throw new RangeError('the floor does not wait for room')
    if (receive(floor, task, reply, address)) push(floor, task)
  } else if (number === RECEIVE) {
    if (receive(floor, task, port, address)) push(floor, task)
  } else {
    if (number === SEND && !send(floor, task, port, reply, address))
      throw new RangeError('the floor does not wait for room')
    push(floor, task)
  }
}

/** Runs until no task can. */
export const runFloor = (floor: Floor): void => {
  const { programs, results, ready, mask } = floor
  while (floor.count > 0) {
    const task = ready[floor.first] as number
    floor.first = (floor.first + 1) & mask
    floor.count--
    const { done, value } = (programs[task] as FloorProgram).next(results[task] as number)
    if (done !== true) trap(floor, task, value)
  }
}
