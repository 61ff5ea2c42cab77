import type { Step, ThreadDecl } from '../step.js'
import { byKind, map, named, optional, record, required, type Codec } from './codec.js'
import { ACTOR, bool, nameOf, whole } from './words.js'

/** The worst priority there is. */
const MAX_PRIORITY = 31

/** The threads of a task, by name; each is a list of steps, or a map with more to say. */
export const threadsOf = (steps: Codec<readonly Step[]>): Codec<ReadonlyMap<string, ThreadDecl>> => {
  const thread = byKind('a thread: a list of steps, or a map with steps', {
    list: map(steps, (list): ThreadDecl => ({ priority: null, daemon: false, steps: list })),
    map: record('a thread', {
      priority: optional(whole(0, MAX_PRIORITY), null, '0 is the best, 31 the worst'),
      daemon: optional(bool, false, 'whether it need not have finished at the end'),
      steps: required(steps, 'what it does')
    })
  })
  return named('a map of threads', 'the thread', nameOf('a thread', ACTOR), thread)
}
