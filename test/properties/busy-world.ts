import { createThread, fillQueue, setQlimit, stepWorld, type Thread } from '../../kernel/index.js'
import type { Processor } from '../../kernel/kernel.js'
import type { Alarm } from '../../tasks/task.js'
import type { Entry, KernelMessage, Name, Port, PortSet } from '../../ports/object.js'
import { lookup } from '../../ports/space.js'
import {
  address,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_NOTIFY_DEAD_NAME,
  MACH_SEND_MSG,
  MACH_SEND_NOTIFY,
  mach_msg,
  mach_msg_receive,
  mach_msg_send,
  newMessage,
  type Program,
  type Stub
} from '../../tasks/mach.js'
import { ThreadState } from '../../tasks/thread.table.js'
import { type Actor, twoTasks, type TwoTasks } from '../fixtures/two-tasks.js'

/** A world at work, in which there is one of everything that can go wrong. */
export interface BusyWorld extends TwoTasks {
  /** Full, with messages queued and bob's sender blocked. */
  readonly full: Port
  /** In a set that alice's receiver waits on. */
  readonly member: Port
  readonly set: PortSet
  readonly message: KernelMessage
  /** Bob's send right to the full port, with a dead-name and a msg-accepted request. */
  readonly send: Entry
  /** Dead, which bob's send right does not know yet. */
  readonly dead: Port
  readonly dying: Entry
  readonly sender: Thread
  readonly receiver: Thread
  readonly stopped: Thread
  readonly sleeper: Thread
  readonly running: Thread
  readonly ready: Thread
  readonly alarm: Alarm
  readonly processor: Processor
}

/** A thing that the world was built to have. */
const present = <A>(thing: A | null | undefined): A => {
  if (thing === null || thing === undefined) throw new Error('the busy world lacks something')
  return thing
}

const entryOf = ({ task }: Actor, name: Name): Entry => present(lookup(task.space, name))

const spending = (name: string, time: number) =>
  function* (): Program {
    yield { call: name, args: { time } }
  }

const messageTo = (name: Name) => address(newMessage(), name, MACH_MSG_TYPE_COPY_SEND, 0, 0)

const forced = (to: Name, notify: Name): Stub<number> =>
  mach_msg(messageTo(to), MACH_SEND_MSG | MACH_SEND_NOTIFY, 24, 0, 0, 0, notify)

/** Builds it and runs it up to where all of that is so. */
export const busyWorld = (): BusyWorld => {
  const w = twoTasks()
  const { alice, bob, kernel } = w
  const full = alice.receiveRight()
  setQlimit(full.port, 1)
  const send = bob.sendRight(full.port, 2)
  bob.sendOnceRight(full.port)
  const told = bob.receiveRight()
  bob.must('mach_port_request_notification', {
    name: send,
    variant: MACH_NOTIFY_DEAD_NAME,
    sync: 0,
    notify: told.name,
    notify_type: MACH_MSG_TYPE_MAKE_SEND_ONCE
  })
  fillQueue(kernel, full.port, 1)
  bob.run(() => forced(send, told.name))
  const sender = bob.begin(() => mach_msg_send(messageTo(send)), { name: 'sender' })

  const member = alice.receiveRight()
  const set = alice.portSet(member)
  const receiver = alice.begin(() => mach_msg_receive(newMessage(), set), { name: 'receiver' })
  const gone = alice.receiveRight()
  const dying = bob.sendRight(gone.port)
  alice.must('mach_port_destroy', { name: gone.name })

  const stopped = createThread(kernel, alice.task, { name: 'stopped', suspended: true })
  const make = (name: string, program: () => Program) => createThread(kernel, alice.task, { name, program })
  const sleeper = make('sleeper', spending('sleep', 1e9))
  const running = make('running', spending('compute', 1e9))
  const ready = make('ready', spending('compute', 1e9))
  while (running.state !== ThreadState.running || running.computing === 0) stepWorld(w.world)
  return {
    ...w,
    full: full.port,
    member: member.port,
    set: present(member.port.set),
    message: present(full.port.queue?.first),
    send: entryOf(bob, send),
    dead: gone.port,
    dying: entryOf(bob, dying),
    sender: sender.thread,
    receiver: receiver.thread,
    stopped,
    sleeper,
    running,
    ready,
    alarm: present(sleeper.alarm),
    processor: present(kernel.processors[0])
  }
}
