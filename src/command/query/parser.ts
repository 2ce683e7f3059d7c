/**
 * The grammar of queries: tokens to a tree.
 *
 * Follows the parser of jmespath.py 1.0 (MIT): top-down operator precedence (Pratt 1973), with its messages
 * and its leniency (commas between arguments may be left out). A projection takes what follows it up to the
 * first token that binds less than `PROJECTION_STOP`.
 */
import type { Json } from '../json.ts'
import { strText } from '../python.ts'
import { QueryError, type Token, type TokenType, tokenize } from './lexer.ts'

/** A tree of what a query does. */
export type Node =
  | { readonly kind: 'current' }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'slice'; readonly parts: readonly (number | null)[] }
  /** one after the other, each on what the one before gave */
  | { readonly kind: 'chain'; readonly of: 'dot' | 'index' | 'pipe'; readonly steps: Node[] }
  | { readonly kind: 'flatten' | 'not' | 'expref'; readonly child: Node }
  | { readonly kind: 'or' | 'and'; readonly left: Node; readonly right: Node }
  | {
      readonly kind: 'comparison'
      readonly operator: Comparator
      readonly left: Node
      readonly right: Node
    }
  | { readonly kind: 'projection' | 'valueProjection'; readonly left: Node; readonly right: Node }
  | { readonly kind: 'filter'; readonly left: Node; readonly right: Node; readonly test: Node }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Node[] }
  | { readonly kind: 'selectList'; readonly items: readonly Node[] }
  | { readonly kind: 'selectObject'; readonly members: readonly (readonly [string, Node])[] }

/** The signs of comparison, by the names of their tokens. */
export type Comparator = 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte'

const BINDING_POWER: Readonly<Record<TokenType, number>> = {
  eof: 0,
  unquoted_identifier: 0,
  quoted_identifier: 0,
  literal: 0,
  rbracket: 0,
  rparen: 0,
  comma: 0,
  rbrace: 0,
  number: 0,
  current: 0,
  expref: 0,
  colon: 0,
  pipe: 1,
  or: 2,
  and: 3,
  eq: 5,
  gt: 5,
  lt: 5,
  gte: 5,
  lte: 5,
  ne: 5,
  flatten: 9,
  star: 20,
  filter: 21,
  dot: 40,
  not: 45,
  lbrace: 50,
  lbracket: 55,
  lparen: 60,
}
const PROJECTION_STOP = 10
/** About where Python's own stack ends for an expression in parentheses. */
const MAX_DEPTH = 200
const CURRENT: Node = { kind: 'current' }

/** The tree of an expression. Throws `QueryError`. */
export function parse(expression: string): Node {
  return new Parser(expression).parse()
}

class Parser {
  readonly #expression: string
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(expression: string) {
    this.#expression = expression
    this.#tokens = tokenize(expression)
  }

  parse(): Node {
    const node = this.#expressionOf(0)
    const token = this.#token()
    if (token.type !== 'eof') throw this.#error(token, `Unexpected token: ${text(token)}`)
    return node
  }

  #token(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? { type: 'eof', value: '', start: 0 }
  }

  get #type(): TokenType {
    return this.#token().type
  }

  #expressionOf(power: number): Node {
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) throw new QueryError('maximum recursion depth exceeded')
    const first = this.#token()
    this.#at += 1
    let left = this.#beginning(first)
    while (power < BINDING_POWER[this.#type]) {
      const token = this.#token()
      this.#at += 1
      left = this.#continuation(token, left)
    }
    this.#depth -= 1
    return left
  }

  /** A token at the beginning of an expression. */
  #beginning(token: Token): Node {
    switch (token.type) {
      case 'literal':
        return { kind: 'literal', value: token.value }
      case 'unquoted_identifier':
        return { kind: 'field', name: text(token) }
      case 'quoted_identifier':
        if (this.#type === 'lparen') {
          const message = 'Quoted identifier not allowed for function names.'
          throw this.#error({ ...this.#token(), start: 0 }, message)
        }
        return { kind: 'field', name: text(token) }
      case 'star':
        return this.#valueProjection(
          CURRENT,
          this.#type === 'rbracket' ? CURRENT : this.#projected(BINDING_POWER.star),
        )
      case 'filter':
        return this.#filter(CURRENT)
      case 'lbrace':
        return this.#selectObject()
      case 'lparen': {
        const inner = this.#expressionOf(0)
        this.#match('rparen')
        return inner
      }
      case 'flatten':
        return this.#flatten(CURRENT)
      case 'not':
        return { kind: 'not', child: this.#expressionOf(BINDING_POWER.not) }
      case 'lbracket':
        return this.#bracket()
      case 'current':
        return CURRENT
      case 'expref':
        return { kind: 'expref', child: this.#expressionOf(BINDING_POWER.expref) }
      case 'eof':
        throw this.#incomplete()
      default:
        throw this.#error(token, 'invalid token')
    }
  }

  /** A token after an expression. */
  #continuation(token: Token, left: Node): Node {
    const { type } = token
    switch (type) {
      case 'dot':
        return this.#dot(left)
      case 'pipe':
        return { kind: 'chain', of: 'pipe', steps: [left, this.#expressionOf(BINDING_POWER.pipe)] }
      case 'or':
      case 'and':
        return { kind: type, left, right: this.#expressionOf(BINDING_POWER[type]) }
      case 'eq':
      case 'ne':
      case 'lt':
      case 'lte':
      case 'gt':
      case 'gte': {
        const right = this.#expressionOf(BINDING_POWER[type])
        return { kind: 'comparison', operator: type, left, right }
      }
      case 'lparen':
        return this.#call(left)
      case 'filter':
        return this.#filter(left)
      case 'flatten':
        return this.#flatten(left)
      case 'lbracket':
        return this.#index(left)
      default:
        throw this.#error(token, 'invalid token')
    }
  }

  #valueProjection(left: Node, right: Node): Node {
    return { kind: 'valueProjection', left, right }
  }

  #flatten(child: Node): Node {
    const left: Node = { kind: 'flatten', child }
    return { kind: 'projection', left, right: this.#projected(BINDING_POWER.flatten) }
  }

  #filter(left: Node): Node {
    const test = this.#expressionOf(0)
    this.#match('rbracket')
    const right = this.#type === 'flatten' ? CURRENT : this.#projected(BINDING_POWER.filter)
    return { kind: 'filter', left, right, test }
  }

  #dot(left: Node): Node {
    if (this.#type === 'star') {
      this.#at += 1
      return this.#valueProjection(left, this.#projected(BINDING_POWER.dot))
    }
    return chained('dot', left, this.#afterDot(BINDING_POWER.dot))
  }

  /** After `[` at the beginning: an index, a slice, `[*]`, or a list of expressions. */
  #bracket(): Node {
    if (this.#type === 'number' || this.#type === 'colon') {
      return this.#projectedIfSlice(CURRENT, this.#indexOrSlice())
    }
    if (this.#type !== 'star' || this.#token(1).type !== 'rbracket') return this.#selectList()
    this.#at += 2
    return { kind: 'projection', left: CURRENT, right: this.#projected(BINDING_POWER.star) }
  }

  /** After `[` behind an expression: an index, a slice or `[*]`. */
  #index(left: Node): Node {
    if (this.#type === 'number' || this.#type === 'colon') {
      const right = this.#indexOrSlice()
      return left.kind === 'chain' && left.of === 'index'
        ? chained('index', left, right)
        : this.#projectedIfSlice(left, right)
    }
    this.#match('star')
    this.#match('rbracket')
    return { kind: 'projection', left, right: this.#projected(BINDING_POWER.star) }
  }

  #projectedIfSlice(left: Node, right: Node): Node {
    const node: Node = { kind: 'chain', of: 'index', steps: [left, right] }
    if (right.kind !== 'slice') return node
    return { kind: 'projection', left: node, right: this.#projected(BINDING_POWER.star) }
  }

  #indexOrSlice(): Node {
    const token = this.#token()
    if (token.type === 'colon' || this.#token(1).type === 'colon') return this.#slice()
    this.#at += 1
    this.#match('rbracket')
    return { kind: 'index', index: Number(token.value) }
  }

  #slice(): Node {
    const parts: (number | null)[] = [null, null, null]
    let index = 0
    while (this.#type !== 'rbracket' && index < 3) {
      const token = this.#token()
      if (token.type === 'colon') index += 1
      else if (token.type === 'number') parts[index] = Number(token.value)
      if (index === 3 || (token.type !== 'colon' && token.type !== 'number')) {
        throw this.#error(token, 'syntax error')
      }
      this.#at += 1
    }
    this.#match('rbracket')
    return { kind: 'slice', parts }
  }

  /** What a projection does to each element. */
  #projected(power: number): Node {
    const { type } = this.#token()
    if (BINDING_POWER[type] < PROJECTION_STOP) return CURRENT
    if (type === 'lbracket' || type === 'filter') return this.#expressionOf(power)
    if (type !== 'dot') throw this.#error(this.#token(), 'syntax error')
    this.#at += 1
    return this.#afterDot(power)
  }

  #afterDot(power: number): Node {
    const token = this.#token()
    const { type } = token
    if (type === 'quoted_identifier' || type === 'unquoted_identifier' || type === 'star') {
      return this.#expressionOf(power)
    }
    if (type !== 'lbracket' && type !== 'lbrace') {
      const allowed = "['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace']"
      throw this.#error(token, `Expecting: ${allowed}, got: ${type}`)
    }
    this.#at += 1
    return type === 'lbracket' ? this.#selectList() : this.#selectObject()
  }

  #call(left: Node): Node {
    if (left.kind !== 'field') {
      const name = this.#token(-2)
      throw this.#error(name, `Invalid function name '${text(name)}'`)
    }
    const args: Node[] = []
    while (this.#type !== 'rparen') {
      args.push(this.#expressionOf(0))
      if (this.#type === 'comma') this.#at += 1
    }
    this.#at += 1
    return { kind: 'call', name: left.name, arguments: args }
  }

  #selectList(): Node {
    const items = [this.#expressionOf(0)]
    while (this.#type !== 'rbracket') {
      this.#match('comma')
      items.push(this.#expressionOf(0))
    }
    this.#at += 1
    return { kind: 'selectList', items }
  }

  #selectObject(): Node {
    const members: [string, Node][] = []
    for (;;) {
      const key = this.#token()
      this.#match('quoted_identifier', 'unquoted_identifier')
      this.#match('colon')
      members.push([text(key), this.#expressionOf(0)])
      if (this.#type === 'comma') this.#at += 1
      else if (this.#type === 'rbrace') {
        this.#at += 1
        return { kind: 'selectObject', members }
      }
    }
  }

  /** Passes over a token of one of the types. */
  #match(...types: readonly TokenType[]): void {
    const token = this.#token()
    if (!types.includes(token.type)) {
      if (token.type === 'eof') throw this.#incomplete()
      const names = types.map((type) => `'${type}'`).join(', ')
      const expected = types.length > 1 ? `[${names}]` : types[0]
      throw this.#error(token, `Expecting: ${expected}, got: ${token.type}`)
    }
    this.#at += 1
  }

  /** The line under the expression points at a column; one more for the quote before it. */
  #underlined(column: number): string {
    return `"${this.#expression}"\n${' '.repeat(column + 1)}^`
  }

  #error(token: Token, message: string): QueryError {
    const what = `token "${text(token)}" (${token.type.toUpperCase()})`
    const where = `Parse error at column ${token.start}, ${what}, for expression`
    return new QueryError(`${message}: ${where}:\n${this.#underlined(token.start)}`)
  }

  #incomplete(): QueryError {
    const end = Array.from(this.#expression).length
    return new QueryError(
      `Invalid jmespath expression: Incomplete expression:\n${this.#underlined(end)}`,
    )
  }
}

const text = (token: Token): string => strText(token.value)

/** Adds a step to a chain of its kind, or begins one. */
function chained(of: 'dot' | 'index', left: Node, right: Node): Node {
  const steps = left.kind === 'chain' && left.of === of ? left.steps : [left]
  return { kind: 'chain', of, steps: [...steps, right] }
}
