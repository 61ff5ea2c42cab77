import { readScenarios } from '../../scenarios/scenario-file.js'

/** The variables that are used before any step can have set them, each as `line:$name`. */
const unset = (...tasks: string[]): string[] =>
  readScenarios(['scenario: s', 'tasks:', ...tasks].join('\n')).problems.map(({ line, message }) => {
    expect(message).toMatch(/^\$\S+ is used before any step can have set it$/)
    return `${line}:${message.split(' ')[0]}`
  })

/** Steps of `me.main`, the first in line 4. */
const inOneThread = (...steps: string[]): string[] => unset('  me:', ...steps.map((step) => `    - ${step}`))

const use = (name: string) => `check: {value: $${name}, is: any}`

describe('a variable', () => {
  it('is set by an earlier step of its thread', () => {
    expect(inOneThread('{mach_reply_port: {}, bind: p}', use('p'), use('p.a.0'))).toEqual([])
    expect(inOneThread(use('p'), '{mach_reply_port: {}, bind: p}')).toEqual(['4:$p'])
  })

  it('may be used in the pattern of the step that binds it, not in its arguments', () => {
    expect(inOneThread('{mach_port_type: {name: 1}, bind: p, expect: {ptype: $p}}')).toEqual([])
    expect(inOneThread('{mach_port_type: {name: $p}, bind: p}')).toEqual(['4:$p'])
  })

  it.each(['task_self', 'thread_self', 'host_self', 'notify', 'bootstrap'])(
    '$%s is there from the start',
    (name) => {
      expect(inOneThread(use(name))).toEqual([])
    }
  )

  it('is seen in every place of a step', () => {
    const message = 'mach_msg: {option: MACH_SEND_MSG | $a, msg: {remote: $b, body: [{type: 2, data: [$c]}]}}'
    expect(
      inOneThread(message, 'switch: {on: $d, cases: {$e: [exit]}}', 'repeat: {times: $f, steps: []}')
    ).toEqual(['4:$a', '4:$b', '4:$c', '5:$d', '5:$e', '6:$f'])
  })

  it('is none where two dollar signs are written, in a note, and where no name follows', () => {
    expect(
      inOneThread('check: {value: $$x, is: $5}', '{mach_reply_port: {}, note: $y}', 'set: {z: $ 7}')
    ).toEqual([])
  })

  it('can be set by a later step of the same loop, unless that is done once', () => {
    const loop = (times: number) => `repeat: {times: ${times}, steps: [{${use('p')}}, {set: {p: 1}}]}`
    expect(inOneThread(loop(2))).toEqual([])
    expect(inOneThread(loop(1))).toEqual(['4:$p'])
    expect(inOneThread(`forever: [{${use('p')}}, {set: {p: 1}}]`)).toEqual([])
  })

  it('counts the turns of a loop inside it and after it, not before it', () => {
    expect(inOneThread(use('i'), `repeat: {times: 3, index: i, steps: [{${use('i')}}]}`, use('i'))).toEqual([
      '4:$i'
    ])
  })

  it('set in one case can be used after the switch, not in another case', () => {
    const cases = `switch: {on: 1, cases: {1: [{set: {p: 1}}], 2: [{${use('p')}}]}, default: [{${use('p')}}]}`
    expect(inOneThread(cases, use('p'))).toEqual(['4:$p', '4:$p'])
  })

  it('is shared by the threads of a task, in whatever order they run', () => {
    const threads = (set: string) => [
      '  me:',
      '    threads:',
      `      a: [{${use('p')}}]`,
      `      b: [{sleep: 1s}, {set: {${set}: 1}}]`
    ]
    expect(unset(...threads('p'))).toEqual([])
    expect(unset(...threads('q'))).toEqual(['5:$p'])
  })

  it('belongs to its task', () => {
    expect(unset('  a: [{set: {p: 1}}]', `  b: [{${use('p')}}]`)).toEqual(['4:$p'])
  })

  it('does not reach the threads of a task that is created', () => {
    const create = `task_create: {threads: {main: [{${use('p')}}, {set: {q: 1}}, {${use('q')}}]}}`
    expect(inOneThread('set: {p: 1}', create)).toEqual(['5:$p'])
  })

  it('reaches a thread that is created in the same task', () => {
    expect(
      inOneThread('set: {p: 1}', `thread_create: {steps: [{${use('p')}}, {${use('r')}}, {set: {r: 1}}]}`)
    ).toEqual(['5:$r'])
  })
})

describe('a given right', () => {
  const given = [
    'given:',
    '  ports: {svc: {receiver: server, send: {client: 2}, send_once: [other], set: all}}',
    '  tasks: {server: {send: [client]}}',
    '  threads: {server.main: {send: [client]}}'
  ]
  const using = (task: string, name: string) => {
    const steps = (one: string) => `  ${one}: [{check: {value: ${one === task ? `$${name}` : 1}, is: any}}]`
    return unset(...['server', 'client', 'other'].map(steps), ...given)
  }

  it.each([
    ['server', 'svc'],
    ['client', 'svc'],
    ['other', 'svc_once'],
    ['server', 'all'],
    ['client', 'server_task'],
    ['client', 'server_main_thread']
  ])('is in %s as $%s', (task, name) => {
    expect(using(task, name)).toEqual([])
  })

  it.each([
    ['other', 'svc'],
    ['client', 'svc_once'],
    ['client', 'all'],
    ['other', 'server_task']
  ])('is not in %s as $%s', (task, name) => {
    expect(using(task, name)).toHaveLength(1)
  })
})
