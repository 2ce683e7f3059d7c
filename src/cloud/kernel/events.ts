/**
 * What happened, in order: the output of a run, outside the state and its hash.
 *
 * Each type stands in one registry with its lane on the track, whether it can be a beat, and how long it is
 * kept: milestones for ever, the rest in a ring that a replay refills. A replay passes the same events again;
 * they are compared with those kept, so a replay that diverges is noticed at its first differing event.
 */
import { assert, must, within } from './assert.ts'
import type { Instant } from './instant.ts'
import { LIMITS } from './limits.ts'
import type { Ref } from './ref.ts'
import type { Plain } from './result.ts'
import type { UndoLog } from './undo.ts'
import { encodeValue } from './value.ts'

/** What the registry says of a type of event. */
export interface EventType {
  readonly lane: string
  readonly beat: boolean
  readonly keep: 'milestone' | 'ring'
}

/** All types of events by name, such as `compute.instance.running`. */
export type EventRegistry = Readonly<Record<string, EventType>>

/** One thing that happened. `cause` is the sequence number of the event that led to it. */
export interface EventRecord {
  readonly seq: number
  readonly at: Instant
  readonly type: string
  readonly subjects: readonly Ref[]
  readonly cause: number | null
  readonly detail: Readonly<Record<string, Plain>>
}

/** More than one call emits at once: of 1,000 instances, about ten each. */
const MILESTONES_OF_A_CALL = 10_000

export class Events {
  readonly registry: EventRegistry
  readonly #undo: UndoLog
  readonly #keep: boolean
  readonly #listeners = new Set<(event: EventRecord) => void>()
  #milestones: EventRecord[] = []
  /** Has each event of its kinds with a number from `#from` to before `#to`, and no other. */
  #ring: EventRecord[] = []
  #from = 1
  #to = 1
  #pending: EventRecord[] = []
  #next = 1
  /** Events with a number below this have been told to the listeners. */
  #told = 1

  /** With `keep` false nothing is kept or told: events only count. */
  constructor(registry: EventRegistry, undo: UndoLog, keep = true) {
    this.registry = registry
    this.#undo = undo
    this.#keep = keep
  }

  /** Whether there is room for the milestones that a call may bring. */
  get hasRoom(): boolean {
    return this.#milestones.length < LIMITS.milestones - MILESTONES_OF_A_CALL
  }

  /** The number the next event gets. */
  get next(): number {
    return this.#next
  }

  /** Notes that something happened; its type must be in the registry. Within a transaction it waits for the commit. */
  emit(event: Omit<EventRecord, 'seq'>): number {
    assert(this.registry[event.type] !== undefined, `event type ${event.type} is in the registry`)
    const seq = this.#next
    this.#next += 1
    if (!this.#undo.active) {
      this.#store({ ...event, seq })
      return seq
    }
    if (this.#pending.length === 0) {
      this.#undo.push(() => {
        this.#next = seq
        this.#pending = []
      })
    }
    this.#pending.push({ ...event, seq })
    return seq
  }

  /** Keeps what a committed transaction emitted, and tells the listeners what is new. */
  flush(): void {
    for (const event of this.#pending) this.#store(event)
    this.#pending = []
    if (this.#ring.length > 2 * LIMITS.ringEvents) this.#evict()
    if (this.#told >= this.#next) return
    const fresh = this.#listeners.size === 0 ? [] : this.since(this.#told)
    this.#told = this.#next
    for (const event of fresh) for (const listener of this.#listeners) listener(event)
  }

  /** Listens to events as they happen, replayed ones too. Returns what ends it. A listener cannot act. */
  listen(listener: (event: EventRecord) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The kept events with numbers from `seq` up to the present position, in order. */
  since(seq: number): EventRecord[] {
    return this.#merge(seq, this.#next)
  }

  /** All kept events, those of a future that was sought back from too. */
  known(): EventRecord[] {
    return this.#merge(0, Number.POSITIVE_INFINITY)
  }

  /** One event by its number, if it is kept. */
  find(seq: number): EventRecord | undefined {
    return seen(this.#milestones, seq) ?? seen(this.#ring, seq)
  }

  /** The newest event up to the present position that is meant, if it is kept. */
  latest(meant: (event: EventRecord) => boolean): EventRecord | undefined {
    const found = [this.#milestones, this.#ring].flatMap((store) => {
      const at = store.findLastIndex((event) => event.seq < this.#next && meant(event))
      return store[at] ?? []
    })
    return found.toSorted((a, b) => b.seq - a.seq)[0]
  }

  /** Goes to an earlier position, or on to a known one; what is known beyond it stays. */
  moveTo(next: number): void {
    this.#next = next
    this.#told = next
  }

  /** Forgets everything beyond the present position and returns it: the future that a branch leaves. */
  truncate(): EventRecord[] {
    const future = this.#merge(this.#next, Number.POSITIVE_INFINITY)
    this.#milestones.length = place(this.#milestones, this.#next)
    this.#ring.length = place(this.#ring, this.#next)
    this.#from = Math.min(this.#from, this.#next)
    this.#to = Math.min(this.#to, this.#next)
    return future
  }

  /** Takes over events known from elsewhere: a save, or a future returned to. */
  adopt(events: readonly EventRecord[]): void {
    const often = events.filter((event) => this.registry[event.type]?.keep === 'ring')
    for (const event of events) {
      if (this.registry[event.type]?.keep === 'milestone') this.#milestones.push(event)
    }
    // Beside a ring there may be a gap, so a replay has to bring these.
    if (this.#ring.length > 0 || often.length === 0) return
    this.#ring = often
    this.#from = often[0]?.seq ?? this.#from
    this.#to = (events[events.length - 1]?.seq ?? 0) + 1
  }

  #store(event: EventRecord): void {
    if (!this.#keep) return
    const { seq } = event
    if (seq < this.#from || seq > this.#to) {
      this.#ring = []
      this.#from = seq
      this.#to = seq
    }
    const isRare = must(this.registry[event.type], 'a known type').keep === 'milestone'
    const rarest = this.#milestones[this.#milestones.length - 1]?.seq ?? 0
    if (seq < this.#to || (isRare && seq <= rarest)) repeats(event, this.find(seq))
    else if (isRare) {
      within(this.#milestones.length < LIMITS.milestones, 'milestones')
      this.#milestones.push(event)
    } else {
      if (seq <= rarest) assert(seen(this.#milestones, seq) === undefined, DIVERGED)
      this.#ring.push(event)
    }
    this.#to = Math.max(this.#to, seq + 1)
  }

  /** Keeps the newest of what lies before the present; a replay brings back the rest. */
  #evict(): void {
    const start = Math.max(0, place(this.#ring, this.#next) - LIMITS.ringEvents)
    const end = start + LIMITS.ringEvents
    this.#to = this.#ring[end]?.seq ?? this.#to
    this.#ring = this.#ring.slice(start, end)
    this.#from = this.#ring[0]?.seq ?? this.#to
  }

  #merge(from: number, to: number): EventRecord[] {
    const some = (store: readonly EventRecord[]) =>
      store.slice(place(store, from), place(store, to))
    const rare = some(this.#milestones)
    const often = some(this.#ring)
    if (often.length === 0) return rare
    return [...rare, ...often].sort((a, b) => a.seq - b.seq)
  }
}

const DIVERGED = 'a replay repeats the events that are known'

function repeats(event: EventRecord, known: EventRecord | undefined): void {
  const same = known !== undefined && bytesOf(known) === bytesOf(event)
  assert(same, `${DIVERGED}: ${known?.type} at ${event.seq}, not ${event.type}`)
}

/** An event as text that is equal exactly when the events are. */
const bytesOf = ({ seq, at, type, subjects, cause, detail }: EventRecord): string =>
  encodeValue({ seq, at, type, subjects, cause, detail }).join()

function place(store: readonly EventRecord[], seq: number): number {
  let low = 0
  let high = store.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((store[middle]?.seq ?? 0) < seq) low = middle + 1
    else high = middle
  }
  return low
}

function seen(store: readonly EventRecord[], seq: number): EventRecord | undefined {
  const found = store[place(store, seq)]
  return found?.seq === seq ? found : undefined
}
