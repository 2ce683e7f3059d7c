/**
 * The undo log of a transaction: what each part of the world must do to become what it was.
 *
 * Tables, timers, streams, counters, blobs and events push a revert for each change made while a
 * transaction is open; a rollback runs them newest first. There is one transaction at a time.
 */
import { assert } from './assert.ts'

/** One world's undo log. Outside a transaction nothing is kept. */
export class UndoLog {
  #active = false
  readonly #reverts: (() => void)[] = []

  /** Whether a transaction is open, so that changes must be pushed. */
  get active(): boolean {
    return this.#active
  }

  /** Opens a transaction; throws when one is open. */
  begin(): void {
    assert(!this.#active, 'transactions do not nest')
    this.#active = true
  }

  /** Keeps a revert while a transaction is open. */
  push(revert: () => void): void {
    if (this.#active) this.#reverts.push(revert)
  }

  /** Closes the transaction and keeps its changes. */
  commit(): void {
    assert(this.#active, 'commit needs an open transaction')
    this.#active = false
    this.#reverts.length = 0
  }

  /** Closes the transaction and takes its changes back, newest first. */
  rollback(): void {
    assert(this.#active, 'rollback needs an open transaction')
    this.#active = false
    for (let i = this.#reverts.length - 1; i >= 0; i--) this.#reverts[i]?.()
    this.#reverts.length = 0
  }
}
