import * as E from 'fp-ts/lib/Either.js'
import {
  MACH_MSG_TYPE_COPY_SEND,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MAKE_SEND_ONCE,
  MACH_MSG_TYPE_MOVE_RECEIVE,
  MACH_NOTIFY_DEAD_NAME,
  MACH_NOTIFY_NO_SENDERS,
  MACH_PORT_NULL,
  MACH_PORT_RIGHT_PORT_SET,
  MACH_PORT_RIGHT_RECEIVE,
  MACH_PORT_RIGHT_SEND,
  TASK_BOOTSTRAP_PORT,
  TASK_EXCEPTION_PORT,
  THREAD_EXCEPTION_PORT
} from '../../tasks/mach.js'
import { isRoutineName, ROUTINES, type RoutineName } from '../../tasks/mach.defs.js'
import { callByMessage, type Given } from '../../tasks/mig.js'
import { type Asking, asking } from '../fixtures/refusals.js'
import { stateOf } from '../fixtures/state.js'

/** The calls of Mach 3 on ports, tasks, threads and hosts. */
type CallName = Exclude<RoutineName, `${'port' | 'vm' | 'memory_object'}_${string}`>

/** For every call the kernel takes both ways, arguments with which it succeeds. */
const successes: Readonly<Record<CallName, (w: Asking) => Given>> = {
  mach_port_names: () => ({}),
  mach_port_type: (w) => ({ name: w.bob.portSet() }),
  mach_port_rename: (w) => ({ old_name: w.bob.receiveRight().name, new_name: 0x900 }),
  mach_port_allocate_name: () => ({ right: MACH_PORT_RIGHT_RECEIVE, name: 0x900 }),
  mach_port_allocate: () => ({ right: MACH_PORT_RIGHT_PORT_SET }),
  mach_port_destroy: (w) => ({ name: w.bob.receiveRight().name }),
  mach_port_deallocate: (w) => ({ name: w.bob.sendRight(w.notify.port, 2) }),
  mach_port_get_refs: (w) => ({ name: w.bob.sendRight(w.notify.port, 7), right: MACH_PORT_RIGHT_SEND }),
  mach_port_mod_refs: (w) => ({
    name: w.bob.sendRight(w.notify.port, 7),
    right: MACH_PORT_RIGHT_SEND,
    delta: -3
  }),
  mach_port_set_qlimit: (w) => ({ name: w.bob.receiveRight().name, qlimit: 16 }),
  mach_port_set_mscount: (w) => ({ name: w.bob.receiveRight().name, mscount: 0xfffffff0 }),
  mach_port_get_set_status: (w) => ({ name: w.bob.portSet(w.bob.receiveRight(), w.bob.receiveRight()) }),
  mach_port_move_member: (w) => ({ member: w.bob.receiveRight().name, after: w.bob.portSet() }),
  mach_port_request_notification: (w) => ({
    name: w.bob.sendRight(w.alice.receiveRight().port),
    variant: MACH_NOTIFY_DEAD_NAME,
    sync: 0,
    notify: w.notify.name,
    notify_type: MACH_MSG_TYPE_MAKE_SEND_ONCE
  }),
  mach_port_insert_right: (w) => ({
    name: 0x900,
    poly: w.alice.receiveRight().name,
    poly_poly: MACH_MSG_TYPE_MAKE_SEND
  }),
  mach_port_extract_right: (w) => ({
    name: w.bob.receiveRight().name,
    desired_type: MACH_MSG_TYPE_MOVE_RECEIVE
  }),
  mach_port_get_receive_status: (w) => ({ name: w.bob.receiveRight().name }),
  mach_port_set_seqno: (w) => ({ name: w.bob.receiveRight().name, seqno: 0xffffffff }),
  mach_port_set_protected_payload: (w) => ({ name: w.bob.receiveRight().name, payload: 7 }),
  mach_port_clear_protected_payload: (w) => ({ name: w.bob.receiveRight().name }),
  mach_ports_register: (w) => ({ ports: [w.bobTask, MACH_PORT_NULL, w.host] }),
  mach_ports_lookup: (w) => (w.alice.must('mach_ports_register', { task: w.bobTask, ports: [w.host] }), {}),
  task_create: () => ({ inherit_memory: 0 }),
  task_terminate: () => ({}),
  task_threads: () => ({}),
  task_info: () => ({ flavor: 1, count: 1024 }),
  task_suspend: () => ({}),
  task_resume: (w) => (w.alice.must('task_suspend', { task: w.bobTask }), {}),
  task_get_special_port: () => ({ which_port: TASK_BOOTSTRAP_PORT }),
  task_set_special_port: (w) => ({ which_port: TASK_EXCEPTION_PORT, special_port: w.host }),
  thread_create: () => ({}),
  thread_terminate: () => ({}),
  thread_info: () => ({ flavor: 1, count: 1024 }),
  thread_suspend: () => ({}),
  thread_resume: () => ({}),
  thread_abort: (w) => ({ thread: w.waiting.port }),
  thread_get_special_port: () => ({ which_port: 1 }),
  thread_set_special_port: (w) => ({ which_port: THREAD_EXCEPTION_PORT, special_port: w.bobTask }),
  thread_depress_abort: () => ({}),
  thread_priority: () => ({ priority: 20, set_max: 1 }),
  thread_max_priority: (w) => ({ processor_set: w.host, priority: 20 }),
  host_info: () => ({ flavor: 1, count: 1024 }),
  host_processors: () => ({}),
  host_get_time: () => ({})
}

type Form = (w: Asking, call: RoutineName, args: Given) => E.Either<string, unknown>

const asTrap: Form = (w, call, args) => w.alice.call(call, args)

const asMessage: Form = (w, call, args) =>
  w.alice.run(() => callByMessage(call, Number(args[ROUTINES[call].target]), w.reply.name, args))

/** What the call answers in a fresh world, and what it leaves behind. */
const tried = (call: RoutineName, ask: (w: Asking) => Given, form: Form) => {
  const w = asking({ kernel: 'gnu' })
  const args = { task: w.bobTask, thread: w.suspended.port, host: w.host, ...ask(w) }
  const answer = form(w, call, args)
  const state = stateOf(w.world)
  const ports = Object.entries(state.ports).filter(([id]) => +id !== w.reply.port.id)
  return { answer, state: { ...state, ports: Object.fromEntries(ports) } }
}

describe('a kernel call made as a trap and by message', () => {
  const calls = Object.entries(successes).flatMap(([call, ask]) =>
    isRoutineName(call) ? [{ call, ask }] : []
  )

  it.each(calls)('answers alike and leaves the same state: $call', ({ call, ask }) => {
    const trap = tried(call, ask, asTrap)
    const message = tried(call, ask, asMessage)
    expect(trap.answer).toMatchObject({ _tag: 'Right' })
    if (call !== 'host_get_time') expect(message.answer).toEqual(trap.answer)
    expect(message.state).toEqual(trap.state)
  })

  it('fires a notification that is due at once alike', () => {
    const ask = (w: Asking) => ({
      name: w.bob.receiveRight().name,
      variant: MACH_NOTIFY_NO_SENDERS,
      sync: 0,
      notify: w.notify.name,
      notify_type: MACH_MSG_TYPE_MAKE_SEND_ONCE
    })
    const [trap, message] = [asTrap, asMessage].map((form) =>
      tried('mach_port_request_notification', ask, form)
    )
    expect(message).toEqual(trap)
  })

  it('gives as many user references alike', () => {
    const ask = (w: Asking) => ({
      name: w.bob.sendRight(w.notify.port),
      poly: w.alice.sendRight(w.notify.port),
      poly_poly: MACH_MSG_TYPE_COPY_SEND
    })
    const [trap, message] = [asTrap, asMessage].map((form) => tried('mach_port_insert_right', ask, form))
    expect(message).toEqual(trap)
  })
})
