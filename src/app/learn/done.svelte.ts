/** Which of a step's own buttons have done their work, and by when: before that instant they have not. */
import type { Instant } from '../../cloud/kernel/instant.ts'

export class Done {
  #at = $state.raw<ReadonlyMap<string, Instant>>(new Map())

  /** A button has done its work at an instant; what was done later belongs to another future. */
  note(id: string, at: Instant): void {
    const kept = [...this.#at].filter(([, then]) => then <= at)
    this.#at = new Map([...kept, [id, at]])
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
