import { Composer, Lexer, Parser, Schema, type CST, type Document } from 'yaml'
import { MAX_PROBLEMS, quote, type Finding } from './errors.js'
import { isNothing, MAX_NESTING, tooDeep, treeOf, type Growth, type Node, type Place } from './tree.js'

const MAX_BYTES = 2 ** 20

/** A scenario file as YAML: the tree of each document that holds anything, and what is wrong with the YAML. */
export interface Source {
  readonly documents: readonly Node[]
  readonly problems: readonly Finding[]
}

/**
 * Reads a file's YAML. The limits of the language are applied while the text is cut into tokens, before
 * anything recursive or quadratic sees it, so that no text can crash, hang or exhaust memory.
 */
export const readSource = (file: string | Uint8Array): Source => {
  const text = typeof file === 'string' ? file.replace(/^\ufeff/u, '') : new TextDecoder().decode(file)
  const length = typeof file === 'string' ? new TextEncoder().encode(file).length : file.length
  if (length > MAX_BYTES) return refused({ line: 1, column: 1 }, 'a scenario file is at most 1 MiB of text')
  const placeAt = placesOf(text)
  const strange = typeof file === 'string' ? text.search(NOT_YAML) : firstStrange(file, text)
  return strange < 0 ? readYaml(text, placeAt) : refused(placeAt(strange), notText(text, strange))
}

/** What YAML 1.2 does not print (5.1): control characters, halves of surrogate pairs. */
const NOT_YAML = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u
const REPLACEMENT = '\ufffd'

const firstStrange = (bytes: Uint8Array, text: string): number => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.search(NOT_YAML)
  } catch {
    return text.indexOf(REPLACEMENT)
  }
}

const notText = (text: string, offset: number): string => {
  const code = text.codePointAt(offset) ?? 0
  return text[offset] === REPLACEMENT
    ? 'the file is not UTF-8 text'
    : `the character U+${code.toString(16).toUpperCase().padStart(4, '0')} cannot stand in YAML`
}

const refused = (at: Place, message: string): Source => ({
  documents: [],
  problems: [{ kind: 'mistake', at, message }]
})

/** Finds line and column of an offset. */
const placesOf = (text: string): ((offset: number) => Place) => {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}

const OPTIONS = {
  schema: new Schema({ schema: 'core', resolveKnownTags: false }),
  intAsBigInt: true,
  keepSourceTokens: false,
  prettyErrors: false,
  uniqueKeys: false
} as const

const readYaml = (text: string, placeAt: (offset: number) => Place): Source => {
  const documents: Node[] = []
  const problems: Finding[] = []
  const growth: Growth = { aliases: 0, nodes: 0 }
  const report = (offset: number, message: string): void => {
    problems.push({ kind: 'mistake', at: placeAt(Math.min(offset, text.length)), message })
  }
  const take = (document: Document.Parsed): void => {
    const faults = [...document.errors, ...document.warnings].sort((one, other) => one.pos[0] - other.pos[0])
    for (const { pos, message } of faults.slice(0, MAX_PROBLEMS)) report(pos[0], plainly(message))
    const { root, problems: inTree } = treeOf(document.contents, placeAt, growth)
    if (faults.length > 0) return
    for (const problem of inTree) problems.push(problem)
    if (root !== null && !isNothing(root)) documents.push(root)
  }
  withoutStacks(() => {
    const composer = new Composer(OPTIONS)
    for (const token of tokens(text, report)) for (const document of composer.next(token)) take(document)
    for (const document of composer.end()) take(document)
  })
  return { documents, problems }
}

/** Runs without recording where errors are made: the parser makes one for each of a million bad commas. */
const withoutStacks = (run: () => void): void => {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  try {
    run()
  } finally {
    Error.stackTraceLimit = limit
  }
}

/** The parser's message in words for people who write scenarios. */
const plainly = (message: string): string => {
  const known = WORDING.find(([parser]) => parser.test(message))
  return known === undefined ? `not YAML: ${quote(message)}` : message.replace(...known)
}

const WORDING: readonly [RegExp, string][] = [
  [
    /^Flow (map|sequence) .*end with a (.).*$/su,
    'the flow $1 opened before this is not closed: end it with $2'
  ],
  [/^Missing closing (.).*$/su, 'the text is not closed: end it with $1'],
  [
    /^Nested mappings are not allowed.*$/su,
    'a map needs a line of its own, or {}; a text with ": " needs quotes'
  ],
  [/^Implicit keys need to be on a single line.*$/su, 'a key stands on one line, and a ":" follows it'],
  [/^Implicit map keys need to be followed by map values.*$/su, 'a key is followed by ":" and its value'],
  [
    /^All (?:mapping|sequence|collection) items must start at the same column.*$/su,
    'this is indented unlike what it stands with'
  ],
  [/^A (?:block )?sequence may not .*$/su, 'a list starts on a line of its own']
]

/** The text's top-level tokens, as far as it nests no deeper than is allowed. */
function* tokens(text: string, report: (offset: number, message: string) => void): Generator<CST.Token> {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    if (nesting(parser.stack) > MAX_NESTING) return report(parser.offset - lexeme.length, tooDeep)
  }
  yield* parser.end()
}

const nesting = (stack: readonly CST.Token[]): number =>
  stack.length <= MAX_NESTING ? 0 : stack.filter(({ type }) => COLLECTIONS.has(type)).length

const COLLECTIONS: ReadonlySet<string> = new Set(['block-map', 'block-seq', 'flow-collection'])
