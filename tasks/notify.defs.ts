import { MACH_NOTIFY_DEAD_NAME } from './mach.js'
import { simpleroutine } from './mig.js'
import { portName } from './std-types.defs.js'

/** notify.defs: what the kernel sends to the ports that notifications were asked for. */

/** The port that a name denoted has died; a user reference of the dead name comes with it. */
export const mach_notify_dead_name = simpleroutine({
  id: MACH_NOTIFY_DEAD_NAME,
  request: { name: portName }
})
