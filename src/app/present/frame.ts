/** A frame of a presentation: what stands on the wall, and which world belongs to it. */
import type { Json } from '../../lesson/lesson.ts'
import type { Mark } from '../../lesson/port.ts'

/** What stands on the wall. */
export type FrameKind =
  /** a run that is about to begin */
  | 'ready'
  /** a question before a run, with votes; in the second round the neighbours have talked */
  | 'asking'
  /** one cause and its effect */
  | 'beat'
  /** what did you see? */
  | 'saying'
  /** what was to be seen, beside the votes on it */
  | 'said'
  /** what was so, beside the votes */
  | 'outcome'
  /** a task; each line of the lesson's own solution is a beat */
  | 'open'
  /** a part of an explanation as a question, and its answer */
  | 'picking'
  | 'answer'
  /** what the step leaves to be said */
  | 'after'
  /** the lesson's last line */
  | 'end'

export interface Frame {
  readonly kind: FrameKind
  /** number of the step, from 0; the number of steps at the end */
  readonly at: number
  /** which part of an explanation */
  readonly part: number
  /** how many lines of the solution have been played */
  readonly line: number
  /** Refs or numbers to choose from, where the lesson lists none: a few of those that were found, the true one among them */
  readonly offers: readonly (string | number)[]
  readonly round: 1 | 2
  /** type of the beat that the world stands at */
  readonly beat: string | null
  /** whether the run has ended */
  readonly ended: boolean
  /** what the prediction or the part came to: an id, Refs or a number; of a task, the ids of what holds */
  readonly answer: Json
  /** what was to be seen: the id of a choice; null before that is asked */
  readonly saw: string | null
  /** the lesson's variables as they were then: what was said, is said again after Back */
  readonly values: Readonly<Record<string, string>>
  readonly mark: Mark
}
