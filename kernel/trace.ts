import type { PortSight, SightDetail } from '../ports/ipc.js'
import type { Thread } from '../tasks/task.js'
import type { EventName, TraceEvent } from './event.js'
import type { Kernel } from './kernel.js'

/** A new event of a host, about a thread or none; to be completed and passed to `emit`. */
export const newEvent = (kernel: Kernel, event: EventName, thread: Thread | null): TraceEvent => {
  const { world } = kernel
  world.trace.seq += 1
  return {
    event,
    time: world.now,
    seq: world.trace.seq,
    host: kernel.name,
    thread: thread?.label,
    task: thread?.task.name,
    port: undefined,
    message: undefined,
    call: undefined,
    code: undefined,
    kind: undefined,
    reason: undefined,
    from: undefined,
    to: undefined,
    name: undefined,
    right: undefined,
    id: undefined,
    text: undefined
  }
}

export const emit = (kernel: Kernel, event: TraceEvent): void => kernel.world.trace.listener?.(event)

/** Whether anybody listens; ask before making an event. */
export const isTraced = (kernel: Kernel): boolean => kernel.ipc.observe !== null

/** Records something a thread does or undergoes. */
export const note = (kernel: Kernel, event: EventName, thread: Thread): void => {
  if (isTraced(kernel)) emit(kernel, newEvent(kernel, event, thread))
}

/** Records what ports report, as done by the thread whose trap is being handled. */
export const sighting = (
  kernel: Kernel,
  sight: PortSight,
  port: number,
  message: number,
  detail: SightDetail | null
): void => {
  const event = newEvent(kernel, sight, kernel.current)
  if (port !== 0) event.port = port
  if (message !== 0) event.message = message
  if (detail !== null) {
    if (detail.task !== undefined) event.task = detail.task
    event.name = detail.name
    event.kind = detail.kind
    event.right = detail.right
  }
  emit(kernel, event)
}
