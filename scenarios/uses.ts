import { eachStep } from './grammar/outline.js'
import { unbuilt } from './grammar/unbuilt.js'
import { readSource } from './source.js'
import { entryOf, type Node } from './tree.js'

/** A scenario of a file, and the calls that its steps make. */
export interface Use {
  readonly title: string
  readonly calls: ReadonlySet<string>
  /** How many steps it has. */
  readonly steps: number
}

const useOf = (document: Node): Use => {
  const title = entryOf(document, 'scenario')
  const calls = new Set<string>()
  let steps = 0
  eachStep(document, ({ key }) => {
    calls.add(key.text)
    steps += 1
  })
  return { title: title?.kind === 'scalar' ? title.text : '', calls, steps }
}

/** What the scenarios of a file use, but for those that this version does not run. */
export const usesIn = (text: string): readonly Use[] =>
  readSource(text)
    .documents.filter((document) => unbuilt(document).length === 0)
    .map(useOf)
