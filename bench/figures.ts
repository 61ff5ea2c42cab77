import { type Spread, spreadOf } from './rounds.js'

/** What a figure is to be: at most or at least so much. */
export type Goal = { readonly most: number } | { readonly least: number }

/** A figure: what one case gave in each round, over what another gave in the same round. */
export interface Figure {
  readonly figure: string
  readonly of: string
  readonly over?: string
  readonly goal?: Goal
}

/** The sizes, in tasks, at which the emulator is compared with the floor. */
export const SIZES = [100, 1_000, 10_000, 100_000] as const

/** All figures, by the cases they are made of. */
export const FIGURES: readonly Figure[] = [
  { figure: 'null_call/floor', of: 'call', over: 'floor call', goal: { most: 4 } },
  { figure: 'null_trap/floor', of: 'trap', over: 'floor trap' },
  { figure: 'xstate_actors/null_call', of: 'actors call', over: 'call', goal: { least: 12 } },
  { figure: 'simpy/null_call', of: 'simpy call', over: 'call' },
  ...SIZES.map((size) => ({
    figure: `null_call_at_${size}/floor`,
    of: `call at ${size}`,
    over: `floor call at ${size}`,
    goal: { most: 5 }
  })),
  { figure: 'port_bytes', of: 'port bytes', goal: { most: 256 } },
  { figure: 'task_bytes', of: 'task bytes', goal: { most: 2048 } },
  { figure: 'trace_on/trace_off', of: 'traced call', over: 'call', goal: { most: 3 } }
]

export interface Result extends Figure, Spread {}

/** The figures whose cases were measured. */
export const resultsOf = (measured: ReadonlyMap<string, readonly number[]>): Result[] =>
  FIGURES.flatMap((figure) => {
    const of = measured.get(figure.of)
    const over = figure.over === undefined ? undefined : measured.get(figure.over)
    if (of === undefined || (figure.over !== undefined && over === undefined)) return []
    return [{ ...figure, ...spreadOf(of.map((value, round) => value / (over?.[round] ?? 1))) }]
  })

/** Whether a result is what it is to be; true where nothing is asked of it. */
export const isMet = ({ median, goal }: Result): boolean =>
  goal === undefined || ('most' in goal ? median <= goal.most : median >= goal.least)
