import * as E from 'fp-ts/lib/Either.js'
import {
  type Answer,
  isValidName,
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_PORT_TYPE_RECEIVE,
  MACH_PORT_TYPE_SEND,
  call,
  type Name
} from '../../tasks/mach.js'
import { netname_check_in, netname_check_out, netname_look_up } from '../../tasks/servers/netname.defs.js'
import type { Right } from '../../tasks/std-types.defs.js'
import type { Data } from '../values.js'
import type { Actor, Steps } from './actor.js'
import type { Fields } from './messages.js'
import { NO_OUTPUTS } from './reply.js'

/** The calls of the name server's library: each sends a message to $bootstrap and waits for the reply. */

const nameIn = (data: Data | undefined): Name => (typeof data === 'number' ? data : 0)
const textIn = (data: Data | undefined): string =>
  data === undefined || typeof data === 'object' ? '' : String(data)

/** A send right to what a name denotes: one more of it, or one made where only the receive right is held. */
function* sendRight(data: Data | undefined): Steps<Right> {
  const name = nameIn(data)
  const copied = { name, type: MACH_MSG_TYPE_COPY_SEND }
  if (!isValidName(name)) return copied
  const known = yield* call<{ readonly ptype: number }>('mach_port_type', { name })
  if (E.isLeft(known)) return copied
  const isBare =
    (known.right.ptype & (MACH_PORT_TYPE_RECEIVE | MACH_PORT_TYPE_SEND)) === MACH_PORT_TYPE_RECEIVE
  return isBare ? { name, type: MACH_MSG_TYPE_MAKE_SEND } : copied
}

type NetnameCall = (server: Name, args: Fields) => Steps<Answer<Fields>>

const silently = E.map((): Fields => NO_OUTPUTS)
const found = E.map(({ port_id }: { readonly port_id: Right }): Fields => ({ port_id: port_id.name }))

const NETNAME_CALLS: Readonly<Record<string, NetnameCall>> = {
  *netname_check_in(server, args) {
    const port_name = textIn(args.port_name)
    const signature = yield* sendRight(args.signature)
    const port_id = yield* sendRight(args.port_id)
    return silently(yield* netname_check_in(server, { port_name, signature, port_id }))
  },
  *netname_check_out(server, args) {
    const port_name = textIn(args.port_name)
    const signature = yield* sendRight(args.signature)
    return silently(yield* netname_check_out(server, { port_name, signature }))
  },
  *netname_look_up(server, args) {
    const host_name = textIn(args.host_name)
    const port_name = textIn(args.port_name)
    return found(yield* netname_look_up(server, { host_name, port_name }))
  }
}

/** The library routine of a call, if it is one of the name server's. */
export const netnameCall = (name: string): NetnameCall | undefined =>
  Object.hasOwn(NETNAME_CALLS, name) ? NETNAME_CALLS[name] : undefined

/** Makes a call of the name server of the actor's host, as its $bootstrap knows it. */
export const askNameServer = (actor: Actor, make: NetnameCall, args: Fields): Steps<Answer<Fields>> =>
  make(nameIn(actor.lookup('bootstrap')), args)
