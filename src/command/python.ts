/**
 * Python's ways, where the CLI lets them show: how values are printed, how JSON and numbers are read, and in
 * whose words they are refused.
 *
 * Simplified: whole numbers are exact to 2^53 only, a fraction that is whole (`1.0`) counts as whole, a
 * dictionary prints as `dict` also where the CLI holds an `OrderedDict`, and `repr` escapes control characters
 * but takes all others for printable.
 */
import type { Value } from '../cloud/kernel/value.ts'

/** A value as `repr()` prints it. */
export function pythonRepr(value: Value | undefined): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (typeof value === 'string') return quoted(value)
  if (value instanceof Uint8Array) return `b${quoted(byteText(value), true)}`
  if (isList(value)) return `[${value.map((each) => pythonRepr(each)).join(', ')}]`
  const members = Object.entries(value).map(([key, each]) => `${quoted(key)}: ${pythonRepr(each)}`)
  return `{${members.join(', ')}}`
}

/** Bytes as the characters of the same numbers; piece by piece, since a call takes only so many arguments. */
function byteText(bytes: Uint8Array): string {
  let out = ''
  for (const byte of bytes) out += String.fromCharCode(byte)
  return out
}

/** A value as `str()` prints it. */
export const pythonStr = (value: Value | undefined): string =>
  typeof value === 'string' ? value : pythonRepr(value)

/** What `type()` calls a value: `<class 'str'>`. */
export function pythonType(value: Value | undefined): string {
  const name = (): string => {
    if (value === null || value === undefined) return 'NoneType'
    if (typeof value === 'boolean') return 'bool'
    if (typeof value === 'bigint') return 'int'
    if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
    if (typeof value === 'string') return 'str'
    if (value instanceof Uint8Array) return 'bytes'
    return isList(value) ? 'list' : 'dict'
  }
  return `<class '${name()}'>`
}

/** True of a list of values. */
export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value)

/** True of a dictionary. */
export const isDict = (
  value: Value | undefined,
): value is { readonly [key: string]: Value | undefined } =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array)

function quoted(text: string, bytes = false): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  let out = ''
  for (const c of text) {
    const code = c.codePointAt(0) ?? 0
    if (c === quote || c === '\\') out += `\\${c}`
    else if (c === '\n') out += '\\n'
    else if (c === '\r') out += '\\r'
    else if (c === '\t') out += '\\t'
    else if (code < 32 || code === 127 || (bytes && code > 126) || (code > 127 && code < 161))
      out += `\\x${code.toString(16).padStart(2, '0')}`
    else out += c
  }
  return quote + out + quote
}

/** A whole number as `int()` reads it, or null. */
export function readWhole(text: string): number | null {
  const trimmed = text.trim()
  return /^[+-]?\d+(_\d+)*$/.test(trimmed) ? Number(trimmed.replaceAll('_', '')) : null
}

/** What `int()` says of a text that is no whole number. */
export const notWhole = (text: string): string =>
  `invalid literal for int() with base 10: ${pythonRepr(text)}`

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

const MAX_DEPTH = 60
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/** JSON as `json.loads` reads it. Throws `JsonProblem`. */
export function readJson(text: string): Value {
  const reader = new JsonReader(text)
  return reader.whole()
}

class JsonReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  whole(): Value {
    if (this.#text.startsWith('\ufeff')) {
      this.#stop('Unexpected UTF-8 BOM (decode using utf-8-sig)', 0)
    }
    this.#blanks()
    const value = this.#value(0)
    this.#blanks()
    if (this.#at < this.#text.length) this.#stop('Extra data')
    return value
  }

  #value(depth: number): Value {
    const c = this.#text.charAt(this.#at)
    if (c === '"') return this.#string()
    if (c === '{' || c === '[') {
      if (depth >= MAX_DEPTH) this.#stop('Too deep')
      return c === '{' ? this.#object(depth) : this.#list(depth)
    }
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue
      this.#at += word.length
      return value
    }
    NUMBER.lastIndex = this.#at
    const number = NUMBER.exec(this.#text)
    if (number === null) this.#stop('Expecting value')
    this.#at += number[0].length
    return Number(number[0])
  }

  #object(depth: number): Value {
    const members: [string, Value][] = []
    this.#at += 1
    this.#blanks()
    if (this.#take('}')) return {}
    for (;;) {
      if (this.#text.charAt(this.#at) !== '"') {
        this.#stop('Expecting property name enclosed in double quotes')
      }
      const key = this.#string()
      this.#blanks()
      if (!this.#take(':')) this.#stop("Expecting ':' delimiter")
      this.#blanks()
      members.push([key, this.#value(depth + 1)])
      this.#blanks()
      if (this.#take('}')) return Object.fromEntries(members)
      if (!this.#take(',')) this.#stop("Expecting ',' delimiter")
      this.#blanks()
    }
  }

  #list(depth: number): Value {
    const items: Value[] = []
    this.#at += 1
    this.#blanks()
    if (this.#take(']')) return items
    for (;;) {
      items.push(this.#value(depth + 1))
      this.#blanks()
      if (this.#take(']')) return items
      if (!this.#take(',')) this.#stop("Expecting ',' delimiter")
      this.#blanks()
    }
  }

  #string(): string {
    const start = this.#at
    this.#at += 1
    let out = ''
    for (;;) {
      const c = this.#text.charAt(this.#at)
      if (c === '') this.#stop('Unterminated string starting at', start)
      if (c === '"') break
      if (c < ' ') this.#stop('Invalid control character at')
      this.#at += 1
      out += c === '\\' ? this.#escape(start) : c
    }
    this.#at += 1
    return out
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
    const plain = Object.hasOwn(ESCAPES, c) ? ESCAPES[c] : undefined
    if (plain === undefined) this.#stop('Invalid \\escape', this.#at - 1)
    this.#at += 1
    return plain
  }

  #blanks(): void {
    while (' \t\n\r'.includes(this.#text.charAt(this.#at)) && this.#at < this.#text.length) {
      this.#at += 1
    }
  }

  #take(c: string): boolean {
    if (this.#text.charAt(this.#at) !== c) return false
    this.#at += 1
    return true
  }

  #stop(message: string, index: number = this.#at): never {
    throw new JsonProblem(message, this.#text, index)
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORDS: readonly (readonly [string, Value])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]
