import { routine } from '../mig.js'
import { cString, send } from '../std-types.defs.js'

/** netname.defs, subsystem 1040: the name server's interface. */

/** The codes of the interface (servers/netname_defs.h). */
export const NETNAME_RETURNS = {
  NETNAME_SUCCESS: 0,
  NETNAME_PENDING: -1,
  NETNAME_NOT_YOURS: 1000,
  NETNAME_NOT_CHECKED_IN: 1001,
  NETNAME_NO_SUCH_HOST: 1002,
  NETNAME_HOST_NOT_FOUND: 1003,
  NETNAME_INVALID_PORT: 1004
} as const

const netname_name_t = cString(80)

/** Puts a port under a name, or, with the signature it was put there with, another in its place. */
export const netname_check_in = routine({
  id: 1040,
  codes: NETNAME_RETURNS,
  request: { port_name: netname_name_t, signature: send, port_id: send },
  reply: {}
})

/** A send right to the port under a name: of this host (""), of another, or of any ("*"). */
export const netname_look_up = routine({
  id: 1041,
  codes: NETNAME_RETURNS,
  request: { host_name: netname_name_t, port_name: netname_name_t },
  reply: { port_id: send }
})

/** Takes a name back that was checked in with the same signature. */
export const netname_check_out = routine({
  id: 1042,
  codes: NETNAME_RETURNS,
  request: { port_name: netname_name_t, signature: send },
  reply: {}
})

/** Which name server this is. */
export const netname_version = routine({
  id: 1043,
  codes: NETNAME_RETURNS,
  request: {},
  reply: { version: netname_name_t }
})
