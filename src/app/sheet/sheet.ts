/**
 * A lesson on paper, as data: what is asked, and what is so once the lesson was played. Pure.
 *
 * Answers have the numbers that they have on the wall, so that the sheet and the projector agree. A value that
 * the world has not told yet is a blank; and on what a class gets, so is one that a prediction's run brought
 * about: it would give the prediction away.
 */
import { writtenAmount } from '../../lesson/amount.ts'
import type { Choice, Lesson, Prediction, Prose, Step, StepKind } from '../../lesson/lesson.ts'
import { plainText, shuffled } from '../../lesson/prose.ts'
import type { Offered, Played, PlayedStep } from './play.ts'
import { sheetWords as words } from './words.ts'

type Values = Readonly<Record<string, string>>

export interface Option {
  /** from 1, as on the wall */
  readonly number: number
  readonly text: string
  /** whether it is so; null while that is not known */
  readonly right: boolean | null
}

/** One thing that is asked. Without options it is answered in writing. */
export interface Question {
  readonly id: string
  /** null where the step's own words ask it */
  readonly text: string | null
  readonly options: readonly Option[]
  /** how to answer where there is nothing to choose from, such as the ends of a scale */
  readonly write: string | null
  /** what was so, in words; null while it is not known */
  readonly answer: string | null
  /** why it was so */
  readonly why: Prose
}

export interface SheetStep {
  readonly id: string
  /** from 1 */
  readonly number: number
  readonly kind: StepKind
  readonly title: string
  readonly prompt: Prose
  readonly questions: readonly Question[]
  /** what a task takes; `met` is null while it is not known */
  readonly goals: readonly {
    readonly id: string
    readonly say: Prose
    readonly met: boolean | null
  }[]
  /** the lesson's own way, or what a run does */
  readonly lines: readonly string[]
  readonly hints: readonly Prose[]
  readonly after: Prose
  readonly note: Prose
  /** the values for what a class gets, for a hint, and for what is said when the step has ended */
  readonly handout: Values
  readonly before: Values
  readonly ended: Values
}

/** The steps on paper; `played` is null until the lesson was played. */
export function sheetOf(lesson: Lesson, played: Played | null): readonly SheetStep[] {
  /** names of the values that would give a prediction away */
  const secret = new Set<string>()
  return lesson.steps.map((step, index) => {
    const own = played?.[step.id] ?? null
    const made = stepOf({ lesson, played: own, ...valuesOf(lesson, own, secret) }, step, index)
    if (step.kind === 'predict') {
      for (const name of Object.keys(own?.after ?? {})) {
        if (own?.before[name] === '' && own.after[name] !== '') secret.add(name)
      }
    }
    return made
  })
}

function valuesOf(
  { variables }: Lesson,
  played: PlayedStep | null,
  secret: ReadonlySet<string>,
): Pick<SheetStep, 'handout' | 'before' | 'ended'> {
  const names = Object.keys(variables)
  const blanks = Object.fromEntries(names.map((name) => [name, words.blank]))
  const before = played?.before ?? blanks
  const shown = (name: string) => (secret.has(name) ? '' : before[name]) || words.blank
  return {
    handout: Object.fromEntries(names.map((name) => [name, shown(name)])),
    before,
    ended: { ...(played?.after ?? blanks), picked: words.picked },
  }
}

function stepOf(known: Known, step: Step, index: number): SheetStep {
  const { id, kind, title, prompt, note, after } = step
  const { handout, before, ended } = known
  const met = known.played?.met
  return {
    ...{ id, kind, title, prompt, note, after, handout, before, ended },
    number: index + 1,
    questions: questionsOf(known, step),
    goals:
      'requirements' in step
        ? step.requirements.map(({ id: goal, say }) => ({
            ...{ id: goal, say },
            met: met?.includes(goal) ?? null,
          }))
        : [],
    lines: 'solution' in step ? step.solution : 'run' in step ? step.run : [],
    hints: 'hints' in step ? step.hints : [],
  }
}

/** What is known of a step. */
interface Known extends Pick<SheetStep, 'handout' | 'before' | 'ended'> {
  readonly lesson: Lesson
  readonly played: PlayedStep | null
}

function questionsOf(known: Known, step: Step): readonly Question[] {
  const { played, handout } = known
  if (step.kind === 'explain') {
    return step.parts.map(({ id, question, choices }) =>
      chosen(known, { id, text: plainText(question, handout), choices }, played?.parts[id], ''),
    )
  }
  if (step.kind !== 'predict') return []
  const { saw } = step
  const predicted = predictionOf(known, step.prediction)
  if (saw === null) return [predicted]
  const text = words.afterRun(plainText(saw.question, handout))
  return [predicted, chosen(known, { id: 'saw', text, choices: saw.choices }, played?.saw, 'saw')]
}

/** A question with choices. `answer` is the id of the one that is so; undefined while that is not known. */
function chosen(
  { lesson, handout, ended }: Known,
  asked: { readonly id: string; readonly text: string | null; readonly choices: readonly Choice[] },
  answer: string | null | undefined,
  group: string,
): Question {
  const ordered = shuffled(asked.choices, `${lesson.world.seed}/${group}`)
  const written = (values: Values) =>
    ordered.map(({ id, text }, index) => ({
      number: index + 1,
      text: plainText(text, values),
      right: answer === undefined ? null : id === answer,
    }))
  const { id, text } = asked
  return {
    ...{ id, text, options: written(handout), write: null },
    answer: answer === undefined ? null : toldOf(written(ended)),
    why: ordered.find((one) => one.id === answer)?.feedback ?? [],
  }
}

function predictionOf(known: Known, prediction: Prediction): Question {
  const { played } = known
  const base = { id: 'prediction', text: null, options: [], write: null }
  switch (prediction.kind) {
    case 'choices': {
      const answer = played === null ? undefined : String(played.answer)
      return chosen(known, { ...base, choices: prediction.choices }, answer, '')
    }
    case 'amount': {
      const { least, most, step, within, unit, right } = prediction
      const written = (value: number, more = 0) => writtenAmount(value, step, more)
      const write = words.amountBlank(written(least), written(most), unit)
      if (played === null) return { ...base, write, answer: null, why: [] }
      const answer = words.amount(written(Number(played.answer), 1), unit, written(within))
      return { ...base, write, answer, why: right }
    }
    case 'picture': {
      if (played === null) return { ...base, write: words.named, answer: null, why: [] }
      const refs = Array.isArray(played.answer) ? played.answer : []
      const options = played.offers.map((offer, index) => ({
        number: index + 1,
        text: offeredText(offer),
        right: refs.includes(offer.ref),
      }))
      return { ...base, options, answer: toldOf(options), why: prediction.right }
    }
  }
}

const offeredText = ({ name, room }: Offered): string =>
  room === null ? name : words.host(`${name}, ${room.kind}`, room.freeVcpus, room.vcpus, room.mine)

function toldOf(options: readonly Option[]): string {
  const right = options.filter((option) => option.right)
  return right.length === 0
    ? words.none
    : right.map(({ number, text }) => words.numbered(number, text)).join(' ')
}
