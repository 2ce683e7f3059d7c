/**
 * The journal: every input that reached the door, in order. With build, seed and scenario it is the world.
 *
 * It has a position: after a seek back, the inputs beyond it are the known future, which a replay passes
 * again one by one. An input that differs from the known one needs a branch first.
 */
import { assert, within } from './assert.ts'
import type { Instant } from './instant.ts'
import { LIMITS } from './limits.ts'

/** One input: when it was made, and the decoded request. */
export interface JournalEntry<Request> {
  readonly at: Instant
  readonly request: Request
}

export class Journal<Request> {
  #entries: JournalEntry<Request>[] = []
  #position = 0
  #bytes = 0
  readonly #bytesOf: (request: Request) => number

  /** `bytesOf` says how large a request is; the sum has a limit. */
  constructor(bytesOf: (request: Request) => number = () => 0) {
    this.#bytesOf = bytesOf
  }

  /** Whether an input more can be kept. */
  hasRoomFor(request: Request): boolean {
    return (
      this.#entries.length < LIMITS.journalEntries &&
      this.#bytes + this.#bytesOf(request) <= LIMITS.journalBytes
    )
  }

  /** How many inputs the world has taken. */
  get position(): number {
    return this.#position
  }

  /** How many inputs are known, those of the future too. */
  get length(): number {
    return this.#entries.length
  }

  /** The input that comes next in a replay, if one is known. */
  get upcoming(): JournalEntry<Request> | undefined {
    return this.#entries[this.#position]
  }

  /** The inputs taken at an instant, in order. */
  at(instant: Instant): JournalEntry<Request>[] {
    const found: JournalEntry<Request>[] = []
    for (let place = this.#position - 1; place >= 0; place--) {
      const entry = this.#entries[place]
      if (entry === undefined || entry.at < instant) break
      if (entry.at === instant) found.unshift(entry)
    }
    return found
  }

  /** Takes an input: a new one at the end, or the upcoming one again. */
  take(entry: JournalEntry<Request>): void {
    const upcoming = this.upcoming
    if (upcoming === undefined) {
      within(this.hasRoomFor(entry.request), 'the journal')
      this.#push(entry)
    } else {
      const same = upcoming.at === entry.at && upcoming.request === entry.request
      assert(same, 'an input in the past is the known one, or comes after a branch')
    }
    this.#position += 1
  }

  /** Goes to an earlier position; what lies beyond it stays known. */
  moveTo(position: number): void {
    assert(position >= 0 && position <= this.#entries.length, 'a position within the journal')
    this.#position = position
  }

  /** Forgets the known future and returns it. */
  truncate(): JournalEntry<Request>[] {
    const future = this.#entries.slice(this.#position)
    this.#entries.length = this.#position
    for (const entry of future) this.#bytes -= this.#bytesOf(entry.request)
    return future
  }

  /** Adds a known future: of a save, or a branch returned to. */
  adopt(entries: readonly JournalEntry<Request>[]): void {
    for (const entry of entries) this.#push(entry)
  }

  #push(entry: JournalEntry<Request>): void {
    this.#entries.push(entry)
    this.#bytes += this.#bytesOf(entry.request)
  }

  /** All known inputs, in order. */
  all(): readonly JournalEntry<Request>[] {
    return this.#entries
  }
}
