/**
 * What the step panel says and offers in each state of a lesson: words and buttons, as data.
 *
 * Pure. One primary button at a time; what a button does is named, and done by the component.
 */
import type { Beat, Prose, Step } from '../../lesson/lesson.ts'
import type { FlowState } from '../../lesson/machine.ts'
import type { StepRecord } from '../../lesson/progress.ts'
import { lessonWords } from './words.ts'

export type StepAction = 'run' | 'showMe' | 'goOn' | 'next' | 'hint' | 'know' | 'restart'

export interface StepButton {
  readonly action: StepAction
  readonly label: string
  readonly disabled?: boolean
}

export interface StepView {
  readonly title: string
  readonly text: Prose
  readonly primary: StepButton | null
  readonly secondary: readonly StepButton[]
  /** smaller ways out, as links */
  readonly links: readonly StepButton[]
}

/** Where a lesson stands, as far as the panel needs it. */
export interface StepPlace {
  readonly state: FlowState
  readonly step: Step
  readonly record: StepRecord | null
  readonly beat: Beat | null
  /** whether a challenge lies ahead, and whether this step is the last */
  readonly challengeAhead: boolean
  readonly last: boolean
}

const button = (action: StepAction, label: string, disabled = false): StepButton => ({
  action,
  label,
  disabled,
})

/** What to show. */
export function stepView(place: StepPlace): StepView {
  const { state, step, beat, challengeAhead, last } = place
  const lesson = lessonWords
  const again = button('restart', lesson.again)
  const know = challengeAhead ? [button('know', lesson.know)] : []
  const next = (disabled: boolean) => button('next', last ? lesson.finish : lesson.next, disabled)
  const base: StepView = {
    title: step.title,
    text: step.prompt,
    primary: null,
    secondary: [],
    links: [],
  }
  switch (state) {
    case 'ready':
      return { ...base, primary: button('run', goOf(step)), links: know }
    case 'asking':
      return asking(place, base, know)
    case 'running':
      return {
        ...base,
        // Until something has happened it is still about what was asked.
        ...(beat === null ? {} : told(beat, base)),
        primary: button('goOn', hurryOf(place)),
      }
    case 'paused':
      return {
        ...base,
        ...told(beat, base),
        primary: button('goOn', lesson.goOn),
        secondary: [again],
      }
    case 'saying':
      return { ...base, text: [] }
    case 'open':
      return {
        ...base,
        primary: next(true),
        secondary: [again],
        links: [...hintOf(place), ...know],
      }
    case 'picking':
      return { ...base, primary: next(true), links: know }
    case 'done':
      return { ...base, ...told(beat, base), primary: next(false), secondary: [again] }
    case 'failed':
      return { ...base, secondary: [again] }
    case 'entering':
      return { ...base, title: lesson.preparing, text: [] }
    case 'finished':
      return base
  }
}

const goOf = (step: Step): string => ('go' in step ? step.go : null) ?? lessonWords.run

/** What a press does while a run is under way: it is brought to its next beat at once, or to its end. */
const hurryOf = ({ step, beat }: StepPlace): string =>
  step.beats.length > 0 && beat !== step.beats.at(-1) ? lessonWords.toNext : lessonWords.toEnd

/** At a beat its own words stand in place of the step's. */
function told(beat: Beat | null, base: StepView): Pick<StepView, 'title' | 'text'> {
  if (beat === null) return { title: base.title, text: [] }
  return { title: beat.title ?? base.title, text: beat.text }
}

function asking(
  { step, record }: StepPlace,
  base: StepView,
  know: readonly StepButton[],
): StepView {
  return {
    ...base,
    primary: button('run', goOf(step), (record?.predicted ?? null) === null),
    secondary: [button('showMe', lessonWords.showMe)],
    links: know,
  }
}

function hintOf({ step, record }: StepPlace): readonly StepButton[] {
  const hints = 'hints' in step ? step.hints.length : 0
  const taken = record?.hints ?? 0
  return taken < hints ? [button('hint', lessonWords.hint(taken + 1, hints))] : []
}
