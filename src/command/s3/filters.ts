/**
 * `--exclude` and `--include`: patterns of the shell, the last that matches decides.
 *
 * Models `filters.py` of aws-cli (Apache-2.0) and Python's `fnmatch`: `*` and `?` match `/` too, `[…]` is a
 * set, `[!…]` what is not in it, and patterns hold from the source's directory and from the destination's.
 */

/** One `--include` or `--exclude`. */
export interface Filter {
  readonly keeps: boolean
  readonly pattern: string
}

/** Whether a full path passes the filters, each pattern standing under every one of `roots`. */
export function passes(
  path: string,
  filters: readonly Filter[],
  roots: readonly string[],
): boolean {
  let keeps = true
  for (const filter of filters) {
    const hit = roots.some((root) => fnmatch(path, join(root, filter.pattern)))
    if (hit) keeps = filter.keeps
  }
  return keeps
}

/** Python's `os.path.join`: an absolute second part stands alone. */
function join(root: string, pattern: string): string {
  if (pattern.startsWith('/') || root === '') return pattern
  return root.endsWith('/') ? root + pattern : `${root}/${pattern}`
}

/** Whether one sign fits a place of a pattern; `STAR` is any number of signs. */
type Place = ((sign: string) => boolean) | typeof STAR
const STAR = '*'

/**
 * Whether a whole text matches a pattern, letter for letter where it has no signs.
 *
 * Goes through both once and, on a mismatch, back to the last `*` only, which then takes one more: a text of
 * n and a pattern of m signs cost at most n·m steps.
 */
export function fnmatch(text: string, pattern: string): boolean {
  const [signs, places] = [[...text], placesOf([...pattern])]
  let [at, place, star, taken] = [0, 0, -1, 0]
  while (at < signs.length) {
    const wanted = places[place]
    if (wanted === STAR) {
      star = place
      taken = at
      place += 1
    } else if (wanted?.(signs[at] ?? '') === true) {
      at += 1
      place += 1
    } else if (star >= 0) {
      taken += 1
      at = taken
      place = star + 1
    } else return false
  }
  return places.slice(place).every((rest) => rest === STAR)
}

function placesOf(pattern: readonly string[]): Place[] {
  const places: Place[] = []
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at] ?? ''
    if (sign === '*') places.push(STAR)
    else if (sign === '?') places.push(() => true)
    else {
      const close = sign === '[' ? closeOf(pattern, at) : -1
      if (close < 0) places.push((other) => other === sign)
      else {
        places.push(setOf(pattern.slice(at + 1, close)))
        at = close
      }
    }
  }
  return places
}

/** Where the set that begins at a `[` is closed; below 0 when it never is, and the `[` is the sign itself. */
function closeOf(pattern: readonly string[], at: number): number {
  let first = at + 1
  if (pattern[first] === '!') first += 1
  if (pattern[first] === ']') first += 1
  return pattern.indexOf(']', first)
}

/** The signs between the brackets, a range written backwards left out, as `fnmatch` does. */
function setOf(inner: readonly string[]): (sign: string) => boolean {
  const not = inner[0] === '!'
  const signs = not ? inner.slice(1) : inner
  const ranges: [from: number, to: number][] = []
  for (let i = 0; i < signs.length; i++) {
    const from = pointOf(signs[i])
    const isRange = signs[i + 1] === '-' && signs[i + 2] !== undefined
    ranges.push([from, isRange ? pointOf(signs[i + 2]) : from])
    if (isRange) i += 2
  }
  return (sign) => {
    const point = pointOf(sign)
    return ranges.some(([from, to]) => from <= point && point <= to) !== not
  }
}

const pointOf = (sign: string | undefined): number => sign?.codePointAt(0) ?? 0
