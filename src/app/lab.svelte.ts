/**
 * What the page knows of the running cloud: the newest clock, views and events, and how to ask for more.
 *
 * One store a page over one `LabClient`. It holds what frames bring and nothing that could be computed from
 * it. Every question is counted until its answer and the frame that shows it are here, so that `quiet` is true
 * exactly when the page shows all that was asked for.
 */

import type { ClockView, Frame, OpenOptions } from '../bridge/protocol.ts'
import type { Answer, CallRequest } from '../cloud/call.ts'
import type { EventRecord } from '../cloud/kernel/events.ts'
import type { ViewName, Views } from '../cloud/views/types.ts'
import type { LabPort } from './port.ts'

/** The death of a worker, as the page says it. */
export interface Death {
  readonly reason: string
  readonly recovered: boolean
  readonly droppedInput: string | null
}

export class LabStore {
  clock = $state.raw<ClockView | null>(null)
  views = $state.raw<Readonly<Record<string, unknown>>>({})
  /** All known events by number, those of a future sought back from too. */
  events = $state.raw<readonly EventRecord[]>([])
  death = $state.raw<Death | null>(null)
  readonly #client: LabPort
  readonly #listeners = new Set<(frame: Frame) => void>()
  /** Conditions that a coming frame will meet. */
  #awaited: (() => boolean)[] = []
  #inFlight = 0
  #frames = 0

  constructor(client: LabPort) {
    this.#client = client
    client.onframe = (frame) => this.#take(frame)
    client.ondeath = (notice) => {
      this.death = notice
      this.#awaited = []
    }
  }

  /** Whether no question is open and no frame is missing. */
  get quiet(): boolean {
    this.#awaited = this.#awaited.filter((met) => !met())
    return this.#inFlight === 0 && this.#awaited.length === 0
  }

  /** Listens to frames after they were taken in. Returns what ends it. */
  listen(listener: (frame: Frame) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  open(options: OpenOptions): Promise<void> {
    this.#awaited.push(() => this.clock !== null)
    return this.#ask(() => this.#client.open(options))
  }

  /** Makes a call. The frame that tells of it is awaited too. */
  async call(request: CallRequest): Promise<Answer> {
    const answer = await this.#ask(() => this.#client.call(request))
    const { event } = answer
    if (event !== null) this.#awaited.push(() => this.events.some((one) => one.seq === event))
    return answer
  }

  peek(request: CallRequest): Promise<Answer> {
    return this.#ask(() => this.#client.peek(request))
  }

  watch<Name extends ViewName>(key: string, name: Name, params: Views[Name]['params']): void {
    this.#drop(key)
    this.#awaited.push(() => key in this.views)
    this.#client.watch(key, name, params)
  }

  unwatch(key: string): void {
    this.#drop(key)
    this.#client.unwatch(key)
  }

  /** A command about time, such as play or seek; the next frame shows its effect. */
  async steer(command: (client: LabPort) => Promise<void>): Promise<void> {
    const seen = this.#frames
    this.#awaited.push(() => this.#frames > seen)
    await this.#ask(() => command(this.#client))
  }

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    this.#inFlight += 1
    try {
      return await question()
    } finally {
      this.#inFlight -= 1
    }
  }

  /** A view that is no longer asked for, or asked for anew, is not shown meanwhile. */
  #drop(key: string): void {
    if (!(key in this.views)) return
    const { [key]: _, ...rest } = this.views
    this.views = rest
  }

  #take(frame: Frame): void {
    this.#frames += 1
    this.clock = frame.clock
    if (Object.keys(frame.views).length > 0) this.views = { ...this.views, ...frame.views }
    if (frame.restart) this.events = frame.events
    else if (frame.events.length > 0) this.events = merged(this.events, frame.events)
    for (const listener of this.#listeners) listener(frame)
  }
}

/** Known events with news; a number that comes again, after a seek, replaces what stood there. */
function merged(known: readonly EventRecord[], news: readonly EventRecord[]): EventRecord[] {
  const bySeq = new Map([...known, ...news].map((event) => [event.seq, event]))
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}
