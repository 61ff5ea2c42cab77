import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import { ExitStatus } from './exit-status.js'
import { version } from './version.js'

const SEED_MAX = 2 ** 32 - 1

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (number >= least && number <= most) return number
    throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`)
  }

const OPTIONS = {
  json: new Option('--json', 'print one JSON object a line'),
  quiet: new Option('--quiet', 'print results only'),
  color: new Option('--color <when>', 'colour what is printed')
    .choices(['auto', 'always', 'never'])
    .default('auto'),
  seed: new Option('--seed <n>', 'decide chance by this number (1 where none is given)').argParser(
    wholeNumber(0, SEED_MAX)
  ),
  budget: new Option('--budget <n>', 'end a run after so many traps (1000000 where none is given)').argParser(
    wholeNumber(1, Number.MAX_SAFE_INTEGER)
  ),
  trace: new Option('--trace <file>', 'write everything that happens into a trace file'),
  invariants: new Option('--invariants', 'recount everything after every trap'),
  actors: new Option('--actors', 'let live xstate actors move the nouns in place of the tables'),
  only: new Option('--only <title>', 'run this one of several scenarios'),
  onlySequence: new Option('--only <id>', 'replay this one sequence, and show each of its calls'),
  except: new Option('--except <file>', 'set aside the sequences that a file names, a reason each'),
  junit: new Option('--junit <file>', "write how each came out into a file of JUnit's XML")
} as const

const SHOWN = [OPTIONS.json, OPTIONS.quiet, OPTIONS.color]
const MANUAL = [OPTIONS.json, OPTIONS.color]
const RUN = [OPTIONS.seed, OPTIONS.budget, OPTIONS.trace, OPTIONS.invariants, OPTIONS.actors]

const examples = (...lines: readonly string[]): string =>
  ['', 'Examples:', ...lines.map((line) => `  $ machlab ${line}`)].join('\n')

const STATUSES = `
Exit status: 0 all passed; 1 some did not; 2 bad input or usage; 3 machlab itself is at fault;
130 interrupted.`

/** Of commands that say something and run nothing. */
const SAID = '\n\nExit status: 0 done; 2 bad input or usage.'

type Finish = (status: ExitStatus) => void

const addCommand = (program: Command, name: string, about: string, options: readonly Option[]): Command => {
  const command = program.command(name).description(about)
  for (const option of options) command.addOption(option)
  return command
}

const addRuns = (program: Command, finish: Finish): void => {
  addCommand(program, 'run', 'runs a scenario, shows the sequence of events, the verdict and the counters', [
    ...RUN,
    OPTIONS.only,
    ...SHOWN
  ])
    .argument('<file>', 'a scenario file, - for standard input')
    .addHelpText(
      'after',
      examples('run echo.scenario.yaml', 'run echo.scenario.yaml --seed 7 --trace echo.jsonl')
    )
    .action(async (file, options) => finish(await (await import('./run.js')).run(file, options)))

  addCommand(program, 'test', 'runs every scenario in the files and folders named, quietly', [
    ...RUN,
    OPTIONS.junit,
    ...SHOWN
  ])
    .argument('<path...>', 'scenario files, and folders to search for *.scenario.yaml')
    .addHelpText(
      'after',
      examples('test scenarios', 'test scenarios --json --invariants', 'test scenarios --junit junit.xml')
    )
    .action(async (paths, options) => finish(await (await import('./test.js')).test(paths, options)))
}

const addOthers = (program: Command, finish: Finish): void => {
  addCommand(program, 'check', 'says what is wrong with scenario files, and runs nothing', SHOWN)
    .argument('<path...>', 'scenario files, and folders to search for *.scenario.yaml')
    .addHelpText('after', examples('check echo.scenario.yaml', 'check scenarios --json'))
    .action(async (paths, options) => finish(await (await import('./check.js')).check(paths, options)))

  addCommand(program, 'replay', 'repeats a recorded run, and says where it differs if it does', [
    OPTIONS.invariants,
    OPTIONS.actors,
    ...SHOWN
  ])
    .argument('<file>', 'a trace file')
    .addHelpText('after', examples('run echo.scenario.yaml --trace echo.jsonl', 'replay echo.jsonl'))
    .action(async (file, options) => finish(await (await import('./replay.js')).replay(file, options)))

  addCommand(program, 'conform', 'replays what a real Mach kernel answered, and compares every reply', [
    OPTIONS.except,
    OPTIONS.onlySequence,
    ...SHOWN
  ])
    .argument('<path...>', 'recordings (.jsonl, .jsonl.gz), and folders of them')
    .addHelpText('after', examples('conform recorded/ports', 'conform recorded/ports --only random/17'))
    .action(async (paths, options) => finish(await (await import('./conform.js')).conform(paths, options)))
}

/** What goes with a command that people read about the language itself. */
const addManual = (program: Command, finish: Finish): void => {
  addCommand(program, 'schema', 'prints the JSON Schema of scenario files', [OPTIONS.json])
    .addHelpText('after', examples('schema > scenario.schema.json') + SAID)
    .action(async (options) => finish((await import('./schema.js')).schema(options)))

  addCommand(program, 'calls', 'lists the calls of the language, or says all of one', MANUAL)
    .argument('[name]', 'a call, such as mach_msg')
    .addHelpText('after', examples('calls', 'calls mach_port_insert_right') + SAID)
    .action(async (name, options) => finish((await import('./calls.js')).calls(name, options)))

  addCommand(program, 'explain', 'says what a return code means, when it comes, and of which calls', MANUAL)
    .argument('<code>', 'its name or number, or several with bars between them')
    .addHelpText(
      'after',
      examples('explain KERN_INVALID_RIGHT', 'explain 0x10004003', "explain 'MACH_RCV_BODY_ERROR|0x2000'") +
        SAID
    )
    .action(async (code, options) => finish((await import('./explain.js')).explain(code, options)))

  addCommand(program, 'new', 'writes NAME.scenario.yaml to start from', [OPTIONS.json])
    .argument('<name>', 'what the scenario is called')
    .addHelpText('after', examples('new echo && machlab run echo.scenario.yaml') + SAID)
    .action(async (name, options) => finish((await import('./new.js')).create(name, options)))

  addCommand(program, 'completion', 'prints the script by which a shell completes command lines', [
    OPTIONS.json
  ])
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish', 'powershell']))
    .addHelpText('after', `\nExamples:\n  $ eval "$(machlab completion bash)"${SAID}`)
    .action(async (shell, options) =>
      finish((await import('./completion.js')).completion(program, shell, options))
    )
}

/** The one command that the language lays down and that this version does not have. */
const addLater = (program: Command, finish: Finish): void => {
  program
    .command('explore', { hidden: true })
    .description('runs a scenario in every order that matters')
    .argument('[words...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(() => {
      process.stderr.write('machlab explore: not in this version\n')
      finish(ExitStatus.badInput)
    })
}

/** The tree of commands; whichever runs hands its status over. */
export const commandLine = (finish: Finish): Command => {
  const program = new Command('machlab')
    .description('A deterministic emulator of Mach inter-process communication.')
    .version(version())
    .exitOverride()
    .showHelpAfterError('(machlab --help says how it is used)')
    .addHelpText(
      'after',
      examples('new hello', 'run hello.scenario.yaml', 'test scenarios', 'explain KERN_INVALID_NAME') +
        `\n${STATUSES}`
    )
  addRuns(program, finish)
  addOthers(program, finish)
  addManual(program, finish)
  addLater(program, finish)
  return program
}
