/**
 * The page's side of the bridge, and the owner of the worker's death.
 *
 * A worker is dead when it reports an error, when a message cannot be read, when the cloud throws, or when no
 * pong comes for `graceMs` while the page is visible. Then every pending call is rejected with `WorkerLost`, a
 * new worker builds on the last save and repeats the inputs accepted since, and `ondeath` tells the page. If
 * that dies too, the last input is left out and named. Inputs are held in memory here.
 */
import * as Comlink from 'comlink'
import type { Answer, CallRequest } from '../cloud/call.ts'
import { EPOCH, type Instant } from '../cloud/kernel/instant.ts'
import type { ViewName, Views } from '../cloud/views/types.ts'
import type {
  Frame,
  OpenOptions,
  PlacedInput,
  PlayOptions,
  Salvage,
  WorkerLab,
} from './protocol.ts'

export { consoleCall } from '../cloud/call.ts'

/** Rejects what was pending when the worker died. The world comes back; the call was not made, or is not known to be. */
export class WorkerLost extends Error {
  override name = 'WorkerLost'
}

/** What became of a world whose worker died. */
export interface DeathNotice {
  readonly reason: string
  readonly recovered: boolean
  /** the operation of the input that had to be left out, or null */
  readonly droppedInput: string | null
}

export interface ClientOptions {
  /** how long a pong may take while the page is visible */
  readonly graceMs?: number
  readonly visible?: () => boolean
}

const PING_MS = 1000
const LOOKS_A_PING = 4

interface Life {
  readonly worker: Worker
  readonly remote: Comlink.Remote<WorkerLab>
  readonly died: Promise<never>
  kill(reason: string): void
}

export class LabClient {
  onframe: (frame: Frame) => void = () => {}
  ondeath: (notice: DeathNotice) => void = () => {}
  readonly #make: () => Worker
  readonly #graceMs: number
  readonly #visible: () => boolean
  readonly #watches = new Map<string, readonly [ViewName, Views[ViewName]['params']]>()
  #life: Life | null = null
  #options: OpenOptions | null = null
  #inputs: PlacedInput[] = []
  #save: Uint8Array | null = null
  #at: Instant = EPOCH
  #ready: Promise<void> = Promise.resolve()
  #watchdog: ReturnType<typeof setInterval> | undefined

  constructor(make: () => Worker, options: ClientOptions = {}) {
    this.#make = make
    this.#graceMs = options.graceMs ?? 5000
    this.#visible = options.visible ?? (() => document.visibilityState === 'visible')
  }

  /** Begins a world in a new worker. */
  async open(options: OpenOptions): Promise<void> {
    this.close()
    this.#options = options
    this.#inputs = []
    this.#save = null
    this.#at = EPOCH
    const life = this.#start()
    await this.#race(life, life.remote.open(options, this.#sink(life)))
    this.#watch(life)
  }

  /** Makes a call. Rejects with `WorkerLost` when the worker dies before it answers. */
  async call(request: CallRequest): Promise<Answer> {
    const reply = await this.#ask((remote) => remote.call(request))
    this.#inputs = this.#inputs.filter((input) => input.position < reply.input.position)
    this.#inputs.push(reply.input)
    return reply.answer
  }

  peek(request: CallRequest): Promise<Answer> {
    return this.#ask((remote) => remote.peek(request))
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

  play(options: PlayOptions): Promise<void> {
    return this.#ask((remote) => remote.play(options))
  }

  pause(): Promise<void> {
    return this.#ask((remote) => remote.pause())
  }

  step(direction: 1 | -1, by: 'event' | 'beat'): Promise<void> {
    return this.#ask((remote) => remote.step(direction, by))
  }

  seek(at: Instant): Promise<void> {
    return this.#ask((remote) => remote.seek(at))
  }

  latest(): Promise<void> {
    return this.#ask((remote) => remote.latest())
  }

  otherFuture(): Promise<void> {
    return this.#ask((remote) => remote.otherFuture())
  }

  hash(): Promise<string> {
    return this.#ask((remote) => remote.hash())
  }

  /** Ends the worker and what waits for it. */
  close(): void {
    clearInterval(this.#watchdog)
    const life = this.#life
    this.#life = null
    life?.kill('closed')
  }

  async #ask<T>(what: (remote: Comlink.Remote<WorkerLab>) => Promise<T>): Promise<T> {
    await this.#ready
    const life = this.#life
    if (life === null) throw new WorkerLost('no worker is running')
    return this.#race(life, what(life.remote))
  }

  #quietly(what: (remote: Comlink.Remote<WorkerLab>) => Promise<void>): void {
    // A watch that is lost with a worker is asked for again by the recovery.
    this.#ask(what).catch((error: unknown) => {
      if (!(error instanceof WorkerLost)) throw error
    })
  }

  /** An answer, or the worker's death; an exception in the cloud is the worker's death too. */
  async #race<T>(life: Life, answer: Promise<T>): Promise<T> {
    try {
      return await Promise.race([answer, life.died])
    } catch (error) {
      if (!(error instanceof WorkerLost))
        life.kill(error instanceof Error ? error.message : String(error))
      return await life.died
    }
  }

  #start(): Life {
    const worker = this.#make()
    let reject: (error: WorkerLost) => void = () => {}
    const died = new Promise<never>((_resolve, no) => {
      reject = no
    })
    died.catch(() => {})
    let alive = true
    const life: Life = {
      worker,
      remote: Comlink.wrap<WorkerLab>(worker),
      died,
      kill: (reason) => {
        if (!alive) return
        alive = false
        worker.terminate()
        reject(new WorkerLost(reason))
        if (this.#life === life) this.#ready = this.#recover(reason)
      },
    }
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      life.kill(event.message || 'the worker reported an error')
    })
    worker.addEventListener('messageerror', () => life.kill('a message could not be read'))
    this.#life = life
    return life
  }

  #sink(life: Life): (frame: Frame) => void {
    return Comlink.proxy((frame: Frame) => {
      if (this.#life !== life) return
      this.#at = frame.clock.upTo
      if (frame.save !== null) {
        const { bytes, position } = frame.save
        this.#save = bytes
        this.#inputs = this.#inputs.filter((input) => input.position >= position)
      }
      this.onframe(frame)
    })
  }

  async #recover(reason: string): Promise<void> {
    clearInterval(this.#watchdog)
    const options = this.#options
    if (options === null) return
    const salvage: Salvage = { options, save: this.#save, inputs: this.#inputs, at: this.#at }
    if (await this.#revive(salvage)) {
      this.ondeath({ reason, recovered: true, droppedInput: null })
      return
    }
    const last = this.#inputs[this.#inputs.length - 1]
    this.#inputs = this.#inputs.slice(0, -1)
    const recovered =
      last !== undefined && (await this.#revive({ ...salvage, inputs: this.#inputs }))
    this.ondeath({ reason, recovered, droppedInput: last?.request.operation ?? null })
  }

  /** Tries to bring a world back in a new worker; false when that worker dies of it. */
  async #revive(salvage: Salvage): Promise<boolean> {
    this.#life = null
    const life = this.#start()
    this.#life = null
    try {
      await Promise.race([life.remote.recover(salvage, this.#sink(life)), life.died])
    } catch {
      life.kill('it died while it repeated the inputs')
      return false
    }
    this.#life = life
    for (const [key, [name, params]] of this.#watches) await life.remote.watch(key, name, params)
    this.#watch(life)
    return true
  }

  /** Pings the worker while the page is visible, and buries it when it stays silent. */
  #watch(life: Life): void {
    clearInterval(this.#watchdog)
    let silentMs = 0
    let waiting = false
    let looks = 0
    const everyMs = PING_MS / LOOKS_A_PING
    this.#watchdog = setInterval(() => {
      if (!this.#visible()) return
      silentMs += waiting ? everyMs : 0
      if (silentMs >= this.#graceMs) life.kill(`it did not answer for ${this.#graceMs / 1000} s`)
      looks += 1
      if (waiting || looks % LOOKS_A_PING !== 0) return
      waiting = true
      life.remote.ping().then(
        () => {
          waiting = false
          silentMs = 0
        },
        () => {},
      )
    }, everyMs)
  }
}
