import type { Kernel, Task } from '../kernel/index.js'
import type { Entry, Port } from '../ports/object.js'
import { PortState } from '../ports/port.table.js'
import { RightState } from '../ports/right.table.js'
import { entriesOf } from '../ports/space.js'
import type { Built } from '../scenarios/build.js'

/** The kinds of right, as scenarios name them. */
export type RightKind = 'receive' | 'send' | 'send_once' | 'port_set' | 'dead_name'

/** A right that a task holds when the run has ended. */
export interface HeldRight {
  readonly task: string
  /** The task's name for it. */
  readonly name: number
  readonly right: RightKind
  /** User references, as mach_port_get_refs counts them. */
  readonly refs: number
  /** The port's world-wide id, such as `local:12`; null for port sets and dead names. */
  readonly port: string | null
  /** What the scenario calls the port: its given name, or `client_task` and the like for a kernel port. */
  readonly called: string | null
}

type Kinds = readonly (readonly [RightKind, refs: number])[]

const isDead = ({ port }: Entry): boolean => port !== null && port.state === PortState.dead

const kindsOf = (entry: Entry): Kinds => {
  const { state, urefs, deadName } = entry
  // Nobody has touched the name since its port died: it counts as what a touch would make of it.
  if (isDead(entry)) return [['dead_name', urefs + (deadName === null ? 0 : 1)]]
  switch (state) {
    case RightState.nothing:
      return []
    case RightState.send:
      return [['send', urefs]]
    case RightState.receive:
      return [['receive', 1]]
    case RightState.sendReceive:
      return [
        ['receive', 1],
        ['send', urefs]
      ]
    case RightState.sendOnce:
      return [['send_once', 1]]
    case RightState.portSet:
      return [['port_set', 1]]
    case RightState.deadName:
      return [['dead_name', urefs]]
  }
}

/** What scenarios call the ports that the kernel made. */
const kernelPorts = ({ name, tasks, hostPort, bootstrapPort }: Kernel): ReadonlyMap<Port, string> => {
  const called = new Map([
    [hostPort, name],
    [bootstrapPort, 'bootstrap']
  ])
  for (const task of tasks) {
    called.set(task.kernelPort, `${task.name}_task`)
    if (task.space.notify !== null) called.set(task.space.notify, `${task.name}_notify`)
    for (const thread of task.threads)
      called.set(thread.kernelPort, `${thread.label.replace('.', '_')}_thread`)
  }
  return called
}

/** What every task of a world holds, task after task in the order of their names for it. */
export const rightsOf = ({ world, portName }: Built): HeldRight[] =>
  [...world.hosts.values()].flatMap((host) => {
    const called = kernelPorts(host)
    const inTask = (task: Task): HeldRight[] =>
      entriesOf(task.space).flatMap((entry) => {
        const port = isDead(entry) ? null : entry.port
        const known = port === null ? null : (portName(host.name, port.id) ?? called.get(port) ?? null)
        return kindsOf(entry).map(([right, refs]) => ({
          task: task.name,
          name: entry.name,
          right,
          refs,
          port: port === null ? null : `${host.name}:${port.id}`,
          called: known
        }))
      })
    return host.tasks.flatMap(inTask)
  })
