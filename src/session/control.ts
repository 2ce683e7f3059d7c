/**
 * The session operations of `lab`: what moves a session's clock or its past, outside the journal.
 *
 * Shared by the endpoint and by command lines. What needs more than a session (`Save`, `Load` and `Reset`
 * replace it, and know a shelf) belongs to whoever holds the session, and is refused here by name. A session
 * has no pace of its own: `Pace` only checks the number, and the holder paces.
 */
import type { Members } from '../cloud/call.ts'
import { fail, ok, type Result } from '../cloud/kernel/result.ts'
import { advanced, paceOf, sought } from '../command/goals.ts'
import type { Session } from './session.ts'

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
      const goal = sought(session.cloud.world.epoch, input)
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
