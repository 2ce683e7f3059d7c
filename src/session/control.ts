/**
 * The session operations of `lab`: what moves a session's clock or its past, outside the journal.
 *
 * Shared by the endpoint and by command lines. What needs more than a session (`Save`, `Load` and `Reset`
 * replace it, and know a shelf) belongs to whoever holds the session, and is refused here by name. A session
 * has no pace of its own: `Pace` only checks the number, and the holder paces.
 */
import type { Members } from '../cloud/call.ts'
import { parseIso } from '../cloud/kernel/calendar.ts'
import { between, EPOCH, hours, type Instant, instant } from '../cloud/kernel/instant.ts'
import { fail, ok, type Result } from '../cloud/kernel/result.ts'
import { parseDuration } from '../command/duration.ts'
import type { Session } from './session.ts'

/**
 * The last instant that a clock is taken to: a year before the end of what ticks can count, so that timers set
 * then still fit. It lies 27.5 years after the epoch.
 */
export const LAST_INSTANT: Instant = instant(Number.MAX_SAFE_INTEGER - hours(24 * 365))

const NOTHING: Result<Members> = ok({})

/** The members of each session operation; the holder's own are here so that all are checked alike. */
const MEMBERS: Readonly<Record<string, string | null>> = {
  Advance: 'By',
  Fork: null,
  Load: 'Name',
  Pace: 'Pace',
  Reset: null,
  Save: 'Name',
  Seek: 'To',
}

/** Whether an operation of `lab` acts on the session and never reaches the door. */
export const isSessionOperation = (operation: string): boolean => Object.hasOwn(MEMBERS, operation)

/** What is wrong with the members of a session operation, or null. */
export function checkControl(operation: string, input: Members): Result<never> | null {
  const wanted = MEMBERS[operation] ?? null
  const given = Object.keys(input).filter((name) => input[name] !== undefined)
  const unknown = given.find((name) => name !== wanted)
  if (unknown !== undefined) {
    return fail('UnknownParameter', `The parameter ${unknown} is not recognized`)
  }
  if (wanted !== null && given.length === 0) {
    return fail('MissingParameter', `The request must contain the parameter ${wanted}`)
  }
  return null
}

/** The instant that `Advance` leads to from `now`. Errors: those of the member; `InvalidDuration`. */
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

/** A pace in cloud seconds a second, 0 to stop time. Error: `InvalidPace`. */
export function paceOf(input: Members): Result<number> {
  const pace = input.Pace
  return typeof pace === 'number' && pace >= 0 && pace <= MOST_PACE
    ? ok(pace)
    : fail('InvalidPace', `A pace is a number of cloud seconds a second, 0 to ${MOST_PACE}.`)
}

/** A day in a tenth of a second: beyond it nobody can watch. The lab's choice. */
const MOST_PACE = 864_000

/** Where `Seek` leads: a length of time since instant 0, or an ISO 8601 time. Error: `InvalidTime`. */
function sought(session: Session, input: Members): Result<Instant> {
  const text = String(input.To)
  const at = parseIso(session.cloud.world.epoch, text)
  if (at !== null) return at < EPOCH ? BEFORE : atMost(EPOCH, at)
  const since = parseDuration(text)
  if (since.ok) return atMost(EPOCH, since.value)
  return fail(
    'InvalidTime',
    `'${text}' is neither a length of time since the beginning, such as 90s, nor a time such as 2026-01-01T09:30:00Z.`,
  )
}

const BEFORE = fail('InvalidTime', 'The world did not exist yet at this time.')

/**
 * Does a session operation. Errors: `UnknownParameter`, `MissingParameter`, `InvalidDuration`, `InvalidTime`,
 * `InvalidPace`, `NotHere`.
 */
export function controlSession(
  session: Session,
  operation: string,
  input: Members,
): Result<Members> {
  const wrong = checkControl(operation, input)
  if (wrong !== null) return wrong
  switch (operation) {
    case 'Advance': {
      const goal = advanced(session.now, input)
      if (goal.ok) session.runUntil(goal.value)
      return goal.ok ? NOTHING : goal
    }
    case 'Seek': {
      const goal = sought(session, input)
      if (goal.ok) session.seek(goal.value)
      return goal.ok ? NOTHING : goal
    }
    case 'Fork':
      session.fork()
      return NOTHING
    case 'Pace': {
      const pace = paceOf(input)
      return pace.ok ? NOTHING : pace
    }
    default:
      return fail('NotHere', `${operation} is not an operation of this session.`)
  }
}
