import { type ActorOptions, type AnyActor, type AnyStateMachine, createActor } from 'xstate'
import { impossible } from '../ports/assert.js'
import { type Drive, illegalMove } from '../ports/lifecycle.js'
import { messageChart } from '../ports/message.chart.js'
import { portChart } from '../ports/port.chart.js'
import { rightChart } from '../ports/right.chart.js'
import { taskChart } from '../tasks/task.chart.js'
import { threadChart } from '../tasks/thread.chart.js'
import { worldChart } from './world.chart.js'

/** Every life cycle, by the folder of its noun. */
export const CHARTS: Readonly<Record<string, readonly AnyStateMachine[]>> = {
  ports: [portChart, rightChart, messageChart],
  tasks: [threadChart, taskChart],
  kernel: [worldChart]
}

/** Who watches the actors: what xstate's own inspection tools take, a function or an observer. */
export type Inspect = NonNullable<ActorOptions<AnyStateMachine>['inspect']>

/** A chart and those who play it: a live actor for each noun that has moved. */
interface Cast {
  readonly chart: AnyStateMachine
  readonly actors: WeakMap<object, AnyActor>
  serial: number
}

/** A new actor in the noun's recorded state: a noun may have moved before it got an actor. */
const enter = (cast: Cast, state: string, inspect: Inspect | undefined): AnyActor => {
  cast.serial += 1
  const id = `${cast.chart.id}#${cast.serial}`
  const isInitial = state === cast.chart.config.initial
  return createActor(cast.chart, {
    id,
    ...(isInitial ? {} : { snapshot: cast.chart.resolveState({ value: state, context: {} }) }),
    ...(inspect === undefined ? {} : { inspect })
  }).start()
}

/** The noun's actor. A record used again after its noun's end begins a new life, with a new actor. */
const actorOf = (cast: Cast, noun: object, state: string, inspect: Inspect | undefined): AnyActor => {
  const known = cast.actors.get(noun)
  const isOver = known?.getSnapshot().status === 'done' && state === cast.chart.config.initial
  if (known !== undefined && !isOver) return known
  const actor = enter(cast, state, inspect)
  cast.actors.set(noun, actor)
  return actor
}

/**
 * A drive by live xstate actors, one for each noun, which xstate's inspection tools can watch.
 * It permits and refuses what the tables do, for some microseconds a move and some kilobytes a noun.
 */
export const actorDrive = (inspect?: Inspect): Drive => {
  const casts = new Map<string, Cast>()
  for (const chart of Object.values(CHARTS).flat())
    casts.set(chart.id, { chart, actors: new WeakMap(), serial: 0 })

  return {
    move(table, noun, state, event) {
      const cast = casts.get(table.id) ?? impossible(`there is no ${table.id} chart`)
      const recorded = table.states[state] ?? impossible(`the ${table.id} chart has no state ${state}`)
      const actor = actorOf(cast, noun, recorded, inspect)
      const played = `${actor.getSnapshot().value}`
      if (played !== recorded)
        impossible(`a ${table.id} is recorded as '${recorded}' and its actor is '${played}'`)

      const type = `${table.events[event]}`
      if (!actor.getSnapshot().can({ type })) return illegalMove(table, state, event)
      actor.send({ type })
      return table.states.indexOf(`${actor.getSnapshot().value}`)
    }
  }
}
