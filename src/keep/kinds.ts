/**
 * What the keep is told of the things it keeps: no more than it needs to find them.
 *
 * `openKeep<MyKinds>()` takes and gives the page's own types; a guard a kind checks what is read, since it may
 * have been written by an older build or come from a stranger's file.
 */

export interface Kinds {
  /** a compiled lesson */
  lesson: unknown
  /** how far somebody is in one */
  progress: ProgressKind
  /** how a world is begun */
  options: unknown
  /** an input that a world has accepted */
  input: InputKind
}

export interface ProgressKind {
  /** id of the lesson */
  readonly lesson: string
  /** of the compiled lesson */
  readonly hash: string
  /** wall time of the last change, ms since 1970 */
  readonly changedMs: number
}

export interface InputKind {
  /** counts a world's inputs in the order they were made, over branches */
  readonly serial: number
  /** its place in the journal; an input at a place that was taken begins another future */
  readonly position: number
}

/** A compiled lesson under the hash of its content. */
export interface KeptLesson<L = unknown> {
  readonly hash: string
  /** stable over versions of the lesson */
  readonly id: string
  /** whether a person brought it; one that the build has is only a copy */
  readonly imported: boolean
  readonly lesson: L
  /** wall time of its keeping, ms since 1970 */
  readonly at: number
}

/** A save of a world's, and the serial of the newest input it holds. The bytes are held, and must not change. */
export interface KeptSave {
  readonly bytes: Uint8Array
  readonly serial: number
}

/** What says whether something read is of its kind. What is not is taken as not there. */
export type Guards<K extends Kinds> = {
  readonly [N in keyof K]?: (value: unknown) => value is K[N]
}
