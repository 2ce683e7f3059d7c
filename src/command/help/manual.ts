/** The layout of a page of help: headings, and under them paragraphs filled to the width of the terminal. */
import { textWidth } from '../output/width.ts'

/** One heading with the lines below it. */
export interface Section {
  readonly heading: string
  readonly lines: readonly string[]
}

/** No wider than this, however wide the terminal is: longer lines are hard to read. */
const WIDEST = 100
const NARROWEST = 40

/** A page, with a newline at its end. */
export const page = (sections: readonly Section[]): string =>
  sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ heading, lines }) => `${[heading, ...lines].join('\n')}\n`)
    .join('\n')

/** A paragraph as lines that begin with `indent` spaces. */
export function filled(text: string, indent: number, columns: number): string[] {
  const width = Math.min(Math.max(columns, NARROWEST), WIDEST) - indent
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && textWidth(line) + 1 + textWidth(word) > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].filter((each) => each !== '').map((each) => ' '.repeat(indent) + each)
}
