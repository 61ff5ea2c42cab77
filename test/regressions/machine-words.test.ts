import * as E from 'fp-ts/lib/Either.js'
import { MACH_PORT_RIGHT_RECEIVE } from '../../tasks/mach.js'
import { rightsOf } from '../fixtures/state.js'
import { twoTasks } from '../fixtures/two-tasks.js'

/** A name is 32 bits, unsigned: −1 once made an entry that no list showed, and 2³² + 5 one beside that of 5. */
describe('a name given to a trap', () => {
  const right = MACH_PORT_RIGHT_RECEIVE

  it.each([-1, 2 ** 32, 2 ** 32 - 1, Number.NaN])('of %d is the null or the dead name', (name) => {
    expect(twoTasks().alice.call('mach_port_allocate_name', { right, name })).toEqual(
      E.left('KERN_INVALID_VALUE')
    )
  })

  it('is what its low 32 bits say', () => {
    const { alice } = twoTasks()
    alice.must('mach_port_allocate_name', { right, name: 2 ** 32 + 0x500 })
    expect(rightsOf(alice.task)[0x500]).toBe('receive')
    expect(alice.call('mach_port_allocate_name', { right, name: 0x500 })).toEqual(E.left('KERN_NAME_EXISTS'))
  })
})
