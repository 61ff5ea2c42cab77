import type { Program } from '../tasks/mach.js'
import { type Actor, blame, charge, countOf, keep, type StepName, type Steps, worth } from './acting/actor.js'
import { performCall } from './acting/call.js'
import { match } from './judging/match.js'
import type { Step } from './step.js'

type Of<Kind extends Step['kind']> = Extract<Step, { readonly kind: Kind }>

const NANOSECONDS = 1e6

const nameOf = (step: Step): StepName => ({
  at: step.at,
  word: step.kind === 'call' ? step.call : step.kind
})

/** A thread's program: its steps, one after the other. */
export function* interpret(actor: Actor, steps: readonly Step[]): Program {
  yield* performAll(actor, steps)
}

function* performAll(actor: Actor, steps: readonly Step[]): Steps {
  for (const step of steps) {
    actor.doing = nameOf(step)
    if (step.note !== null) yield { call: 'note', args: { text: step.note } }
    if (yield* perform(actor, step)) return true
  }
  return false
}

const perform = (actor: Actor, step: Step): Steps => {
  switch (step.kind) {
    case 'call':
      return performCall(actor, step)
    case 'repeat':
      return repeat(actor, step)
    case 'forever':
      return forever(actor, step)
    case 'switch':
      return performSwitch(actor, step)
    case 'set':
      return set(actor, step)
    case 'check':
      return check(actor, step)
    case 'wait_for':
      return waitFor(actor, step)
    case 'sleep':
    case 'compute':
      return spendTime(actor, step)
    case 'read':
    case 'write':
    case 'raise':
      return unbuilt(actor, step)
    case 'exit':
      return exit()
  }
}

function* repeat(actor: Actor, step: Of<'repeat'>): Steps {
  const times = countOf(actor, nameOf(step), step.times)
  if (times === undefined) return true
  for (let i = 0; i < times; i++) {
    yield* charge(actor, 0)
    if (step.index !== null && !keep(actor, nameOf(step), step.index, i)) return true
    if (yield* performAll(actor, step.steps)) return true
  }
  return false
}

function* forever(actor: Actor, step: Of<'forever'>): Steps {
  actor.becomeDaemon()
  for (;;) {
    yield* charge(actor, 0)
    if (yield* performAll(actor, step.steps)) return true
  }
}

function* performSwitch(actor: Actor, step: Of<'switch'>): Steps {
  yield* charge(actor, 0)
  const on = worth(actor, nameOf(step), step.on)
  if (on === undefined) return true
  const meant = step.cases.find(({ value }) => match({ kind: 'equal', value }, on, actor.lookup).length === 0)
  return yield* performAll(actor, meant?.steps ?? step.default)
}

function* set(actor: Actor, step: Of<'set'>): Steps {
  for (const [name, value] of step.variables) {
    const data = worth(actor, nameOf(step), value)
    if (data === undefined) return true
    yield* charge(actor, data)
    if (!keep(actor, nameOf(step), name, data)) return true
  }
  return false
}

function* check(actor: Actor, step: Of<'check'>): Steps {
  yield* charge(actor, 0)
  const value = worth(actor, nameOf(step), step.value)
  if (value === undefined) return true
  let failed = false
  for (const { path, ...compared } of match(step.is, value, actor.lookup)) {
    const where = path.length === 0 ? 'the value' : path.join('.')
    failed = blame(actor, nameOf(step), `${where} is another than expected`, compared)
  }
  return failed
}

function* waitFor(actor: Actor, { thread, state }: Of<'wait_for'>): Steps {
  yield* charge(actor, 0)
  yield { call: 'wait_for', args: { thread, state } }
  return false
}

function* spendTime(actor: Actor, step: Of<'sleep' | 'compute'>): Steps {
  const milliseconds = countOf(actor, nameOf(step), step.time)
  if (milliseconds === undefined) return true
  yield* charge(actor, 0)
  yield { call: step.kind, args: { time: Math.round(milliseconds * NANOSECONDS) } }
  return false
}

function* unbuilt(actor: Actor, step: Step): Steps {
  return blame(actor, nameOf(step), `${step.kind} is not in this version`)
}

function* exit(): Steps {
  return true
}
