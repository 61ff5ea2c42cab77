import { byKind, listOf, map, named, optional, record, required, type Codec, type Read } from './codec.js'
import { data } from './value.js'
import { ACTOR, nameOf, text, VARIABLE, whole } from './words.js'

const MAX_UREFS = 65_534
const MAX_QLIMIT = 16
const MAX_MESSAGES = 10_000

/** The name of a task. */
export const taskName = nameOf('a task', ACTOR)

const taskNames = listOf('a list of tasks', 'a task', taskName)

const senders: Codec<ReadonlyMap<string, number>> = byKind('a list of tasks, or a map of user references', {
  list: map(taskNames, (names) => new Map(names.map((name) => [name, 1]))),
  map: named('a map of user references', 'the task', taskName, whole(1, MAX_UREFS))
})

const port = record('a given port', {
  receiver: required(taskName, 'the task that holds the receive right'),
  send: optional(senders, new Map<string, number>(), 'the tasks that hold send rights'),
  send_once: optional(taskNames, [], 'the tasks that hold a send-once right'),
  qlimit: optional(whole(0, MAX_QLIMIT), null, 'how many messages it queues'),
  set: optional(nameOf('a port set', VARIABLE), null, 'the port set of the receiver that it is in'),
  messages: optional(whole(0, MAX_MESSAGES), 0, 'so many empty messages are in its queue')
})

/** A port that exists before the first step; user references of its send rights by task. */
export type GivenPort = Read<typeof port>

const ports = named('a map of ports', 'the port', nameOf('a port', VARIABLE), port)

const holders = record('who holds it', { send: optional(taskNames, [], 'the tasks that hold a send right') })

/** Who holds send rights to a kernel port. */
export type Holders = Read<typeof holders>

const files = named('a map of files', 'the file', text, record('a file', { data: required(data) }))

/** Rights that exist before the first step. */
export const given = record('given', {
  ports: optional(ports, new Map<string, GivenPort>()),
  files: optional(files, null, "the file pager's files"),
  tasks: optional(
    named('a map of tasks', 'the task', taskName, holders),
    new Map<string, Holders>(),
    'who holds a right to the kernel port of a task, as $<task>_task'
  ),
  threads: optional(
    named('a map of threads', 'the thread', text, holders),
    new Map<string, Holders>(),
    'who holds one to that of a <task>.<thread>, as $<task>_<thread>_thread'
  )
})

/** Rights that exist before the first step. */
export type Given = Read<typeof given>

/** A scenario that is given nothing. */
export const NOTHING_GIVEN: Given = { ports: new Map(), files: null, tasks: new Map(), threads: new Map() }
