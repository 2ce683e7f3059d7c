/**
 * JSON text to data, as Python's `json.loads` reads it.
 *
 * Not `JSON.parse`, which forgets the order of members named by numbers and tells no `1.0` from `1`. Like
 * Python it takes `NaN`, `Infinity` and `-Infinity`, and of two members with one name the last. Lists and
 * objects nest at most `MAX_DEPTH` deep.
 */
import { float, type Json } from './json.ts'

/** Deeper than any data of ours, and far from the end of the stack. */
const MAX_DEPTH = 200

const SPACE = /[ \t\n\r]*/y
const TEXT = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y
const WORD = /null|true|false|NaN|-?Infinity/y

const WORDS: Readonly<Record<string, Json>> = {
  null: null,
  true: true,
  false: false,
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
}

/** The data that `text` is the whole JSON of, or undefined when it is no JSON. */
export function parseJson(text: string): Json | undefined {
  const reader = new Reader(text)
  const value = reader.value(0)
  reader.take(SPACE)
  return reader.at === text.length ? value : undefined
}

/** Reads one value after another; `undefined` is what could not be read. */
class Reader {
  readonly #text: string
  at = 0

  constructor(text: string) {
    this.#text = text
  }

  /** What the pattern finds here, which is passed over. */
  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.#text)
    if (found !== null) this.at = pattern.lastIndex
    return found
  }

  value(depth: number): Json | undefined {
    this.take(SPACE)
    const next = this.#text[this.at]
    if (next === '"') return this.#string()
    if (next === '[') return depth < MAX_DEPTH ? this.#list(depth) : undefined
    if (next === '{') return depth < MAX_DEPTH ? this.#object(depth) : undefined
    const word = this.take(WORD)
    if (word !== null) return WORDS[word[0]]
    const number = this.take(NUMBER)
    if (number === null) return undefined
    const fraction = number[1] !== undefined || number[2] !== undefined
    // Adding 0 makes -0 the whole number 0.
    return fraction ? float(Number(number[0])) : Number(number[0]) + 0
  }

  #string(): string | undefined {
    const found = this.take(TEXT)
    return found === null ? undefined : String(JSON.parse(found[0]))
  }

  #list(depth: number): Json | undefined {
    const items: Json[] = []
    return this.#members(']', () => {
      const item = this.value(depth + 1)
      if (item !== undefined) items.push(item)
      return item !== undefined
    })
      ? items
      : undefined
  }

  #object(depth: number): Json | undefined {
    const members = new Map<string, Json>()
    return this.#members('}', () => {
      this.take(SPACE)
      const name = this.#string()
      if (name === undefined || !this.#sign(':')) return false
      const value = this.value(depth + 1)
      if (value !== undefined) members.set(name, value)
      return value !== undefined
    })
      ? members
      : undefined
  }

  /** Reads what stands between an opening sign and `end`, with commas between; false when it is broken. */
  #members(end: ']' | '}', member: () => boolean): boolean {
    this.at += 1
    if (this.#sign(end)) return true
    do if (!member()) return false
    while (this.#sign(','))
    return this.#sign(end)
  }

  /** Passes over a sign and the space before it; false when another stands there. */
  #sign(sign: string): boolean {
    this.take(SPACE)
    if (this.#text[this.at] !== sign) return false
    this.at += 1
    return true
  }
}
