/**
 * How many columns a text takes in a table, as the CLI counts them.
 *
 * Characters whose East Asian width is wide, full or ambiguous (UAX #11) count two, all others one: also marks
 * that combine with what is before them, and Greek and Cyrillic letters are ambiguous. The table is Unicode
 * 14.0's, the edition of the CLI's Python; what that leaves unassigned may count either.
 */

/**
 * Ranges of such characters, in order: how far the first lies after the end of the range before, and behind
 * a full stop how many follow it; in base 36.
 */
const WIDE =
  '4h 3 3.1 2 3.1 2.4 2.4 2.3 7 a 7.1 6.3 5 2.2 2.1 3 2.1 4.3 2 2 3 g 2 8 b.1 4 6.2 5 7.3 2 4.3 ' +
  '2 5.1 j.1 4 2r 2 2 2 2 2 2 2 39 g 2r 3 2.2 2 3 8.3 2 2 x.33 y.o 8.g 2.6 1k f.1r 2 2i7.2n 2wh ' +
  '3.3 2.1 3.1 3.2 2.3 9 2.1 2 6 3 1i b 2.3 14 2f 2 4 a 3 b.1 4 5 14.1 7.3 2.b 5.9 g 7.9 v.1 p ' +
  '2 j p 2.1 4.1 3 4 2 4 5 3.3 3 2 2.5 2 6.3 5.1 b 4 6 e.1 3.3 3.1 3.1 j.1 3.1 e 4 c q 2b 8.1 ' +
  'e.1 5b.3 4 3 31.3t 2.2o 5.z d.f 3.3 b.1 2.6 9.1 3.1 5.1 3.1 5.2 3 3.3 h.3 a e.1 7.1 3 5.1 ' +
  '5.1 7 2 y 2 6.b d.1 2.2 2.3 2.1 2 g k b.1 2 9.1 i.2 5.t 2 5.n 6 5.1 t l f 2 5.2 2 v.9 m.2 p ' +
  'f nw.1 1g 5.4 mf.ce 3.5tq 1t.h52 wq.s hw.8mb 1nh.5ax mf.p n.1n 46.2n 3k.6 n m3n.d97 c21 5n ' +
  '1d.a 6.t 3.1l 7.1o 2c.80 d.8 2.1x 2.l d.16 5.4 d.g 4 4.1y 2 2.56 3.1q e.3 2.n j r.1 e 2f.2c ' +
  '1d.1x 7 4.2 3.a c.1 8.8 6c.g 7w.1a 2.9 2.54 35.3q zu.1idm fcmu.47i5'

/** First and last code point of each range. */
const ranges: readonly (readonly [number, number])[] = readRanges()

function readRanges(): [number, number][] {
  let end = 0
  return WIDE.split(' ').map((range) => {
    const [after = '', more = '0'] = range.split('.')
    const start = end + Number.parseInt(after, 36)
    end = start + Number.parseInt(more, 36)
    return [start, end]
  })
}

/** The width of a text in columns. */
export function textWidth(text: string): number {
  let width = 0
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    width += code > 0x7e && isWide(code) ? 2 : 1
  }
  return width
}

function isWide(code: number): boolean {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const [start, end] = ranges[middle] ?? [0, 0]
    if (code < start) high = middle
    else if (code > end) low = middle + 1
    else return true
  }
  return false
}
