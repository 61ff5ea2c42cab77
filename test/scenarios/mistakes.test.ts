import type { Problem } from '../../scenarios/errors.js'
import { renderProblem } from '../../scenarios/errors.js'
import { readScenarios } from '../../scenarios/scenario-file.js'

/** The mistakes of a text, each as `line:column`, its message and the name that may be meant. */
const mistakes = (text: string): readonly Problem[] => {
  const { scenarios, problems } = readScenarios(text)
  expect(scenarios).toEqual([])
  return problems
}

const shown = ({ line, column, message, nearest }: Problem): string =>
  `${line}:${column} ${message}${nearest === undefined ? '' : ` (${nearest})`}`

/** A scenario of one task whose only step is in line 4 and starts in column 7. */
const step = (...lines: string[]): string =>
  ['scenario: s', 'tasks:', '  me:', `    - ${lines.join('\n      ')}`].join('\n')

describe('a mistake in a step', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'a misspelt argument',
      step('mach_port_destroy: {nam: 1}'),
      [
        '4:26 mach_port_destroy needs the argument name',
        '4:27 nam is no argument of mach_port_destroy: it has task, name (name)'
      ]
    ],
    [
      'a missing argument',
      step('mach_port_allocate: {}'),
      ['4:27 mach_port_allocate needs the argument right']
    ],
    [
      'a bare call that takes arguments',
      step('mach_port_destroy'),
      ['4:7 mach_port_destroy needs the argument name']
    ],
    [
      'a bare control word',
      step('repeat'),
      ['4:7 repeat does not stand alone: write repeat: and what it takes']
    ],
    [
      'a call with something else than arguments',
      step('mach_reply_port: 5'),
      ['4:24 mach_reply_port is a map of arguments, not 5']
    ],
    ['a control word with nothing', step('repeat:'), ['4:14 repeat is a map of keys, not nothing']],
    ['no call at all', step('note: nothing'), ['4:7 a step has exactly one call or control word']],
    ['a list for a step', step('[exit]'), ['4:7 a step is one call or control word, not a list']],
    [
      'a key nobody knows',
      step('mach_reply_port: {}', 'bnd: p'),
      ['5:7 bnd is no key of a step: it has bind, expect, note (bind)']
    ],
    [
      'bind beside a control word',
      step('sleep: 5ms', 'bind: p'),
      ['5:7 bind stands beside calls and read, not sleep']
    ],
    [
      'bind where nothing is answered',
      step('mach_port_destroy: {name: 1}', 'bind: p'),
      ['5:13 mach_port_destroy has no outputs to keep']
    ],
    [
      'a variable bound with its $',
      step('mach_reply_port: {}', 'bind: $p'),
      ['5:13 a variable is written without its $ here']
    ],
    [
      'a path that leads nowhere',
      step('mach_msg: {option: 0}', 'bind: {x: msg.bdy.0}'),
      ['5:17 msg has no bdy (body)']
    ],
    [
      'an unknown part of a message',
      step('mach_msg: {option: 0}', 'expect: {msg: {ids: 1}}'),
      [
        '5:22 ids is no key of a message: it has remote, remote_type, local, local_type, id, seqno, size, complex, body (id)'
      ]
    ],
    [
      'an unknown part of an item',
      step('mach_msg: {option: 0}', 'expect: {msg: {body: [{typ: 1}]}}'),
      [
        "5:30 typ is no key of a message's item: it has type, number, inline, data, address, deallocate, longform, size, unused (type)"
      ]
    ],
    [
      'a constant that is no code',
      step('mach_reply_port: {}', 'expect: MACH_PORT_NULL'),
      ['5:15 MACH_PORT_NULL is a constant, but no return code']
    ],
    [
      'a misspelt code',
      step('mach_reply_port: {}', 'expect: [KERN_SUCCESS, KERN_INVALID_NAMES]'),
      ['5:30 KERN_INVALID_NAMES is no return code (KERN_INVALID_NAME)']
    ],
    [
      'a misspelt flag',
      step('mach_msg: {option: MACH_SEND_MSG | MACH_RVC_MSG}'),
      ['4:26 MACH_RVC_MSG is no constant (MACH_RCV_MSG)']
    ],
    [
      'a text for a number',
      step('mach_port_type: {name: service}'),
      ['4:30 the argument name is one name, not "service"']
    ],
    [
      'a number beyond 32 bits',
      step('mach_port_type: {name: 0x100000000}'),
      ['4:30 the argument name is one name from 0 to 4294967295, not 0x100000000']
    ],
    [
      'a number no number can hold',
      step('set: {x: 9007199254740993}'),
      ['4:16 9007199254740993 is too large a number']
    ],
    ['a time that is none', step('sleep: soon'), ['4:14 sleep is a time such as 5ms, not "soon"']],
    ['a negative time', step('sleep: -5'), ['4:14 sleep is a time such as 5ms from 0 to 4294967295, not -5']],
    [
      'a size that is none',
      step('mach_msg: {option: 0, rcv_size: 8X}'),
      ['4:39 the argument rcv_size is a size such as 8K, not "8X"']
    ],
    ['nothing where a value is wanted', step('set: {x: }'), ['4:16 the variable x is missing its value']],
    [
      'steps that are no list',
      step('forever: {mach_reply_port: {}}'),
      ['4:16 forever is a list of steps, not a map']
    ],
    [
      'a message without destination',
      step('mach_msg: {option: 1, msg: {id: 1}}'),
      ['4:34 a message needs the key remote']
    ],
    [
      'data and an address',
      step('mach_msg: {option: 1, msg: {remote: 1, body: [{type: 8, data: a, address: 1}]}}'),
      ['4:81 an item has data or an address, not both']
    ],
    [
      'a state nobody waits for',
      step('wait_for: {thread: me.main, state: waitin}'),
      ['4:42 the key state is one of waiting, finished, suspended, terminated, not waitin (waiting)']
    ],
    [
      'a second name for a task',
      step('task_create: {name: a.b}'),
      ['4:27 a.b is no name: a task or thread has letters, digits, _ and - and at most 64 of them']
    ]
  ])('%s is reported where it stands', (_, text, wanted) => {
    expect(mistakes(text).map(shown)).toEqual(wanted)
  })
})

describe('a mistake around the steps', () => {
  const task = 'tasks: {me: [exit], you: [exit]}'

  it.each<[string, string, readonly string[]]>([
    [
      'a task that holds rights and is not there',
      `given: {ports: {p: {receiver: mee}}}\n${task}`,
      ['2:31 there is no task mee (me)']
    ],
    [
      'a queue limit above 16',
      `given: {ports: {p: {receiver: me, qlimit: 17}}}\n${task}`,
      ['2:43 the key qlimit is a whole number from 0 to 16, not 17']
    ],
    [
      'a priority above 31',
      'tasks: {me: {threads: {main: {priority: 32, steps: []}}}}',
      ['2:41 the key priority is a whole number from 0 to 31, not 32']
    ],
    [
      'a host that is not there',
      'hosts: {A: {}}\ntasks: {me: {host: B, threads: {}}}',
      ['3:20 there is no host B']
    ],
    [
      'a probability above 1',
      `network: {loss: 1.5}\n${task}`,
      ['2:17 the key loss is a probability between 0 and 1, not 1.5']
    ],
    [
      'a page that is no power of two',
      `hosts: {A: {page_size: 5000}}\n${task}`,
      ['2:24 the key page_size is a power of two from 512']
    ],
    [
      'a profile nobody has',
      `hosts: {A: {costs: defualt}}\n${task}`,
      ['2:20 the key costs is one of default, not defualt (default)']
    ],
    [
      'a thread expected that is not there',
      `${task}\nexpect: {threads: {me.mian: finished}}`,
      ['3:20 there is no thread me.mian (me.main)']
    ],
    [
      'a counter nobody keeps',
      `${task}\nexpect: {counts: {handofs: 1}}`,
      ['3:19 handofs is no counter (handoffs)']
    ],
    [
      'an event that never comes',
      `${task}\nexpect: {absent: [{event: thread.handof}]}`,
      ['3:27 thread.handof is no event (thread.handoff)']
    ],
    [
      'a verdict that is none',
      `${task}\nexpect: {verdict: deadlok}`,
      ['3:19 the key verdict is one of passed, failed, deadlock, budget, not deadlok (deadlock)']
    ],
    [
      'a key that comes twice',
      `${task}\nabout: a\nabout: b`,
      ['4:1 the key about is there twice: keep one of them']
    ],
    ['an alias without anchor', 'about: *x\ntasks: {}', ['2:8 the alias *x has no anchor before it']]
  ])('%s is reported where it stands', (_, rest, wanted) => {
    expect(mistakes(`scenario: s\n${rest}`).map(shown)).toEqual(wanted)
  })
})

describe('a file with mistakes', () => {
  const wrong = '    - mach_port_type: {name: nobody}\n'
  const many = `scenario: s\ntasks:\n  me:\n${wrong.repeat(30)}`

  it('shows at most twenty of them', () => {
    expect(mistakes(many)).toHaveLength(20)
  })

  it('shows them in the order of the file, whoever found them', () => {
    const text =
      step('mach_port_type: {name: $p}', 'bnd: 1') +
      '\n    - wait_for: {thread: a.b, state: x}\nabout: b\nabot: c'
    const lines = mistakes(text).map(({ line }) => line)
    expect(lines).toEqual([...lines].sort((one, other) => one - other))
    expect(new Set(lines)).toEqual(new Set([4, 5, 6, 8]))
  })

  it('shows those of all its documents', () => {
    expect(mistakes('scenario: a\n---\nscenario: b\ntasks: []').map(shown)).toEqual([
      '1:1 a scenario needs the key tasks',
      '4:8 the key tasks is a map of tasks, not a list'
    ])
  })

  it('shows each only once, although an alias repeats it', () => {
    const text = 'scenario: s\ntasks:\n  a: &a [{mach_port_type: {name: x}}]\n  b: *a\n  c: *a'
    expect(mistakes(text).map(shown)).toEqual(['3:34 the argument name is one name, not "x"'])
  })

  it('names what the YAML of it lacks', () => {
    expect(mistakes('scenario: {a: "b').map(shown)).toEqual([
      '1:17 the text is not closed: end it with "',
      '1:17 the flow map opened before this is not closed: end it with }'
    ])
  })
})

describe('a rendered mistake', () => {
  it('shows the line with a mark under what is wrong, and the name that may be meant', () => {
    const text = 'scenario: s\nabuot: x\ntasks: {}\n'
    const [problem] = mistakes(text)
    if (problem === undefined) throw new Error('there is no mistake')
    expect(renderProblem({ ...problem, message: 'abuot is no key' }, 'a.yaml', text)).toBe(
      ['a.yaml:2:1: abuot is no key; did you mean about?', '    2 | abuot: x', '      | ^'].join('\n')
    )
  })

  it('shows the part of a long line that is wrong', () => {
    const text = `scenario: s\ntasks: {me: [{set: {x: "${'a'.repeat(5000)}"}}, {slep: 1}]}`
    const [problem] = mistakes(text)
    if (problem === undefined) throw new Error('there is no mistake')
    const [, line = '', mark = ''] = renderProblem(problem, 'a.yaml', text).split('\n')
    expect(line.length).toBeLessThan(120)
    expect(line.slice(mark.indexOf('^'))).toMatch(/^slep: 1/)
  })
})
