/**
 * The page's world as a lesson sees it: command lines, checks that leave no trace, and runs that are watched.
 *
 * Lines run as the learner's own: their calls are printed like a button's. Time passes at the page's pace, where
 * the person sees it; when they stop it, a run waits until they go on.
 */
import { WorkerLost } from '../bridge/client.ts'
import type { Answer, CallRequest } from '../cloud/call.ts'
import type { EventRecord } from '../cloud/kernel/events.ts'
import { arn } from '../cloud/kernel/ref.ts'
import type { Effect, Environment, LineResult, Steps } from '../command/types.ts'
import type { Json, Lesson } from '../lesson/lesson.ts'
import type { FlowState } from '../lesson/machine.ts'
import { type Lab, Left, type Mark, type Outcome, OutOfReach, type Stop } from '../lesson/port.ts'
import { ACCOUNT } from './account.ts'
import type { Driver } from './driver.ts'
import type { LabStore } from './lab.svelte.ts'
import type { Player } from './player.svelte.ts'
import type { Steer } from './steer.svelte.ts'

/** What of a page its lesson plays with; the lab's page and the widget each have it. */
export interface LessonStage {
  readonly lab: LabStore
  readonly player: Player
  readonly steer: Steer
  readonly console: { perform(request: CallRequest, from: 'step'): Promise<Answer> }
  readonly classroom: { readonly state: FlowState | null; readonly lesson: Lesson | null }
  /** whether a machine of the account's is between two states that last */
  readonly onTheWay: boolean
}

/** Where lines run: what they know, what is on their shelf, who answers for their effects. */
export interface LineShell {
  readonly driver: Driver
  environment(): Promise<Environment>
  /** puts a lesson's files on the shelf */
  fill(lesson: Pick<Lesson, 'files'>): void
}

/** The command language with a page's shell. It is large: it is fetched while the person reads the first step. */
export interface Language {
  /** within a lesson's bounds: a stranger wrote the lines */
  readonly run: (text: string, environment: Environment) => Steps<LineResult>
  readonly queryPlain: (text: string, data: Json) => Json
  readonly shell: LineShell
}

const MINE = arn('iam', '', ACCOUNT, 'root')
type Variables = Readonly<Record<string, string>>

export class PageLab implements Lab {
  readonly #page: LessonStage
  readonly #language: () => Promise<Language>
  /** the newest event that a run has answered for; null while only the run before the page was left has */
  #seen: number | null = null
  /** the type of the beat that that run stood at */
  readonly #left: string | null
  /** rises when the world goes back; what was begun before touches it no more */
  #era = 0
  #ended = false

  /** `left` is the type of the beat that a run stood at when the page was left; null when it did not. */
  constructor(page: LessonStage, left: string | null, language: () => Promise<Language>) {
    this.#page = page
    this.#language = language
    // When it cannot be fetched, the first line says so.
    language().catch(() => {})
    this.#left = left
  }

  /** The page shows another world: nothing that is still under way here may reach it. */
  end(): void {
    this.#ended = true
  }

  /** Rejects what has no world any more. */
  #check(era: number): void {
    if (this.#ended || era !== this.#era) throw new Left('the world was left')
  }

  /** The page shows all that was asked for, and still this world. */
  async #settled(era: number): Promise<void> {
    await this.#page.lab.settled()
    this.#check(era)
  }

  async mark(): Promise<Mark> {
    const { lab } = this.#page
    await this.#settled(this.#era)
    const { clock } = lab
    if (clock === null) throw new Error('no world is open')
    return { at: clock.upTo, position: clock.position }
  }

  async run(line: string, variables: Variables): Promise<Outcome> {
    const era = this.#era
    await this.#settled(era)
    this.#seen = this.#newest(null)
    // What a step runs happens, whether or not the person stopped time before.
    this.#page.steer.held = false
    return outcomeOf(await this.#drive(line, variables, era))
  }

  async ask(line: string, variables: Variables): Promise<Outcome> {
    const era = this.#era
    this.#check(era)
    const looked = await this.#page.lab.look(line, variables)
    this.#check(era)
    return outcomeOf(looked)
  }

  async view(name: string): Promise<Json> {
    await this.#settled(this.#era)
    return (this.#page.lab.views[name] ?? null) as Json
  }

  async query(text: string, data: Json): Promise<Json> {
    const { queryPlain } = await this.#language()
    return queryPlain(text, data)
  }

  async toBeat(types: readonly string[]): Promise<Stop | null> {
    const { lab, player } = this.#page
    const { deaths } = lab
    const era = this.#era
    await this.#settled(era)
    this.#seen ??= this.#newest(this.#left)
    const passed = this.#next(types)
    if (passed !== null) return passed
    if (!this.#page.onTheWay) return null
    if (!(await this.#pass(types))) throw new WorkerLost('the run was cut short')
    for (;;) {
      this.#check(era)
      await (player.moving ? lab.orLost(player.nextRest(), deaths) : lab.settled())
      this.#check(era)
      const stop = this.#next(types)
      if (stop !== null) return stop
      if (!this.#page.onTheWay) return null
      // The person stopped time: the run is theirs to go on with.
      await lab.orLost(player.nextRest(), deaths)
    }
  }

  /** Lets time pass; false when the worker died of it. */
  #pass(types: readonly string[]): Promise<boolean> {
    const { classroom, steer } = this.#page
    // What is passed over is done at once.
    if (classroom.state === 'entering') return steer.hurry(types)
    return types.length === 0 ? steer.play('rest') : steer.toBeat(types)
  }

  async backTo({ at, position }: Mark): Promise<void> {
    await this.#settled(this.#era)
    if (at < (this.#page.lab.clock?.floor ?? at)) throw new OutOfReach('the world has no such past')
    this.#era += 1
    const era = this.#era
    if (!(await this.#page.steer.backTo(at, position))) {
      throw new WorkerLost('the way back was cut short')
    }
    await this.#settled(era)
    // What had happened by then was answered for, by the run that led there.
    this.#seen = this.#newest(null)
  }

  async present(): Promise<void> {
    const era = this.#era
    await this.#settled(era)
    const { clock } = this.#page.lab
    if (clock === null || clock.upTo >= clock.head) return
    if (!(await this.#page.steer.latest())) throw new WorkerLost('the way back was cut short')
    await this.#settled(era)
  }

  /** The number of the newest event that has happened, of a type where one is named; 0 when there is none. */
  #newest(type: string | null): number {
    const { lab, player } = this.#page
    const counts = (event: EventRecord) =>
      event.at <= player.now && (type === null || event.type === type)
    return lab.events.findLast(counts)?.seq ?? 0
  }

  /** The first event of these types, of the account's, that has happened and no run has answered for. */
  #next(types: readonly string[]): Stop | null {
    const { lab, player } = this.#page
    const counts = ({ seq, at, type, subjects }: EventRecord) =>
      seq > (this.#seen ?? 0) && at <= player.now && types.includes(type) && subjects.includes(MINE)
    const event = lab.events.find(counts)
    if (event === undefined) return null
    this.#seen = event.seq
    return { type: event.type, seq: event.seq, at: event.at }
  }

  /** Runs a line to its end. Its calls are kept as if a button of the step's had made them. */
  async #drive(line: string, variables: Variables, era: number): Promise<LineResult> {
    const { run, shell } = await this.#language()
    const environment = await shell.environment()
    const { lesson } = this.#page.classroom
    if (lesson !== null) shell.fill(lesson)
    const own = { variables: new Map(Object.entries(variables)), palette: null }
    const steps = run(line, { ...environment, ...own })
    let step = steps.next()
    while (step.done !== true) {
      this.#check(era)
      step = steps.next(await this.#answer(step.value, shell.driver))
    }
    return step.value
  }

  #answer(effect: Effect, driver: Driver) {
    if (effect.kind === 'call') return this.#page.console.perform(effect.request, 'step')
    return driver.answer(effect, NEVER)
  }
}

/** Lines of a lesson's are not stopped. */
const NEVER = new AbortController().signal

const outcomeOf = ({ exitCode, stdout, stderr, error }: LineResult): Outcome => ({
  exitCode,
  stdout,
  stderr,
  code: error?.failure?.code ?? null,
})
