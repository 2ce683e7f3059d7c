/**
 * How large, long and deep a lesson's files may be, looked at before anything reads them.
 *
 * A stranger writes lessons. The readers of YAML and Markdown take a time that grows with the square of what they
 * are given in places, and call themselves for whatever is nested; so what reaches them is small and flat. Each
 * limit is several times what the longest lesson needs.
 */
import type { Problems } from './problem.ts'

/** Bytes of one text file of a lesson. */
export const MOST_TEXT_BYTES = 64 * 1024
/** Bytes of the sheets of terms and of facts, which all lessons share. */
export const MOST_SHEET_BYTES = 256 * 1024
/** Bytes of one file that a lesson's commands read. */
export const MOST_FILE_BYTES = 1024 * 1024
/** Lessons that are compiled together. */
export const MOST_LESSONS = 200
/** Files of one lesson. */
export const MOST_LESSON_FILES = 100
export const MOST_LINE_CHARACTERS = 2000
/** Lines of a file of YAML: each may be a key or an item, which takes many times as long as its characters. */
export const MOST_YAML_LINES = 2000
/** Characters between two blank lines: what is read as one paragraph, or one list. */
export const MOST_BLOCK_CHARACTERS = 6000
/** Columns that a line may be indented by; marks of lists and quotes count. */
export const MOST_INDENT_COLUMNS = 60
/** Lists and quotes within each other. */
export const MOST_MARKS = 8
/** Brackets and braces of YAML within each other. */
export const MOST_BRACKETS = 20

/** Problems that are told of one folder: who has more mends these first. */
export const MOST_PROBLEMS = 100
/** Characters of one sentence about a problem, which may name what a stranger wrote. */
const MOST_SENTENCE_CHARACTERS = 400

/** What cannot be seen, or turns the order of what can: controls, marks of direction, zero-width characters. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u
const EVERY_UNSEEN = new RegExp(UNSEEN, 'gu')

/** Whether every character of a text can be seen. */
export const isSeen = (text: string): boolean => !UNSEEN.test(text)

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** A stranger's words within a sentence of ours: no longer than a sentence, and all of it seen. */
export function tamed(text: string): string {
  const cut =
    text.length > MOST_SENTENCE_CHARACTERS ? `${text.slice(0, MOST_SENTENCE_CHARACTERS)}…` : text
  return cut.replace(EVERY_UNSEEN, codeOf)
}

/** What a file is read as. */
export type Kind = 'yaml' | 'markdown' | 'lines'

/** Says what is too large, too long, too deep or unseen in a text; whether nothing is. */
export function isWithin(file: string, text: string, kind: Kind, problems: Problems): boolean {
  const refuse = (line: number, message: string): false => {
    problems.add({ file, line }, message)
    return false
  }
  let block = 0
  const depth = { open: 0 }
  for (const [index, line] of text.split('\n').entries()) {
    const number = index + 1
    const unseen = UNSEEN.exec(line)?.[0]
    if (unseen !== undefined) {
      return refuse(number, `A character stands here that nobody can see: ${codeOf(unseen)}.`)
    }
    if (line.length > MOST_LINE_CHARACTERS) {
      return refuse(number, `A line has at most ${MOST_LINE_CHARACTERS} characters.`)
    }
    if (kind === 'lines') continue
    if (kind === 'yaml' && number > MOST_YAML_LINES) {
      return refuse(number, `A file of YAML has at most ${MOST_YAML_LINES} lines.`)
    }
    if (indentOf(line) > MOST_INDENT_COLUMNS) {
      return refuse(number, `A line is indented by at most ${MOST_INDENT_COLUMNS} columns.`)
    }
    if (marksOf(line) > MOST_MARKS) {
      return refuse(number, `At most ${MOST_MARKS} lists or quotes stand within each other.`)
    }
    block = line.trim() === '' ? 0 : block + line.length
    if (kind === 'markdown' && block > MOST_BLOCK_CHARACTERS) {
      return refuse(number, `A paragraph or list has at most ${MOST_BLOCK_CHARACTERS} characters.`)
    }
    if (kind === 'yaml' && nests(line, depth)) {
      return refuse(number, `At most ${MOST_BRACKETS} brackets stand within each other.`)
    }
  }
  return true
}

/** Blanks and marks that a line begins with. */
const INDENT = /^(?:[ \t]|>|(?:[-*+?:]|\d{1,9}[.)])(?=[ \t]))*/
const MARK = />|[-*+?:]|\d+[.)]/g

const indentOf = (line: string): number =>
  (INDENT.exec(line)?.[0] ?? '').replace(/\t/g, '    ').length
const marksOf = (line: string): number => INDENT.exec(line)?.[0].match(MARK)?.length ?? 0

/** Whether a line opens too many brackets in YAML. Those in texts count as well, which open and close again. */
function nests(line: string, depth: { open: number }): boolean {
  for (const character of line) {
    if (character === '[' || character === '{') depth.open += 1
    else if (character === ']' || character === '}') depth.open = Math.max(0, depth.open - 1)
    if (depth.open > MOST_BRACKETS) return true
  }
  return false
}
