/**
 * The lesson on the page: what the runtime plays, as state that components read.
 *
 * Runtime and lesson are fetched when a lesson is opened. Whatever a person does goes to the runtime; what came of
 * it comes back as one snapshot. A worker's death in the middle of something leaves the step where it was.
 */
import type { Variables } from '../../lesson/checks.ts'
import type { Beat, DoStep, Lesson, Step } from '../../lesson/lesson.ts'
import type { FlowSnapshot, FlowState } from '../../lesson/machine.ts'
import type { Progress, StepRecord } from '../../lesson/progress.ts'
import type { LessonRuntime } from '../../lesson/runtime.ts'
import { passLost } from '../lost.ts'
import type { Page } from '../page.svelte.ts'

/** A lesson with the hash that it is kept under. */
export interface HashedLesson {
  readonly lesson: Lesson
  readonly hash: string
}

export class Classroom {
  lesson = $state.raw<Lesson | null>(null)
  snapshot = $state.raw<FlowSnapshot | null>(null)
  variables = $state.raw<Variables>({})
  /** whether something that was asked for is still being done */
  busy = $state(false)
  /** Called when there is something new to keep. */
  onprogress: (progress: Progress) => void = () => {}
  readonly #page: Page
  #runtime: LessonRuntime | null = null
  #hash = ''
  #doing = 0

  constructor(page: Page) {
    this.#page = page
  }

  get state(): FlowState | null {
    return this.snapshot?.value ?? null
  }

  /** Where the lesson is, from 0; its length when it is finished. */
  get at(): number {
    return this.snapshot?.context.at ?? 0
  }

  get step(): Step | null {
    return this.lesson?.steps[this.at] ?? null
  }

  /** The step with requirements, where it is one. */
  get task(): DoStep | null {
    const { step } = this
    return step?.kind === 'do' || step?.kind === 'challenge' ? step : null
  }

  get record(): StepRecord | null {
    return this.snapshot?.context.records[this.step?.id ?? ''] ?? null
  }

  /** The beat that the run stands at or ended with. */
  get beat(): Beat | null {
    const type = this.snapshot?.context.beats.at(-1)
    return this.step?.beats.find((beat) => beat.type === type) ?? null
  }

  /** Whether hosts can be pointed at as a prediction. */
  get choosing(): boolean {
    const { step } = this
    return this.state === 'asking' && step?.kind === 'predict' && step.prediction.kind === 'picture'
  }

  /** Whether the outcome may be seen: not while the person has yet to say what they saw. */
  get told(): boolean {
    return this.state === 'paused' || this.state === 'done' || this.state === 'finished'
  }

  /** Opens a lesson over the world that the page has open, where it was left or at its beginning. */
  async open({ lesson, hash }: HashedLesson, kept: Progress | null): Promise<void> {
    const [{ LessonRuntime, keptSnapshot }, { PageLab }] = await Promise.all([
      import('../../lesson/runtime.ts'),
      import('./pageLab.ts'),
    ])
    const snapshot = kept?.hash === hash ? keptSnapshot(lesson, kept) : null
    const lab = new PageLab(this.#page)
    this.#hash = hash
    const runtime = new LessonRuntime(
      lesson,
      lab,
      () => this.#runtime === runtime && this.#take(runtime),
      snapshot ?? undefined,
    )
    this.#runtime = runtime
    this.lesson = lesson
    this.#take(runtime)
    await this.#do(() => runtime.start())
  }

  /** The page shows another world. */
  close(): void {
    this.#runtime = null
    this.lesson = null
    this.snapshot = null
    this.variables = {}
  }

  predict(value: string | number | null): void {
    this.#runtime?.predict(value)
  }

  hint(): void {
    this.#runtime?.hint()
  }

  run = (): Promise<void> => this.#do((runtime) => runtime.run())
  goOn = (): Promise<void> => this.#do((runtime) => runtime.goOn())
  next = (): Promise<void> => this.#do((runtime) => runtime.next())
  know = (): Promise<void> => this.#do((runtime) => runtime.know())
  saw = (choice: string): Promise<void> => this.#do((runtime) => runtime.saw(choice))
  act = (id: string): Promise<void> => this.#do((runtime) => runtime.act(id))
  restart = (step: string): Promise<void> => this.#do((runtime) => runtime.restart(step))
  pick = (part: 'cause' | 'decider' | 'change', choice: string): Promise<void> =>
    this.#do((runtime) => runtime.pick(part, choice))

  /** Something of the world's has changed that was not the lesson's own doing. */
  look(): void {
    if (this.state !== 'running') void this.#do((runtime) => runtime.look())
  }

  async #do(what: (runtime: LessonRuntime) => Promise<void>): Promise<void> {
    const runtime = this.#runtime
    if (runtime === null) return
    this.#doing += 1
    this.busy = true
    try {
      await what(runtime)
    } catch (error) {
      passLost(error)
      // The worker died in the middle of a run: the world comes back, and the step is begun again.
      if (runtime.state === 'running') await runtime.start()
    } finally {
      this.#doing -= 1
      this.busy = this.#doing > 0
    }
  }

  #take(runtime: LessonRuntime): void {
    const changed = this.snapshot !== runtime.snapshot
    this.snapshot = runtime.snapshot
    this.variables = runtime.variables
    if (!changed) return
    const { lesson, step } = this
    if (lesson !== null) this.#page.route.stepAt(lesson.id, step?.id ?? null)
    this.onprogress(runtime.progress(this.#hash, Date.now()))
  }
}
