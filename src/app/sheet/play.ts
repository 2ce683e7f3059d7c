/**
 * Plays a whole lesson once, to know what is so at each of its questions.
 *
 * It asks the world, never the lesson's author: as the page does for a learner, right after each run. Nothing here
 * knows a page: any lab will do.
 */
import type { Ref } from '../../cloud/kernel/ref.ts'
import type { PlacementView, RegionView } from '../../cloud/views/types.ts'
import { choiceThatHolds, metOf, predictionsAnswer } from '../../lesson/asked.ts'
import { type Variables, variablesOf } from '../../lesson/checks.ts'
import type { Json, Lesson, PredictStep, Step } from '../../lesson/lesson.ts'
import { Elsewhere, playThrough } from '../../lesson/play.ts'
import type { Lab } from '../../lesson/port.ts'
import { en as regionWords } from '../../scenes/region/words.ts'

/** A thing to point at, as it was before the run. `room` is null where it is no host of the region. */
export interface Offered {
  readonly ref: string
  readonly name: string
  readonly room: {
    /** its hardware, in a word */
    readonly kind: string
    readonly freeVcpus: number
    readonly vcpus: number
    /** how many of the account's machines stand there */
    readonly mine: number
  } | null
}

/** What a step came to. */
export interface PlayedStep {
  /** the lesson's values when it began, and when it had ended */
  readonly before: Variables
  readonly after: Variables
  /** what was right of a prediction: a choice's id, Refs, or a number */
  readonly answer: Json
  /** some of what could be pointed at, the right one among them */
  readonly offers: readonly Offered[]
  /** id of the choice that says what was to be seen */
  readonly saw: string | null
  /** the choice that is so, by part of an explanation */
  readonly parts: Readonly<Record<string, string | null>>
  /** ids of the requirements that the lesson's own way meets */
  readonly met: readonly string[]
}

/** By the step's id. */
export type Played = Readonly<Record<string, PlayedStep>>

/**
 * Plays a lesson from its beginning; `tell` hears how many steps are done. Rejects with `Unplayable` for a line that
 * cannot be run, with `Elsewhere` when it is not wanted any more, and with whatever the lab rejects with.
 */
export async function playLesson(
  lesson: Lesson,
  lab: Lab,
  wanted: () => boolean,
  tell: (done: number) => void = () => {},
): Promise<Played> {
  const played: Record<string, PlayedStep> = {}
  for (const [index, step] of lesson.steps.entries()) {
    played[step.id] = await playStep(step, lesson, lab, wanted)
    // What a run leaves under way comes to rest before the next begins.
    await lab.toBeat([])
    if (!wanted()) throw new Elsewhere()
    tell(index + 1)
  }
  return played
}

async function playStep(
  step: Step,
  lesson: Lesson,
  lab: Lab,
  wanted: () => boolean,
): Promise<PlayedStep> {
  const before = await variablesOf(lesson, lab, null)
  const pointed = await pointedAt(step, lab)
  const after = await playThrough(step, lab, lesson, wanted)
  const predicted = step.kind === 'predict' ? step : null
  const answer =
    predicted === null ? null : await predictionsAnswer(predicted.prediction, lab, after)
  const saw = predicted?.saw ?? null
  return {
    before,
    after,
    answer,
    offers: pointed === null ? [] : await offersOf(pointed, refsOf(answer), lab),
    saw: saw === null ? null : await choiceThatHolds(saw.choices, lab, after),
    parts: await partsOf(step, lab, after),
    met: 'requirements' in step ? await metOf(step, lab, after) : [],
  }
}

async function partsOf(step: Step, lab: Lab, values: Variables): Promise<PlayedStep['parts']> {
  const parts: Record<string, string | null> = {}
  for (const { id, choices } of step.kind === 'explain' ? step.parts : []) {
    parts[id] = await choiceThatHolds(choices, lab, values)
  }
  return parts
}

/** What may be pointed at before a run. */
interface Pointed {
  readonly options: readonly string[]
  readonly region: RegionView | null
}

type Picture = Extract<PredictStep['prediction'], { kind: 'picture' }>

async function pointedAt(step: Step, lab: Lab): Promise<Pointed | null> {
  if (step.kind !== 'predict' || step.prediction.kind !== 'picture') return null
  const { view, options }: Picture = step.prediction
  const data = await lab.view(view)
  return {
    options: refsOf(await lab.query(options, data)),
    region: view === 'region' ? (data as unknown as RegionView | null) : null,
  }
}

/** The few that the wall offers too, in the same order. */
async function offersOf(
  { options, region }: Pointed,
  answer: readonly string[],
  lab: Lab,
): Promise<readonly Offered[]> {
  const { pictureOffers } = await import('../present/offers.ts')
  const placed = (await lab.view('placement')) as unknown as PlacementView | null
  const few = pictureOffers(options, answer, region, region === null ? null : placed)
  return few.map((ref) => offered(ref, region))
}

function offered(ref: Ref, region: RegionView | null): Offered {
  const hosts = region?.zones.flatMap(({ racks }) => racks.flatMap((rack) => rack.hosts)) ?? []
  const host = hosts.find((one) => one.ref === ref)
  if (host === undefined) return { ref, name: ref, room: null }
  const mine = region?.mine.filter((machine) => machine.host === ref).length ?? 0
  const { label, vcpus, usedVcpus } = host
  const kind = regionWords.hardware(host.hardware)
  return { ref, name: label, room: { kind, freeVcpus: vcpus - usedVcpus, vcpus, mine } }
}

const refsOf = (value: Json): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
