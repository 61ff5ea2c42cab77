import type { PortSight } from '../ports/ipc.js'

/** What can be seen of a run. */
export type EventName =
  | PortSight
  | 'trap'
  | 'return'
  | 'message.send'
  | 'message.block'
  | 'message.receive'
  | 'thread.create'
  | 'thread.run'
  | 'thread.block'
  | 'thread.wake'
  | 'thread.handoff'
  | 'thread.preempt'
  | 'thread.suspend'
  | 'thread.resume'
  | 'thread.finish'
  | 'thread.terminate'
  | 'task.create'
  | 'task.terminate'
  | 'host.boot'
  | 'note'

/** One thing that happened. One shape for all events, so that recording one is cheap. */
export interface TraceEvent {
  readonly event: EventName
  /** Nanoseconds of virtual time. */
  readonly time: number
  readonly seq: number
  readonly host: string
  thread: string | undefined
  task: string | undefined
  /** The port's serial number on its host; `host:port` in a trace file. */
  port: number | undefined
  /** The message's serial number on its host. */
  message: number | undefined
  call: string | undefined
  /** The return code's name. */
  code: string | undefined
  kind: string | undefined
  reason: string | undefined
  from: string | undefined
  to: string | undefined
  name: number | undefined
  right: string | undefined
  /** The message's msgh_id. */
  id: number | undefined
  text: string | undefined
}

export type Listener = (event: TraceEvent) => void

/** An event as trace files and expectations have it: ports and messages world-wide, nothing empty. */
export const encodeEvent = (event: TraceEvent): Record<string, string | number> => {
  const encoded: Record<string, string | number> = {}
  for (const [key, value] of Object.entries(event))
    if (value !== undefined)
      encoded[key] = key === 'port' || key === 'message' ? `${event.host}:${value}` : value
  return encoded
}
