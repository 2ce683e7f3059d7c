/**
 * What comes along when a command is copied from a page or a document: a prompt's sign, blanks, dashes and
 * quotation marks of typesetting.
 *
 * A shell takes each for a letter, and its error is then about something else. Here the place is named, and the
 * text given as it was meant. Only what stands outside quotes is looked at, and JSON within them; who means such
 * a sign puts it into quotes. Ends of lines as Windows writes them are no mistake, and are read as they are.
 */
import type { Span } from './types.ts'

/** The first such sign, what is wrong with it, and the whole text without any. */
export interface Slip {
  readonly at: Span
  readonly message: string
  readonly mended: string
}

interface Edit extends Span {
  readonly text: string
  readonly message: string
}

const PROMPT = /[ \t]*(?:\[[^\]\n]*\]|[\w.-]+@[\w.-]+:[^\s$#]*)?([$%])[ \t\u00a0]+(?=[A-Za-z_])/y
const CONTINUED = /[ \t]*>[ \t\u00a0]+/y
/** Where the next line begins with an option; elsewhere a blank may be meant. */
const LOOSE_END = /\\[ \t\u00a0]+(?=\r?\n[ \t\u00a0>]*-)/y
const BLANK = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]+/y
const NOTHING = /[\u00ad\u200b-\u200d\u2060\ufeff]+/y
const OPTION = /[-\u2010-\u2015\u2212]+(?=[A-Za-z])/y
const HYPHEN = /[\u2010-\u2015\u2212](?=[A-Za-z0-9])/y
const DOUBLE = /[\u201c-\u201f]/
const SINGLE = /[\u2018-\u201b]/
const ODD_DASH = /[^-]/

const BLANK_TEXT = 'This is no plain blank, and a shell takes it for a letter.'
const NOTHING_TEXT = 'An invisible sign stands here, and a shell takes it for a letter.'
const DASH_TEXT = 'This dash is one of typesetting: options have plain hyphens, as in --query.'
const QUOTE_TEXT = 'This quotation mark is one of typesetting: a shell knows \' and " only.'
const END_TEXT = 'Blanks stand after this \\: it continues a line only at its very end.'

/** What was copied along, or null when there is nothing. */
export function pastedSlip(text: string): Slip | null {
  const edits = new Scan(text).edits()
  const [first] = edits
  if (first === undefined) return null
  let mended = ''
  let from = 0
  for (const { start, end, text: plain } of edits) {
    mended += text.slice(from, start) + plain
    from = end
  }
  const at = { start: first.start, end: first.end }
  return { at, message: first.message, mended: mended + text.slice(from) }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** One pass over the text, with the quotes and `$(…)` that are open. */
class Scan {
  readonly #text: string
  readonly #edits: Edit[] = []
  /** what is open, the innermost last: double quotes or `$(` */
  readonly #open: ('"' | '(')[] = []
  #at = 0
  #newWord = true

  constructor(text: string) {
    this.#text = text
  }

  edits(): readonly Edit[] {
    while (this.#at < this.#text.length) {
      if (this.#open.at(-1) === '"') this.#inDouble()
      else if (!this.#oddSign()) this.#plain()
    }
    return this.#edits.sort((a, b) => a.start - b.start)
  }

  #inDouble(): void {
    const c = this.#text.charAt(this.#at)
    if (c === '"') this.#open.pop()
    if (this.#text.startsWith('$(', this.#at)) this.#enter()
    else this.#at += c === '\\' ? 2 : 1
  }

  #enter(): void {
    this.#open.push('(')
    this.#at += 2
    this.#newWord = true
  }

  #plain(): void {
    const c = this.#text.charAt(this.#at)
    if (c === "'") this.#quoted()
    else if (c === '#' && this.#newWord) this.#comment()
    else if (this.#text.startsWith('$(', this.#at)) this.#enter()
    else {
      if (c === '"') this.#open.push('"')
      if (c === ')' && this.#open.at(-1) === '(') this.#open.pop()
      this.#newWord = ' \t\r\n;&|<>()'.includes(c)
      this.#at += c === '\\' ? 2 : 1
    }
  }

  #comment(): void {
    const end = this.#text.indexOf('\n', this.#at)
    this.#at = end < 0 ? this.#text.length : end
  }

  /** To the end of single quotes. JSON in them has quotation marks of its own, and within these any other is a letter. */
  #quoted(): void {
    const end = this.#text.indexOf("'", this.#at + 1)
    const stop = end < 0 ? this.#text.length : end
    const inner = this.#text.slice(this.#at + 1, stop)
    if (/^\s*[[{]/.test(inner) && !isJson(inner)) this.#marks(this.#at + 1, stop)
    this.#at = stop + 1
    this.#newWord = false
  }

  /** An odd sign here, taken; false when there is none. */
  #oddSign(): boolean {
    const before = this.#text.charAt(this.#at - 1)
    if (this.#at === 0 || before === '\n') {
      const prompt = this.#find(PROMPT)
      if (prompt !== null) {
        const sign = prompt.trim().at(-1) ?? '$'
        return this.#take(
          prompt,
          '',
          `${sign} is the prompt of a shell, and no part of the command.`,
        )
      }
      const goesOn = /\\[ \t\u00a0]*\r?\n$/.test(
        this.#text.slice(Math.max(0, this.#at - 80), this.#at),
      )
      const mark = goesOn ? this.#find(CONTINUED) : null
      if (mark !== null) {
        return this.#take(
          mark,
          '',
          '> is how a shell asks for the rest of a line, and no part of it.',
        )
      }
    }
    const end = this.#find(LOOSE_END)
    if (end !== null) return this.#take(end, '\\', END_TEXT)
    const blank = this.#find(BLANK)
    if (blank !== null) return this.#take(blank, ' ', BLANK_TEXT)
    const nothing = this.#find(NOTHING)
    if (nothing !== null) return this.#take(nothing, '', NOTHING_TEXT)
    return this.#dash(before) || this.#mark(before)
  }

  #dash(before: string): boolean {
    const option = this.#newWord ? this.#find(OPTION) : null
    if (option !== null && ODD_DASH.test(option)) return this.#take(option, '--', DASH_TEXT)
    const inside = /[A-Za-z0-9]/.test(before) ? this.#find(HYPHEN) : null
    return inside !== null && this.#take(inside, '-', DASH_TEXT)
  }

  /** Quotation marks of typesetting where a value begins, to the one that closes them. */
  #mark(before: string): boolean {
    const c = this.#text.charAt(this.#at)
    const kind = DOUBLE.test(c) ? DOUBLE : SINGLE.test(c) ? SINGLE : null
    if (kind === null || !(this.#newWord || '=,:[{('.includes(before))) return false
    const rest = this.#text.slice(this.#at + 1)
    const plain = kind === DOUBLE ? '"' : "'"
    const close = rest.search(kind === DOUBLE ? /["\u201c-\u201f]/ : /['\u2018-\u201b]/)
    const end = close < 0 ? this.#at + 1 : this.#at + 2 + close
    this.#marks(this.#at, this.#at + 1, plain)
    if (close >= 0) {
      // Within single ones the double ones are those of JSON; within double ones the others are letters.
      if (kind === SINGLE) this.#marks(this.#at + 1, end - 1)
      this.#marks(end - 1, end, plain)
    }
    this.#at = end
    this.#newWord = false
    return true
  }

  /** Double marks of typesetting from one place to another become plain; or whatever stands there `plain`. */
  #marks(start: number, end: number, plain: string | null = null): void {
    for (let at = start; at < end; at++) {
      const c = this.#text.charAt(at)
      if (c !== plain && (plain !== null || DOUBLE.test(c))) {
        this.#edits.push({ start: at, end: at + 1, text: plain ?? '"', message: QUOTE_TEXT })
      }
    }
  }

  #find(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at
    return pattern.exec(this.#text)?.[0] ?? null
  }

  #take(found: string, text: string, message: string): true {
    const start = this.#at
    this.#at += found.length
    this.#edits.push({ start, end: this.#at, text, message })
    this.#newWord = text !== '-'
    return true
  }
}
