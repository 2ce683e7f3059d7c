/**
 * The layout of the event track: lanes, bars for stages, dots for events, and a scale of cloud time.
 *
 * Pure: (what is known, the size) to plain marks. Dots closer than 24 px in a lane become one with a count.
 * A bar is a stage of a launch from the beat before it to its own beat; the stage under way ends at now.
 */
import type { EventRecord } from '../../cloud/kernel/events.ts'
import { type Instant, instant, TICKS_PER_SECOND } from '../../cloud/kernel/instant.ts'
import { parseRef, type Ref } from '../../cloud/kernel/ref.ts'
import type { StageView } from '../../cloud/views/types.ts'
import { LANES, type LaneName, laneOf } from './registry.ts'

/** Dots nearer to each other than this are one, px. */
export const MERGE_PX = 24
/** How much of the track's width the known time may take; the rest is what is to come. */
const FILLED = 0.82
/** The shares of the width left free before the first event. */
const LEAD = 0.03

export interface TrackDot {
  readonly key: number
  readonly lane: LaneName
  readonly x: number
  /** the events that stand here; more than one when they are too close to tell apart */
  readonly events: readonly EventRecord[]
  readonly refused: boolean
}

export interface TrackBar {
  readonly key: string
  readonly lane: LaneName
  readonly x: number
  readonly width: number
}

/** From which instant to which the track reaches, over how many px. */
export interface TrackScale {
  readonly from: Instant
  readonly to: Instant
  readonly width: number
}

/** What stands still on the track until something new happens. */
export interface TrackLayout {
  readonly scale: TrackScale
  readonly dots: readonly TrackDot[]
  readonly bars: readonly TrackBar[]
}

/** Lengths of a track in seconds: it grows by steps, so that it stands still between them. */
const LENGTHS = [5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400]

/** How long a track must be, in ticks, to show the known time and something of what is to come. */
export function trackLength(known: number): number {
  const needed = known / TICKS_PER_SECOND / (FILLED - LEAD)
  const day = 86_400
  const length = LENGTHS.find((one) => one >= needed) ?? Math.ceil(needed / day) * day
  return length * TICKS_PER_SECOND
}

/** The scale of a track that begins with `first` and is `length` ticks long. */
export const trackScale = (first: Instant, length: number, width: number): TrackScale => ({
  from: instant(first - Math.round(length * LEAD)),
  to: instant(first + Math.round(length * (1 - LEAD))),
  width,
})

/** Where an instant stands, px. */
export const placeOf = ({ from, to, width }: TrackScale, at: number): number =>
  ((at - from) / (to - from)) * width

/** Lays the known events out on a track; `oneLine` has all lanes as one, where the window is low. */
export function layoutTrack(
  scale: TrackScale,
  events: readonly EventRecord[],
  oneLine = false,
): TrackLayout {
  const x = (at: number) => placeOf(scale, at)
  const dots = oneLine
    ? laneDots(events, x)
    : LANES.flatMap(({ name }) => laneDots(inLane(events, name), x))
  return { scale, dots, bars: stageBars(events, x) }
}

const inLane = (events: readonly EventRecord[], lane: LaneName): EventRecord[] =>
  events.filter((event) => laneOf(event.type) === lane)

/** The events of one lane as dots, those too close to tell apart as one: it stands where the first of them is. */
function laneDots(events: readonly EventRecord[], x: (at: number) => number): TrackDot[] {
  const groups: EventRecord[][] = []
  for (const event of events) {
    const group = groups.at(-1)
    const first = group?.[0]
    if (group && first && x(event.at) - x(first.at) < MERGE_PX) group.push(event)
    else groups.push([event])
  }
  return groups.flatMap((group) => (group[0] ? [dotOf(group, group[0], x)] : []))
}

function dotOf(group: readonly EventRecord[], first: EventRecord, x: (at: number) => number) {
  return {
    key: first.seq,
    lane: laneOf(first.type),
    x: x(first.at),
    events: group,
    refused: group.some((event) => event.type === 'call.refused'),
  }
}

/** The events that end a stage; the one before of the same instance is where it began. */
const STAGE_ENDS = new Set([
  'compute.placement.chosen',
  'compute.instance.carved',
  'compute.instance.image-attached',
  'compute.instance.volume-attached',
  'compute.instance.connected',
  'compute.instance.running',
  'compute.instance.stopped',
  'compute.instance.terminated',
])
/** Where nothing went on between: the instance rested. */
const RESTS = new Set([
  'compute.instance.running',
  'compute.instance.stopped',
  'compute.instance.terminated',
])

function stageBars(events: readonly EventRecord[], x: (at: number) => number): TrackBar[] {
  const begun = new Map<string, EventRecord>()
  const bars: TrackBar[] = []
  let call: EventRecord | undefined
  for (const event of events) {
    if (event.type.startsWith('call.')) call = event
    const subject = event.subjects[0]
    if (subject === undefined || !event.type.startsWith('compute.')) continue
    const before = begun.get(subject)
    const rested = before === undefined || RESTS.has(before.type)
    const start = rested ? call : before
    begun.set(subject, event)
    if (start === undefined || !STAGE_ENDS.has(event.type) || start.at >= event.at) continue
    const left = x(start.at)
    const width = Math.max(3, x(event.at) - left - 3)
    bars.push({ key: `${event.seq}`, lane: laneOf(event.type), x: left, width })
  }
  return bars
}

/** The stages that are under way at `now`, drawn up to now; one bar for those that began together. */
export function barsUnderWay(
  scale: TrackScale,
  stages: readonly StageView[],
  now: Instant,
): TrackBar[] {
  const bars = new Map<string, TrackBar>()
  for (const { name, leaves, arrives } of stages) {
    if (leaves >= now || now >= arrives) continue
    const x = placeOf(scale, leaves)
    const width = Math.max(1, Math.round((placeOf(scale, now) - x) * 2) / 2)
    const key = `${name}-${leaves}`
    bars.set(key, { key, lane: name === 'choose' ? 'placement' : 'machine', x, width })
  }
  return [...bars.values()]
}

/** The instant at a place on the track, held within what can be shown. */
export function instantAt(scale: TrackScale, x: number, head: Instant): Instant {
  const share = Math.min(1, Math.max(0, x / Math.max(1, scale.width)))
  const at = scale.from + (scale.to - scale.from) * share
  return instant(Math.round(Math.min(head, Math.max(0, at))))
}

/** Events at or before an instant: how many, and the newest of them. */
export function positionIn(
  events: readonly EventRecord[],
  now: Instant,
): { readonly index: number; readonly event: EventRecord | null } {
  const index = events.findLastIndex((event) => event.at <= now)
  return { index, event: events[index] ?? null }
}

/** What an event is about, for selecting it: a call itself, else its first thing. */
export function refOf(event: EventRecord): Ref | null {
  const subjects = event.subjects.filter((subject) => parseRef(subject)?.id !== '')
  return subjects.find((subject) => parseRef(subject)?.kind === 'call') ?? subjects[0] ?? null
}

/** Where a step goes: to the next or the last event or beat before `now`; null when there is none. */
export function neighbour(
  events: readonly EventRecord[],
  now: Instant,
  direction: 1 | -1,
): Instant | null {
  const found =
    direction === 1
      ? events.find((event) => event.at > now)
      : events.findLast((event) => event.at < now)
  return found?.at ?? null
}
