/** Which of a step's own buttons have done their work: not before the instant of it, nor in another future. */
import type { Instant } from '../cloud/kernel/instant.ts'
import type { Deed } from './futures.svelte.ts'

export class Done {
  #deeds = $state.raw<ReadonlyMap<string, Deed>>(new Map())

  /** A button has done its work. */
  note(id: string, deed: Deed): void {
    this.#deeds = new Map([...this.#deeds, [id, deed]])
  }

  by(id: string, now: Instant): boolean {
    const deed = this.#deeds.get(id)
    return deed !== undefined && !deed.undone && deed.at <= now
  }

  /** Another step, or the same one begun again. */
  forget(): void {
    this.#deeds = new Map()
  }
}
