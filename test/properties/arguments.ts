import type { Space } from '../../ports/object.js'
import { type Argument, type Routine, ROUTINES, type RoutineName } from '../../tasks/mach.defs.js'
import { type Draw, drawDisposition, drawName, drawNewName, drawRight, oneOf, type Want } from './draws.js'

/** A call's arguments by name, as a trap or a stub takes them. */
export type Arguments = Readonly<Record<string, unknown>>

type Integers = readonly [number, ...number[]]

/** The integers each argument of that name is drawn from, the legal ones more than once. */
const INTEGERS: Readonly<Record<string, Integers>> = {
  right: [1, 3, 4, 1, 3, 1, 0, 5],
  delta: [-1, 0, 1, 2, -2, -1, 1, 65534, -70000],
  qlimit: [1, 0, 2, 3, 16, 17, -1],
  backlog: [1, 2, 3, 16, 17, 0],
  mscount: [0, 1, 2, -1],
  seqno: [0, 7, -1],
  payload: [0, 12, -1],
  variant: [72, 70, 69, 72, 70, 69, 72, 70, 69, 64, 66, 71],
  sync: [0, 1, 0, 0, 0, 2, -1],
  desired_type: [19, 17, 20, 21, 16, 18, 15, 22],
  which_port: [1, 3, 4, 2, 0, 5],
  priority: [12, 0, 31, 20, 32, -1],
  set_max: [0, 1],
  flavor: [1, 2],
  count: [1024, 0],
  inherit_memory: [0, 1]
}

/** What a routine's name should denote; a send right where nothing is said. */
const WANTED: Readonly<Partial<Record<RoutineName, Want>>> = {
  mach_port_type: 'any',
  mach_port_rename: 'any',
  mach_port_destroy: 'any',
  mach_port_deallocate: 'any',
  mach_port_get_refs: 'any',
  mach_port_mod_refs: 'any',
  mach_port_set_qlimit: 'receive',
  mach_port_set_mscount: 'receive',
  mach_port_set_seqno: 'receive',
  mach_port_get_receive_status: 'receive',
  mach_port_set_protected_payload: 'receive',
  mach_port_clear_protected_payload: 'receive',
  mach_port_get_set_status: 'set',
  mach_port_move_member: 'receive',
  mach_port_request_notification: 'any',
  mach_port_extract_right: 'any',
  port_type: 'any',
  port_rename: 'any',
  port_deallocate: 'any',
  port_set_backlog: 'receive',
  port_set_backup: 'receive',
  port_set_add: 'receive',
  port_set_remove: 'receive',
  port_status: 'any',
  port_extract_send: 'any',
  port_extract_receive: 'receive'
}

/** Those whose name is for something new. */
const MAKERS: ReadonlySet<RoutineName> = new Set([
  'mach_port_allocate_name',
  'mach_port_insert_right',
  'port_insert_send',
  'port_insert_receive'
])

const drawNameArgument = (draw: Draw, space: Space, call: RoutineName, argument: string): number => {
  if (argument === 'set_name') return drawName(draw, space, 'set')
  if (argument === 'after') return draw(4) === 3 ? 0 : drawName(draw, space, 'set')
  const makes = MAKERS.has(call)
  if (makes || argument === 'new_name') return drawNewName(draw, space)
  const notifies = call === 'mach_port_request_notification' && draw(2) === 0
  return drawName(draw, space, notifies ? 'receive' : (WANTED[call] ?? 'send'))
}

/** A send-once right to be told by: made of a receive right, moved, or none. */
const drawNotify = (draw: Draw, space: Space): Arguments => {
  const luck = draw(8)
  if (luck === 7) return { notify: 0, notify_type: oneOf(draw, [18, 21, 15]) }
  if (luck === 6) return { notify: drawName(draw, space, 'sendOnce'), notify_type: 18 }
  const notify = drawName(draw, space, 'receive')
  return { notify, notify_type: luck === 5 ? drawDisposition(draw, space, notify) : 21 }
}

const drawArgument = (draw: Draw, space: Space, call: RoutineName, argument: Argument): Arguments => {
  const { name, kind } = argument
  switch (kind) {
    case 'int':
      return { [name]: oneOf(draw, INTEGERS[name] ?? [0, 1, 2]) }
    case 'sendOnce':
      return drawNotify(draw, space)
    case 'poly': {
      const poly = drawName(draw, space, 'any')
      return { poly, poly_poly: drawDisposition(draw, space, poly) }
    }
    case 'ports':
      return { [name]: Array.from({ length: draw(6) }, () => drawName(draw, space, 'send')) }
    case 'send':
    case 'receive':
      return { [name]: drawName(draw, space, kind) }
    default:
      return { [name]: drawNameArgument(draw, space, call, name) }
  }
}

/** A routine's arguments but for its target, drawn for a task with this name space. */
export const drawArguments = (draw: Draw, space: Space, call: RoutineName): Arguments => {
  const routine: Routine = ROUTINES[call]
  const drawn: Record<string, unknown> = {}
  for (const argument of routine.in) Object.assign(drawn, drawArgument(draw, space, call, argument))
  const { name, right } = drawn
  const counts = call === 'mach_port_mod_refs' || call === 'mach_port_get_refs'
  return counts && right !== undefined ? { ...drawn, right: drawRight(draw, space, Number(name)) } : drawn
}
