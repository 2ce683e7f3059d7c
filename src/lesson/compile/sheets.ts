/**
 * The two sheets that all lessons share: `terms.md`, words with one plain sentence each, and `facts.md`, what is
 * known of AWS, by the sections that lessons cite.
 */
import type { Prose } from '../lesson.ts'
import { blocksOf, inlineText, type PlacedToken, ProseReader, plainText } from './markdown.ts'
import type { Place, Problems } from './problem.ts'

/** Every word of every term is looked for in every text, so there are not too many. */
const MOST_TERMS = 500
const MOST_FORMS = 8
const MOST_WORD_CHARACTERS = 60

/** A term with the words that it is used by. */
export interface TermEntry {
  readonly id: string
  readonly word: string
  /** the word and its other forms */
  readonly forms: readonly string[]
  readonly sentence: Prose
  readonly everyday: boolean
  readonly place: Place
}

/** The sheets, by id and by section. */
export interface Sheets {
  readonly terms: ReadonlyMap<string, TermEntry>
  readonly facts: ReadonlyMap<string, Prose>
}

interface Entry {
  readonly name: string
  readonly place: Place
  readonly blocks: PlacedToken[]
}

/** Entries under `## name`; before the first there may be a title and a paragraph for authors. */
function entriesOf(file: string, text: string, problems: Problems): readonly Entry[] {
  const entries = new Map<string, Entry>()
  let entry: Entry | null = null
  for (const block of blocksOf(text)) {
    const { token, line } = block
    if (token.type === 'heading' && token.depth === 2) {
      entry = { name: String(token.text).trim(), place: { file, line }, blocks: [] }
      if (entries.has(entry.name)) problems.add(entry.place, `\`## ${entry.name}\` is there twice.`)
      entries.set(entry.name, entry)
    } else entry?.blocks.push(block)
  }
  return [...entries.values()]
}

/** Reads `terms.md`: after `## id` lines `word: …`, maybe a line `everyday`, then one sentence. */
export function readTerms(
  file: string,
  text: string,
  problems: Problems,
): ReadonlyMap<string, TermEntry> {
  const reader = new ProseReader(file, { variables: null, addresses: false }, problems)
  const terms = new Map<string, TermEntry>()
  const entries = entriesOf(file, text, problems)
  const beyond = entries[MOST_TERMS]
  if (beyond !== undefined) {
    problems.add(beyond.place, `The sheet has at most ${MOST_TERMS} terms.`)
    return terms
  }
  for (const { name: id, place, blocks } of entries) {
    const [head, ...rest] = blocks.filter(({ token }) => token.type !== 'space')
    const lines = (head?.token.raw ?? '').split('\n').map((line) => line.trim())
    const forms = lines.flatMap((line) => /^word:\s*(.+)$/.exec(line)?.[1] ?? [])
    const others = lines.filter(
      (line) => line !== '' && line !== 'everyday' && !/^word:/.test(line),
    )
    const [word] = forms
    if (!/^[a-z][a-z0-9-]*$/.test(id))
      problems.add(place, "A term's id is of small letters, digits and hyphens.")
    if (word === undefined || others.length > 0) {
      problems.add(
        place,
        `After \`## ${id}\` come lines \`word: …\`, then a blank line, then a sentence.`,
      )
      continue
    }
    if (forms.length > MOST_FORMS || forms.some((form) => form.length > MOST_WORD_CHARACTERS)) {
      const limits = `${MOST_FORMS} words of ${MOST_WORD_CHARACTERS} characters`
      problems.add(place, `The term \`${id}\` has at most ${limits}.`)
      continue
    }
    const sentence = reader.prose(rest)
    if (!isOneSentence(sentence))
      problems.add(place, `The term \`${id}\` has exactly one sentence.`)
    terms.set(id, { id, word, forms, sentence, everyday: lines.includes('everyday'), place })
  }
  return terms
}

function isOneSentence(prose: Prose): boolean {
  const [block, more] = prose
  if (block?.kind !== 'paragraph' || more !== undefined) return false
  const text = inlineText(block.children).trim()
  return /[.!?]$/.test(text) && !/[.!?]\s+\p{Lu}/u.test(text)
}

/** Reads `facts.md`: `## section` and its text, with its sources as people can look them up. */
export function readFacts(
  file: string,
  text: string,
  problems: Problems,
): ReadonlyMap<string, Prose> {
  const reader = new ProseReader(file, { variables: null, addresses: true }, problems)
  const facts = new Map<string, Prose>()
  for (const { name, place, blocks } of entriesOf(file, text, problems)) {
    const prose = reader.prose(blocks)
    if (!/^\d+(\.\d+)*$/.test(name)) {
      problems.add(place, `A section of facts is a number such as \`1.2\`, not \`${name}\`.`)
    }
    if (prose.length === 0) problems.add(place, `The section ${name} has no text.`)
    if (/\bstr:\d/.test(plainText(prose))) {
      problems.add(
        place,
        `The section ${name} names a source by \`str:\`, which nobody can look up.`,
      )
    }
    facts.set(name, prose)
  }
  return facts
}
