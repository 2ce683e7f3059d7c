/**
 * The shape of `lesson.yaml`: what a lesson is, without its words.
 *
 * Unknown keys are refused, so that a slip of the fingers is not silently without effect. Limits that a person
 * reads about (three terms, three hints, minutes, steps) are in `rules.ts`; here is what the data must be.
 */
import * as v from 'valibot'
import type { Check, Json } from '../lesson.ts'
import { isSeen } from './limits.ts'
import { anyOf, type Place, type Problems } from './problem.ts'
import { INHERITED, type Path, type YamlFile } from './yamlFile.ts'

const PALETTE = 'A command of a palette is two words, such as `ec2 stop-instances`.'

const TIME =
  'A time is written as `2026-01-01T09:00:00Z`, the calendar has it, and it lies in 2000 to 2099.'
/** The years that a world may begin in. */
const EPOCHS = /^20/

/** Things in one list or record; a stranger's may not keep the reader, or the person, for longer. */
const MOST_OF_A_KIND = 40
const MOST_TEXT_CHARACTERS = 2000
const MOST_NAME_CHARACTERS = 60
const FEW = `There are at most ${MOST_OF_A_KIND} here.`
const TWICE = 'This stands here twice.'
const SEEN = 'A character stands here that nobody can see.'

const text = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.maxLength(MOST_TEXT_CHARACTERS, `This has at most ${MOST_TEXT_CHARACTERS} characters.`),
  v.check(isSeen, SEEN),
)
const short = v.pipe(
  text,
  v.maxLength(MOST_NAME_CHARACTERS, `This has at most ${MOST_NAME_CHARACTERS} characters.`),
)
const id = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'An id is of small letters, digits and single hyphens.'),
  v.maxLength(MOST_NAME_CHARACTERS, `An id has at most ${MOST_NAME_CHARACTERS} characters.`),
  v.check((given) => !INHERITED.has(given), 'This word cannot be an id.'),
)
const name = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9_]*$/, 'A variable is of small letters, digits and underscores.'),
)
const finite = v.pipe(v.number(), v.finite('A number has an end.'))
const json = v.pipe(v.unknown(), v.check(isJson, 'This is not data that JSON can hold.'))

/** A list of not too many; how many is asked before any of them is looked at. */
const list = <S extends v.GenericSchema>(item: S) =>
  v.pipe(v.array(v.unknown()), v.maxLength(MOST_OF_A_KIND, FEW), v.array(item))
/** A list in which nothing stands twice. */
const once = <S extends v.GenericSchema<unknown, string>>(item: S) =>
  v.pipe(
    list(item),
    v.checkItems((each, index, all) => all.indexOf(each) === index, TWICE),
  )
/** A record of not too many. */
const record = <K extends v.GenericSchema<string>, S extends v.GenericSchema>(key: K, item: S) =>
  v.pipe(
    v.record(v.string(), v.unknown()),
    v.check((given) => Object.keys(given).length <= MOST_OF_A_KIND, FEW),
    v.record(key, item),
  )

const lines = v.pipe(list(text), v.nonEmpty())
const check = v.strictObject({ run: text, is: v.optional(json) })
const checks = record(id, check)
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
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).every(([key, inner]) => isSeen(key) && isJson(inner))
  }
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value === 'string') return isSeen(value)
  return value === null || typeof value === 'boolean'
}

/** Whether a text is a time to the second, on a day that there is. */
function isTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return false
  const ms = Date.parse(text)
  if (!EPOCHS.test(text)) return false
  return Number.isFinite(ms) && new Date(ms).toISOString() === text.replace('Z', '.000Z')
}

const base = {
  id: v.pipe(id, v.notValue('lesson', 'No step is named `lesson`: its words have that name.')),
  panel: v.optional(v.picklist(['placement', 'machines', 'bill', 'buckets'])),
  beats: v.optional(once(text), []),
}
const amount = v.pipe(
  v.strictObject({
    least: finite,
    most: finite,
    step: v.pipe(finite, v.gtValue(0)),
    within: v.pipe(finite, v.minValue(0)),
    unit: short,
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
    v.pipe(list(v.pipe(v.string(), v.regex(/^[a-z0-9-]+ [a-z0-9-]+$/, PALETTE))), v.nonEmpty()),
  ),
  acts: v.optional(record(id, lines), {}),
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
    seed: short,
    scenario: id,
    epoch: v.optional(v.pipe(v.string(), v.check(isTime, TIME))),
    setUp: v.optional(list(text), []),
  }),
  scene: id,
  minutes: v.number(),
  skills: v.pipe(list(text), v.nonEmpty()),
  prerequisites: v.optional(once(id), []),
  introduces: v.optional(once(id), []),
  sources: v.pipe(once(short), v.nonEmpty()),
  variables: v.optional(record(name, text), {}),
  steps: list(v.variant('kind', [observe, predict, doing, challenge, explain])),
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
