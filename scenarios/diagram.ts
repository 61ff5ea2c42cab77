import type { Listener, TraceEvent } from '../kernel/index.js'
import type { Lane } from './terminal/lanes.js'
import type { Style } from './terminal/palette.js'
import {
  drawHeld,
  enter,
  flightOf,
  isKnown,
  labelOf,
  mark,
  meet,
  newPicture,
  type Picture,
  type PictureOptions,
  portOf,
  setLife,
  show,
  styleOf
} from './terminal/picture.js'

/** A picture that is drawn while a run goes on. */
export interface Diagram {
  readonly listen: Listener
  /** Draws what was held back for what might follow. */
  readonly close: () => void
}

const run = (picture: Picture, event: TraceEvent, lane: Lane): void => {
  const running = (picture.running.get(event.host) ?? []).filter(
    (each) => each !== lane && each.life === 'running'
  )
  const processors = picture.processors?.(event.host) ?? 1
  while (running.length >= processors) setLife(running.shift() ?? lane, 'idle')
  setLife(lane, 'running')
  picture.running.set(event.host, [...running, lane])
}

/** The kernel has no lane: what it receives ends at its sender's. */
const receive = (picture: Picture, event: TraceEvent): void => {
  const flight = flightOf(picture, event)
  const to = event.thread
  if (to === undefined) {
    mark(picture, event, '▷', `${labelOf(flight)} to the kernel`, styleOf(flight), flight.from)
    return
  }
  const label = flight.label === '' ? `${event.id ?? ''}` : labelOf(flight)
  const { from, way } = flight
  show(picture, event, { kind: 'arrow', from, to, way, label, style: styleOf(flight) })
  picture.flights.delete(`${event.host}:${event.message}`)
}

const queue = (picture: Picture, event: TraceEvent): void => {
  const flight = flightOf(picture, event)
  flight.way = 'queued'
  const by = flight.from === null && !flight.notification ? ' from the kernel' : ''
  mark(
    picture,
    event,
    '▷',
    `${labelOf(flight)}${by} into ${portOf(picture, event)}`,
    styleOf(flight),
    flight.from
  )
}

const handOff = (picture: Picture, event: TraceEvent, lane: Lane): void => {
  const flight = picture.sent.get(event.from ?? '')
  if (flight !== undefined) flight.way = 'handoff'
  if (picture.held?.thread === event.from) picture.held = null
  run(picture, event, lane)
}

/** Calls that pass messages: their arrows say it, and their returns only where they fail. */
const MESSAGE_CALLS = new Set(['mach_msg', 'msg_send', 'msg_receive', 'msg_rpc'])
/** A test's devices and the program's own memory: no Mach calls. */
const DEVICES = new Set(['sleep', 'compute', 'wait_for', 'note', 'place', 'fetch'])
const isSuccess = (code: string): boolean => code.endsWith('_SUCCESS')

const returned = (picture: Picture, event: TraceEvent): void => {
  const { call = '', code = '' } = event
  if (DEVICES.has(call) || (MESSAGE_CALLS.has(call) && isSuccess(code))) return
  if (isSuccess(code)) mark(picture, event, '·', call, 'call')
  else mark(picture, event, '×', `${call} ${code}`, 'bad')
}

const block = (picture: Picture, event: TraceEvent, lane: Lane): void => {
  drawHeld(picture)
  setLife(lane, 'waiting')
  if (event.reason !== 'send' && event.reason !== 'wait_for') picture.held = event
}

const end = (picture: Picture, event: TraceEvent, lane: Lane, text: string, style: Style): void => {
  mark(picture, event, '╧', text, style)
  lane.life = 'over'
}

type Sight = (picture: Picture, event: TraceEvent) => void
type ThreadSight = (picture: Picture, event: TraceEvent, lane: Lane) => void

const ofThread =
  (sight: ThreadSight): Sight =>
  (picture, event) => {
    if (event.thread !== undefined) sight(picture, event, enter(picture, event.thread))
  }

const take = (picture: Picture, { thread, port, right }: TraceEvent): void => {
  if (thread !== undefined && right !== undefined) picture.taken.get(thread)?.push({ port, right })
}

/** The rights that went into a message: those taken since the trap, but for the one that it is sent to. */
const rightsIn = (picture: Picture, { thread = '', port }: TraceEvent): string[] => {
  const taken = picture.taken.get(thread) ?? []
  const used = taken.findIndex((each) => each.port === port)
  return taken.filter((_, index) => index !== used).map(({ right }) => right)
}

const send = (picture: Picture, event: TraceEvent): void => {
  const flight = flightOf(picture, event)
  flight.from = event.thread ?? null
  flight.label = `${event.id ?? ''}`
  flight.rights = rightsIn(picture, event)
  picture.sent.set(event.thread ?? '', flight)
  meet(picture, event)
}

const notify = (picture: Picture, event: TraceEvent): void => {
  const flight = flightOf(picture, event)
  flight.notification = true
  flight.label = event.kind ?? 'notification'
  meet(picture, event)
}

const die = (picture: Picture, event: TraceEvent): void => {
  if (isKnown(picture, event)) mark(picture, event, '†', `${portOf(picture, event)} dies`, 'notice')
}

const lose = (picture: Picture, event: TraceEvent): void => {
  const { task = 'a task', name = '' } = event
  if (isKnown(picture, event)) mark(picture, event, '†', `${task}: name ${name} is dead`, 'notice')
}

const SIGHTS: { readonly [event: string]: Sight } = {
  return: ofThread(returned),
  note: ofThread((picture, event) => mark(picture, event, '#', event.text ?? '', 'faint')),
  trap: ofThread((picture, _event, lane) => picture.taken.set(lane.label, [])),
  notification: notify,
  'message.send': (picture, event) => {
    if (event.thread !== undefined) enter(picture, event.thread)
    send(picture, event)
  },
  'message.queue': queue,
  'message.block': ofThread((picture, event) =>
    mark(picture, event, '■', `${portOf(picture, event)} is full`, 'notice')
  ),
  'message.receive': (picture, event) => {
    if (event.thread !== undefined) enter(picture, event.thread)
    receive(picture, event)
  },
  'message.destroy': (picture, event) => {
    const flight = flightOf(picture, event)
    mark(picture, event, '×', `message ${labelOf(flight)} destroyed`, 'bad', flight.from)
    picture.flights.delete(`${event.host}:${event.message}`)
  },
  'right.make': take,
  'right.move': take,
  'right.copy': take,
  'right.dead': lose,
  'port.dead': die,
  'thread.create': ofThread(() => undefined),
  'thread.run': ofThread(run),
  'thread.block': ofThread(block),
  'thread.wake': ofThread((_picture, _event, lane) => setLife(lane, 'idle')),
  'thread.handoff': ofThread(handOff),
  'thread.preempt': ofThread((picture, event) => mark(picture, event, '↧', 'preempted', 'faint')),
  'thread.suspend': ofThread((picture, event) => mark(picture, event, '‖', 'suspended', 'notice')),
  'thread.resume': ofThread((picture, event) => mark(picture, event, '▸', 'resumed', 'notice')),
  'thread.finish': ofThread((picture, event, lane) => end(picture, event, lane, 'finished', 'faint')),
  'thread.terminate': ofThread((picture, event, lane) => end(picture, event, lane, 'terminated', 'bad')),
  'task.create': (picture, event) => mark(picture, event, '+', `task ${event.task ?? ''}`, 'notice'),
  'task.terminate': (picture, event) => mark(picture, event, '†', `task ${event.task ?? ''} dies`, 'notice')
}

/** A picture of a run: a lane for each thread, an arrow for each message, drawn as the events come. */
export const newDiagram = (options: PictureOptions): Diagram => {
  const picture = newPicture(options)
  return {
    listen: (event) => SIGHTS[event.event]?.(picture, event),
    close: () => drawHeld(picture)
  }
}
