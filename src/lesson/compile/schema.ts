/**
 * The shape of `lesson.yaml`: what a lesson is, without its words.
 *
 * Unknown keys are refused, so that a slip of the fingers is not silently without effect. Limits that a person
 * reads about (three terms, three hints, minutes, steps) are in `rules.ts`; here is what the data must be.
 */
import * as v from 'valibot'
import type { Check, Json } from '../lesson.ts'
import { anyOf, type Place, type Problems } from './problem.ts'
import type { Path, YamlFile } from './yamlFile.ts'

const PALETTE = 'A command of a palette is two words, such as `ec2 stop-instances`.'

const TIME = 'A time is written as `2026-01-01T09:00:00Z`, and the calendar has it.'

const text = v.pipe(v.string(), v.nonEmpty())
const id = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'An id is of small letters, digits and single hyphens.'),
)
const name = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9_]*$/, 'A variable is of small letters, digits and underscores.'),
)
const json = v.pipe(v.unknown(), v.check(isJson, 'This is not data that JSON can hold.'))
const lines = v.pipe(v.array(text), v.nonEmpty())
const check = v.strictObject({ run: text, is: v.optional(json) })
const checks = v.record(id, check)
const someChecks = v.pipe(
  checks,
  v.check((given) => Object.keys(given).length > 0, 'At least one is needed here.'),
)
const choices = v.pipe(
  checks,
  v.check((given) => Object.keys(given).length > 1, 'A choice has at least two answers.'),
)

/** Whether YAML gave what JSON can hold: no date, no infinity. */
function isJson(value: unknown): value is Json {
  if (Array.isArray(value)) return value.every(isJson)
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isJson)
  if (typeof value === 'number') return Number.isFinite(value)
  return value === null || typeof value === 'boolean' || typeof value === 'string'
}

/** Whether a text is a time to the second, on a day that there is. */
function isTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return false
  const ms = Date.parse(text)
  return Number.isFinite(ms) && new Date(ms).toISOString() === text.replace('Z', '.000Z')
}

const base = {
  id: v.pipe(id, v.notValue('lesson', 'No step is named `lesson`: its words have that name.')),
  panel: v.optional(v.picklist(['placement', 'machines', 'bill', 'buckets'])),
  beats: v.optional(v.array(text), []),
}
const amount = v.pipe(
  v.strictObject({
    least: v.number(),
    most: v.number(),
    step: v.pipe(v.number(), v.gtValue(0)),
    within: v.pipe(v.number(), v.minValue(0)),
    unit: text,
    answer: text,
  }),
  v.check(({ least, most }) => least < most, '`least` is less than `most`.'),
)
const prediction = v.pipe(
  v.strictObject({
    choices: v.optional(choices),
    picture: v.optional(v.strictObject({ view: text, options: text, answer: text })),
    amount: v.optional(amount),
  }),
  v.check(
    (given) => Object.values(given).filter((each) => each !== undefined).length === 1,
    'A prediction is exactly one of `choices`, `picture` and `amount`.',
  ),
)
const observe = v.strictObject({ ...base, kind: v.literal('observe'), run: lines })
const predict = v.strictObject({
  ...base,
  kind: v.literal('predict'),
  run: lines,
  prediction,
  saw: v.optional(choices),
})
const goal = {
  ...base,
  requirements: someChecks,
  palette: v.optional(
    v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z0-9-]+ [a-z0-9-]+$/, PALETTE))), v.nonEmpty()),
  ),
  acts: v.optional(v.record(id, lines), {}),
  feedback: v.optional(checks, {}),
}
const doing = v.strictObject({ ...goal, kind: v.literal('do') })
const challenge = v.strictObject({ ...goal, kind: v.literal('challenge') })
const explain = v.strictObject({
  ...base,
  kind: v.literal('explain'),
  parts: v.strictObject({ cause: choices, decider: choices, change: choices }),
})

const lesson = v.strictObject({
  id,
  schema: v.literal(1),
  world: v.strictObject({
    seed: text,
    scenario: id,
    epoch: v.optional(v.pipe(v.string(), v.check(isTime, TIME))),
    setUp: v.optional(v.array(text), []),
  }),
  scene: id,
  minutes: v.number(),
  skills: v.pipe(v.array(text), v.nonEmpty()),
  prerequisites: v.optional(v.array(id), []),
  introduces: v.optional(v.array(id), []),
  sources: v.pipe(v.array(text), v.nonEmpty()),
  variables: v.optional(v.record(name, text), {}),
  steps: v.array(v.variant('kind', [observe, predict, doing, challenge, explain])),
})

/** A lesson without its words, as `lesson.yaml` has it. */
export type LessonData = v.InferOutput<typeof lesson>
/** A step of it. */
export type StepData = LessonData['steps'][number]
/** A check of it. */
export type CheckData = v.InferOutput<typeof check>

/** A check with the value that it is compared with: true where none is written. */
export const checkOf = ({ run, is = true }: CheckData): Check => ({
  run,
  is: isJson(is) ? is : null,
})

/** Checks a file's data; null when it has not the shape, which `problems` then says. */
export function readLesson(yaml: YamlFile, problems: Problems): LessonData | null {
  const result = v.safeParse(lesson, yaml.data)
  if (result.success) return result.output
  for (const issue of result.issues) {
    const path = pathOf(issue)
    problems.add(yaml.at(path), sentenceOf(issue, path))
  }
  return null
}

const pathOf = (issue: v.BaseIssue<unknown>): Path =>
  (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)))

function sentenceOf(issue: v.BaseIssue<unknown>, path: Path): string {
  const key = String(path[path.length - 1] ?? '')
  const where = nameOf(path)
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return `There is no key \`${key}\` here.`
  }
  if (issue.received === 'undefined') return `The key ${where} is missing.`
  if (issue.kind === 'validation' && !issue.message.startsWith('Invalid')) return issue.message
  if (issue.type === 'variant')
    return `${where} is one of ${expectedOf(issue)}, not ${issue.received}.`
  return `${where} is to be ${issue.expected ?? 'something else'}, not ${issue.received}.`
}

const expectedOf = ({ expected }: v.BaseIssue<unknown>): string =>
  anyOf((expected ?? '').replace(/[()"]/g, '').split(' | '))

/** A path as people write it: `world.seed`, the step's place counted from 1. */
const nameOf = (path: Path): string =>
  `\`${path.map((each) => (typeof each === 'number' ? each + 1 : each)).join('.')}\``

/** Where something of a lesson stands in its `lesson.yaml`. */
export type PlaceOf = (path: Path) => Place
