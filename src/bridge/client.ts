/**
 * The page's side of the bridge, and the owner of the worker's death.
 *
 * When a worker dies (`life.ts` says when), every pending call is rejected with `WorkerLost`, a new worker
 * builds on the last save and repeats the inputs accepted since, and `ondeath` tells the page. If that dies too,
 * the last input is left out and named. Worlds that die again and again are given up. Inputs are held in memory
 * here.
 */
import * as Comlink from 'comlink'
import type { Answer, CallRequest } from '../cloud/call.ts'
import { EPOCH, type Instant } from '../cloud/kernel/instant.ts'
import type { Failure, Result } from '../cloud/kernel/result.ts'
import type { ViewName, Views } from '../cloud/views/types.ts'
import type { LineResult } from '../session/looking.ts'
import { Life, WorkerLost } from './life.ts'
import type {
  ClockView,
  Frame,
  OpenOptions,
  PlacedInput,
  PlayOptions,
  Salvage,
  WorkerLab,
} from './protocol.ts'

export { consoleCall } from '../cloud/call.ts'
export { WorkerLost } from './life.ts'

/** What became of a world whose worker died. */
export interface DeathNotice {
  readonly reason: string
  readonly recovered: boolean
  /** the operation of the input that had to be left out, or null */
  readonly droppedInput: string | null
}

/** A world that cannot begin as it was asked to: a scenario that is not there, a set-up line that is refused. */
export class WorldRefused extends Error {
  override name = 'WorldRefused'
  readonly code: string

  constructor({ code, message }: Failure) {
    super(message)
    this.code = code
  }
}

export interface ClientOptions {
  /** how long a pong may take while the page is visible */
  readonly graceMs?: number
  /** the same while a world is opened or brought back, which is done in one go */
  readonly longGraceMs?: number
  readonly visible?: () => boolean
}

/** So many deaths in a minute and the world is given up: something kills each worker. */
const DEATHS_A_MINUTE = 5

export class LabClient {
  onframe: (frame: Frame) => void = () => {}
  ondeath: (notice: DeathNotice) => void = () => {}
  /**
   * Told of each input when it was accepted, bytes included, for whoever keeps the world beyond this page, and whether
   * it left a known future.
   */
  oninput: (input: PlacedInput, branched: boolean) => void = () => {}
  readonly #make: () => Worker
  readonly #graceMs: number
  readonly #longGraceMs: number
  readonly #visible: () => boolean
  readonly #watches = new Map<string, readonly [ViewName, Views[ViewName]['params']]>()
  #life: Life | null = null
  #options: OpenOptions | null = null
  /** counts the worlds opened and closed: what belongs to an older one is let go */
  #world = 0
  #inputs: PlacedInput[] = []
  #save: Uint8Array | null = null
  /** the newest input that the save holds, and the newest there is */
  #savedSerial = 0
  #serial = 0
  #at: Instant = EPOCH
  /** what a question waits for while a world is opened or brought back */
  #ready: Promise<void> = Promise.resolve()
  #deathsMs: number[] = []

  constructor(make: () => Worker, options: ClientOptions = {}) {
    this.#make = make
    this.#graceMs = options.graceMs ?? 5000
    this.#longGraceMs = options.longGraceMs ?? 30_000
    this.#visible = options.visible ?? (() => document.visibilityState === 'visible')
  }

  /** Begins a world in a new worker. Rejects with `WorldRefused` when it cannot begin so. */
  async open(options: OpenOptions): Promise<void> {
    this.#take({ options, save: null, inputs: [], serial: 0, at: EPOCH })
    const life = this.#start()
    this.#life = life
    life.watch(this.#longGraceMs, this.#visible)
    const opened = life
      .race<Result<ClockView>>(life.remote.open(options, this.#sink(life)))
      .then((result) => {
        if (result.ok) return this.#settle(life)
        if (this.#life === life) this.close()
        throw new WorldRefused(result.error)
      })
    // A panel may ask before there is a world; it waits, and is told if there will be none.
    this.#ready = opened.catch(() => {})
    await opened
  }

  /**
   * Opens a world that was left, in a new worker. If that dies of it, the last input is left out; returns it, or
   * null. Rejects with `WorkerLost` when there is no world even so.
   */
  async openSalvage(salvage: Salvage): Promise<PlacedInput | null> {
    this.#take(salvage)
    const world = this.#world
    const brought = this.#bringBack(salvage.options, world)
    this.#ready = brought.then(() => {})
    const { recovered, dropped } = await brought
    if (!recovered) {
      if (this.#world === world) this.close()
      throw new WorkerLost('the world could not be brought back')
    }
    return dropped
  }

  /** What a new worker needs to bring the open world back, as of the newest frame and answer; null when none is open. */
  get salvage(): Salvage | null {
    if (this.#options === null) return null
    return {
      options: this.#options,
      save: this.#save,
      inputs: this.#inputs,
      serial: this.#serial,
      at: this.#at,
    }
  }

  /** Lets go of what was open, and holds another world. */
  #take({ options, save, inputs, serial, at }: Salvage): void {
    this.close()
    this.#options = options
    this.#world += 1
    this.#inputs = inFuture(inputs)
    this.#save = save
    this.#savedSerial = 0
    this.#serial = serial
    this.#deathsMs = []
    this.#at = at
  }

  /**
   * Opens a saved world in place of the open one, in its worker; the watches go on. What cannot be read leaves the
   * open world as it is. Errors: those of a save.
   */
  async openSave(bytes: Uint8Array): Promise<Result<ClockView>> {
    const life = await this.#running()
    life.watch(this.#longGraceMs, this.#visible)
    const opened = await life.race<Result<ClockView>>(life.remote.openSave(bytes, this.#sink(life)))
    if (opened.ok && this.#life === life) {
      this.#save = bytes
      this.#inputs = []
      this.#savedSerial = 0
      this.#serial = 0
      this.#at = opened.value.upTo
    }
    await this.#settle(life)
    return opened
  }

  /** Makes a call. Rejects with `WorkerLost` when the worker dies before it answers. */
  async call(request: CallRequest): Promise<Answer> {
    const { answer, input, branched } = await this.#ask((remote) => remote.call(request))
    if (input === null) return answer
    this.#serial = Math.max(this.#serial, input.serial)
    this.#at = input.at
    const placed = { ...input, request }
    if (input.serial > this.#savedSerial) this.#inputs = inFuture([...this.#inputs, placed])
    this.oninput(placed, branched)
    return answer
  }

  peek(request: CallRequest): Promise<Answer> {
    return this.#ask((remote) => remote.peek(request))
  }

  /** Runs a line of the learner's that leaves no trace. */
  look(line: string, variables: Readonly<Record<string, string>>): Promise<LineResult> {
    return this.#ask((remote) => remote.look(line, variables))
  }

  /** Asks for a view in every frame in which it changed, under a key of the page's own. */
  watch<Name extends ViewName>(key: string, name: Name, params: Views[Name]['params']): void {
    this.#watches.set(key, [name, params])
    this.#quietly((remote) => remote.watch(key, name, params))
  }

  unwatch(key: string): void {
    this.#watches.delete(key)
    this.#quietly((remote) => remote.unwatch(key))
  }

  /** A view at this instant, asked for once; null when there is none of the name. */
  view<Name extends ViewName>(
    name: Name,
    params: Views[Name]['params'],
  ): Promise<Views[Name]['data'] | null> {
    return this.#ask((remote) => remote.view(name, params) as Promise<Views[Name]['data'] | null>)
  }

  play(options: PlayOptions): Promise<void> {
    return this.#ask((remote) => remote.play(options))
  }

  pause(): Promise<void> {
    return this.#ask((remote) => remote.pause())
  }

  step(direction: 1 | -1, by: 'event' | 'beat', types?: readonly string[]): Promise<void> {
    return this.#ask((remote) => remote.step(direction, by, types))
  }

  seek(at: Instant): Promise<void> {
    return this.#ask((remote) => remote.seek(at))
  }

  latest(): Promise<void> {
    return this.#ask((remote) => remote.latest())
  }

  backTo(at: Instant, position: number): Promise<void> {
    return this.#ask((remote) => remote.backTo(at, position))
  }

  /** Leaves what is known beyond the present instant as the other future. */
  fork(): Promise<void> {
    return this.#ask((remote) => remote.fork())
  }

  otherFuture(): Promise<void> {
    return this.#ask((remote) => remote.otherFuture())
  }

  hash(): Promise<string> {
    return this.#ask((remote) => remote.hash())
  }

  /** The world as bytes, for `openSave`. */
  save(): Promise<Uint8Array> {
    return this.#ask((remote) => remote.save())
  }

  /** The secret of an access key, for whoever checks signatures in the page. */
  secretOf(accessKeyId: string): Promise<string | undefined> {
    return this.#ask((remote) => remote.secretOf(accessKeyId))
  }

  /** Ends the worker and what waits for it. */
  close(): void {
    const life = this.#life
    this.#life = null
    this.#options = null
    this.#world += 1
    this.#ready = Promise.resolve()
    life?.close()
  }

  async #ask<T>(what: (remote: Comlink.Remote<WorkerLab>) => Promise<T>): Promise<T> {
    const life = await this.#running()
    return life.race(what(life.remote))
  }

  /** The worker, once it has its world. */
  async #running(): Promise<Life> {
    for (let ready = null; ready !== this.#ready; await ready) ready = this.#ready
    const life = this.#life
    if (life === null) throw new WorkerLost('no worker is running')
    return life
  }

  #quietly(what: (remote: Comlink.Remote<WorkerLab>) => Promise<void>): void {
    // A watch that is lost with a worker, or comes before there is one, is asked for when one has settled.
    this.#ask(what).catch((error: unknown) => {
      if (!(error instanceof WorkerLost)) throw error
    })
  }

  /** Starts a worker. One that dies before it is `settled` is not brought back here: whoever starts it sees to that. */
  #start(settled = () => true): Life {
    const life: Life = new Life(this.#make(), (reason) => {
      if (this.#life !== life) return
      if (settled()) this.#ready = this.#recover(reason)
      else this.#life = null
    })
    return life
  }

  /** A worker has its world: ask for the views, and expect it to answer soon from now on. */
  async #settle(life: Life): Promise<void> {
    const watches = [...this.#watches].map(([key, [name, params]]) =>
      life.race(life.remote.watch(key, name, params)),
    )
    await Promise.all(watches)
    if (life.alive) life.watch(this.#graceMs, this.#visible)
  }

  #sink(life: Life): (frame: Frame) => void {
    return Comlink.proxy((frame: Frame) => {
      if (this.#life !== life) return
      this.#at = frame.clock.upTo
      if (frame.save !== null) {
        const { bytes, serial } = frame.save
        this.#save = bytes
        this.#savedSerial = serial
        this.#inputs = this.#inputs.filter((input) => input.serial > serial)
      }
      try {
        this.onframe(frame)
      } catch (error) {
        // The page's own fault: the page hears of it, and the cloud goes on.
        reportError(error)
      }
    })
  }

  /** Brings the world back after a death. What is asked meanwhile waits for it. */
  async #recover(reason: string): Promise<void> {
    const options = this.#options
    const world = this.#world
    this.#life = null
    if (options === null) return
    const nowMs = performance.now()
    this.#deathsMs = [...this.#deathsMs.filter((ms) => nowMs - ms < 60_000), nowMs]
    if (this.#deathsMs.length > DEATHS_A_MINUTE) {
      this.ondeath({ reason, recovered: false, droppedInput: null })
      return
    }
    const { recovered, dropped } = await this.#bringBack(options, world)
    if (this.#world !== world) return
    this.ondeath({ reason, recovered, droppedInput: dropped?.request.operation ?? null })
  }

  /** Brings a world back in a new worker, without its last input if that kills it. */
  async #bringBack(
    options: OpenOptions,
    world: number,
  ): Promise<{ readonly recovered: boolean; readonly dropped: PlacedInput | null }> {
    if (await this.#revive(options, world)) return { recovered: true, dropped: null }
    const dropped = this.#inputs[this.#inputs.length - 1]
    if (dropped === undefined || this.#world !== world) return { recovered: false, dropped: null }
    this.#inputs = this.#inputs.slice(0, -1)
    return { recovered: await this.#revive(options, world), dropped }
  }

  /** Tries to bring a world back in a new worker; false when that worker dies of it, or nobody wants it any more. */
  async #revive(options: OpenOptions, world: number): Promise<boolean> {
    const salvage: Salvage = {
      options,
      save: this.#save,
      inputs: this.#inputs,
      serial: this.#serial,
      at: this.#at,
    }
    let settled = false
    const life = this.#start(() => settled)
    life.watch(this.#longGraceMs, this.#visible)
    try {
      await life.race(life.remote.recover(salvage, this.#sink(life)))
      if (this.#world !== world) {
        life.close()
        return false
      }
      this.#life = life
      await this.#settle(life)
      settled = true
      return life.alive
    } catch (error) {
      if (error instanceof WorkerLost) return false
      throw error
    }
  }
}

/** Of inputs in the order they were made, those that lead to the present: a branch takes the place of what it left. */
function inFuture(inputs: readonly PlacedInput[]): PlacedInput[] {
  const kept: PlacedInput[] = []
  for (const input of inputs) {
    while ((kept.at(-1)?.position ?? -1) >= input.position) kept.pop()
    kept.push(input)
  }
  return kept
}
