import type { Entry, Name, Space } from '../../ports/object.js'
import { RightState } from '../../ports/right.table.js'
import { lookup } from '../../ports/space.js'

/** One of 0 … n − 1. */
export type Draw = (n: number) => number

/** Draws from a list of picks in turn; behind its end all are 0, so that a shorter list is a simpler call. */
export const drawing = (picks: readonly number[]): Draw => {
  let at = 0
  return (n) => {
    const pick = picks[at] ?? 0
    at += 1
    return pick % n
  }
}

/** One of a list's items; the first is the simplest. */
export const oneOf = <A>(draw: Draw, list: readonly [A, ...A[]]): A => list[draw(list.length)] ?? list[0]

/** True in so many of sixteen cases. */
export const chance = (draw: Draw, sixteenths: number): boolean => draw(16) >= 16 - sixteenths

/** What a call wants a name to denote. */
export type Want = 'any' | 'send' | 'sendOnce' | 'receive' | 'set' | 'queue' | 'task' | 'thread' | 'host'

const sends = ({ state }: Entry): boolean => state === RightState.send || state === RightState.sendReceive
const receives = ({ state }: Entry): boolean =>
  state === RightState.receive || state === RightState.sendReceive
const standsFor = (entry: Entry, kind: string): boolean => entry.port?.kernelObject?.kind === kind

const FITS: Readonly<Record<Want, (entry: Entry) => boolean>> = {
  any: () => true,
  send: sends,
  sendOnce: ({ state }) => state === RightState.sendOnce,
  receive: receives,
  set: ({ state }) => state === RightState.portSet,
  queue: (entry) => receives(entry) || entry.state === RightState.portSet,
  task: (entry) => standsFor(entry, 'task'),
  thread: (entry) => standsFor(entry, 'thread'),
  host: (entry) => standsFor(entry, 'host')
}

/** The names of a space that denote what is wanted. */
const namesOf = (space: Space, want: Want): Name[] => {
  const names: Name[] = []
  const fits = FITS[want]
  for (const entry of space.near) if (entry !== null && fits(entry)) names.push(entry.name)
  for (const entry of space.far?.values() ?? []) if (fits(entry)) names.push(entry.name)
  return names
}

/** Names that denote nothing, or hardly ever. */
const BOGUS = [0, 0xffffffff, 1, 999, 0x10000, 0x80000001] as const

/** A name of the kind wanted, if the task has one; at times of any kind, or a bogus one. */
export const drawName = (draw: Draw, space: Space, want: Want): Name => {
  const luck = draw(24)
  const which = draw(256)
  if (luck === 23) return BOGUS[which % BOGUS.length] ?? 0
  const wanted = namesOf(space, luck >= 21 ? 'any' : want)
  const names = wanted.length === 0 ? namesOf(space, 'any') : wanted
  return names[which % names.length] ?? 0
}

/** A name for something new: a small one, far out, or in use already. */
export const drawNewName = (draw: Draw, space: Space): Name => {
  const luck = draw(16)
  const which = draw(256)
  if (luck >= 14) return BOGUS[which % BOGUS.length] ?? 0
  if (luck >= 11) return namesOf(space, 'any')[which] ?? which
  return luck >= 8 ? 0x1000 + which : (which % 96) + 1
}

const DISPOSITIONS = [16, 17, 18, 19, 20, 21] as const
const TYPES = [...DISPOSITIONS, 0, 15, 22, 23] as const

const SUITS: Readonly<Record<RightState, readonly [number, ...number[]]>> = {
  [RightState.nothing]: DISPOSITIONS,
  [RightState.send]: [19, 17],
  [RightState.receive]: [20, 21, 16],
  [RightState.sendReceive]: [19, 20, 21, 17, 16],
  [RightState.sendOnce]: [18],
  [RightState.portSet]: DISPOSITIONS,
  [RightState.deadName]: [19, 17, 18]
}

const stateOf = (space: Space, name: Name): RightState => lookup(space, name)?.state ?? RightState.nothing

/** A disposition that the name can be sent with; at times any, or none at all. */
export const drawDisposition = (draw: Draw, space: Space, name: Name): number => {
  const luck = draw(24)
  if (luck === 23) return oneOf(draw, TYPES)
  return oneOf(draw, luck >= 21 ? DISPOSITIONS : SUITS[stateOf(space, name)])
}

const RIGHTS: Readonly<Record<RightState, readonly [number, ...number[]]>> = {
  [RightState.nothing]: [0, 1, 2, 3, 4],
  [RightState.send]: [0],
  [RightState.receive]: [1],
  [RightState.sendReceive]: [0, 1],
  [RightState.sendOnce]: [2],
  [RightState.portSet]: [3],
  [RightState.deadName]: [4]
}

/** The kind of right that a name denotes; at times any, or none at all. */
export const drawRight = (draw: Draw, space: Space, name: Name): number => {
  const luck = draw(16)
  return luck >= 13 ? oneOf(draw, [0, 1, 2, 3, 4, 5, -1]) : oneOf(draw, RIGHTS[stateOf(space, name)])
}
