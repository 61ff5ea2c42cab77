import type { Port, Queue } from '../ports/object.js'
import { PortState } from '../ports/port.table.js'
import type { BlockReason, Thread } from '../tasks/task.js'
import { ThreadState } from '../tasks/thread.table.js'
import type { Kernel, World } from './kernel.js'

/** A thread as observers see it; nothing in it can be changed. */
export interface ThreadView {
  readonly label: string
  readonly task: string
  readonly state: 'runnable' | 'running' | 'waiting' | 'suspended' | 'finished' | 'terminated'
  /** Its own suspend count: 0 where only its task is suspended. */
  readonly suspendCount: number
  readonly waitingFor: Waiting | null
}

/** What a thread waits for, and who could end that. */
export interface Waiting {
  readonly reason: BlockReason
  /** The port it sends to or receives from; of a set, the first member. */
  readonly port?: number
  readonly deadline: boolean
  /** Tasks whose threads could wake it: senders for a receive, the receiver for a send. */
  readonly tasks: readonly string[]
  /** The thread a `wait_for` names. */
  readonly thread?: string
}

const STATES = {
  [ThreadState.suspended]: 'suspended',
  [ThreadState.runnable]: 'runnable',
  [ThreadState.running]: 'running',
  [ThreadState.waiting]: 'waiting',
  [ThreadState.waitingSuspended]: 'suspended',
  [ThreadState.finished]: 'finished',
  [ThreadState.terminated]: 'terminated'
} as const

/** The ports whose messages a queue takes, in a space. */
const portsOf = (thread: Thread, queue: Queue): Port[] => {
  const ports: Port[] = []
  for (const entry of [...thread.task.space.near, ...(thread.task.space.far?.values() ?? [])]) {
    if (entry?.set?.queue === queue) return [...entry.set.members]
    if (entry?.port?.queue === queue) ports.push(entry.port)
  }
  return ports
}

const holdsSend = (kernel: Kernel, ports: readonly Port[]): string[] =>
  kernel.tasks
    .filter(({ space }) =>
      [...space.near, ...(space.far?.values() ?? [])].some(
        (entry) => entry?.port != null && entry.urefs > 0 && ports.includes(entry.port)
      )
    )
    .map((task) => task.name)

const receiver = (kernel: Kernel, port: Port): string[] =>
  port.state === PortState.inSpace
    ? kernel.tasks.filter((task) => task.space === port.holder).map((task) => task.name)
    : []

const queueOf = (thread: Thread): Queue | null => {
  for (const entry of [...thread.task.space.near, ...(thread.task.space.far?.values() ?? [])]) {
    const queue = entry?.set?.queue ?? entry?.port?.queue ?? null
    if (queue !== null && queue.receivers === thread.waitsIn) return queue
  }
  return null
}

const waiting = (kernel: Kernel, thread: Thread): Waiting | null => {
  const { reason } = thread
  if (reason === null) return null
  const deadline = thread.alarm !== null
  if (reason === 'send' && thread.message?.remote != null) {
    const { remote } = thread.message
    return { reason, port: remote.id, deadline, tasks: receiver(kernel, remote) }
  }
  if (reason === 'receive') {
    const queue = queueOf(thread)
    const ports = queue === null ? [] : portsOf(thread, queue)
    const [first] = ports
    return { reason, deadline, tasks: holdsSend(kernel, ports), ...(first === undefined ? {} : { port: first.id }) }
  }
  const watched = thread.watching === null ? {} : { thread: thread.watching.thread }
  return { reason, deadline, tasks: [], ...watched }
}

/** A thread's state and what it waits for. */
export const threadView = (world: World, thread: Thread): ThreadView => {
  const kernel = [...world.hosts.values()].find((host) => host.tasks.includes(thread.task))
  const idle = thread.state === ThreadState.waiting && thread.reason === 'idle'
  return {
    label: thread.label,
    task: thread.task.name,
    state: idle ? 'running' : STATES[thread.state],
    suspendCount: thread.suspendCount,
    waitingFor: kernel === undefined ? null : waiting(kernel, thread)
  }
}
