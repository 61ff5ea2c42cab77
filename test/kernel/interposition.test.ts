import * as E from 'fp-ts/lib/Either.js'
import { taskPortFor, threadPortFor } from '../../kernel/index.js'
import {
  type Answer,
  call,
  MACH_MSG_TYPE_INTEGER_32,
  MACH_MSG_TYPE_MAKE_SEND,
  MACH_MSG_TYPE_MOVE_SEND,
  MACH_PORT_RIGHT_RECEIVE,
  mach_task_self,
  mach_thread_self,
  type Message,
  type Name,
  remoteBits,
  TASK_KERNEL_PORT,
  THREAD_KERNEL_PORT
} from '../../tasks/mach.js'
import { ROUTINES } from '../../tasks/mach.defs.js'
import { itemsOf, receive, send, type Steps } from '../fixtures/letters.js'
import { rightsOf } from '../fixtures/state.js'
import { outputs, twoTasks } from '../fixtures/two-tasks.js'

/** What an interposer does with one request. */
type Interposing = (request: Message, real: Name) => Steps<unknown>

/** Sends the request on: its rights moved, its reply right passed through. */
function* forward(request: Message, real: Name): Steps<unknown> {
  const items = itemsOf(request).map((item) => ({ ...item, deallocate: !item.inline }))
  const local = { local: request.remote, localType: remoteBits(request.bits) }
  return yield* send({ remote: real, ...local, id: request.id, items })
}

/** Answers with a code of its own. */
const refuse = (code: number, id = 100): Interposing =>
  function* (request) {
    const to = { remote: request.remote, remoteType: remoteBits(request.bits) }
    return yield* send({
      ...to,
      id: request.id + id,
      items: [{ type: MACH_MSG_TYPE_INTEGER_32, data: [code] }]
    })
  }

/** Destroys the request unanswered. */
function* drop(request: Message): Steps<unknown> {
  return yield* call('mach_port_deallocate', { name: request.remote })
}

/** Bob stands between alice and her task port; what he sees he writes down. */
const interposed = (interpose: Interposing = forward) => {
  const w = twoTasks()
  const { kernel, alice, bob } = w
  const port = bob.receiveRight()
  const real = taskPortFor(kernel, bob.task, alice.task)
  const special_port = bob.sendRight(port.port)
  const seen: number[] = []
  bob.must('task_set_special_port', { task: real, which_port: TASK_KERNEL_PORT, special_port })
  bob.begin(function* () {
    for (;;) {
      const { code, msg } = yield* receive(port.name)
      if (code !== 'MACH_MSG_SUCCESS') return
      seen.push(msg.id)
      yield* interpose(msg, real)
    }
  })
  /** A call of alice’s on what mach_task_self answers her. */
  const asked = <A>(name: string, args: object): Answer<A> =>
    alice.run(function* () {
      const { name: task } = outputs(yield* mach_task_self())
      return yield* call<A>(name, { ...args, task })
    })
  return { ...w, port, real, seen, asked }
}

describe('a task whose kernel port another has set', () => {
  it('calls the interposer by message, who passes the call on to the real port', () => {
    const { alice, seen, asked } = interposed()
    const { name } = outputs(asked<{ name: Name }>('mach_port_allocate', { right: MACH_PORT_RIGHT_RECEIVE }))
    expect(seen).toEqual([ROUTINES.mach_port_allocate.id])
    expect(rightsOf(alice.task)[name]).toBe('receive')
  })

  it('gets refusals as the kernel gives them', () => {
    const { asked } = interposed()
    expect(asked('mach_port_destroy', { name: 0x5500 })).toEqual(E.left('KERN_INVALID_NAME'))
    expect(asked('mach_port_rename', { old_name: 0x5500, new_name: 0 })).toEqual(E.left('KERN_INVALID_VALUE'))
  })

  it('passes rights through him', () => {
    const { alice, asked } = interposed()
    const mine = alice.receiveRight()
    const args = { name: mine.name, poly: mine.name, poly_poly: MACH_MSG_TYPE_MAKE_SEND }
    outputs(asked('mach_port_insert_right', args))
    expect(rightsOf(alice.task)[mine.name]).toBe('send x1, receive')
  })

  it('gets arrays through him', () => {
    const { alice, asked } = interposed()
    const { entries } = outputs(asked<{ entries: { name: Name }[] }>('mach_port_names', {}))
    const names = Object.keys(rightsOf(alice.task)).map(Number)
    expect(entries.map(({ name }) => name)).toEqual(expect.arrayContaining(names))
  })

  it('keeps no name from a call: the reply port is gone again', () => {
    const { alice, asked } = interposed()
    outputs(asked('mach_port_get_refs', { name: 1, right: MACH_PORT_RIGHT_RECEIVE }))
    const before = rightsOf(alice.task)
    outputs(asked('mach_port_get_refs', { name: 1, right: MACH_PORT_RIGHT_RECEIVE }))
    expect(Object.keys(rightsOf(alice.task))).toEqual(Object.keys(before))
  })

  it('is told what the interposer says instead of the kernel', () => {
    expect(interposed(refuse(5)).asked('mach_port_destroy', { name: 1 })).toEqual(E.left('KERN_FAILURE'))
    expect(interposed(refuse(0, 7)).asked('mach_port_destroy', { name: 1 })).toEqual(
      E.left('MIG_REPLY_MISMATCH')
    )
    expect(interposed(drop).asked('mach_port_destroy', { name: 1 })).toEqual(E.left('MIG_SERVER_DIED'))
  })

  it('cannot call an interposer who is gone', () => {
    const { bob, port, asked } = interposed()
    bob.must('mach_port_destroy', { name: port.name })
    expect(asked('mach_port_destroy', { name: 1 })).toEqual(E.left('MACH_SEND_INVALID_DEST'))
  })

  it('still has its real port under the names it had before, and by calls that name no task', () => {
    const { kernel, alice, seen } = interposed()
    const before = taskPortFor(kernel, alice.task, alice.task)
    alice.must('mach_port_allocate', { task: before, right: MACH_PORT_RIGHT_RECEIVE })
    alice.must('mach_port_allocate', { right: MACH_PORT_RIGHT_RECEIVE })
    expect(seen).toEqual([])
  })

  it('makes its threads and tasks through him', () => {
    const { alice, seen, asked } = interposed()
    const { child_thread } = outputs(asked<{ child_thread: Name }>('thread_create', {}))
    expect(seen).toEqual([ROUTINES.thread_create.id])
    expect(rightsOf(alice.task)[child_thread]).toBe('send x1')
    expect(alice.task.threads.map(({ label }) => label)).toContain('alice.thread')
  })

  it('is real to others: the kernel’s own port is what they are given', () => {
    const { kernel, alice, bob, real } = interposed()
    expect(taskPortFor(kernel, bob.task, alice.task)).toBe(real)
    const { special_port } = bob.must<{ special_port: Name }>('task_get_special_port', {
      task: real,
      which_port: TASK_KERNEL_PORT
    })
    expect(special_port).not.toBe(real)
  })
})

describe('a thread whose kernel port another has set', () => {
  it('names the interposer’s port by mach_thread_self', () => {
    const { kernel, alice, bob, settle } = twoTasks()
    const port = bob.receiveRight()
    const inbox = alice.receiveRight()
    const asking = alice.begin(function* () {
      yield* receive(inbox.name)
      const { name: thread } = outputs(yield* mach_thread_self())
      return yield* call('thread_depress_abort', { thread })
    })
    bob.must('thread_set_special_port', {
      thread: threadPortFor(kernel, bob.task, asking.thread),
      which_port: THREAD_KERNEL_PORT,
      special_port: bob.sendRight(port.port)
    })
    bob.run(() => send({ remote: bob.sendRight(inbox.port), remoteType: MACH_MSG_TYPE_MOVE_SEND }))
    const { msg } = bob.run(() => receive(port.name))
    expect(msg.id).toBe(ROUTINES.thread_depress_abort.id)
    bob.run(() => refuse(0)(msg, 0))
    settle()
    expect(asking.answer()).toEqual(E.right(undefined))
  })
})

describe('a special port', () => {
  it('set takes the right given; the one before is released', () => {
    const { kernel, alice, bob } = twoTasks()
    const task = taskPortFor(kernel, bob.task, alice.task)
    const [first, second] = [bob.receiveRight(), bob.receiveRight()]
    for (const { port } of [first, second])
      bob.must('task_set_special_port', { task, which_port: 4, special_port: bob.sendRight(port) })
    expect([first.port.srights, second.port.srights]).toEqual([1, 2])
  })

  it('that has died is dead when asked for', () => {
    const { kernel, alice, bob } = twoTasks()
    const task = taskPortFor(kernel, bob.task, alice.task)
    const port = bob.receiveRight()
    bob.must('task_set_special_port', { task, which_port: 4, special_port: bob.sendRight(port.port) })
    bob.must('mach_port_destroy', { name: port.name })
    expect(bob.must('task_get_special_port', { task, which_port: 4 })).toEqual({ special_port: 0xffffffff })
  })

  it('is inherited by a new task, as are the registered ports', () => {
    const { bob } = twoTasks()
    const port = bob.receiveRight()
    const special_port = bob.sendRight(port.port)
    bob.must('task_set_special_port', { which_port: 3, special_port })
    bob.must('mach_ports_register', { ports: [special_port] })
    const { child_task } = bob.must<{ child_task: Name }>('task_create', { inherit_memory: 0 })
    expect(bob.must('task_get_special_port', { task: child_task, which_port: 3 })).toEqual({ special_port })
    expect(bob.must('mach_ports_lookup', { task: child_task })).toEqual({ ports: [special_port, 0, 0, 0] })
  })
})
