/**
 * How wide a text will be, before it is drawn, so that a layout can leave it its place.
 *
 * An upper estimate by classes of characters, in shares of the size of type. It holds for Inter, which the
 * lab brings along, and for DejaVu Sans, the widest of the fonts that a widget may find; a test of the real
 * page measures what is drawn.
 */
const NARROW = new Set('fijlrtI.,:’ ')
const WIDE = new Set('mwMW@')
/** Bold type is wider than plain by at most this. */
const BOLD = 1.13
/** A line of text stands this many times its size high, from the top of its tallest letter to its lowest. */
export const LINE = 1.22

function widthOf(letter: string): number {
  if (NARROW.has(letter)) return 0.37
  if (WIDE.has(letter)) return 0.96
  return letter >= 'A' && letter <= 'Z' ? 0.73 : 0.64
}

/** The most that `text` takes at `size` px, in px. */
export function textWidth(text: string, size: number, bold = false): number {
  let width = 0
  for (const letter of text) width += widthOf(letter)
  return width * size * (bold ? BOLD : 1)
}

/** The widest of some texts at `size` px; 0 of none. */
export const widest = (texts: Iterable<string>, size: number, bold = false): number =>
  Math.max(0, ...[...new Set(texts)].map((text) => textWidth(text, size, bold)))
