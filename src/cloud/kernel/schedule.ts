/**
 * The schedule: timers that earlier calls set, in a binary heap of typed arrays keyed (instant, sequence).
 *
 * A timer is data: a kind and a payload, dispatched by a table of handlers. Because every timer has its own
 * sequence number, the order is total, and the shape of the heap never shows: two schedules with the same
 * timers fire them alike, whatever was inserted and cancelled before.
 */
import { assert, must } from './assert.ts'
import { type Instant, instant } from './instant.ts'
import { LIMITS } from './limits.ts'
import type { Codec } from './schema.ts'
import type { UndoLog } from './undo.ts'
import { DecodeError, type Reader, type Writer } from './value.ts'
import type { World } from './world.ts'

/** A kind of timer: its name and how its payload is written. */
export interface TimerKind<Data> {
  readonly name: string
  readonly codec: Codec<Data>
}

/** Names a kind of timer. Declared once, by the module whose handler it calls. */
export const defineTimer = <Data>(name: string, codec: Codec<Data>): TimerKind<Data> => ({
  name,
  codec,
})

/** What a kind of timer does when it fires. */
export interface TimerHandler<Data> {
  readonly kind: TimerKind<Data>
  handle(world: World, data: Data): void
}

/** A timer that is due or pending. `cause` is the event that led to it; it is output, outside the hash. */
export interface Timer {
  readonly at: Instant
  readonly sequence: number
  readonly kind: TimerKind<unknown>
  readonly data: unknown
  readonly cause: number | null
}

/** The pending timers in firing order, and the next sequence number. */
export interface ScheduleSnapshot {
  readonly timers: readonly Timer[]
  readonly next: number
}

const FIRST_CAPACITY = 64

export class Schedule {
  readonly #undo: UndoLog
  readonly #kinds: ReadonlyMap<string, TimerKind<unknown>>
  #times = new Float64Array(FIRST_CAPACITY)
  #sequences = new Float64Array(FIRST_CAPACITY)
  /** heap position -> slot */
  #heap = new Int32Array(FIRST_CAPACITY)
  /** slot -> heap position */
  #positions = new Int32Array(FIRST_CAPACITY)
  #timers: (Timer | undefined)[] = []
  #free: number[] = []
  #slots = new Map<number, number>()
  #size = 0
  #next = 1

  constructor(kinds: readonly TimerKind<unknown>[], undo: UndoLog) {
    this.#undo = undo
    this.#kinds = new Map(kinds.map((kind) => [kind.name, kind]))
    assert(this.#kinds.size === kinds.length, 'each kind of timer has a name of its own')
  }

  get size(): number {
    return this.#size
  }

  /** Sets a timer and returns its sequence number, by which it can be cancelled. */
  set<Data>(kind: TimerKind<Data>, at: Instant, data: Data, cause: number | null = null): number {
    assert(this.#kinds.get(kind.name) === kind, `${kind.name} is a known kind of timer`)
    const sequence = this.#next
    this.#next += 1
    this.#insert({ at, sequence, kind: kind as TimerKind<unknown>, data, cause })
    if (this.#undo.active) {
      this.#undo.push(() => {
        this.#take(sequence)
        this.#next = sequence
      })
    }
    return sequence
  }

  /** Takes a pending timer back; false when it has fired or was cancelled. */
  cancel(sequence: number): boolean {
    if (!this.#slots.has(sequence)) return false
    const timer = this.#take(sequence)
    if (this.#undo.active) this.#undo.push(() => this.#insert(timer))
    return true
  }

  /** The next timer that is due at `until` or before, taken out; undefined when there is none. */
  due(until: Instant): Timer | undefined {
    const slot = this.#heap[0] ?? 0
    if (this.#size === 0 || (this.#times[slot] ?? 0) > until) return undefined
    return this.#take(this.#sequences[slot] ?? 0)
  }

  /** The instant of the next timer, or undefined. */
  peek(): Instant | undefined {
    return this.#size === 0 ? undefined : instant(this.#times[this.#heap[0] ?? 0] ?? 0)
  }

  /** The pending timers in the order they will fire. */
  pending(): Timer[] {
    const out: Timer[] = []
    for (const timer of this.#timers) if (timer !== undefined) out.push(timer)
    return out.sort((a, b) => a.at - b.at || a.sequence - b.sequence)
  }

  snapshot(): ScheduleSnapshot {
    return { timers: this.pending(), next: this.#next }
  }

  restore(snapshot: ScheduleSnapshot): void {
    this.#timers = []
    this.#free = []
    this.#slots = new Map()
    this.#size = 0
    this.#next = snapshot.next
    for (const timer of snapshot.timers) this.#insert(timer)
  }

  /** Writes the pending timers; `withCauses` for a save, without for the state hash. */
  write(to: Writer, withCauses: boolean): void {
    to.varint(this.#next)
    to.varint(this.#size)
    for (const timer of this.pending()) {
      to.zigzag(timer.at)
      to.varint(timer.sequence)
      to.text(timer.kind.name)
      timer.kind.codec.write(to, timer.data)
      if (withCauses) to.zigzag(timer.cause ?? -1)
    }
  }

  /** Replaces the timers by those that `write` wrote with causes. */
  read(from: Reader): void {
    const next = from.varint()
    const timers: Timer[] = []
    for (let left = from.varint(); left > 0; left--) {
      const at = instant(from.zigzag())
      const sequence = from.varint()
      const kind = this.#kinds.get(from.text())
      if (kind === undefined) throw new DecodeError('an unknown kind of timer')
      const data = kind.codec.read(from)
      const cause = from.zigzag()
      const before = timers[timers.length - 1]
      const ordered = !before || before.at < at || (before.at === at && before.sequence < sequence)
      if (!ordered || sequence >= next) throw new DecodeError('timers out of order')
      timers.push({ at, sequence, kind, data, cause: cause < 0 ? null : cause })
    }
    if (timers.length > LIMITS.pendingTimers) throw new DecodeError('too many timers')
    if (new Set(timers.map((timer) => timer.sequence)).size < timers.length) {
      throw new DecodeError('a timer twice')
    }
    this.restore({ timers, next })
  }

  #insert(timer: Timer): void {
    assert(this.#size < LIMITS.pendingTimers, 'pending timers are within their limit')
    const slot = this.#free.pop() ?? this.#timers.length
    if (slot >= this.#times.length) this.#grow()
    this.#timers[slot] = timer
    this.#times[slot] = timer.at
    this.#sequences[slot] = timer.sequence
    this.#slots.set(timer.sequence, slot)
    this.#heap[this.#size] = slot
    this.#positions[slot] = this.#size
    this.#size += 1
    this.#rise(this.#size - 1)
  }

  #take(sequence: number): Timer {
    const slot = must(this.#slots.get(sequence), 'a pending timer')
    const timer = must(this.#timers[slot], 'a timer in its slot')
    const position = this.#positions[slot] ?? 0
    this.#slots.delete(sequence)
    this.#timers[slot] = undefined
    this.#free.push(slot)
    this.#size -= 1
    if (position < this.#size) {
      const moved = this.#heap[this.#size] ?? 0
      this.#heap[position] = moved
      this.#positions[moved] = position
      this.#rise(position)
      this.#sink(this.#positions[moved] ?? 0)
    }
    return timer
  }

  #before(a: number, b: number): boolean {
    const ta = this.#times[a] ?? 0
    const tb = this.#times[b] ?? 0
    return ta < tb || (ta === tb && (this.#sequences[a] ?? 0) < (this.#sequences[b] ?? 0))
  }

  #rise(from: number): void {
    const heap = this.#heap
    const slot = heap[from] ?? 0
    let at = from
    while (at > 0) {
      const up = (at - 1) >>> 1
      const parent = heap[up] ?? 0
      if (!this.#before(slot, parent)) break
      heap[at] = parent
      this.#positions[parent] = at
      at = up
    }
    heap[at] = slot
    this.#positions[slot] = at
  }

  #sink(from: number): void {
    const heap = this.#heap
    const slot = heap[from] ?? 0
    let at = from
    for (;;) {
      let down = 2 * at + 1
      if (down >= this.#size) break
      if (down + 1 < this.#size && this.#before(heap[down + 1] ?? 0, heap[down] ?? 0)) down += 1
      const child = heap[down] ?? 0
      if (!this.#before(child, slot)) break
      heap[at] = child
      this.#positions[child] = at
      at = down
    }
    heap[at] = slot
    this.#positions[slot] = at
  }

  #grow(): void {
    const capacity = this.#times.length * 2
    const widen = <A extends Float64Array | Int32Array>(to: A, from: A): A => {
      to.set(from)
      return to
    }
    this.#times = widen(new Float64Array(capacity), this.#times)
    this.#sequences = widen(new Float64Array(capacity), this.#sequences)
    this.#heap = widen(new Int32Array(capacity), this.#heap)
    this.#positions = widen(new Int32Array(capacity), this.#positions)
  }
}
