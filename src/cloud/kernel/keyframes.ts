/**
 * Keyframes: states of the past from which a replay starts, thinned out with age.
 *
 * Work is counted in inputs and timers, since those are what a replay repeats. The newest frames lie `every`
 * units apart, so a recent seek repeats little; older ones are thinned to `sparse` units, and when all of them
 * together grow over the limit of bytes, the oldest are thinned further. The first frame is never dropped.
 */
import type { Instant } from './instant.ts'
import { LIMITS } from './limits.ts'

/** One keyframe: the state, where it lies, and roughly what it holds in memory alone. */
export interface Keyframe<State> {
  readonly at: Instant
  /** inputs taken by then */
  readonly position: number
  /** inputs and timers run by then */
  readonly work: number
  readonly bytes: number
  readonly state: State
}

/** How far apart keyframes lie, in units of work, and how many bytes they may hold. */
export interface KeyframePolicy {
  readonly every: number
  readonly recent: number
  readonly sparse: number
  readonly bytes: number
}

/** A unit of work is a call or a timer: some tens of microseconds. */
export const KEYFRAME_POLICY: KeyframePolicy = {
  every: 250,
  recent: 12,
  sparse: 2500,
  bytes: LIMITS.keyframeBytes,
}

export class Keyframes<State> {
  readonly #policy: KeyframePolicy
  #frames: Keyframe<State>[] = []

  constructor(policy: KeyframePolicy = KEYFRAME_POLICY) {
    this.#policy = policy
  }

  get all(): readonly Keyframe<State>[] {
    return this.#frames
  }

  /** Whether enough was done since the newest frame for another. */
  due(work: number): boolean {
    const newest = this.#frames[this.#frames.length - 1]
    return newest === undefined || work - newest.work >= this.#policy.every
  }

  /** Adds a frame that is newer than all others. */
  add(frame: Keyframe<State>): void {
    this.#frames.push(frame)
    this.#thin()
  }

  /** The newest frame at or before an instant and a journal position. */
  before(at: Instant, position: number): Keyframe<State> | undefined {
    return this.#frames.findLast((frame) => frame.at <= at && frame.position <= position)
  }

  /** Drops what lies beyond an instant or a journal position: a future that was left. */
  dropAfter(at: Instant, position: number): void {
    this.#frames = this.#frames.filter((frame) => frame.at <= at && frame.position <= position)
  }

  #thin(): void {
    const { recent, sparse } = this.#policy
    const old = this.#frames.slice(0, Math.max(0, this.#frames.length - recent))
    const young = this.#frames.slice(old.length)
    let kept = spaced(old, young[0], sparse)
    for (let gap = sparse * 2; total(kept) + total(young) > this.#policy.bytes; gap *= 2) {
      const fewer = spaced(kept, young[0], gap)
      if (fewer.length <= 1) {
        kept = fewer
        break
      }
      kept = fewer
    }
    this.#frames = [...kept, ...young]
  }
}

/** Drops each frame whose neighbours would still be within `gap` units of work of each other. */
function spaced<State>(
  frames: readonly Keyframe<State>[],
  next: Keyframe<State> | undefined,
  gap: number,
): Keyframe<State>[] {
  const kept: Keyframe<State>[] = []
  for (let i = 0; i < frames.length; i++) {
    const frame = frames[i]
    if (frame === undefined) continue
    const last = kept[kept.length - 1]
    const following = frames[i + 1] ?? next
    if (last === undefined || following === undefined || following.work - last.work > gap) {
      kept.push(frame)
    }
  }
  return kept
}

const total = (frames: readonly Keyframe<unknown>[]): number =>
  frames.reduce((sum, frame) => sum + frame.bytes, 0)
