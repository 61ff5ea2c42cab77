import type { KernelMessage, Port, Queue } from '../ports/object.js'
import { PortState } from '../ports/port.table.js'
import { messagesOf } from '../ports/queue.js'
import { entriesOf } from '../ports/space.js'
import type { BlockReason, Task, Thread } from '../tasks/task.js'
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
  for (const { set, port } of entriesOf(thread.task.space)) {
    if (set?.queue === queue) return [...set.members]
    if (port?.queue === queue) ports.push(port)
  }
  return ports
}

const carries = (message: KernelMessage, ports: readonly Port[]): boolean => {
  const rights = [message.local, ...(message.rights ?? []).map(({ port }) => port)]
  return rights.some((port) => port !== null && ports.includes(port))
}

/** Whether a task could send to one of the ports: it holds a right, or would by receiving what is queued for it. */
const canReach = (task: Task, ports: readonly Port[]): boolean =>
  entriesOf(task.space).some(({ port, set, urefs }) => {
    if (port !== null && urefs > 0 && ports.includes(port)) return true
    const queue = set?.queue ?? (port?.holder === task.space ? port.queue : null)
    return messagesOf(queue).some((message) => carries(message, ports))
  })

/** The tasks that could send to one of the ports, or whose blocked messages carry the right to. */
const sendersTo = (kernel: Kernel, ports: readonly Port[]): string[] =>
  kernel.tasks
    .filter(
      (task) =>
        canReach(task, ports) ||
        task.threads.some(({ message }) => message !== null && carries(message, ports))
    )
    .map((task) => task.name)

const receiver = (kernel: Kernel, port: Port): string[] =>
  port.state === PortState.inSpace
    ? kernel.tasks.filter((task) => task.space === port.holder).map((task) => task.name)
    : []

const queueOf = (thread: Thread): Queue | null => {
  for (const { set, port } of entriesOf(thread.task.space)) {
    const queue = set?.queue ?? port?.queue ?? null
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
    return { reason, deadline, tasks: sendersTo(kernel, ports), ...(first === undefined ? {} : { port: first.id }) }
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
