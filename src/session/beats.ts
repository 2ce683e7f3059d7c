/**
 * Beats and rests of the learner's: what a run of time may pause at, and when nothing of theirs is under way.
 *
 * One place for the page's worker and for Node, so that a lesson that was tried plays the same on the page.
 */
import type { EventRecord } from '../cloud/kernel/events.ts'
import { after, milliseconds } from '../cloud/kernel/instant.ts'
import { arn, FIRST_ACCOUNT } from '../cloud/kernel/ref.ts'
import type { InstanceStateName } from '../cloud/views/types.ts'
import type { Session } from './session.ts'

const MINE = arn('iam', '', FIRST_ACCOUNT, 'root')
/** States that last until somebody acts. */
const LASTING: ReadonlySet<InstanceStateName> = new Set(['running', 'stopped', 'terminated'])
/**
 * Cloud time between two calls of a person at least, the lab's choice: so each has an instant of its own that
 * one can go back to, also when time is stopped.
 */
const BETWEEN_CALLS = milliseconds(1)

/** Whether an event is about the learner's account. */
export const isMine = (event: EventRecord): boolean => event.subjects.includes(MINE)

/** Whether an event is one that a run may pause at. With `types`, only those count. */
export const isMyBeat =
  (session: Session, types?: readonly string[]) =>
  (event: EventRecord): boolean =>
    isMine(event) &&
    (types === undefined
      ? session.cloud.world.events.registry[event.type]?.beat === true
      : types.includes(event.type))

/** Whether all of the account's instances are in a state that lasts. */
export const isAtRest = (session: Session): boolean =>
  session.cloud
    .view('region', { account: FIRST_ACCOUNT })
    .mine.every(({ state }) => LASTING.has(state))

/** Whether an event leaves all of the account's instances in a state that lasts. */
export const isMyRest = (session: Session) => {
  const beat = isMyBeat(session)
  return (event: EventRecord): boolean => beat(event) && isAtRest(session)
}

/** Moves on from the instant of the last call; in the past this begins the branch that the call would. */
export function spaceOut(session: Session): void {
  const { now, head, cloud } = session
  const { journal } = cloud.door
  if (journal.all()[journal.position - 1]?.at !== now) return
  if (now < head || journal.upcoming !== undefined) session.fork()
  session.runUntil(after(now, BETWEEN_CALLS))
}
