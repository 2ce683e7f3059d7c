/**
 * Steps: the data of `lesson.yaml` and the words of `en.md`, put together.
 *
 * Each slot that a step may have is asked for here and nowhere else; so what is not asked for is left over.
 */
import { EVENTS } from '../../cloud/events.ts'
import type { Beat, Choice, DoStep, Prediction, Prose, Saw, Step } from '../lesson.ts'
import type { CommandLine, Script } from './commands.ts'
import { wordsIn } from './markdown.ts'
import { anyOf, type Problems } from './problem.ts'
import { type CheckData, checkOf, type LessonData, type PlaceOf, type StepData } from './schema.ts'
import type { Slot, Slots } from './slots.ts'

type Of<Kind extends StepData['kind']> = Extract<StepData, { kind: Kind }>

const MOST_PROMPT_WORDS = 60
const MOST_HINTS = 3
/** By how many words the answers of one question may differ at most: a longer one gives itself away. */
const MOST_DIFFERENCE_WORDS = 3

/** What a step is made of. */
export interface StepParts {
  readonly slots: Slots
  readonly at: PlaceOf
  readonly solution: Script
  /** views that the scene draws */
  readonly views: readonly string[]
  readonly problems: Problems
}

/** Puts all steps of a lesson together. */
export const stepsOf = (data: LessonData, parts: StepParts): readonly Step[] =>
  data.steps.map((step, index) => new StepMaker(parts, step, index).make())

class StepMaker {
  readonly #parts: StepParts
  readonly #data: StepData
  readonly #index: number

  constructor(parts: StepParts, data: StepData, index: number) {
    this.#parts = parts
    this.#data = data
    this.#index = index
  }

  make(): Step {
    const data = this.#data
    switch (data.kind) {
      case 'observe':
        return { ...this.#base(), kind: data.kind, run: data.run, ...this.#run() }
      case 'predict':
        return {
          ...this.#base(),
          kind: data.kind,
          prediction: this.#prediction(data.prediction),
          run: data.run,
          saw: this.#saw(data.saw),
          ...this.#run(),
        }
      case 'explain':
        return {
          ...this.#base(),
          kind: data.kind,
          parts: this.#explained(data),
          after: this.#after(),
        }
      default:
        return this.#doing(data)
    }
  }

  #place(...path: (string | number)[]) {
    return this.#parts.at(['steps', this.#index, ...path])
  }

  #need(slot: string): Prose {
    return this.#parts.slots.need(this.#data.id, slot).prose
  }

  #base() {
    const { slots } = this.#parts
    const { id, panel } = this.#data
    const title = slots.line(id, 'title')
    const prompt = this.#prompt()
    const note = slots.take(id, 'note')?.prose ?? []
    return { id, title, prompt, panel: panel ?? null, beats: this.#beats(), note }
  }

  #prompt(): Prose {
    const { slots, problems } = this.#parts
    const { prose, place } = slots.need(this.#data.id, 'prompt')
    const words = wordsIn(prose)
    if (words > MOST_PROMPT_WORDS) {
      problems.add(place, `A prompt has at most ${MOST_PROMPT_WORDS} words; this has ${words}.`)
    }
    return prose
  }

  #beats(): readonly Beat[] {
    const { slots, problems } = this.#parts
    const { id, beats } = this.#data
    return beats.map((type, index) => {
      if (!isBeat(type)) {
        problems.add(this.#place('beats', index), `No run can pause at \`${type}\`: it is no beat.`)
      }
      const words = slots.take(id, `beat ${type}`)
      return { type, title: words?.title ?? null, text: words?.prose ?? [] }
    })
  }

  #after(): Prose {
    return this.#need('after')
  }

  #run() {
    return { go: this.#parts.slots.lineIfAny(this.#data.id, 'go'), after: this.#after() }
  }

  #prediction({ choices, picture, amount }: Of<'predict'>['prediction']): Prediction {
    if (choices !== undefined) return { kind: 'choices', choices: this.#choices(choices, 'choice') }
    const verdicts = { right: this.#need('right'), wrong: this.#need('wrong') }
    if (amount !== undefined) return { kind: 'amount', ...amount, ...verdicts }
    const { view = '', options = '', answer = '' } = picture ?? {}
    const { views, problems } = this.#parts
    if (!views.includes(view)) {
      const place = this.#place('prediction', 'picture', 'view')
      problems.add(place, `The scene draws the views ${anyOf(views)}, not \`${view}\`.`)
    }
    return { kind: 'picture', view, options, answer, ...verdicts }
  }

  #saw(group: Of<'predict'>['saw']): Saw | null {
    if (group === undefined) return null
    return { question: this.#need('saw'), choices: this.#choices(group, 'saw') }
  }

  /** The answers of a group: `choice yes` and `choice yes feedback`. */
  #choices(group: Readonly<Record<string, CheckData>>, prefix: string): readonly Choice[] {
    const slots: Slot[] = []
    const choices = Object.entries(group).map(([id, holds]) => {
      const slot = this.#parts.slots.need(this.#data.id, `${prefix} ${id}`)
      slots.push(slot)
      const feedback = this.#need(`${prefix} ${id} feedback`)
      return { id, text: slot.prose, holds: checkOf(holds), feedback }
    })
    const lengths = slots.map(({ prose }) => wordsIn(prose))
    const [least, most] = [Math.min(...lengths), Math.max(...lengths)]
    const longest = slots[lengths.indexOf(most)]
    if (most - least > MOST_DIFFERENCE_WORDS && longest !== undefined) {
      const message = `The answers of a question differ by at most ${MOST_DIFFERENCE_WORDS} words; these have ${least} to ${most}.`
      this.#parts.problems.add(longest.place, message)
    }
    return choices
  }

  #explained({ parts }: Of<'explain'>) {
    return (['cause', 'decider', 'change'] as const).map((id) => ({
      id,
      question: this.#need(id),
      choices: this.#choices(parts[id], id),
    }))
  }

  #doing(data: Of<'do' | 'challenge'>): DoStep {
    const { slots, solution } = this.#parts
    const requirements = Object.entries(data.requirements)
    const feedback = Object.entries(data.feedback)
    return {
      ...this.#base(),
      kind: data.kind,
      requirements: requirements.map(([id, check]) => ({
        id,
        say: this.#need(`requirement ${id}`),
        check: checkOf(check),
      })),
      palette: data.palette ?? null,
      acts: Object.entries(data.acts).map(([id, run]) => ({
        id,
        label: slots.line(data.id, `act ${id}`),
        run,
      })),
      hints: this.#hints(),
      feedback: feedback.map(([id, when]) => ({
        id,
        when: checkOf(when),
        say: this.#need(`feedback ${id}`),
      })),
      after: this.#after(),
      solution: this.#solved(solution.steps.get(data.id)),
    }
  }

  #hints(): readonly Prose[] {
    const { slots, problems } = this.#parts
    const hints: Prose[] = []
    for (let number = 1; ; number++) {
      const hint = slots.take(this.#data.id, `hint ${number}`)
      if (hint === null) return hints
      if (number > MOST_HINTS) problems.add(hint.place, `A step has at most ${MOST_HINTS} hints.`)
      hints.push(hint.prose)
    }
  }

  #solved(lines: readonly CommandLine[] | undefined): readonly string[] {
    const { problems, solution } = this.#parts
    if (lines === undefined || lines.length === 0) {
      problems.add(solution.place, `The step \`${this.#data.id}\` has no lines here.`)
    }
    return (lines ?? []).map(({ text }) => text)
  }
}

const isBeat = (type: string): boolean =>
  Object.entries(EVENTS).some(([name, { beat }]) => name === type && beat)
