import { localBits, MACH_MSG_TYPE_PORT_RECEIVE, MACH_MSG_TYPE_PORT_SEND, remoteBits } from './abi.js'
import { assert, impossible } from './assert.js'
import { hasReceive, hasSend } from './entry.js'
import { MessageState } from './message.table.js'
import type {
  AcceptRequest,
  Entry,
  KernelMessage,
  Port,
  PortSet,
  Queue,
  Space,
  Waiter,
  WaitQueue
} from './object.js'
import { isAlive, isLive } from './port.js'
import { PortState } from './port.table.js'
import { messagesOf } from './queue.js'
import { RightState } from './right.table.js'
import { entriesOf, lookup } from './space.js'

/** What a recount finds of one live port. */
interface Found {
  sends: number
  sendOnces: number
  receives: number
  messages: number
}

/** A recount in progress: every live port that anything refers to, with what was found of it. */
export interface Recount {
  readonly ports: Map<Port, Found>
  readonly sets: Set<PortSet>
  readonly seen: Set<KernelMessage>
  readonly queues: Set<Queue>
}

export const newRecount = (): Recount => ({
  ports: new Map(),
  sets: new Set(),
  seen: new Set(),
  queues: new Set()
})

const foundOf = (recount: Recount, port: Port): Found => {
  const known = recount.ports.get(port)
  if (known !== undefined) return known
  const found = { sends: 0, sendOnces: 0, receives: 0, messages: 0 }
  recount.ports.set(port, found)
  const requests = port.requests
  countSendOnce(recount, requests?.noSenders ?? null)
  countSendOnce(recount, requests?.portDestroyed ?? null)
  countSend(recount, requests?.backup ?? null)
  for (const request of requests?.deadNames ?? []) {
    // A name that turned dead before its port, which was saved by its backup, leaves its request behind.
    assert(
      request.entry.deadName === request || request.entry.port !== port,
      `port ${port.id}: a request of name ${request.name}, which has none`
    )
    countSendOnce(recount, request.notify)
  }
  if (port.set === null) countQueue(recount, port.queue)
  else countQueue(recount, port.set.queue)
  return found
}

/** Counts a send right held outside spaces and messages, by the kernel itself. */
export const countSend = (recount: Recount, port: Port | null): void => {
  if (isLive(port)) foundOf(recount, port).sends += 1
}

const countSendOnce = (recount: Recount, port: Port | null): void => {
  if (isLive(port)) foundOf(recount, port).sendOnces += 1
}

const countAccept = (recount: Recount, request: AcceptRequest | null): void => {
  if (request === null) return
  const { entry, compat, notify } = request
  if (entry !== null)
    assert(entry.accepted === request, `name ${entry.name} has not the msg-accepted request it is in`)
  if (!compat) countSendOnce(recount, notify)
}

const countRight = (recount: Recount, port: Port | null, type: number): void => {
  if (!isLive(port)) return
  const found = foundOf(recount, port)
  if (type === MACH_MSG_TYPE_PORT_RECEIVE) found.receives += 1
  else if (type === MACH_MSG_TYPE_PORT_SEND) found.sends += 1
  else found.sendOnces += 1
}

/** Counts what a message carries, once; `counted` ones are in their port's msgcount. */
export const countMessage = (recount: Recount, message: KernelMessage): void => {
  assert(!recount.seen.has(message), `message ${message.id} is in two places`)
  recount.seen.add(message)
  countRight(recount, message.remote, remoteBits(message.bits))
  countRight(recount, message.local, localBits(message.bits))
  for (const right of message.rights ?? []) countRight(recount, right.port, right.type)
  for (const memory of message.memory ?? [])
    for (const port of memory.rights ?? []) countRight(recount, port, memory.type)
  countAccept(recount, message.accepted)
  if (message.counted && isLive(message.remote)) foundOf(recount, message.remote).messages += 1
}

const countQueue = (recount: Recount, queue: Queue | null): void => {
  if (queue === null || recount.queues.has(queue)) return
  recount.queues.add(queue)
  for (const message of messagesOf(queue)) {
    const { state, remote } = message
    assert(state === MessageState.queued, `message ${message.id} is in a queue, but not queued`)
    assert((remote?.set ?? remote)?.queue === queue, `message ${message.id} is in the wrong queue`)
    countMessage(recount, message)
  }
  checkWaiters(queue.receivers)
  checkWaiters(queue.senders)
  if (queue.first === null) return
  const waiter = queue.receivers.first
  if (waiter !== null && waiter.sizeLimit >= queue.first.size)
    impossible(`message ${queue.first.id} is queued while a receiver waits for it`)
}

/** Counts the rights of a space and checks each name against what it denotes. */
export const countSpace = (recount: Recount, space: Space): void => {
  const entries = entriesOf(space)
  assert(entries.length === space.size, `${space.owner}: ${entries.length} names, ${space.size} counted`)
  for (const name of space.freed ?? [])
    assert(lookup(space, name) === null, `${space.owner}: name ${name} is free and in use`)
  let sends = 0
  for (const entry of entries) {
    checkEntry(space, entry)
    const { port } = entry
    if (entry.set !== null) recount.sets.add(entry.set)
    if (port === null) continue
    if (!isAlive(port)) {
      checkDeadPort(port)
      continue
    }
    const found = foundOf(recount, port)
    if (hasSend(entry)) found.sends += 1
    if (hasReceive(entry)) found.receives += 1
    if (entry.state === RightState.sendOnce) found.sendOnces += 1
    if (entry.state === RightState.send) sends += 1
    if (entry.state === RightState.send)
      assert(space.sends?.get(port) === entry, named(space, entry, 'is not found by its port'))
  }
  const known = [...(space.sends?.keys() ?? [])].filter(isLive).length
  assert(known === sends, `${space.owner}: ${sends} send rights, ${known} found by port`)
}

/** Those who wait in a queue know it, and are linked both ways. */
const checkWaiters = (queue: WaitQueue): void => {
  let last: Waiter | null = null
  for (let waiter = queue.first; waiter !== null; waiter = waiter.nextWaiter) {
    assert(
      waiter.waitsIn === queue && waiter.previousWaiter === last,
      'a waiter is in a queue it does not know'
    )
    last = waiter
  }
  assert(queue.last === last, 'a queue ends elsewhere than with its last waiter')
}

/** A dead port holds nothing more. */
const checkDeadPort = ({ id, queue, requests, set }: Port): void => {
  assert(requests === null && set === null, `port ${id} is dead, but has requests or a set`)
  const empty =
    queue === null || (queue.first === null && queue.senders.first === null && queue.receivers.first === null)
  assert(empty, `port ${id} is dead, but has messages or waiters`)
}

const named = (space: Space, entry: Entry, what: string): string =>
  `${space.owner}: name ${entry.name} ${what}`

const checkEntry = (space: Space, entry: Entry): void => {
  const bare = entry.state === RightState.receive || entry.state === RightState.portSet
  assert(
    bare ? entry.urefs === 0 : entry.urefs > 0,
    named(space, entry, `has ${entry.urefs} user references`)
  )
  assert(entry.state !== RightState.nothing, named(space, entry, 'denotes nothing'))
  const { port, deadName, accepted } = entry
  if (hasReceive(entry))
    assert(
      port !== null && port.holder === space && port.name === entry.name,
      named(space, entry, 'is not its port’s')
    )
  if (deadName !== null && isLive(port))
    assert(
      port.requests?.deadNames.includes(deadName) === true,
      named(space, entry, 'has a request its port does not know')
    )
  assert(
    accepted === null || accepted.entry === entry,
    named(space, entry, 'has a msg-accepted request of another')
  )
}

/** Compares what was counted with what the records say. */
export const checkCounts = (recount: Recount): void => {
  for (const [port, found] of recount.ports) {
    const differs = (what: string, counted: number, kept: number): void => {
      if (counted !== kept) impossible(`port ${port.id}: ${what} ${kept}, but ${counted} found`)
    }
    differs('srights', found.sends, port.srights)
    differs('sorights', found.sendOnces, port.sorights)
    differs('msgcount', found.messages, port.msgcount)
    differs('receive rights', found.receives, receivesOf(port, found))
    assert(port.seqno >= 0 && port.seqno <= 0xffffffff, `port ${port.id}: sequence number ${port.seqno}`)
    if (port.set !== null)
      assert(port.set.members.includes(port), `port ${port.id} is not among its set's members`)
  }
  for (const set of recount.sets)
    for (const member of set.members) {
      assert(member.set === set, `port ${member.id} is a member of two sets`)
      assert(member.holder === set.space, `port ${member.id} is in a set of another task`)
    }
}

/** How many receive rights there must be to find: in limbo none, or the one in a message that is circular. */
const receivesOf = (port: Port, found: Found): number => {
  switch (port.state) {
    case PortState.inSpace:
    case PortState.inTransit:
      return 1
    case PortState.inLimbo:
      return Math.min(found.receives, 1)
    default:
      return 0
  }
}
