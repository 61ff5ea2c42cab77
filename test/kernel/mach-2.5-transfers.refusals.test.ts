import * as E from 'fp-ts/lib/Either.js'
import type * as ports from '../../kernel/calls/port-compat.js'
import { MACH_PORT_DEAD, MACH_PORT_NULL } from '../../tasks/mach.js'
import {
  type Asking,
  asking,
  itRefuses,
  type Refusal,
  type Refusals,
  taskIsDead
} from '../fixtures/refusals.js'
import { rightsOf } from '../fixtures/state.js'

/** Bob’s names for what is no receive right, and for what is nothing at all. */
const others = {
  send: (w: Asking) => w.bob.sendRight(w.alice.receiveRight().port),
  sendOnce: (w: Asking) => w.bob.sendOnceRight(w.alice.receiveRight().port),
  dead: (w: Asking) => w.bob.deadName(),
  set: (w: Asking) => w.bob.portSet(),
  nothing: (w: Asking) => w.unused
}

/** Further cases of a code that has more than one. */
const also = (call: string, code: string, when: string, ask: Refusal['ask']): void =>
  itRefuses(call, { [code]: { when, ...(ask === undefined ? {} : { ask }) } })

describe('port_insert_send', () => {
  const mine = (w: Asking) => {
    const own = w.alice.receiveRight()
    w.alice.sendRight(own.port)
    return own
  }
  itRefuses('port_insert_send', {
    KERN_INVALID_ARGUMENT: {
      when: 'the caller’s name is dead',
      ask: (w) => ({ my_port: w.alice.deadName(), his_name: 0x6000 }),
      byMessage: null
    },
    KERN_NAME_EXISTS: {
      when: 'the name denotes something, be it the same port',
      ask: (w) => {
        const { port, name } = mine(w)
        return { my_port: name, his_name: w.bob.sendRight(port) }
      },
      byMessage: null
    },
    KERN_FAILURE: {
      when: 'the task knows the port under another name',
      ask: (w) => {
        const { port, name } = mine(w)
        w.bob.sendRight(port)
        return { my_port: name, his_name: 0x6000 }
      },
      byMessage: null
    },
    MACH_SEND_INVALID_DEST: { ...taskIsDead, byMessage: null }
  } satisfies Refusals<typeof ports.port_insert_send>)
  for (const his_name of [MACH_PORT_NULL, MACH_PORT_DEAD])
    also('port_insert_send', 'KERN_INVALID_ARGUMENT', `the name is no name: ${his_name}`, (w) => ({
      my_port: mine(w).name,
      his_name
    }))
})

describe('port_insert_receive', () => {
  it.each([
    ['KERN_NAME_EXISTS', 'the name denotes something', (w: Asking) => w.bob.deadName()],
    ['KERN_FAILURE', 'the task knows the port under another name', () => 0x6000],
    ['KERN_INVALID_ARGUMENT', 'the name is no name', () => MACH_PORT_DEAD]
  ])('answers %s when %s; the caller has parted with the right by then', (code, _when, nameIn) => {
    const w = asking()
    const { port, name } = w.alice.receiveRight()
    if (code === 'KERN_FAILURE') w.bob.sendRight(port)
    const args = { task: w.bobTask, my_port: name, his_name: nameIn(w) }
    expect(w.alice.call('port_insert_receive', args)).toEqual(E.left(code))
    expect(rightsOf(w.alice.task)).not.toHaveProperty(`${name}`)
  })
})

describe.each(['port_extract_send', 'port_extract_receive'])('%s', (call) => {
  itRefuses(call, {
    KERN_INVALID_ARGUMENT: { when: 'the name denotes nothing', ask: (w) => ({ his_name: w.unused }) },
    MACH_SEND_INVALID_DEST: taskIsDead
  } satisfies Refusals<typeof ports.port_extract_send>)
  for (const kind of ['sendOnce', 'dead', 'set'] as const)
    also(call, 'KERN_INVALID_ARGUMENT', `the name has another right: ${kind}`, (w) => ({
      his_name: others[kind](w)
    }))
})

describe('port_extract_send', () => {
  also(
    'port_extract_send',
    'KERN_INVALID_ARGUMENT',
    'the name receives, be it with send rights beside',
    (w) => {
      const { port } = w.bob.receiveRight()
      return { his_name: w.bob.sendRight(port) }
    }
  )
})

describe('port_extract_receive', () => {
  also('port_extract_receive', 'KERN_INVALID_ARGUMENT', 'the name has a send right', (w) => ({
    his_name: others.send(w)
  }))
})
