/**
 * What the events say of launches: which call led to which choice of host, and how far each has come.
 *
 * Pure functions of the known events and an instant, so that seeking needs no memory of its own.
 */
import type { EventRecord } from '../../cloud/kernel/events.ts'
import type { Instant } from '../../cloud/kernel/instant.ts'
import { parseRef, type Ref } from '../../cloud/kernel/ref.ts'

/** One launch of the account's, from the call to the last beat that has been reached. */
export interface Launch {
  readonly instance: Ref
  readonly host: Ref
  readonly calledAt: Instant
  readonly chosenAt: Instant
  /** when EC2 first said running; null before */
  readonly runningAt: Instant | null
  readonly reached: LaunchBeat
}

/** The beats of a launch, in order; `called` is before the first, when the choice is yet to come. */
export const LAUNCH_BEATS = [
  'called',
  'chosen',
  'carved',
  'attached',
  'connected',
  'running',
] as const
export type LaunchBeat = (typeof LAUNCH_BEATS)[number]

const BEAT_OF: Readonly<Record<string, LaunchBeat>> = {
  'compute.placement.chosen': 'chosen',
  'compute.instance.carved': 'carved',
  'compute.instance.image-attached': 'attached',
  'compute.instance.volume-attached': 'attached',
  'compute.instance.connected': 'connected',
  'compute.instance.running': 'running',
}

/** The account's launches by a call that have happened at `now`, oldest first. */
export function launchesAt(
  events: readonly EventRecord[],
  now: Instant,
  account: string,
): Launch[] {
  const launches = new Map<string, Launch>()
  const bySeq = new Map(events.map((one) => [one.seq, one]))
  for (const event of events) {
    const beat = BEAT_OF[event.type]
    const instance = event.subjects.find((subject) => isMine(subject, 'instance', account))
    if (beat === undefined || instance === undefined) continue
    const known = launches.get(instance)
    if (known === undefined) {
      const fresh = begin(event, instance, bySeq)
      if (fresh && fresh.calledAt <= now)
        launches.set(instance, event.at > now ? { ...fresh, reached: 'called' } : fresh)
    } else if (event.at <= now) launches.set(instance, advanced(known, beat, event.at))
  }
  return [...launches.values()]
}

type BySeq = ReadonlyMap<number, EventRecord>

function begin(event: EventRecord, instance: Ref, bySeq: BySeq): Launch | null {
  const host = event.subjects.find((subject) => parseRef(subject)?.kind === 'host')
  if (event.type !== 'compute.placement.chosen' || host === undefined) return null
  const call = callOf(event, bySeq)
  return {
    instance,
    host,
    calledAt: call?.at ?? event.at,
    chosenAt: event.at,
    runningAt: null,
    reached: 'chosen',
  }
}

/** The call that an event comes from, along the causes. */
function callOf(event: EventRecord, bySeq: BySeq): EventRecord | undefined {
  let cause: EventRecord | undefined = event
  while (cause !== undefined && cause.cause !== null) cause = bySeq.get(cause.cause)
  return cause === event ? undefined : cause
}

const isMine = (ref: Ref, kind: string, account: string): boolean => {
  const parts = parseRef(ref)
  return parts?.kind === kind && parts.account === account
}

/** A launch one beat further; once it ran, a later start changes nothing about it. */
function advanced(launch: Launch, beat: LaunchBeat, at: Instant): Launch {
  const runningAt = launch.runningAt ?? (beat === 'running' ? at : null)
  return { ...launch, runningAt, reached: further(launch.reached, beat) }
}

const further = (a: LaunchBeat, b: LaunchBeat): LaunchBeat =>
  LAUNCH_BEATS.indexOf(b) > LAUNCH_BEATS.indexOf(a) ? b : a
