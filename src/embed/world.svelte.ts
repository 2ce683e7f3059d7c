/**
 * The world behind a widget's picture: none yet, one that begins, one that runs, or one that was left.
 *
 * While no worker stands behind it the picture is a cover: the step's still, made when the page was built, or the last
 * drawing of a world that was left. A world that was left, or whose worker died for good, comes back as it was; one
 * that cannot come back begins anew, at the step that it was at.
 */
import { WorkerLost } from '../bridge/client.ts'
import type { OpenOptions, Salvage } from '../bridge/protocol.ts'
import type { Answer, CallRequest } from '../cloud/call.ts'
import { EPOCH, type Instant } from '../cloud/kernel/instant.ts'
import type { Failure } from '../cloud/kernel/result.ts'
import type { PlacementView, RegionView } from '../cloud/views/types.ts'
import type { Json } from '../lesson/lesson.ts'
import { LEAD_IN } from '../lesson/opening.ts'
import type { ShelfBucket } from '../lesson/shelves.ts'
import type { Still } from '../lesson/still.ts'
import { SCENES } from '../scenes/registry.ts'
import { ACCOUNT } from '../stage/account.ts'
import { LabStore } from '../stage/lab.svelte.ts'
import { passLost } from '../stage/lost.ts'
import { SANDBOX } from '../stage/opening.ts'
import type { LessonStage } from '../stage/pageLab.ts'
import { type Beats, Player } from '../stage/player.svelte.ts'
import type { LabPort } from '../stage/port.ts'
import { Steer } from '../stage/steer.svelte.ts'
import { underWay } from '../stage/underWay.ts'
import type { Flow } from './flow.svelte.ts'
import { type Turn, Turns } from './turns.svelte.ts'

/** What of the bridge's client a widget needs besides what the lab's page does. */
export interface WidgetPort extends LabPort {
  readonly salvage: Salvage | null
  close(): void
}

/** What is drawn while no worker stands behind it. */
interface Cover {
  readonly region: RegionView
  readonly placement: PlacementView | null
  readonly shelves: readonly ShelfBucket[] | null
  readonly now: Instant
  readonly epoch: string
}

/** `still`: nothing was begun; `frozen`: it was, and its worker has gone. */
export type Phase = 'still' | 'waking' | 'awake' | 'frozen'

export class World implements LessonStage {
  readonly lab: LabStore
  readonly player: Player
  readonly steer: Steer
  readonly turns = new Turns()
  phase = $state<Phase>('still')
  /** whether the cloud did not start when it was last asked to */
  failed = $state(false)
  /** what the last call was refused with */
  refusal = $state.raw<Failure | null>(null)
  /** what it is begun with */
  options: OpenOptions = SANDBOX
  /** the instant that it is gone to when it begins; null where it stays at its beginning */
  from: Instant | null
  /** Called before a worker begins: others are to let theirs go. */
  onwake: () => void = () => {}
  /** Called when a world stands that was not there before. */
  onstand: () => void = () => {}
  /** Called when the worker was let go, or has died for good: what was asked about its world is asked no more. */
  ongone: () => void = () => {}
  readonly #client: WidgetPort
  readonly #flow: Flow
  #cover = $state.raw<Cover | null>(null)
  #left: Salvage | null = null

  constructor(client: WidgetPort, beats: Beats, flow: Flow, from: Instant | null) {
    this.#client = client
    this.#flow = flow
    this.from = from
    this.lab = new LabStore(client)
    this.player = new Player(beats)
    this.steer = new Steer(this.lab, this.player, () => beats.reducedMotion())
    this.lab.listen((frame) => this.player.take(frame.clock))
    this.lab.oninput = () => flow.look()
    this.lab.ondeath = ({ recovered }) => {
      if (!recovered) this.#died()
    }
  }

  readonly console = {
    perform: async (request: CallRequest): Promise<Answer> => {
      const turn = this.turns.now
      const answer = await this.lab.call(request)
      const { result } = answer
      if (!turn.over) this.refusal = result.ok ? null : result.error
      return answer
    },
  }

  get classroom(): Flow {
    return this.#flow
  }

  get region(): RegionView | null {
    return this.#cover?.region ?? this.live
  }

  /** The region as the newest frame has it. */
  get live(): RegionView | null {
    return (this.lab.views.region as RegionView | undefined) ?? null
  }

  get placement(): PlacementView | null {
    if (this.#cover !== null) return this.#cover.placement
    return (this.lab.views.placement as PlacementView | null | undefined) ?? null
  }

  /** What S3 kept when the step began, while no world of the step's is there to be asked. */
  get shelves(): readonly ShelfBucket[] | null {
    return this.#cover?.shelves ?? null
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
    return underWay(this.live)
  }

  get moving(): boolean {
    return this.phase === 'awake' && (this.player.moving || this.lab.clock?.playing === true)
  }

  /** Shows a picture that no world stands behind. */
  hold({ view, shelves, at, epoch }: Still): void {
    const region = view as unknown as RegionView
    this.#cover = { region, placement: null, shelves, now: at, epoch }
  }

  /** Lets go of everything: something else is to be shown, in the turn that begins. */
  leave(): Turn {
    const turn = this.turns.next()
    this.#letGo()
    this.#left = null
    this.#cover = null
    this.phase = 'still'
    this.failed = false
    this.refusal = null
    this.#flow.close()
    return turn
  }

  #letGo(): void {
    this.#client.close()
    this.lab.leave()
    this.player.stop()
    this.ongone()
  }

  /** Sees to it that the world stands. False when it could not, and when something else is to be shown by then. */
  async wake(): Promise<boolean> {
    const woken = await this.turns.queue(async (turn) => {
      if (this.phase === 'awake') return true
      this.onwake()
      this.phase = 'waking'
      this.failed = false
      this.refusal = null
      try {
        await (this.#left === null ? this.#begin(turn) : this.#resume(turn, this.#left))
      } catch (error) {
        turn.check()
        this.#fail()
        passLost(error)
        return false
      }
      this.#stand()
      return true
    })
    return woken === true
  }

  async #begin(turn: Turn): Promise<void> {
    await this.lab.open(this.options)
    turn.check()
    await this.#seek(turn, LEAD_IN)
    await this.#watch(turn)
    await this.#flow.begin(this, null)
    turn.check()
    const { from } = this
    if (from !== null && from > this.player.now) await this.#seek(turn, from)
    this.from = null
    await this.lab.settled()
    turn.check()
    this.steer.held = false
  }

  async #seek(turn: Turn, at: Instant): Promise<void> {
    const there = await this.steer.seek(at)
    turn.check()
    if (!there) throw new WorkerLost('the way to the beginning was cut short')
  }

  async #resume(turn: Turn, left: Salvage): Promise<void> {
    await this.lab.resume(left)
    turn.check()
    await this.#watch(turn)
    await this.#flow.resume()
    turn.check()
    this.#left = null
  }

  async #watch(turn: Turn): Promise<void> {
    for (const view of SCENES.region.views) this.lab.watch(view, view, { account: ACCOUNT })
    await this.lab.settled()
    turn.check()
  }

  #stand(): void {
    this.phase = 'awake'
    this.#cover = null
    this.onstand()
  }

  /** It did not begin, or did not come back: what is there to begin with next time is the step, from its beginning. */
  #fail(): void {
    this.#unbegin()
    this.failed = true
  }

  #unbegin(): void {
    this.#letGo()
    this.#flow.unbegin()
    this.#left = null
    this.phase = 'still'
  }

  /** The worker died and the client has given the world up: it is left as it stood. */
  #died(): void {
    const { phase } = this
    if (phase !== 'awake' && phase !== 'waking') return
    const { death } = this.lab
    this.turns.next()
    if (phase === 'waking') this.#fail()
    else this.#freeze()
    this.lab.death = death
  }

  /** Keeps the last drawing and lets the worker go; a run is brought to its next beat first. */
  async freeze(): Promise<void> {
    await this.turns.queue(async (turn) => {
      if (this.phase !== 'awake') return
      const { steer, lab } = this
      const flow = this.#flow
      if (flow.state === 'running') await steer.hurry(flow.beatTypes)
      else if (this.moving) await steer.rest()
      turn.check()
      await flow.settled()
      turn.check()
      await lab.settled()
      turn.check()
      this.#freeze()
    })
  }

  #freeze(): void {
    const region = this.live
    const left = this.#client.salvage
    const { placement, now, epoch } = this
    if (region !== null) this.#cover = { region, placement, shelves: null, now, epoch }
    this.#left = left
    this.#letGo()
    this.phase = left === null ? 'still' : 'frozen'
  }

  /**
   * Opens a saved world, and its lesson as far as it was. False where the save cannot be read, or how far its lesson
   * was: nobody could go on with it; null as with `Turns`.
   */
  openSave(bytes: Uint8Array, progress: Json): Promise<boolean | null> {
    return this.turns.queue(async (turn) => {
      const snapshot = await this.#flow.read(progress)
      turn.check()
      if (snapshot === null && this.#flow.lesson !== null) return false
      this.onwake()
      this.phase = 'waking'
      try {
        await this.lab.open(this.options)
        turn.check()
        const opened = await this.lab.openSave(bytes)
        turn.check()
        if (!opened.ok) {
          this.#unbegin()
          return false
        }
        await this.#watch(turn)
        // Nobody has stopped time in this world.
        this.steer.held = false
        await this.#flow.begin(this, snapshot)
      } catch (error) {
        turn.check()
        this.#fail()
        throw error
      }
      turn.check()
      this.#stand()
      return true
    })
  }
}
