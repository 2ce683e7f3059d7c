/**
 * The page put together: the parts that components share, and the wires between them.
 *
 * A frame comes in: the store takes it, the player's clock goes on, the lesson looks at the world again, and at a
 * rest it is said what changed. Nothing here draws.
 */
import type { EventRecord } from '../cloud/kernel/events.ts'
import type { Instant } from '../cloud/kernel/instant.ts'
import type { LifecycleView, PlacementView, RegionView } from '../cloud/views/types.ts'
import { SCENES } from '../scenes/registry.ts'
import { LabStore } from '../stage/lab.svelte.ts'
import { passLost } from '../stage/lost.ts'
import { Player } from '../stage/player.svelte.ts'
import type { LabPort } from '../stage/port.ts'
import { Steer } from '../stage/steer.svelte.ts'
import { underWay } from '../stage/underWay.ts'
import { Acts } from './acts.ts'
import type { Storing } from './before.ts'
import { Console } from './console.svelte.ts'
import { atRest, toldAs } from './describe/sentences.ts'
import { Speaker } from './describe/speaker.svelte.ts'
import { Keeping } from './keeping.svelte.ts'
import { Classroom } from './learn/classroom.svelte.ts'
import { saidOf } from './learn/said.ts'
import { Motion } from './motion.svelte.ts'
import type { Presentation } from './present/presentation.svelte.ts'
import { Route, type RouteWindow } from './route.svelte.ts'
import { Selection } from './selection.svelte.ts'
import { Level } from './storage/level.svelte.ts'
import { TerminalPanel } from './terminal/panel.svelte.ts'
import { Theme } from './theme.svelte.ts'
import { isBeat } from './time/registry.ts'
import { NARROW } from './widths.ts'
import { Worlds } from './worlds.svelte.ts'

const SCENE = SCENES.region

/** What the page needs of the window. */
export interface PageWindow
  extends RouteWindow,
    Storing,
    Pick<Window, 'requestAnimationFrame' | 'cancelAnimationFrame'> {
  readonly document: { readonly documentElement: HTMLElement }
  matchMedia(query: string): Pick<MediaQueryList, 'matches'>
}

export class Page {
  readonly lab: LabStore
  readonly player: Player
  readonly steer: Steer
  readonly console: Console
  readonly classroom: Classroom
  readonly route: Route
  readonly theme: Theme
  readonly motion: Motion
  readonly speaker: Speaker
  readonly selection: Selection
  readonly acts: Acts
  readonly level: Level
  readonly worlds: Worlds
  readonly keeping: Keeping
  readonly terminal = new TerminalPanel()
  /** why the cloud did not start, if it did not */
  failure = $state.raw<string | null>(null)
  /** something to know, until it is dismissed */
  notice = $state.raw<string | null>(null)
  /** the lesson at the projector, if one is there */
  presentation = $state.raw<Presentation | null>(null)
  /** whether a press of a clicker just now would be taken for an echo */
  echoing = $state(false)
  readonly window: PageWindow
  #spoken = 0
  /** ids of the lesson and the step that were last on the screen */
  #stood: readonly [string | null, string | null] = [null, null]
  /** the region at the last rest */
  #rested: RegionView | null = null

  constructor(client: LabPort, page: PageWindow) {
    this.window = page
    const root = page.document.documentElement
    this.theme = new Theme(root)
    this.motion = new Motion(root, page.matchMedia('(prefers-reduced-motion: reduce)'))
    const reduced = () => this.motion.reduced
    this.lab = new LabStore(client)
    this.player = new Player({
      request: (callback) => page.requestAnimationFrame(callback),
      cancel: (handle) => page.cancelAnimationFrame(handle),
      reducedMotion: reduced,
    })
    this.steer = new Steer(this.lab, this.player, reduced)
    this.console = new Console(this.lab)
    this.classroom = new Classroom(this)
    this.route = new Route(page)
    this.speaker = new Speaker(() => page.performance.now())
    this.selection = new Selection(this)
    this.acts = new Acts(this)
    this.level = new Level(this.lab)
    this.worlds = new Worlds(this)
    this.keeping = new Keeping(this)
    this.#wire()
  }

  get region(): RegionView | null {
    return (this.lab.views.region as RegionView | undefined) ?? this.worlds.awaited
  }

  get placement(): PlacementView | null {
    return (this.lab.views.placement as PlacementView | null | undefined) ?? null
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

  /** Whether a machine of the account's is between two states that last. */
  get onTheWay(): boolean {
    return underWay(this.region)
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

  /** Whether another future is kept that one may want to go back to. */
  get branched(): boolean {
    return this.lab.clock?.otherFuture === true && !this.steer.anew
  }

  /** Shows what the address names, now and when it changes. */
  async start(): Promise<void> {
    // What runs when the page is closed goes on from there.
    this.window.addEventListener('pagehide', () => this.#leave())
    void this.worlds.expect(this.route.place)
    await this.keeping.start()
    this.route.onmove = () => void this.#arrive()
    await this.#arrive()
  }

  /** The world that is open is left, and with it the lesson over it. */
  close(): void {
    this.classroom.close()
    this.presentation?.close()
    this.presentation = null
  }

  async #arrive(): Promise<void> {
    try {
      await this.worlds.show(this.route.place)
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error)
      passLost(error)
    }
  }

  /** Keeps where the clock stands, unless a world is just being opened. */
  #leave(): void {
    if (this.lab.clock !== null) void this.keeping.leave(this.player.now)
  }

  #wire(): void {
    this.lab.listen((frame) => {
      if (frame.restart) this.#spoken = 0
      if (frame.save !== null) {
        const { bytes, serial } = frame.save
        void this.keeping.save(bytes, serial, frame.clock.upTo)
      }
      this.player.take(frame.clock)
      this.#tellAtOnce(frame.events)
    })
    this.lab.ondeath = ({ recovered }) => {
      if (!recovered) this.player.stop()
    }
    this.console.palette = () => (this.route.room === 'learn' ? this.classroom.palette : null)
    this.lab.oninput = (input) => {
      void this.keeping.input(input)
      this.classroom.look()
    }
    this.classroom.onprogress = (progress) => void this.keeping.note(progress)
    this.classroom.onstate = (moved) => {
      if (moved) this.console.forgetRefusal()
      this.#letGo()
      this.#clearTheGoal()
      const { before, state, step, variables } = this.classroom
      const said = state === null ? '' : saidOf(state, before, step, variables)
      if (said !== '') this.speaker.say(said)
    }
    this.player.onmove = () => {
      if (this.player.moving) this.#mention()
    }
    this.player.onrest = (from: Instant) => {
      this.classroom.look()
      const changed = this.#changed()
      if (!this.begun) return
      this.route.restAt(this.player.now)
      this.#leave()
      // A presentation says its frames.
      if (this.presentation !== null) return
      const { events } = this.lab
      this.speaker.say(atRest(events, from, this.player.now, this.epoch, this.region, changed))
    }
  }

  /** What was selected belongs to the step before. Coming to a lesson is no step: a link's own selection stays. */
  #letGo(): void {
    const { lesson, step } = this.classroom
    const [wasLesson, wasStep] = this.#stood
    this.#stood = [lesson?.id ?? null, step?.id ?? null]
    if (lesson !== null && lesson.id === wasLesson && step?.id !== wasStep)
      this.selection.select(null)
  }

  /** A goal that was just reached is seen: on a phone the inspector stands over it. */
  #clearTheGoal(): void {
    const { before, state } = this.classroom
    const { matches: narrow } = this.window.matchMedia(NARROW)
    if (narrow && before === 'open' && state === 'done') this.selection.select(null)
  }

  /** What a call led to at once, while time stands still: no rest will tell it. */
  #tellAtOnce(events: readonly EventRecord[]): void {
    const here = (event: EventRecord) => event.at === this.player.now && isBeat(event.type)
    const newest = events.findLast((event) => here(event) && !event.type.startsWith('call.'))
    if (newest !== undefined && !this.moving && this.presentation === null)
      this.speaker.say(toldAs(newest, this.region))
  }

  /** What is other in the region than at the last rest, in the scene's sentences. */
  #changed(): readonly string[] {
    const before = this.#rested
    this.#rested = this.region
    return before === null || this.region === null ? [] : SCENE.describe(before, this.region)
  }

  /** Milestones that are passed while playing. */
  #mention(): void {
    const passed = this.lab.events.findLast((event) => event.at <= this.player.now)
    if (passed === undefined || passed.seq === this.#spoken) return
    this.#spoken = passed.seq
    if (isBeat(passed.type)) this.speaker.mention(toldAs(passed, this.region))
  }
}
