/**
 * The lesson in a widget: which step stands there, and what plays it once somebody has begun.
 *
 * Before that there is no runtime, no world and no worker: the step's words and its still are all there is.
 */
import { asRef, type Ref } from '../cloud/kernel/ref.ts'
import type { HashedLesson } from '../lesson/catalogue.ts'
import type { Variables } from '../lesson/checks.ts'
import {
  type Beat,
  FIRST_STATE,
  type Json,
  type Lesson,
  type Prediction,
  type Step,
} from '../lesson/lesson.ts'
import type { FlowSnapshot, FlowState, Standing } from '../lesson/machine.ts'
import { Left } from '../lesson/port.ts'
import type { StepRecord } from '../lesson/progress.ts'
import { plainText } from '../lesson/prose.ts'
import type { LessonRuntime } from '../lesson/runtime.ts'
import { Done } from '../stage/done.svelte.ts'
import { passLost } from '../stage/lost.ts'
import type { LessonStage, PageLab } from '../stage/pageLab.ts'

/** What plays a lesson: fetched when somebody begins. */
const playing = () => Promise.all([import('../lesson/runtime.ts'), import('../stage/pageLab.ts')])
const language = () => import('../stage/language.ts')

export class Flow {
  lesson = $state.raw<Lesson | null>(null)
  snapshot = $state.raw<FlowSnapshot | null>(null)
  variables = $state.raw<Variables>({})
  /** the step's own buttons that have done their work, until the step is left or begun again */
  readonly did = new Done()
  /** whether something that was asked for is still being done */
  busy = $state(false)
  /** Called when the flow has changed, with what it was before. */
  onchange: (before: FlowSnapshot | null) => void = () => {}
  #hash = ''
  /** the step that is shown before anything is played */
  #first = $state(0)
  /** whether it is being brought to the step shown: what it passes nobody asked for */
  #leading = false
  #stage: LessonStage | null = null
  #runtime: LessonRuntime | null = null
  #lab: PageLab | null = null
  /** counts the lessons left and begun: what belongs to an earlier one plays nothing here */
  #turn = 0
  readonly #doing = new Set<Promise<void>>()

  /** The state as the person meets it; null without a lesson. */
  get state(): FlowState | null {
    if (this.snapshot !== null) return this.snapshot.value
    return this.step === null ? null : FIRST_STATE[this.step.kind]
  }

  get step(): Step | null {
    return this.lesson?.steps[this.snapshot?.context.at ?? this.#first] ?? null
  }

  get record(): StepRecord | null {
    return this.snapshot?.context.records[this.step?.id ?? ''] ?? null
  }

  /** The beat that the run stands at or ended with. */
  get beat(): Beat | null {
    const type = this.snapshot?.context.beats.at(-1)
    return this.step?.beats.find((beat) => beat.type === type) ?? null
  }

  /** How a task stands; null before it is played. */
  get standing(): Standing | null {
    return this.snapshot?.context.standing ?? null
  }

  /** The hints that were asked for, while they are of use. */
  get hints(): readonly string[] {
    const { step, record, state, variables } = this
    if (state !== 'open' || step === null || !('hints' in step)) return []
    return step.hints.slice(0, record?.hints ?? 0).map((hint) => plainText(hint, variables))
  }

  /** How many hints the step has. */
  get hintCount(): number {
    const { step } = this
    return step !== null && 'hints' in step ? step.hints.length : 0
  }

  /** Types of the beats that the step's run may stop at. */
  get beatTypes(): readonly string[] {
    return this.step?.beats.map(({ type }) => type) ?? []
  }

  /** Whether a step comes after this one. */
  get onward(): boolean {
    return (this.snapshot?.context.at ?? this.#first) + 1 < (this.lesson?.steps.length ?? 0)
  }

  get prediction(): Prediction | null {
    return this.step?.kind === 'predict' ? this.step.prediction : null
  }

  /** Whether something in the picture can be pointed at as a prediction. */
  get choosing(): boolean {
    return this.state === 'asking' && this.prediction?.kind === 'picture'
  }

  /** What was pointed at; it stays in the picture as a ghost until the step is left. */
  get pointed(): Ref | null {
    const predicted = this.record?.predicted
    const picture = this.prediction?.kind === 'picture'
    return picture && typeof predicted === 'string' ? asRef(predicted) : null
  }

  /** Whether the outcome may be seen: not while the person has yet to say what they saw. */
  get told(): boolean {
    const { snapshot, state } = this
    if (state === 'running') return (snapshot?.context.beats.length ?? 0) > 0
    return state === 'paused' || state === 'done' || state === 'finished'
  }

  /** Shows a step without playing anything. */
  show({ lesson, hash }: HashedLesson, step: string | null, variables: Variables): void {
    this.close()
    this.lesson = lesson
    this.#hash = hash
    this.#first = Math.max(
      0,
      lesson.steps.findIndex(({ id }) => id === step),
    )
    this.variables = variables
  }

  /** Where the lesson shown was left, read from what a host hands over, which may be anything; null when that is no use. */
  async read(progress: Json): Promise<FlowSnapshot | null> {
    const { lesson } = this
    if (lesson === null) return null
    const hash = this.#hash
    const [{ keptSnapshot }] = await playing()
    return keptSnapshot({ lesson, hash }, progress)
  }

  /** Plays the lesson over a world that is open: from where it was left, or from the beginning up to the step shown. */
  async begin(stage: LessonStage, snapshot: FlowSnapshot | null): Promise<void> {
    const { lesson } = this
    if (lesson === null) return
    this.#end()
    const turn = this.#turn
    const first = this.#first
    const { id } = lesson.steps[first] ?? {}
    const [{ LessonRuntime }, { PageLab }] = await playing()
    if (turn !== this.#turn) return
    const left = snapshot?.context.beats.at(-1) ?? null
    const lab = new PageLab(stage, left, async () => (await language()).languageOf(stage))
    const runtime = new LessonRuntime(
      lesson,
      lab,
      () => this.#runtime === runtime && this.#take(runtime),
      snapshot ?? undefined,
    )
    this.#stage = stage
    this.#runtime = runtime
    this.#lab = lab
    if (snapshot !== null || first === 0 || id === undefined) return this.#do(() => runtime.start())
    this.#leading = true
    await this.#do(() => runtime.start())
    await this.#do(() => runtime.know(id))
    if (turn !== this.#turn) return
    this.#leading = false
    this.onchange(null)
  }

  /** The world is back as it was left: a step that its worker's death cut short is begun again. */
  async resume(): Promise<void> {
    await this.#do(async (runtime) => {
      if (runtime.state === 'running' || runtime.state === 'entering') await runtime.start()
    })
  }

  /** Nothing is played any more; the step that it was at is shown, as before it began. */
  unbegin(): void {
    const { at } = this.snapshot?.context ?? { at: this.#first }
    this.#end()
    this.#first = Math.max(0, Math.min(at, (this.lesson?.steps.length ?? 0) - 1))
  }

  /** What another widget, or the lab, needs to go on. */
  progress(): Json {
    const progress = this.#runtime?.progress(this.#hash, Date.now()) ?? null
    return progress as unknown as Json
  }

  close(): void {
    this.#end()
    this.lesson = null
    this.variables = {}
  }

  #end(): void {
    this.#turn += 1
    this.#leading = false
    this.did.forget()
    this.#lab?.end()
    this.#stage = null
    this.#runtime = null
    this.#lab = null
    this.snapshot = null
    this.#doing.clear()
    this.busy = false
  }

  predict(value: string | number | null): void {
    this.#runtime?.predict(value)
  }

  /** Points at something in the picture; false when it is none of the step's options. */
  async point(ref: Ref): Promise<boolean> {
    const { prediction } = this
    const lab = this.#lab
    if (lab === null || prediction?.kind !== 'picture') return false
    try {
      const options = await lab.query(prediction.options, await lab.view(prediction.view))
      const open = lab === this.#lab && Array.isArray(options) && options.includes(ref)
      if (open && this.choosing) this.predict(ref)
      return open
    } catch (error) {
      passLost(error)
      return false
    }
  }

  hint(): void {
    this.#runtime?.hint()
  }

  run = (): Promise<void> => this.#do((runtime) => runtime.run())
  goOn = (): Promise<void> => this.#do((runtime) => runtime.goOn())
  next = (): Promise<void> => this.#do((runtime) => runtime.next())
  act = (id: string): Promise<void> =>
    this.#do(async (runtime) => {
      const stage = this.#stage
      const { step } = runtime
      const done = await runtime.act(id)
      if (done && stage !== null && runtime === this.#runtime && step === runtime.step)
        this.did.note(id, stage.lab.futures.note(stage.player.now))
    })
  saw = (choice: string): Promise<void> => this.#do((runtime) => runtime.saw(choice))

  async restart(): Promise<void> {
    const id = this.step?.id ?? this.lesson?.steps.at(-1)?.id
    if (id !== undefined) await this.#do((runtime) => runtime.restart(id))
  }

  /** The world has changed, and not by the lesson's own doing. */
  look(): void {
    if (this.state !== 'running') void this.#do((runtime) => runtime.look())
  }

  /** Resolves when nothing that was asked for is still being done. */
  async settled(): Promise<void> {
    while (this.#doing.size > 0) await Promise.all(this.#doing)
  }

  async #do(what: (runtime: LessonRuntime) => Promise<void>): Promise<void> {
    const runtime = this.#runtime
    if (runtime === null) return
    const doing = this.#safely(runtime, what)
    this.#doing.add(doing)
    this.busy = true
    try {
      await doing
    } finally {
      this.#doing.delete(doing)
      this.busy = this.#doing.size > 0
    }
  }

  async #safely(
    runtime: LessonRuntime,
    what: (runtime: LessonRuntime) => Promise<void>,
  ): Promise<void> {
    try {
      await what(runtime)
    } catch (error) {
      passLost(error)
      // The worker died in the middle of a run or before a step: the world comes back, and that is begun again.
      const cut = runtime.state === 'running' || runtime.state === 'entering'
      if (!(error instanceof Left) && runtime === this.#runtime && cut)
        await runtime.start().catch(passLost)
    }
  }

  #take(runtime: LessonRuntime): void {
    const before = this.snapshot
    this.snapshot = runtime.snapshot
    this.variables = runtime.variables
    if (before === runtime.snapshot) return
    if (runtime.state === 'entering') this.did.forget()
    if (!this.#leading) this.onchange(before)
  }
}
