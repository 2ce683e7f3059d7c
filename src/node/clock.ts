/**
 * The endpoint's clock: where cloud time should be by now.
 *
 * Cloud time follows a steady wall clock from an anchor, at a pace; a change of pace, a jump or a reset puts the
 * anchor anew. It stops at the end of time (27 years) instead of failing.
 */
import { type Instant, instant, LAST_INSTANT, milliseconds } from '../cloud/kernel/instant.ts'

export class EndpointClock {
  readonly #steadyMs: () => number
  #anchorMs: number
  #anchor: Instant
  #pace: number

  /** `steadyMs` never goes back; `pace` is cloud seconds a second, 0 when cloud time stands. */
  constructor(steadyMs: () => number, at: Instant, pace: number) {
    this.#steadyMs = steadyMs
    this.#anchorMs = steadyMs()
    this.#anchor = at
    this.#pace = pace
  }

  /** The instant that cloud time should have reached. */
  get due(): Instant {
    const passedMs = (this.#steadyMs() - this.#anchorMs) * this.#pace
    const left = LAST_INSTANT - this.#anchor
    return passedMs >= left / milliseconds(1)
      ? LAST_INSTANT
      : instant(this.#anchor + milliseconds(passedMs))
  }

  /** Goes on from `at`, at another pace if one is given. */
  anchor(at: Instant, pace: number = this.#pace): void {
    this.#anchorMs = this.#steadyMs()
    this.#anchor = at
    this.#pace = pace
  }
}
