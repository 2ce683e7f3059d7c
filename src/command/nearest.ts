/**
 * The name that was probably meant.
 *
 * Models Python's difflib, which the CLI asks: two words are alike by twice the length of their matching
 * blocks over the length of both, blocks found longest first (Ratcliff and Obershelp). Simplified: difflib's
 * guess at noise in words of 200 letters and more, which names do not reach.
 */

/** How alike two words are, from 0 to 1: difflib's `SequenceMatcher(None, a, b).ratio()`. */
export function likeness(a: string, b: string): number {
  const total = a.length + b.length
  return total === 0 ? 1 : (2 * matching(a, b, 0, a.length, 0, b.length)) / total
}

function matching(
  a: string,
  b: string,
  aFrom: number,
  aTo: number,
  bFrom: number,
  bTo: number,
): number {
  let size = 0
  let aBest = aFrom
  let bBest = bFrom
  let lengths = new Map<number, number>()
  for (let i = aFrom; i < aTo; i += 1) {
    const next = new Map<number, number>()
    for (let j = bFrom; j < bTo; j += 1) {
      if (a[i] !== b[j]) continue
      const length = (lengths.get(j - 1) ?? 0) + 1
      next.set(j, length)
      if (length <= size) continue
      size = length
      aBest = i - length + 1
      bBest = j - length + 1
    }
    lengths = next
  }
  if (size === 0) return 0
  const before = matching(a, b, aFrom, aBest, bFrom, bBest)
  return size + before + matching(a, b, aBest + size, aTo, bBest + size, bTo)
}

/** A name is shorter than this, and the work grows with the square. */
const LONGEST = 100

/** The names at least `cutoff` alike to a word, the likest first, at most three: difflib's `get_close_matches`. */
export function closeMatches(word: string, names: readonly string[], cutoff: number): string[] {
  if (word.length > LONGEST) return []
  return names
    .map((name) => ({ name, score: likeness(name, word) }))
    .filter(({ score }) => score >= cutoff)
    .sort((x, y) => y.score - x.score || (x.name < y.name ? 1 : -1))
    .slice(0, 3)
    .map(({ name }) => name)
}

/** The one name to offer instead of a word, or null when none is like it. */
export const nearest = (word: string, names: readonly string[]): string | null =>
  closeMatches(word, names, 0.6)[0] ?? null
