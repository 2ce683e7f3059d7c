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

type Is = (value: unknown, depth: number) => boolean
type Members = Readonly<Record<string, Is>>

/** Texts and data within each other; the compiler comes to about twenty. */
const MOST_DEPTH = 64
/** Things in one list or record, and characters of one text. */
const MOST_THINGS = 2000
const MOST_CHARACTERS = 100_000
/** A lesson's files are in Base64. */
const MOST_FILE_CHARACTERS = 2_000_000
/** Names that every object has: what is looked up by one of them would seem to be there. */
const INHERITED = /^(__proto__|constructor|prototype|toString|valueOf|hasOwnProperty)$/

type Plain = Readonly<Record<string, unknown>>
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const text: Is = (value) => typeof value === 'string' && value.length <= MOST_CHARACTERS
const file: Is = (value) => typeof value === 'string' && value.length <= MOST_FILE_CHARACTERS
const id: Is = (value) => text(value, 0) && !INHERITED.test(String(value))
const number: Is = (value) => typeof value === 'number' && Number.isFinite(value)
const count: Is = (value) => Number.isSafeInteger(value) && Number(value) >= 0
const flag: Is = (value) => typeof value === 'boolean'
const nothing: Is = (value) => value === null

const either =
  (...kinds: readonly Is[]): Is =>
  (value, depth) =>
    kinds.some((is) => is(value, depth))
const orNull = (is: Is): Is => either(nothing, is)
const oneOf =
  (...values: readonly unknown[]): Is =>
  (value) =>
    values.includes(value)
const list =
  (is: Is): Is =>
  (value, depth) =>
    depth < MOST_DEPTH &&
    Array.isArray(value) &&
    value.length <= MOST_THINGS &&
    value.every((each) => is(each, depth + 1))
const record =
  (is: Is): Is =>
  (value, depth) => {
    if (depth >= MOST_DEPTH || !isPlain(value)) return false
    const entries = Object.entries(value)
    return (
      entries.length <= MOST_THINGS &&
      entries.every(([key, each]) => id(key, depth) && is(each, depth + 1))
    )
  }
/** A list in which no two have the same key: two would be taken for one. */
const listBy =
  (key: (each: unknown) => unknown, is: Is): Is =>
  (value, depth) =>
    list(is)(value, depth) && Array.isArray(value) && new Set(value.map(key)).size === value.length
const own =
  (name: string) =>
  (each: unknown): unknown =>
    isPlain(each) ? each[name] : undefined

/** A record with these members at least; others are read by nobody. */
const shape =
  (members: Members): Is =>
  (value, depth) =>
    depth < MOST_DEPTH &&
    isPlain(value) &&
    Object.entries(members).every(
      ([name, is]) => Object.hasOwn(value, name) && is(value[name], depth + 1),
    )
/** One of several shapes, by its `kind`. */
const byKind =
  (kinds: Readonly<Record<string, Is>>): Is =>
  (value, depth) =>
    isPlain(value) &&
    typeof value.kind === 'string' &&
    Object.hasOwn(kinds, value.kind) &&
    kinds[value.kind]?.(value, depth) === true

/** What a command answered: of any names and any numbers, since nothing is looked up in it. */
const json: Is = (value, depth) => {
  if (typeof value !== 'object' || value === null) {
    return isBare(value) || text(value, depth)
  }
  return depth < MOST_DEPTH && Object.values(value).every((each) => json(each, depth + 1))
}
const isBare = (value: unknown): boolean =>
  value === null || typeof value === 'number' || typeof value === 'boolean'

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

const answered = either(text, number)
const mark = shape({ at: number, position: count })
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
const progress = shape({
  ...{ lesson: id, hash: text, step: text, finished: flag, changedMs: number },
  steps: record(stepRecord),
  snapshot: shape({
    value: text,
    context: shape({
      ...{ at: count, records: record(stepRecord), beats: lines, standing },
      error: orNull(shape({ line: text, code: orNull(text), message: text })),
    }),
  }),
})

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
