import * as fc from 'fast-check'
import { isRoutineName, ROUTINES, type RoutineName } from '../../tasks/mach.defs.js'

/** Calls that are traps alone, and what lets time pass. */
const TRAPS = [
  'mach_msg',
  'msg_send',
  'msg_receive',
  'msg_rpc',
  'mach_task_self',
  'mach_thread_self',
  'mach_host_self',
  'mach_reply_port',
  'thread_switch',
  'swtch',
  'swtch_pri',
  'sleep',
  'compute'
] as const

/** Everything a random program does: those, and the kernel's routines by trap or by message. */
export type CallName = RoutineName | (typeof TRAPS)[number]

/** A call to be made; the picks decide its arguments when its turn comes, by the names the task then has. */
export type Call = readonly [call: CallName, picks: readonly number[]]

/** A port to begin with: who receives, who may send. Numbers of tasks count round. */
export interface GivenPort {
  readonly receiver: number
  readonly qlimit: number
  readonly queued: number
  readonly inSet: boolean
  /** Send rights of the first task, the second, the third: user references, ALL for as many as there can be. */
  readonly sends: readonly number[]
  /** Tasks with a send-once right, as often as they are listed. */
  readonly sendOnces: readonly number[]
}

/** A world to run: tasks as lists of threads, threads as lists of calls. */
export interface SmallWorld {
  readonly kernel: 'cmu' | 'gnu'
  readonly processors: number
  readonly tasks: readonly (readonly (readonly Call[])[])[]
  /** Programs for threads that the others create. */
  readonly spare: readonly (readonly Call[])[]
  readonly ports: readonly GivenPort[]
  /** How many names each task may have beside the given ones, and KiB of memory the host beside what it needs; from MUCH_ROOM on, any number. */
  readonly room: number
  /** How often, when nothing can run any more, all that is stopped or blocked is let go on. */
  readonly rescues: number
  /** It is run again, unseen and watched, and compared, if this is AGAIN. */
  readonly again: number
}

/** One world in twelve is run again. */
export const AGAIN = 11
export const MUCH_ROOM = 16
export const ALL = 3

/** How many of each call there are among a thousand or so; 10 for any other routine. */
const WEIGHTS: Readonly<Partial<Record<CallName, number>>> = {
  mach_msg: 520,
  msg_send: 40,
  msg_receive: 30,
  msg_rpc: 20,
  mach_port_allocate: 40,
  mach_port_deallocate: 30,
  mach_port_destroy: 25,
  mach_port_mod_refs: 40,
  mach_port_insert_right: 40,
  mach_port_extract_right: 30,
  mach_port_move_member: 35,
  mach_port_request_notification: 70,
  mach_port_set_qlimit: 20,
  task_suspend: 5,
  task_resume: 8,
  task_terminate: 2,
  task_create: 4,
  thread_create: 6,
  thread_suspend: 8,
  thread_resume: 16,
  thread_terminate: 4,
  thread_abort: 20,
  task_info: 2,
  thread_info: 2,
  host_info: 2,
  host_processors: 2,
  host_get_time: 2
}

/** All that a program may do. */
export const CALLS: readonly CallName[] = [...TRAPS, ...Object.keys(ROUTINES).filter(isRoutineName)]

/** Each name as often as it weighs. */
const urn = CALLS.flatMap((name) => Array.from({ length: WEIGHTS[name] ?? 10 }, () => name))

const PICKS = 40
const picks = fc.array(fc.nat(255), { minLength: PICKS, maxLength: PICKS })
const call: fc.Arbitrary<Call> = fc.tuple(fc.constantFrom(...urn), picks)

const calls = (most: number): fc.Arbitrary<Call[]> => fc.array(call, { maxLength: most, size: 'max' })

const givenPort: fc.Arbitrary<GivenPort> = fc.record({
  receiver: fc.nat(2),
  qlimit: fc.nat(3),
  queued: fc.nat(2),
  inSet: fc.boolean(),
  sends: fc.tuple(fc.nat(ALL), fc.nat(ALL), fc.nat(ALL)),
  sendOnces: fc.array(fc.nat(2), { maxLength: 3 })
})

/** Small worlds with random programs: two or three tasks of one or two threads each. */
export const smallWorlds: fc.Arbitrary<SmallWorld> = fc.record({
  kernel: fc.constantFrom('cmu', 'gnu'),
  processors: fc.integer({ min: 1, max: 2 }),
  tasks: fc.array(fc.array(calls(40), { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 3 }),
  spare: fc.array(calls(10), { maxLength: 2 }),
  ports: fc.array(givenPort, { minLength: 1, maxLength: 6 }),
  room: fc.integer({ min: 0, max: 60 }),
  rescues: fc.nat(60),
  again: fc.nat(AGAIN)
})
