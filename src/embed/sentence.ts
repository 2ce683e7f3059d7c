/** The one sentence under the picture: pure, from where the lesson stands. */
import type { HostView } from '../cloud/views/types.ts'
import type { Beat, Prose, Step } from '../lesson/lesson.ts'
import type { FlowState, Standing } from '../lesson/machine.ts'
import type { StepRecord } from '../lesson/progress.ts'
import { plainText } from '../lesson/prose.ts'
import type { RegionWords } from '../scenes/region/words.ts'
import type { EmbedWords } from './words.ts'

type TaskStep = Extract<Step, { requirements: unknown }>
type Values = Readonly<Record<string, string>>

export interface Told {
  readonly step: Step
  readonly state: FlowState
  readonly record: StepRecord | null
  readonly beat: Beat | null
  /** how a task stands; null before it is played */
  readonly standing: Standing | null
  readonly values: Values
  /** the host that was pointed at: a small picture has no room for its kind */
  readonly pointed: HostView | null
}

/** What a step says before anything happens, whole. */
export const promptOf = (step: Step, values: Values): string => plainText(step.prompt, values)

const sentencesIn = (prose: Prose, values: Values): readonly string[] =>
  plainText(prose, values).split(/(?<=[.?!])\s+/)

/** The first sentence of a text. */
const firstOf = (prose: Prose, values: Values): string => sentencesIn(prose, values)[0] ?? ''

/** More is not said in one breath (LOOK). */
const MOST_WORDS = 25

/** The first or the last sentences of a text, as many as fit; one in any case. */
function partOf(sentences: readonly string[], end: 'first' | 'last'): string {
  const taken = (count: number) =>
    end === 'first' ? sentences.slice(0, count) : sentences.slice(-count)
  let count = 1
  while (
    count < sentences.length &&
    taken(count + 1)
      .join(' ')
      .split(/\s+/).length <= MOST_WORDS
  )
    count += 1
  return taken(count).join(' ')
}

export function sentenceOf(
  told: Told,
  words: EmbedWords,
  region: Pick<RegionWords, 'kind'>,
): string {
  const { step, state, record, beat, values, pointed } = told
  switch (state) {
    case 'open':
      return 'requirements' in step ? taskOf(told, step, words) : ''
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
      return partOf(sentencesIn(step.prompt, values), 'first')
  }
}

/** A prompt tells first and asks last. */
const questionOf = (step: Step, values: Values): string =>
  partOf(sentencesIn(step.prompt, values), 'last')

/** What is to be reached next; the answer to a known wrong way before it. */
function taskOf({ standing, values }: Told, step: TaskStep, words: EmbedWords): string {
  const feedback = step.feedback.find(({ id }) => id === standing?.feedback)
  if (feedback !== undefined) return partOf(sentencesIn(feedback.say, values), 'first')
  const { requirements } = step
  const next = requirements.findIndex(({ id }) => standing?.met[id]?.holds !== true)
  const goal = firstOf(requirements[Math.max(0, next)]?.say ?? [], values)
  const said = words.goal(Math.max(0, next) + 1, requirements.length, goal)
  return step.acts.length === 0 ? `${said} ${words.inLab}` : said
}

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
