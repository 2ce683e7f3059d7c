/**
 * One running world and its past: a cloud, its journal and its keyframes.
 *
 * A session can go back to any instant and on again, to the same states: it restores the keyframe before and
 * replays the inputs. Acting in the past begins a branch; the future that was left is kept, one of them, and
 * can be returned to. It knows no wall clock; the pacer does.
 */
import type { Answer, CallRequest } from '../cloud/call.ts'
import { type Cloud, type CloudFrame, type CloudOptions, createCloud } from '../cloud/cloud.ts'
import { assert, must } from '../cloud/kernel/assert.ts'
import type { EventRecord } from '../cloud/kernel/events.ts'
import type { Instant } from '../cloud/kernel/instant.ts'
import type { JournalEntry } from '../cloud/kernel/journal.ts'
import { type KeyframePolicy, Keyframes } from '../cloud/kernel/keyframes.ts'

export type Input = JournalEntry<CallRequest>

/** A future that was left by acting in its past. */
export interface OtherFuture {
  /** where the branch began: an instant, and how many inputs both futures share */
  readonly at: Instant
  readonly position: number
  readonly inputs: readonly Input[]
  readonly events: readonly EventRecord[]
  readonly head: Instant
}

/** Where a run of time ended: at its goal, at a limit of work, or at an event it was to stop at. */
export interface Run {
  readonly reached: boolean
  readonly stopped: EventRecord | null
}

export class Session {
  readonly cloud: Cloud
  readonly options: CloudOptions
  readonly #keyframes: Keyframes<CloudFrame>
  #head: Instant
  #other: OtherFuture | null = null
  #work = 0
  /** The earliest instant that can be gone back to. */
  #floor: Instant
  #hasPast = true

  constructor(options: CloudOptions, policy?: KeyframePolicy) {
    this.options = options
    this.cloud = createCloud(options)
    this.#keyframes = new Keyframes(policy)
    this.#head = this.cloud.now
    this.#floor = this.cloud.now
    this.#keep()
  }

  get now(): Instant {
    return this.cloud.now
  }

  /** The latest instant that this future has reached. */
  get head(): Instant {
    return this.#head
  }

  get floor(): Instant {
    return this.#floor
  }

  /** Whether the journal reaches back to the beginning; another build's save brings none. */
  get hasPast(): boolean {
    return this.#hasPast
  }

  get otherFuture(): OtherFuture | null {
    return this.#other
  }

  /** How many keyframes are held; for the bench and for curiosity. */
  get keyframes(): number {
    return this.#keyframes.all.length
  }

  /** Makes a call now. In the past this begins a branch, and the future that was known is kept beside it. */
  call(request: CallRequest): Answer {
    this.#settle()
    if (this.now < this.#head || this.cloud.door.journal.upcoming !== undefined) this.fork()
    const answer = this.cloud.call(request)
    this.#worked()
    return answer
  }

  /** Asks without leaving a trace. */
  peek(request: CallRequest): Answer {
    return this.cloud.peek(request)
  }

  /**
   * Lets time pass to `until`, replaying known inputs on the way, at most `most` units of work. Stops after the
   * instant of the first event that `stops` says yes to, with everything of that instant done.
   */
  run(
    until: Instant,
    most: number = Number.POSITIVE_INFINITY,
    stops?: (event: EventRecord) => boolean,
  ): Run {
    let goal = until
    let stopped: EventRecord | null = null
    const watch = stops
      ? this.cloud.world.events.listen((event) => {
          if (stopped !== null || !stops(event)) return
          stopped = event
          goal = event.at
        })
      : null
    let left = most
    let reached = false
    while (left > 0 && !reached) {
      reached = this.#advance(goal, Number.POSITIVE_INFINITY)
      left -= 1
    }
    watch?.()
    this.#head = this.now > this.#head ? this.now : this.#head
    return { reached: reached && stopped === null, stopped }
  }

  /**
   * Goes on to the first event that `stops` says yes to, with everything of its instant. When there
   * is none up to `limit`, it stays where it is, and what was looked through is forgotten.
   */
  runToEvent(limit: Instant, stops: (event: EventRecord) => boolean): EventRecord | null {
    const from = this.now
    const head = this.#head
    const { stopped } = this.run(limit, Number.POSITIVE_INFINITY, stops)
    if (stopped !== null) return stopped
    if (limit > head) {
      this.seek(head)
      this.cloud.world.events.truncate()
      this.#keyframes.dropAfter(head, this.cloud.door.journal.position)
      this.#head = head
    }
    this.seek(from)
    return null
  }

  /** Lets time pass to `until`. */
  runUntil(until: Instant): void {
    this.run(until)
  }

  /** Goes to an instant of this future, back or on. Beyond the head it runs there. */
  seek(at: Instant): void {
    const goal = at < this.#floor ? this.#floor : at
    this.#goTo(goal, Number.POSITIVE_INFINITY)
    this.#head = this.now > this.#head ? this.now : this.#head
  }

  /** Goes to an instant at which `position` inputs had been taken, and leaves what came after as the other future. */
  backTo(at: Instant, position: number): void {
    this.#goTo(at, position)
    this.fork()
  }

  /** Makes a call again where it was made: at its instant and its place in the journal. */
  repeat(at: Instant, position: number, request: CallRequest): Answer {
    this.#goTo(at, position)
    this.#head = at > this.#head ? at : this.#head
    return this.call(request)
  }

  /** Leaves the known future at the present instant and keeps it aside. */
  fork(): void {
    this.#settle()
    const { journal } = this.cloud.door
    const at = this.now
    const position = journal.position
    const inputs = journal.truncate()
    const events = this.cloud.world.events.truncate()
    this.#other = { at, position, inputs, events, head: this.#head }
    this.#keyframes.dropAfter(at, position)
    this.#head = at
  }

  /** Changes to the future that a branch left, at its latest instant; the present one becomes the other. */
  returnToOther(): void {
    const other = must(this.#other, 'another future')
    this.#goTo(other.at, other.position)
    this.fork()
    this.cloud.door.journal.adopt(other.inputs)
    this.cloud.world.events.adopt(other.events)
    this.#head = other.head
    this.#goTo(other.head, Number.POSITIVE_INFINITY)
  }

  /** SHA-256 of the state. */
  hash(): string {
    return this.cloud.hash()
  }

  /**
   * Makes the state that was read into the cloud the present one. `past` says whether the journal reaches back
   * to the beginning; without it this instant is the earliest that can be gone back to.
   */
  adoptState(past: boolean, head: Instant, work: number): void {
    this.#hasPast = past
    if (!past) {
      this.#keyframes.dropAfter(this.now, -1)
      this.#floor = this.now
    }
    this.#work = work
    this.#head = head
    this.#keep()
  }

  /** Inputs and timers run since the beginning. */
  get work(): number {
    return this.#work
  }

  /** Fires what is still due now; a slice of a run may end between two timers of one instant. */
  #settle(): void {
    while (!this.cloud.runUntil(this.now, 1)) this.#worked()
  }

  #goTo(at: Instant, position: number): void {
    const { journal } = this.cloud.door
    const frame = must(this.#keyframes.before(at, position), 'a keyframe before the instant')
    const ahead = at >= this.now && journal.position <= position
    if (!ahead || frame.at > this.now) {
      this.cloud.restore(frame.state)
      this.#work = frame.work
    }
    while (!this.#advance(at, position));
    assert(this.now === at, 'a seek ends where it was to go')
  }

  /** One unit of work towards `until`: one timer, or one known input. True when `until` is reached. */
  #advance(until: Instant, position: number): boolean {
    const { journal } = this.cloud.door
    const input = journal.position < position ? journal.upcoming : undefined
    const goal = input !== undefined && input.at <= until ? input.at : until
    if (!this.cloud.runUntil(goal, 1)) {
      this.#worked()
      return false
    }
    if (input === undefined || input.at > until) return true
    this.cloud.call(input.request)
    this.#worked()
    return false
  }

  #worked(): void {
    this.#work += 1
    if (this.#keyframes.due(this.#work)) this.#keep()
  }

  #keep(): void {
    const state = this.cloud.frame()
    const work = this.#work
    this.#keyframes.add({
      at: this.now,
      position: this.cloud.door.journal.position,
      work,
      bytes: sizeOf(state),
      state,
    })
  }
}

/** Roughly what a frame holds alone: the places of its rows and timers, not the rows it shares. */
function sizeOf(frame: CloudFrame): number {
  let bytes = 4096
  for (const table of frame.world.tables.values()) bytes += table.keys.length * 48
  return bytes + frame.world.schedule.timers.length * 32
}
