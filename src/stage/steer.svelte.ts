/**
 * Moving in time: play, pause, step, seek. Each is asked of the cloud, and tells the page's clock how to follow.
 *
 * Each promise is true when it was done, and false when the worker died of it, of which the store tells: the
 * controls that ask need not.
 */
import type { Instant } from '../cloud/kernel/instant.ts'
import type { LabStore } from './lab.svelte.ts'
import { passLost } from './lost.ts'
import type { Player } from './player.svelte.ts'
import type { LabPort } from './port.ts'

/** Cloud seconds a second where motion is not wanted: an hour, so that only before and after are seen. */
const AT_ONCE = 3600

export class Steer {
  pace = $state(1)
  /** Whether the person stopped time: then what they do stays where it is until they play. */
  held = $state(false)
  /** whether the other future is one that was left to begin a step anew: nobody goes back to that */
  anew = $state(false)
  readonly #lab: LabStore
  readonly #player: Player
  readonly #reduced: () => boolean

  constructor(lab: LabStore, player: Player, reducedMotion: () => boolean) {
    this.#lab = lab
    this.#player = player
    this.#reduced = reducedMotion
  }

  /** Runs to the next beat, of these types where some are named. With reduced motion it is shown before and after. */
  toBeat(types?: readonly string[]): Promise<boolean> {
    this.held = false
    if (this.#reduced()) {
      this.#player.jump()
      return this.#ask((client) => client.step(1, 'beat', types))
    }
    this.#player.follow()
    const of = types === undefined ? {} : { types }
    return this.#ask((client) => client.play({ pace: this.pace, until: 'beat', ...of }))
  }

  /** Brings a run to its next beat of these types at once, or to rest where none are named. */
  hurry(types: readonly string[]): Promise<boolean> {
    this.held = false
    this.#player.jump()
    const end =
      types.length === 0 ? ({ until: 'rest' } as const) : ({ until: 'beat', types } as const)
    return this.#ask((client) => client.play({ pace: AT_ONCE, ...end }))
  }

  /** To an instant at which so many inputs had been taken; what came after becomes the other future. */
  backTo(at: Instant, position: number): Promise<boolean> {
    this.held = false
    this.anew = true
    this.#player.jump()
    return this.#ask(async (client) => {
      await client.backTo(at, position)
      this.#lab.futures.leave({ at, position })
    })
  }

  /** After an action: lets it happen, unless the person stopped time. */
  async letHappen(): Promise<void> {
    if (!this.held) await this.play('rest')
  }

  play(until: 'beat' | 'rest' | 'stop'): Promise<boolean> {
    this.held = false
    this.#player.follow()
    return this.#ask((client) => client.play({ pace: this.pace, until }))
  }

  /** To the end of the next instant at which anything happens, at most to `limit`. */
  toEvent(limit: Instant): Promise<boolean> {
    this.held = false
    const reduced = this.#reduced()
    if (reduced) this.#player.jump()
    else this.#player.follow()
    const pace = reduced ? AT_ONCE : this.pace
    return this.#ask((client) => client.play({ pace, until: 'event', limit }))
  }

  /** Ends a run that nobody but the page began: the person has not stopped time. */
  rest(): Promise<boolean> {
    this.#player.jump()
    return this.#ask((client) => client.pause())
  }

  pause(): Promise<boolean> {
    this.held = true
    this.#player.jump()
    return this.#ask((client) => client.pause())
  }

  /** Another pace; a run under way goes on with it. */
  async setPace(pace: number): Promise<boolean> {
    this.pace = pace
    return this.#lab.clock?.playing ? this.play('stop') : true
  }

  step(direction: 1 | -1, by: 'event' | 'beat'): Promise<boolean> {
    this.held = true
    // Whoever goes back may branch off there, and come to want what they left.
    if (direction === -1) this.anew = false
    this.#player.jump()
    return this.#ask((client) => client.step(direction, by))
  }

  seek(at: Instant): Promise<boolean> {
    this.held = true
    if (at < (this.#lab.clock?.upTo ?? at)) this.anew = false
    this.#player.jump()
    return this.#ask((client) => client.seek(at))
  }

  latest(): Promise<boolean> {
    this.#player.jump()
    return this.#ask((client) => client.latest())
  }

  otherFuture(): Promise<boolean> {
    this.#player.jump()
    return this.#ask(async (client) => {
      await client.otherFuture()
      this.#lab.futures.change()
    })
  }

  async #ask(command: (client: LabPort) => Promise<void>): Promise<boolean> {
    try {
      await this.#lab.steer(command)
      return true
    } catch (error) {
      passLost(error)
      return false
    }
  }
}
