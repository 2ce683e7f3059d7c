/**
 * The words of a query, told apart as jmespath.py does, whose messages the CLI shows.
 *
 * Follows the lexer of jmespath.py 1.0 (MIT), its habits included: a literal in backquotes that is no JSON is
 * a text, and positions count code points.
 */
import type { Json } from '../json.ts'
import { parseJson } from '../readJson.ts'

/** What a token is. */
export type TokenType =
  | 'and'
  | 'colon'
  | 'comma'
  | 'current'
  | 'dot'
  | 'eof'
  | 'eq'
  | 'expref'
  | 'filter'
  | 'flatten'
  | 'gt'
  | 'gte'
  | 'lbrace'
  | 'lbracket'
  | 'literal'
  | 'lparen'
  | 'lt'
  | 'lte'
  | 'ne'
  | 'not'
  | 'number'
  | 'or'
  | 'pipe'
  | 'quoted_identifier'
  | 'rbrace'
  | 'rbracket'
  | 'rparen'
  | 'star'
  | 'unquoted_identifier'

/** One word. `start` is the number of code points before it. */
export interface Token {
  readonly type: TokenType
  readonly value: Json
  readonly start: number
}

/** What is wrong with a query, or with the data it meets, in the words of jmespath.py. */
export class QueryError extends Error {}

const SIGNS: Readonly<Record<string, TokenType>> = {
  '.': 'dot',
  '*': 'star',
  ']': 'rbracket',
  ',': 'comma',
  ':': 'colon',
  '@': 'current',
  '(': 'lparen',
  ')': 'rparen',
  '{': 'lbrace',
  '}': 'rbrace',
}

/** Signs that mean another thing when a second follows: the second, the pair, the sign alone. */
const PAIRS: Readonly<Record<string, readonly [string, TokenType, TokenType]>> = {
  '|': ['|', 'or', 'pipe'],
  '&': ['&', 'and', 'expref'],
  '<': ['=', 'lte', 'lt'],
  '>': ['=', 'gte', 'gt'],
  '!': ['=', 'ne', 'not'],
}

/** The tokens of an expression, the last of them `eof`. Throws `QueryError`. */
export function tokenize(expression: string): Token[] {
  if (expression === '') throw new QueryError('Invalid JMESPath expression: cannot be empty.')
  return [...new Lexer(expression).tokens()]
}

class Lexer {
  readonly #expression: string
  readonly #chars: readonly string[]
  #at = 0

  constructor(expression: string) {
    this.#expression = expression
    this.#chars = Array.from(expression)
  }

  *tokens(): Generator<Token> {
    for (let char = this.#chars[0]; char !== undefined; char = this.#chars[this.#at]) {
      if (/[ \t\n\r]/.test(char)) this.#at += 1
      else yield this.#token(char)
    }
    yield { type: 'eof', value: '', start: this.#chars.length }
  }

  #token(char: string): Token {
    const start = this.#at
    const sign = SIGNS[char]
    if (sign !== undefined) return this.#passed(sign, char)
    const pair = PAIRS[char]
    if (pair !== undefined) return this.#pair(char, pair)
    if (/[A-Za-z_]/.test(char))
      return { type: 'unquoted_identifier', value: this.#run(/\w/), start }
    if (/\d/.test(char)) return { type: 'number', value: Number(this.#run(/\d/)), start }
    if (char === '-') return this.#negative()
    if (char === '[') return this.#bracket()
    if (char === '=') return this.#equals()
    if (char === '`') return { type: 'literal', value: this.#literal(), start }
    if (char === "'") {
      return { type: 'literal', value: this.#until("'").replaceAll("\\'", "'"), start }
    }
    if (char === '"') return { type: 'quoted_identifier', value: this.#quotedIdentifier(), start }
    throw this.#error(start, `Unknown token ${char}`)
  }

  #passed(type: TokenType, value: string): Token {
    const start = this.#at
    this.#at += value.length
    return { type, value, start }
  }

  /** This character and those after it that the pattern matches. */
  #run(pattern: RegExp): string {
    const start = this.#at
    do this.#at += 1
    while (pattern.test(this.#chars[this.#at] ?? ''))
    return this.#chars.slice(start, this.#at).join('')
  }

  #pair(char: string, [second, pair, alone]: readonly [string, TokenType, TokenType]): Token {
    return this.#chars[this.#at + 1] === second
      ? this.#passed(pair, char + second)
      : this.#passed(alone, char)
  }

  #bracket(): Token {
    const next = this.#chars[this.#at + 1]
    if (next === ']') return this.#passed('flatten', '[]')
    return next === '?' ? this.#passed('filter', '[?') : this.#passed('lbracket', '[')
  }

  #negative(): Token {
    const start = this.#at
    const text = this.#run(/\d/)
    if (text === '-') throw this.#error(start, "Unknown token '-'")
    return { type: 'number', value: Number(text) + 0, start }
  }

  #equals(): Token {
    if (this.#chars[this.#at + 1] === '=') return this.#passed('eq', '==')
    throw this.#error(this.#at, "Unknown token '='")
  }

  /** The text up to a sign, escapes left in it; passes over both signs. */
  #until(delimiter: string): string {
    const start = this.#at
    let end = start + 1
    while (this.#chars[end] !== delimiter) {
      if (this.#chars[end] === '\\') end += 1
      if (this.#chars[end] === undefined)
        throw this.#error(start, `Unclosed ${delimiter} delimiter`)
      end += 1
    }
    this.#at = end + 1
    return this.#chars.slice(start + 1, end).join('')
  }

  #literal(): Json {
    const start = this.#at
    const lexeme = this.#until('`').replaceAll('\\`', '`')
    const json = parseJson(lexeme)
    const value = json === undefined ? parseJson(`"${lexeme.trimStart()}"`) : json
    if (value === undefined) throw this.#error(start, `Bad token ${lexeme}`)
    return value
  }

  #quotedIdentifier(): Json {
    const start = this.#at
    const text = this.#until('"')
    const value = parseJson(`"${text}"`)
    if (value === undefined) throw this.#error(start, wrongInText(text))
    return value
  }

  #error(position: number, message: string): QueryError {
    const underline = `${' '.repeat(position)}^`
    return new QueryError(`Bad jmespath expression: ${message}:\n${this.#expression}\n${underline}`)
  }
}

/** What Python's `json` says of the first thing that may not stand in a text. */
function wrongInText(text: string): string {
  const piece = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|[^\\\p{Cc}]|[\x7f-\x9f]/uy
  let end = 0
  while (piece.test(text)) end = piece.lastIndex
  if (text[end] !== '\\') return 'Invalid control character at'
  return text[end + 1] === 'u' ? 'Invalid \\uXXXX escape' : 'Invalid \\escape'
}
