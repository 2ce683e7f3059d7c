/**
 * Where the operations of `lab` that act on time lead to: the same in the page, at the endpoint and over a session.
 */
import type { Members } from '../cloud/call.ts'
import { type Epoch, parseIso } from '../cloud/kernel/calendar.ts'
import { between, EPOCH, type Instant, instant, LAST_INSTANT } from '../cloud/kernel/instant.ts'
import { fail, ok, type Result } from '../cloud/kernel/result.ts'
import { parseDuration } from './duration.ts'

/** The instant that `Advance` leads to from `now`. Error: `InvalidDuration`. */
export function advanced(now: Instant, input: Members): Result<Instant> {
  const by = parseDuration(String(input.By))
  return by.ok ? atMost(now, by.value) : by
}

function atMost(from: Instant, length: number): Result<Instant> {
  if (length > between(from, LAST_INSTANT)) {
    return fail('InvalidDuration', 'Cloud time ends 27 years after the world began.')
  }
  return ok(instant(from + length))
}

/**
 * Where `Seek` leads: a length of time since instant 0, or an ISO 8601 time. Errors: `InvalidTime`,
 * `InvalidDuration`.
 */
export function sought(epoch: Epoch, input: Members): Result<Instant> {
  const text = String(input.To)
  const at = parseIso(epoch, text)
  if (at !== null) return at < EPOCH ? BEFORE : atMost(EPOCH, at)
  const since = parseDuration(text)
  if (since.ok) return atMost(EPOCH, since.value)
  return fail(
    'InvalidTime',
    `'${text}' is neither a length of time since the beginning, such as 90s, nor a time such as 2026-01-01T09:30:00Z.`,
  )
}

const BEFORE = fail('InvalidTime', 'The world did not exist yet at this time.')

/** A pace in cloud seconds a second, 0 to stop time. Error: `InvalidPace`. */
export function paceOf(input: Members): Result<number> {
  const pace = input.Pace
  return typeof pace === 'number' && pace >= 0 && pace <= MOST_PACE
    ? ok(pace)
    : fail('InvalidPace', `A pace is a number of cloud seconds a second, 0 to ${MOST_PACE}.`)
}

/** A day in a tenth of a second: beyond it nobody can watch. The lab's choice. */
const MOST_PACE = 864_000
