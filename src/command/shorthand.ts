/**
 * The CLI's shorthand: `Name=state,Values=a,b` for `{"Name": "state", "Values": ["a", "b"]}`.
 *
 * Follows awscli's ShorthandParser (Apache-2.0) rule by rule, its quirks included: a list ends where
 * the next key begins, a value's trailing blanks go, `\,` is a comma, keys may be empty. Errors have its words
 * and its picture of the place. What a value is to be (a number, a list of one) is the model's business and
 * not known here.
 */
import type { Value } from '../cloud/kernel/value.ts'

/** How deep lists and structures may stand in one another; Python gives up at about a thousand. */
const MAX_DEPTH = 200

/** Shorthand that cannot be read: the CLI's text, and where in the value. */
export class ShorthandProblem extends Error {
  override name = 'ShorthandProblem'
  readonly index: number
  constructor(message: string, index: number) {
    super(message)
    this.index = index
  }
}

/** Expected one thing, found another; only this is taken back when a list ends at the next key. */
class Unexpected extends ShorthandProblem {}

const SINGLE_QUOTED = /'(?:\\\\|\\'|[^'])*'/y
const DOUBLE_QUOTED = /"(?:\\\\|\\"|[^"])*"/y
const START = '!#-&(-+\\--<>-Z\\\\-z|-\\uffff'
const FIRST_VALUE = new RegExp(
  `(?:\\\\,|[${START}])(?:\\\\,|[\\s!#-&(-+\\--\\\\^-|~-\\uffff])*`,
  'uy',
)
const SECOND_VALUE = new RegExp(`(?:\\\\,|[${START}])(?:\\\\,|[\\s!#-&(-+\\--<>-\\uffff])*`, 'uy')
const KEY = /[A-Za-z0-9\-_.#/:]*/y
const BLANK = ' \t\n\r\u000b\u000c'

/** Reads one word of shorthand. Throws `ShorthandProblem`. */
export function parseShorthand(text: string): Value {
  return new ShorthandReader(text).parameter()
}

/** The text with a caret under the place. */
function picture(text: string, index: number): string {
  const spaces = index - (text.lastIndexOf('\n', index - 1) + 1)
  const newline = text.indexOf('\n', index)
  const end = newline < 0 ? text.length : newline
  return `${text.slice(0, end)}\n${' '.repeat(index === 0 ? 0 : spaces)}^${text.slice(end)}`
}

class ShorthandReader {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  parameter(): Value {
    const members = new Map<string, Value>([this.#keyValue()])
    let last = this.#at
    while (!this.#atEnd()) {
      this.#expect(',', true)
      const [key, value] = this.#keyValue()
      if (members.has(key)) {
        throw new ShorthandProblem(
          `Second instance of key "${key}" encountered for input:\n${picture(this.#text, last + 1)}\n` +
            'This is often because there is a preceding "," instead of a space.',
          last + 1,
        )
      }
      members.set(key, value)
      last = this.#at
    }
    return Object.fromEntries(members)
  }

  #keyValue(): [string, Value] {
    const key = this.#match(KEY) ?? ''
    this.#expect('=', true)
    return [key, this.#values()]
  }

  #values(): Value {
    if (this.#atEnd()) return ''
    const c = this.#text.charAt(this.#at)
    if (c === '[') return this.#list()
    return c === '{' ? this.#hash() : this.#commaValues()
  }

  #commaValues(): Value {
    const first = this.#firstValue()
    this.#blanks()
    if (this.#text.charAt(this.#at) !== ',') return first
    this.#expect(',', true)
    const values = [first]
    for (;;) {
      try {
        const value = this.#secondValue()
        this.#blanks()
        if (this.#atEnd()) {
          values.push(value)
          break
        }
        this.#expect(',', true)
        values.push(value)
      } catch (problem) {
        if (!(problem instanceof Unexpected) || this.#atEnd()) throw problem
        // A key came where a value was looked for, so the list ended at the comma before it.
        while (this.#at >= 0 && this.#text.charAt(this.#at) !== ',') this.#at -= 1
        break
      }
    }
    return values.length === 1 ? first : values
  }

  #list(): Value {
    this.#expect('[', true)
    const values: Value[] = []
    this.#items(']', () => values.push(this.#explicit()))
    return values
  }

  #hash(): Value {
    this.#expect('{', true)
    const members: [string, Value][] = []
    this.#items('}', () => {
      const key = this.#match(KEY) ?? ''
      this.#expect('=', true)
      members.push([key, this.#explicit()])
    })
    return Object.fromEntries(members)
  }

  /** Items with commas between them, to the closing bracket. */
  #items(close: string, item: () => void): void {
    while (this.#text.charAt(this.#at) !== close) {
      item()
      this.#blanks()
      if (this.#text.charAt(this.#at) === close) break
      this.#expect(',')
      this.#blanks()
    }
    this.#expect(close)
  }

  #explicit(): Value {
    const c = this.#text.charAt(this.#at)
    if (c !== '[' && c !== '{') return this.#firstValue()
    this.#depth += 1
    if (this.#depth > MAX_DEPTH)
      throw new ShorthandProblem('maximum recursion depth exceeded', this.#at)
    const value = c === '[' ? this.#list() : this.#hash()
    this.#depth -= 1
    return value
  }

  #firstValue(): string {
    return this.#quoted() ?? plain(this.#match(FIRST_VALUE) ?? '')
  }

  #secondValue(): string {
    return this.#quoted() ?? plain(this.#mustMatch(SECOND_VALUE, 'second'))
  }

  #quoted(): string | null {
    const quote = this.#text.charAt(this.#at)
    if (quote !== "'" && quote !== '"') return null
    const single = quote === "'"
    const found = this.#mustMatch(
      single ? SINGLE_QUOTED : DOUBLE_QUOTED,
      single ? 'singled quoted' : 'double quoted',
    )
    return found.slice(1, -1).replaceAll(`\\${quote}`, quote).replaceAll('\\\\', '\\')
  }

  #expect(char: string, blanks = false): void {
    if (blanks) this.#blanks()
    const actual = this.#atEnd() ? 'EOF' : this.#text.charAt(this.#at)
    if (actual !== char) this.#unexpected(char, actual)
    this.#at += 1
    if (blanks) this.#blanks()
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? null
    this.#at += found?.length ?? 0
    return found
  }

  #mustMatch(pattern: RegExp, name: string): string {
    return this.#match(pattern) ?? this.#unexpected(`<${name}>`, '<none>')
  }

  #unexpected(expected: string, actual: string): never {
    throw new Unexpected(
      `Expected: '${expected}', received: '${actual}' for input:\n${picture(this.#text, this.#at)}`,
      this.#at,
    )
  }

  #blanks(): void {
    while (!this.#atEnd() && BLANK.includes(this.#text.charAt(this.#at))) this.#at += 1
  }

  #atEnd(): boolean {
    return this.#at >= this.#text.length
  }
}

/** A bare value: `\,` is a comma, and blanks after it do not count. */
const plain = (text: string): string => text.replaceAll('\\,', ',').trimEnd()
