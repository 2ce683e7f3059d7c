/** What completion offers, before it is cut to what fits the text. */
import { compareText } from '../json.ts'

/** One thing to write, with a few words about it. */
export interface Item {
  readonly text: string
  readonly hint: string
}

/** Candidates for the end of a piece: `start` is how much of the piece stands before them. */
export interface Offer {
  readonly start: number
  readonly items: readonly CandidateItem[]
}

/** An item that may also be found by another name, such as its tag. */
export interface CandidateItem extends Item {
  readonly name?: string
}

/** The most that is offered at once. */
export const MAX_ITEMS = 50

/** Those that begin with the fragment, or whose name does, in the order given. */
export function matching(items: readonly CandidateItem[], fragment: string): Item[] {
  const fits = ({ text, name }: CandidateItem): boolean =>
    text.startsWith(fragment) || (fragment !== '' && (name ?? '').startsWith(fragment))
  const seen = new Set<string>()
  const found = items.filter((item) => fits(item) && !seen.has(item.text) && seen.add(item.text))
  return found.slice(0, MAX_ITEMS).map(({ text, hint }) => ({ text, hint }))
}

/** Items in the order of their texts. */
export const sorted = <T extends Item>(items: readonly T[]): T[] =>
  items.toSorted((a, b) => compareText(a.text, b.text))

/** What a table itself has under a name that was typed, never what every object inherits. */
export const ownOf = <T>(
  table: Readonly<Record<string, T>> | undefined,
  name: string,
): T | undefined => (table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined)

/** Words without hints. */
export const plain = (texts: readonly string[], hint = ''): Item[] =>
  texts.map((text) => ({ text, hint }))
