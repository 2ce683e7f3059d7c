/**
 * Where everything of a Region lies: zones, racks, hosts, and who rents how much of each.
 *
 * Pure: (view, box, density) to plain marks, in px of the box. Three arrangements: `columns` puts the zones
 * side by side with a host under the other; `stacked` puts the zones one under the other, for a phone, with a
 * rack a column when whole-width bars would be thinner than a finger needs; density `room` is columns without
 * cards, in the type of a projector.
 *
 * Invariants, tested: nothing leaves the box; marks of one kind do not overlap; a slice is as wide as its vCPU's
 * share of the host's track, so the widths add up to what is rented. Where a host is rented beyond its vCPU the
 * track stands for what is rented. A box too small for 24 px a host gets thinner bars, never a scroll bar.
 */
import type { Ref } from '../../cloud/kernel/ref.ts'
import type { HostView, RackView, RegionView, ZoneView } from '../../cloud/views/types.ts'

export type Density = 'embed' | 'learn' | 'room'
export interface Box {
  readonly width: number
  readonly height: number
}
export interface Rect {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}
/** A line of text: its left end and the middle of its height. */
export interface LabelMark {
  readonly ref: Ref
  readonly label: string
  readonly x: number
  readonly y: number
}
export interface ZoneMark extends Rect, LabelMark {
  readonly title: { readonly x: number; readonly y: number }
}
/** One rented share. Neighbours touch: the drawing leaves the gap. */
export interface SliceMark extends Rect {
  readonly ref: Ref
  readonly owner: number
}
export interface HostMark extends Rect {
  readonly ref: Ref
  readonly label: string
  readonly zone: string
  /** place in the grid that arrows walk: a row of the picture, and a column of it */
  readonly row: number
  readonly column: number
  /** what a pointer may hit: at least 24 px high */
  readonly hit: Rect
  /** where its vCPU lie, and how wide one is */
  readonly track: Rect
  readonly vcpuWidth: number
  /** where the rented share ends */
  readonly end: number
  /** the right end of its own label on the left of it, or null */
  readonly tag: number | null
  /** the left end of the gutter for ranks on the right of it, or null */
  readonly gutter: number | null
  readonly slices: readonly SliceMark[]
}
export interface Plan {
  readonly mode: 'columns' | 'stacked'
  readonly box: Box
  /** how far down the picture reaches */
  readonly height: number
  readonly cards: boolean
  /** sizes of type in px: a zone's title, and every other label */
  readonly titleSize: number
  readonly labelSize: number
  readonly zones: readonly ZoneMark[]
  readonly racks: readonly LabelMark[]
  /** the hosts by rows of the picture */
  readonly rows: readonly (readonly HostMark[])[]
  readonly columns: number
}

/** The measures of one arrangement. */
interface Measures {
  readonly titleSize: number
  readonly labelSize: number
  readonly titleHeight: number
  readonly padX: number
  readonly padBottom: number
  readonly zoneGap: number
  readonly rackLabel: number
  readonly rackGap: number
  readonly tag: number
  readonly gutter: number
  readonly inset: number
  readonly pitch: number
  readonly cards: boolean
}

/** The least height of a pointer's target. */
export const TARGET = 24
const LEARN_COLUMNS_FROM = 700
const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)
const most = (numbers: readonly number[]) => Math.max(1, ...numbers)
const hostsOf = (zone: ZoneView) => sum(zone.racks.map((rack) => rack.hosts.length))

/** The gap under a bar, by the distance from bar to bar. */
const gapOf = (pitch: number) =>
  pitch >= 60 ? pitch * 0.18 : pitch >= 34 ? 6 : pitch >= 20 ? 4 : pitch >= 8 ? 2 : pitch * 0.2

/** Places every mark of `view` in `box`, with a gutter for ranks right of the bars where there is width. */
export function layout(view: RegionView, box: Box, density: Density): Plan {
  const stacked = density === 'learn' && box.width < LEARN_COLUMNS_FROM
  return stacked ? stack(view, box) : columns(view, box, columnMeasures(view, box, density))
}

function columnMeasures(view: RegionView, box: Box, density: Density): Measures {
  const bare = density === 'room' ? roomMeasures(box) : cardMeasures(view, box, density)
  const racks = most(view.zones.map((zone) => zone.racks.length))
  const rows = most(view.zones.map(hostsOf))
  const pitchOf = (m: Measures) =>
    (box.height - m.titleHeight - m.padBottom - racks * m.rackLabel - (racks - 1) * m.rackGap) /
    rows
  const roomy = { ...bare, pitch: Math.min(bare.pitch, pitchOf(bare)) }
  if (bare.rackLabel === 0 || roomy.pitch >= 30) return roomy
  const tight = { ...bare, rackLabel: 0, rackGap: 8, titleHeight: 34, padBottom: 8 }
  return { ...tight, pitch: Math.min(bare.pitch, pitchOf(tight)) }
}

function roomMeasures({ width, height }: Box): Measures {
  const label = Math.max(16, height * 0.037)
  return {
    titleSize: label * 1.15,
    labelSize: label,
    titleHeight: label * 1.9,
    padX: 0,
    padBottom: 4,
    zoneGap: width * 0.022,
    rackLabel: 0,
    rackGap: height * 0.008,
    tag: 0,
    gutter: 0,
    inset: Math.max(4, height * 0.008),
    pitch: height * 0.095,
    cards: false,
  }
}

function cardMeasures(view: RegionView, box: Box, density: Density): Measures {
  const roomy = box.width >= 880
  const zoneGap = roomy ? 20 : box.width >= 600 ? 14 : 8
  const zones = most([view.zones.length])
  const zoneWidth = (box.width - zoneGap * (zones - 1)) / zones
  const wide = density === 'learn' || box.width >= 640
  const gutters = wide && zoneWidth >= 200
  return {
    titleSize: wide ? 16 : 13.5,
    labelSize: 13,
    titleHeight: wide ? 42 : 28,
    padX: gutters ? 10 : wide ? 14 : 8,
    padBottom: wide ? 14 : 8,
    zoneGap,
    rackLabel: density === 'learn' ? 24 : 0,
    rackGap: density === 'learn' ? 10 : 4,
    tag: gutters ? 34 : 0,
    gutter: gutters ? 38 : 0,
    inset: wide ? 4 : 3,
    pitch: 46,
    cards: true,
  }
}

function columns(view: RegionView, box: Box, m: Measures): Plan {
  const count = most([view.zones.length])
  const w = (box.width - m.zoneGap * (count - 1)) / count
  const racks: LabelMark[] = []
  const rows: HostMark[][] = []
  let height = 0
  view.zones.forEach((zone, column) => {
    const x = column * (w + m.zoneGap) + m.padX
    const bar = { x: x + m.tag, w: w - 2 * m.padX - m.tag - m.gutter }
    let y = m.titleHeight
    let row = 0
    zone.racks.forEach((rack, index) => {
      if (index > 0) y += m.rackGap
      if (m.rackLabel > 0) racks.push(labelOf(rack, bar.x, y + m.rackLabel / 2 - 1))
      y += m.rackLabel
      for (const host of rack.hosts) {
        const place = { zone: zone.label, row, column, x: bar.x, w: bar.w, y }
        pushTo(rows, row, hostMark(host, place, m, box))
        y += m.pitch
        row += 1
      }
    })
    height = Math.max(height, y - gapOf(m.pitch) + m.padBottom)
  })
  height = Math.min(height, box.height)
  const zones = view.zones.map((zone, column): ZoneMark => {
    const x = column * (w + m.zoneGap)
    const titleX = x + (m.cards ? Math.max(m.padX, 10) + (m.tag > 0 ? 6 : 0) : 0)
    const title = { x: titleX, y: m.titleHeight * 0.52 }
    return { ref: zone.ref, label: zone.label, x, y: 0, w, h: height, title }
  })
  return { ...frame('columns', box, m), height, zones, racks, rows, columns: count }
}

const frame = (mode: Plan['mode'], box: Box, m: Measures) => ({
  mode,
  box,
  cards: m.cards,
  titleSize: m.titleSize,
  labelSize: m.labelSize,
})

const labelOf = (rack: RackView, x: number, y: number): LabelMark => ({
  ref: rack.ref,
  label: rack.label,
  x,
  y,
})

function pushTo(rows: HostMark[][], row: number, mark: HostMark) {
  const list = rows[row]
  if (list === undefined) rows[row] = [mark]
  else list.push(mark)
}

interface Place {
  readonly zone: string
  readonly row: number
  readonly column: number
  readonly x: number
  readonly y: number
  readonly w: number
}

function hostMark(host: HostView, place: Place, m: Measures, box: Box): HostMark {
  const h = m.pitch - gapOf(m.pitch)
  const inset = Math.min(m.inset, h / 4)
  const track = {
    x: place.x + inset,
    y: place.y + inset,
    w: place.w - 2 * inset,
    h: h - 2 * inset,
  }
  const rented = sum(host.slices.map((slice) => slice.vcpus))
  const vcpuWidth = track.w / Math.max(1, host.vcpus, rented)
  let { x } = track
  const slices = host.slices.map((slice): SliceMark => {
    const w = slice.vcpus * vcpuWidth
    const mark = { ref: slice.ref, owner: slice.owner, x, y: track.y, w, h: track.h }
    x += w
    return mark
  })
  const hitHeight = Math.min(box.height, Math.max(TARGET, m.pitch))
  const hitY = place.y + h / 2 - hitHeight / 2
  const hit = {
    x: place.x - m.tag,
    y: Math.min(Math.max(0, hitY), box.height - hitHeight),
    w: place.w + m.tag + m.gutter,
    h: hitHeight,
  }
  return {
    ...place,
    ref: host.ref,
    label: host.label,
    h,
    hit,
    track,
    vcpuWidth,
    end: x,
    tag: m.tag > 0 ? place.x - 8 : null,
    gutter: m.gutter > 20 ? place.x + place.w + 8 : null,
    slices,
  }
}

/** Zones under each other; in each, its racks in `across` columns, or its hosts in one. */
interface Stack {
  readonly across: number
  readonly rackLabel: number
  readonly pitch: number
}
const STACK = { title: 26, zoneGap: 12, rackGap: 8, columnGap: 8, rackLabel: 20, narrowest: 84 }

/** The racks of a zone in rows of `across`. */
const shelves = (zone: ZoneView, across: number): readonly (readonly RackView[])[] =>
  Array.from({ length: Math.ceil(zone.racks.length / across) }, (_, row) =>
    zone.racks.slice(row * across, (row + 1) * across),
  )
const tallest = (racks: readonly RackView[]) => most(racks.map((rack) => rack.hosts.length))

function stackOf(view: RegionView, box: Box, across: number, rackLabel: number): Stack {
  const all = view.zones.flatMap((zone) => shelves(zone, across))
  const rows = sum(all.map(tallest))
  const gaps = all.length - view.zones.length
  const fixed =
    view.zones.length * STACK.title +
    (view.zones.length - 1) * STACK.zoneGap +
    all.length * rackLabel +
    Math.max(0, gaps) * (across > 1 ? STACK.rackGap : 0)
  const pitch = (box.height - fixed) / Math.max(1, rows)
  return { across, rackLabel, pitch: Math.min(across > 1 ? 38 : 33, pitch) }
}

/** Whole-width bars if a finger can hit them, else a rack a column, else whatever is least thin. */
function chooseStack(view: RegionView, box: Box): Stack {
  const widest = Math.max(1, Math.floor((box.width + 8) / (STACK.narrowest + STACK.columnGap)))
  const across = Math.min(widest, most(view.zones.map((zone) => zone.racks.length)))
  const stacks = [
    stackOf(view, box, 1, 0),
    stackOf(view, box, across, STACK.rackLabel),
    stackOf(view, box, across, 0),
  ]
  const good = stacks.find((s) => s.pitch >= TARGET)
  return good ?? stacks.reduce((best, s) => (s.pitch > best.pitch ? s : best))
}

function stack(view: RegionView, box: Box): Plan {
  const { across, rackLabel, pitch } = chooseStack(view, box)
  const m: Measures = {
    ...cardMeasures(view, box, 'embed'),
    titleSize: 15,
    titleHeight: STACK.title,
    tag: 0,
    gutter: 0,
    inset: pitch >= 26 ? 4 : 2,
    pitch: Math.max(0.5, pitch),
    cards: false,
  }
  const w = (box.width - STACK.columnGap * (across - 1)) / across
  const zones: ZoneMark[] = []
  const racks: LabelMark[] = []
  const rows: HostMark[][] = []
  let y = 0
  for (const zone of view.zones) {
    const top = y
    y += STACK.title
    shelves(zone, across).forEach((shelf, index) => {
      if (index > 0 && across > 1) y += STACK.rackGap
      const first = rows.length
      shelf.forEach((rack, column) => {
        const x = column * (w + STACK.columnGap)
        if (rackLabel > 0) racks.push(labelOf(rack, x, y + rackLabel / 2 - 2))
        rack.hosts.forEach((host, i) => {
          const at = {
            zone: zone.label,
            row: first + i,
            column,
            x,
            w,
            y: y + rackLabel + i * m.pitch,
          }
          pushTo(rows, first + i, hostMark(host, at, m, box))
        })
      })
      y += rackLabel + tallest(shelf) * m.pitch
    })
    const title = { x: 0, y: top + STACK.title / 2 - 1 }
    zones.push({ ref: zone.ref, label: zone.label, x: 0, y: top, w: box.width, h: y - top, title })
    y += STACK.zoneGap
  }
  const height = Math.min(box.height, Math.max(0, y - STACK.zoneGap))
  return { ...frame('stacked', box, m), height, zones, racks, rows, columns: across }
}

/** Every host of a plan, in the order of its rows. */
export const hostsIn = (plan: Plan): readonly HostMark[] => plan.rows.flat()
