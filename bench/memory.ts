import { createTask, createThread, giveReceive } from '../kernel/index.js'
import { mach_msg_receive, type Name, newMessage, type Program } from '../tasks/mach.js'
import { bytesInUse } from './heap.js'
import { spaciousWorld } from './on-kernel.js'
import type { Case } from './rounds.js'

/** Bytes of heap that each of `count` calls of `make` leaves in use. */
const bytesEach = (count: number, make: () => void): number => {
  const before = bytesInUse()
  for (let i = 0; i < count; i++) make()
  return (bytesInUse() - before) / count
}

function* idle(port: Name): Program {
  for (;;) yield* mach_msg_receive(newMessage(), port)
}

/** What idle things take, all of them in one world and none ever given up: nothing is freed while it is measured. */
export const memoryCases = (ports: number, tasks: number): ReadonlyMap<string, Case> => {
  const { kernel } = spaciousWorld()
  const makeTask = () => createTask(kernel, { name: 'task' })

  /** An idle port with the receive right to it: the port, the entry, the entry's slot in the table. */
  const portBytes = (): number => {
    const task = makeTask()
    return bytesEach(ports, () => giveReceive(kernel, task))
  }
  /** An idle task with one suspended thread whose program has not begun: their ports and names included. */
  const taskBytes = (): number =>
    bytesEach(tasks, () => {
      createThread(kernel, makeTask(), { name: 'main', suspended: true, program: () => idle(0) })
    })
  return new Map([
    ['port bytes', portBytes],
    ['task bytes', taskBytes]
  ])
}
