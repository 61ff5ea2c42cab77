import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createTask, createThread, giveReceive } from '../kernel/index.js'
import { mach_msg_receive, type Name, newMessage, type Program } from '../tasks/mach.js'
import { spaciousWorld } from './on-kernel.js'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** Bytes of heap in use once all garbage is gone, which may take several collections. */
const bytesInUse = (): number => {
  let before = Number.POSITIVE_INFINITY
  for (;;) {
    collect()
    const { used_heap_size } = getHeapStatistics()
    if (used_heap_size >= before) return used_heap_size
    before = used_heap_size
  }
}

/** Bytes of heap that each of `count` calls of `make` leaves in use. */
const bytesEach = (count: number, make: () => void): number => {
  const before = bytesInUse()
  for (let i = 0; i < count; i++) make()
  return (bytesInUse() - before) / count
}

/** Bytes of an idle port with the receive right to it: the port, the entry, the entry's slot in the table. */
export const portBytes = (ports: number): number => {
  const { kernel } = spaciousWorld()
  const task = createTask(kernel, { name: 'task' })
  const bytes = bytesEach(ports, () => giveReceive(kernel, task))
  if (task.space.size < ports) throw new Error('a port was lost')
  return bytes
}

function* idle(port: Name): Program {
  for (;;) yield* mach_msg_receive(newMessage(), port)
}

/** Bytes of an idle task with one suspended thread whose program has not begun: ports and names included. */
export const taskBytes = (tasks: number): number => {
  const { world, kernel } = spaciousWorld()
  const bytes = bytesEach(tasks, () => {
    const task = createTask(kernel, { name: 'task' })
    createThread(kernel, task, { name: 'main', suspended: true, program: () => idle(0) })
  })
  if (world.threads.length !== tasks) throw new Error('a thread was lost')
  return bytes
}
