/** Which of a step's own buttons have done their work, and by when: before that instant they have not. */
import type { Instant } from '../cloud/kernel/instant.ts'

export class Done {
  #at = $state.raw<ReadonlyMap<string, Instant>>(new Map())

  /** A button has done its work by an instant. */
  note(id: string, at: Instant): void {
    this.#at = new Map([...this.#at, [id, at]])
  }

  /** Something is done at an instant: what was done after it belongs to a future that is left. */
  branch(at: Instant): void {
    const kept = [...this.#at].filter(([, then]) => then <= at)
    if (kept.length < this.#at.size) this.#at = new Map(kept)
  }

  by(id: string, now: Instant): boolean {
    const at = this.#at.get(id)
    return at !== undefined && at <= now
  }

  /** Another step, or the same one begun again. */
  forget(): void {
    this.#at = new Map()
  }
}
