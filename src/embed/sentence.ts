/** The one sentence under the picture: pure, from where the lesson stands. */
import type { HostView } from '../cloud/views/types.ts'
import type { Beat, Prose, Step } from '../lesson/lesson.ts'
import type { FlowState } from '../lesson/machine.ts'
import type { StepRecord } from '../lesson/progress.ts'
import { plainText } from '../lesson/prose.ts'
import type { RegionWords } from '../scenes/region/words.ts'
import type { EmbedWords } from './words.ts'

type Values = Readonly<Record<string, string>>

export interface Told {
  readonly step: Step
  readonly state: FlowState
  readonly record: StepRecord | null
  readonly beat: Beat | null
  readonly values: Values
  /** the host that was pointed at: a small picture has no room for its kind */
  readonly pointed: HostView | null
}

/** What a step says before anything happens, whole. */
export const promptOf = (step: Step, values: Values): string => plainText(step.prompt, values)

/** The first sentence of a text. */
const firstOf = (prose: Prose, values: Values): string =>
  plainText(prose, values).split(/(?<=[.?!])\s+/)[0] ?? ''

export function sentenceOf(
  { step, state, record, beat, values, pointed }: Told,
  words: EmbedWords,
  region: Pick<RegionWords, 'kind'>,
): string {
  switch (state) {
    case 'asking':
      if (step.kind === 'predict' && step.prediction.kind === 'picture') {
        if (pointed !== null) return words.pointed(pointed.label, region.kind(pointed.hardware))
        return `${promptOf(step, values)} ${words.point}`
      }
      return questionOf(step, values)
    case 'running':
    case 'paused':
      return beat === null ? words.running : beatText(beat, values)
    case 'saying':
      return step.kind === 'predict' && step.saw !== null
        ? plainText(step.saw.question, values)
        : ''
    case 'done':
    case 'finished':
      return endOf(step, record, values)
    case 'failed':
      return words.stepFailed
    case 'picking':
      return words.inLab
    default:
      return firstOf(step.prompt, values)
  }
}

/** A prompt tells first and asks last. */
const questionOf = (step: Step, values: Values): string =>
  promptOf(step, values)
    .split(/(?<=[.?!])\s+/)
    .findLast((sentence) => sentence.endsWith('?')) ?? step.title

const beatText = ({ title, text }: Beat, values: Values): string =>
  [title, firstOf(text, values)].filter((part) => part !== null && part !== '').join(' ')

/** What a prediction came to comes before what is to be learnt. */
function endOf(step: Step, record: StepRecord | null, values: Values): string {
  const judged = step.kind === 'predict' ? judgedOf(step, record) : null
  return firstOf(judged ?? step.after, values)
}

function judgedOf(step: Extract<Step, { kind: 'predict' }>, record: StepRecord | null) {
  if (record === null || record.right === null) return null
  const { prediction } = step
  if (prediction.kind !== 'choices') return record.right ? prediction.right : prediction.wrong
  return prediction.choices.find(({ id }) => id === record.predicted)?.feedback ?? null
}
