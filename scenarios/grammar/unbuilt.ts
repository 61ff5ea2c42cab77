import { CALLS } from '../catalogue.js'
import type { Finding } from '../errors.js'
import { entryOf, type Node } from '../tree.js'
import { eachStep, entriesOf, itemsOf } from './outline.js'

/** Control words that go with memory and exceptions. */
const LATER_WORDS = new Set(['read', 'write', 'raise'])

/** What a scenario uses that the language has and this version does not build. */
export const unbuilt = (document: Node): readonly Finding[] => {
  const findings: Finding[] = []
  const later = ({ at }: Node, what: string): void => {
    findings.push({ kind: 'unsupported', at, message: `${what}: leave the scenario out` })
  }
  const [, secondHost] = entriesOf(entryOf(document, 'hosts'))
  if (secondHost !== undefined) later(secondHost.key, 'a second host is not in this version')
  const [network] = entriesOf(entryOf(document, 'network'))
  if (network !== undefined) later(network.key, 'the network is not in this version')
  const [file] = entriesOf(entryOf(entryOf(document, 'given'), 'files'))
  if (file !== undefined) later(file.key, 'files are not in this version')
  eachStep(document, ({ key, value }) => {
    const call = CALLS.get(key.text)
    if (call?.built === false || LATER_WORDS.has(key.text))
      later(key, `${key.text} ${call?.gone ?? 'is not in this version'}`)
    for (const item of itemsOf(entryOf(entryOf(value, 'msg'), 'body'))) {
      const inline = entryOf(item, 'inline')
      if (inline?.kind === 'scalar' && (inline.value === false || inline.value === 0)) {
        later(inline, 'out-of-line memory is not in this version')
      }
    }
  })
  return findings
}
