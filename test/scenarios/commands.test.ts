import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CALLS } from '../../scenarios/catalogue.js'
import { commandLine } from '../../scenarios/commands/command-line.js'
import { completionScript } from '../../scenarios/completion.js'
import { CODES } from '../../scenarios/constants.js'
import { ROUTINES } from '../../tasks/mach.defs.js'
import { build, objectsOf, workshop } from '../fixtures/command.js'

const { folder, machlab, close } = workshop()

beforeAll(build, 120_000)
afterAll(close)

describe('machlab calls', () => {
  it('lists every call, by chapter', () => {
    const { status, out } = machlab(['calls'])
    expect(status).toBe(0)
    for (const { name, about, chapter } of CALLS.values()) {
      expect(out).toContain(chapter)
      expect(out).toMatch(
        new RegExp(`^ {2}${name} +${about.slice(0, 20).replaceAll(/[.*+?^${}()|[\]\\]/g, '.')}`, 'm')
      )
    }
  })

  it('says of one what it takes, answers and refuses, and by which message it is made', () => {
    const { out } = machlab(['calls', 'mach_port_get_refs'])
    expect(out).toMatch(/task .*\$task_self where it is left out/)
    expect(out).toMatch(/refs +a number/)
    expect(out).toMatch(/KERN_INVALID_VALUE +the right is no kind of right/)
    expect(out).toMatch(/3207 .*3307/)
  })

  it('shows a scenario of the library that makes it', () => {
    const [{ scenario }] = objectsOf(machlab(['calls', 'mach_msg', '--json']))
    expect(readFileSync(join(folder, scenario.file), 'utf8')).toContain('mach_msg')
  })

  it('says which calls are not in this version', () => {
    expect(machlab(['calls', 'memory_object_ready']).out).toContain('not in this version')
  })

  it('prints objects for programs', () => {
    const calls = objectsOf(machlab(['calls', '--json']))
    expect(calls.map(({ call }) => call)).toEqual([...CALLS.keys()])
    expect(objectsOf(machlab(['calls', 'mach_port_allocate', '--json']))).toEqual([
      {
        call: 'mach_port_allocate',
        chapter: 'Ports and names',
        about: expect.any(String),
        built: true,
        arguments: [
          { name: 'task', kind: 'name', required: false, default: '$task_self' },
          { name: 'right', kind: 'right', required: true, default: null }
        ],
        outputs: [{ name: 'name', kind: 'name' }],
        success: 'KERN_SUCCESS',
        codes: expect.arrayContaining([
          { code: 'KERN_INVALID_VALUE', number: 18, when: expect.stringContaining('no receive right') }
        ]),
        message: { id: 3204, reply: 3304, to: 'task' },
        scenario: expect.anything()
      }
    ])
  })

  it('names the nearest for a misspelt one', () => {
    const { status, out, err } = machlab(['calls', 'mach_port_alocate'])
    expect({ status, out }).toEqual({ status: 2, out: '' })
    expect(err).toContain('did you mean mach_port_allocate?')
  })
})

describe('the catalogue', () => {
  const routines = Object.entries(ROUTINES).filter(([name]) => CALLS.has(name))

  it.each(routines)('gives %s the arguments and outputs of its interface definition', (name, routine) => {
    const call = CALLS.get(name)
    const beside = [
      'task',
      'thread',
      'host',
      'parent_task',
      'name',
      'threads',
      'steps',
      'processor_set',
      'count'
    ]
    const defined = routine.in.flatMap((argument) =>
      'disposition' in argument ? [argument.name, argument.disposition] : [argument.name]
    )
    const missing = defined.filter((argument) => !call?.args.has(argument) && !beside.includes(argument))
    const added = [...(call?.args.keys() ?? [])].filter(
      (argument) => !defined.some((each) => each === argument)
    )
    expect(missing).toEqual([])
    expect(added.filter((argument) => !beside.includes(argument))).toEqual([])
  })

  it('has only codes that can be explained', () => {
    const codes = [...CALLS.values()].flatMap((call) => [call.success, ...call.codes.keys()])
    expect(codes.filter((code) => !CODES.has(code))).toEqual([])
  })
})

describe('machlab explain', () => {
  it('says what a code means, when it comes, and of which calls', () => {
    const { status, out } = machlab(['explain', 'KERN_NOT_IN_SET'])
    expect(status).toBe(0)
    expect(out).toMatch(/^KERN_NOT_IN_SET {2}12\n {2}The port is in no set\.\n/)
    expect(out).toMatch(/mach_port_move_member:\n.*after is MACH_PORT_NULL/)
  })

  it('knows a negative number from an option', () => {
    expect(machlab(['explain', '-303'])).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^MIG_BAD_ID /)
    })
  })

  it('names the nearest for a misspelt one', () => {
    const { status, out, err } = machlab(['explain', 'KERN_INVALID_NAM'])
    expect({ status, out }).toEqual({ status: 2, out: '' })
    expect(err).toContain('did you mean KERN_INVALID_NAME?')
  })

  it('prints objects for programs', () => {
    expect(objectsOf(machlab(['explain', 'MACH_RCV_BODY_ERROR|0x2000', '--json']))).toEqual([
      {
        code: 'MACH_RCV_BODY_ERROR',
        number: 0x1000400c,
        means: expect.any(String),
        comes: expect.any(String),
        calls: [{ call: 'mach_msg', when: expect.any(String) }]
      },
      { shortage: 'MACH_MSG_IPC_SPACE', number: 0x2000, means: expect.any(String) }
    ])
  })
})

describe('machlab new', () => {
  it('writes a scenario that passes', () => {
    const { status, out } = machlab(['new', 'echo-server'])
    expect(status).toBe(0)
    expect(out).toContain('machlab run echo-server.scenario.yaml')
    expect(readFileSync(join(folder, 'echo-server.scenario.yaml'), 'utf8')).toMatch(
      /^scenario: Echo server\n/
    )
    const run = machlab(['run', 'echo-server.scenario.yaml', '--invariants'])
    expect(run).toMatchObject({ status: 0, out: expect.stringContaining('passed  Echo server') })
  })

  it('writes over nothing', () => {
    writeFileSync(join(folder, 'mine.scenario.yaml'), 'mine')
    const { status, out, err } = machlab(['new', 'mine'])
    expect({ status, out }).toEqual({ status: 2, out: '' })
    expect(err).toContain('mine.scenario.yaml: it is there already')
    expect(readFileSync(join(folder, 'mine.scenario.yaml'), 'utf8')).toBe('mine')
  })

  it('takes any name that a file can have', () => {
    expect(objectsOf(machlab(['new', 'true.scenario.yaml', '--json']))).toEqual([
      { file: 'true.scenario.yaml' }
    ])
    expect(machlab(['new', '12']).status).toBe(0)
    expect(machlab(['test', 'true.scenario.yaml', '12.scenario.yaml']).out).toBe('2 passed, 0 failed\n')
    expect(machlab(['new', 'nowhere/x']).status).toBe(2)
  })
})

describe('machlab completion', () => {
  const program = commandLine(() => undefined)

  it.each(['bash', 'zsh', 'fish', 'powershell'] as const)(
    'knows commands, options, calls and codes in %s',
    (shell) => {
      const script = completionScript(program, shell)
      for (const word of ['explain', 'junit', 'mach_port_move_member', 'KERN_NOT_IN_SET', 'always'])
        expect(script).toContain(word)
      expect(script).not.toContain('explore')
    }
  )

  it('prints the script', () => {
    expect(machlab(['completion', 'fish'])).toEqual({
      status: 0,
      out: completionScript(program, 'fish'),
      err: ''
    })
    expect(objectsOf(machlab(['completion', 'zsh', '--json']))).toEqual([
      { shell: 'zsh', script: completionScript(program, 'zsh') }
    ])
  })

  it('knows no other shell', () => {
    expect(machlab(['completion', 'tcsh'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('bash, zsh, fish, powershell')
    })
  })

  const completed = (...words: string[]): string => {
    writeFileSync(join(folder, 'machlab.bash'), completionScript(program, 'bash'))
    const typed = words.map((word) => `'${word}'`).join(' ')
    const script = `. ./machlab.bash; . ./machlab.bash; COMP_WORDS=(machlab ${typed}); COMP_CWORD=${words.length}
      _machlab; echo "\${COMPREPLY[*]}"`
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { cwd: folder, encoding: 'utf8' })
    expect(stderr.replaceAll(/.*compopt: not currently executing.*\n/g, '')).toBe('')
    return stdout.trim()
  }

  it.each([
    [['r'], 'run replay'],
    [['run', '--col'], '--color'],
    [['run', '--color', ''], 'auto always never'],
    [['run', '--color', '=', 'al'], 'always'],
    [['calls', 'mach_port_allocate_'], 'mach_port_allocate_name'],
    [['explain', 'KERN_NOT_'], 'KERN_NOT_RECEIVER KERN_NOT_IN_SET'],
    [['run', ''], '']
  ])('completes %j in bash; files are the shell’s', (words, completions) => {
    expect(completed(...words)).toBe(completions)
  })
})
