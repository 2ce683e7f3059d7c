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

/** Whether a whole text matches a pattern, letter for letter where it has no signs. */
export function fnmatch(text: string, pattern: string): boolean {
  return new RegExp(`^(?:${translate(pattern)})$`, 'su').test(text)
}

function translate(pattern: string): string {
  let out = ''
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern.charAt(at)
    if (sign === '*') out += '.*'
    else if (sign === '?') out += '.'
    else if (sign === '[') {
      const set = bracket(pattern, at)
      out += set.text
      at = set.end
    } else out += quote(sign)
  }
  return out
}

/** A set from its `[`; one that is never closed is the sign itself. */
function bracket(pattern: string, at: number): { text: string; end: number } {
  let close = at + 1
  if (pattern.charAt(close) === '!') close += 1
  if (pattern.charAt(close) === ']') close += 1
  close = pattern.indexOf(']', close)
  if (close < 0) return { text: '\\[', end: at }
  const inner = pattern.slice(at + 1, close)
  const not = inner.startsWith('!')
  const ranges = rangesOf(not ? inner.slice(1) : inner)
  if (ranges === '') return { text: not ? '.' : '(?!)', end: close }
  return { text: `[${not ? '^' : ''}${ranges}]`, end: close }
}

/** The members of a set, a range written backwards left out, as `fnmatch` does. */
function rangesOf(inner: string): string {
  const signs = [...inner]
  let out = ''
  for (let i = 0; i < signs.length; i++) {
    const from = signs[i] ?? ''
    const to = signs[i + 1] === '-' ? signs[i + 2] : undefined
    if (to === undefined) out += quoteInSet(from)
    else {
      if (from <= to) out += `${quoteInSet(from)}-${quoteInSet(to)}`
      i += 2
    }
  }
  return out
}

const quote = (sign: string): string => sign.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
const quoteInSet = (sign: string): string => sign.replace(/[\\\]^[-]/, '\\$&')
