/**
 * The wildcards of EC2's filters: `*` is any run of characters, `?` is one, and a backslash makes
 * either of them, or a backslash, an ordinary character (EC2 user guide, "List and filter using the
 * CLI and API"). Case counts (ERRORS §8, M). A backslash before anything else stands for itself:
 * the lab's choice.
 */

const ANY_RUN = Symbol('*')
const ANY_ONE = Symbol('?')

/** A filter's value, read once: characters and wildcards. */
export type Pattern = readonly (string | typeof ANY_RUN | typeof ANY_ONE)[]

/** Reads a filter's value. */
export function readPattern(text: string): Pattern {
  const characters = [...text]
  const pattern: (string | typeof ANY_RUN | typeof ANY_ONE)[] = []
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? ''
    const next = characters[at + 1] ?? ''
    if (character === '*') pattern.push(ANY_RUN)
    else if (character === '?') pattern.push(ANY_ONE)
    else if (character === '\\' && next !== '' && '*?\\'.includes(next)) {
      pattern.push(next)
      at++
    } else pattern.push(character)
  }
  return pattern
}

/** Whether the whole text has the pattern. Goes back to the last `*` only, so never slow. */
export function matches(pattern: Pattern, text: string): boolean {
  const characters = [...text]
  let place = 0
  let at = 0
  let star = -1
  let from = 0
  while (at < characters.length) {
    const expected = pattern[place]
    if (expected === ANY_RUN) {
      star = place
      from = at
      place++
    } else if (expected === ANY_ONE || (expected !== undefined && expected === characters[at])) {
      place++
      at++
    } else if (star >= 0) {
      place = star + 1
      from++
      at = from
    } else return false
  }
  while (pattern[place] === ANY_RUN) place++
  return place === pattern.length
}
