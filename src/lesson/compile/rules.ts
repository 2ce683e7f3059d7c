/**
 * Rules over a whole lesson: how long it is, what kinds of steps it has, which words it may use.
 *
 * The evidence for them stands in the design of lessons; here is what a machine can see of it.
 */
import type { Lesson, Term } from '../lesson.ts'
import type { Script } from './commands.ts'
import { plainText, termsIn } from './markdown.ts'
import type { Place, Problems } from './problem.ts'
import type { LessonData, PlaceOf } from './schema.ts'
import type { TermEntry } from './sheets.ts'
import type { Slot } from './slots.ts'

const MINUTES = { least: 5, most: 12 }
const STEPS = { least: 4, most: 7 }
const MOST_TERMS = 3

/** Length, kinds of steps, ids that are there once. */
export function checkForm(data: LessonData, at: PlaceOf, problems: Problems): void {
  const { minutes, steps } = data
  if (!Number.isInteger(minutes) || minutes < MINUTES.least || minutes > MINUTES.most) {
    problems.add(at(['minutes']), `A lesson takes 5 to 12 whole minutes, not ${minutes}.`)
  }
  if (steps.length < STEPS.least || steps.length > STEPS.most) {
    problems.add(at(['steps']), `A lesson has 4 to 7 steps, not ${steps.length}.`)
  }
  for (const kind of ['predict', 'challenge']) {
    if (!steps.some((step) => step.kind === kind)) {
      problems.add(at(['steps']), `A lesson has a step of the kind \`${kind}\`.`)
    }
  }
  const seen = new Set<string>()
  for (const [index, step] of steps.entries()) {
    if (seen.has(step.id))
      problems.add(at(['steps', index]), `The id \`${step.id}\` is there twice.`)
    seen.add(step.id)
  }
  const answers = new Set<string>()
  for (const [index, step] of steps.entries()) {
    for (const id of 'feedback' in step ? Object.keys(step.feedback) : []) {
      if (answers.has(id)) {
        problems.add(at(['steps', index, 'feedback', id]), `The feedback \`${id}\` is there twice.`)
      }
      answers.add(id)
    }
  }
}

const REFERENCE = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g

/** Keys whose values are command lines, or lists of them. */
const LINES: ReadonlySet<string> = new Set(['run', 'answer', 'acts'])

/** Variables that a step's command lines name, which the lesson must have. */
export function checkVariables(data: LessonData, at: PlaceOf, problems: Problems): void {
  const known = namesIn(data)
  const look = (value: unknown, path: readonly (string | number)[], isLine: boolean): void => {
    if (typeof value === 'string' && isLine) checkLine(value, at(path), known, problems)
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      const list = Array.isArray(value)
      look(inner, [...path, list ? Number(key) : key], isLine || (!list && LINES.has(key)))
    }
  }
  for (const [index, step] of data.steps.entries()) look(step, ['steps', index], false)
}

/** The same for lines of a file. */
export function checkScript({ steps }: Script, data: LessonData, problems: Problems): void {
  const known = namesIn(data)
  for (const { text, place } of [...steps.values()].flat()) {
    checkLine(text, place, known, problems)
  }
}

const namesIn = ({ variables }: LessonData): ReadonlySet<string> =>
  new Set(['picked', ...Object.keys(variables)])

function checkLine(
  line: string,
  place: Place,
  known: ReadonlySet<string>,
  problems: Problems,
): void {
  // Said here where it is seen; at run time the page refuses it however it is written.
  const [, forbidden] = /\blab\s+(save|load|reset|fork|seek|pace)\b/.exec(line) ?? []
  if (forbidden !== undefined) {
    problems.add(place, `A lesson's line cannot use \`lab ${forbidden}\`.`)
  }
  // In single quotes a `$` is a `$`.
  const bare = line.replace(/'[^']*'/g, '')
  const own = new Set([...bare.matchAll(/(?:^|[\s;&(])([A-Za-z_]\w*)=/g)].map(([, name]) => name))
  for (const [, braced, plain] of bare.matchAll(REFERENCE)) {
    const name = braced ?? plain ?? ''
    if (!known.has(name) && !own.has(name)) problems.add(place, `There is no variable \`${name}\`.`)
  }
}

/** What a lesson may say: its own terms and those of the lessons before it. */
export interface Vocabulary {
  readonly terms: ReadonlyMap<string, TermEntry>
  /** ids that the lesson introduces */
  readonly own: readonly string[]
  /** ids that its prerequisites introduce */
  readonly earlier: readonly string[]
}

/** Whether everything that a lesson introduces is there, and not too much. */
export function checkIntroduced(
  { terms, own }: Vocabulary,
  texts: readonly Slot[],
  at: PlaceOf,
  problems: Problems,
): void {
  const marked = new Set(texts.flatMap(({ prose }) => termsIn(prose)))
  for (const [index, id] of own.entries()) {
    const place = at(['introduces', index])
    if (!terms.has(id)) problems.add(place, `terms.md has no term \`${id}\`.`)
    else if (!marked.has(id)) {
      problems.add(
        place,
        `The term \`${id}\` is introduced, but no text explains it: \`[words](term:${id})\`.`,
      )
    }
  }
  const counted = own.filter((id) => terms.get(id)?.everyday === false)
  if (counted.length > MOST_TERMS) {
    problems.add(
      at(['introduces']),
      `A lesson introduces at most ${MOST_TERMS} terms that are no everyday words; these are ${counted.length}.`,
    )
  }
}

/** Refuses, in texts, every term that nobody introduced: by its mark, and by its word standing there. */
export function checkWords(
  vocabulary: Vocabulary,
  texts: readonly Slot[],
  problems: Problems,
): void {
  const { terms, own, earlier } = vocabulary
  const allowed = new Set([...own, ...earlier])
  const finder = new WordFinder(terms, allowed)
  for (const text of texts) {
    for (const id of new Set(termsIn(text.prose))) {
      const term = terms.get(id)
      const place = placeOf(text, `term:${id})`)
      if (term === undefined) problems.add(place, `terms.md has no term \`${id}\`.`)
      else if (!term.everyday && !allowed.has(id)) problems.add(place, unknown(id))
    }
    for (const { word, id } of finder.refused(plainText(text.prose, false))) {
      problems.add(placeOf(text, word), `The word "${word}" is used. ${unknown(id)}`)
    }
  }
  for (const id of own) {
    const term = terms.get(id)
    if (term === undefined) continue
    for (const found of finder.refused(plainText(term.sentence, false))) {
      const message = `The sentence of \`${id}\` uses "${found.word}". ${unknown(found.id)}`
      problems.add(term.place, message)
    }
  }
}

const unknown = (id: string): string =>
  `Neither the lesson nor one that it builds on introduces the term \`${id}\`.`

/** The line of a text on which some words stand, or its first. */
function placeOf({ source, place }: Slot, words: string): Place {
  const wanted = words.toLowerCase()
  const line = source.find(({ text }) => text.toLowerCase().includes(wanted))?.line
  return line === undefined ? place : { ...place, line }
}

/** Finds words of terms in plain text: the longest first, so that a part of a term is not taken for another. */
class WordFinder {
  readonly #ids = new Map<string, string>()
  readonly #pattern: RegExp | null
  readonly #free: (id: string) => boolean

  constructor(terms: ReadonlyMap<string, TermEntry>, allowed: ReadonlySet<string>) {
    this.#free = (id) => allowed.has(id) || terms.get(id)?.everyday === true
    for (const { id, forms } of terms.values()) {
      for (const form of forms) {
        const word = form.toLowerCase()
        const other = this.#ids.get(word)
        if (other === undefined || !this.#free(other)) this.#ids.set(word, id)
      }
    }
    const words = [...this.#ids.keys()].sort((a, b) => b.length - a.length).map(escaped)
    this.#pattern =
      words.length === 0
        ? null
        : new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'giu')
  }

  /** The words in a text whose terms may not be used, each once. */
  refused(text: string): readonly { readonly word: string; readonly id: string }[] {
    if (this.#pattern === null) return []
    const found = new Map<string, { word: string; id: string }>()
    for (const [word] of text.matchAll(this.#pattern)) {
      const id = this.#ids.get(word.toLowerCase().replace(/\s+/g, ' '))
      if (id !== undefined && !this.#free(id)) found.set(id, { word, id })
    }
    return [...found.values()]
  }
}

const escaped = (word: string): string =>
  word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replace(/ /g, '\\s+')

/** The terms that a lesson may use: its own, its prerequisites', and the everyday words that it explains. */
export function termsOf(
  { terms, own, earlier }: Vocabulary,
  texts: readonly Slot[],
): Lesson['terms'] {
  const marked = texts.flatMap(({ prose }) => termsIn(prose))
  const ids = [...new Set([...own, ...earlier, ...marked])].sort()
  return ids.flatMap((id): Term[] => {
    const term = terms.get(id)
    if (term === undefined) return []
    const { word, sentence, everyday } = term
    return [{ id, word, sentence, everyday }]
  })
}
