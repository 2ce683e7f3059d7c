/**
 * One widget: a picture that waits, and a world that begins when somebody presses something.
 *
 * Before that it shows the step's still and has no worker. One widget lives at a time: when another begins, this one
 * keeps its last drawing, lets its worker go, and comes back as it was when it is pressed. Off the screen nothing runs.
 * It keeps nothing on disk, since a frame of another site has no disk of its own. When something else is to be shown,
 * what was under way for what was shown before touches nothing more (`turns.svelte.ts`).
 */
import { catalogue, load } from 'virtual:lessons'
import { loadStill } from 'virtual:stills'
import type { CallRequest } from '../cloud/call.ts'
import { type Instant, instant } from '../cloud/kernel/instant.ts'
import type { Ref } from '../cloud/kernel/ref.ts'
import type { PlacementView, RegionView } from '../cloud/views/types.ts'
import type { HashedLesson } from '../lesson/catalogue.ts'
import { LEAD_IN } from '../lesson/opening.ts'
import { Left } from '../lesson/port.ts'
import type { Still } from '../lesson/still.ts'
import { hostsOf } from '../scenes/region/describe.ts'
import { wordsIn as regionWordsIn } from '../scenes/region/words.ts'
import { SCENES } from '../scenes/registry.ts'
import { passLost } from '../stage/lost.ts'
import { optionsOf, SANDBOX } from '../stage/opening.ts'
import type { Beats } from '../stage/player.svelte.ts'
import { ACTION_IDS, type Action, actionsOf } from './actions.ts'
import { Flow } from './flow.svelte.ts'
import { firstLaunch } from './launch.ts'
import type { State } from './messages.ts'
import type { Params, Theme, Warning } from './params.ts'
import { sentenceOf } from './sentence.ts'
import type { Turn } from './turns.svelte.ts'
import { type EmbedWords, wordsIn } from './words.ts'
import { type Phase, type WidgetPort, World } from './world.svelte.ts'

/** What came of a state that was brought: `overtaken` when something else was to be shown meanwhile. */
export type Taken = 'taken' | 'unreadable' | 'overtaken'

export class Widget {
  readonly words: EmbedWords
  warnings = $state.raw<readonly Warning[]>([])
  readonly params: Params
  /** Called with what was found wrong with a parameter when there is a lesson to judge it by. */
  onwarning: (warning: Warning) => void = () => {}
  readonly flow = new Flow()
  readonly world: World
  theme = $state<Theme>('system')
  /** what is open over the picture */
  sheet = $state<'menu' | 'predict' | 'saw' | null>(null)
  /** why what was asked for is not shown, or cannot be chosen */
  trouble = $state.raw<string | null>(null)
  /** whether the first picture is there */
  shown = $state(false)
  #news = $state<string | null>(null)
  /** the hint that was asked for last, and the sentence that stood there: another is told in its place */
  #hinted = $state.raw<{ readonly hint: string; readonly sentence: string } | null>(null)
  #rested: RegionView | null = null
  #hashed: HashedLesson | null = null
  #judged = false
  /** whether none of the actions that were chosen is one */
  #usual = $state(false)
  /** whether it ran when it left the screen */
  #interrupted = false

  constructor(client: WidgetPort, beats: Beats, params: Params, warnings: readonly Warning[]) {
    this.params = params
    this.warnings = warnings
    this.words = wordsIn(params.lang)
    this.theme = params.theme
    this.world = new World(client, beats, this.flow, params.at)
    this.world.onstand = () => {
      this.#rested = this.world.live
    }
    this.world.ongone = () => {
      this.sheet = null
    }
    this.world.player.onrest = () => {
      this.flow.look()
      this.#tell()
    }
  }

  get phase(): Phase {
    return this.world.phase
  }

  get region(): RegionView | null {
    return this.world.region
  }

  get placement(): PlacementView | null {
    return this.world.placement
  }

  get now(): Instant {
    return this.world.now
  }

  get moving(): boolean {
    return this.world.moving
  }

  /** Whether the widget shows all that was asked for, and waits. */
  get idle(): boolean {
    const { world, flow } = this
    return this.shown && !world.turns.busy && !flow.busy && !world.moving && world.lab.quiet
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
    const { flow, words, params, world } = this
    const { step, state, onward } = flow
    const predicted = flow.record !== null && flow.record.predicted !== null
    const begun = world.phase !== 'still' && world.lab.events.length > 0
    const did = (id: string) => flow.did.by(id, world.now)
    const chosen = this.#usual ? null : params.actions
    const hints = flow.hints.length
    return actionsOf({ step, state, predicted, onward, begun, did, hints }, words, chosen)
  }

  get sentence(): string {
    const { flow, words, world } = this
    if (world.phase === 'waking') return words.preparing
    if (world.failed) return words.failed
    const { death } = world.lab
    if (death !== null) return death.recovered ? words.died : words.stopped
    if (this.trouble !== null) return this.trouble
    const known = flow.state === 'open' && (flow.standing?.feedback ?? null) !== null
    // What the lesson says of a wrong way says more than its refusal.
    if (world.refusal !== null && !known)
      return words.refused(world.refusal.code, world.refusal.message)
    if (world.phase === 'frozen') return words.frozen
    const { step, state } = flow
    if (step === null || state === null) return this.#news ?? ''
    const { region } = this
    const hosts = region === null ? [] : hostsOf(region)
    const pointed = hosts.find(({ ref }) => ref === flow.pointed) ?? null
    const { record, beat, standing, variables: values } = flow
    return sentenceOf(
      { step, state, record, beat, standing, values, pointed },
      words,
      regionWordsIn(this.params.lang),
    )
  }

  /** What is told to the ear. */
  get spoken(): string {
    const { sentence } = this
    if (this.phase === 'still') return ''
    return this.#hinted?.sentence === sentence ? this.#hinted.hint : sentence
  }

  /** Shows a step, or the scene alone, as it is before anything happens. Rejects when nothing can be fetched. */
  async show(lesson: string | null, step: string | null): Promise<void> {
    const turn = this.world.leave()
    // The instant that a widget was made with is one of that lesson's world.
    if (lesson !== this.params.lesson) this.world.from = null
    this.trouble = null
    this.#news = null
    this.#interrupted = false
    try {
      const hashed = lesson === null ? null : await load(lesson)
      const name =
        hashed === null ? 'scene/region' : `${lesson}/${step ?? hashed.lesson.steps[0]?.id}`
      const still = await loadStill(name)
      turn.check()
      this.#hashed = hashed
      this.#judge(still)
      if (hashed !== null) this.flow.show(hashed, step, still?.variables ?? {})
      this.world.options = this.#options
      // Of another seed or instant the build knows no picture: the cloud itself has to make it.
      const built = still !== null && this.params.seed === null && this.world.from === null
      if (built) this.world.hold(still)
      else await this.world.wake()
    } catch (error) {
      if (turn.over) return
      this.trouble = this.words.missing
      throw error
    }
    if (!turn.over) this.shown = true
  }

  /** Only the lesson that the address names tells which buttons there are, and when its step begins. */
  #judge(still: Still | null): void {
    if (this.#judged) return
    this.#judged = true
    const { actions } = this.params
    const { from } = this.world
    const own = (this.#hashed?.lesson.steps ?? []).flatMap((step) =>
      'acts' in step ? step.acts.map(({ id }) => id) : [],
    )
    const known = new Set<string>([...ACTION_IDS, ...own])
    const odd = actions?.filter((id) => !known.has(id)) ?? []
    if (odd.length > 0) {
      this.#usual = odd.length === actions?.length
      const reason = this.#usual ? 'missing' : 'absent'
      this.#warn({ name: 'actions', value: odd.join(','), reason })
    }
    if (from !== null && still !== null && from < still.at) {
      this.world.from = null
      this.#warn({ name: 'at', value: String(from), reason: 'early' })
    }
  }

  #warn(warning: Warning): void {
    this.warnings = [...this.warnings, warning]
    this.onwarning(warning)
  }

  get #options() {
    const { seed } = this.params
    // What the build worked out of a set-up belongs to the lesson's own seed.
    const own =
      this.#hashed === null
        ? SANDBOX
        : optionsOf(this.#hashed.lesson, seed === null ? this.#hashed.setUp : null)
    return seed === null ? own : { ...own, seed }
  }

  /** Keeps the last drawing and lets the worker go. */
  freeze(): Promise<void> {
    return this.world.freeze()
  }

  /** Does what was asked for, unless something else is shown by then; a worker's death is told of elsewhere. */
  async #do(what: (turn: Turn) => Promise<unknown>): Promise<void> {
    try {
      await this.world.turns.do(what)
    } catch (error) {
      passLost(error)
    }
  }

  /** The same with a world that stands; nothing where it cannot. */
  #awake(what: (turn: Turn) => unknown): Promise<void> {
    return this.#do(async (turn) => {
      this.world.lab.death = null
      this.trouble = null
      this.#hinted = null
      this.world.refusal = null
      if (await this.world.wake()) await what(turn)
    })
  }

  /** The round button: on, or stop. */
  press(): Promise<void> {
    const { flow, world } = this
    if (world.moving) return this.#do(() => world.steer.pause())
    const resumed = world.phase === 'frozen'
    return this.#awake(async () => {
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
          await world.steer.play(flow.state === 'running' ? 'beat' : 'stop')
      }
    })
  }

  /** Runs what was predicted; asks first where nothing was. */
  async #ask(resumed: boolean): Promise<void> {
    const { flow } = this
    if (flow.record !== null && flow.record.predicted !== null) return flow.run()
    if (!resumed && flow.prediction?.kind !== 'picture') this.sheet = 'predict'
  }

  /** Does what an action's button says. */
  async act(id: string): Promise<void> {
    if (id === 'hint') return this.#hint()
    this.sheet = id === 'predict' || id === 'saw' ? id : null
    if (this.sheet !== null) return
    const { flow } = this
    await this.#awake(async (turn) => {
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
          return this.#launch(turn)
        default:
          await flow.act(id)
          return this.#letHappen(turn)
      }
    })
  }

  /** One hint more. It is read in the menu; what stands under the picture stays. */
  async #hint(): Promise<void> {
    this.sheet = 'menu'
    const { flow, world, words } = this
    await this.#do(async (turn) => {
      if (!(await world.wake())) return
      turn.check()
      flow.hint()
      const { hints, hintCount } = flow
      const newest = hints.at(-1)
      if (newest === undefined) return
      const hint = `${words.hint(hints.length, hintCount)}: ${newest}`
      this.#hinted = { hint, sentence: this.sentence }
    })
  }

  async #goOn(): Promise<void> {
    const { flow, world } = this
    if (flow.state === 'paused') return flow.goOn()
    await world.steer.hurry(flow.beatTypes)
  }

  async #launch(turn: Turn): Promise<void> {
    const request = await firstLaunch((peek: CallRequest) => this.world.lab.peek(peek))
    turn.check()
    await this.world.console.perform(request)
    await this.#letHappen(turn)
  }

  async #letHappen(turn: Turn): Promise<void> {
    turn.check()
    await this.world.lab.settled()
    turn.check()
    if (this.world.onTheWay) await this.world.steer.letHappen()
  }

  /** Commits to an answer; null is "just show me", which is the run itself. */
  async predict(value: string | number | null): Promise<void> {
    this.sheet = null
    await this.#awake(async () => {
      this.flow.predict(value)
      if (value === null) await this.flow.run()
    })
  }

  async point(ref: Ref): Promise<void> {
    await this.#awake(async (turn) => {
      const chosen = await this.flow.point(ref)
      turn.check()
      if (!chosen) this.trouble = this.words.noChoice
    })
  }

  async saw(choice: string): Promise<void> {
    this.sheet = null
    await this.#awake(() => this.flow.saw(choice))
  }

  /** Back to the beginning of the step. */
  async reset(): Promise<void> {
    const { world } = this
    this.trouble = null
    world.refusal = null
    if (this.flow.step === null && this.flow.state === null) await this.show(null, null)
    else if (world.phase === 'awake') await this.flow.restart()
    else await this.show(this.lesson, this.stepId)
  }

  async seek(at: Instant): Promise<void> {
    const { world } = this
    await this.#awake(() => world.steer.seek(instant(Math.max(LEAD_IN, Math.min(at, world.head)))))
  }

  async stepBy(direction: 1 | -1): Promise<void> {
    await this.#awake(() => this.world.steer.step(direction, 'beat'))
  }

  /** It has left the screen, or come back: off the screen nothing runs. */
  async seen(visible: boolean): Promise<void> {
    const { flow, world } = this
    if (!visible && world.moving) {
      this.#interrupted = true
      await world.steer.rest()
    }
    if (!visible || !this.#interrupted) return
    this.#interrupted = false
    const { steer } = world
    if (world.phase !== 'awake' || steer.held) return
    if (flow.state === 'running') await steer.toBeat(flow.beatTypes)
    else await steer.play(world.onTheWay ? 'rest' : 'stop')
  }

  /** The widget as it is, for another to go on with. Rejects when its world cannot be had. */
  async state(): Promise<State> {
    const { lesson, stepId: step, now: at, world, flow } = this
    if (world.phase === 'still') return { lesson, step, at, world: null, progress: null }
    const state = await world.turns.do(async () => {
      if (!(await world.wake())) throw new Left('the world did not come back')
      const bytes = await world.lab.save()
      return { lesson, step, at, world: bytes, progress: flow.progress() }
    })
    if (state === null) throw new Left('something else was shown meanwhile')
    return state
  }

  /** Goes on from another widget's state. */
  async take({ lesson, step, world: bytes, progress }: State): Promise<Taken> {
    const known = catalogue.find(({ id }) => id === lesson)
    if (lesson !== null && known === undefined) return 'unreadable'
    const showing = this.show(lesson, step)
    const turn = this.world.turns.now
    await showing
    if (turn.over) return 'overtaken'
    if (bytes === null) return 'taken'
    const opened = await this.world.openSave(bytes, progress)
    if (opened === null) return 'overtaken'
    return opened ? 'taken' : 'unreadable'
  }

  /** What has changed since the last rest, where no lesson tells it. */
  #tell(): void {
    const before = this.#rested
    const after = this.world.live
    this.#rested = after
    if (before === null || after === null) return
    this.#news = SCENES.region.describe(before, after)[0] ?? this.#news
  }
}
