import { nearest } from '../../scenarios/errors.js'
import type { FinishedRun } from '../run.js'
import { endText } from '../story.js'

/** What jest gives a matcher as its `this`. */
export interface Context {
  readonly equals: (one: unknown, other: unknown) => boolean
  readonly utils: { readonly stringify: (value: unknown) => string }
}

/** What a matcher answers jest. */
export interface Matched {
  readonly pass: boolean
  readonly message: () => string
}

/** What was asked of a run, as the test writes it. */
export interface Question {
  readonly run: FinishedRun
  readonly asked: string
}

const isRun = (received: unknown): received is FinishedRun =>
  typeof received === 'object' && received !== null && 'verdict' in received && 'diagram' in received

/** Takes what stands in `expect(…)`; throws where it is no run, whichever way the matcher asks. */
export const questionOf = (
  { utils }: Context,
  received: unknown,
  matcher: string,
  ...args: readonly unknown[]
): Question => {
  if (!isRun(received))
    throw new TypeError(`${matcher} is about a finished run: what runFile, runText or world().run() answers`)
  const given = args.filter((arg) => arg !== undefined).map((arg) => utils.stringify(arg))
  return { run: received, asked: `${matcher}(${given.join(', ')})` }
}

/** An answer; what was found is told in the same words whichever way the test asked. */
export const matched = ({ run, asked }: Question, pass: boolean, found: () => string): Matched => ({
  pass,
  message: () =>
    [`expect(run)${pass ? '.not' : ''}.${asked}`, `of: ${run.scenario}`, '', found(), '', endText(run)].join(
      '\n'
    )
})

/** Whether something has all the parts of a pattern; a part may be a matcher such as expect.any(Number). */
export const hasParts = (
  { equals }: Context,
  pattern: object,
  partOf: (key: string) => readonly unknown[]
): boolean =>
  Object.entries(pattern).every(
    ([key, wanted]) => wanted === undefined || partOf(key).some((part) => equals(part, wanted))
  )

/** Makes sure that a name is one of those there are: a misspelt one would let `.not` pass. */
export const mustBeKnown = (what: string, name: unknown, names: readonly string[]): void => {
  if (typeof name !== 'string' || names.includes(name)) return
  const like = nearest(name, names)
  const hint = like === undefined ? `there are: ${names.join(', ')}` : `did you mean ${like}?`
  throw new Error(`there is no ${what} ${name}; ${hint}`)
}
