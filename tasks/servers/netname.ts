import * as E from 'fp-ts/lib/Either.js'
import {
  isValidName,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_NOTIFY_DEAD_NAME,
  mach_port_allocate,
  mach_port_deallocate,
  mach_port_insert_right,
  mach_port_mod_refs,
  mach_port_move_member,
  MACH_PORT_NULL,
  mach_port_request_notification,
  MACH_PORT_RIGHT_PORT_SET,
  MACH_PORT_RIGHT_RECEIVE,
  MACH_PORT_RIGHT_SEND,
  mach_task_self,
  type Name,
  type Program
} from '../mach.js'
import { serve, type Steps } from '../mig.js'
import { mach_notify_dead_name } from '../notify.defs.js'
import type { Right } from '../std-types.defs.js'
import {
  netname_check_in,
  netname_check_out,
  netname_look_up,
  netname_version,
  type NETNAME_RETURNS
} from './netname.defs.js'

/** What is checked in under a name: a port, and the one that shows whose the name is. */
interface Entry {
  readonly port: Name
  readonly signature: Name
}

/** A name server of one host. */
interface NameServer {
  readonly host: string
  readonly self: Name
  /** Where it hears that a port has died. */
  readonly notify: Name
  /** By name in upper case. */
  readonly entries: Map<string, Entry>
  /** How many user references the entries have of each port. */
  readonly references: Map<Name, number>
}

type Result<Out = object> = Steps<E.Either<keyof typeof NETNAME_RETURNS, Out>>

const fold = (name: string): string => name.toUpperCase()

/** A signature by its port's name here: one port has one name. A dead port's is as good as none. */
const signatureOf = ({ name }: Right): Name => (isValidName(name) ? name : MACH_PORT_NULL)

/** Takes over a user reference; of a port that it has none of, the server wants to hear the death. */
function* keep({ self, notify, references }: NameServer, port: Name): Steps<void> {
  if (port === MACH_PORT_NULL) return
  const count = references.get(port) ?? 0
  references.set(port, count + 1)
  if (count > 0) return
  const variant = MACH_NOTIFY_DEAD_NAME
  yield* mach_port_request_notification(self, port, variant, 1, notify, MACH_MSG_TYPE_MAKE_SEND_ONCE)
}

/** Gives a user reference up; with the last one the request goes too, which nobody needs to hear of. */
function* drop({ self, references }: NameServer, port: Name): Steps<void> {
  if (port === MACH_PORT_NULL) return
  const count = references.get(port) ?? 0
  if (count > 1) references.set(port, count - 1)
  else references.delete(port)
  yield* mach_port_deallocate(self, port)
}

function* remove(server: NameServer, name: string, { port, signature }: Entry): Steps<void> {
  server.entries.delete(name)
  yield* drop(server, port)
  yield* drop(server, signature)
}

function* checkIn(server: NameServer, port_name: string, signature: Name, port: Name): Result {
  if (!isValidName(port)) return E.left('NETNAME_INVALID_PORT')
  const name = fold(port_name)
  const before = server.entries.get(name)
  if (before !== undefined && before.signature !== signature) return E.left('NETNAME_NOT_YOURS')

  yield* keep(server, port)
  yield* keep(server, signature)
  if (before !== undefined) yield* remove(server, name, before)
  server.entries.set(name, { port, signature })
  return E.right({})
}

/** Whether a host that is asked for is this one; of any ("*"), this one is asked first. */
const isHere = (host: string, wanted: string): boolean =>
  wanted === '' || wanted === '*' || wanted === '127.0.0.1' || fold(wanted) === fold(host)

/** Without a network, nothing is checked in on another host, whether there is one or not. */
function* lookUp(
  { host, entries }: NameServer,
  host_name: string,
  port_name: string
): Result<{ port_id: Right }> {
  const entry = isHere(host, host_name) ? entries.get(fold(port_name)) : undefined
  if (entry === undefined) return E.left('NETNAME_NOT_CHECKED_IN')
  return E.right({ port_id: { name: entry.port, type: MACH_MSG_TYPE_COPY_SEND } })
}

function* checkOut(server: NameServer, port_name: string, signature: Name): Result {
  const name = fold(port_name)
  const entry = server.entries.get(name)
  if (entry === undefined) return E.left('NETNAME_NOT_CHECKED_IN')
  if (entry.signature !== signature) return E.left('NETNAME_NOT_YOURS')

  yield* remove(server, name, entry)
  if (signature !== MACH_PORT_NULL) yield* mach_port_deallocate(server.self, signature)
  return E.right({})
}

/** A port has died: what was checked in with it is gone. Only the kernel knows the way to the notify port. */
function* deadName(server: NameServer, dead: Name, at: Name): Steps<void> {
  if (at !== server.notify) return
  for (const [name, entry] of [...server.entries])
    if (entry.port === dead || entry.signature === dead) yield* remove(server, name, entry)
  yield* mach_port_deallocate(server.self, dead)
}

/** What a name server is known as by itself; the signature is its own task, which nobody else has. */
const OWN_NAMES = ['NameServer', 'NEW_NETWORK_NAME_SERVER']

function* checkSelfIn(server: NameServer, service: Name): Steps<void> {
  const { self } = server
  yield* mach_port_insert_right(self, service, service, MACH_MSG_TYPE_MAKE_SEND)
  yield* mach_port_mod_refs(self, service, MACH_PORT_RIGHT_SEND, OWN_NAMES.length - 1)
  yield* mach_port_mod_refs(self, self, MACH_PORT_RIGHT_SEND, OWN_NAMES.length)
  for (const name of OWN_NAMES) yield* checkIn(server, name, self, service)
}

/** The network name server of a host without a network: serves the port that it is handed for ever. */
export function* netname(service: Name, host: string): Program {
  const task = yield* mach_task_self()
  if (E.isLeft(task)) return
  const { name: self } = task.right
  const notify = yield* mach_port_allocate(self, MACH_PORT_RIGHT_RECEIVE)
  const set = yield* mach_port_allocate(self, MACH_PORT_RIGHT_PORT_SET)
  if (E.isLeft(notify) || E.isLeft(set)) return

  const server: NameServer = {
    host,
    self,
    notify: notify.right.name,
    entries: new Map(),
    references: new Map()
  }
  yield* mach_port_move_member(self, service, set.right.name)
  yield* mach_port_move_member(self, server.notify, set.right.name)
  yield* checkSelfIn(server, service)

  yield* serve(set.right.name, [
    netname_check_in.by(({ port_name, signature, port_id }) =>
      checkIn(server, port_name, signatureOf(signature), port_id.name)
    ),
    netname_look_up.by(({ host_name, port_name }) => lookUp(server, host_name, port_name)),
    netname_check_out.by(({ port_name, signature }) => checkOut(server, port_name, signatureOf(signature))),
    netname_version.by(function* () {
      return E.right({ version: 'machlab netname' })
    }),
    mach_notify_dead_name.by(({ name }, at) => deadName(server, name, at))
  ])
}
