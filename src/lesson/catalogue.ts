/**
 * What a list of lessons shows of each, without the lesson: small enough to ship with the page's entry.
 */
import type { Lesson, Prose } from './lesson.ts'

/** A lesson's line in the catalogue. */
export interface CatalogueEntry {
  readonly id: string
  readonly part: string
  readonly number: number
  readonly title: string
  readonly summary: Prose
  readonly minutes: number
  readonly skills: readonly string[]
  /** ids of lessons */
  readonly prerequisites: readonly string[]
  /** the words of the terms that it introduces */
  readonly introduces: readonly string[]
  readonly steps: readonly { readonly id: string; readonly title: string }[]
  /** SHA-256 of the compiled lesson's canonical JSON, in hex: what progress is kept with */
  readonly hash: string
}

/** A compiled lesson with the hash that it is kept under. */
export interface HashedLesson {
  readonly lesson: Lesson
  readonly hash: string
  /** the calls that its set-up lines come to, for a world that begins without running them; null without lines */
  readonly setUp?: string | null
}

/** The entry of a compiled lesson. */
export function entryOf(lesson: Lesson, hash: string): CatalogueEntry {
  const { id, part, number, title, summary, minutes, skills, prerequisites } = lesson
  const words = new Map(lesson.terms.map((term) => [term.id, term.word]))
  const introduces = lesson.introduces.map((term) => words.get(term) ?? term)
  const steps = lesson.steps.map((step) => ({ id: step.id, title: step.title }))
  return {
    ...{ id, part, number, title, summary, minutes, skills, prerequisites },
    ...{ introduces, steps, hash },
  }
}

/** Entries in the order that they are read: by part, then by number. */
export const inOrder = (entries: readonly CatalogueEntry[]): readonly CatalogueEntry[] =>
  entries.toSorted((a, b) => (a.part === b.part ? a.number - b.number : a.part < b.part ? -1 : 1))
