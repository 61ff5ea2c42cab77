import type { TraceEvent } from '../../kernel/index.js'
import { draw, type Figure, type Way } from './figure.js'
import { fit, heading, type Lane, laneOf, type Lanes, newLanes } from './lanes.js'
import type { Palette, Style } from './palette.js'
import { render } from './row.js'
import { shownTime } from './units.js'

/** How and of whom a picture is drawn. */
export interface PictureOptions {
  /** Columns of the terminal. */
  readonly width: number
  readonly palette: Palette
  /** The threads whose lanes stand from the start. */
  readonly threads: readonly string[]
  /** How many processors a host has; one where it is not said. */
  readonly processors?: (host: string) => number
  /** What the scenario calls a port, if it has a name for it. */
  readonly portName: (host: string, port: number) => string | null
  /** Takes each line. */
  readonly write: (line: string) => void
}

/** A message that is on its way, as far as it has been seen. */
export interface Flight {
  from: string | null
  label: string
  way: Way
  rights: readonly string[]
  notification: boolean
}

/** A right that a thread has taken out of its space, for a message or a call. */
export interface Taken {
  readonly port: number | undefined
  readonly right: string
}

/** A picture while it is drawn. */
export interface Picture extends PictureOptions {
  readonly lanes: Lanes
  readonly flights: Map<string, Flight>
  /** The last message of each thread. */
  readonly sent: Map<string, Flight>
  /** What each thread has taken out of its space since it entered the kernel. */
  readonly taken: Map<string, Taken[]>
  /** Ports that messages went to: the others live and die unseen. */
  readonly met: Set<string>
  /** A wait that is not drawn yet: where a handoff follows, its arrow says it all. */
  held: TraceEvent | null
  headed: boolean
  /** The threads on each host's processors, who came last at the end. */
  readonly running: Map<string, Lane[]>
}

const writeHeading = (picture: Picture): void => {
  if (fit(picture.lanes)) picture.write(render(heading(picture.lanes), picture.palette))
  picture.headed = true
}

const WAITS: Record<string, string> = {
  receive: 'waits for a message',
  sleep: 'sleeps',
  switch: 'waits',
  exception: 'waits for its exception handler',
  page: 'waits for a page'
}

const write = (picture: Picture, { time }: TraceEvent, figure: Figure): void => {
  if (!picture.headed) writeHeading(picture)
  picture.write(draw(picture.lanes, shownTime(time), figure, picture.palette))
}

/** Draws a wait that was held back. */
export const drawHeld = (picture: Picture): void => {
  const { held } = picture
  picture.held = null
  if (held === null) return
  const text = WAITS[held.reason ?? ''] ?? 'waits'
  write(picture, held, { kind: 'mark', at: held.thread ?? null, symbol: '○', text, style: 'faint' })
}

/** Draws a figure at the time of an event. */
export const show = (picture: Picture, event: TraceEvent, figure: Figure): void => {
  drawHeld(picture)
  write(picture, event, figure)
}

/** Marks an event at its thread's lane, or at another's. */
export const mark = (
  picture: Picture,
  event: TraceEvent,
  symbol: string,
  text: string,
  style: Style = 'plain',
  at = event.thread ?? null
): void => show(picture, event, { kind: 'mark', at, symbol, text, style })

/** The thread's lane; one that was not there gets a new heading for all. */
export const enter = (picture: Picture, label: string): Lane => {
  if (!picture.lanes.byLabel.has(label)) {
    drawHeld(picture)
    picture.headed = false
  }
  return laneOf(picture.lanes, label)
}

/** What is known of the message that an event is about. */
export const flightOf = (picture: Picture, event: TraceEvent): Flight => {
  const key = `${event.host}:${event.message}`
  const known = picture.flights.get(key)
  if (known !== undefined) return known
  const flight: Flight = { from: null, label: '', way: 'direct', rights: [], notification: false }
  picture.flights.set(key, flight)
  return flight
}

/** What the kernel tells looks other than what threads send. */
export const styleOf = ({ notification }: Flight): Style => (notification ? 'notice' : 'message')

/** What stands on the arrow of a message: its id, or what it tells, and the rights in it. */
export const labelOf = ({ label, rights }: Flight): string =>
  [label, ...rights.map((right) => `+${right}`)].join(' ')

/** What a port is called. */
export const portOf = ({ portName }: Picture, { host, port }: TraceEvent): string =>
  port === undefined ? 'a port' : (portName(host, port) ?? `port ${port}`)

/** A message went to the port: from here on people know it. */
export const meet = ({ met }: Picture, { host, port }: TraceEvent): void => {
  met.add(`${host}:${port}`)
}

/** Whether people know the port: by a name, or by messages. */
export const isKnown = ({ met, portName }: Picture, { host, port = 0 }: TraceEvent): boolean =>
  met.has(`${host}:${port}`) || portName(host, port) !== null

/** A thread is about something else, unless it has come to its end. */
export const setLife = (lane: Lane, life: Lane['life']): void => {
  if (lane.life !== 'over') lane.life = life
}

/** An empty picture, with the lanes of the threads that stand from the start. */
export const newPicture = (options: PictureOptions): Picture => {
  const picture: Picture = {
    ...options,
    lanes: newLanes(options.width),
    flights: new Map(),
    sent: new Map(),
    taken: new Map(),
    met: new Set(),
    held: null,
    headed: false,
    running: new Map()
  }
  for (const label of options.threads) laneOf(picture.lanes, label)
  return picture
}
