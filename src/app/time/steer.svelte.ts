/**
 * Moving in time: play, pause, step, seek. Each is asked of the cloud, and tells the page's clock how to follow.
 */
import type { Instant } from '../../cloud/kernel/instant.ts'
import type { LabStore } from '../lab.svelte.ts'
import type { Player } from '../player.svelte.ts'

export class Steer {
  pace = $state(1)
  readonly #lab: LabStore
  readonly #player: Player
  readonly #reduced: () => boolean

  constructor(lab: LabStore, player: Player, reducedMotion: () => boolean) {
    this.#lab = lab
    this.#player = player
    this.#reduced = reducedMotion
  }

  /** Runs to the next beat. With reduced motion it is shown before and after. */
  toBeat(): Promise<void> {
    return this.#reduced() ? this.step(1, 'beat') : this.play('beat')
  }

  play(until: 'beat' | 'stop'): Promise<void> {
    this.#player.follow()
    return this.#lab.steer((client) => client.play({ pace: this.pace, until }))
  }

  pause(): Promise<void> {
    this.#player.jump()
    return this.#lab.steer((client) => client.pause())
  }

  /** Another pace; a run under way goes on with it. */
  async setPace(pace: number): Promise<void> {
    this.pace = pace
    if (this.#lab.clock?.playing) await this.play('stop')
  }

  step(direction: 1 | -1, by: 'event' | 'beat'): Promise<void> {
    this.#player.jump()
    return this.#lab.steer((client) => client.step(direction, by))
  }

  seek(at: Instant): Promise<void> {
    this.#player.jump()
    return this.#lab.steer((client) => client.seek(at))
  }

  latest(): Promise<void> {
    this.#player.jump()
    return this.#lab.steer((client) => client.latest())
  }

  otherFuture(): Promise<void> {
    this.#player.jump()
    return this.#lab.steer((client) => client.otherFuture())
  }
}
