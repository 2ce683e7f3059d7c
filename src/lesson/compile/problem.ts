/**
 * What is wrong with a lesson, and where: a file, a line counted from 1, and one sentence.
 */

import { MOST_PROBLEMS, tamed } from './limits.ts'

/** One thing that is wrong. */
export interface Problem {
  readonly file: string
  readonly line: number
  readonly message: string
}

/** A place in a file. */
export interface Place {
  readonly file: string
  readonly line: number
}

/**
 * Collects problems. Each reader adds what it finds and goes on, so that an author sees all at once; past a number
 * that nobody reads to its end, no more are kept.
 */
export class Problems {
  readonly #found: Problem[] = []

  add({ file, line }: Place, message: string): void {
    if (this.#found.length < MOST_PROBLEMS) {
      this.#found.push({ file: tamed(file), line, message: tamed(message) })
    }
  }

  get none(): boolean {
    return this.#found.length === 0
  }

  /** In the order of files and lines, each once. */
  all(): readonly Problem[] {
    const unique = new Map(this.#found.map((each) => [told(each), each]))
    return [...unique.values()].sort((a, b) =>
      a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
    )
  }
}

/** A problem on one line, as editors and people find it: `file:line message`. */
export const told = ({ file, line, message }: Problem): string => `${file}:${line} ${message}`

/** How many lines end within a text. */
export const newlinesIn = (text: string): number => text.split('\n').length - 1

/** Names, in a sentence: `a, b or c`. */
export function anyOf(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``)
  const last = quoted.pop() ?? 'none'
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`
}
