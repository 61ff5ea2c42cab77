/**
 * The floor: the least a kernel loop for remote procedure calls can do in this language. Tasks are
 * generators, a trap is a yielded number with its arguments in registers, a port is a ring of message
 * slots. No names, no rights, no counting, no time, no trace. The emulator is measured against it.
 */

export const SEND = 1
export const RECEIVE = 2
export const CALL = 3

const QUEUE_LIMIT = 5
const MESSAGE_WORDS = 16
const TASK_WORDS = 64

const powerOfTwo = (n: number): number => 2 ** Math.ceil(Math.log2(Math.max(n, 2)))

export type FloorProgram = Generator<number, void, number>

/** The loop's records, all of them typed arrays. Sizes are numbers of tasks, ports and messages. */
export interface Floor {
  /** Arguments of the trap being made: port, reply port, address in words. */
  readonly registers: Int32Array
  /** The tasks' memory, 64 words each, and behind it the message slots. */
  readonly memory: Int32Array
  spawn(program: (task: number) => FloorProgram): number
  port(): number
  run(): void
}

/** Builds a floor for so many tasks, ports and messages. */
export const createFloor = (tasks: number, ports: number, messages: number): Floor => {
  const registers = new Int32Array(4)
  const memory = new Int32Array(tasks * TASK_WORDS + messages * MESSAGE_WORDS)
  const bytes = new Uint8Array(memory.buffer)
  const slots = tasks * TASK_WORDS * 4
  const programs: FloorProgram[] = []
  const results = new Int32Array(tasks)
  const addresses = new Int32Array(tasks)
  const heads = new Int32Array(ports)
  const lengths = new Int32Array(ports)
  const rings = new Int32Array(ports * QUEUE_LIMIT)
  const receivers = new Int32Array(ports).fill(-1)
  const free = Int32Array.from({ length: messages }, (_, i) => i)
  const replies = new Int32Array(messages)
  const ready = new Int32Array(powerOfTwo(tasks))
  const mask = ready.length - 1
  let spare = messages
  let first = 0
  let count = 0
  let lastPort = 0

  const push = (task: number): void => {
    ready[(first + count++) & mask] = task
  }
  const copyIn = (task: number, address: number, slot: number): void => {
    const from = (task * TASK_WORDS + address) * 4
    bytes.copyWithin(slots + slot * 64, from, from + 64)
  }
  const copyOut = (slot: number, task: number, address: number): void => {
    const from = slots + slot * 64
    bytes.copyWithin((task * TASK_WORDS + address) * 4, from, from + 64)
  }
  const deliver = (task: number, slot: number): void => {
    copyOut(slot, task, addresses[task] ?? 0)
    results[task] = replies[slot] ?? 0
    free[spare++] = slot
    push(task)
  }
  const send = (task: number, port: number, reply: number, address: number): boolean => {
    const length = lengths[port] ?? 0
    if (length >= QUEUE_LIMIT) return false
    const slot = free[--spare] ?? 0
    copyIn(task, address, slot)
    replies[slot] = reply
    const receiver = receivers[port] ?? -1
    if (receiver >= 0) {
      receivers[port] = -1
      deliver(receiver, slot)
      return true
    }
    rings[port * QUEUE_LIMIT + (((heads[port] ?? 0) + length) % QUEUE_LIMIT)] = slot
    lengths[port] = length + 1
    return true
  }
  const receive = (task: number, port: number, address: number): boolean => {
    addresses[task] = address
    const length = lengths[port] ?? 0
    if (length === 0) {
      receivers[port] = task
      return false
    }
    const head = heads[port] ?? 0
    const slot = rings[port * QUEUE_LIMIT + head] ?? 0
    heads[port] = head + 1 === QUEUE_LIMIT ? 0 : head + 1
    lengths[port] = length - 1
    copyOut(slot, task, address)
    results[task] = replies[slot] ?? 0
    free[spare++] = slot
    return true
  }
  const step = (task: number): void => {
    const { done, value } = (programs[task] as FloorProgram).next(results[task] as number)
    if (done === true) return
    const port = registers[0] as number
    const reply = registers[1] as number
    const address = registers[2] as number
    if (value === RECEIVE) {
      if (receive(task, port, address)) push(task)
    } else if (!send(task, port, reply, address)) throw new Error('the floor does not wait for room')
    else if (value === SEND || receive(task, reply, address)) push(task)
  }

  return {
    registers,
    memory,
    port: () => lastPort++,
    spawn: (program) => {
      const task = programs.length
      programs.push(program(task))
      push(task)
      return task
    },
    run: () => {
      while (count > 0) {
        const task = ready[first] as number
        first = (first + 1) & mask
        count--
        step(task)
      }
    }
  }
}
