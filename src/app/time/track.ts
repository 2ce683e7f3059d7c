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

export interface TrackLayout {
  readonly from: Instant
  readonly to: Instant
  readonly width: number
  readonly dots: readonly TrackDot[]
  readonly bars: readonly TrackBar[]
  /** where the page's clock stands, px */
  readonly nowX: number
  /** where the known time ends, px */
  readonly headX: number
}

export interface TrackInput {
  readonly events: readonly EventRecord[]
  readonly now: Instant
  readonly head: Instant
  readonly width: number
  /** stages of machines, of which those under way are drawn up to now */
  readonly stages: readonly StageView[]
  /** all lanes as one, where the window is low */
  readonly oneLine?: boolean
}

/** Lengths of a track in seconds: it grows by steps, so that it stands still between them. */
const LENGTHS = [5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400]

/** Lays the known events out on a track. */
export function layoutTrack({
  events,
  now,
  head,
  width,
  stages,
  oneLine = false,
}: TrackInput): TrackLayout {
  const first = events[0]?.at ?? now
  const reach = Math.max(head, now, events.at(-1)?.at ?? 0)
  const length = trackLength(reach - first)
  const from = instant(first - Math.round(length * LEAD))
  const to = instant(first + Math.round(length * (1 - LEAD)))
  const x = (at: number) => ((at - from) / (to - from)) * width
  const bars = [...stageBars(events, x), ...barsUnderWay(stages, now, x)]
  return {
    from,
    to,
    width,
    bars,
    dots: oneLine
      ? laneDots(events, x)
      : LANES.flatMap(({ name }) => laneDots(inLane(events, name), x)),
    nowX: x(now),
    headX: x(reach),
  }
}

function trackLength(known: number): number {
  const needed = known / TICKS_PER_SECOND / (FILLED - LEAD)
  const day = 86_400
  const length = LENGTHS.find((one) => one >= needed) ?? Math.ceil(needed / day) * day
  return length * TICKS_PER_SECOND
}

const inLane = (events: readonly EventRecord[], lane: LaneName): EventRecord[] =>
  events.filter((event) => laneOf(event.type) === lane)

/** The events of one lane as dots, those too close to tell apart as one. */
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
  const last = group.at(-1) ?? first
  return {
    key: first.seq,
    lane: laneOf(first.type),
    x: (x(first.at) + x(last.at)) / 2,
    events: group,
    refused: group.some((event) => event.type === 'call.refused'),
  }
}

/** The events that end a stage; the one before of the same instance is where it began. */
const STAGE_ENDS = new Set([
  'compute.placement.chosen',
  'compute.instance.carved',
  'compute.instance.image-attached',
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

function barsUnderWay(
  stages: readonly StageView[],
  now: Instant,
  x: (at: number) => number,
): TrackBar[] {
  return stages
    .filter(({ leaves, arrives }) => leaves < now && now < arrives)
    .map(({ name, leaves }) => ({
      key: `${name}-${leaves}`,
      lane: name === 'choose' ? 'placement' : 'machine',
      x: x(leaves),
      width: Math.max(1, x(now) - x(leaves)),
    }))
}

/** The instant at a place on the track, held within what can be shown. */
export function instantAt(layout: TrackLayout, x: number, head: Instant): Instant {
  const share = Math.min(1, Math.max(0, x / Math.max(1, layout.width)))
  const at = layout.from + (layout.to - layout.from) * share
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
