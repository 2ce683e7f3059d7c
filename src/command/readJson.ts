/**
 * JSON text to data, as Python's `json.loads` reads it and in whose words it refuses.
 *
 * Not `JSON.parse`, which forgets the order of members named by numbers and tells no `1.0` from `1`. Like
 * Python it takes `NaN`, `Infinity` and `-Infinity`, and of two members with one name the last. Lists and
 * objects nest at most `MAX_DEPTH` deep.
 */
import type { Value } from '../cloud/kernel/value.ts'
import { Float, float, isList, isObject, type Json } from './json.ts'

/** Text that is not JSON: why, in the words of Python's `json`, and where. */
export class JsonProblem extends Error {
  override name = 'JsonProblem'
  readonly index: number
  constructor(message: string, text: string, index: number) {
    const before = text.slice(0, index)
    const line = before.split('\n').length
    const column = index - before.lastIndexOf('\n')
    super(`${message}: line ${line} column ${column} (char ${index})`)
    this.index = index
  }
}

/** Deeper than any data of ours, and far from the end of the stack. */
const MAX_DEPTH = 200

const SPACE = /[ \t\n\r]*/y
const PLAIN = /[^"\\\p{Cc}]+|[\x7f-\x9f]+/uy
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

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

/** The data that `text` is the whole JSON of. Throws `JsonProblem`. */
export function readJson(text: string): Json {
  return new Reader(text).whole()
}

/** The same, and undefined for what is no JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return readJson(text)
  } catch (problem) {
    if (problem instanceof JsonProblem) return undefined
    throw problem
  }
}

/** JSON as values of a call's input: plain objects, and numbers of one kind. Throws `JsonProblem`. */
export const readValue = (text: string): Value => asValue(readJson(text))

function asValue(json: Json): Value {
  if (json instanceof Float) return json.value
  if (isList(json)) return json.map(asValue)
  if (!isObject(json)) return json
  return Object.fromEntries([...json].map(([name, each]) => [name, asValue(each)]))
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  whole(): Json {
    if (this.#text.startsWith('\ufeff')) {
      this.#stop('Unexpected UTF-8 BOM (decode using utf-8-sig)', 0)
    }
    this.#take(SPACE)
    const value = this.#value(0)
    this.#take(SPACE)
    if (this.#at < this.#text.length) this.#stop('Extra data')
    return value
  }

  #value(depth: number): Json {
    const c = this.#text.charAt(this.#at)
    if (c === '"') return this.#string()
    if (c === '{' || c === '[') {
      if (depth >= MAX_DEPTH) this.#stop('Too deep')
      this.#at += 1
      this.#take(SPACE)
      return c === '{' ? this.#object(depth) : this.#list(depth)
    }
    const word = this.#take(WORD)
    if (word !== null) return WORDS[word[0]] ?? null
    const number = this.#take(NUMBER)
    if (number === null) this.#stop('Expecting value')
    const fraction = number[1] !== undefined || number[2] !== undefined
    // Adding 0 makes -0 the whole number 0.
    return fraction ? float(Number(number[0])) : Number(number[0]) + 0
  }

  #object(depth: number): Json {
    const members = new Map<string, Json>()
    if (this.#sign('}')) return members
    for (;;) {
      if (this.#text.charAt(this.#at) !== '"') {
        this.#stop('Expecting property name enclosed in double quotes')
      }
      const name = this.#string()
      this.#take(SPACE)
      if (!this.#sign(':')) this.#stop("Expecting ':' delimiter")
      this.#take(SPACE)
      members.set(name, this.#value(depth + 1))
      if (this.#ends('}')) return members
    }
  }

  #list(depth: number): Json {
    const items: Json[] = []
    if (this.#sign(']')) return items
    for (;;) {
      items.push(this.#value(depth + 1))
      if (this.#ends(']')) return items
    }
  }

  /** After a member or an item: whether it was the last one; else a comma is passed over. */
  #ends(end: ']' | '}'): boolean {
    this.#take(SPACE)
    if (this.#sign(end)) return true
    if (!this.#sign(',')) this.#stop("Expecting ',' delimiter")
    this.#take(SPACE)
    return false
  }

  #string(): string {
    const start = this.#at
    this.#at += 1
    let out = ''
    for (;;) {
      out += this.#take(PLAIN)?.[0] ?? ''
      const c = this.#text.charAt(this.#at)
      if (c === '') this.#stop('Unterminated string starting at', start)
      if (c < ' ') this.#stop('Invalid control character at')
      if (this.#sign('"')) return out
      if (this.#sign('\\')) out += this.#escape(start)
    }
  }

  #escape(start: number): string {
    const c = this.#text.charAt(this.#at)
    if (c === '') this.#stop('Unterminated string starting at', start)
    if (c === 'u') {
      const digits = this.#text.slice(this.#at + 1, this.#at + 5)
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.#stop('Invalid \\uXXXX escape')
      this.#at += 5
      return String.fromCharCode(Number.parseInt(digits, 16))
    }
    const plain = ESCAPES.get(c)
    if (plain === undefined) this.#stop('Invalid \\escape', this.#at - 1)
    this.#at += 1
    return plain
  }

  /** What the pattern finds here, which is passed over. */
  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found !== null) this.#at = pattern.lastIndex
    return found
  }

  /** Passes over a sign; false when another stands there. */
  #sign(sign: string): boolean {
    if (this.#text.charAt(this.#at) !== sign) return false
    this.#at += 1
    return true
  }

  #stop(message: string, index: number = this.#at): never {
    throw new JsonProblem(message, this.#text, index)
  }
}
