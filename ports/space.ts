import * as E from 'fp-ts/lib/Either.js'
import { fail, type Outcome } from './kern-return.js'
import type { Entry, Name, Port, Space } from './object.js'
import { PortState } from './port.table.js'
import { RightState } from './right.table.js'

/** Freed names a space remembers, to give them out again, the latest first. */
const FREED_MAX = 64

/** A new, empty name space; `owner` names its task in the trace. */
export const newSpace = (owner: string, limit: number): Space => ({
  owner,
  active: true,
  notify: null,
  // Room for the few names of an idle task: the first name beyond makes the array grow by many.
  near: [null, null, null, null],
  far: null,
  freed: null,
  lowest: 1,
  sends: null,
  size: 0,
  limit
})

/** What a name denotes, or null for nothing. */
export const lookup = (space: Space, name: Name): Entry | null =>
  name < space.near.length ? (space.near[name] ?? null) : (space.far?.get(name) ?? null)

/** The entry under which the space holds the port's receive or send rights (ipc_right_reverse). */
export const entryOf = (space: Space, port: Port): Entry | null =>
  port.holder === space && port.state === PortState.inSpace
    ? lookup(space, port.name)
    : (space.sends?.get(port) ?? null)

/** All entries in name order, the order of every listing and of a space's death. */
export const entriesOf = (space: Space): Entry[] => {
  const near = space.near.filter((entry) => entry !== null)
  const far = [...(space.far?.values() ?? [])].sort((a, b) => a.name - b.name)
  return near.concat(far)
}

/** The name the kernel would give out: the latest freed, else the lowest not in use. */
const nextName = (space: Space): Name => {
  const freed = space.freed?.pop()
  if (freed !== undefined) return freed
  while (lookup(space, space.lowest) !== null) space.lowest += 1
  return space.lowest
}

/** Enters `entry` under `name`, which must not be in use. */
const place = (space: Space, name: Name, entry: Entry): void => {
  entry.name = name
  space.size += 1
  if (name < space.near.length) space.near[name] = entry
  else if (name === space.near.length) {
    space.near.push(entry)
    absorbFar(space)
  } else {
    if (space.far === null) space.far = new Map()
    space.far.set(name, entry)
  }
}

/** Names just beyond the array move into it, so that a name is in one place. */
const absorbFar = (space: Space): void => {
  const far = space.far
  if (far === null || far.size === 0) return
  for (let name = space.near.length; ; name++) {
    const entry = far.get(name)
    if (entry === undefined) return
    far.delete(name)
    space.near.push(entry)
  }
}

const newEntry = (): Entry => ({
  name: 0,
  state: RightState.nothing,
  urefs: 0,
  port: null,
  set: null,
  deadName: null,
  accepted: null
})

/** An entry that denotes nothing yet, under a name the kernel picks. */
export const allocateName = (space: Space): Outcome<'KERN_NO_SPACE', Entry> => {
  if (space.size >= space.limit) return fail('KERN_NO_SPACE')
  const entry = newEntry()
  place(space, nextName(space), entry)
  return E.right(entry)
}

/** As `allocateName` without the Either, for the path of every reply right; null for no space. */
export const allocateEntry = (space: Space): Entry | null => {
  if (space.size >= space.limit) return null
  const entry = newEntry()
  place(space, nextName(space), entry)
  return entry
}

/** An entry that denotes nothing yet, under a free name of the caller's choice. */
export const claimName = (space: Space, name: Name): Outcome<'KERN_NO_SPACE', Entry> => {
  if (space.size >= space.limit) return fail('KERN_NO_SPACE')
  forget(space, name)
  const entry = newEntry()
  place(space, name, entry)
  return E.right(entry)
}

const forget = (space: Space, name: Name): void => {
  const at = space.freed?.lastIndexOf(name) ?? -1
  if (at >= 0) space.freed?.splice(at, 1)
}

const remember = (space: Space, name: Name): void => {
  if (space.freed === null) space.freed = []
  if (space.freed.length < FREED_MAX) space.freed.push(name)
  else if (name < space.lowest) space.lowest = name
}

const unplace = (space: Space, name: Name): void => {
  space.size -= 1
  if (name < space.near.length) space.near[name] = null
  else space.far?.delete(name)
}

/** Takes an entry that denotes nothing any more out of the space; its name is given out next. */
export const freeEntry = (space: Space, entry: Entry): void => {
  if (entry.accepted !== null) {
    entry.accepted.entry = null
    entry.accepted = null
  }
  unplace(space, entry.name)
  remember(space, entry.name)
}

/** Moves an entry with all it denotes to a name not in use. */
export const renameEntry = (space: Space, entry: Entry, name: Name): void => {
  const old = entry.name
  unplace(space, old)
  forget(space, name)
  place(space, name, entry)
  if (entry.deadName !== null) entry.deadName.name = name
  if (entry.set !== null) entry.set.name = name
  if (entry.port !== null && entry.state !== RightState.sendOnce && entry.port.holder === space)
    entry.port.name = name
  remember(space, old)
}

/** Makes a name that denotes nothing the one given out next, as GNU Mach does with a refused one. */
export const leaveNameNext = (space: Space, name: Name): void => {
  if (lookup(space, name) !== null) return
  forget(space, name)
  remember(space, name)
}
