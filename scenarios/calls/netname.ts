import { an, type Chapter } from './chapter.js'

/** The network name server. */
export const netname: Chapter = {
  title: 'The network name server',
  success: 'NETNAME_SUCCESS',
  built: false,
  calls: {
    netname_check_in: {
      about: 'Puts a port under a name that others can look up.',
      args: { port_name: an('text'), signature: an('name'), port_id: an('name') },
      outputs: {}
    },
    netname_check_out: {
      about: 'Takes a name back that was checked in with the same signature.',
      args: { port_name: an('text'), signature: an('name') },
      outputs: {}
    },
    netname_look_up: {
      about: 'Answers a send right to the port of a name: of this host (""), of another, or of any ("*").',
      args: { host_name: an('text'), port_name: an('text') },
      outputs: { port_id: 'name' }
    }
  }
}
