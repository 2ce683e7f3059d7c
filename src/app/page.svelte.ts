/**
 * The page put together: the parts that components share, and the wires between them.
 *
 * A frame comes in: the store takes it, the player's clock goes on, the flow hears what has happened, and at a
 * rest one sentence is said. Nothing here draws.
 */
import { after, EPOCH, type Instant, instant, seconds } from '../cloud/kernel/instant.ts'
import { parseRef, type Ref } from '../cloud/kernel/ref.ts'
import type { InspectView, LifecycleView, PlacementView, RegionView } from '../cloud/views/types.ts'
import { ACCOUNT } from './account.ts'
import { type CallPlace, Console } from './console.svelte.ts'
import { atRest, thingName, toldAs } from './describe/sentences.ts'
import { Speaker } from './describe/speaker.svelte.ts'
import { LabStore } from './lab.svelte.ts'
import { FirstMinuteFlow } from './learn/flow.svelte.ts'
import { Player } from './player.svelte.ts'
import type { LabPort } from './port.ts'
import { plainRefusal } from './refusal.ts'
import { Route } from './route.svelte.ts'
import { Theme } from './theme.svelte.ts'
import { isBeat } from './time/registry.ts'
import { Steer } from './time/steer.svelte.ts'
import { words } from './words.ts'

/** The world has run this long when the page opens, so that there is a `just before` of the first call. */
const LEAD_IN = after(EPOCH, seconds(1))
const WORLD = { seed: 'first-minute', scenario: 'region' } as const

export class Page {
  readonly lab: LabStore
  readonly player: Player
  readonly steer: Steer
  readonly console: Console
  readonly flow: FirstMinuteFlow
  readonly route: Route
  readonly theme: Theme
  readonly speaker: Speaker
  /** why the cloud did not start, if it did not */
  failure = $state.raw<string | null>(null)
  #opened: Promise<void> = Promise.resolve()
  #watched: Ref | null = null
  #spoken = 0

  constructor(client: LabPort, page: Window) {
    const reduced = page.matchMedia('(prefers-reduced-motion: reduce)')
    this.lab = new LabStore(client)
    this.player = new Player({
      request: (callback) => page.requestAnimationFrame(callback),
      cancel: (handle) => page.cancelAnimationFrame(handle),
      reducedMotion: () => reduced.matches,
    })
    this.steer = new Steer(this.lab, this.player, () => reduced.matches)
    this.console = new Console(this.lab)
    this.flow = new FirstMinuteFlow(this)
    this.route = new Route(page)
    this.theme = new Theme(page.document.documentElement)
    this.speaker = new Speaker(() => page.performance.now())
    this.#wire()
  }

  get region(): RegionView | null {
    return (this.lab.views.region as RegionView | undefined) ?? null
  }

  get placement(): PlacementView | null {
    return (this.lab.views.placement as PlacementView | null | undefined) ?? null
  }

  get inspected(): InspectView | null {
    return (this.lab.views.inspect as InspectView | null | undefined) ?? null
  }

  get lifecycle(): LifecycleView | null {
    return (this.lab.views.lifecycle as LifecycleView | undefined) ?? null
  }

  get epoch(): string {
    return this.lab.clock?.epoch ?? '1970-01-01T00:00:00Z'
  }

  /** Whether anything has happened: time is shown from then on. */
  get begun(): boolean {
    return this.lab.events.length > 0
  }

  /** Whether the cloud runs or the picture moves. */
  get moving(): boolean {
    return this.player.moving || this.lab.clock?.playing === true
  }

  /** How many known events lie after the instant drawn. */
  get eventsAhead(): number {
    return this.lab.events.filter((event) => event.at > this.player.now).length
  }

  /** Whether the picture rests in the past of what this future has reached. */
  get inPast(): boolean {
    const { clock } = this.lab
    return clock !== null && !clock.playing && !this.player.moving && clock.upTo < clock.head
  }

  /** Begins the world and asks for what is drawn. */
  async start(): Promise<void> {
    try {
      this.#opened = this.lab.open(WORLD)
      await this.#opened
      await this.steer.seek(LEAD_IN)
      this.lab.watch('region', 'region', { account: ACCOUNT })
      this.lab.watch('placement', 'placement', { account: ACCOUNT })
      this.lab.watch('lifecycle', 'lifecycle', {})
      this.#inspect(this.route.selected)
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error)
    }
  }

  /** Selects a thing everywhere, or nothing. */
  select(ref: Ref | null): void {
    this.route.select(ref)
    this.#inspect(ref)
    if (ref !== null) this.speaker.say(words.speech.selected(thingName(this.region, ref)))
  }

  /** Points at a host as the prediction. */
  point(host: Ref): void {
    this.flow.point(host)
    this.speaker.say(words.speech.pointed(thingName(this.region, host)))
  }

  /** Launches outside the first minute's flow. */
  launch(type: string, count: number, from: CallPlace): Promise<void> {
    return this.#acting(() => this.console.launch(type, count, from))
  }

  /** Asks which types are sold, once the world is open. */
  async askTypes(): Promise<void> {
    try {
      await this.#opened
      await this.console.askTypes()
    } catch {
      // The worker died: the store says so, and the first type is offered alone.
    }
  }

  /** Start, stop, reboot or terminate one instance. */
  act(operation: string, id: string, from: CallPlace): Promise<void> {
    return this.#acting(() => this.console.call(operation, { InstanceIds: [id] }, from))
  }

  /** To just before the last call. */
  async backToBefore(): Promise<void> {
    const at = this.console.made?.answer.at
    this.console.forget()
    if (at !== undefined) await this.steer.seek(instant(Math.max(0, at - 1)))
  }

  /** Says the refusal of the last call, if it was refused. */
  sayRefusal(): void {
    const { refusal } = this.console
    if (refusal !== null) {
      this.speaker.say(words.speech.refused(refusal.code, plainRefusal(refusal)))
    }
  }

  /** The address was changed from outside: follow it. */
  follow(): void {
    const { at, select } = this.route.place
    this.#inspect(select)
    const head = this.lab.clock?.head
    if (at !== null && head !== undefined && at <= head && at !== this.player.now) {
      void this.steer.seek(at)
    }
  }

  async #acting(make: () => Promise<unknown>): Promise<void> {
    try {
      await make()
      this.sayRefusal()
    } catch {
      // The worker died: the store says so.
    }
  }

  #wire(): void {
    this.lab.listen((frame) => {
      if (frame.restart) this.#spoken = 0
      this.player.take(frame.clock)
      this.flow.sync()
    })
    this.player.onmove = () => {
      this.flow.sync()
      if (this.player.moving) this.#mention()
    }
    this.player.onrest = (from: Instant) => {
      this.flow.sync()
      if (!this.begun) return
      this.route.restAt(this.player.now)
      this.speaker.say(atRest(this.lab.events, from, this.player.now, this.epoch, this.region))
    }
  }

  /** Milestones that are passed while playing. */
  #mention(): void {
    const passed = this.lab.events.findLast((event) => event.at <= this.player.now)
    if (passed === undefined || passed.seq === this.#spoken) return
    this.#spoken = passed.seq
    if (isBeat(passed.type)) this.speaker.mention(toldAs(passed, this.region))
  }

  #inspect(ref: Ref | null): void {
    if (ref === this.#watched) return
    this.#watched = ref
    if (ref === null || parseRef(ref) === null) this.lab.unwatch('inspect')
    else this.lab.watch('inspect', 'inspect', { account: ACCOUNT, ref })
  }
}
