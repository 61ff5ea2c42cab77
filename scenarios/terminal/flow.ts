import type { Data } from '../values.js'

/** Words that YAML would not read as the text they are. */
const NEEDS_QUOTES = /^$|^[\s\-?:,[\]{}#&*!|>'"%@`$]|[:,[\]{}#]|\s$|^(true|false|null|~|any|[-+.\d].*)$/

const shownText = (text: string): string => (NEEDS_QUOTES.test(text) ? JSON.stringify(text) : text)

const LIST_MAX = 16
const TEXT_MAX = 120

/** Data as a scenario would write them, in one line; long lists and texts are cut. */
export const flow = (data: Data): string => {
  if (typeof data === 'string')
    return data.length > TEXT_MAX ? `${JSON.stringify(data.slice(0, TEXT_MAX))}…` : shownText(data)
  if (typeof data !== 'object') return `${data}`
  const entries = Object.entries(data)
  const shown = entries.slice(0, LIST_MAX)
  const more = entries.length > LIST_MAX ? ', …' : ''
  return Array.isArray(data)
    ? `[${shown.map(([, part]) => flow(part)).join(', ')}${more}]`
    : `{${shown.map(([key, part]) => `${shownText(key)}: ${flow(part)}`).join(', ')}${more}}`
}

/** A text in lines of at most so many columns, broken at blanks where there are any. */
export const wrap = (text: string, width: number): string[] => {
  const lines: string[] = []
  let rest = text
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width)
    const at = blank > 0 ? blank : width
    lines.push(rest.slice(0, at).trimEnd())
    rest = rest.slice(at).trimStart()
  }
  return [...lines, rest]
}
