/**
 * A lesson at a projector: what the presenter's machine asks for is done to the page's world, and what came of it is
 * told to the machine.
 *
 * One thing at a time. Back during a run ends it: what that run still says belongs to another era and is let go. A
 * frame's world is brought back by its mark, so a room that tried something out finds the lesson as it was.
 */
import { WorkerLost } from '../../bridge/client.ts'
import type { ClockView } from '../../bridge/protocol.ts'
import type { Ref } from '../../cloud/kernel/ref.ts'
import type { PlacementView, RegionView } from '../../cloud/views/types.ts'
import { choiceThatHolds, metOf, predictionsAnswer } from '../../lesson/asked.ts'
import type { HashedLesson } from '../../lesson/catalogue.ts'
import { type Variables, variablesOf } from '../../lesson/checks.ts'
import type { Choice, Json, Lesson, Step } from '../../lesson/lesson.ts'
import { Elsewhere, isOver, linesOf, playThrough, runLines, Unplayable } from '../../lesson/play.ts'
import { type Lab, Left, type Mark, OutOfReach } from '../../lesson/port.ts'
import type { Progress } from '../../lesson/progress.ts'
import { passLost } from '../../stage/lost.ts'
import type { LessonStage } from '../../stage/pageLab.ts'
import { keptName } from '../presented.ts'
import { words } from '../words.ts'
import type { Frame } from './frame.ts'
import { amountOffers, pictureOffers } from './offers.ts'
import {
  advance,
  type Came,
  freshSnapshot,
  keptPresentation,
  type PresenterEvent,
  type PresenterSnapshot,
  type PresenterState,
  slotOf,
} from './presenter.ts'
import { saidOf } from './saidOf.ts'

/** What of the page a presentation acts on. */
export interface PresentedPage {
  readonly lab: { readonly clock: Pick<ClockView, 'upTo' | 'position'> | null }
  readonly steer: { hurry(types: readonly string[]): Promise<unknown> }
  readonly onTheWay: boolean
  readonly keeping: { note(progress: Progress): Promise<void> }
  readonly route: { stepAt(lesson: string, step: string | null): void }
  readonly selection: { select(ref: Ref | null): void }
  readonly speaker: { say(what: string): void }
  readonly worlds: { reset(): Promise<void> }
  notice: string | null
}

/** The world as the lesson sees it, until it is left. */
export interface PresentedLab extends Lab {
  end(): void
}

/** Makes a lab over the page's world. `left` is the type of the beat that it stands at; null when it does not. */
export type LabOf = (classroom: LessonStage['classroom'], left: string | null) => PresentedLab

export class Presentation {
  readonly lesson: Lesson
  snapshot = $state.raw<PresenterSnapshot | null>(null)
  variables = $state.raw<Variables>({})
  /** ids of the requirements that hold now, in a task */
  met = $state.raw<readonly string[]>([])
  /** whether something that was asked for is still being done */
  busy = $state(false)
  readonly #page: PresentedPage
  readonly #hash: string
  readonly #labOf: LabOf
  #lab: PresentedLab
  /** rises when what is under way is not wanted any more */
  #era = 0
  #doing = 0
  /** whether one of the step's own buttons is still at work */
  #acting = false
  #closed = false

  constructor(page: PresentedPage, { lesson, hash }: HashedLesson, labOf: LabOf) {
    this.#page = page
    this.lesson = lesson
    this.#hash = hash
    this.#labOf = labOf
    this.#lab = this.#newLab(null)
  }

  get state(): PresenterState | null {
    return this.snapshot?.value ?? null
  }

  get frame(): Frame | null {
    return this.snapshot?.context.frame ?? null
  }

  /** The step on the wall; null at the end, and while the first one is prepared. */
  get step(): Step | null {
    return this.lesson.steps[this.frame?.at ?? -1] ?? null
  }

  /** Whether the world has gone on since the frame came: somebody tried something out. */
  get strayed(): boolean {
    const { frame, state } = this
    const { clock } = this.#page.lab
    if (state !== 'resting' || frame === null || clock === null) return false
    return clock.upTo !== frame.mark.at || clock.position !== frame.mark.position
  }

  /**
   * Opens it over the world that the page has open: as it was left, or at a step. Without what was kept, the world
   * stands at its beginning.
   */
  async open(step: string | null, kept: Progress | null): Promise<void> {
    const wanted = this.lesson.steps.findIndex(({ id }) => id === step)
    const snapshot = kept === null ? null : keptPresentation(this.lesson, kept.snapshot)
    if (kept !== null && snapshot === null) {
      return this.#failed(new OutOfReach('no such place'), this.#era)
    }
    this.snapshot = snapshot ?? freshSnapshot(this.lesson, Math.max(0, wanted))
    if (wanted >= 0 && wanted !== this.#context.at) return this.goTo(step)
    if (this.state === 'returning') return this.#do(() => this.#return())
    return this.#do(() => this.#enter())
  }

  /** To the beginning of a step of this id; nowhere when it is on the wall, or on its way there. */
  async goTo(step: string | null): Promise<void> {
    const at = this.lesson.steps.findIndex(({ id }) => id === step)
    if (at >= 0 && at !== this.#context.at) await this.send({ type: 'goTo', at })
  }

  /** The page shows another world. */
  close(): void {
    this.#closed = true
    this.#era += 1
    this.#lab.end()
  }

  /** Tells the machine, and does what it then asks for. */
  async send(event: PresenterEvent): Promise<void> {
    // What somebody tries out comes to its end before the lesson goes on from it.
    if (event.type === 'forward' && this.#acting) return this.#hurry()
    const before = this.snapshot
    this.#tell(event)
    const { state } = this
    if (before === this.snapshot || before === null) return
    if (event.type === 'forward' && before.value === 'running') return this.#hurry()
    if (event.type === 'begin' && this.#context.leaving) return
    const moved = before.value !== state || ['begin', 'goTo', 'again'].includes(event.type)
    if (!moved) return
    // What was under way is over, whatever it was.
    if (state === 'entering') await this.#do(() => this.#enter())
    else if (state === 'returning') await this.#do(() => this.#return())
    else if (state === 'running') await this.#do(() => this.#run())
  }

  /** Looks which requirements hold: somebody has acted. */
  async look(): Promise<void> {
    const { step } = this
    if (step === null || !('requirements' in step)) return
    const lab = this.#lab
    await this.#do(async () => {
      const variables = await this.#values(lab)
      const met = await metOf(step, lab, variables)
      if (step !== this.step || lab !== this.#lab) return
      this.variables = variables
      this.met = met
    })
  }

  /** Runs the lines of one of the step's own buttons: tried out, and Back returns. */
  async act(lines: readonly string[]): Promise<void> {
    this.#acting = true
    try {
      await this.#do(async () => {
        const wanted = this.#wanted()
        const lab = this.#lab
        await runLines(lines, lab, () => this.#values(lab), wanted)
        await lab.toBeat([])
      })
    } finally {
      this.#acting = false
    }
    await this.look()
  }

  #newLab(left: string | null): PresentedLab {
    const presentation = this
    const classroom = {
      get state() {
        const { state, snapshot } = presentation
        const atOnce = state === 'entering' || snapshot?.context.hurried === true
        return atOnce ? ('entering' as const) : ('running' as const)
      },
      lesson: this.lesson,
    }
    return this.#labOf(classroom, left)
  }

  /** Ends what is under way, so that it neither says nor does more; what begins now keeps the lab it is given. */
  #anotherLab(left: string | null = null): PresentedLab {
    this.#lab.end()
    this.#lab = this.#newLab(left)
    return this.#lab
  }

  #wanted(): () => boolean {
    const era = this.#era
    return () => era === this.#era
  }

  /** The step's world is brought about; what may be voted on by number is found out by playing it and going back. */
  async #enter(): Promise<void> {
    this.#era += 1
    const lab = this.#anotherLab()
    const wanted = this.#wanted()
    const { lesson } = this
    const { at, start, frame } = this.#context
    if (frame !== null) await home(lab, frame.mark)
    else if (start !== null) await home(lab, start)
    const began = start ?? (await lab.mark())
    // The frame before is the end of the step before; without one, all that lies before is played.
    for (const step of frame === null ? lesson.steps.slice(0, at) : []) {
      await playThrough(step, lab, lesson, wanted)
      await lab.toBeat([])
    }
    const mark = await lab.mark()
    const step = lesson.steps[at]
    const offers = await this.#offers(step, lab, mark, wanted)
    const values = await this.#values(lab)
    const task = step !== undefined && 'requirements' in step
    const answer = task ? await metOf(step, lab, values) : null
    if (!wanted()) throw new Elsewhere()
    this.#tell({ type: 'entered', entered: { offers, answer, values, mark, start: began } })
  }

  /** Plays a prediction on the picture or of an amount, to offer what is so among others. */
  async #offers(
    step: Step | undefined,
    lab: Lab,
    mark: Mark,
    wanted: () => boolean,
  ): Promise<Frame['offers']> {
    if (step?.kind !== 'predict' || step.prediction.kind === 'choices') return []
    const { prediction } = step
    const view = prediction.kind === 'picture' ? await lab.view(prediction.view) : null
    const variables = await playThrough(step, lab, this.lesson, wanted)
    const answer = await predictionsAnswer(prediction, lab, variables)
    const placed = (await lab.view('placement')) as unknown as PlacementView | null
    await lab.backTo(mark)
    if (prediction.kind === 'amount')
      return typeof answer === 'number' ? amountOffers(prediction, answer) : []
    const options = await lab.query(prediction.options, view)
    const region = prediction.view === 'region' ? (view as unknown as RegionView) : null
    const placement = region === null ? null : placed
    return pictureOffers(strings(options), strings(answer), region, placement)
  }

  async #return(): Promise<void> {
    this.#era += 1
    const wanted = this.#wanted()
    const { frame } = this
    if (frame === null) return this.#enter()
    await home(this.#anotherLab(), frame.mark)
    if (!wanted()) throw new Elsewhere()
    this.#anotherLab(frame.beat)
    this.#tell({ type: 'returned' })
  }

  /** The world goes on from the frame on the wall. */
  async #run(): Promise<void> {
    const { frame, step } = this
    if (frame === null || step === null) return
    const wanted = this.#wanted()
    const lab = this.#lab
    // A task may be solved by hand; anything else goes on in the lesson's own world.
    if (!('requirements' in step)) await home(lab, frame.mark)
    const asked = askedOf(frame, step)
    if (asked !== null) return this.#ask(asked, lab, wanted)
    const came =
      'requirements' in step
        ? await this.#nextLine(frame, step, lab, wanted)
        : await this.#onward(frame, step, lab, wanted)
    if (!wanted()) throw new Elsewhere()
    this.#tell({ type: 'came', came })
  }

  /** On to the next beat, from the beginning of the run or from a beat. */
  async #onward(frame: Frame, step: Step, lab: Lab, wanted: () => boolean): Promise<Came> {
    if (frame.kind !== 'beat') {
      await runLines(linesOf(step), lab, () => this.#values(lab), wanted)
    }
    const stop = await lab.toBeat(step.beats.map(({ type }) => type))
    const ended = isOver(step, stop)
    const values = await this.#values(lab)
    const answer: Json =
      ended && step.kind === 'predict'
        ? await predictionsAnswer(step.prediction, lab, values)
        : null
    return { beat: stop?.type ?? null, ended, line: 0, answer, values, mark: await lab.mark() }
  }

  /** The next line of a task's solution, unless somebody has reached the goal. */
  async #nextLine(
    { line }: Frame,
    step: Extract<Step, { requirements: unknown }>,
    lab: Lab,
    wanted: () => boolean,
  ): Promise<Came> {
    const before = await metOf(step, lab, await this.#values(lab))
    const next = before.length < step.requirements.length ? step.solution[line] : undefined
    if (next !== undefined) {
      await runLines([next], lab, () => this.#values(lab), wanted)
      await lab.toBeat([])
    }
    const values = await this.#values(lab)
    const answer = await metOf(step, lab, values)
    const ended = next === undefined || answer.length === step.requirements.length
    const played = next === undefined ? line : line + 1
    return { beat: null, ended, line: played, answer, values, mark: await lab.mark() }
  }

  /** Which of these holds in the world as it stands. */
  async #ask(choices: readonly Choice[], lab: Lab, wanted: () => boolean): Promise<void> {
    const values = await this.#values(lab)
    const answer = await choiceThatHolds(choices, lab, values)
    if (!wanted()) throw new Elsewhere()
    this.#tell({ type: 'answered', answer, values })
  }

  /** The run that is under way comes to its next beat at once; where nothing is on its way yet, when it is. */
  async #hurry(): Promise<void> {
    if (!this.#page.onTheWay) return
    await this.#page.steer.hurry(this.step?.beats.map(({ type }) => type) ?? [])
  }

  /** The lesson's variables as the world stands. */
  #values(lab: Lab): Promise<Variables> {
    return variablesOf(this.lesson, lab, null)
  }

  get #context() {
    if (this.snapshot === null) throw new Error('nothing is presented')
    return this.snapshot.context
  }

  async #do(what: () => Promise<void>): Promise<void> {
    this.#doing += 1
    this.busy = true
    const doing = what()
    // What it asks for begins at once, and may end what was under way.
    const era = this.#era
    try {
      await doing
    } catch (error) {
      this.#failed(error, era)
    } finally {
      this.#doing -= 1
      this.busy = this.#doing > 0
    }
  }

  #failed(error: unknown, era: number): void {
    if (this.#closed) return
    if (error instanceof OutOfReach) {
      // Another build saved this world without its past: the class begins anew, at the step on the wall.
      this.#page.notice = words.shell.earlier
      void this.#page.worlds.reset().catch(passLost)
      return
    }
    if (error instanceof Elsewhere || error instanceof Left) return
    if (error instanceof Unplayable) {
      this.#tell({ type: 'failed', message: error.message })
      return
    }
    const lost = error instanceof WorkerLost
    // One death is told once, whatever was under way.
    if (!lost || era === this.#era) {
      const returning = this.state === 'returning'
      this.#tell({ type: 'failed', message: lost ? '' : String(error) })
      // The world came back: so does the frame, once; a second death waits for Back to be pressed.
      if (lost && !returning && this.frame !== null) {
        void this.send({ type: 'back', strayed: true })
      }
    }
    passLost(error)
  }

  #tell(event: PresenterEvent): void {
    if (this.snapshot === null || this.#closed) return
    const before = this.snapshot
    this.snapshot = advance(before, event)
    if (before === this.snapshot) return
    const { frame, state, step } = this
    if (frame !== before.context.frame) this.#show(frame)
    if (state === 'resting' && (frame !== before.context.frame || before.value !== 'resting')) {
      this.#page.speaker.say(saidOf(frame, step, this.variables, this.lesson))
    }
    this.#keep()
  }

  /** Another frame is on the wall. */
  #show(frame: Frame | null): void {
    if (frame === null) return
    this.variables = frame.values
    this.met = strings(frame.answer)
    this.#page.route.stepAt(this.lesson.id, this.lesson.steps[frame.at]?.id ?? null)
    this.#page.selection.select(null)
  }

  #keep(): void {
    const { snapshot } = this
    // Before the beginning is known, there is nowhere to go back to: the class begins anew.
    if (snapshot === null || snapshot.context.start === null) return
    const { steps: _steps, ...context } = snapshot.context
    void this.#page.keeping.note({
      lesson: keptName(this.lesson.id),
      hash: this.#hash,
      snapshot: { value: snapshot.value, context } as unknown as Json,
      steps: {},
      step: this.lesson.steps[context.at]?.id ?? '',
      finished: false,
      changedMs: Date.now(),
    })
  }

  /** Votes for the choice of a number on the wall. */
  vote(choice: string): void {
    void this.send({ type: 'vote', choice })
  }

  /** The name of the question on the wall; null where nothing is asked. */
  get slot(): string | null {
    const { frame } = this
    return frame === null ? null : slotOf(frame, this.#context.steps)
  }
}

/** The choices of a question about the world as it stands; null where the world has to go on. */
function askedOf({ kind, part }: Frame, step: Step): readonly Choice[] | null {
  if (step.kind === 'explain') return step.parts[part]?.choices ?? []
  return kind === 'saying' && step.kind === 'predict' ? (step.saw?.choices ?? []) : null
}

/** The world of a mark, if it is another than this one. */
async function home(lab: Lab, mark: Mark): Promise<void> {
  const { at, position } = await lab.mark()
  if (at === mark.at && position === mark.position) return
  await lab.backTo(mark)
}

const strings = (value: Json | readonly Ref[]): string[] =>
  Array.isArray(value) ? value.map(String) : []
