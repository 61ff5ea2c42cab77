import type { Palette, Style } from './palette.js'

/** A line of the terminal while it is drawn: a character and its style in each column. */
export interface Row {
  readonly characters: string[]
  readonly styles: Style[]
}

/** An empty line of so many columns. */
export const blankRow = (width: number): Row => ({
  characters: Array.from({ length: width }, () => ' '),
  styles: Array.from({ length: width }, (): Style => 'plain')
})

/** Control characters and other invisible ones would move the cursor; they show as a box. */
const NOT_SHOWN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

/** A text that cannot do more to a terminal than appear on it. */
export const visible = (text: string): string => text.replace(NOT_SHOWN, '▯')

/** How many columns a text takes. */
export const columnsOf = (text: string): number => Array.from(text).length

/** A text cut to so many columns, its loss marked. */
export const clip = (text: string, width: number): string => {
  const characters = Array.from(text)
  if (characters.length <= width) return text
  return width < 1 ? '' : `${characters.slice(0, width - 1).join('')}…`
}

/** Writes a text over what is there, from a column on; what does not fit is left out. */
export const put = (row: Row, column: number, text: string, style: Style): void => {
  let at = column
  for (const character of visible(text)) {
    if (at >= 0 && at < row.characters.length) {
      row.characters[at] = character
      row.styles[at] = style
    }
    at += 1
  }
}

/** The line as text, without blanks at its end; neighbours of one style are dressed together. */
export const render = ({ characters, styles }: Row, palette: Palette): string => {
  const end = characters.findLastIndex((character) => character !== ' ') + 1
  let line = ''
  for (let from = 0; from < end; ) {
    let to = from + 1
    while (to < end && styles[to] === styles[from]) to += 1
    line += palette(styles[from] ?? 'plain', characters.slice(from, to).join(''))
    from = to
  }
  return line
}
