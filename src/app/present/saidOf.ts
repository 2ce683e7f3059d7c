/** What is said aloud when a frame comes: its title and first sentence, at most 25 words. Pure. */
import type { Lesson, Prose, Step } from '../../lesson/lesson.ts'
import { plainText } from '../../lesson/prose.ts'
import type { Frame } from './frame.ts'
import { presentWords as words } from './words.ts'

const MOST_WORDS = 25
type Values = Readonly<Record<string, string>>

export function saidOf(
  frame: Frame | null,
  step: Step | null,
  values: Values,
  lesson: Lesson,
): string {
  if (frame?.kind === 'end') return short(words.end, lesson.question, values)
  if (frame === null || step === null) return ''
  const beat = step.beats.find(({ type }) => type === frame.beat)
  const answer = answerOf(frame, step, values)
  switch (frame.kind) {
    case 'beat':
      return short(beat?.title ?? step.title, beat?.text ?? [], values)
    case 'saying':
      return step.kind === 'predict' ? plainText(step.saw?.question ?? [], values) : ''
    case 'outcome':
    case 'said':
    case 'answer':
      return answer === '' ? step.title : words.itWasSo(answer)
    case 'picking':
      return plainText(partOf(frame, step)?.question ?? [], values)
    case 'after':
      return short('', step.after, values)
    case 'asking':
      return frame.round === 2 ? words.talk : short(step.title, step.prompt, values)
    default:
      return short(step.title, step.prompt, values)
  }
}

/** The part of an explanation that a frame is about. */
const partOf = (frame: Frame, step: Step) =>
  step.kind === 'explain' ? step.parts[frame.part] : undefined

/** The words of the choice that was so. */
function answerOf(frame: Frame, step: Step, values: Values): string {
  const saw = frame.kind === 'said' && step.kind === 'predict' ? step.saw : null
  const listed =
    step.kind === 'predict' && step.prediction.kind === 'choices' ? step.prediction.choices : []
  const choices = saw?.choices ?? partOf(frame, step)?.choices ?? listed
  const so = saw === null ? frame.answer : frame.saw
  return plainText(choices.find(({ id }) => id === so)?.text ?? [], values)
}

function short(title: string, text: Prose, values: Values): string {
  const [first = ''] = plainText(text, values).split(/(?<=[.?!])\s+/)
  const said = `${title} ${first}`.trim().split(/\s+/)
  return said.length <= MOST_WORDS ? said.join(' ') : title
}
