/**
 * What stands in the column of a frame: words, numbered answers with their votes, a task's goals, as data. Pure.
 */
import { writtenAmount } from '../../lesson/amount.ts'
import type { Choice, Json, Lesson, Prose, Step } from '../../lesson/lesson.ts'
import { plainText, shuffled } from '../../lesson/prose.ts'
import type { Frame } from './frame.ts'
import { type PresenterState, type StepShape, slotOf, type Votes, votesOn } from './presenter.ts'
import { presentWords as words } from './words.ts'

type Values = Readonly<Record<string, string>>

/** A numbered answer. Counts are null while they are not to be seen. */
export interface WallChoice {
  readonly id: string
  /** from 1: the key that votes for it */
  readonly number: number
  readonly text: string
  readonly first: number | null
  readonly second: number | null
  /** whether it was so; null before that is told */
  readonly right: boolean | null
}

export interface FrameView {
  readonly title: string
  readonly text: Prose
  readonly choices: readonly WallChoice[]
  /** what the room is asked to do, under the choices */
  readonly ask: string | null
  readonly goals: readonly { readonly id: string; readonly say: Prose }[]
  /** the command that was run, or is being run */
  readonly command: string | null
}

/** Where a presentation stands, as far as the column needs it. */
export interface FramePlace {
  readonly lesson: Lesson
  readonly frame: Frame
  readonly steps: readonly StepShape[]
  readonly votes: Readonly<Record<string, Votes>>
  readonly nudged: boolean
  readonly state: PresenterState
  readonly values: Values
  /** a thing's name in a sentence, such as `host 5.3` */
  readonly nameOf: (ref: string) => string
  /** what tells a thing from others in the world as it stands, such as `Intel, 20 free` */
  readonly factsOf: (ref: string) => string
}

const NOTHING: FrameView = { title: '', text: [], choices: [], ask: null, goals: [], command: null }

/** What to show. */
export function frameView(place: FramePlace): FrameView {
  const { frame, lesson } = place
  const step = lesson.steps[frame.at]
  if (step === undefined) {
    return { ...NOTHING, title: words.end, text: lesson.question, ask: words.over }
  }
  const base: FrameView = { ...NOTHING, title: step.title, text: step.prompt }
  switch (frame.kind) {
    case 'asking': {
      // Whoever talks has read it: the counts have the room.
      const text = frame.round === 2 ? [] : base.text
      return { ...base, text, choices: choicesOf(place, step), ask: askOf(place) }
    }
    case 'beat': {
      const beat = beatOf(frame, step)
      return { ...base, title: beat?.title ?? step.title, text: beat?.text ?? [] }
    }
    case 'saying':
    case 'picking':
      return {
        ...base,
        title: questionOf(frame, step, place.values),
        text: [],
        choices: choicesOf(place, step),
        ask: askOf(place),
      }
    case 'outcome':
      return { ...base, text: outcomeText(place, step), choices: choicesOf(place, step) }
    case 'said':
    case 'answer':
      return {
        ...base,
        title: questionOf(frame, step, place.values),
        text: feedbackOf(listed(frame, step), soOf(frame)),
        choices: choicesOf(place, step),
      }
    case 'open':
      return taskView(place, step, base)
    case 'after':
      return { ...base, title: afterTitle(frame, step), text: step.after }
    default:
      return base
  }
}

/** A task in its own words; once a line of the solution is on the wall, with that and what it takes. */
function taskView({ frame, state }: FramePlace, step: Step, base: FrameView): FrameView {
  if (!('requirements' in step)) return base
  const line = step.solution[state === 'running' ? frame.line : frame.line - 1]
  const command = line === undefined ? null : withValues(line, frame.values)
  const goals = step.requirements
  // Whoever tries it by hand has the task before them; a line of the solution stands in its place.
  if (command === null && !frame.ended) return { ...base, goals }
  return { ...base, text: [], goals, command }
}

/** A line with the lesson's values for their names, such as `$second`: nobody in the room was told what those are. */
const withValues = (line: string, values: Values): string =>
  line.replace(/\$(?:(\w+)|\{(\w+)\})/g, (whole, bare, braced) => values[bare ?? braced] || whole)

/** What a run that was watched ended with; a question and a task keep their own title. */
const afterTitle = (frame: Frame, step: Step): string =>
  (step.kind === 'observe' ? beatOf(frame, step)?.title : null) ?? step.title

const beatOf = (frame: Frame, step: Step) => step.beats.find(({ type }) => type === frame.beat)

/** Whether a frame is about what was to be seen. */
const isSaw = ({ kind }: Frame): boolean => kind === 'saying' || kind === 'said'
/** What was so, of the question on the wall. */
const soOf = (frame: Frame): Json => (isSaw(frame) ? frame.saw : frame.answer)

/** The choices that the lesson lists for the question on the wall. */
function listed(frame: Frame, step: Step): readonly Choice[] {
  if (step.kind === 'explain') return step.parts[frame.part]?.choices ?? []
  if (step.kind !== 'predict') return []
  if (isSaw(frame)) return step.saw?.choices ?? []
  return step.prediction.kind === 'choices' ? step.prediction.choices : []
}

/** What stands to be chosen, in the order of its numbers: ids, Refs or amounts as text. */
export function chosenFrom({ lesson, frame, state, values, ...calls }: FramePlace): readonly {
  readonly id: string
  readonly text: string
}[] {
  const step = lesson.steps[frame.at]
  if (step === undefined) return []
  const asksPrediction = frame.kind === 'asking' || frame.kind === 'outcome'
  if (step.kind === 'predict' && asksPrediction && step.prediction.kind !== 'choices') {
    const { prediction } = step
    // By its number a thing is found on the picture. What is free on it changes as the world goes on, and would tell:
    // then it has its name, as in the outcome.
    const callOf = frame.kind === 'asking' && state === 'resting' ? calls.factsOf : calls.nameOf
    return frame.offers.map((offer) => ({
      id: String(offer),
      text:
        prediction.kind === 'amount'
          ? amountText(prediction, Number(offer))
          : callOf(String(offer)),
    }))
  }
  const seed = `${lesson.world.seed}/${isSaw(frame) ? 'saw' : ''}`
  const order = shuffled(listed(frame, step), seed)
  return order.map(({ id, text }) => ({ id, text: plainText(text, values) }))
}

function choicesOf(place: FramePlace, step: Step): readonly WallChoice[] {
  const { frame, steps, votes } = place
  const told = ['outcome', 'said', 'answer'].includes(frame.kind)
  const [first, second] = votesOn(votes, slotOf(frame, steps))
  const count = (list: readonly string[], id: string) => list.filter((one) => one === id).length
  // Nobody follows a majority that they cannot see: counts come when a round is over.
  const firstSeen = first.length > 0 && (told || frame.round === 2)
  return chosenFrom(place).map(({ id, text }, index) => ({
    id,
    number: index + 1,
    text,
    first: firstSeen ? count(first, id) : null,
    second: told && second.length > 0 ? count(second, id) : null,
    right: told ? isRight(frame, step, id) : null,
  }))
}

function isRight(frame: Frame, step: Step, id: string): boolean {
  const answer = soOf(frame)
  if (isSaw(frame) || step.kind !== 'predict' || step.prediction.kind === 'choices')
    return answer === id
  if (step.prediction.kind === 'picture') return Array.isArray(answer) && answer.includes(id)
  return Math.abs(Number(answer) - Number(id)) <= step.prediction.within
}

function askOf({ frame, steps, votes, nudged, state }: FramePlace): string | null {
  if (state === 'running') return words.running
  const [first, second] = votesOn(votes, slotOf(frame, steps))
  if (frame.round === 2) {
    return second.length === 0 ? words.talk : `${words.talk} ${words.votes(second.length)}`
  }
  if (nudged) return words.nudged
  if (first.length > 0) return words.votes(first.length)
  return words.vote
}

function questionOf(frame: Frame, step: Step, values: Values): string {
  if (step.kind === 'explain') return plainText(step.parts[frame.part]?.question ?? [], values)
  return step.kind === 'predict' ? plainText(step.saw?.question ?? [], values) : step.title
}

const feedbackOf = (choices: readonly Choice[], answer: Json): Prose =>
  choices.find(({ id }) => id === answer)?.feedback ?? []

const sentence = (text: string): Prose => [
  { kind: 'paragraph', children: [{ kind: 'text', text }] },
]

/** What was so: a choice's own word on it, or the host or amount that it was. */
function outcomeText({ frame, nameOf }: FramePlace, step: Step): Prose {
  if (step.kind !== 'predict') return []
  const { prediction } = step
  const { answer } = frame
  if (prediction.kind === 'choices') return feedbackOf(prediction.choices, answer)
  if (prediction.kind === 'amount')
    return sentence(words.itWas(exactly(prediction, Number(answer))))
  const names = Array.isArray(answer) ? answer.map((ref) => nameOf(String(ref))) : []
  return names.length === 0 ? [] : sentence(words.itWas(names.join(', ')))
}

type Amount = { readonly step: number; readonly unit: string }

/** An amount to choose, with as many digits as a step has; and one that was so, with one more. */
export const amountText = ({ step, unit }: Amount, value: number): string =>
  words.amount(writtenAmount(value, step), unit)
const exactly = ({ step, unit }: Amount, value: number): string =>
  words.amount(writtenAmount(value, step, 1), unit)

/** What stands on the wall instead of the region; null where the region does. A bill is not shown before the run. */
export function wallPanel(
  kind: Frame['kind'],
  step: Pick<Step, 'panel'> | null,
  steps: readonly Pick<Step, 'panel'>[],
): 'bill' | 'buckets' | null {
  // The last question is about what the last step was about.
  const panel = (kind === 'end' ? steps.at(-1) : step)?.panel
  if (panel === 'bill') return kind === 'ready' || kind === 'asking' ? null : 'bill'
  return panel === 'buckets' ? 'buckets' : null
}
