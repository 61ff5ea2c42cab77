import {
  HOST_BASIC_INFO,
  PORT_STATUS,
  RECEIVE_STATUS,
  TASK_BASIC_INFO,
  THREAD_BASIC_INFO,
  TIME
} from './info.defs.js'

/**
 * The kernel's routines as MIG defines them (mach.defs, mach_port.defs, mach_host.defs): message id,
 * what kind of port it is sent to, what goes in and what comes out. The reply's id is the request's
 * plus 100. One table makes the stubs, the kernel's server, and the check of what it is sent.
 */

/**
 * How an argument travels:
 * `int` INTEGER_32; `name` PORT_NAME; `send`, `sendOnce`, `receive` a right of that kind; `poly` a right of any
 * kind with its type beside it; `ports` an out-of-line array of send rights; `names` and `ints`
 * out-of-line arrays of names and integers; `info` a short in-line array of integers with names.
 */
export type Kind =
  | 'int'
  | 'name'
  | 'send'
  | 'sendOnce'
  | 'receive'
  | 'poly'
  | 'ports'
  | 'names'
  | 'ints'
  | 'info'

export interface Argument {
  readonly name: string
  readonly kind: Kind
  /** The argument that holds the disposition of a right going in. */
  readonly disposition?: string
  /** What a trap that leaves the argument out means; 0 where nothing is said. */
  readonly default?: number
  /** Whether a trap passes the right as Mach 2.5 does: in, made of a receive right; out, under a name that vanishes with the port. */
  readonly compat?: boolean
  /** Whether the integers of an `info` array are outputs of their own. */
  readonly flat?: boolean
  /** Names of an `info` array's integers. */
  readonly fields?: readonly string[]
}

export type Target = 'task' | 'thread' | 'host'

export interface Routine {
  readonly id: number
  readonly target: Target
  readonly in: readonly Argument[]
  readonly out: readonly Argument[]
}

const int = <const N extends string>(name: N) => ({ name, kind: 'int' }) as const
const name = <const N extends string>(n: N) => ({ name: n, kind: 'name' }) as const
const send = <const N extends string>(n: N) => ({ name: n, kind: 'send' }) as const
const ports = <const N extends string>(n: N) => ({ name: n, kind: 'ports' }) as const
const names = <const N extends string>(n: N) => ({ name: n, kind: 'names' }) as const
const ints = <const N extends string>(n: N) => ({ name: n, kind: 'ints' }) as const
const info = <const N extends string>(n: N, fields: readonly string[]) =>
  ({ name: n, kind: 'info', fields }) as const

/** Of the info calls: which structure, and for how many integers there is room; only the basic one is known. */
const FLAVOR = { name: 'flavor', kind: 'int', default: 1 } as const
const COUNT = { name: 'count', kind: 'int', default: 1024 } as const

/** The right that port_insert_send gives away: as msg_send would pass it. */
const COMPAT_PORT = { name: 'my_port', kind: 'send', compat: true } as const

export const ROUTINES = {
  mach_port_names: { id: 3200, target: 'task', in: [], out: [names('names'), ints('types')] },
  mach_port_type: { id: 3201, target: 'task', in: [name('name')], out: [int('ptype')] },
  mach_port_rename: { id: 3202, target: 'task', in: [name('old_name'), name('new_name')], out: [] },
  mach_port_allocate_name: { id: 3203, target: 'task', in: [int('right'), name('name')], out: [] },
  mach_port_allocate: { id: 3204, target: 'task', in: [int('right')], out: [name('name')] },
  mach_port_destroy: { id: 3205, target: 'task', in: [name('name')], out: [] },
  mach_port_deallocate: { id: 3206, target: 'task', in: [name('name')], out: [] },
  mach_port_get_refs: { id: 3207, target: 'task', in: [name('name'), int('right')], out: [int('refs')] },
  mach_port_mod_refs: { id: 3208, target: 'task', in: [name('name'), int('right'), int('delta')], out: [] },
  mach_port_set_qlimit: { id: 3210, target: 'task', in: [name('name'), int('qlimit')], out: [] },
  mach_port_set_mscount: { id: 3211, target: 'task', in: [name('name'), int('mscount')], out: [] },
  mach_port_get_set_status: { id: 3212, target: 'task', in: [name('name')], out: [names('members')] },
  mach_port_move_member: { id: 3213, target: 'task', in: [name('member'), name('after')], out: [] },
  mach_port_request_notification: {
    id: 3214,
    target: 'task',
    in: [
      name('name'),
      int('variant'),
      int('sync'),
      { name: 'notify', kind: 'sendOnce', disposition: 'notify_type' }
    ],
    out: [{ name: 'previous', kind: 'sendOnce' }]
  },
  mach_port_insert_right: {
    id: 3215,
    target: 'task',
    in: [name('name'), { name: 'poly', kind: 'poly', disposition: 'poly_poly' }],
    out: []
  },
  mach_port_extract_right: {
    id: 3216,
    target: 'task',
    in: [name('name'), int('desired_type')],
    out: [{ name: 'poly', kind: 'poly', disposition: 'poly_poly' }]
  },
  mach_port_get_receive_status: {
    id: 3217,
    target: 'task',
    in: [name('name')],
    out: [{ name: 'status', kind: 'info', flat: true, fields: RECEIVE_STATUS }]
  },
  mach_port_set_seqno: { id: 3218, target: 'task', in: [name('name'), int('seqno')], out: [] },
  mach_port_set_protected_payload: {
    id: 3221,
    target: 'task',
    in: [name('name'), int('payload')],
    out: []
  },
  mach_port_clear_protected_payload: { id: 3222, target: 'task', in: [name('name')], out: [] },
  mach_ports_register: { id: 2033, target: 'task', in: [ports('ports')], out: [] },
  mach_ports_lookup: { id: 2034, target: 'task', in: [], out: [ports('ports')] },
  port_names: { id: 2073, target: 'task', in: [], out: [names('port_names'), ints('port_types')] },
  port_type: { id: 2074, target: 'task', in: [name('port_name')], out: [int('port_type')] },
  port_rename: { id: 2075, target: 'task', in: [name('old_name'), name('new_name')], out: [] },
  port_allocate: { id: 2076, target: 'task', in: [], out: [name('port_name')] },
  port_deallocate: { id: 2077, target: 'task', in: [name('port_name')], out: [] },
  port_set_backlog: { id: 2078, target: 'task', in: [name('port_name'), int('backlog')], out: [] },
  port_status: {
    id: 2079,
    target: 'task',
    in: [name('port_name')],
    out: [{ name: 'status', kind: 'info', flat: true, fields: PORT_STATUS }]
  },
  port_set_allocate: { id: 2080, target: 'task', in: [], out: [name('set_name')] },
  port_set_deallocate: { id: 2081, target: 'task', in: [name('set_name')], out: [] },
  port_set_add: { id: 2082, target: 'task', in: [name('set_name'), name('port_name')], out: [] },
  port_set_remove: { id: 2083, target: 'task', in: [name('port_name')], out: [] },
  port_set_status: { id: 2084, target: 'task', in: [name('set_name')], out: [names('members')] },
  port_insert_send: { id: 2085, target: 'task', in: [COMPAT_PORT, name('his_name')], out: [] },
  port_extract_send: {
    id: 2086,
    target: 'task',
    in: [name('his_name')],
    out: [{ name: 'his_port', kind: 'send', compat: true }]
  },
  port_insert_receive: {
    id: 2087,
    target: 'task',
    in: [{ name: 'my_port', kind: 'receive' }, name('his_name')],
    out: []
  },
  port_extract_receive: {
    id: 2088,
    target: 'task',
    in: [name('his_name')],
    out: [{ name: 'his_port', kind: 'receive', compat: true }]
  },
  port_set_backup: {
    id: 2098,
    target: 'task',
    in: [name('port_name'), { name: 'backup', kind: 'send', compat: true }],
    out: [{ name: 'previous', kind: 'send', compat: true }]
  },
  task_create: { id: 2007, target: 'task', in: [int('inherit_memory')], out: [send('child_task')] },
  task_terminate: { id: 2008, target: 'task', in: [], out: [] },
  task_threads: { id: 2011, target: 'task', in: [], out: [ports('thread_list')] },
  task_info: {
    id: 2012,
    target: 'task',
    in: [FLAVOR, COUNT],
    out: [info('info', TASK_BASIC_INFO)]
  },
  task_suspend: { id: 2056, target: 'task', in: [], out: [] },
  task_resume: { id: 2057, target: 'task', in: [], out: [] },
  task_get_special_port: { id: 2058, target: 'task', in: [int('which_port')], out: [send('special_port')] },
  task_set_special_port: {
    id: 2059,
    target: 'task',
    in: [int('which_port'), send('special_port')],
    out: []
  },
  thread_create: { id: 2061, target: 'task', in: [], out: [send('child_thread')] },
  thread_terminate: { id: 2016, target: 'thread', in: [], out: [] },
  thread_info: {
    id: 2019,
    target: 'thread',
    in: [FLAVOR, COUNT],
    out: [info('info', THREAD_BASIC_INFO)]
  },
  thread_suspend: { id: 2062, target: 'thread', in: [], out: [] },
  thread_resume: { id: 2063, target: 'thread', in: [], out: [] },
  thread_abort: { id: 2064, target: 'thread', in: [], out: [] },
  thread_get_special_port: {
    id: 2067,
    target: 'thread',
    in: [int('which_port')],
    out: [send('special_port')]
  },
  thread_set_special_port: {
    id: 2068,
    target: 'thread',
    in: [int('which_port'), send('special_port')],
    out: []
  },
  thread_depress_abort: { id: 2631, target: 'thread', in: [], out: [] },
  thread_priority: { id: 2620, target: 'thread', in: [int('priority'), int('set_max')], out: [] },
  thread_max_priority: { id: 2621, target: 'thread', in: [send('processor_set'), int('priority')], out: [] },
  host_info: { id: 2638, target: 'host', in: [FLAVOR, COUNT], out: [info('info', HOST_BASIC_INFO)] },
  host_processors: { id: 2600, target: 'host', in: [], out: [ports('processor_list')] },
  host_get_time: { id: 2634, target: 'host', in: [], out: [info('time', TIME)] }
} as const satisfies Record<string, Routine>

export type RoutineName = keyof typeof ROUTINES

/** The routine of a message id, if the kernel knows it. */
export const routineOfId = (id: number): RoutineName | null => BY_ID.get(id) ?? null

/** Whether a call is one the kernel also takes as a message. */
export const isRoutineName = (text: string): text is RoutineName => Object.hasOwn(ROUTINES, text)

const BY_ID = new Map<number, RoutineName>(
  Object.keys(ROUTINES)
    .filter(isRoutineName)
    .map((call) => [ROUTINES[call].id, call])
)
