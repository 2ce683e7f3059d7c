/**
 * One widget: a picture that waits, and a world that begins when somebody presses something.
 *
 * Before that it shows the step's still, made when the page was built, and has no worker. One widget lives at a time:
 * when another begins, this one keeps its last drawing, lets its worker go, and comes back as it was when it is
 * pressed. Off the screen nothing runs. It keeps nothing on disk, since a frame of another site has no disk of its own.
 */
import { catalogue, load } from 'virtual:lessons'
import { loadStill } from 'virtual:stills'
import type { OpenOptions, Salvage } from '../bridge/protocol.ts'
import type { Answer, CallRequest } from '../cloud/call.ts'
import { EPOCH, type Instant, instant } from '../cloud/kernel/instant.ts'
import type { Ref } from '../cloud/kernel/ref.ts'
import type { Failure } from '../cloud/kernel/result.ts'
import type { PlacementView, RegionView } from '../cloud/views/types.ts'
import type { Json } from '../lesson/lesson.ts'
import { LEAD_IN } from '../lesson/opening.ts'
import type { Still } from '../lesson/still.ts'
import { SCENES } from '../scenes/registry.ts'
import { ACCOUNT } from '../stage/account.ts'
import { LabStore } from '../stage/lab.svelte.ts'
import { passLost } from '../stage/lost.ts'
import { optionsOf, SANDBOX } from '../stage/opening.ts'
import type { LessonStage } from '../stage/pageLab.ts'
import { type Beats, Player } from '../stage/player.svelte.ts'
import type { LabPort } from '../stage/port.ts'
import { Steer } from '../stage/steer.svelte.ts'
import { underWay } from '../stage/underWay.ts'
import { type Action, actionsOf } from './actions.ts'
import { Flow, type HashedLesson } from './flow.svelte.ts'
import { firstLaunch } from './launch.ts'
import type { State } from './messages.ts'
import type { Params, Theme, Warning } from './params.ts'
import { sentenceOf } from './sentence.ts'
import { type EmbedWords, wordsIn } from './words.ts'

/** What of the bridge's client a widget needs besides what the lab's page does. */
export interface WidgetPort extends LabPort {
  readonly salvage: Salvage | null
  close(): void
}

/** What is drawn while no worker stands behind it. */
interface Cover {
  readonly region: RegionView
  readonly placement: PlacementView | null
  readonly now: Instant
  readonly epoch: string
}

/** `still`: nothing was begun; `frozen`: it was, and its worker has gone. */
export type Phase = 'still' | 'waking' | 'awake' | 'frozen'

export class Widget implements LessonStage {
  readonly words: EmbedWords
  readonly warnings: readonly Warning[]
  readonly params: Params
  readonly lab: LabStore
  readonly player: Player
  readonly steer: Steer
  readonly flow = new Flow()
  phase = $state<Phase>('still')
  theme = $state<Theme>('system')
  /** what is open over the picture */
  sheet = $state<'menu' | 'predict' | 'saw' | null>(null)
  /** why the cloud did not start, or what a call was refused with */
  trouble = $state.raw<string | null>(null)
  /** whether the first picture is there */
  shown = $state(false)
  /** Called before a worker begins: others are to let theirs go. */
  onwake: () => void = () => {}
  readonly #client: WidgetPort
  #cover = $state.raw<Cover | null>(null)
  #news = $state<string | null>(null)
  #rested: RegionView | null = null
  #hashed: HashedLesson | null = null
  #at: Instant | null
  #left: Salvage | null = null
  #turn = 0
  /** ends when what was asked for last is done: a widget does one thing at a time */
  #last: Promise<unknown> = Promise.resolve()
  /** whether it ran when it left the screen */
  #interrupted = false
  #pending = $state(0)

  constructor(client: WidgetPort, beats: Beats, params: Params, warnings: readonly Warning[]) {
    this.#client = client
    this.params = params
    this.warnings = warnings
    this.words = wordsIn(params.lang)
    this.theme = params.theme
    this.#at = params.at
    this.lab = new LabStore(client)
    this.player = new Player(beats)
    this.steer = new Steer(this.lab, this.player, () => beats.reducedMotion())
    this.lab.listen((frame) => this.player.take(frame.clock))
    this.lab.oninput = () => this.flow.look()
    this.player.onrest = () => {
      this.flow.look()
      this.#tell()
    }
  }

  readonly console = {
    perform: async (request: CallRequest): Promise<Answer> => {
      const answer = await this.lab.call(request)
      const { result } = answer
      this.trouble = result.ok ? null : this.#refused(result.error)
      return answer
    },
  }

  get classroom(): Flow {
    return this.flow
  }

  get region(): RegionView | null {
    return this.#cover?.region ?? this.#live
  }

  get #live(): RegionView | null {
    return (this.lab.views.region as RegionView | undefined) ?? null
  }

  get placement(): PlacementView | null {
    if (this.#cover !== null) return this.#cover.placement
    return (this.lab.views.placement as PlacementView | null | undefined) ?? null
  }

  get now(): Instant {
    return this.#cover?.now ?? this.player.now
  }

  get epoch(): string {
    return this.#cover?.epoch ?? this.lab.clock?.epoch ?? '1970-01-01T00:00:00Z'
  }

  /** The latest instant that can be sought. */
  get head(): Instant {
    return this.#cover?.now ?? this.lab.clock?.head ?? EPOCH
  }

  get onTheWay(): boolean {
    return underWay(this.#live)
  }

  get moving(): boolean {
    return this.#cover === null && (this.player.moving || this.lab.clock?.playing === true)
  }

  /** Whether it is doing something that was asked for. */
  get busy(): boolean {
    return this.#pending > 0
  }

  /** Whether the widget shows all that was asked for, and waits. */
  get idle(): boolean {
    return this.shown && !this.busy && !this.flow.busy && !this.moving && this.lab.quiet
  }

  get lesson(): string | null {
    return this.#hashed?.lesson.id ?? null
  }

  get stepId(): string | null {
    return this.flow.step?.id ?? null
  }

  get title(): string {
    return this.params.title ?? this.flow.step?.title ?? this.words.widget
  }

  get actions(): readonly Action[] {
    const { flow, words, params } = this
    const { step, state, onward } = flow
    const predicted = flow.record !== null && flow.record.predicted !== null
    const begun = this.phase !== 'still' && this.lab.events.length > 0
    return actionsOf({ step, state, predicted, onward, begun }, words, params.actions)
  }

  get sentence(): string {
    const { flow, words } = this
    if (this.phase === 'waking') return words.preparing
    const { death } = this.lab
    if (death !== null) return death.recovered ? words.died : words.failed
    if (this.trouble !== null) return this.trouble
    if (this.phase === 'frozen') return words.frozen
    const { step, state } = flow
    if (step === null || state === null) return this.#news ?? ''
    return sentenceOf(
      { step, state, record: flow.record, beat: flow.beat, values: flow.variables },
      words,
    )
  }

  /** Shows a step, or the scene alone, as it is before anything happens. Rejects when nothing can be fetched. */
  async show(lesson: string | null, step: string | null): Promise<void> {
    this.#turn += 1
    const turn = this.#turn
    this.#end()
    const hashed = lesson === null ? null : await load(lesson)
    const name =
      hashed === null ? 'scene/region' : `${lesson}/${step ?? hashed.lesson.steps[0]?.id}`
    const still = await loadStill(name)
    if (turn !== this.#turn) return
    this.#hashed = hashed
    if (hashed !== null) this.flow.show(hashed, step, still?.variables ?? {})
    // Of another seed or instant the build knows no picture: the cloud itself has to make it.
    const built = still !== null && this.params.seed === null && this.#at === null
    if (built) this.#hold(still)
    else await this.wake()
    this.shown = true
  }

  #hold({ view, at, epoch }: Still): void {
    this.#cover = { region: view as unknown as RegionView, placement: null, now: at, epoch }
  }

  /** Sees to it that the world stands, where it was or at its beginning. */
  wake(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.phase === 'awake') return
      this.onwake()
      const from = this.phase
      this.phase = 'waking'
      this.trouble = null
      try {
        await (this.#left === null ? this.#begin(null) : this.#resume(this.#left))
        this.phase = 'awake'
        this.#cover = null
      } catch (error) {
        this.phase = from
        this.trouble = this.words.failed
        passLost(error)
      }
    })
  }

  async #begin(progress: Json): Promise<void> {
    await this.lab.open(this.#options)
    await this.steer.seek(LEAD_IN)
    await this.#watch()
    await this.flow.begin(this, progress)
    if (this.#at !== null && this.#at > this.player.now) await this.steer.seek(this.#at)
    this.#at = null
    await this.lab.settled()
    this.steer.held = false
    this.#rested = this.#live
  }

  get #options(): OpenOptions {
    const { seed } = this.params
    // What the build worked out of a set-up belongs to the lesson's own seed.
    const own =
      this.#hashed === null
        ? SANDBOX
        : optionsOf(this.#hashed.lesson, seed === null ? this.#hashed.setUp : null)
    return seed === null ? own : { ...own, seed }
  }

  async #resume(left: Salvage): Promise<void> {
    await this.lab.resume(left)
    this.#left = null
    await this.#watch()
  }

  async #watch(): Promise<void> {
    for (const view of SCENES.region.views) this.lab.watch(view, view, { account: ACCOUNT })
    await this.lab.settled()
  }

  /** Keeps the last drawing and lets the worker go; a run is brought to its next beat first. */
  freeze(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.phase !== 'awake') return
      await this.#rest()
      const region = this.#live
      const left = this.#client.salvage
      if (region === null || left === null) return
      const { placement, now, epoch } = this
      this.#cover = { region, placement, now, epoch }
      this.#left = { ...left, at: now }
      this.sheet = null
      this.#client.close()
      this.phase = 'frozen'
    })
  }

  async #rest(): Promise<void> {
    const { flow, steer, lab } = this
    if (flow.state === 'running') await steer.hurry(flow.step?.beats.map(({ type }) => type) ?? [])
    else if (this.moving) await steer.rest()
    await flow.settled()
    await lab.settled()
  }

  /** Lets go of everything: another step is to be shown. */
  #end(): void {
    this.#client.close()
    this.#left = null
    this.#cover = null
    this.#news = null
    this.phase = 'still'
    this.sheet = null
    this.trouble = null
    this.flow.close()
  }

  /** The round button: on, or stop. */
  async press(): Promise<void> {
    const { flow, steer } = this
    if (this.moving) {
      await steer.pause()
      return
    }
    const resumed = this.phase === 'frozen'
    this.lab.death = null
    await this.wake()
    if (this.phase !== 'awake') return
    switch (flow.state) {
      case 'ready':
        return flow.run()
      case 'asking':
        return this.#ask(resumed)
      case 'paused':
        return flow.goOn()
      case 'saying':
        this.sheet = 'saw'
        return
      case 'done':
      case 'finished':
        if (!resumed) await this.reset()
        return
      default:
        await steer.play(flow.state === 'running' ? 'beat' : 'stop')
    }
  }

  /** Runs what was predicted; asks first where nothing was. */
  async #ask(resumed: boolean): Promise<void> {
    const { flow } = this
    if (flow.record !== null && flow.record.predicted !== null) return flow.run()
    if (!resumed && flow.prediction?.kind !== 'picture') this.sheet = 'predict'
  }

  /** Does what an action's button says. */
  async act(id: string): Promise<void> {
    this.sheet = null
    if (id === 'predict' || id === 'saw') {
      this.sheet = id
      return
    }
    this.lab.death = null
    await this.wake()
    if (this.phase !== 'awake') return
    const { flow } = this
    switch (id) {
      case 'run':
        return flow.run()
      case 'go-on':
        return this.#goOn()
      case 'again':
        return this.reset()
      case 'next':
        return flow.next()
      case 'launch':
        return this.#launch()
      default:
        await flow.act(id)
        await this.#letHappen()
    }
  }

  async #goOn(): Promise<void> {
    const { flow, steer } = this
    if (flow.state === 'paused') return flow.goOn()
    await steer.hurry(flow.step?.beats.map(({ type }) => type) ?? [])
  }

  async #launch(): Promise<void> {
    const peek = (request: CallRequest) => this.lab.peek(request)
    await this.console.perform(await firstLaunch(peek))
    await this.#letHappen()
  }

  async #letHappen(): Promise<void> {
    await this.lab.settled()
    if (this.onTheWay) await this.steer.letHappen()
  }

  /** Commits to an answer; null is "just show me", which is the run itself. */
  async predict(value: string | number | null): Promise<void> {
    this.sheet = null
    await this.wake()
    this.flow.predict(value)
    if (value === null) await this.flow.run()
  }

  async point(ref: Ref): Promise<void> {
    await this.wake()
    if (!(await this.flow.point(ref))) this.trouble = this.words.noChoice
    else this.trouble = null
  }

  async saw(choice: string): Promise<void> {
    this.sheet = null
    await this.flow.saw(choice)
  }

  /** Back to the beginning of the step. */
  async reset(): Promise<void> {
    this.trouble = null
    if (this.flow.step === null && this.flow.state === null) await this.show(null, null)
    else if (this.phase === 'awake') await this.flow.restart()
    else await this.show(this.lesson, this.stepId)
  }

  async seek(at: Instant): Promise<void> {
    await this.wake()
    const { head } = this
    await this.steer.seek(instant(Math.max(LEAD_IN, Math.min(at, head))))
  }

  async stepBy(direction: 1 | -1): Promise<void> {
    await this.wake()
    await this.steer.step(direction, 'beat')
  }

  /** It has left the screen, or come back: off the screen nothing runs. */
  async seen(visible: boolean): Promise<void> {
    if (!visible && this.moving) {
      this.#interrupted = true
      await this.steer.rest()
    }
    if (!visible || !this.#interrupted) return
    this.#interrupted = false
    const { flow, steer } = this
    if (this.phase !== 'awake' || steer.held) return
    if (flow.state === 'running') await steer.toBeat(flow.step?.beats.map(({ type }) => type) ?? [])
    else await steer.play(this.onTheWay ? 'rest' : 'stop')
  }

  async state(): Promise<State> {
    const { lesson, stepId: step, now: at } = this
    if (this.phase === 'still') return { lesson, step, at, world: null, progress: null }
    await this.wake()
    return { lesson, step, at, world: await this.lab.save(), progress: this.flow.progress() }
  }

  /** Goes on from another widget's state. False where it cannot be read. */
  async take(state: State): Promise<boolean> {
    const known = catalogue.find(({ id }) => id === state.lesson)
    if (state.lesson !== null && known === undefined) return false
    await this.show(state.lesson, state.step)
    const { world, progress } = state
    if (world === null) return true
    return this.#inTurn(async () => {
      this.onwake()
      await this.lab.open(this.#options)
      const opened = await this.lab.openSave(world)
      if (!opened.ok) {
        this.#client.close()
        return false
      }
      await this.#watch()
      await this.flow.begin(this, progress)
      this.phase = 'awake'
      this.#cover = null
      this.#rested = this.#live
      return true
    })
  }

  #refused({ code, message }: Failure): string {
    return this.words.refused(code, message)
  }

  /** What has changed since the last rest, where no lesson tells it. */
  #tell(): void {
    const before = this.#rested
    this.#rested = this.#live
    if (before === null || this.#live === null) return
    this.#news = SCENES.region.describe(before, this.#live)[0] ?? this.#news
  }

  async #inTurn<T>(what: () => Promise<T>): Promise<T> {
    this.#pending += 1
    const done = this.#last.then(what)
    this.#last = done.catch(() => {})
    try {
      return await done
    } finally {
      this.#pending -= 1
    }
  }
}
