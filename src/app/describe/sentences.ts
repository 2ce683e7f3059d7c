/**
 * What is said aloud of the page: one polite sentence at a rest, a beat, a seek or an own action.
 *
 * Pure: from events and instants to words. How often it may be said is the speaker's business.
 */
import type { EventRecord } from '../../cloud/kernel/events.ts'
import type { Instant } from '../../cloud/kernel/instant.ts'
import { parseRef, type Ref } from '../../cloud/kernel/ref.ts'
import type { RegionView } from '../../cloud/views/types.ts'
import { clockTime } from '../format.ts'
import { words } from '../words.ts'

/** A short name of what happened, as the track and the clock print it: `image attached`. */
export function eventName(event: EventRecord): string {
  const { operation, code } = event.detail
  if (event.type.startsWith('call.')) {
    return words.callName(String(operation ?? ''), typeof code === 'string' ? code : null)
  }
  return words.events[event.type] ?? event.type
}

/** What an event is about, as a list of events names it: a machine by its name or id, a bucket, a key. Calls: none. */
export function eventThing(event: EventRecord, view: RegionView | null): string | null {
  const [first] = event.subjects
  if (first === undefined || event.type.startsWith('call.')) return null
  const machine = view?.mine.find(({ ref }) => ref === first)
  return machine?.name ?? thingName(view, first)
}

/** An event with what it is about: `web-1: image attached`. */
export function eventTitle(event: EventRecord, view: RegionView | null): string {
  const thing = eventThing(event, view)
  const name = eventName(event)
  return thing === null ? name : `${thing}: ${name}`
}

/** More changes than this are not listened to at once. */
const MOST_CHANGES = 3

/**
 * What is said when the clock comes to rest: the event that it passed, told as a sentence. Of several the last
 * says too little; then it is what they `changed`, as the scene says it.
 */
export function atRest(
  events: readonly EventRecord[],
  from: Instant,
  now: Instant,
  epoch: string,
  view: RegionView | null,
  changed: readonly string[],
): string {
  const newest = events.findLast((event) => event.at <= now)
  if (newest !== undefined && now > from && newest.at > from) {
    const several = events.some((event) => event !== newest && event.at > from && event.at <= now)
    if (several && changed.length > 0) return changed.slice(0, MOST_CHANGES).join(' ')
    return toldAs(newest, view)
  }
  const clock = clockTime(now, epoch)
  if (now > from) return words.speech.paused(clock)
  return words.speech.seek(clock, newest === undefined ? null : eventName(newest))
}

/** One event as a sentence. */
export function toldAs(event: EventRecord, view: RegionView | null): string {
  const tell = words.said[event.type]
  if (tell === undefined) return `${words.capital(eventName(event))}.`
  const host = event.subjects.find((subject) => parseRef(subject)?.kind === 'host')
  return tell(host === undefined || view === null ? null : hostLabel(view, host))
}

/** The label of a host by its ref, such as `5.3`; its id where the view does not know it. */
export function hostLabel(view: RegionView, ref: Ref): string {
  for (const zone of view.zones)
    for (const rack of zone.racks) {
      const host = rack.hosts.find((one) => one.ref === ref)
      if (host) return host.label
    }
  return parseRef(ref)?.id ?? ref
}

/** A thing's short name: a host by its label, anything else by its id. */
export function thingName(view: RegionView | null, ref: Ref): string {
  const parts = parseRef(ref)
  if (view !== null && parts?.kind === 'host') return hostLabel(view, ref)
  return parts === null || parts.id === '' ? ref : parts.id
}
