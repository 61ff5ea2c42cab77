import * as E from 'fp-ts/lib/Either.js'
import { taskPortFor } from '../../kernel/index.js'
import type { Name } from '../../tasks/mach.js'
import { twoTasks } from '../fixtures/two-tasks.js'

/** As traps, thread_create and task_create once ignored the task they were asked to make things in. */
describe('what is made in a task', () => {
  it('is made in the task named, not in the caller’s', () => {
    const { kernel, alice, bob } = twoTasks()
    const parent_task = taskPortFor(kernel, alice.task, bob.task)
    alice.must('thread_create', { parent_task, name: 'given' })
    expect(bob.task.threads.map(({ label }) => label)).toEqual(['bob.given'])
    expect(alice.task.threads).toEqual([])
  })

  it('inherits from the task named', () => {
    const { kernel, alice, bob } = twoTasks()
    const parent_task = taskPortFor(kernel, alice.task, bob.task)
    const port = bob.receiveRight()
    bob.must('task_set_special_port', { which_port: 3, special_port: bob.sendRight(port.port) })
    const { child_task } = alice.must<{ child_task: Name }>('task_create', { parent_task })
    const { special_port } = alice.must<{ special_port: Name }>('task_get_special_port', {
      task: child_task,
      which_port: 3
    })
    expect(special_port).toBe(alice.sendRight(port.port))
  })

  it('is refused where there is no such task', () => {
    const { alice } = twoTasks()
    for (const call of ['task_create', 'thread_create'])
      expect(alice.call(call, { parent_task: 0x5500 })).toEqual(E.left('MACH_SEND_INVALID_DEST'))
  })
})
