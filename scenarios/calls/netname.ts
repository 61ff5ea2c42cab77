import { an, type Chapter } from './chapter.js'

const NO_RIGHT = 'a name denotes no right of which a send right could be had'

/** The network name server. */
export const netname = {
  title: 'The network name server',
  success: 'NETNAME_SUCCESS',
  built: true,
  calls: {
    netname_check_in: {
      about: 'Puts a port under a name that others can look up.',
      args: { port_name: an('text'), signature: an('name'), port_id: an('name') },
      outputs: {},
      codes: {
        NETNAME_NOT_YOURS: 'the name is checked in with another signature',
        NETNAME_INVALID_PORT: 'the port is null or dead',
        MACH_SEND_INVALID_RIGHT: NO_RIGHT
      }
    },
    netname_check_out: {
      about: 'Takes a name back that was checked in with the same signature.',
      args: { port_name: an('text'), signature: an('name') },
      outputs: {},
      codes: {
        NETNAME_NOT_CHECKED_IN: 'nothing is checked in under the name',
        NETNAME_NOT_YOURS: 'the name is checked in with another signature',
        MACH_SEND_INVALID_RIGHT: NO_RIGHT
      }
    },
    netname_look_up: {
      about: 'Answers a send right to the port of a name: of this host (""), of another, or of any ("*").',
      args: { host_name: an('text'), port_name: an('text') },
      outputs: { port_id: 'name' },
      codes: {
        NETNAME_NOT_CHECKED_IN: 'nothing is checked in under the name',
        NETNAME_NO_SUCH_HOST: 'there is no host of that name'
      }
    }
  }
} satisfies Chapter
