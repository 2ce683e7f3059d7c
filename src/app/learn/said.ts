/**
 * What is said aloud when a lesson's step comes or changes: its title and first sentence, at most 25 words.
 *
 * Pure. Beats are not told here: the clock comes to rest at them, and says so.
 */
import type { Prose, Step } from '../../lesson/lesson.ts'
import type { FlowState } from '../../lesson/machine.ts'
import { plainText } from '../../lesson/prose.ts'
import { lessonWords } from './words.ts'

const MOST_WORDS = 25
type Values = Readonly<Record<string, string>>

/** The sentence, or nothing where another is said. */
export function saidOf(
  state: FlowState,
  before: FlowState | null,
  step: Step | null,
  values: Values,
): string {
  if (state === 'finished') return lessonWords.finished
  if (step === null) return ''
  switch (state) {
    case 'ready':
    case 'asking':
    case 'open':
    case 'picking':
      return short(step.title, step.prompt, values)
    case 'saying':
      return step.kind === 'predict' && step.saw !== null
        ? plainText(step.saw.question, values)
        : ''
    case 'done':
      // The end of a run is a rest of the clock's, too.
      return before === 'running' ? '' : short('', step.after, values)
    case 'failed':
      return lessonWords.stepFailed
    default:
      return ''
  }
}

function short(title: string, text: Prose, values: Values): string {
  const [first = ''] = plainText(text, values).split(/(?<=[.?!:])\s+/)
  const words = `${title} ${first}`.trim().split(/\s+/)
  return words.length <= MOST_WORDS ? words.join(' ') : title
}
