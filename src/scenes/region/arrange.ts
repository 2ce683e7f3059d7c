/**
 * Which arrangement a Region takes in a box: how many columns of hosts a zone has, how the texts of a host
 * stand, whether racks have names of their own, and every distance that follows.
 *
 * At a desk and in a widget the arrangements are tried from the one that says most to the one that says least;
 * the first that keeps its texts whole and its bars thick enough is taken. At a projector there is one, whose
 * sizes come from the height of the window, since that is what the last row sees.
 */
import type { RegionView, ZoneView } from '../../cloud/views/types.ts'
import type { Box, Form } from './plan.ts'
import { TARGET } from './plan.ts'
import { LINE, textWidth, widest } from './text.ts'

/** What the hosts' texts say, in the reader's language, so that their places fit them. */
export interface Captions {
  zone(label: string): string
  rack(label: string): string
  /** the hardware in a word */
  kind(code: string): string
  ordinal(n: number): string
  /** that a host is now one's own */
  readonly ours: string
  /** heads over the free vCPUs, the longest first */
  readonly freeHeads: readonly string[]
}

/** Widths of the hosts' texts at one size of type. */
export interface TextWidths {
  readonly number: number
  readonly kind: number
  readonly free: number
  /** hardware and free vCPUs of one host together */
  readonly pair: number
}

/** The measures of one arrangement, in px. */
export interface Measures {
  readonly form: Form
  /** columns of hosts in a zone, and what lies between them */
  readonly across: number
  readonly columnGap: number
  readonly titleSize: number
  readonly labelSize: number
  readonly titleHeight: number
  readonly padX: number
  readonly padBottom: number
  readonly zoneGap: number
  /** the height of a rack's name over its hosts, or the width of it at their left; 0 where it has none */
  readonly rackLabel: number
  readonly rackSide: number
  readonly rackGap: number
  readonly inset: number
  readonly pitch: number
  readonly stroke: number
  readonly cards: boolean
  readonly widths: TextWidths
}

/** Between the texts of a host and its bar. */
export const TEXT_GAP = 6
const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)
export const most = (numbers: readonly number[]) => Math.max(1, ...numbers)
export const hostCount = (zone: ZoneView) => sum(zone.racks.map((rack) => rack.hosts.length))

/** The gap under a bar, by the distance from bar to bar. */
export const gapOf = (pitch: number) =>
  pitch >= 60 ? pitch * 0.18 : pitch >= 34 ? 6 : pitch >= 20 ? 4 : pitch >= 8 ? 2 : pitch * 0.2

/** What a host's texts take at most. */
function textWidths(view: RegionView, size: number, say: Captions): TextWidths {
  const hosts = view.zones.flatMap((zone) => zone.racks.flatMap((rack) => rack.hosts))
  const number = widest(
    hosts.map((host) => host.label),
    size,
    true,
  )
  const kind = widest([...hosts.map((host) => say.kind(host.hardware)), say.ordinal(22)], size)
  const free = widest(
    hosts.map((host) => String(host.vcpus)),
    size,
  )
  const pairs = hosts.map((host) => `${say.kind(host.hardware)}${host.vcpus}`)
  return { number, kind, free, pair: widest(pairs, size) }
}

/** What a form's texts take of the width of a host that the bar cannot have. */
export function besideBar(form: Form, w: TextWidths): { left: number; right: number } {
  const left = w.number + TEXT_GAP
  if (form === 'beside') return { left, right: w.kind + w.free + 2 * TEXT_GAP + 2 }
  if (form === 'number') return { left, right: w.free + TEXT_GAP }
  if (form === 'bare') return { left, right: 0 }
  if (form === 'room') return { left: w.kind + TEXT_GAP, right: 0 }
  return { left: 0, right: 0 }
}

/** One way to arrange: the least distance from bar to bar that it needs, and the least width of a bar. */
interface Way {
  readonly form: Form
  readonly across: number
  /** where a rack's name stands: over its hosts, or turned at their left */
  readonly racks: 'over' | 'side' | null
  readonly pitch: number
  readonly bar: number
}
/** From the one that says most to the one that says least. */
const WAYS: readonly Way[] = [
  { form: 'beside', across: 1, racks: 'over', pitch: 24.5, bar: 80 },
  { form: 'above', across: 1, racks: 'over', pitch: 29, bar: 0 },
  { form: 'beside', across: 1, racks: 'side', pitch: 21, bar: 80 },
  { form: 'above', across: 1, racks: 'side', pitch: 24, bar: 0 },
  { form: 'above', across: 1, racks: null, pitch: 24, bar: 0 },
  { form: 'above', across: 2, racks: null, pitch: 26, bar: 0 },
  { form: 'number', across: 1, racks: null, pitch: 15.5, bar: 40 },
  { form: 'bare', across: 1, racks: null, pitch: 15.5, bar: 40 },
  { form: 'bare', across: 2, racks: null, pitch: 15.5, bar: 20 },
]
const LAST: Way = { form: 'none', across: 1, racks: null, pitch: 0, bar: 0 }

/** The arrangement of zones side by side. */
export function columnMeasures(
  view: RegionView,
  box: Box,
  density: 'embed' | 'learn',
  say: Captions,
): Measures {
  const least = density === 'embed' ? TARGET : 0
  const made = WAYS.map((way) => ({ way, m: measuresOf(way, view, box, say) }))
  const good = made.find(
    ({ way, m }) =>
      m.pitch >= Math.max(way.pitch, least) && barWidth(view, box, m) >= Math.max(1, way.bar),
  )
  return good?.m ?? measuresOf(LAST, view, box, say)
}

/** How wide one column of hosts of a zone is. */
export function columnWidth(view: RegionView, box: Box, m: Measures): number {
  const zones = most([view.zones.length])
  const zone = (box.width - m.zoneGap * (zones - 1)) / zones - 2 * m.padX - m.rackSide
  return (zone - m.columnGap * (m.across - 1)) / m.across
}

/** The bar's width; less than nothing where the texts above it do not fit. */
function barWidth(view: RegionView, box: Box, m: Measures): number {
  const width = columnWidth(view, box, m)
  const { number, pair } = m.widths
  if (m.form === 'above') return width - (number + pair + 2 * TEXT_GAP)
  const { left, right } = besideBar(m.form, m.widths)
  return width - left - right
}

function measuresOf(way: Way, view: RegionView, box: Box, say: Captions): Measures {
  const wide = box.width >= 880
  const cards = box.width >= 600
  const labelSize = cards ? 13 : 12.5
  const racks = most(view.zones.map((zone) => zone.racks.length))
  const bare: Measures = {
    form: way.form,
    across: way.across,
    columnGap: 10,
    titleSize: wide ? 16 : 14,
    labelSize,
    titleHeight: wide ? 36 : cards ? 30 : 22,
    padX: wide ? 12 : cards ? 9 : 0,
    padBottom: wide ? 12 : cards ? 8 : 0,
    zoneGap: wide ? 20 : 12,
    rackLabel: way.racks === 'over' ? (box.height >= 500 ? 22 : 18) : 0,
    rackSide: way.racks === 'side' ? labelSize * LINE + 2 : 0,
    rackGap: way.racks === 'over' && box.height >= 500 ? 8 : 4,
    inset: wide ? 4 : 3,
    pitch: way.form === 'above' ? 58 : 46,
    stroke: 1,
    cards,
    widths: textWidths(view, labelSize, say),
  }
  const gaps = way.across === 1 ? (racks - 1) * bare.rackGap : 0
  const fixed = bare.titleHeight + bare.padBottom + racks * bare.rackLabel + gaps
  const rows = most(view.zones.map((zone) => Math.ceil(hostCount(zone) / way.across)))
  return { ...bare, pitch: Math.min(bare.pitch, (box.height - fixed) / rows) }
}

/** At a projector a word that does not fit is set this much smaller: at 2.8 % of the window's height. */
export const SMALL = 0.8

/**
 * At a projector: labels at 3.5 % of the window's height, lines of 3 px at 1080. A host has no texts of its own: its
 * bar has the width of its column but for a gutter, where its rank stands, or the number to vote for it by.
 */
export function roomMeasures(
  view: RegionView,
  box: Box,
  windowHeight: number,
  say: Captions,
): Measures {
  const zones = most([view.zones.length])
  const zoneGap = box.width * 0.022
  const zoneWidth = (box.width - zoneGap * (zones - 1)) / zones
  // A fifth of a zone's width is more than it ever is in the window of a projector.
  const label = Math.min(windowHeight * 0.035, zoneWidth / 5)
  const titleHeight = label * 1.7
  const racks = most(view.zones.map((zone) => zone.racks.length))
  const rackGap = windowHeight * 0.008
  const rows = most(view.zones.map(hostCount))
  const fit = (box.height - titleHeight - (racks - 1) * rackGap - 4) / rows
  return {
    form: 'room',
    across: 1,
    columnGap: 0,
    titleSize: label * 1.1,
    labelSize: label,
    titleHeight,
    padX: 0,
    padBottom: 4,
    zoneGap,
    rackLabel: 0,
    rackSide: 0,
    rackGap,
    inset: Math.max(3, windowHeight * 0.006),
    pitch: Math.min(windowHeight * 0.095, fit),
    stroke: Math.max(2, windowHeight / 360),
    cards: false,
    widths: {
      ...textWidths(view, label, say),
      kind: Math.max(
        textWidth(say.ordinal(4), label, true),
        textWidth(say.ours, label * SMALL, true),
      ),
    },
  }
}

/** How high the line of a host's texts is, where they stand above its bar. */
export const captionHeight = (m: Measures) => (m.form === 'above' ? m.labelSize * LINE : 0)
