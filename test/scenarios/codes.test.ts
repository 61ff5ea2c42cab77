import * as E from 'fp-ts/lib/Either.js'
import type * as scheduling from '../../kernel/calls/schedule.js'
import type * as self from '../../kernel/calls/self.js'
import type { Handlers } from '../../kernel/routines.js'
import type { copyinRight } from '../../ports/copyin.js'
import type { MsgReturnName } from '../../ports/kern-return.js'
import { explain } from '../../scenarios/codes.js'
import { CODES } from '../../scenarios/constants.js'
import type { hosts as hostChapter } from '../../scenarios/calls/hosts.js'
import type { mach25 } from '../../scenarios/calls/mach-2.5.js'
import type { messages } from '../../scenarios/calls/messages.js'
import type { notifications, portRights } from '../../scenarios/calls/port-rights.js'
import type { ports } from '../../scenarios/calls/ports.js'
import type { tasks as taskChapter, threads as threadChapter } from '../../scenarios/calls/tasks.js'
import type { COMPAT_RETURNS } from '../../tasks/mach-compat.js'
import type { ROUTINES, RoutineName } from '../../tasks/mach.defs.js'
import type { Codes } from '../fixtures/refusals.js'

/** Every function of the kernel that is a call, but for those that send and receive. */
type KernelCalls = Handlers & typeof scheduling & typeof self

/** Every call of the catalogue that this version makes. */
type Catalogue = typeof messages.calls &
  typeof ports.calls &
  typeof portRights.calls &
  typeof notifications.calls &
  typeof taskChapter.calls &
  typeof threadChapter.calls &
  typeof hostChapter.calls &
  typeof mach25.calls

type Arguments<R extends RoutineName> = (typeof ROUTINES)[R]['in'][number]

/** What a routine's entry adds where it takes rights out of the caller's space. */
type OfRights<R extends RoutineName> =
  | ([Extract<Arguments<R>, { compat: true }>] extends [never] ? never : 'KERN_INVALID_ARGUMENT')
  | ([
      Exclude<Extract<Arguments<R>, { kind: 'send' | 'receive' | 'ports' | 'poly' }>, { compat: true }>
    ] extends [never]
      ? never
      : Codes<typeof copyinRight>)

/** What it adds where the port called is dead, or none of its kind. */
type OfTarget<R extends RoutineName> =
  | 'MACH_SEND_INVALID_DEST'
  | (R extends `mach_port_${string}` ? 'KERN_INVALID_TASK' : 'KERN_INVALID_ARGUMENT')

/** The processor set of thread_max_priority is no argument of the language's. */
type Entry<R extends RoutineName> = OfTarget<R> | (R extends 'thread_max_priority' ? never : OfRights<R>)

/** Calls that are traps alone answer what their function does. */
type TrapName = Exclude<Extract<keyof KernelCalls, keyof Catalogue>, RoutineName>

type Answered<C extends RoutineName | TrapName> =
  | Codes<KernelCalls[C]>
  | (C extends RoutineName ? Entry<C> : never)

/** The codes that only one of two has. */
type Difference<A, B> = Exclude<A, B> | Exclude<B, A>

/** The calls whose codes differ, and which: with any, this file does not compile. */
type Differences = {
  readonly [C in RoutineName | TrapName as [Difference<keyof Catalogue[C]['codes'], Answered<C>>] extends [
    never
  ]
    ? never
    : C]: Difference<keyof Catalogue[C]['codes'], Answered<C>>
}

/** Codes that no send or receive here answers, since every program's buffer can be read and written. */
type Unanswered =
  | 'MACH_MSG_SUCCESS'
  | 'MACH_SEND_IN_PROGRESS'
  | 'MACH_SEND_INVALID_DATA'
  | 'MACH_SEND_NO_NOTIFY'
  | 'MACH_RCV_IN_PROGRESS'
  | 'MACH_RCV_INVALID_DATA'
  | 'SEND_SUCCESS'
  | 'RCV_SUCCESS'
  | 'RCV_INVALID_MEMORY'
  | 'RCV_NOT_ENOUGH_MEMORY'
  | 'RCV_ONLY_SENDER'

describe('the codes of the catalogue', () => {
  it('are those that the kernel call can answer, by their types', () => {
    const differences: Differences = {}
    expect(differences).toEqual({})
  })

  it('are every code of a message call that can come', () => {
    type Compat = Exclude<keyof typeof COMPAT_RETURNS, Unanswered>
    interface Answered {
      readonly mach_msg: Exclude<MsgReturnName, Unanswered>
      readonly msg_send: Extract<Compat, `SEND_${string}`>
      readonly msg_receive: Extract<Compat, `RCV_${string}`>
      readonly msg_rpc: Compat
    }
    type Differs = {
      [C in keyof Answered]: Difference<keyof Catalogue[C]['codes'], Answered[C]>
    }[keyof Answered]
    const differences: Readonly<Record<Differs, true>> = {}
    expect(differences).toEqual({})
  })
})

describe('the explanation of a code', () => {
  const asked = (words: string): string[] | string => {
    const found = explain(words)
    if (E.isLeft(found)) return found.left.meant ?? 'nothing'
    return [...found.right.codes, ...found.right.shortages].map(({ name }) => name)
  }

  it('is there for every code, by name and by number', () => {
    for (const [name, number] of CODES) {
      expect(asked(name)).toEqual([name])
      expect(asked(`${number}`)).toContain(name)
    }
  })

  it.each([
    ['15', ['KERN_INVALID_NAME']],
    ['kern_no_space', ['KERN_NO_SPACE']],
    ['-303', ['MIG_BAD_ID']],
    ['0xfffffed1', ['MIG_BAD_ID']],
    ['0x10000003', ['MACH_SEND_INVALID_DEST']],
    ['268435459', ['MACH_SEND_INVALID_DEST']],
    ['0x1000600b', ['MACH_RCV_HEADER_ERROR', 'MACH_MSG_IPC_SPACE']],
    ['MACH_RCV_BODY_ERROR|0x2000', ['MACH_RCV_BODY_ERROR', 'MACH_MSG_IPC_SPACE']],
    ['MACH_SEND_TIMED_OUT | MACH_MSG_VM_KERNEL', ['MACH_SEND_TIMED_OUT', 'MACH_MSG_VM_KERNEL']],
    ['0x2400', ['MACH_MSG_IPC_SPACE', 'MACH_MSG_VM_KERNEL']]
  ])('is found by %s', (words, names) => {
    expect(asked(words)).toEqual(names)
  })

  it.each([
    ['KERN_INVALID_NAM', 'KERN_INVALID_NAME'],
    ['MACH_SEND_INVALID_DST', 'MACH_SEND_INVALID_DEST'],
    ['KERN_NO_SPACE|KERN_NO_SPCE', 'KERN_NO_SPACE'],
    ['100', 'nothing'],
    ['0x1ffffffff', 'nothing'],
    ['', 'nothing'],
    ['__proto__', 'nothing']
  ])('is not there for %j, and the nearest is %s', (words, meant) => {
    expect(asked(words)).toBe(meant)
  })
})
