import { columnOf, fit, type Lanes, laneOf, lifelines, MARGIN } from './lanes.js'
import type { Palette, Style } from './palette.js'
import { blankRow, clip, columnsOf, put, render, type Row, visible } from './row.js'

/** How a message got there: at once, out of a queue, or with the sender's processor. */
export type Way = 'direct' | 'queued' | 'handoff'

/** A message on its way, from the kernel where no thread sent it. */
export interface Arrow {
  readonly kind: 'arrow'
  readonly from: string | null
  readonly to: string
  readonly way: Way
  readonly label: string
  readonly style: Style
}

/** Something that happens to one thread, or to none. */
export interface Mark {
  readonly kind: 'mark'
  readonly at: string | null
  readonly symbol: string
  readonly text: string
  readonly style: Style
}

/** What one line of the picture shows. */
export type Figure = Arrow | Mark

interface Stroke {
  readonly line: string
  readonly start: readonly [right: string, left: string]
}

const STROKES: Record<Way, Stroke> = {
  direct: { line: '─', start: ['├', '┤'] },
  queued: { line: '╌', start: ['├', '┤'] },
  handoff: { line: '═', start: ['╞', '╡'] }
}

const SPARE = 5

const drawArrow = (row: Row, from: number, to: number, { way, label, style }: Arrow): void => {
  const { line, start } = STROKES[way]
  const rightward = to > from
  const [left, right] = rightward ? [from, to] : [to, from]
  put(row, left + 1, line.repeat(right - left - 1), style)
  put(row, from, rightward ? start[0] : start[1], style)
  put(row, rightward ? to - 1 : to + 1, rightward ? '▶' : '◀', style)

  const text = clip(visible(label), right - left - SPARE)
  const middle = left + Math.floor((right - left - columnsOf(text)) / 2)
  if (text !== '') put(row, middle, ` ${text} `, style)
}

/** To the right of its lane if there is room, else to the left, else wherever most of it fits. */
const drawMark = (row: Row, column: number, { symbol, text, style }: Mark): void => {
  const width = row.characters.length
  const shown = visible(text)
  const length = columnsOf(shown)
  put(row, column, symbol, style)
  if (column + 2 + length <= width) put(row, column + 2, shown, style)
  else if (column - 2 - length > MARGIN) put(row, column - 1 - length, shown, style)
  else put(row, Math.max(MARGIN, width - length - 2), clip(`${symbol} ${shown}`, width - MARGIN), style)
}

const drawInLanes = (lanes: Lanes, time: string, figure: Figure): Row => {
  const row = lifelines(lanes, time)
  const column = (label: string): number => columnOf(lanes, laneOf(lanes, label))
  if (figure.kind === 'mark') {
    drawMark(row, figure.at === null ? MARGIN : column(figure.at), figure)
    return row
  }
  const from = figure.from === null ? MARGIN - 1 : column(figure.from)
  const to = column(figure.to)
  if (from !== to) drawArrow(row, from, to, figure)
  else drawMark(row, to, { ...figure, kind: 'mark', at: figure.to, symbol: '↺', text: figure.label })
  return row
}

const drawInList = (width: number, time: string, figure: Figure): Row => {
  const row = blankRow(width)
  put(row, Math.max(0, MARGIN - 2 - time.length), time, 'faint')
  const arrow = figure.kind === 'arrow'
  const who = arrow ? (figure.from ?? 'kernel') : (figure.at ?? 'kernel')
  const what = arrow ? `${STROKES[figure.way].line}▶ ${figure.to}: ${figure.label}` : figure.text
  put(row, MARGIN, clip(visible(who), 20), 'strong')
  put(row, MARGIN + 22, clip(visible(what), width - MARGIN - 22), figure.style)
  return row
}

/** A line of the picture: beside each other where the lanes have room, as a list where they do not. */
export const draw = (lanes: Lanes, time: string, figure: Figure, palette: Palette): string =>
  render(fit(lanes) ? drawInLanes(lanes, time, figure) : drawInList(lanes.width, time, figure), palette)
