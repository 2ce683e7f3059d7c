/**
 * The lesson on the page: what the runtime plays, as state that components read.
 *
 * Runtime and lesson are fetched when a lesson is opened. Whatever a person does goes to the runtime; what came of
 * it comes back as one snapshot. A worker's death in the middle of something leaves the step where it was.
 */

import { asRef, type Ref } from '../../cloud/kernel/ref.ts'
import type { HashedLesson } from '../../lesson/catalogue.ts'
import type { Variables } from '../../lesson/checks.ts'
import type { Beat, DoStep, Lesson, Prediction, Step } from '../../lesson/lesson.ts'
import type { FlowSnapshot, FlowState } from '../../lesson/machine.ts'
import { Left, OutOfReach } from '../../lesson/port.ts'
import type { Progress, StepRecord } from '../../lesson/progress.ts'
import type { LessonRuntime } from '../../lesson/runtime.ts'
import { Done } from '../../stage/done.svelte.ts'
import { passLost } from '../../stage/lost.ts'
import type { PageLab } from '../../stage/pageLab.ts'
import type { Page } from '../page.svelte.ts'
import { words as shellWords } from '../words.ts'

/** What plays a lesson. Asked for early, it is there when the world is. */
const playing = () => Promise.all([import('../../lesson/runtime.ts'), import('./lessonLab.ts')])

export class Classroom {
  lesson = $state.raw<Lesson | null>(null)
  snapshot = $state.raw<FlowSnapshot | null>(null)
  variables = $state.raw<Variables>({})
  /** the state before the last change of it */
  before: FlowState | null = null
  /** whether a lesson was asked for that is not there */
  missing = $state(false)
  /** whether something that was asked for is still being done */
  busy = $state(false)
  /** Called when there is something new to keep. */
  onprogress: (progress: Progress) => void = () => {}
  /** Called when the step or its state has changed; with true when it is another step. */
  onstate: (moved: boolean) => void = () => {}
  readonly #page: Page
  readonly #did = new Done()
  #runtime: LessonRuntime | null = null
  #lab: PageLab | null = null
  #hash = ''
  #doing = 0
  /** counts the lessons left: one that was asked for before is not opened over what came after */
  #turn = 0

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

  /** Commands that may change anything in this step; null when all may. */
  get palette(): readonly string[] | null {
    return this.state === 'open' ? (this.task?.palette ?? null) : null
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
    return this.state === 'asking' && this.#picture !== null
  }

  get #picture(): Extract<Prediction, { kind: 'picture' }> | null {
    const { step } = this
    return step?.kind === 'predict' && step.prediction.kind === 'picture' ? step.prediction : null
  }

  /** Whether the outcome may be seen: not while the person has yet to say what they saw. */
  get told(): boolean {
    const { snapshot, state } = this
    if (state === 'running') return (snapshot?.context.beats.length ?? 0) > 0
    return state === 'paused' || state === 'done' || state === 'finished'
  }

  /** What was pointed at on the picture in this step, until it is left: it stays there as a ghost. */
  get pointed(): Ref | null {
    const { record, step } = this
    if (step?.kind !== 'predict' || step.prediction.kind !== 'picture') return null
    return typeof record?.predicted === 'string' ? asRef(record.predicted) : null
  }

  /** A lesson will be opened: fetches what plays it. */
  expect(): void {
    // When it cannot be fetched, opening says so.
    playing().catch(() => {})
  }

  /** Opens a lesson over the world that the page has open, where it was left or at its beginning. */
  async open(hashed: HashedLesson, kept: Progress | null): Promise<void> {
    const { lesson, hash } = hashed
    const turn = this.#turn
    const [{ LessonRuntime, keptSnapshot }, { lessonLab }] = await playing()
    if (turn !== this.#turn) return
    const snapshot = keptSnapshot(hashed, kept)
    if (kept !== null && snapshot === null) {
      // The world is far on, and nobody knows where the lesson was in it.
      await this.#page.keeping.setAside()
      if (turn === this.#turn) await this.#page.worlds.reset()
      return
    }
    const lab = lessonLab(this.#page, snapshot?.context.beats.at(-1) ?? null)
    this.#lab = lab
    this.#hash = hash
    this.missing = false
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
    this.#turn += 1
    this.#lab?.end()
    this.#runtime = null
    this.#lab = null
    this.missing = false
    this.lesson = null
    this.snapshot = null
    this.variables = {}
  }

  predict(value: string | number | null): void {
    this.#runtime?.predict(value)
  }

  /** Points at something on the picture; false when it is none of the step's options. */
  async point(ref: Ref): Promise<boolean> {
    const [picture, lab] = [this.#picture, this.#lab]
    if (picture === null || lab === null) return false
    try {
      const options = await lab.query(picture.options, await lab.view(picture.view))
      const open = Array.isArray(options) && options.includes(ref)
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
  /** From a beat to the next; while the run is under way it is brought to its next beat at once. */
  async goOn(): Promise<void> {
    if (this.state !== 'running') return this.#do((runtime) => runtime.goOn())
    await this.#page.steer.hurry(this.step?.beats.map(({ type }) => type) ?? [])
  }

  next = (): Promise<void> => this.#do((runtime) => runtime.next())
  /** On to the challenge, or to the step of an id that lies ahead. */
  know = (to?: string): Promise<void> => this.#do((runtime) => runtime.know(to))
  saw = (choice: string): Promise<void> => this.#do((runtime) => runtime.saw(choice))
  restart = (step: string): Promise<void> => this.#do((runtime) => runtime.restart(step))
  pick = (part: 'cause' | 'decider' | 'change', choice: string): Promise<void> =>
    this.#do((runtime) => runtime.pick(part, choice))

  /** Presses one of the step's own buttons; what that sets in motion happens. */
  async act(id: string): Promise<void> {
    const { console } = this.#page
    console.forgetRefusal()
    const { at } = this
    const turn = this.#turn
    let done = false
    await this.#do(async (runtime) => {
      done = await runtime.act(id)
    })
    const { lab, player } = this.#page
    if (done && at === this.at) this.#did.note(id, lab.futures.note(player.now))
    await lab.settled()
    // What another world has under way is its own lesson's to let happen.
    if (turn === this.#turn && this.#page.onTheWay) await this.#page.steer.letHappen()
  }

  /** Whether one of the step's own buttons has done its work by the instant drawn. */
  did = (id: string): boolean => this.#did.by(id, this.#page.player.now)

  /** Something of the world's may have changed that was not the lesson's own doing. */
  look(): void {
    if (this.state !== 'running') void this.#do((runtime) => runtime.look())
  }

  async #do(what: (runtime: LessonRuntime) => Promise<void>): Promise<void> {
    const runtime = this.#runtime
    if (runtime === null) return
    this.#doing += 1
    this.busy = true
    try {
      await this.#survive(runtime, () => what(runtime))
    } finally {
      this.#doing -= 1
      this.busy = this.#doing > 0
    }
  }

  /** Does something; when the worker dies in the middle of a run or before a step, that is begun once more. */
  async #survive(runtime: LessonRuntime, what: () => Promise<void>): Promise<void> {
    const lost = (error: unknown): boolean => {
      passLost(error)
      return !(error instanceof Left)
    }
    const again = () =>
      runtime === this.#runtime && (runtime.state === 'running' || runtime.state === 'entering')
    try {
      await what()
    } catch (error) {
      if (error instanceof OutOfReach) return this.#fromTheBeginning(runtime)
      if (!lost(error) || !again()) return
      await runtime.start().catch(async (more: unknown) => {
        if (more instanceof OutOfReach) await this.#fromTheBeginning(runtime)
        else lost(more)
      })
    }
  }

  /** The way back to a step begins before what the world knows: the lesson is begun anew, and played up to it. */
  async #fromTheBeginning({ step }: LessonRuntime): Promise<void> {
    const { keeping, worlds } = this.#page
    await keeping.setAside()
    this.#page.notice = shellWords.shell.earlier
    await worlds.reset()
    if (step !== null) await this.know(step.id)
  }

  #take(runtime: LessonRuntime): void {
    const before = this.snapshot
    const changed = before !== runtime.snapshot
    this.snapshot = runtime.snapshot
    this.variables = runtime.variables
    if (!changed) return
    const { lesson, step } = this
    if (lesson !== null) this.#page.route.stepAt(lesson.id, step?.id ?? null)
    this.onprogress(runtime.progress(this.#hash, Date.now()))
    const { at } = runtime.snapshot.context
    this.before = before?.value ?? null
    const entering = [before?.value, runtime.state].includes('entering')
    const moved = before?.context.at !== at || entering
    if (moved) this.#did.forget()
    if (moved || before?.value !== runtime.state) this.onstate(moved)
  }
}
