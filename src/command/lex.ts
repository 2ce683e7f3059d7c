/**
 * A script, as typed, taken apart into statements and words.
 *
 * Models what a POSIX shell (XCU 2.2 to 2.10) does with simple commands: quotes, escapes, comments, line
 * continuation, assignments, `$name`, `${name}`, `$(…)`, and statements that end with a newline, `;` or `&&`.
 * Not there, each refused at its place: pipes, redirections, background jobs, functions, loops and conditions,
 * arithmetic, special parameters, backquotes. Patterns such as `*` stand for themselves, as in a folder where
 * nothing matches. A script is understood whole before its first statement runs.
 */
import type { Span } from './types.ts'

/** A piece of a word. What is quoted is never split. */
export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'variable'; readonly name: string; readonly quoted: boolean }
  | { readonly kind: 'command'; readonly script: Script; readonly quoted: boolean }

/** A word before its variables and commands are put in. */
export interface RawWord {
  readonly parts: readonly Part[]
  readonly at: Span
}

/** `name=value` before the words of a statement. */
export interface Assignment {
  readonly name: string
  readonly value: RawWord
}

/** One simple command; `joined` when it runs only if the one before it did well. */
export interface Statement {
  readonly assignments: readonly Assignment[]
  readonly words: readonly RawWord[]
  readonly joined: boolean
  readonly at: Span
}

export type Script = readonly Statement[]

/** A script that cannot be understood. */
export class SyntaxProblem extends Error {
  override name = 'SyntaxProblem'
  readonly at: Span
  constructor(message: string, at: Span) {
    super(message)
    this.at = at
  }
}

const MAX_DEPTH = 16
const BLANKS = /(?:[ \t]|\\\r?\n|\r(?=\n|$))+|#[^\n]*/y
const NAME = /^[A-Za-z_][A-Za-z0-9_]*/
const RESERVED = new Set(
  'if then elif else fi for while until do done case esac select function time { } ! [['.split(' '),
)
const USE = 'Use --query to choose from an answer, and $(…) to put it into another command.'
const FILES = 'Use file:// and fileb:// to read a file into an option.'

/** Takes a script apart. Throws `SyntaxProblem`. */
export function parseScript(text: string): Script {
  return new Parser(text).script(0, false)
}

class Parser {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Statements to the end of the text, or to the `)` that closes a `$(`. */
  script(depth: number, nested: boolean): Statement[] {
    const start = this.#at
    const statements: Statement[] = []
    let and: number | null = null
    for (;;) {
      const statement = this.#statement(depth, and !== null)
      if (statement !== null) statements.push(statement)
      else if (and !== null) this.#stop('&& needs a command after it.', and, 2)
      const end = this.#separator(nested, statement !== null)
      if (end === 'end' && nested) {
        throw new SyntaxProblem('$( has no ).', { start: start - 2, end: start })
      }
      if (end === 'end' || end === 'close') return statements
      and = end === 'and' ? this.#at - 2 : null
      if (and !== null) this.#skipLines()
    }
  }

  #statement(depth: number, joined: boolean): Statement | null {
    this.#skipBlanks()
    const start = this.#at
    let end = start
    const assignments: Assignment[] = []
    const words: RawWord[] = []
    while (!this.#atEnd()) {
      const word = this.#word(depth)
      if (word === null) break
      end = this.#at
      const assignment = words.length === 0 ? asAssignment(word) : null
      if (assignment !== null) assignments.push(assignment)
      else words.push(word)
      this.#skipBlanks()
    }
    if (words.length === 0 && assignments.length === 0) return null
    refuseReserved(words[0])
    const [first] = words
    if (first !== undefined && assignments.length > 0) {
      throw new SyntaxProblem(
        'A variable is set by a statement of its own: put a newline or ; after it.',
        { start, end: first.at.start },
      )
    }
    return { assignments, words, joined, at: { start, end } }
  }

  /** What ends a statement. */
  #separator(nested: boolean, after: boolean): 'next' | 'and' | 'close' | 'end' {
    const c = this.#text.charAt(this.#at)
    const two = this.#text.slice(this.#at, this.#at + 2)
    if (c === '') return 'end'
    if (c === ')' && nested) {
      this.#at += 1
      return 'close'
    }
    if (c === '\n') {
      this.#at += 1
      return 'next'
    }
    if (two === ';;') this.#stop(';; is not there: one ; ends a statement.', this.#at, 2)
    if (!after && (c === ';' || two === '&&'))
      this.#stop(`There is no command before ${c === ';' ? c : two}.`, this.#at, c === ';' ? 1 : 2)
    if (c === ';') {
      this.#at += 1
      return 'next'
    }
    if (two === '&&') {
      this.#at += 2
      return 'and'
    }
    return this.#refuse(c, two)
  }

  #refuse(c: string, two: string): never {
    if (two === '||')
      this.#stop('|| is not there. && runs a command after one that did well.', this.#at, 2)
    if (c === '|') this.#stop(`Pipes are not there. ${USE}`)
    if (c === '&')
      this.#stop('Commands in the background (&) are not there: one runs after another.')
    if (c === '<') this.#stop(`Redirections are not there. ${FILES}`)
    if (c === '>')
      this.#stop('Redirections are not there. Use x=$(…) to keep what a command prints.')
    if (c === '(') this.#stop('Groups in ( ) are not there. Quote the word if ( belongs to it.')
    if (c === ')') this.#stop('There is no ( before this ).')
    return this.#stop(`${c} is not understood here.`)
  }

  /** A word, or null where none begins. */
  #word(depth: number): RawWord | null {
    const start = this.#at
    const parts: Part[] = []
    for (;;) {
      const c = this.#text.charAt(this.#at)
      if (c === '' || ' \t\n;&|<>()'.includes(c) || this.#atCarriageReturn()) break
      if (c === '#' && this.#at === start) break
      if (c === '\\') this.#escape(parts)
      else if (c === "'") this.#singleQuotes(parts)
      else if (c === '"') this.#doubleQuotes(parts, depth)
      else if (c === '$') this.#dollar(parts, depth, false)
      else if (c === '`') this.#backquote()
      else {
        addText(parts, c, false)
        this.#at += 1
      }
    }
    return parts.length === 0 ? null : { parts, at: { start, end: this.#at } }
  }

  #escape(parts: Part[]): void {
    const next = this.#text.charAt(this.#at + 1)
    const line = /^\\\r?\n/.exec(this.#text.slice(this.#at, this.#at + 3))
    if (line !== null) {
      this.#at += line[0].length
      return
    }
    addText(parts, next === '' ? '\\' : next, true)
    this.#at += next === '' ? 1 : 2
  }

  #singleQuotes(parts: Part[]): void {
    const end = this.#text.indexOf("'", this.#at + 1)
    if (end < 0) this.#stop("This ' is not closed.")
    addText(parts, this.#text.slice(this.#at + 1, end), true)
    this.#at = end + 1
  }

  #doubleQuotes(parts: Part[], depth: number): void {
    const start = this.#at
    this.#at += 1
    addText(parts, '', true)
    for (;;) {
      const c = this.#text.charAt(this.#at)
      if (c === '') this.#stop('This " is not closed.', start)
      if (c === '"') break
      const next = this.#text.charAt(this.#at + 1)
      if (c === '\\' && '$`"\\\n'.includes(next) && next !== '') {
        if (next !== '\n') addText(parts, next, true)
        this.#at += 2
      } else if (c === '$') this.#dollar(parts, depth, true)
      else if (c === '`') this.#backquote()
      else {
        addText(parts, c, true)
        this.#at += 1
      }
    }
    this.#at += 1
  }

  #dollar(parts: Part[], depth: number, quoted: boolean): void {
    const rest = this.#text.slice(this.#at + 1, this.#at + 257)
    const name = NAME.exec(rest)?.[0]
    if (name !== undefined) {
      parts.push({ kind: 'variable', name, quoted })
      this.#at += 1 + name.length
    } else if (rest.startsWith('{')) this.#braces(parts, quoted, rest)
    else if (rest.startsWith('((')) this.#stop('Arithmetic $((…)) is not there.', this.#at, 3)
    else if (rest.startsWith('(')) {
      if (depth >= MAX_DEPTH) this.#stop(`$( may be nested ${MAX_DEPTH} deep.`, this.#at, 2)
      this.#at += 2
      parts.push({ kind: 'command', script: this.script(depth + 1, true), quoted })
    } else if (/^[0-9@*#?$!-]/.test(rest))
      this.#stop(`$${rest.charAt(0)} is not there: variables have names.`, this.#at, 2)
    else {
      addText(parts, '$', quoted)
      this.#at += 1
    }
  }

  #braces(parts: Part[], quoted: boolean, rest: string): void {
    const name = NAME.exec(rest.slice(1))?.[0] ?? ''
    if (name === '' || rest.charAt(1 + name.length) !== '}')
      this.#stop('Braces after $ hold a variable’s name and nothing else.', this.#at, 2)
    parts.push({ kind: 'variable', name, quoted })
    this.#at += 3 + name.length
  }

  #backquote(): never {
    return this.#stop('Backquotes are not there. Use $(…).')
  }

  /** Blanks, comments and continued lines. */
  #skipBlanks(): void {
    for (;;) {
      BLANKS.lastIndex = this.#at
      const found = BLANKS.exec(this.#text)
      if (found === null) return
      this.#at += found[0].length
    }
  }

  #skipLines(): void {
    for (;;) {
      this.#skipBlanks()
      if (this.#text.charAt(this.#at) !== '\n') return
      this.#at += 1
    }
  }

  /** The `\r` of a line that was written elsewhere. */
  #atCarriageReturn(): boolean {
    return /^\r(\n|$)/.test(this.#text.slice(this.#at, this.#at + 2))
  }

  #atEnd(): boolean {
    return this.#at >= this.#text.length
  }

  #stop(message: string, start: number = this.#at, length = 1): never {
    throw new SyntaxProblem(message, { start, end: Math.min(start + length, this.#text.length) })
  }
}

function addText(parts: Part[], text: string, quoted: boolean): void {
  const last = parts.at(-1)
  if (last?.kind === 'text' && last.quoted === quoted)
    parts[parts.length - 1] = { ...last, text: last.text + text }
  else parts.push({ kind: 'text', text, quoted })
}

function asAssignment(word: RawWord): Assignment | null {
  const [first, ...rest] = word.parts
  if (first?.kind !== 'text' || first.quoted) return null
  const name = /^([A-Za-z_][A-Za-z0-9_]*)=/.exec(first.text)?.[1]
  if (name === undefined) return null
  const start = { ...first, text: first.text.slice(name.length + 1) }
  return { name, value: { parts: [start, ...rest], at: word.at } }
}

function refuseReserved(word: RawWord | undefined): void {
  const [part, more] = word?.parts ?? []
  if (word === undefined || part?.kind !== 'text' || part.quoted || more !== undefined) return
  if (RESERVED.has(part.text)) {
    const message = `${part.text} is not there: a script is a list of commands, run in order.`
    throw new SyntaxProblem(message, word.at)
  }
}
