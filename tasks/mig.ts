import * as E from 'fp-ts/lib/Either.js'
import { MACH_MSG_TYPE_COPY_SEND, MACH_MSG_TYPE_MAKE_SEND_ONCE, MACH_PORT_NULL } from '../ports/abi.js'
import { KERN_RETURNS, kernReturnName } from '../ports/kern-return.js'
import {
  type Answer,
  address,
  mach_msg_send,
  type Message,
  type Name,
  newMessage,
  type Steps
} from './mach.js'
import { mach_msg_destroy } from './mach-msg-destroy.js'
import { type Entry, refused, type Served } from './mach-msg-server.js'
import { type Arguments, decodeItems, encodeItems, itemsIn, putItems } from './mig-items.js'
import { transact, withReplyPort } from './remote-call.js'
import { int } from './std-types.defs.js'
import type { Item } from './typed-data.js'

export {
  callByMessage,
  callElsewhere,
  type Fields,
  type Given,
  isOutOfLine,
  type Item,
  numberOf,
  parseItems,
  present,
  replyArguments,
  type Value,
  type Values,
  wireType
} from './kernel-stubs.js'
export type { Steps } from './mach.js'
export { mach_msg_destroy } from './mach-msg-destroy.js'
export { demux, type Entry, serve } from './mach-msg-server.js'

/**
 * MIG for servers: a routine is an id and a codec for each argument of its request and reply. That gives
 * its clients a stub, and its server an entry of a demultiplexer.
 */

/** What a routine does on a server, with the request's arguments and the port that it came to. */
export type Work<Code extends string, In, Out> = (args: In, at: Name) => Steps<E.Either<Code, Out>>

/** A routine with a reply: called, its client's stub; done `by` a server, an entry. */
export interface Routine<Code extends string, In, Out> {
  (server: Name, args: In): Steps<Answer<Out>>
  readonly by: (work: Work<Code, In, Out>) => Entry
}

interface Definition<Code extends string, In, Out> {
  readonly id: number
  /** The return codes of the interface, beside those of the kernel and of MIG. */
  readonly codes: Readonly<Record<Code, number>>
  readonly request: Arguments<In>
  readonly reply: Arguments<Out>
}

/** A routine of an interface. A server that refuses has its client's rights destroyed; one that does not keeps them. */
export const routine = <const Code extends string, In extends object, Out extends object>(
  definition: Definition<Code, In, Out>
): Routine<Code, In, Out> => {
  const { id, codes, request, reply } = definition
  const names = new Map(Object.entries<number>(codes).map(([name, code]) => [code, name]))
  const nameOf = (code: number): string => names.get(code) ?? kernReturnName(code)

  const remote = (server: Name, args: In) =>
    function* (replyPort: Name): Steps<Answer<Out>> {
      const msg = requestTo(server, id, encodeItems(request, args), replyPort)
      const done = yield* transact(msg, replyPort, nameOf)
      if (E.isLeft(done)) return done
      const [ret, ...items] = itemsIn(msg) ?? []
      const outputs = E.isRight(int.decode(ret)) ? decodeItems(reply, items) : null
      if (outputs !== null) return E.right(outputs)
      yield* mach_msg_destroy(msg)
      return E.left('MIG_TYPE_ERROR')
    }

  const by = (work: Work<Code, In, Out>): Entry =>
    entryOf(id, request, function* (args, at) {
      const result = yield* work(args, at)
      return E.isLeft(result)
        ? refused(codes[result.left])
        : { code: 0, items: encodeItems(reply, result.right) }
    })
  return Object.assign((server: Name, args: In) => withReplyPort(remote(server, args)), { by })
}

const requestTo = (server: Name, id: number, items: readonly Item[], reply: Name): Message => {
  const msg = newMessage()
  const local = reply === MACH_PORT_NULL ? 0 : MACH_MSG_TYPE_MAKE_SEND_ONCE
  address(msg, server, MACH_MSG_TYPE_COPY_SEND, reply, local)
  msg.id = id
  putItems(msg, items)
  return msg
}

const entryOf = <In extends object>(
  id: number,
  request: Arguments<In>,
  work: (args: In, at: Name) => Steps<Served | null>
): Entry => ({
  id,
  *serve(msg) {
    const items = itemsIn(msg)
    const args = items === null ? null : decodeItems(request, items)
    return args === null ? refused(KERN_RETURNS.MIG_BAD_ARGUMENTS) : yield* work(args, msg.local)
  }
})

/** A routine without a reply, as notifications are: called, it answers what mach_msg does. */
export interface SimpleRoutine<In> {
  (server: Name, args: In): Steps<number>
  readonly by: (work: (args: In, at: Name) => Steps<void>) => Entry
}

/** A routine of an interface that is only told (MIG's simpleroutine). */
export const simpleroutine = <In extends object>(definition: {
  readonly id: number
  readonly request: Arguments<In>
}): SimpleRoutine<In> => {
  const { id, request } = definition
  function* tell(server: Name, args: In): Steps<number> {
    return yield* mach_msg_send(requestTo(server, id, encodeItems(request, args), MACH_PORT_NULL))
  }
  const by = (work: (args: In, at: Name) => Steps<void>): Entry =>
    entryOf(id, request, function* (args, at) {
      yield* work(args, at)
      return null
    })
  return Object.assign(tell, { by })
}
