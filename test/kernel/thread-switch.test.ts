import { threadPortFor } from '../../kernel/index.js'
import {
  call,
  type Name,
  SWITCH_OPTION_DEPRESS,
  SWITCH_OPTION_NONE,
  SWITCH_OPTION_WAIT,
  thread_switch
} from '../../tasks/mach.js'
import { compute, receive, sleep, type Steps } from '../fixtures/letters.js'
import { outputs, twoTasks } from '../fixtures/two-tasks.js'

/** A world whose programs write down when, to the millisecond, they get somewhere. */
const logged = () => {
  const w = twoTasks()
  const log: string[] = []
  const mark = (what: string) => log.push(`${what} at ${Math.floor(w.world.now / 1e6)}`)
  const start = (name: string, priority: number, steps: () => Steps<void> = function* () {}) =>
    w.alice.start(
      function* () {
        yield* steps()
        mark(name)
      },
      { name, priority }
    ).thread
  const named = (thread: ReturnType<typeof start>) => threadPortFor(w.kernel, w.alice.task, thread)
  return { ...w, log, mark, start, named }
}

function* switching(hint: Name, option: number, time = 0): Steps<void> {
  outputs(yield* thread_switch(hint, option, time))
}

describe('thread_switch without option', () => {
  it('lets an equal thread run first', () => {
    const { start, settle, log } = logged()
    start('yielding', 12, () => switching(0, SWITCH_OPTION_NONE))
    start('equal', 12)
    settle()
    expect(log).toEqual(['equal at 0', 'yielding at 0'])
  })

  it('is of no use to a thread better than the rest', () => {
    const { start, settle, log } = logged()
    start('yielding', 10, () => switching(0, SWITCH_OPTION_NONE))
    start('worse', 12)
    settle()
    expect(log).toEqual(['yielding at 0', 'worse at 0'])
  })

  it('hands the processor to the thread hinted at, whatever its priority', () => {
    const { start, named, settle, log } = logged()
    const worse = start('worse', 30, () => compute(10))
    const hint = named(worse)
    start('yielding', 10, () => switching(hint, SWITCH_OPTION_NONE))
    start('between', 20)
    settle()
    expect(log).toEqual(['worse at 10', 'yielding at 10', 'between at 10'])
  })

  it('ignores a hint at a thread that waits', () => {
    const { alice, start, named, settle, log } = logged()
    const inbox = alice.receiveRight()
    const waiting = alice.begin(() => receive(inbox.name))
    start('yielding', 12, () => switching(named(waiting.thread), SWITCH_OPTION_NONE))
    start('equal', 12)
    settle()
    expect(log).toEqual(['equal at 0', 'yielding at 0'])
    expect(waiting.finished()).toBe(false)
  })
})

describe('thread_switch with SWITCH_OPTION_WAIT', () => {
  it('waits so many milliseconds, in ticks of the clock, and lets worse threads run', () => {
    const { start, settle, log } = logged()
    start('waiting', 5, () => switching(0, SWITCH_OPTION_WAIT, 15))
    start('worse', 20)
    settle()
    expect(log).toEqual(['worse at 0', 'waiting at 20'])
  })

  it('hands over to the hinted thread meanwhile', () => {
    const { start, named, settle, log } = logged()
    const worse = start('worse', 30, () => compute(5))
    start('waiting', 5, () => switching(named(worse), SWITCH_OPTION_WAIT, 10))
    start('between', 20)
    settle()
    expect(log).toEqual(['worse at 5', 'between at 5', 'waiting at 10'])
  })
})

describe('thread_switch with SWITCH_OPTION_DEPRESS', () => {
  it('lets worse threads run while the depression lasts', () => {
    const { start, settle, log } = logged()
    start('depressed', 5, () => switching(0, SWITCH_OPTION_DEPRESS, 50))
    start('worse', 20, () => compute(30))
    settle()
    expect(log).toEqual(['worse at 30', 'depressed at 30'])
  })

  it('ends by its time: the thread preempts at its own priority', () => {
    const { start, settle, log } = logged()
    start('depressed', 5, () => switching(0, SWITCH_OPTION_DEPRESS, 50))
    start('worse', 20, () => compute(80))
    settle()
    expect(log).toEqual(['depressed at 50', 'worse at 80'])
  })

  it('without a time lasts until the thread runs again', () => {
    const { start, settle, log } = logged()
    const depressed = start('depressed', 5, function* () {
      yield* switching(0, SWITCH_OPTION_DEPRESS)
      yield* compute(10)
    })
    start('worse', 20, () => compute(80))
    settle()
    expect(log).toEqual(['worse at 80', 'depressed at 90'])
    expect(depressed.depressed).toBe(false)
  })

  it('is over with the call: the thread runs on at its own priority', () => {
    const { start, settle, log } = logged()
    start('depressed', 5, function* () {
      yield* switching(0, SWITCH_OPTION_DEPRESS, 1000)
      yield* compute(20)
    })
    start('later', 20, function* () {
      yield* sleep(10)
      yield* compute(1)
    })
    settle()
    expect(log).toEqual(['depressed at 20', 'later at 21'])
  })

  it('is not ended by the time of an earlier one', () => {
    const { start, settle, log } = logged()
    start('depressed', 5, function* () {
      yield* switching(0, SWITCH_OPTION_DEPRESS, 50)
      yield* compute(2)
      yield* switching(0, SWITCH_OPTION_DEPRESS, 100)
    })
    start('worse', 20, () => compute(10))
    start('long', 10, function* () {
      yield* sleep(11)
      yield* compute(80)
    })
    settle()
    expect(log).toEqual(['worse at 10', 'long at 92', 'depressed at 92'])
  })

  it.each(['thread_depress_abort', 'thread_abort'])('is ended by %s', (verb) => {
    const { alice, named, start, settle, log } = logged()
    const depressed = start('depressed', 5, () => switching(0, SWITCH_OPTION_DEPRESS, 1000))
    start('worse', 20, function* () {
      yield* compute(10)
      yield* call(verb, { thread: named(depressed) })
      yield* compute(10)
    })
    settle()
    expect(log).toEqual(['depressed at 10', 'worse at 20'])
    expect(alice.task.threads).toEqual([])
  })
})

describe('swtch', () => {
  it('answers 0 at once where nothing else is runnable', () => {
    const { alice } = logged()
    expect(alice.must('swtch', {})).toEqual({ runnable: 0 })
    expect(alice.must('swtch_pri', {})).toEqual({ runnable: 0 })
  })

  it('lets equal threads run, and answers whether any is runnable still', () => {
    const { alice, start, settle, log, mark } = logged()
    const first = alice.start(function* () {
      const answer = outputs(yield* call<object>('swtch', {}))
      mark('first')
      return answer
    })
    start('second', 12)
    start('third', 20)
    settle()
    expect(log).toEqual(['second at 0', 'first at 0', 'third at 0'])
    expect(first.answer()).toEqual({ runnable: 1 })
  })

  it('with depressed priority lets all others run, for a quantum', () => {
    const { start, settle, log } = logged()
    start('depressed', 5, function* () {
      outputs(yield* call('swtch_pri', {}))
    })
    start('worse', 30, () => compute(150))
    settle()
    expect(log).toEqual(['depressed at 100', 'worse at 150'])
  })
})

describe('thread_depress_abort', () => {
  it('succeeds for a thread that is not depressed', () => {
    const { alice, start, named } = logged()
    const thread = start('thread', 12, () => sleep(1))
    expect(alice.call('thread_depress_abort', { thread: named(thread) })).toMatchObject({ _tag: 'Right' })
  })
})
