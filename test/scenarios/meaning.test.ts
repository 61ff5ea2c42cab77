import * as E from 'fp-ts/lib/Either.js'
import { CALLS } from '../../scenarios/catalogue.js'
import { CODES, codeName, CONSTANTS } from '../../scenarios/constants.js'
import type { Scenario } from '../../scenarios/language.js'
import { readScenarios } from '../../scenarios/scenario-file.js'
import type { CallStep, Step } from '../../scenarios/step.js'
import { evaluate, type Data, type Value } from '../../scenarios/values.js'

const read = (...lines: string[]): Scenario => {
  const { scenarios, problems } = readScenarios(['scenario: s', ...lines].join('\n'))
  expect(problems).toEqual([])
  const [scenario] = scenarios
  if (scenario === undefined) throw new Error('the text holds no scenario')
  return scenario
}

/** The steps of `me.main`. */
const steps = (...written: string[]): readonly Step[] =>
  read('tasks:', '  me:', ...written.map((step) => `    - ${step}`))
    .tasks.get('me')
    ?.threads.get('main')?.steps ?? []

const step = (written: string): Step => {
  const [one] = steps(written)
  if (one === undefined) throw new Error('there is no step')
  return one
}

const call = (written: string): CallStep => {
  const one = step(written)
  if (one.kind !== 'call') throw new Error('the step is no call')
  return one
}

const worth = (value: Value | undefined, variables: Readonly<Record<string, Data>> = {}): Data => {
  if (value === undefined) throw new Error('there is no value')
  const data = evaluate(value, (name) => variables[name])
  if (E.isLeft(data)) throw new Error(data.left)
  return data.right
}

describe('a scenario', () => {
  it('is one document, from the line of its first key', () => {
    const { scenarios } = readScenarios(
      '# note\nscenario: a\ntasks: {}\n---\n\nscenario: b\ntasks: {}\n---\n'
    )
    expect(scenarios.map(({ title, line }) => [title, line])).toEqual([
      ['a', 2],
      ['b', 6]
    ])
  })

  it('has one ordinary host where it names none, and its tasks are on the first', () => {
    const { hosts, tasks } = read('tasks: {me: [exit]}')
    expect(hosts).toEqual(
      new Map([
        ['local', expect.objectContaining({ processors: 1, page_size: 4096, memory: 2 ** 26, kernel: 'cmu' })]
      ])
    )
    expect(tasks.get('me')?.host).toBe('local')
    expect(read('hosts: {A: {memory: 1M}}', 'tasks: {me: [exit]}').tasks.get('me')?.host).toBe('A')
  })

  it('may give a task as a list of steps: its thread main', () => {
    const listed = read('tasks: {me: [exit]}').tasks
    const mapped = read('tasks: {me: {threads: {main: {steps: [exit]}}}}').tasks
    expect([...(listed.get('me')?.threads.keys() ?? [])]).toEqual(['main'])
    expect(mapped.get('me')?.threads.get('main')).toMatchObject({ priority: null, daemon: false })
  })

  it('gives each listed task one user reference, and others as many as it says', () => {
    const ports =
      'given: {ports: {p: {receiver: a, send: [a, b]}, q: {receiver: a, send: {b: 3}, qlimit: 0}}}'
    const { given } = read(ports, 'tasks: {a: [exit], b: [exit]}')
    expect(given.ports.get('p')?.send).toEqual(new Map(Object.entries({ a: 1, b: 1 })))
    expect(given.ports.get('q')).toMatchObject({
      send: new Map([['b', 3]]),
      qlimit: 0,
      set: null,
      messages: 0
    })
  })

  it('counts for the whole world and by host', () => {
    const { expect: ending } = read('tasks: {}', 'expect: {counts: {traps: 3, local: {copies: {max: 2}}}}')
    expect([...ending.counts.keys()]).toEqual(['traps'])
    expect([...(ending.hostCounts.get('local')?.keys() ?? [])]).toEqual(['copies'])
  })

  it('expects times in nanoseconds', () => {
    const { expect: ending } = read(
      'tasks: {}',
      'expect: {time: {min: 40, max: 80us}, trace: [{time: 5}, {time: 1ms}]}'
    )
    expect(ending.time).toMatchObject({ min: { value: 40_000_000 }, max: { value: 80_000 } })
    expect(
      ending.trace.map((pattern) => pattern.kind === 'map' && pattern.entries.get('time'))
    ).toMatchObject([{ value: { value: 5 } }, { value: { value: 1_000_000 } }])
  })
})

describe('a step', () => {
  it('stands where its call does', () => {
    expect(step('mach_reply_port: {}').at).toEqual({ line: 4, column: 7 })
    expect(step('mach_reply_port').at).toEqual({ line: 4, column: 7 })
    expect(step('{note: first, mach_reply_port: {}}')).toMatchObject({
      at: { line: 4, column: 21 },
      note: 'first'
    })
  })

  it('is about the task itself where it names none', () => {
    expect(worth(call('mach_port_destroy: {name: 3}').args.get('task'), { task_self: 1 })).toBe(1)
    expect(worth(call('task_suspend').args.get('task'), { task_self: 1 })).toBe(1)
  })

  it.each([
    ['mach_port_destroy: {name: 3}', 'KERN_SUCCESS'],
    ['mach_msg: {option: 0}', 'MACH_MSG_SUCCESS'],
    ['{mach_port_type: {name: 3}, expect: {ptype: any}}', 'KERN_SUCCESS'],
    ['{mach_port_type: {name: 3}, expect: KERN_INVALID_NAME}', 'KERN_INVALID_NAME'],
    ['{mach_port_type: {name: 3}, expect: 15}', 'KERN_INVALID_NAME'],
    ['{mach_msg: {option: 0}, expect: {returns: MACH_SEND_TIMED_OUT, msg: {id: 1}}}', 'MACH_SEND_TIMED_OUT']
  ])('%s expects %s', (written, code) => {
    expect(call(written).expect.returns).toEqual([{ name: code, value: CODES.get(code) }])
  })

  it('may expect any of several codes, or any at all', () => {
    const codes = call('{mach_reply_port: {}, expect: [KERN_SUCCESS, KERN_FAILURE]}').expect.returns
    expect(codes).toMatchObject([{ value: 0 }, { value: 5 }])
    expect(call('{mach_reply_port: {}, expect: any}').expect.returns).toBe('any')
  })

  it('keeps the first output, or parts of outputs by their paths', () => {
    expect(call('{mach_msg: {option: 0}, bind: m}').bind).toEqual([
      { variable: 'm', output: 'msg', path: [] }
    ])
    expect(call('{mach_msg: {option: 0}, bind: {a: msg.body.0.data.1, b: msg}}').bind).toEqual([
      { variable: 'a', output: 'msg', path: ['body', '0', 'data', '1'] },
      { variable: 'b', output: 'msg', path: [] }
    ])
  })

  it('takes times in milliseconds and sizes in bytes', () => {
    const { args } = call('mach_msg: {option: 0, timeout: 10us, rcv_size: 8K}')
    expect([worth(args.get('timeout')), worth(args.get('rcv_size'))]).toEqual([0.01, 8192])
    expect(worth(call('mach_msg: {option: 0, timeout: 2s}').args.get('timeout'))).toBe(2000)
    expect(worth(call('mach_msg: {option: 0, timeout: 7}').args.get('timeout'))).toBe(7)
  })

  it.each([
    'MACH_SEND_MSG | MACH_SEND_TIMEOUT',
    '[MACH_SEND_MSG, MACH_SEND_TIMEOUT]',
    '0x11',
    '0x10 | 1',
    '17'
  ])('takes the option %s', (option) => {
    expect(worth(call(`mach_msg: {option: ${option}}`).args.get('option'))).toBe(17)
  })

  it('puts into a message only what is written', () => {
    const item = '{type: MACH_MSG_TYPE_CHAR, data: "ping"}'
    const message = call(`mach_msg: {option: 1, msg: {remote: $task_self, body: [${item}]}}`).args.get('msg')
    expect(worth(message, { task_self: 1 })).toEqual({ remote: 1, body: [{ type: 8, data: 'ping' }] })
  })

  it('holds the threads and steps of what it creates', () => {
    const created = call(
      'task_create: {name: child, threads: {a: [exit], b: {priority: 3, steps: [sleep: 1]}}}'
    )
    expect([...created.threads]).toMatchObject([
      ['a', { priority: null }],
      ['b', { priority: 3, steps: [{ kind: 'sleep' }] }]
    ])
    expect(call('thread_create: {steps: [exit]}').steps).toMatchObject([{ kind: 'exit' }])
  })
})

describe('what this version does not build', () => {
  const unsupported = (...lines: string[]) =>
    read(...lines).unsupported.map(({ kind, line, message }) => {
      expect(kind).toBe('unsupported')
      return `${line} ${message.replace(/ (is|are) not in this version.*$/, '')}`
    })

  it('is read and checked, and named where it stands', () => {
    expect(
      unsupported(
        'hosts: {A: {}, B: {}}',
        'network: {loss: 0.1}',
        'given: {files: {f: {data: x}}}',
        'tasks:',
        '  me:',
        '    - vm_allocate: {size: 4K}',
        '    - vm_statistics',
        '    - raise: {exception: EXC_SOFTWARE}',
        '    - mach_msg: {option: 1, msg: {remote: 1, body: [{type: 8, inline: false, data: x}]}}'
      )
    ).toEqual([
      '2 a second host',
      '3 the network',
      '4 files',
      '7 vm_allocate',
      '8 vm_statistics',
      '9 raise',
      '10 out-of-line memory'
    ])
  })

  it('is told from what no version builds', () => {
    expect(unsupported('tasks: {me: [port_enable: {port_name: 1}]}')).toEqual([
      '2 port_enable is gone from CMU Mach 3: leave the scenario out'
    ])
  })

  it('does not keep the other scenarios of the file from running', () => {
    const { scenarios, problems } = readScenarios(
      'scenario: a\ntasks: {me: [vm_statistics]}\n---\nscenario: b\ntasks: {}'
    )
    expect(problems).toEqual([])
    expect(scenarios.map(({ unsupported: later }) => later.length)).toEqual([1, 0])
  })
})

describe('the names of Mach', () => {
  it('have one number each, as return codes too', () => {
    expect(CONSTANTS.get('MACH_MSG_TYPE_MAKE_SEND')).toBe(20)
    expect(CONSTANTS.get('SEND_TIMED_OUT')).toBe(-103)
    expect(CONSTANTS.get('VM_PROT_ALL')).toBe(7)
    for (const [name, value] of CODES) expect(CONSTANTS.get(name)).toBe(value)
  })

  it('can be told from the number of a return code', () => {
    expect([0, 15, -303, 0x10004003, -103, 1001, 12345].map(codeName)).toEqual([
      'MACH_MSG_SUCCESS',
      'KERN_INVALID_NAME',
      'MIG_BAD_ID',
      'MACH_RCV_TIMED_OUT',
      'SEND_TIMED_OUT',
      'NETNAME_NOT_CHECKED_IN',
      '12345'
    ])
  })

  it('of calls have a success code that exists', () => {
    for (const { success } of CALLS.values()) expect(CODES.get(success)).toBe(0)
  })
})
