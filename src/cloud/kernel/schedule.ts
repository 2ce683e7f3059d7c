/**
 * The schedule: timers that earlier calls set, in a heap of typed arrays keyed (instant, sequence).
 *
 * A timer is data: a kind and a payload, dispatched by a table of handlers. Because every timer has its own
 * sequence number, the order is total, and the shape of the heap never shows: two schedules with the same
 * timers fire them alike, whatever was inserted and cancelled before.
 */
import { assert, must, within } from './assert.ts'
import { type Instant, instant } from './instant.ts'
import { LIMITS } from './limits.ts'
import type { Codec } from './schema.ts'
import { SequenceIndex } from './sequence-index.ts'
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
  readonly #kinds: readonly TimerKind<unknown>[]
  readonly #kindIndex: ReadonlyMap<TimerKind<unknown>, number>
  /** heap position -> instant, sequence, slot: four children side by side, so a level is one look */
  #times = new Float64Array(FIRST_CAPACITY)
  #sequences = new Float64Array(FIRST_CAPACITY)
  #heap = new Int32Array(FIRST_CAPACITY)
  /** slot -> heap position */
  #positions = new Int32Array(FIRST_CAPACITY)
  /** slot -> index of its kind + 1, or 0 when free; its payload; its cause, or NaN. No object a timer: no garbage */
  #kindAt = new Uint16Array(FIRST_CAPACITY)
  #data: unknown[] = []
  #causes = new Float64Array(FIRST_CAPACITY)
  #used = 0
  #free: number[] = []
  readonly #slots = new SequenceIndex()
  #size = 0
  #next = 1

  constructor(kinds: readonly TimerKind<unknown>[], undo: UndoLog) {
    this.#undo = undo
    this.#kinds = kinds
    this.#kindIndex = new Map(kinds.map((kind, index) => [kind, index]))
    const names = new Set(kinds.map((kind) => kind.name))
    assert(names.size === kinds.length, 'each kind of timer has a name of its own')
    this.#slots.grow(FIRST_CAPACITY)
  }

  get size(): number {
    return this.#size
  }

  /** Sets a timer and returns its sequence number, by which it can be cancelled. */
  set<Data>(kind: TimerKind<Data>, at: Instant, data: Data, cause: number | null = null): number {
    const sequence = this.#next
    this.#next += 1
    this.#insert(at, sequence, kind as TimerKind<unknown>, data, cause)
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
    if (this.#slots.find(sequence) < 0) return false
    const timer = this.#take(sequence)
    if (this.#undo.active) this.#undo.push(() => this.#putBack(timer))
    return true
  }

  /** The next timer that is due at `until` or before, taken out; undefined when there is none. */
  due(until: Instant): Timer | undefined {
    if (this.#size === 0 || (this.#times[0] ?? 0) > until) return undefined
    return this.#takeAt(0)
  }

  /** The instant of the next timer, or undefined. */
  peek(): Instant | undefined {
    return this.#size === 0 ? undefined : instant(this.#times[0] ?? 0)
  }

  /** The pending timers in the order they will fire. */
  pending(): Timer[] {
    const out: Timer[] = []
    for (let position = 0; position < this.#size; position++) out.push(this.#timerAt(position))
    return out.sort((a, b) => a.at - b.at || a.sequence - b.sequence)
  }

  snapshot(): ScheduleSnapshot {
    return { timers: this.pending(), next: this.#next }
  }

  restore(snapshot: ScheduleSnapshot): void {
    this.#data = []
    this.#kindAt.fill(0)
    this.#used = 0
    this.#free = []
    this.#slots.clear()
    this.#size = 0
    this.#next = snapshot.next
    for (const timer of snapshot.timers) this.#putBack(timer)
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
      const name = from.text()
      const kind = this.#kinds.find((each) => each.name === name)
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

  #putBack({ at, sequence, kind, data, cause }: Timer): void {
    this.#insert(at, sequence, kind, data, cause)
  }

  #insert(
    at: Instant,
    sequence: number,
    kind: TimerKind<unknown>,
    data: unknown,
    cause: number | null,
  ): void {
    const index = must(this.#kindIndex.get(kind), 'a kind of timer that the world declares')
    within(this.#size < LIMITS.pendingTimers, 'pending timers')
    const slot = this.#free.pop() ?? this.#used++
    if (slot >= this.#times.length) this.#grow()
    this.#kindAt[slot] = index + 1
    this.#data[slot] = data
    this.#causes[slot] = cause ?? Number.NaN
    this.#slots.add(sequence, slot)
    this.#size += 1
    this.#rise(this.#size - 1, at, sequence, slot)
  }

  #timerAt(position: number): Timer {
    const slot = this.#heap[position] ?? 0
    const cause = this.#causes[slot] ?? Number.NaN
    return {
      at: (this.#times[position] ?? 0) as Instant,
      sequence: this.#sequences[position] ?? 0,
      kind: must(this.#kinds[(this.#kindAt[slot] ?? 0) - 1], 'a timer in its slot'),
      data: this.#data[slot],
      cause: Number.isNaN(cause) ? null : cause,
    }
  }

  #take(sequence: number): Timer {
    const slot = this.#slots.find(sequence)
    assert(slot >= 0, 'a pending timer')
    return this.#takeAt(this.#positions[slot] ?? 0)
  }

  #takeAt(position: number): Timer {
    const slot = this.#heap[position] ?? 0
    const timer = this.#timerAt(position)
    this.#slots.remove(timer.sequence)
    this.#kindAt[slot] = 0
    this.#data[slot] = undefined
    this.#free.push(slot)
    this.#size -= 1
    const last = this.#size
    if (position < last) {
      const time = this.#times[last] ?? 0
      const sequence = this.#sequences[last] ?? 0
      this.#sink(position, time, sequence, this.#heap[last] ?? 0)
    }
    return timer
  }

  /** Puts a timer at a position or above it: where no parent comes after it. */
  #rise(from: number, time: number, sequence: number, slot: number): void {
    const times = this.#times
    const sequences = this.#sequences
    let at = from
    while (at > 0) {
      const up = (at - 1) >>> 2
      const above = times[up] ?? 0
      if (above < time || (above === time && (sequences[up] ?? 0) < sequence)) break
      this.#move(up, at)
      at = up
    }
    this.#put(at, time, sequence, slot)
  }

  /** Puts a timer where it belongs, given a position that is free: down as far as a child comes first, or up. */
  #sink(from: number, time: number, sequence: number, slot: number): void {
    const times = this.#times
    const sequences = this.#sequences
    let at = from
    for (let down = 4 * at + 1; down < this.#size; down = 4 * at + 1) {
      let first = down
      let soonest = times[down] ?? 0
      const end = Math.min(down + 4, this.#size)
      for (let child = down + 1; child < end; child++) {
        const its = times[child] ?? 0
        if (
          its < soonest ||
          (its === soonest && (sequences[child] ?? 0) < (sequences[first] ?? 0))
        ) {
          first = child
          soonest = its
        }
      }
      if (time < soonest || (time === soonest && sequence < (sequences[first] ?? 0))) break
      this.#move(first, at)
      at = first
    }
    if (at === from) this.#rise(at, time, sequence, slot)
    else this.#put(at, time, sequence, slot)
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#times[from] ?? 0, this.#sequences[from] ?? 0, this.#heap[from] ?? 0)
  }

  #put(at: number, time: number, sequence: number, slot: number): void {
    this.#times[at] = time
    this.#sequences[at] = sequence
    this.#heap[at] = slot
    this.#positions[slot] = at
  }

  #grow(): void {
    const capacity = this.#times.length * 2
    const widen = <A extends Float64Array | Int32Array | Uint16Array>(to: A, from: A): A => {
      to.set(from)
      return to
    }
    this.#times = widen(new Float64Array(capacity), this.#times)
    this.#sequences = widen(new Float64Array(capacity), this.#sequences)
    this.#heap = widen(new Int32Array(capacity), this.#heap)
    this.#positions = widen(new Int32Array(capacity), this.#positions)
    this.#kindAt = widen(new Uint16Array(capacity), this.#kindAt)
    this.#causes = widen(new Float64Array(capacity), this.#causes)
    this.#slots.grow(capacity)
  }
}
