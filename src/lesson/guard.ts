/**
 * Whether something that was kept or brought is a compiled lesson, or progress in one: everything that runtime and
 * components read, of its type, and no more of it than the compiler lets through.
 *
 * A stranger's export holds lessons that no compiler has seen. What passes here can be shown and played like ours:
 * texts are of the known pieces only, none of which carries an address, and nothing is nested without end. Whether
 * the lesson makes sense is not asked. By hand, since the page needs it before it shows what was kept.
 */
import { LESSON_FORMAT, type Lesson } from './lesson.ts'
import type { Progress } from './progress.ts'

import {
  answered,
  byKind,
  count,
  either,
  file,
  flag,
  type Is,
  id,
  json,
  list,
  listBy,
  mark,
  number,
  oneOf,
  orNull,
  own,
  record,
  shape,
  text,
} from './shapes.ts'

const words = shape({ text })
const inline: Is = (value, depth) => pieces(value, depth)
const nested = shape({ children: list(inline) })
const pieces = byKind({
  ...{ text: words, code: words, strong: nested, emphasis: nested },
  term: shape({ id, children: list(inline) }),
  value: shape({ name: id }),
})
const block: Is = (value, depth) => blocks(value, depth)
const prose = list(block)
const blocks = byKind({
  paragraph: nested,
  list: shape({ ordered: flag, items: list(prose) }),
  code: words,
})

const check = shape({ run: text, is: json })
const choices = listBy(own('id'), shape({ id, text: prose, holds: check, feedback: prose }))
const verdicts = { right: prose, wrong: prose }
const prediction = byKind({
  choices: shape({ choices }),
  picture: shape({ view: id, options: text, answer: text, ...verdicts }),
  amount: shape({
    ...{ least: number, most: number, step: number, within: number, unit: text, answer: text },
    ...verdicts,
  }),
})
const lines = list(text)
const base = {
  ...{ id, title: text, prompt: prose, panel: orNull(id), note: prose, after: prose },
  beats: listBy(own('type'), shape({ type: id, title: orNull(text), text: prose })),
}
const running = { ...base, go: orNull(text), run: lines }
const doing = shape({
  ...base,
  requirements: listBy(own('id'), shape({ id, say: prose, check })),
  palette: orNull(lines),
  acts: listBy(own('id'), shape({ id, label: text, run: lines })),
  hints: list(prose),
  feedback: listBy(own('id'), shape({ id, when: check, say: prose })),
  solution: lines,
})
const step = byKind({
  observe: shape(running),
  predict: shape({
    ...{ ...running, prediction },
    saw: orNull(shape({ question: prose, choices })),
  }),
  ...{ do: doing, challenge: doing },
  explain: shape({
    ...base,
    parts: listBy(
      own('id'),
      shape({ id: oneOf('cause', 'decider', 'change'), question: prose, choices }),
    ),
  }),
})
const ids = listBy((each) => each, id)
const lesson = shape({
  format: oneOf(LESSON_FORMAT),
  ...{ id, part: id, number: count, language: text, title: text, summary: prose, minutes: number },
  ...{ skills: lines, prerequisites: ids, introduces: ids, scene: id },
  terms: listBy(own('id'), shape({ id, word: text, sentence: prose, everyday: flag })),
  world: shape({ seed: text, scenario: id, epoch: orNull(text), setUp: lines }),
  files: record(file),
  variables: record(text),
  steps: listBy(own('id'), step),
  question: prose,
  sources: listBy(own('section'), shape({ section: text, text: prose })),
  note: prose,
})

const stepRecord = shape({
  start: mark,
  state: oneOf('begun', 'done', 'known'),
  predicted: orNull(answered),
  ...{ right: orNull(flag), answer: json, saw: orNull(text), sawRight: orNull(flag) },
  picks: record(shape({ choice: text, right: flag })),
  hints: count,
  values: record(text),
})
const standing = shape({
  met: record(shape({ holds: flag, has: json, needs: json })),
  feedback: orNull(text),
})
/** What of a row of progress is the same whatever its snapshot is of. */
export const progressWith = (snapshot: Is): Is =>
  shape({
    ...{ lesson: id, hash: text, step: text, finished: flag, changedMs: number },
    ...{ steps: record(stepRecord), snapshot },
  })
const progress = progressWith(
  shape({
    value: text,
    context: shape({
      ...{ at: count, records: record(stepRecord), beats: lines, standing },
      error: orNull(shape({ line: text, code: orNull(text), message: text })),
    }),
  }),
)

/** Where what lies before a step is still to be played; an older build did not keep it. */
const leadIn = either((value) => value === undefined, orNull(shape({ mark, from: count })))

/** Whether something is a compiled lesson of this build's format, each of whose parts has the type it is to have. */
export function isLesson(value: unknown): value is Lesson {
  return lesson(value, 0) && (value as Lesson).steps.length > 0
}

/** Whether something is how far somebody is, each of whose parts has the type it is to have. */
export function isProgress(value: unknown): value is Progress {
  if (!progress(value, 0)) return false
  const { context } = (value as { snapshot: { context: { leadIn?: unknown } } }).snapshot
  return leadIn(context.leadIn, 0)
}
