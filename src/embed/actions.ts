/**
 * What can be pressed in a widget, most wanted first: pure, from where the lesson stands.
 *
 * A narrow widget shows the first, a wider one two; the menu has them all.
 */
import type { Step } from '../lesson/lesson.ts'
import type { FlowState } from '../lesson/machine.ts'
import type { EmbedWords } from './words.ts'

export interface Action {
  readonly id: string
  readonly label: string
}

/** Ids of all actions but a step's own buttons. */
export const ACTION_IDS = [
  'run',
  'predict',
  'saw',
  'go-on',
  'next',
  'launch',
  'hint',
  'again',
  'lab',
] as const

/** What actions are worked out from. */
export interface Situation {
  readonly step: Step | null
  readonly state: FlowState | null
  /** whether something was predicted in this step */
  readonly predicted: boolean
  /** whether a step comes after this one */
  readonly onward: boolean
  /** whether the scene alone has begun */
  readonly begun: boolean
  /** whether one of the step's own buttons has done its work */
  readonly did: (id: string) => boolean
  /** how many of the step's hints were asked for */
  readonly hints: number
}

/** Ids of the host's choice limit and order what is offered; what a step does not offer now is left out. */
export function actionsOf(
  situation: Situation,
  words: EmbedWords,
  chosen: readonly string[] | null,
): readonly Action[] {
  const offered = offeredIn(situation, words)
  if (chosen === null) return offered
  return chosen.flatMap((id) => offered.find((action) => action.id === id) ?? [])
}

function offeredIn(situation: Situation, words: EmbedWords): readonly Action[] {
  const { step, state, predicted, onward, begun, did } = situation
  const again = { id: 'again', label: words.again }
  const lab = { id: 'lab', label: words.openInLab }
  if (state === null) {
    const launch = { id: 'launch', label: words.launch }
    return begun ? [launch, lab, again] : [launch, lab]
  }
  const run = {
    id: 'run',
    label: step !== null && 'go' in step ? (step.go ?? words.run) : words.run,
  }
  switch (state) {
    case 'ready':
      return [run, lab]
    case 'asking':
      if (predicted) return [run, lab]
      if (step?.kind === 'predict' && step.prediction.kind === 'picture') {
        return [{ id: 'run', label: words.showMe }, lab]
      }
      return [{ id: 'predict', label: words.predict }, lab]
    case 'running':
    case 'paused':
      return [{ id: 'go-on', label: words.goOn }, lab, again]
    case 'saying':
      return [{ id: 'saw', label: words.answer }, lab, again]
    case 'open':
      return [...actsOf(step, did), lab, again, ...hintOf(situation, words)]
    case 'picking':
      return [lab]
    case 'done':
      return onward ? [{ id: 'next', label: words.next }, lab, again] : [again, lab]
    default:
      return [again, lab]
  }
}

/** The next hint, while there is one. */
function hintOf({ step, hints }: Situation, words: EmbedWords): readonly Action[] {
  const all = step !== null && 'hints' in step ? step.hints.length : 0
  return hints < all ? [{ id: 'hint', label: words.hint(hints + 1, all) }] : []
}

/** A step's own buttons, those first that are still to be pressed. */
function actsOf(step: Step | null, did: Situation['did']): readonly Action[] {
  const acts = step !== null && 'acts' in step ? step.acts : []
  const inOrder = [...acts.filter(({ id }) => !did(id)), ...acts.filter(({ id }) => did(id))]
  return inOrder.map(({ id, label }) => ({ id, label }))
}
