/**
 * Set-up as data: calls that a world begins with, made through the door before instant 0.
 *
 * They come after the scenario's own set-up and leave no audit record, journal entry or event; nothing is
 * metered before instant 0. What they left in use by the accounts that made them is metered from instant 0 on,
 * so that a machine that runs then costs from then on what it costs.
 *
 * A scenario's own set-up lies within the hour before instant 0 and is over half an hour before. A set-up that
 * begins earlier moves the scenario's to earlier times, so that it always comes after it.
 */
import type { CallRequest } from './call.ts'
import { type Duration, hours, type Instant, minutes } from './kernel/instant.ts'
import type { JournalEntry } from './kernel/journal.ts'
import type { Failure } from './kernel/result.ts'

/** What is done before instant 0: where it begins, and each call at its instant, in order. */
export interface SetUp {
  /** before instant 0 and not after the first call */
  readonly begins: Instant
  readonly calls: readonly JournalEntry<CallRequest>[]
}

/** A set-up begins this long before instant 0, unless it is longer. */
export const USUAL_SET_UP: Duration = minutes(30)
/** The earliest that a set-up may begin before instant 0; the lab's choice. */
export const LONGEST_SET_UP: Duration = hours(24 * 30)
/** The most calls of a set-up; the lab's choice. */
export const MOST_SET_UP_CALLS = 1_000

/** How much earlier than usual a set-up begins, and with it the scenario's: 0 or less. */
export const shiftOf = (begins: Instant): number => Math.min(0, begins + USUAL_SET_UP)

/** What is wrong with the instants of a set-up, or null. */
export function wrongSetUp({ begins, calls }: SetUp): string | null {
  if (begins >= 0 || begins < -LONGEST_SET_UP) return 'a set-up that begins outside its month'
  if (calls.length > MOST_SET_UP_CALLS) return 'a set-up of too many calls'
  let last = begins
  for (const { at } of calls) {
    if (at < last || at >= 0) return 'calls of a set-up out of order'
    last = at
  }
  return null
}

/** A call of a set-up that the cloud refused: the world cannot begin so. */
export class SetUpRefused extends Error {
  override name = 'SetUpRefused'
  readonly failure: Failure

  constructor(request: CallRequest, failure: Failure) {
    super(`set-up: ${request.operation}: ${failure.code}: ${failure.message}`)
    this.failure = failure
  }
}
