/** How a piece of text is meant, not which colour it has. */
export type Style = 'plain' | 'faint' | 'strong' | 'good' | 'bad' | 'message' | 'notice' | 'call'

/** Dresses a text for the terminal. */
export type Palette = (style: Style, text: string) => string

const CODES: Record<Style, readonly [number, number] | null> = {
  plain: null,
  faint: [2, 22],
  strong: [1, 22],
  good: [32, 39],
  bad: [31, 39],
  message: [36, 39],
  notice: [33, 39],
  call: [34, 39]
}

/** Leaves every text as it is. */
export const plain: Palette = (_, text) => text

/** Colours of a terminal (ECMA-48), the eight that every theme has. */
export const coloured: Palette = (style, text) => {
  const codes = CODES[style]
  return codes === null || text === '' ? text : `\u001b[${codes[0]}m${text}\u001b[${codes[1]}m`
}
