import { checkInvariants } from '../../kernel/invariants.js'
import { removeReady } from '../../kernel/scheduler.js'
import { BrokenInvariant } from '../../ports/assert.js'
import { MessageState } from '../../ports/message.table.js'
import { newPort } from '../../ports/port.js'
import { enqueueWaiter, ownQueue, removeWaiter } from '../../ports/queue.js'
import { RightState } from '../../ports/right.table.js'
import type { Waiter, WaitQueue } from '../../ports/object.js'
import { ThreadState } from '../../tasks/thread.table.js'
import { type BusyWorld, busyWorld } from './busy-world.js'

interface Mutant {
  readonly where: string
  /** Spoils one record. */
  readonly spoil: (w: BusyWorld) => unknown
  /** What the broken invariant says. */
  readonly found: RegExp
}

const requeue = (waiter: Waiter, queue: WaitQueue): void => {
  removeWaiter(waiter)
  enqueueWaiter(queue, waiter)
}

const ofPorts: readonly Mutant[] = [
  { where: 'a send right too many is counted', spoil: (w) => w.full.srights++, found: /srights 5, but 4/ },
  { where: 'a send-once right is not counted', spoil: (w) => w.full.sorights--, found: /sorights 0, but 1/ },
  { where: 'a message is not counted', spoil: (w) => w.full.msgcount--, found: /msgcount 1, but 2/ },
  {
    where: 'a message carries a right that nobody made',
    spoil: (w) => (w.message.local = newPort(w.kernel.ipc)),
    found: /sorights 0, but 1/
  },
  {
    where: 'a message is in two queues',
    spoil: (w) => (w.set.queue.first = w.message),
    found: /message 1 is in the wrong queue/
  },
  {
    where: 'a queued message is in a thread’s hands',
    spoil: (w) => (w.running.message = w.message),
    found: /message 1 is in two places/
  },
  {
    where: 'a queued message is delivered',
    spoil: (w) => (w.message.state = MessageState.delivered),
    found: /message 1 is in a queue, but not queued/
  },
  { where: 'a sequence number is negative', spoil: (w) => (w.full.seqno = -1), found: /sequence number -1/ },
  { where: 'a port has a wrong name', spoil: (w) => w.full.name++, found: /name 2 is not its port’s/ },
  { where: 'a receive right is nowhere', spoil: (w) => (w.full.holder = null), found: /is not its port’s/ },
  {
    where: 'a set has lost a member',
    spoil: (w) => w.set.members.pop(),
    found: /not among its set's members/
  },
  {
    where: 'a dead port is in a set',
    spoil: (w) => (w.dead.set = w.set),
    found: /is dead, but has requests or a set/
  },
  {
    where: 'a dead port has messages',
    spoil: (w) => (w.dead.queue = w.full.queue),
    found: /is dead, but has messages or waiters/
  }
]

const ofNames: readonly Mutant[] = [
  {
    where: 'a send right has no user reference',
    spoil: (w) => (w.send.urefs = 0),
    found: /0 user references/
  },
  {
    where: 'a name in use denotes nothing',
    spoil: (w) => (w.send.state = RightState.nothing),
    found: /name 2 denotes nothing/
  },
  {
    where: 'a send right is not found by its port',
    spoil: (w) => w.bob.task.space.sends?.delete(w.full),
    found: /name 2 is not found by its port/
  },
  {
    where: 'a name is free and in use',
    spoil: (w) => (w.bob.task.space.freed = [w.send.name]),
    found: /name 2 is free and in use/
  },
  { where: 'a name too many is counted', spoil: (w) => w.bob.task.space.size++, found: /5 names, 6 counted/ },
  {
    where: 'a port does not know of a dead-name request',
    spoil: (w) => w.full.requests?.deadNames.pop(),
    found: /has a request its port does not know/
  },
  {
    where: 'a name does not know of its dead-name request',
    spoil: (w) => (w.send.deadName = null),
    found: /a request of name 2, which has none/
  },
  {
    where: 'a name does not know of its msg-accepted request',
    spoil: (w) => (w.send.accepted = null),
    found: /has not the msg-accepted request it is in/
  },
  {
    where: 'a msg-accepted request is another name’s',
    spoil: (w) => (w.dying.accepted = w.send.accepted),
    found: /has a msg-accepted request of another/
  }
]

const ofThreads: readonly Mutant[] = [
  {
    where: 'a receiver waits although there is a message',
    spoil: (w) => requeue(w.receiver, ownQueue(w.full).receivers),
    found: /message 1 is queued while a receiver waits for it/
  },
  {
    where: 'a blocked sender is in no queue',
    spoil: (w) => removeWaiter(w.sender),
    found: /waits for send in no queue/
  },
  {
    where: 'a blocked sender is at another port',
    spoil: (w) => requeue(w.sender, ownQueue(w.member).senders),
    found: /waits to send elsewhere/
  },
  {
    where: 'a blocked sender has nothing to send',
    spoil: (w) => (w.sender.message = null),
    found: /srights 4, but 3/
  },
  {
    where: 'waiters are linked one way only',
    spoil: (w) => (w.receiver.previousWaiter = w.sender),
    found: /a waiter is in a queue it does not know/
  },
  {
    where: 'a blocked receiver has no continuation',
    spoil: (w) => (w.receiver.continuation = null),
    found: /blocked without a continuation/
  },
  {
    where: 'a blocked receiver has no reason',
    spoil: (w) => (w.receiver.reason = null),
    found: /blocked for no reason/
  },
  {
    where: 'a sleeper has no alarm',
    spoil: (w) => (w.sleeper.alarm = null),
    found: /sleeps without an alarm/
  },
  {
    where: 'a sleeper’s alarm will not ring',
    spoil: (w) => (w.alarm.cancelled = true),
    found: /has an alarm that will not ring/
  },
  {
    where: 'a thread is held for no reason',
    spoil: (w) => w.ready.holds++,
    found: /held 1 times, for 0 reasons/
  },
  {
    where: 'a stopped thread is not held',
    spoil: (w) => Object.assign(w.stopped, { suspendCount: 0, holds: 0 }),
    found: /held 0 times, but in state 0/
  },
  {
    where: 'a runnable thread is not in the run queue',
    spoil: (w) => removeReady(w.kernel, w.ready),
    found: /1 threads are runnable, 0 of them in the run queue/
  },
  {
    where: 'a thread in the run queue is not runnable',
    spoil: (w) => (w.ready.state = ThreadState.suspended),
    found: /in the run queue, but not runnable/
  },
  {
    where: 'a runnable thread is at a wrong level',
    spoil: (w) => w.ready.priority++,
    found: /at the wrong level of the run queue/
  },
  {
    where: 'a thread runs on no processor',
    spoil: (w) => (w.processor.thread = null),
    found: /runs on no processor/
  },
  {
    where: 'a thread has the processor without running',
    spoil: (w) => (w.processor.thread = w.ready),
    found: /has a processor, but does not run/
  }
]

describe('the invariants of a world at work', () => {
  it('hold', () => {
    const { world } = busyWorld()
    expect(() => checkInvariants(world)).not.toThrow()
  })

  it.each([...ofPorts, ...ofNames, ...ofThreads])('are broken where $where', ({ spoil, found }) => {
    const w = busyWorld()
    spoil(w)
    expect(() => checkInvariants(w.world)).toThrow(BrokenInvariant)
    expect(() => checkInvariants(w.world)).toThrow(found)
  })
})
