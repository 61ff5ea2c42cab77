import type { RightInHand } from '../ports/copyin.js'
import type { Outcome } from '../ports/kern-return.js'
import type { ROUTINES, RoutineName } from '../tasks/mach.defs.js'
import type { Task, Thread } from '../tasks/task.js'
import { host_get_time, host_info, host_processors } from './calls/host.js'
import {
  mach_port_allocate,
  mach_port_allocate_name,
  mach_port_deallocate,
  mach_port_destroy,
  mach_port_names,
  mach_port_rename,
  mach_port_type
} from './calls/port-names.js'
import {
  port_allocate,
  port_deallocate,
  port_extract_receive,
  port_extract_send,
  port_insert_receive,
  port_insert_send,
  port_names,
  port_rename,
  port_set_backlog,
  port_set_backup,
  port_status,
  port_type
} from './calls/port-compat.js'
import { mach_port_request_notification } from './calls/port-notify.js'
import {
  mach_port_clear_protected_payload,
  mach_port_get_receive_status,
  mach_port_set_mscount,
  mach_port_set_protected_payload,
  mach_port_set_qlimit,
  mach_port_set_seqno
} from './calls/port-receive.js'
import {
  mach_port_extract_right,
  mach_port_get_refs,
  mach_port_insert_right,
  mach_port_mod_refs
} from './calls/port-rights.js'
import { mach_port_get_set_status, mach_port_move_member } from './calls/port-set.js'
import {
  port_set_add,
  port_set_allocate,
  port_set_deallocate,
  port_set_remove,
  port_set_status
} from './calls/port-set-compat.js'
import {
  mach_ports_lookup,
  mach_ports_register,
  task_create,
  task_get_special_port,
  task_info,
  task_resume,
  task_set_special_port,
  task_suspend,
  task_terminate,
  task_threads,
  thread_create
} from './calls/task.js'
import {
  thread_abort,
  thread_depress_abort,
  thread_get_special_port,
  thread_info,
  thread_max_priority,
  thread_priority,
  thread_resume,
  thread_set_special_port,
  thread_suspend,
  thread_terminate
} from './calls/thread.js'
import type { Kernel } from './kernel.js'

/** An argument as a routine gets it: rights in hand, whoever copied them in. */
type In<K> = K extends 'int' | 'name' ? number : K extends 'ports' ? RightInHand[] : RightInHand

/** An output as a routine gives it: rights in hand, whoever copies them out. */
type Out<K> = K extends 'int' | 'name'
  ? number
  : K extends 'names' | 'ints'
    ? number[]
    : K extends 'ports'
      ? RightInHand[]
      : K extends 'info'
        ? object
        : RightInHand

interface Typed {
  readonly name: string
  readonly kind: string
}

type Ins<A extends readonly Typed[]> = { readonly [T in A[number] as T['name']]: In<T['kind']> }
type Outs<A extends readonly Typed[]> = A['length'] extends 0
  ? void
  : { readonly [T in A[number] as T['name']]: Out<T['kind']> }

interface Targets {
  readonly task: Task
  readonly thread: Thread
  readonly host: Kernel
}

type Handler<R extends RoutineName> = (
  kernel: Kernel,
  target: Targets[(typeof ROUTINES)[R]['target']],
  args: Ins<(typeof ROUTINES)[R]['in']>
) => Outcome<string, Outs<(typeof ROUTINES)[R]['out']>>

/** Every kernel call that can be made as a trap and as a message: both reach these functions. */
const HANDLERS = {
  mach_port_names,
  mach_port_type,
  mach_port_rename,
  mach_port_allocate_name,
  mach_port_allocate,
  mach_port_destroy,
  mach_port_deallocate,
  mach_port_get_refs,
  mach_port_mod_refs,
  mach_port_set_qlimit,
  mach_port_set_mscount,
  mach_port_get_set_status,
  mach_port_move_member,
  mach_port_request_notification,
  mach_port_insert_right,
  mach_port_extract_right,
  mach_port_get_receive_status,
  mach_port_set_seqno,
  mach_port_set_protected_payload,
  mach_port_clear_protected_payload,
  mach_ports_register,
  mach_ports_lookup,
  port_names,
  port_type,
  port_rename,
  port_allocate,
  port_deallocate,
  port_set_backlog,
  port_status,
  port_set_allocate,
  port_set_deallocate,
  port_set_add,
  port_set_remove,
  port_set_status,
  port_insert_send,
  port_extract_send,
  port_insert_receive,
  port_extract_receive,
  port_set_backup,
  task_create,
  task_terminate,
  task_threads,
  task_info,
  task_suspend,
  task_resume,
  task_get_special_port,
  task_set_special_port,
  thread_create,
  thread_terminate,
  thread_info,
  thread_suspend,
  thread_resume,
  thread_abort,
  thread_get_special_port,
  thread_set_special_port,
  thread_depress_abort,
  thread_priority,
  thread_max_priority,
  host_info,
  host_processors,
  host_get_time
} satisfies { readonly [R in RoutineName]: Handler<R> }

/** The routines with their own types, by which the codes of each are known. */
export type Handlers = typeof HANDLERS

/** Arguments by name, as collected by a trap or out of a message. */
export type InHand = Readonly<Record<string, number | RightInHand | readonly RightInHand[]>>

/** Outputs by name. */
export type Given = Readonly<
  Record<
    string,
    number | readonly number[] | RightInHand | readonly RightInHand[] | Readonly<Record<string, number>>
  >
>

/** A handler as the two entries see it, which collect its arguments by the routine's definition. */
type Entered = (kernel: Kernel, target: object, args: InHand) => Outcome<string, Given | undefined>

/** Runs a routine on a target of its kind; the definition has seen to the arguments. */
export const runRoutine = (
  kernel: Kernel,
  call: RoutineName,
  target: object,
  args: InHand
): Outcome<string, Given | undefined> => (HANDLERS[call] as Entered)(kernel, target, args)
