import type { KernelMessage, Port, Queue, Space } from '../ports/object.js'
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
  /** The host of its task; none once that is dead. */
  readonly host: string
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

function* carried({ local, rights }: KernelMessage): Generator<Port> {
  if (local !== null) yield local
  for (const { port } of rights ?? []) if (port !== null) yield port
}

/** The ports a task could send to: with rights it holds, would receive, or has in the messages of blocked sends. */
function* reach(task: Task): Generator<Port> {
  for (const { port, set, urefs } of entriesOf(task.space)) {
    if (port !== null && urefs > 0) yield port
    const queue = set?.queue ?? (port?.holder === task.space ? port.queue : null)
    for (const message of messagesOf(queue)) yield* carried(message)
  }
  for (const { message } of task.threads) if (message !== null) yield* carried(message)
}

/** Who can do what on a host, found out once for all its threads. */
interface Survey {
  /** The task whose space this is. */
  readonly owner: ReadonlyMap<Space | Port, string>
  /** The tasks that could send to a port. */
  readonly senders: ReadonlyMap<Port, ReadonlySet<string>>
  /** What those wait for who wait in one list of receivers. */
  readonly receives: Map<Thread['waitsIn'], Receive>
}

type Receive = Pick<Waiting, 'port' | 'tasks'>

const survey = ({ tasks }: Kernel): Survey => {
  const senders = new Map<Port, Set<string>>()
  for (const task of tasks)
    for (const port of reach(task)) senders.set(port, (senders.get(port) ?? new Set()).add(task.name))
  return { owner: new Map(tasks.map(({ space, name }) => [space, name])), senders, receives: new Map() }
}

/** A host, and its survey, which is made when it is first asked for. */
interface Home {
  readonly kernel: Kernel
  readonly found: () => Survey
}

const homeOf = (kernel: Kernel): Home => {
  let made: Survey | null = null
  const found = (): Survey => {
    made ??= survey(kernel)
    return made
  }
  return { kernel, found }
}

const receiver = ({ owner }: Survey, { state, holder }: Port): string[] => {
  const name = state === PortState.inSpace && holder !== null ? owner.get(holder) : undefined
  return name === undefined ? [] : [name]
}

const queueOf = (thread: Thread): Queue | null => {
  for (const { set, port } of entriesOf(thread.task.space)) {
    const queue = set?.queue ?? port?.queue ?? null
    if (queue !== null && queue.receivers === thread.waitsIn) return queue
  }
  return null
}

const receiveOf = (senders: Survey['senders'], thread: Thread): Receive => {
  const queue = queueOf(thread)
  const ports = queue === null ? [] : portsOf(thread, queue)
  const tasks = new Set(ports.flatMap((port) => [...(senders.get(port) ?? [])]))
  const [first] = ports
  return { tasks: [...tasks], ...(first === undefined ? {} : { port: first.id }) }
}

const waiting = (found: () => Survey, thread: Thread): Waiting | null => {
  const { reason } = thread
  if (reason === null) return null
  const deadline = thread.alarm !== null
  const remote = thread.message?.remote ?? null
  if (reason === 'send' && remote !== null) {
    return { reason, port: remote.id, deadline, tasks: receiver(found(), remote) }
  }
  if (reason === 'receive') {
    const { receives, senders } = found()
    const receive = receives.get(thread.waitsIn) ?? receiveOf(senders, thread)
    receives.set(thread.waitsIn, receive)
    return { reason, deadline, ...receive }
  }
  const watched = thread.watching === null ? {} : { thread: thread.watching.thread }
  return { reason, deadline, tasks: [], ...watched }
}

const viewOf = (thread: Thread, home: Home | undefined): ThreadView => {
  const idle = thread.state === ThreadState.waiting && thread.reason === 'idle'
  return {
    label: thread.label,
    task: thread.task.name,
    host: home?.kernel.name ?? '',
    state: idle ? 'running' : STATES[thread.state],
    suspendCount: thread.suspendCount,
    waitingFor: home === undefined ? null : waiting(home.found, thread)
  }
}

/** The states of threads and what they wait for. */
export const threadViews = (world: World, threads: readonly Thread[]): ThreadView[] => {
  const homes = new Map<Task, Home>()
  for (const kernel of world.hosts.values()) {
    const home = homeOf(kernel)
    for (const task of kernel.tasks) homes.set(task, home)
  }
  return threads.map((thread) => viewOf(thread, homes.get(thread.task)))
}

/** A thread's state and what it waits for. */
export const threadView = (world: World, thread: Thread): ThreadView => {
  const kernel = [...world.hosts.values()].find((host) => host.tasks.includes(thread.task))
  return viewOf(thread, kernel === undefined ? undefined : homeOf(kernel))
}
