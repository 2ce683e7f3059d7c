/**
 * Moving along the track by hand: drags and keys, as seeks.
 *
 * While a drag goes on at most one seek is under way, and the newest place wins.
 */
import { EPOCH, type Instant } from '../../cloud/kernel/instant.ts'
import type { LabStore } from '../../stage/lab.svelte.ts'
import type { Player } from '../../stage/player.svelte.ts'
import type { Steer } from '../../stage/steer.svelte.ts'
import { isBeat } from './registry.ts'
import { instantAt, neighbour, type TrackScale } from './track.ts'

/** What a scrub needs of the page. */
export interface ScrubParts {
  readonly lab: LabStore
  readonly player: Player
  readonly steer: Steer
}

export class Scrub {
  readonly #page: ScrubParts
  #dragging = false
  #wanted: Instant | null = null
  #seeking = false

  constructor(page: ScrubParts) {
    this.#page = page
  }

  start(event: PointerEvent & { currentTarget: HTMLElement }, scale: TrackScale): void {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    this.#dragging = true
    this.move(event, scale)
  }

  move(event: PointerEvent & { currentTarget: HTMLElement }, scale: TrackScale): void {
    if (!this.#dragging) return
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left
    void this.goTo(instantAt(scale, x, this.#head))
  }

  end(): void {
    this.#dragging = false
  }

  /** Seeks, or notes where to when a seek is under way. */
  goTo(at: Instant): Promise<void> {
    this.#wanted = at
    return this.#seeking ? Promise.resolve() : this.#follow()
  }

  /** Arrows an event, pages a beat, Home the start, End the latest. */
  key(event: KeyboardEvent): void {
    const { steer, lab, player } = this.#page
    const beats = () => lab.events.filter((one) => isBeat(one.type))
    const to: Readonly<Record<string, () => Instant | null>> = {
      ArrowRight: () => neighbour(lab.events, player.now, 1),
      ArrowUp: () => neighbour(lab.events, player.now, 1),
      ArrowLeft: () => neighbour(lab.events, player.now, -1) ?? EPOCH,
      ArrowDown: () => neighbour(lab.events, player.now, -1) ?? EPOCH,
      PageUp: () => neighbour(beats(), player.now, 1),
      PageDown: () => neighbour(beats(), player.now, -1) ?? EPOCH,
      Home: () => EPOCH,
    }
    if (event.key === 'End') void steer.latest()
    else {
      const find = to[event.key]
      if (find === undefined) return
      const at = find()
      if (at !== null) void this.goTo(at)
    }
    event.preventDefault()
  }

  get #head(): Instant {
    return this.#page.lab.clock?.head ?? this.#page.player.now
  }

  async #follow(): Promise<void> {
    this.#seeking = true
    try {
      while (this.#wanted !== null) {
        const at = this.#wanted
        this.#wanted = null
        await this.#page.steer.seek(at)
      }
    } finally {
      this.#seeking = false
    }
  }
}
