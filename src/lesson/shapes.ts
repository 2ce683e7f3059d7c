/**
 * Whether something is of a shape: a reading of data that a stranger wrote, before anything else looks at it. Nothing is
 * nested without end, no list is longer than a page can bear, and no name is one that every object has.
 */
export type Is = (value: unknown, depth: number) => boolean
type Members = Readonly<Record<string, Is>>

/** Texts and data within each other; the compiler comes to about twenty. */
const MOST_DEPTH = 64
/** Things in one list or record, and characters of one text. */
const MOST_THINGS = 2000
const MOST_CHARACTERS = 100_000
/** A lesson's files are in Base64. */
const MOST_FILE_CHARACTERS = 2_000_000
/** Names that every object has: what is looked up by one of them would seem to be there. */
const INHERITED = /^(__proto__|constructor|prototype|toString|valueOf|hasOwnProperty)$/

type Plain = Readonly<Record<string, unknown>>
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const text: Is = (value) => typeof value === 'string' && value.length <= MOST_CHARACTERS
export const file: Is = (value) => typeof value === 'string' && value.length <= MOST_FILE_CHARACTERS
export const id: Is = (value) => text(value, 0) && !INHERITED.test(String(value))
export const number: Is = (value) => typeof value === 'number' && Number.isFinite(value)
export const count: Is = (value) => Number.isSafeInteger(value) && Number(value) >= 0
export const flag: Is = (value) => typeof value === 'boolean'
const nothing: Is = (value) => value === null

export const either =
  (...kinds: readonly Is[]): Is =>
  (value, depth) =>
    kinds.some((is) => is(value, depth))
export const orNull = (is: Is): Is => either(nothing, is)
export const oneOf =
  (...values: readonly unknown[]): Is =>
  (value) =>
    values.includes(value)
export const list =
  (is: Is): Is =>
  (value, depth) =>
    depth < MOST_DEPTH &&
    Array.isArray(value) &&
    value.length <= MOST_THINGS &&
    value.every((each) => is(each, depth + 1))
export const record =
  (is: Is): Is =>
  (value, depth) => {
    if (depth >= MOST_DEPTH || !isPlain(value)) return false
    const entries = Object.entries(value)
    return (
      entries.length <= MOST_THINGS &&
      entries.every(([key, each]) => id(key, depth) && is(each, depth + 1))
    )
  }
/** A list in which no two have the same key: two would be taken for one. */
export const listBy =
  (key: (each: unknown) => unknown, is: Is): Is =>
  (value, depth) =>
    list(is)(value, depth) && Array.isArray(value) && new Set(value.map(key)).size === value.length
export const own =
  (name: string) =>
  (each: unknown): unknown =>
    isPlain(each) ? each[name] : undefined

/** A record with these members at least; others are read by nobody. */
export const shape =
  (members: Members): Is =>
  (value, depth) =>
    depth < MOST_DEPTH &&
    isPlain(value) &&
    Object.entries(members).every(
      ([name, is]) => Object.hasOwn(value, name) && is(value[name], depth + 1),
    )
/** One of several shapes, by its `kind`. */
export const byKind =
  (kinds: Readonly<Record<string, Is>>): Is =>
  (value, depth) =>
    isPlain(value) &&
    typeof value.kind === 'string' &&
    Object.hasOwn(kinds, value.kind) &&
    kinds[value.kind]?.(value, depth) === true

/** What a command answered: of any names and any numbers, since nothing is looked up in it. */
export const json: Is = (value, depth) => {
  if (typeof value !== 'object' || value === null) {
    return isBare(value) || text(value, depth)
  }
  return depth < MOST_DEPTH && Object.values(value).every((each) => json(each, depth + 1))
}
const isBare = (value: unknown): boolean =>
  value === null || typeof value === 'number' || typeof value === 'boolean'

/** An answer as it was chosen or given. */
export const answered: Is = either(text, number)
/** A place in a world's history. */
export const mark: Is = shape({ at: number, position: count })
