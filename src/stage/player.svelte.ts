/**
 * The page's clock: the instant that is drawn.
 *
 * It runs by animation frames at the pace towards `upTo`, never past it, so a late frame from the worker slows
 * the picture and never tears it. After a seek it jumps. With reduced motion it always jumps: before and after.
 */

import type { ClockView } from '../bridge/protocol.ts'
import { EPOCH, type Instant, instant, TICKS_PER_SECOND } from '../cloud/kernel/instant.ts'

/** A lag of more than this many seconds of wall time is made up for. */
const SLACK_SECONDS = 0.15
/** The part of a larger lag that is made up for in each frame. */
const CATCH_UP = 0.2

/** What the player takes from the window: frames, and the wish for little motion. */
export interface Beats {
  request(callback: (ms: number) => void): number
  cancel(handle: number): void
  reducedMotion(): boolean
}

export class Player {
  /** The instant to draw. */
  now = $state<Instant>(EPOCH)
  /** Whether the picture moves or is about to. */
  moving = $state(false)
  #clock: ClockView | null = null
  #follows = false
  #handle: number | null = null
  #last: number | null = null
  readonly #beats: Beats
  /** Called when the picture shows another instant. */
  onmove: () => void = () => {}
  /** Called each time the picture comes to rest, with the instant it came from. */
  onrest: (from: Instant) => void = () => {}
  #origin: Instant = EPOCH
  /** who waits for the picture to come to rest */
  #waiting: (() => void)[] = []

  constructor(beats: Beats) {
    this.#beats = beats
  }

  /** A run begins: from now on the clock follows instead of jumping. */
  follow(): void {
    this.#follows = true
  }

  /** The next frames show another place in time at once. */
  jump(): void {
    this.#follows = false
  }

  /** Resolves when the picture next comes to rest. */
  nextRest(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Takes in where the cloud stands. */
  take(clock: ClockView): void {
    this.#clock = clock
    const jumps = !this.#follows || clock.upTo <= this.now || this.#beats.reducedMotion()
    if (jumps && !clock.playing) {
      this.#rest(clock.upTo)
      return
    }
    if (!this.moving) this.#origin = this.now
    this.moving = true
    if (jumps) this.#show(clock.upTo)
    this.#handle ??= this.#beats.request((ms) => this.#tick(ms))
  }

  /** The world is gone: the picture stays where it is, and whoever waited for its rest waits no more. */
  stop(): void {
    this.#clock = null
    this.moving = false
    this.#rest(this.now)
  }

  #tick(ms: number): void {
    this.#handle = null
    const clock = this.#clock
    if (clock === null || !this.moving) return
    const wall = this.#last === null ? 0 : Math.max(0, ms - this.#last) / 1000
    this.#last = ms
    const rate = clock.pace * TICKS_PER_SECOND
    const lag = clock.upTo - this.now
    const late = Math.max(0, lag - rate * SLACK_SECONDS) * CATCH_UP
    const next = Math.min(clock.upTo, this.now + Math.round(rate * wall + late))
    if (next >= clock.upTo && !clock.playing) {
      this.#rest(clock.upTo)
      return
    }
    this.#show(instant(next))
    this.#handle = this.#beats.request((at) => this.#tick(at))
  }

  #rest(at: Instant): void {
    if (this.#handle !== null) this.#beats.cancel(this.#handle)
    this.#handle = null
    this.#last = null
    this.#follows = false
    if (!this.moving) this.#origin = this.now
    const came = this.moving || at !== this.now
    this.moving = false
    this.#show(at)
    if (came) this.onrest(this.#origin)
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }

  #show(at: Instant): void {
    const other = at !== this.now
    this.now = at
    if (other) this.onmove()
  }
}
