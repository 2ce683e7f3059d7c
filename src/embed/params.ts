/**
 * What a host page asks of a widget, in the frame's address: `embed.html?lesson=eight-seconds&step=choose&theme=dark`.
 *
 * Every parameter is checked by itself. One that is wrong is told of and takes its default; a widget is never
 * broken by its address. Pure.
 */
import * as v from 'valibot'
import { type Instant, instant } from '../cloud/kernel/instant.ts'
import type { CatalogueEntry } from '../lesson/catalogue.ts'
import { SCENES } from '../scenes/registry.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const LANGUAGES = ['en'] as const
export type Language = (typeof LANGUAGES)[number]

/** Parts of the widget that a host may leave out or keep. */
export const CONTROLS = ['play', 'time', 'sentence', 'actions', 'menu'] as const
export type Control = (typeof CONTROLS)[number]

export interface Params {
  /** id of a lesson; null for the scene alone */
  readonly lesson: string | null
  /** id of a step of the lesson; its first where null */
  readonly step: string | null
  /** the instant that is shown first; where the step begins when null */
  readonly at: Instant | null
  readonly scene: keyof typeof SCENES
  /** of the world without a lesson; null for the lab's own */
  readonly seed: string | null
  readonly theme: Theme
  readonly controls: readonly Control[]
  /** ids of the actions offered, in this order; null for the step's own */
  readonly actions: readonly string[] | null
  readonly lang: Language
  readonly title: string | null
  /** the origin of the host page, which messages are exchanged with; null where it did not say */
  readonly host: string | null
}
export type ParamName = keyof Params

/** A parameter that was not taken as it was written. */
export interface Warning {
  readonly name: string
  readonly value: string
  readonly reason: 'unknown' | 'malformed' | 'missing' | 'needless' | 'early' | 'absent'
}

export const DEFAULTS: Params = {
  lesson: null,
  step: null,
  at: null,
  scene: 'region',
  seed: null,
  theme: 'system',
  controls: CONTROLS,
  actions: null,
  lang: 'en',
  title: null,
  host: null,
}

const MOST_TITLE = 80
const MOST_SEED = 64
const MOST_ACTIONS = 4

/** What an id of a lesson, a step or an action may be. */
export const ID = v.pipe(v.string(), v.maxLength(64), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/))
/** An instant as ticks since the world's beginning. */
export const TICKS = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(0),
  v.transform((ticks): Instant => instant(ticks)),
)
const listOf = <Schema extends v.GenericSchema<string, string>>(item: Schema, most: number) =>
  v.pipe(
    v.string(),
    v.transform((text) => (text === 'none' ? [] : text.split(',').map((part) => part.trim()))),
    v.array(item),
    v.maxLength(most),
  )

const ORIGIN = v.pipe(
  v.string(),
  v.check((text) => URL.canParse(text) && new URL(text).origin === text),
)

const SCHEMAS = {
  lesson: ID,
  step: ID,
  at: v.pipe(v.string(), v.regex(/^\d{1,16}$/), v.transform(Number), TICKS),
  scene: v.picklist(Object.keys(SCENES) as (keyof typeof SCENES)[]),
  seed: v.pipe(v.string(), v.minLength(1), v.maxLength(MOST_SEED)),
  theme: v.picklist(THEMES),
  controls: listOf(v.picklist(CONTROLS), CONTROLS.length),
  actions: listOf(ID, MOST_ACTIONS),
  lang: v.picklist(LANGUAGES),
  title: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MOST_TITLE)),
  host: ORIGIN,
} as const satisfies Record<ParamName, v.GenericSchema>

const isName = (name: string): name is ParamName => Object.hasOwn(SCHEMAS, name)

/** The lessons there are, as far as an address can name them. */
export type Known = Pick<CatalogueEntry, 'id' | 'steps'>

/** The parameters of an address, and what of it was not taken. */
export function readParams(
  query: string,
  catalogue: readonly Known[],
): { readonly params: Params; readonly warnings: readonly Warning[] } {
  const read: { [Name in ParamName]?: unknown } = {}
  const warnings: Warning[] = []
  for (const [name, value] of new URLSearchParams(query)) {
    if (!isName(name)) {
      warnings.push({ name, value, reason: 'unknown' })
      continue
    }
    const found = v.safeParse(SCHEMAS[name], value)
    if (found.success) read[name] = found.output
    else warnings.push({ name, value, reason: 'malformed' })
  }
  return fitting({ ...DEFAULTS, ...(read as Partial<Params>) }, catalogue, warnings)
}

/** Lets go of what does not fit together: lessons and steps that are not there, a seed beside a lesson. */
function fitting(
  params: Params,
  catalogue: readonly Known[],
  warnings: Warning[],
): { readonly params: Params; readonly warnings: readonly Warning[] } {
  let { lesson, step, seed } = params
  const entry = catalogue.find(({ id }) => id === lesson)
  if (lesson !== null && entry === undefined) {
    warnings.push({ name: 'lesson', value: lesson, reason: 'missing' })
    lesson = null
  }
  if (step !== null && !entry?.steps.some(({ id }) => id === step)) {
    warnings.push({
      name: 'step',
      value: step,
      reason: entry === undefined ? 'needless' : 'missing',
    })
    step = null
  }
  if (seed !== null && entry !== undefined) {
    // A lesson is true in its own world only.
    warnings.push({ name: 'seed', value: seed, reason: 'needless' })
    seed = null
  }
  return { params: { ...params, lesson, step, seed }, warnings }
}
