import type { Style } from './palette.js'
import { blankRow, clip, put, type Row } from './row.js'

/** What a thread is doing: how its lane is drawn. */
export type Life = 'absent' | 'idle' | 'running' | 'waiting' | 'over'

/** A thread's column in the picture. */
export interface Lane {
  readonly label: string
  life: Life
}

/** The lanes and how much room they have. */
export interface Lanes {
  readonly width: number
  readonly all: Lane[]
  readonly byLabel: Map<string, Lane>
}

/** Columns to the left of the lanes, for the time. */
export const MARGIN = 11
const NARROWEST = 12
const WIDEST = 28

const LINES: Record<Life, readonly [string, Style]> = {
  absent: [' ', 'plain'],
  idle: ['│', 'faint'],
  running: ['┃', 'plain'],
  waiting: ['┊', 'faint'],
  over: [' ', 'plain']
}

/** No lanes yet, in a picture of so many columns. */
export const newLanes = (width: number): Lanes => ({ width, all: [], byLabel: new Map() })

/** The lane of a thread, made where there is none. */
export const laneOf = (lanes: Lanes, label: string): Lane => {
  const known = lanes.byLabel.get(label)
  if (known !== undefined) return known
  const lane: Lane = { label, life: 'idle' }
  lanes.all.push(lane)
  lanes.byLabel.set(label, lane)
  return lane
}

const spacing = (lanes: Lanes): number =>
  Math.min(WIDEST, Math.floor((lanes.width - MARGIN) / Math.max(1, lanes.all.length)))

/** Whether the lanes can stand side by side: beyond that only a list is readable. */
export const fit = (lanes: Lanes): boolean => spacing(lanes) >= NARROWEST

/** The column of a lane's line. */
export const columnOf = (lanes: Lanes, lane: Lane): number => {
  const space = spacing(lanes)
  return MARGIN + Math.floor(space / 2) + lanes.all.indexOf(lane) * space
}

/** A row that shows the time and what each thread is doing. */
export const lifelines = (lanes: Lanes, time: string): Row => {
  const row = blankRow(lanes.width)
  put(row, Math.max(0, MARGIN - 2 - time.length), time, 'faint')
  for (const lane of lanes.all) put(row, columnOf(lanes, lane), ...LINES[lane.life])
  return row
}

/** A row with each lane's name above its line. */
export const heading = (lanes: Lanes): Row => {
  const row = blankRow(lanes.width)
  for (const lane of lanes.all) {
    const name = clip(lane.label, spacing(lanes) - 1)
    put(row, columnOf(lanes, lane) - Math.floor(name.length / 2), name, 'strong')
  }
  return row
}
