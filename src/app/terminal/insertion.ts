/** Putting a completion into a line. Pure. */
import type { Completions } from '../../command/complete.ts'

/** A line, and where the cursor stands in it. */
export interface Written {
  readonly text: string
  readonly cursor: number
}

/** Items that go on: a directory, a prefix, a key of shorthand. */
const GOES_ON = /[/=:,[{]$/

/**
 * The line with an item in the place it completes. A blank comes after a `whole` one, unless it goes on or stands
 * in quotes.
 */
export function insert(
  line: string,
  { from, to }: Pick<Completions, 'from' | 'to'>,
  item: string,
  whole = true,
): Written {
  const rest = line.slice(to)
  const ends = whole && !GOES_ON.test(item) && !inQuotes(line.slice(0, from))
  const before = line.slice(0, from) + item
  if (!ends) return { text: before + rest, cursor: before.length }
  const blank = /^\s/.test(rest) ? '' : ' '
  return { text: before + blank + rest, cursor: before.length + 1 }
}

/** Whether a text leaves a quote open. */
function inQuotes(text: string): boolean {
  let open = ''
  for (let i = 0; i < text.length; i++) {
    const sign = text.charAt(i)
    if (sign === '\\' && open !== "'") i += 1
    else if (sign === open) open = ''
    else if (open === '' && (sign === '"' || sign === "'")) open = sign
  }
  return open !== ''
}

/** What all texts begin with. */
export function commonStart(texts: readonly string[]): string {
  const [first = ''] = texts
  let length = first.length
  for (const text of texts) {
    while (!text.startsWith(first.slice(0, length))) length -= 1
  }
  return first.slice(0, length)
}
