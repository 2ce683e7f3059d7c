/**
 * The pacer: how far cloud time should be at a moment of wall time, and the slices that take it there.
 *
 * It works in slices of at most 8 ms, so that calls and frames get their turn. It never skips: when the cloud
 * cannot keep the pace, it says how far behind it is. A long silence (a hidden page) counts as one short step,
 * so that a world does not run on unseen.
 */
import type { EventRecord } from '../cloud/kernel/events.ts'
import { after, between, type Instant, inSeconds, seconds } from '../cloud/kernel/instant.ts'
import type { Session } from './session.ts'

/** The longest slice, in ms of wall time. */
export const SLICE_MS = 8
/** The most wall time that one step makes up for, in ms. */
const LONGEST_STEP_MS = 250
/** Units of work between two looks at the clock. */
const WORK_BETWEEN_LOOKS = 16

export class Pacer {
  readonly #session: Session
  readonly #nowMs: () => number
  #lastMs = 0
  #goal: Instant
  #playing = false
  #pace = 1
  #stops: ((event: EventRecord) => boolean) | undefined
  #limit: Instant | undefined
  #behindMs = 0

  constructor(session: Session, nowMs: () => number) {
    this.#session = session
    this.#nowMs = nowMs
    this.#goal = session.now
  }

  get playing(): boolean {
    return this.#playing
  }

  /** Cloud seconds a second of wall time. */
  get pace(): number {
    return this.#pace
  }

  /** How far the cloud is behind its pace, in ms of wall time. */
  get behindMs(): number {
    return this.#behindMs
  }

  /** Starts to run at a pace, until an event that `stops` says yes to, or to the `limit`. */
  play(pace: number, stops?: (event: EventRecord) => boolean, limit?: Instant): void {
    this.#pace = pace
    this.#stops = stops
    this.#limit = limit
    this.#goal = this.#session.now
    this.#lastMs = this.#nowMs()
    this.#playing = true
    this.#behindMs = 0
  }

  pause(): void {
    this.#playing = false
    this.#behindMs = 0
  }

  /** One slice. Returns the event it stopped at, if it did. */
  slice(): EventRecord | null {
    if (!this.#playing) return null
    const startMs = this.#nowMs()
    const passedMs = Math.min(startMs - this.#lastMs, LONGEST_STEP_MS)
    this.#lastMs = startMs
    const goal = after(this.#goal, seconds((passedMs / 1000) * this.#pace))
    const limit = this.#limit ?? goal
    this.#goal = goal < limit ? goal : limit
    for (;;) {
      const run = this.#session.run(this.#goal, WORK_BETWEEN_LOOKS, this.#stops)
      if (run.stopped !== null) {
        this.#finish(run.stopped.at)
        return run.stopped
      }
      if (run.reached && this.#session.now === this.#limit) this.pause()
      if (run.reached || this.#nowMs() - startMs >= SLICE_MS) break
    }
    const behind = inSeconds(between(this.#session.now, this.#goal)) / this.#pace
    this.#behindMs = behind * 1000
    return null
  }

  /** Everything of the instant at which the run stopped, then a pause. */
  #finish(at: Instant): void {
    this.#session.run(at)
    this.pause()
  }
}
