/**
 * How far somebody is in a lesson: what the keep stores, by lesson id. Plain data.
 *
 * Everything that was answered is kept with what it was compared with, so that the reference page of a finished
 * lesson needs no world.
 */
import type { Json } from './lesson.ts'
import type { Mark } from './port.ts'

/** What became of one step. Steps without an entry have not been begun. */
export interface StepRecord {
  /** where the world stood when the step was first shown: "Start this step again" goes back to it */
  readonly start: Mark
  readonly state: 'begun' | 'done' | 'known'
  /** the choice's id, the Ref or the number that was committed; null when the learner asked to be shown */
  readonly predicted: string | number | null
  /** whether it was right, once the run has told */
  readonly right: boolean | null
  /** what it came to: ids, Refs or numbers that were right */
  readonly answer: Json
  /** the choice of "what did you see?", and whether it was so */
  readonly saw: string | null
  readonly sawRight: boolean | null
  /** picks of an explanation, by part; and whether each was right */
  readonly picks: Readonly<Record<string, { readonly choice: string; readonly right: boolean }>>
  readonly hints: number
  /** the lesson's variables when the step was done: what its words said then, they say for ever */
  readonly values: Readonly<Record<string, string>>
}

/** A lesson as somebody left it. */
export interface Progress {
  readonly lesson: string
  /** SHA-256 of the compiled lesson that it belongs to */
  readonly hash: string
  /** the machine's state, to be restored mid-step */
  readonly snapshot: Json
  readonly steps: Readonly<Record<string, StepRecord>>
  /** id of the step on the screen */
  readonly step: string
  readonly finished: boolean
  /** wall time of the last change, ms since 1970, for the catalogue's order */
  readonly changedMs: number
}
