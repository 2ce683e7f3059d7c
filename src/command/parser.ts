/**
 * Words to options and their values, as the CLI reads them.
 *
 * Follows Python's argparse, which the CLI is built on, in what the CLI uses of it: long options, `--name=value`,
 * beginnings of names that fit one option only, options that take one word, any number or none, words that
 * stand alone, and leftovers handed on to the next reader. Errors have argparse's words. Simplified: no short
 * options, no groups.
 */
import { type Program, usageError } from './errors.ts'
import { closeMatches, nearest } from './nearest.ts'
import { reprText } from './python.ts'
import type { Span, Word } from './types.ts'

/** What a parser knows of an option, or of a word that stands alone (`flag` null). */
export interface Option {
  /** `--image-id`; null for a word told by its place */
  readonly flag: string | null
  /** several options may share one: the last given wins */
  readonly key: string
  /** one word; one each time it is given; two; one or none; any number; none */
  readonly takes: 'one' | 'each' | 'two' | 'optional' | 'many' | 'none'
  readonly required: boolean
  /** the word must be a whole number */
  readonly whole?: boolean
  /** the word must be one of these */
  readonly choices?: readonly string[]
}

/** An option as it was given. */
export interface Given {
  readonly option: Option
  /** of the option's own word */
  readonly at: Span
  readonly words: readonly Word[]
}

/** What became of the words. */
export interface Parsed {
  /** by key */
  readonly given: ReadonlyMap<string, Given>
  /** each time that an option was given, in order */
  readonly all: readonly Given[]
  readonly extras: readonly Word[]
}

const NARGS = { one: 'A', each: 'A', two: 'AA', optional: 'A?', many: 'A*', none: '' } as const
const PLACED = {
  one: '(-*A-*)',
  each: '(-*A-*)',
  two: '(-*A-*A-*)',
  optional: '(-*A?-*)',
  many: '(-*[A-]*)',
  none: '(-*-*)',
} as const
const TOO_FEW = {
  one: 'expected one argument',
  each: 'expected 1 argument',
  two: 'expected 2 arguments',
} as const
const NEGATIVE = /^-\d+$|^-\d*\.\d+$/

/** Reads words. Throws `CommandError` with argparse's text. */
export function parseWords(
  program: Program,
  options: readonly Option[],
  words: readonly Word[],
): Parsed {
  return new Reader(program, options).read(words)
}

interface Found {
  readonly option: Option | null
  readonly explicit: string | null
}

class Reader {
  readonly #program: Program
  readonly #options: readonly Option[]
  readonly #placed: Option[]
  readonly #given = new Map<string, Given>()
  readonly #all: Given[] = []
  readonly #seen = new Set<Option>()
  readonly #extras: Word[] = []
  #words: readonly Word[] = []
  #found: readonly (Found | null)[] = []
  #pattern = ''

  constructor(program: Program, options: readonly Option[]) {
    this.#program = program
    this.#options = options
    this.#placed = options.filter((option) => option.flag === null)
  }

  read(words: readonly Word[]): Parsed {
    this.#words = words
    const rest = words.findIndex((word) => word.text === '--')
    const free = rest < 0 ? words.length : rest
    this.#found = words.map((word, i) => (i < free ? this.#classify(word) : null))
    this.#pattern = words
      .map((_, i) => (i === free ? '-' : this.#found[i] === null ? 'A' : 'O'))
      .join('')
    let at = 0
    for (let last = this.#pattern.lastIndexOf('O'); at <= last; ) {
      const next = this.#pattern.indexOf('O', at)
      if (at !== next) {
        const end = this.#takePlaced(at)
        if (end > at) {
          at = end
          continue
        }
        this.#extras.push(...words.slice(at, next))
      }
      at = this.#takeOption(next)
    }
    this.#extras.push(...words.slice(this.#takePlaced(at)))
    this.#checkRequired()
    return { given: this.#given, all: this.#all, extras: this.#extras }
  }

  /** What an option's word stands for; null for a word that is none. */
  #classify(word: Word): Found | null {
    const { text } = word
    if (!text.startsWith('-')) return null
    const exact = this.#options.find((option) => option.flag === text)
    if (exact !== undefined) return { option: exact, explicit: null }
    if (text.length === 1) return null
    const sign = text.indexOf('=')
    const name = sign < 0 ? text : text.slice(0, sign)
    const explicit = sign < 0 ? null : text.slice(sign + 1)
    const named = this.#options.find((option) => option.flag === name)
    if (named !== undefined) return { option: named, explicit }
    const fitting = this.#options.filter((option) => option.flag?.startsWith(name) && name !== '-')
    if (fitting.length > 1) {
      const names = fitting.map((option) => option.flag).join(', ')
      throw usageError(this.#program, `ambiguous option: ${text} could match ${names}`, {
        at: word.at,
        suggestion: fitting[0]?.flag ?? null,
      })
    }
    const [option] = fitting
    if (option !== undefined) return { option, explicit }
    if (NEGATIVE.test(text) || text.includes(' ')) return null
    return { option: null, explicit: null }
  }

  #takeOption(at: number): number {
    const word = this.#words[at]
    const found = this.#found[at]
    if (word === undefined || !found) return at + 1
    const { option, explicit } = found
    if (option === null) {
      this.#extras.push(word)
      return at + 1
    }
    if (explicit !== null) {
      if (option.takes === 'none') {
        this.#refuse(option, `ignored explicit argument ${reprText(explicit)}`, word.at)
      }
      const start = word.at.end - explicit.length
      const at1 = start > word.at.start ? { start, end: word.at.end } : word.at
      this.#take(option, word.at, [{ text: explicit, at: at1 }])
      return at + 1
    }
    const fits = new RegExp(`^${NARGS[option.takes]}`).exec(this.#pattern.slice(at + 1))
    if (fits === null) {
      const { takes } = option
      const few = takes === 'each' || takes === 'two' ? takes : 'one'
      this.#refuse(option, TOO_FEW[few], word.at)
    }
    const end = at + 1 + fits[0].length
    this.#take(option, word.at, this.#words.slice(at + 1, end))
    return end
  }

  /** Gives words to as many of the options told by place as can have them. */
  #takePlaced(at: number): number {
    for (let count = this.#placed.length; count > 0; count -= 1) {
      const pattern = this.#placed.slice(0, count).map((option) => PLACED[option.takes])
      const fits = new RegExp(`^${pattern.join('')}`).exec(this.#pattern.slice(at))
      if (fits === null) continue
      let end = at
      for (const [i, option] of this.#placed.splice(0, count).entries()) {
        const length = fits[i + 1]?.length ?? 0
        const words = this.#words.slice(end, end + length)
        if (words.length > 0 || option.takes === 'many') {
          this.#take(option, words[0]?.at ?? { start: 0, end: 0 }, words)
        }
        this.#seen.add(option)
        end += length
      }
      return end
    }
    return at
  }

  #take(option: Option, at: Span, all: readonly Word[]): void {
    const rest = all.findIndex((word) => word.text === '--')
    const words = all.filter((_, i) => i !== rest)
    for (const word of words) this.#check(option, word)
    this.#seen.add(option)
    const given = { option, at, words }
    this.#given.set(option.key, given)
    this.#all.push(given)
  }

  #check(option: Option, word: Word): void {
    const { text, at } = word
    if (option.whole && !/^\s*[+-]?\d+(_\d+)*\s*$/.test(text)) {
      this.#refuse(option, `invalid int value: ${reprText(text)}`, at)
    }
    const { choices } = option
    if (choices === undefined || choices.includes(text)) return
    this.#refuse(option, invalidChoice(text, choices), at, nearest(text, choices))
  }

  #checkRequired(): void {
    const missing = this.#options.filter((option) => option.required && !this.#seen.has(option))
    if (missing.length === 0) return
    const names = missing.map((option) => option.flag ?? option.key).join(', ')
    // An option that nobody knows is often a slip of the one that is missed.
    const flags = missing.flatMap((option) => option.flag ?? [])
    const slip = this.#extras.find((word) => nearest(word.text, flags) !== null)
    throw usageError(this.#program, `the following arguments are required: ${names}`, {
      at: slip?.at ?? null,
      suggestion: slip === undefined ? null : nearest(slip.text, flags),
    })
  }

  #refuse(option: Option, message: string, at: Span, suggestion: string | null = null): never {
    const name = option.flag ?? option.key
    throw usageError(this.#program, `argument ${name}: ${message}`, { at, suggestion })
  }
}

/** The choices, two on a line, and those like the word. */
export function invalidChoice(word: string, choices: readonly string[]): string {
  const lines = ['Invalid choice, valid choices are:\n', ...choiceLines(choices)]
  const close = closeMatches(word, choices, 0.8)
  if (close.length > 0) {
    lines.push(`\n\nInvalid choice: ${reprText(word)}, maybe you meant:\n`)
    lines.push(...close.map((choice) => `  * ${choice}`))
  }
  return lines.join('\n')
}

/** Choices as the CLI lists them, two on a line. */
export function choiceLines(choices: readonly string[]): string[] {
  const padded = choices.map((choice) => choice.padEnd(40))
  return padded.flatMap((left, i) => {
    const right = padded[i + 1]
    return i % 2 > 0 ? [] : [right === undefined ? left : `${left} | ${right}`]
  })
}
