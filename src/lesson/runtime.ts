/**
 * Plays a lesson over a world: does what a state of the flow asks for, and tells the flow what came of it.
 *
 * The machine decides, this class acts. Everything it does to the world is a command line or time passing, so a
 * validator that drives it proves what ships. One thing at a time: what a person does while a run is under way is
 * answered when it ends; a restart or a link ends it, and what comes back of it then is let go.
 */
import { createActor } from 'xstate'
import { predictionsAnswer } from './asked.ts'
import type { HashedLesson } from './catalogue.ts'
import { evaluate, type Variables, variablesOf } from './checks.ts'
import { isProgress } from './guard.ts'
import type { Json, Lesson, PredictStep, Step, StepKind } from './lesson.ts'
import {
  advance,
  type FlowContext,
  type FlowEvent,
  type FlowSnapshot,
  type FlowState,
  lessonMachine,
  type Outcome,
  type Standing,
  shapesOf,
} from './machine.ts'
import { Elsewhere, isOver, linesOf, runLines, Unplayable } from './play.ts'
import type { Lab } from './port.ts'
import type { Progress, StepRecord } from './progress.ts'
import { hasValues } from './prose.ts'

/** The snapshot of a lesson that has not begun. */
export const freshSnapshot = (lesson: Lesson): FlowSnapshot =>
  createActor(lessonMachine, { input: shapesOf(lesson) }).getSnapshot()

/**
 * Where a lesson was left, read from what somebody kept of it or brought; null when that is no progress, or of
 * another lesson, or of another form of this one, or does not fit it.
 */
export function keptSnapshot(
  { lesson, hash }: Pick<HashedLesson, 'lesson' | 'hash'>,
  progress: unknown,
): FlowSnapshot | null {
  if (!isProgress(progress) || progress.lesson !== lesson.id || progress.hash !== hash) return null
  const kept = progress.snapshot as unknown as Pick<FlowSnapshot, 'value' | 'context'>
  const context = { ...kept.context, leadIn: kept.context.leadIn ?? null, steps: shapesOf(lesson) }
  if (!fits(kept.value, context)) return null
  return lessonMachine.resolveState({ value: kept.value, context })
}

/** The states of a step, by its kind; it is entered, done and failed whatever its kind. */
const STATES: Readonly<Record<StepKind, readonly FlowState[]>> = {
  observe: ['ready', 'running', 'paused'],
  predict: ['asking', 'running', 'paused', 'saying'],
  do: ['open'],
  challenge: ['open'],
  explain: ['picking'],
}

/** Whether a lesson can be in a state with what is known: a stranger may have written it. */
function fits(state: FlowState, { at, steps, records }: FlowContext): boolean {
  const step = steps[at]
  if (step === undefined) return at === steps.length && state === 'finished'
  if (state === 'entering' || state === 'failed') return true
  return Object.hasOwn(records, step.id) && ['done', ...STATES[step.kind]].includes(state)
}

export class LessonRuntime {
  readonly lesson: Lesson
  readonly #lab: Lab
  readonly #onchange: () => void
  #snapshot: FlowSnapshot
  #variables: Variables = {}
  /** rises when a step is begun, or begun anew: what was asked before belongs to another life */
  #era = 0
  #looking: Promise<void> | null = null
  #lookAgain = false

  /** `onchange` is told of every change of the state, the records or the variables. */
  constructor(lesson: Lesson, lab: Lab, onchange: () => void = () => {}, kept?: FlowSnapshot) {
    this.lesson = lesson
    this.#lab = lab
    this.#onchange = onchange
    this.#snapshot = kept ?? freshSnapshot(lesson)
  }

  get snapshot(): FlowSnapshot {
    return this.#snapshot
  }

  get state(): FlowState {
    return this.#snapshot.value
  }

  /** The step on the screen; null when the lesson is finished. */
  get step(): Step | null {
    return this.lesson.steps[this.#snapshot.context.at] ?? null
  }

  /** What became of the step on the screen until now. */
  get record(): StepRecord | null {
    return this.#snapshot.context.records[this.step?.id ?? ''] ?? null
  }

  /** The lesson's variables as they were at the last change. */
  get variables(): Variables {
    return this.#variables
  }

  /** What the keep stores. `nowMs` is wall time, ms since 1970. */
  progress(hash: string, nowMs: number): Progress {
    const { value, context } = this.#snapshot
    const { steps: _steps, ...rest } = context
    return {
      lesson: this.lesson.id,
      hash,
      snapshot: { value, context: rest } as unknown as Json,
      steps: context.records,
      step: this.step?.id ?? '',
      finished: value === 'finished',
      changedMs: nowMs,
    }
  }

  /** Begins, or goes on from what was kept; a run that was cut short waits to be run again, as it was predicted. */
  async start(): Promise<void> {
    this.#send({ type: 'cutShort' })
    if (this.state === 'entering') return this.#enter()
    await this.#refresh()
    await this.look()
  }

  /** Commits to an answer, which may be changed until the run; null is "just show me". */
  predict(value: string | number | null): void {
    this.#send({ type: 'predict', value })
  }

  /** Runs the step's lines, up to the first beat. */
  async run(): Promise<void> {
    const { step, state } = this
    if (step === null || (state !== 'ready' && state !== 'asking')) return
    await this.#lab.present()
    if (this.state !== state) return
    const era = this.#era
    this.#send({ type: 'run' })
    if ((await this.#play(linesOf(step), era)) === 'left') return
    await this.#onward(era)
  }

  /** From a beat on to the next. */
  async goOn(): Promise<void> {
    if (this.state !== 'paused') return
    await this.#lab.present()
    if (this.state !== 'paused') return
    this.#send({ type: 'goOn' })
    await this.#onward(this.#era)
  }

  /** Says what was seen. */
  async saw(choice: string): Promise<void> {
    const { step, state } = this
    if (state !== 'saying' || step?.kind !== 'predict') return
    const seen = step.saw?.choices.find(({ id }) => id === choice)
    if (seen === undefined) return
    const { holds } = await evaluate(seen.holds, this.#lab, await this.#refresh())
    this.#send({ type: 'saw', choice, right: holds })
  }

  /** Picks a part of an explanation. */
  async pick(part: 'cause' | 'decider' | 'change', choice: string): Promise<void> {
    const { step, state } = this
    if (state !== 'picking' || step?.kind !== 'explain') return
    const picked = step.parts.find(({ id }) => id === part)?.choices.find(({ id }) => id === choice)
    if (picked === undefined) return
    const { holds } = await evaluate(picked.holds, this.#lab, await this.#refresh())
    this.#send({ type: 'pick', part, choice, right: holds })
  }

  /** Runs the lines of one of the step's own buttons; whether all of them did their work. */
  async act(id: string): Promise<boolean> {
    const { step } = this
    if (step === null || !('acts' in step)) return false
    const act = step.acts.find((one) => one.id === id)
    if (act === undefined) return false
    const era = this.#era
    this.#send({ type: 'acted' })
    const played = await this.#play(act.run, era)
    await this.look()
    return played === 'done'
  }

  hint(): void {
    this.#send({ type: 'hint' })
  }

  /** On to the next step, when this one is done. */
  async next(): Promise<void> {
    if (this.state !== 'done') return
    await this.#lab.present()
    if (this.state !== 'done') return
    this.#send({ type: 'next' })
    await this.#enter()
  }

  /** "I know this": what lies between is played, and the challenge begins, or the step that is named. */
  async know(to?: string): Promise<void> {
    const { steps } = this.lesson
    const ahead = (at: number) => steps.slice(at + 1).some(({ id }) => id === to)
    // What is done is left by the way on, and what turns out to be done with it: the world stays as it was made.
    while (this.state === 'done' && ahead(this.#snapshot.context.at)) await this.next()
    const from = this.#snapshot.context.at
    this.#send(to === undefined ? { type: 'know' } : { type: 'know', to })
    if (this.#snapshot.context.at !== from) await this.#enter()
  }

  /** Begins a step again that was reached: its world comes back, what came after is let go. */
  async restart(step: string): Promise<void> {
    const event = { type: 'restart', step } as const
    if (!this.#snapshot.can(event)) return
    this.#send(event)
    await this.#enter()
  }

  /** Looks at the world again, after a call or a beat that was not the runtime's own. */
  look(): Promise<void> {
    if (this.#looking !== null) this.#lookAgain = true
    else this.#looking = this.#lookUntilDone()
    return this.#looking
  }

  /** Whoever asks before the end is looked for again; the end itself is no gap for a question to fall into. */
  async #lookUntilDone(): Promise<void> {
    try {
      do {
        this.#lookAgain = false
        await this.#lookOnce()
      } while (this.#lookAgain)
    } finally {
      this.#looking = null
    }
  }

  async #lookOnce(): Promise<void> {
    const era = this.#era
    const { step } = this
    const variables = await this.#refresh()
    if (step === null || !('requirements' in step)) return
    const standing = await this.#standing(step, variables)
    if (era !== this.#era || step !== this.step) return
    const all = Object.values(standing.met).every(({ holds }) => holds)
    this.#send({ type: 'checked', standing, all })
  }

  async #standing(
    step: Extract<Step, { requirements: unknown }>,
    variables: Variables,
  ): Promise<Standing> {
    const met: Record<string, Standing['met'][string]> = {}
    for (const { id, check } of step.requirements) {
      const { holds, has } = await evaluate(check, this.#lab, variables)
      met[id] = { holds, has, needs: check.is }
    }
    for (const { id, when } of step.feedback) {
      const { holds } = await evaluate(when, this.#lab, variables)
      if (holds) return { met, feedback: id }
    }
    return { met, feedback: null }
  }

  /** Brings the world to where the step begins, and the step onto the screen. */
  async #enter(): Promise<void> {
    if (this.state === 'finished') return
    this.#era += 1
    const era = this.#era
    if (!(await this.#leadIn(era))) return
    const mark = await this.#lab.mark()
    // Words that name a value are not shown before there is one.
    if (this.step !== null && hasValues(this.step.prompt)) await this.#refresh()
    if (era !== this.#era) return
    this.#send({ type: 'entered', mark })
    await this.look()
  }

  /** Does what the state says must be done before the step; false when that failed or was begun anew. */
  async #leadIn(era: number): Promise<boolean> {
    const { leadIn, at } = this.#snapshot.context
    if (leadIn === null) return true
    await this.#lab.backTo(leadIn.mark)
    for (const step of this.lesson.steps.slice(leadIn.from, at)) {
      if (era !== this.#era) return false
      if ((await this.#play(linesOf(step), era)) === 'left') return false
      await this.#lab.toBeat([])
    }
    return era === this.#era
  }

  /** Runs lines one after the other; `left` when one could not be run at all, or the step was begun anew. */
  async #play(lines: readonly string[], era: number): Promise<'done' | 'refused' | 'left'> {
    const wanted = () => era === this.#era
    try {
      return await runLines(lines, this.#lab, () => this.#refresh(), wanted)
    } catch (error) {
      if (error instanceof Unplayable) {
        const { line, code, said } = error
        this.#send({ type: 'failed', error: { line, code, message: said } })
      } else if (!(error instanceof Elsewhere)) throw error
      return 'left'
    }
  }

  /** Lets the run go on to its next beat, or to its end. */
  async #onward(era: number): Promise<void> {
    const { step } = this
    if (step === null) return
    const types = step.beats.map(({ type }) => type)
    const stop = await this.#lab.toBeat(types)
    if (era !== this.#era) return
    const variables = await this.#refresh()
    if (era !== this.#era) return
    if (stop !== null && !isOver(step, stop)) return this.#send({ type: 'beat', beat: stop.type })
    const outcome = step.kind === 'predict' ? await this.#outcome(step, variables) : NO_OUTCOME
    if (era === this.#era) this.#send({ type: 'ended', outcome, beat: stop?.type ?? null })
  }

  async #outcome({ prediction }: PredictStep, variables: Variables): Promise<Outcome> {
    const predicted = this.record?.predicted ?? null
    const judge = (answer: Json, right: boolean): Outcome => ({
      answer,
      right: predicted === null ? null : right,
    })
    const answer = await predictionsAnswer(prediction, this.#lab, variables)
    if (prediction.kind === 'choices') return judge(answer, answer === predicted)
    // What the world did not answer is compared with nothing.
    if (answer === null) return NO_OUTCOME
    if (prediction.kind === 'picture')
      return judge(answer, Array.isArray(answer) && answer.includes(predicted))
    return judge(answer, Math.abs(Number(answer) - Number(predicted)) <= prediction.within)
  }

  async #refresh(): Promise<Variables> {
    const variables = await variablesOf(this.lesson, this.#lab, this.record?.predicted ?? null)
    this.#variables = variables
    this.#onchange()
    return variables
  }

  #send(event: FlowEvent): void {
    const before = this.#snapshot.value
    this.#snapshot = advance(this.#snapshot, event)
    if (this.#snapshot.value === 'done' && before !== 'done') {
      this.#snapshot = advance(this.#snapshot, { type: 'noted', values: this.#variables })
    }
    this.#onchange()
  }
}

const NO_OUTCOME: Outcome = { right: null, answer: null }
