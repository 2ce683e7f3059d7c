/**
 * Drawing of tables in characters.
 *
 * Follows awscli's `table.py` (Apache-2.0), without colour: all sections are as wide as the widest, columns
 * share what is left in proportion, and when the whole is wider than the terminal, sections of one row stand
 * upright. Characters of East Asian width count as two.
 */
import { textWidth } from './width.ts'

/** Space that a column has beside its longest text. */
const PADDING = 4
const BORDERS = 2

/** One box: a title, a line of headers, rows. All rows have as many columns as the first line had. */
export class Section {
  readonly title: string | null
  readonly indent: number
  headers: readonly string[] = []
  readonly rows: (readonly string[])[] = []
  #columns: number | null = null
  #widths: number[] = []

  constructor(title: string | null, indent: number) {
    this.title = title
    this.indent = indent
  }

  /** False when the section has fewer columns already. */
  addHeader(names: readonly string[]): boolean {
    if (!this.#widen(names)) return false
    this.#columns ??= names.length
    this.headers = names
    return true
  }

  /** Null, or the number of columns that the row should have had. */
  addRow(row: readonly string[]): number | null {
    this.#columns ??= row.length
    if (row.length !== this.#columns || !this.#widen(row)) return this.#columns
    this.rows.push(row)
    return null
  }

  #widen(texts: readonly string[]): boolean {
    if (this.#widths.length > 0 && texts.length > this.#widths.length) return false
    if (this.#widths.length === 0) this.#widths = texts.map(() => 0)
    for (const [i, text] of texts.entries()) {
      this.#widths[i] = Math.max(textWidth(text), this.#widths[i] ?? 0)
    }
    return true
  }

  /** How wide the section would like to be, with its borders and those it stands in. */
  totalWidth(): number {
    const outer = BORDERS + 2 * this.indent
    const columns = this.#widths.reduce((sum, width) => sum + width + PADDING, 0)
    // Python counts the four letters of None where there is no title.
    return Math.max(textWidth(this.title ?? 'None'), columns) + outer
  }

  /** Widths of the columns, stretched to `total` characters. */
  columnWidths(total: number): number[] {
    const unscaled = this.#widths.map((width) => width + PADDING)
    if (unscaled.length === 0) return []
    const scale = total / unscaled.reduce((sum, width) => sum + width, 0)
    const scaled = unscaled.map((width) => roundHalfEven(scale * width))
    // Rounding may leave some over or short: the first columns give, the last ones take.
    let over = scaled.reduce((sum, width) => sum + width, 0) - total
    while (over !== 0) {
      const step = Math.sign(over)
      for (let i = 0; i < scaled.length && over !== 0; i++) {
        const column = step > 0 ? i : scaled.length - 1 - i
        scaled[column] = (scaled[column] ?? 0) - step
        over -= step
      }
    }
    return scaled
  }

  /** Itself; or, of one row under headers, a row for each column. */
  upright(): Section {
    const [row] = this.rows
    if (row === undefined || this.rows.length !== 1 || this.headers.length === 0) return this
    const section = new Section(this.title, this.indent)
    for (const [i, header] of this.headers.entries()) section.addRow([header, row[i] ?? ''])
    return section
  }
}

/** All sections under one another; at least one of them. */
export function drawTable(sections: readonly Section[], columns: number): string {
  const widest = (all: readonly Section[]) => Math.max(...all.map((each) => each.totalWidth()))
  const shown = widest(sections) > columns ? sections.map((section) => section.upright()) : sections
  const width = widest(shown)
  const lines = ['-'.repeat(width), ...shown.flatMap((section) => drawSection(section, width))]
  return lines.map((line) => `${line}\n`).join('')
}

function drawSection(section: Section, total: number): string[] {
  const width = total - 2 * section.indent
  const widths = section.columnWidths(width)
  const rule = ruleOf(widths)
  const { headers, rows, title } = section
  const lines: string[] = []
  if (title) {
    lines.push(centred(title, width, '|'))
    if (headers.length === 0 && rows.length === 0) lines.push(`+${'-'.repeat(width - 2)}+`)
  }
  if (headers.length > 0) {
    lines.push(rule, widths.map((each, i) => centred(headers[i] ?? '', each, edge(i))).join(''))
  }
  if (rows.length > 0 && widths.length > 0) {
    const cells = (row: readonly string[]) =>
      widths.map((each, i) => aligned(row[i] ?? '', each, edge(i))).join('')
    lines.push(rule, ...rows.map(cells), rule)
  }
  const border = '|'.repeat(section.indent)
  return lines.map((line) => border + line + border)
}

/** The first column has an edge on its left, all have one on their right. */
const edge = (column: number): string => (column === 0 ? '|' : '')

const ruleOf = (widths: readonly number[]): string =>
  widths.map((width, i) => `${i === 0 ? '+' : ''}${dashes(width - (i === 0 ? 2 : 1))}+`).join('')

const dashes = (count: number): string => '-'.repeat(Math.max(0, count))
const spaces = (count: number): string => ' '.repeat(Math.max(0, count))

function centred(text: string, width: number, left: string): string {
  const length = textWidth(text)
  const before = Math.floor(width / 2) - Math.floor(length / 2) - 1
  return `${left}${spaces(before)}${text}${spaces(width - 1 - left.length - before - length)}|`
}

function aligned(text: string, width: number, left: string): string {
  const length = textWidth(text)
  const before = width - (length + 2 + left.length + 1) >= 0 ? 2 : 0
  return `${left}${spaces(before)}${text}${spaces(width - 1 - left.length - before - length)}|`
}

/** Python's `round`: of two equally near whole numbers the even one. */
function roundHalfEven(value: number): number {
  const below = Math.floor(value)
  const rest = value - below
  return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1
}
