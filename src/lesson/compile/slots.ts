/**
 * `en.md` as slots: texts by section (a step's id, or `lesson`) and name.
 *
 * The title and the summary come first, then `## section`, `### slot` and the slot's text; a `#### title` gives a
 * beat its title. Each slot is taken once. What nobody took is left over, which is a problem: a slip in a heading
 * must not make a text vanish.
 */
import type { Token } from 'marked'
import type { Prose } from '../lesson.ts'
import { blocksOf, inlineText, type PlacedToken, ProseReader } from './markdown.ts'
import type { Place, Problems } from './problem.ts'

/** Titles and buttons' labels stand on one line. */
const MOST_LABEL_CHARACTERS = 100

/** A text and where it stands. */
export interface Slot {
  readonly prose: Prose
  /** what its `#### title` says */
  readonly title: string | null
  readonly place: Place
  /** its source by lines, for finding where a word stands */
  readonly source: readonly { readonly text: string; readonly line: number }[]
}

interface RawSlot {
  readonly place: Place
  readonly blocks: PlacedToken[]
  taken: boolean
}

interface Section {
  readonly place: Place
  readonly slots: Map<string, RawSlot>
}

/** Where the words of a lesson live. */
export const WORDS = 'en.md'

export class Slots {
  readonly #file: string
  readonly #problems: Problems
  readonly #reader: ProseReader
  readonly #sections = new Map<string, Section>()
  #title = ''
  #titlePlace: Place
  readonly #summary: RawSlot
  readonly #taken: Slot[] = []

  /** Takes the file apart. `variables` are the names that its texts may show. */
  constructor(file: string, text: string, variables: ReadonlySet<string>, problems: Problems) {
    this.#file = file
    this.#problems = problems
    this.#reader = new ProseReader(file, { variables, addresses: false }, problems)
    this.#titlePlace = { file, line: 1 }
    this.#summary = { place: { file, line: 1 }, blocks: [], taken: true }
    this.#split(blocksOf(text))
  }

  /** The lesson's title, plain. */
  get title(): string {
    return this.#title
  }

  get summary(): Slot {
    return this.#read(this.#summary)
  }

  /** Every text that was taken until now, and the title. */
  get taken(): readonly Slot[] {
    const children = [{ kind: 'text', text: this.#title }] as const
    const prose = [{ kind: 'paragraph', children }] as const
    return [{ prose, title: null, place: this.#titlePlace, source: [] }, ...this.#taken]
  }

  /** A slot that must be there; an empty text when it is not, which is told. */
  need(section: string, slot: string): Slot {
    const found = this.take(section, slot)
    if (found !== null) return found
    const place = this.#sections.get(section)?.place ?? { file: this.#file, line: 1 }
    this.#problems.add(place, `The slot \`### ${slot}\` of \`${section}\` is missing.`)
    return { prose: [], title: null, place, source: [] }
  }

  /** A slot that may be there. */
  take(section: string, slot: string): Slot | null {
    const raw = this.#sections.get(section)?.slots.get(slot)
    if (raw === undefined) return null
    raw.taken = true
    const read = this.#read(raw)
    // What was refused in it has been told.
    if (raw.blocks.some(({ token }) => token.type !== 'space')) return read
    this.#problems.add(raw.place, `The slot \`### ${slot}\` has no text.`)
    return read
  }

  /** A slot of one line without any markup, such as a button's label. */
  line(section: string, slot: string): string {
    return this.#plain(this.need(section, slot), slot)
  }

  /** As `line`, or null when it is not there. */
  lineIfAny(section: string, slot: string): string | null {
    const found = this.take(section, slot)
    return found === null ? null : this.#plain(found, slot)
  }

  /** Tells of every slot and section that nobody took. */
  tellLeftovers(): void {
    for (const [name, { place, slots }] of this.#sections) {
      const left = [...slots].filter(([, { taken }]) => !taken)
      if (left.length === slots.size) {
        this.#problems.add(place, `The section \`## ${name}\` belongs to no step of lesson.yaml.`)
        continue
      }
      for (const [slot, raw] of left) {
        this.#problems.add(raw.place, `The slot \`### ${slot}\` of \`${name}\` belongs to nothing.`)
      }
    }
  }

  #plain({ prose, place }: Slot, slot: string): string {
    const [block, more] = prose
    const [piece, second] = block?.kind === 'paragraph' ? block.children : []
    if (more === undefined && second === undefined && piece?.kind === 'text') {
      if (piece.text.length <= MOST_LABEL_CHARACTERS) return piece.text
      const most = `at most ${MOST_LABEL_CHARACTERS} characters`
      this.#problems.add(place, `The slot \`### ${slot}\` has ${most}.`)
      return ''
    }
    if (prose.length > 0)
      this.#problems.add(place, `The slot \`### ${slot}\` is one line of plain words.`)
    return ''
  }

  #read({ blocks, place }: RawSlot): Slot {
    const [first, ...rest] = blocks.filter(({ token }) => token.type !== 'space')
    const titled = first?.token.type === 'heading' && first.token.depth === 4
    const title = titled
      ? inlineText(this.#reader.inlines(first.token.tokens ?? [], first.line))
      : null
    const prose = this.#reader.prose(titled ? rest : blocks)
    const slot = { prose, title, place, source: blocks.flatMap(linesOf) }
    this.#taken.push(slot)
    return slot
  }

  #split(blocks: readonly PlacedToken[]): void {
    let section: Section | null = null
    let slot: RawSlot | null = null
    for (const block of blocks) {
      const { token, line } = block
      const place = { file: this.#file, line }
      if (token.type === 'heading' && token.depth < 4) {
        const name = String(token.text).trim()
        if (token.depth === 1) this.#begin(this.#titleIn(token, place), place, section)
        else if (token.depth === 2) {
          section = this.#section(name, place)
          slot = null
        } else slot = this.#slot(section, name, place)
      } else if (slot !== null) slot.blocks.push(block)
      else if (section === null) this.#summary.blocks.push(block)
      else if (token.type !== 'space') {
        this.#problems.add(place, 'A text stands under a `### slot`.')
      }
    }
    this.#tellHead()
  }

  /** A title's words; of more than words, or of too many, it is told. */
  #titleIn({ tokens = [] }: PlacedToken['token'] & { tokens?: Token[] }, place: Place): string {
    const text = inlineText(this.#reader.inlines(tokens, place.line))
    if (tokens.length !== 1 || tokens[0]?.type !== 'text') {
      this.#problems.add(place, 'The title is one line of plain words.')
    } else if (text.length > MOST_LABEL_CHARACTERS) {
      this.#problems.add(place, `The title has at most ${MOST_LABEL_CHARACTERS} characters.`)
    }
    return text
  }

  #begin(title: string, place: Place, section: Section | null): void {
    if (this.#title !== '' || section !== null) {
      this.#problems.add(place, 'There is one `# Title`, and it comes first.')
    } else {
      this.#title = title
      this.#titlePlace = place
    }
  }

  #section(name: string, place: Place): Section {
    const section: Section = { place, slots: new Map() }
    if (this.#sections.has(name)) {
      this.#problems.add(place, `The section \`## ${name}\` is there twice.`)
    } else this.#sections.set(name, section)
    return section
  }

  #slot(section: Section | null, name: string, place: Place): RawSlot {
    const slot: RawSlot = { place, blocks: [], taken: false }
    if (section === null) this.#problems.add(place, 'A `### slot` stands under a `## section`.')
    else if (section.slots.has(name)) {
      this.#problems.add(place, `The slot \`### ${name}\` is there twice.`)
    } else section.slots.set(name, slot)
    return slot
  }

  #tellHead(): void {
    const place = { file: this.#file, line: 1 }
    if (this.#title === '') this.#problems.add(place, 'The file begins with `# Title`.')
    const [first, more] = this.#summary.blocks.filter(({ token }) => token.type !== 'space')
    if (first?.token.type !== 'paragraph' || more !== undefined) {
      const line = more?.line ?? first?.line ?? 1
      this.#problems.add({ ...place, line }, 'Under the title stands one paragraph: the summary.')
    }
  }
}

const linesOf = ({ token, line }: PlacedToken): Slot['source'] =>
  token.raw.split('\n').map((text, index) => ({ text, line: line + index }))
