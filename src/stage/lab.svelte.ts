/**
 * What the page knows of the running cloud: the newest clock, views and events, and how to ask for more.
 *
 * One store a page over one `LabClient`. It holds what frames bring and nothing that could be computed from
 * it. Every question is counted until its answer and the frame that shows it are here, so that `quiet` is true
 * exactly when the page shows all that was asked for. Each watch has a key of its own at the client, so that a
 * late frame of an older one is known as such.
 */

import { type DeathNotice, WorkerLost } from '../bridge/client.ts'
import type { ClockView, Frame, OpenOptions, PlacedInput, Salvage } from '../bridge/protocol.ts'
import type { Answer, CallRequest } from '../cloud/call.ts'
import type { EventRecord } from '../cloud/kernel/events.ts'
import type { Result } from '../cloud/kernel/result.ts'
import type { ViewName, Views } from '../cloud/views/types.ts'
import type { LineResult } from '../command/types.ts'
import { Futures } from './futures.svelte.ts'
import type { LabPort } from './port.ts'

export class LabStore {
  clock = $state.raw<ClockView | null>(null)
  /** The watched views, by the page's names for them. */
  views = $state.raw<Readonly<Record<string, unknown>>>({})
  /** All known events by number, those of a future sought back from too. */
  events = $state.raw<readonly EventRecord[]>([])
  death = $state.raw<DeathNotice | null>(null)
  /** Called with each input that the world has accepted. */
  oninput: (input: PlacedInput) => void = () => {}
  /** Called with each death of a worker, when the world is back or given up. */
  ondeath: (notice: DeathNotice) => void = () => {}
  /** What `views` holds. A component that goes away ends its watch, and then Svelte answers with old state. */
  #views: Readonly<Record<string, unknown>> = {}
  /** what was done, and what of it is of this future */
  readonly futures = new Futures()
  readonly #client: LabPort
  readonly #listeners = new Set<(frame: Frame) => void>()
  /** The client's key of each watch there is now, by the page's name. */
  readonly #keys = new Map<string, string>()
  /** Conditions that a coming frame will meet. */
  #awaited: (() => boolean)[] = []
  #opened: Promise<void> = Promise.resolve()
  /** who waits for the page to show all that was asked for; looked after at each answer and frame */
  #waiting: (() => void)[] = []
  /** who waits for what a worker that dies never brings */
  readonly #bereaved = new Set<() => void>()
  #deaths = 0
  #inFlight = 0
  #frames = 0
  #watches = 0

  constructor(client: LabPort) {
    this.#client = client
    client.onframe = (frame) => this.#take(frame)
    client.oninput = (input, branched) => {
      this.futures.take(input, branched)
      this.oninput(input)
    }
    client.ondeath = (notice) => {
      this.death = notice
      // A world that was given up stands for ever.
      if (!notice.recovered && this.clock !== null) this.clock = { ...this.clock, playing: false }
      this.#deaths += 1
      this.#awaited = []
      this.#look()
      for (const tell of this.#bereaved) tell()
      this.ondeath(notice)
    }
  }

  /** How many deaths were told of, for `orLost`. */
  get deaths(): number {
    return this.#deaths
  }

  /** Waits for what a frame will bring. Rejects with `WorkerLost` when more than so many deaths are told of first. */
  orLost<T>(coming: Promise<T>, deaths: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const tell = () => {
        this.#bereaved.delete(tell)
        reject(new WorkerLost('the worker died meanwhile'))
      }
      this.#bereaved.add(tell)
      coming.then(resolve, reject).finally(() => this.#bereaved.delete(tell))
      if (this.#deaths > deaths) tell()
    })
  }

  /** The world was let go: nothing that it would have shown is waited for, and its death is no news any more. */
  leave(): void {
    this.death = null
    this.#awaited = []
    this.#look()
  }

  /** The secret of an access key, to sign with. */
  secretOf(accessKeyId: string): Promise<string | undefined> {
    return this.#ask(() => this.#client.secretOf(accessKeyId))
  }

  /** The hash of the world as it stands. */
  hash(): Promise<string> {
    return this.#ask(() => this.#client.hash())
  }

  /** Resolves when the page shows all that was asked for until then. */
  async settled(): Promise<void> {
    while (!this.quiet) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** Whether no question is open and no frame is missing. */
  get quiet(): boolean {
    this.#awaited = this.#awaited.filter((met) => !met())
    return this.#inFlight === 0 && this.#awaited.length === 0
  }

  /** Resolves when the world is open; rejects when it could not be opened. */
  get opened(): Promise<void> {
    return this.#opened
  }

  /** Listens to frames after they were taken in. Returns what ends it. */
  listen(listener: (frame: Frame) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Opens a world in place of what was open. */
  open(options: OpenOptions): Promise<void> {
    return this.#begin(() => this.#client.open(options))
  }

  /** Opens a world as it was left. Resolves to the operation of the last input, where that had to be left out. */
  async resume(salvage: Salvage): Promise<string | null> {
    let dropped: PlacedInput | null = null
    await this.#begin(async () => {
      dropped = await this.#client.openSalvage(salvage)
    })
    return (dropped as PlacedInput | null)?.request.operation ?? null
  }

  #begin(open: () => Promise<void>): Promise<void> {
    this.clock = null
    this.events = []
    this.futures.forget()
    this.#awaited = []
    this.#opened = this.#shown(() => this.clock !== null, open)
    return this.#opened
  }

  /** The world as bytes. */
  save(): Promise<Uint8Array> {
    return this.#ask(() => this.#client.save())
  }

  /** Opens a saved world in place of what is open. What cannot be read leaves it; errors: those of a save. */
  async openSave(bytes: Uint8Array): Promise<Result<ClockView>> {
    const seen = this.#frames
    const opened = await this.#ask(() => this.#client.openSave(bytes))
    if (opened.ok) {
      this.futures.forget()
      this.#awaited.push(() => this.#frames > seen)
    }
    this.#look()
    return opened
  }

  /** Makes a call. The frame that tells of it is awaited too. */
  async call(request: CallRequest): Promise<Answer> {
    const answer = await this.#ask(() => this.#client.call(request))
    const { event, at } = answer
    // In a branch the number may be known already, of an event of the future that was left.
    const told = () => this.events.some((one) => one.seq === event && one.at === at)
    if (event !== null) this.#awaited.push(told)
    return answer
  }

  peek(request: CallRequest): Promise<Answer> {
    return this.#ask(() => this.#client.peek(request))
  }

  /** Runs a line of the learner's that leaves no trace. */
  look(line: string, variables: Readonly<Record<string, string>>): Promise<LineResult> {
    return this.#ask(() => this.#client.look(line, variables))
  }

  /** Asks for a view under a name of the page's own, in place of what had that name before. */
  watch<Name extends ViewName>(name: string, view: Name, params: Views[Name]['params']): void {
    this.unwatch(name)
    this.#watches += 1
    const key = `${name}#${this.#watches}`
    this.#keys.set(name, key)
    this.#awaited.push(() => this.#keys.get(name) !== key || name in this.views)
    this.#client.watch(key, view, params)
  }

  unwatch(name: string): void {
    const key = this.#keys.get(name)
    if (key === undefined) return
    this.#keys.delete(name)
    const { [name]: _, ...rest } = this.#views
    this.#show(rest)
    this.#client.unwatch(key)
  }

  /** A command about time, such as play or seek; the next frame shows its effect. */
  steer(command: (client: LabPort) => Promise<void>): Promise<void> {
    const seen = this.#frames
    return this.#shown(
      () => this.#frames > seen,
      () => command(this.#client),
    )
  }

  /** Asks what a coming frame will show; of a question that fails no frame is awaited. */
  async #shown(met: () => boolean, question: () => Promise<void>): Promise<void> {
    this.#awaited.push(met)
    try {
      await this.#ask(question)
    } catch (error) {
      this.#awaited = this.#awaited.filter((one) => one !== met)
      throw error
    }
  }

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    this.#inFlight += 1
    try {
      return await question()
    } finally {
      this.#inFlight -= 1
      this.#look()
    }
  }

  #show(views: Readonly<Record<string, unknown>>): void {
    this.#views = views
    this.views = views
  }

  #take(frame: Frame): void {
    this.#frames += 1
    this.clock = frame.clock
    const news = [...this.#keys].filter(([, key]) => key in frame.views)
    if (news.length > 0) {
      const fresh = news.map(([name, key]) => [name, frame.views[key]])
      this.#show({ ...this.#views, ...Object.fromEntries(fresh) })
    }
    if (frame.restart) this.events = frame.events
    else if (frame.events.length > 0) this.events = merged(this.events, frame.events)
    for (const listener of this.#listeners) listener(frame)
    this.#look()
  }

  #look(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const look of waiting) look()
  }
}

/** Known events with news; a number that comes again, after a seek, replaces what stood there. */
function merged(known: readonly EventRecord[], news: readonly EventRecord[]): EventRecord[] {
  const newest = known.at(-1)?.seq ?? 0
  if ((news[0]?.seq ?? 0) > newest) return known.concat(news)
  const bySeq = new Map([...known, ...news].map((event) => [event.seq, event]))
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}
