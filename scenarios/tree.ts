import { isAlias, isMap, isScalar, isSeq, type Alias, type Pair, type Scalar as YamlScalar } from 'yaml'
import { quote, type Finding } from './errors.js'

/** A position in a text, counted from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** One word, number or text of a scenario file. */
export interface Scalar {
  readonly kind: 'scalar'
  readonly at: Place
  /** A bigint is an integer that a number cannot hold exactly. */
  readonly value: string | number | bigint | boolean | null
  /** As written, but without quotes and folding. */
  readonly text: string
  /** Written without quotes, so that it may name a constant. */
  readonly plain: boolean
}

/** A list of a scenario file. */
export interface List {
  readonly kind: 'list'
  readonly at: Place
  readonly items: readonly Node[]
}

/** A map of a scenario file, in its written order; no key comes twice. */
export interface Table {
  readonly kind: 'map'
  readonly at: Place
  readonly entries: readonly Entry[]
}

/** A key with its value. */
export interface Entry {
  readonly key: Scalar
  readonly value: Node
}

/** What a scenario file is made of; each node knows where it stands. Aliases share the node they mean. */
export type Node = Scalar | List | Table

/** The value beside a key, if the node is a map that has it. */
export const entryOf = (node: Node | undefined, key: string): Node | undefined =>
  node?.kind === 'map' ? node.entries.find((entry) => entry.key.text === key)?.value : undefined

/** No collection may stand inside more than so many, itself counted and aliases expanded. */
export const MAX_NESTING = 64
const MAX_ALIASES = 10_000
const MAX_NODES = 1_000_000

/** What a file holds so far, all its documents together and each alias written out. */
export interface Growth {
  aliases: number
  nodes: number
}

/** A node, and what is in it when every alias is written out. */
interface Measured {
  readonly node: Node
  readonly aliases: number
  readonly nodes: number
  readonly depth: number
}

interface Reading {
  readonly placeAt: (offset: number) => Place
  readonly growth: Growth
  readonly anchors: Map<string, Measured | 'open'>
  readonly problems: Finding[]
  /** Whether parts are missing, so that it makes no sense to look for more mistakes. */
  broken: boolean
}

/** The located tree of a YAML document, or null where parts of it cannot be read. */
export const treeOf = (
  contents: unknown,
  placeAt: (offset: number) => Place,
  growth: Growth
): { readonly root: Node | null; readonly problems: readonly Finding[] } => {
  const reading: Reading = { placeAt, growth, anchors: new Map(), problems: [], broken: false }
  const { node } = read(reading, contents, 0)
  return { root: reading.broken ? null : node, problems: reading.problems }
}

const read = (reading: Reading, yaml: unknown, offset: number): Measured => {
  if (isAlias(yaml)) return readAlias(reading, yaml)
  const { range, anchor } = (yaml ?? {}) as { range?: readonly number[] | null; anchor?: string }
  const start = range?.[0] ?? offset
  if (anchor !== undefined) reading.anchors.set(anchor, 'open')
  const measured = isMap(yaml)
    ? readMap(reading, yaml.items, start)
    : isSeq(yaml)
      ? readList(reading, yaml.items, start)
      : readScalar(reading, isScalar(yaml) ? yaml : null, start)
  if (anchor !== undefined) reading.anchors.set(anchor, measured)
  return measured
}

const readScalar = (reading: Reading, scalar: YamlScalar | null, start: number): Measured => {
  reading.growth.nodes++
  const at = reading.placeAt(start)
  return leaf(scalar === null ? nothing(at) : scalarOf(scalar, at))
}

const leaf = (node: Node): Measured => ({ node, aliases: 0, nodes: 1, depth: 0 })

/** Whether a node holds nothing at all, as an empty document does. */
export const isNothing = (node: Node): boolean =>
  node.kind === 'scalar' && node.value === null && node.text === ''

const nothing = (at: Place): Scalar => ({ kind: 'scalar', at, value: null, text: '', plain: true })

const scalarOf = (scalar: YamlScalar, at: Place): Scalar => {
  const { value, source } = scalar
  const plain = scalar.type === 'PLAIN'
  const text = plain && source !== undefined ? source : typeof value === 'string' ? value : ''
  return { kind: 'scalar', at, value: scalarValue(value), text, plain }
}

const scalarValue = (value: unknown): Scalar['value'] => {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

const readList = (reading: Reading, yaml: readonly unknown[], start: number): Measured => {
  const parts = yaml.map((item) => read(reading, item, start))
  const node: List = { kind: 'list', at: reading.placeAt(start), items: parts.map((part) => part.node) }
  return collection(reading, node, parts)
}

const readMap = (reading: Reading, yaml: readonly Pair<unknown, unknown>[], start: number): Measured => {
  const parts: Measured[] = []
  const entries: Entry[] = []
  const seen = new Set<string>()
  for (const pair of yaml) {
    const key = read(reading, pair.key, start).node
    const value = read(reading, pair.value, start)
    parts.push(value)
    if (key.kind !== 'scalar' || isNothing(key)) {
      mistake(reading, key.at, 'a key is one word')
    } else if (seen.has(key.text)) {
      mistake(reading, key.at, `the key ${quote(key.text)} is there twice: keep one of them`)
    } else {
      seen.add(key.text)
      entries.push({ key, value: value.node })
    }
  }
  return collection(reading, { kind: 'map', at: reading.placeAt(start), entries }, parts)
}

const collection = (reading: Reading, node: Node, parts: readonly Measured[]): Measured => {
  let [aliases, nodes, depth] = [0, 1, 1]
  for (const part of parts) {
    aliases += part.aliases
    nodes += part.nodes
    depth = Math.max(depth, part.depth + 1)
  }
  reading.growth.nodes++
  if (depth <= MAX_NESTING) return { node, aliases, nodes, depth }
  return missing(reading, node.at, tooDeep)
}

/** What is wrong with a file that nests too deeply. */
export const tooDeep = `more than ${MAX_NESTING} levels of nesting: write it flatter`

const readAlias = (reading: Reading, alias: Alias): Measured => {
  const { growth } = reading
  const at = reading.placeAt(alias.range?.[0] ?? 0)
  const meant = reading.anchors.get(alias.source)
  if (meant === undefined || meant === 'open') {
    const why = meant === 'open' ? 'stands inside what it means' : 'has no anchor before it'
    return missing(reading, at, `the alias *${quote(alias.source)} ${why}`)
  }
  const before = isTooMuch(growth)
  growth.aliases += meant.aliases + 1
  growth.nodes += meant.nodes
  if (!isTooMuch(growth)) return { ...meant, aliases: meant.aliases + 1 }
  const message = `aliases expand to too much: ${MAX_ALIASES} of them may be expanded`
  return missing(reading, at, before ? null : message)
}

const isTooMuch = ({ aliases, nodes }: Growth): boolean => aliases > MAX_ALIASES || nodes > MAX_NODES

const missing = (reading: Reading, at: Place, message: string | null): Measured => {
  reading.broken = true
  if (message !== null) mistake(reading, at, message)
  return leaf(nothing(at))
}

const mistake = (reading: Reading, at: Place, message: string): void => {
  reading.problems.push({ kind: 'mistake', at, message })
}
