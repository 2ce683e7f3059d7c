/**
 * Whether something that was kept or brought is a presentation's progress: what its machine, the wall and Back read, each
 * of its type. Whether it fits the lesson is asked by `keptPresentation`. It is read
 * before the page shows anything, so it stands apart from what presents.
 */
import { progressWith } from '../lesson/guard.ts'
import type { Progress } from '../lesson/progress.ts'
import {
  answered,
  count,
  flag,
  type Is,
  json,
  list,
  mark,
  oneOf,
  orNull,
  record,
  shape,
  text,
} from '../lesson/shapes.ts'
import type { FrameKind } from './present/frame.ts'

const KINDS: Readonly<Record<FrameKind, true>> = {
  ...{ ready: true, asking: true, beat: true, saying: true, said: true, outcome: true },
  ...{ open: true, picking: true, answer: true, after: true, end: true },
}
const frame = shape({
  kind: oneOf(...Object.keys(KINDS)),
  ...{ at: count, part: count, line: count, round: oneOf(1, 2) },
  ...{ offers: list(answered), answer: json, values: record(text), mark },
  ...{ beat: orNull(text), saw: orNull(text), ended: flag },
})
/** Both rounds of one question. */
const votes: Is = (value, depth) =>
  Array.isArray(value) && value.length === 2 && list(list(text))(value, depth)
const presented = progressWith(
  shape({
    value: text,
    context: shape({
      ...{ at: count, start: mark, frame: orNull(frame), history: list(frame) },
      ...{ votes: record(votes), nudged: flag, leaving: flag, hurried: flag, error: orNull(text) },
    }),
  }),
)

/** The name that a presentation is kept under: a class leaves the teacher's own progress alone. */
export const keptName = (lesson: string): string => `present:${lesson}`

/** Whether something is what a presentation keeps. */
export const isPresented = (value: unknown): value is Progress => presented(value, 0)
