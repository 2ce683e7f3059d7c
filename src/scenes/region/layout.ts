/**
 * Where everything of a Region lies: zones, racks, hosts, and who rents how much of each.
 *
 * Pure: (view, box, density) to plain marks, in px of the box. The zones stand side by side, a host under the
 * other, in one or two columns. How the texts of a host stand is the plan's `form`; see `arrange.ts`.
 *
 * Invariants, tested: nothing leaves the box; marks of one kind do not overlap, nor do texts; a slice is as
 * wide as its vCPU's share of the host's track, so the widths add up to what is rented. Where a host is rented
 * beyond its vCPU the track stands for what is rented. A box too small for 24 px a host gets thinner bars,
 * never a scroll bar.
 */
import type { HostView, RackView, RegionView } from '../../cloud/views/types.ts'
import {
  besideBar,
  type Captions,
  captionHeight,
  columnMeasures,
  columnWidth,
  gapOf,
  hostCount,
  type Measures,
  most,
  roomMeasures,
  TEXT_GAP,
} from './arrange.ts'
import type {
  Box,
  Density,
  HeadMark,
  HostMark,
  LabelMark,
  Plan,
  Rect,
  SliceMark,
  Spot,
  ZoneMark,
} from './plan.ts'
import { textWidth } from './text.ts'

/** Places every mark of `view` in `box`. A projector's sizes follow the height of its window. */
export function layout(
  view: RegionView,
  box: Box,
  density: Density,
  say: Captions,
  windowHeight = box.height,
): Plan {
  if (density === 'room') return columns(view, box, roomMeasures(view, box, windowHeight, say), say)
  return columns(view, box, columnMeasures(view, box, density, say), say)
}

function columns(view: RegionView, box: Box, m: Measures, say: Captions): Plan {
  const count = most([view.zones.length])
  const w = (box.width - m.zoneGap * (count - 1)) / count
  const cellWidth = columnWidth(view, box, m)
  const racks: LabelMark[] = []
  const heads: HeadMark[] = []
  const rows: HostMark[][] = []
  let height = 0
  const zones = view.zones.map((zone, index): ZoneMark => {
    const x = index * (w + m.zoneGap)
    const left = x + m.padX + m.rackSide
    const xOf = (sub: number) => left + sub * (cellWidth + m.columnGap)
    const perColumn = most([Math.ceil(hostCount(zone) / m.across)])
    const titleY = m.titleHeight * 0.5
    let y = m.titleHeight
    let at = 0
    zone.racks.forEach((rack, r) => {
      if (r > 0 && m.across === 1) y += m.rackGap
      racks.push(...rackMarks(rack, m, { x: left, y }, say))
      y += m.rackLabel
      for (const host of rack.hosts) {
        const sub = Math.floor(at / perColumn)
        const row = at % perColumn
        if (row === 0 && sub > 0) y = m.titleHeight
        const cell = { x: xOf(sub), y, w: cellWidth, h: m.pitch - gapOf(m.pitch) }
        const place = { zone: zone.label, row, column: index * m.across + sub, cell }
        pushTo(rows, row, hostMark(host, place, m, box))
        y += m.pitch
        at += 1
        height = Math.max(height, y - gapOf(m.pitch) + m.padBottom)
      }
    })
    const title = { x: x + m.padX + titleIndent(m, w, say.zone(zone.label)), y: titleY }
    for (let sub = 0; sub < m.across; sub += 1) {
      const taken = sub === 0 ? textWidth(say.zone(zone.label), m.titleSize, true) + TEXT_GAP : 0
      heads.push(...headOf(say, m, { x: xOf(sub) + cellWidth, y: titleY, w: cellWidth - taken }))
    }
    return { ref: zone.ref, label: zone.label, x, y: 0, w, h: box.height, title }
  })
  height = Math.min(Math.max(height, m.titleHeight), box.height)
  return {
    form: m.form,
    box,
    cards: m.cards,
    titleSize: m.titleSize,
    labelSize: m.labelSize,
    stroke: m.stroke,
    height,
    zones: zones.map((zone) => ({ ...zone, h: height })),
    racks,
    heads,
    rows,
    columns: count * m.across,
  }
}

/**
 * The name of a rack whose hosts begin at (x, y): over their bars, or turned at the left of them where the
 * rack is as long as its name.
 */
function rackMarks(
  rack: RackView,
  m: Measures,
  { x, y }: { readonly x: number; readonly y: number },
  say: Captions,
): readonly LabelMark[] {
  const { ref, label } = rack
  if (m.rackLabel > 0) {
    const indent = besideBar(m.form, m.widths).left
    return [{ ref, label, x: x + indent, y: y + m.rackLabel / 2, turned: false }]
  }
  const length = rack.hosts.length * m.pitch - gapOf(m.pitch)
  if (m.rackSide === 0 || textWidth(say.rack(label), m.labelSize) > length) return []
  return [{ ref, label, x: x - m.rackSide / 2 - 2, y: y + length / 2, turned: true }]
}

/** At a projector a zone's name stands over the bars, not over their gutter, where there it has its width. */
function titleIndent(m: Measures, width: number, title: string): number {
  const { left } = besideBar(m.form, m.widths)
  return m.form === 'room' && textWidth(title, m.titleSize, true) <= width - left ? left : 0
}

/** The head over the free vCPUs of a column: the longest text that fits, if any. */
function headOf(say: Captions, m: Measures, at: Omit<Spot, 'anchor'>): readonly HeadMark[] {
  if (m.form !== 'beside' && m.form !== 'above' && m.form !== 'number') return []
  const text = say.freeHeads.find((head) => textWidth(head, m.labelSize) <= at.w)
  return text === undefined ? [] : [{ ...at, anchor: 'end', text }]
}

function pushTo(rows: HostMark[][], row: number, mark: HostMark) {
  const list = rows[row]
  if (list === undefined) rows[row] = [mark]
  else list.push(mark)
}

interface Place {
  readonly zone: string
  readonly row: number
  readonly column: number
  readonly cell: Rect
}

function hostMark(host: HostView, place: Place, m: Measures, box: Box): HostMark {
  const { cell } = place
  const { texts, bar } = parts(cell, m)
  const inset = Math.min(m.inset, bar.h / 6)
  const track = {
    x: bar.x + inset,
    y: bar.y + inset,
    w: bar.w - 2 * inset,
    h: bar.h - 2 * inset,
  }
  const rented = host.slices.reduce((n, slice) => n + slice.vcpus, 0)
  const vcpuWidth = track.w / Math.max(1, host.vcpus, rented)
  let { x } = track
  const slices = host.slices.map((slice): SliceMark => {
    const w = slice.vcpus * vcpuWidth
    const mark = { ref: slice.ref, owner: slice.owner, x, y: track.y, w, h: track.h }
    x += w
    return mark
  })
  const hitHeight = Math.min(box.height, m.pitch)
  const hitY = cell.y + cell.h / 2 - hitHeight / 2
  const hit = { ...cell, y: Math.min(Math.max(0, hitY), box.height - hitHeight), h: hitHeight }
  return {
    ...place,
    ...bar,
    ...texts,
    ref: host.ref,
    label: host.label,
    hit,
    track,
    vcpuWidth,
    end: x,
    slices,
  }
}

type Texts = Pick<HostMark, 'number' | 'kind' | 'free' | 'rank'>

/** Where in the cell of a host its bar and its texts stand. */
function parts(cell: Rect, m: Measures): { readonly texts: Texts; readonly bar: Rect } {
  const { number: n, kind: k, free: f } = m.widths
  const right = cell.x + cell.w
  const start = (x: number, y: number, w: number): Spot => ({ x, y, w, anchor: 'start' })
  const end = (x: number, y: number, w: number): Spot => ({ x, y, w, anchor: 'end' })
  const middle = cell.y + cell.h / 2
  if (m.form === 'none') {
    return { texts: { number: null, kind: null, free: null, rank: null }, bar: cell }
  }
  if (m.form === 'above') {
    const line = captionHeight(m)
    const y = cell.y + line / 2
    const kind = start(cell.x + n + TEXT_GAP, y, Math.min(k, cell.w - n - TEXT_GAP))
    const texts = { number: start(cell.x, y, n), kind, free: end(right, y, f), rank: kind }
    return { texts, bar: { ...cell, y: cell.y + line, h: cell.h - line } }
  }
  if (m.form === 'room') {
    const { left } = besideBar(m.form, m.widths)
    const bar = { ...cell, x: cell.x + left, w: cell.w - left }
    const rank = end(cell.x + k, middle, k)
    return { texts: { number: null, kind: null, free: null, rank }, bar }
  }
  const beside = besideBar(m.form, m.widths)
  const bar = { ...cell, x: cell.x + beside.left, w: cell.w - beside.left - beside.right }
  const number = start(cell.x, middle, n)
  const free = m.form === 'bare' ? null : end(right, middle, f)
  const kind = m.form === 'beside' ? start(bar.x + bar.w + TEXT_GAP + 2, middle, k) : null
  return { texts: { number, kind, free, rank: kind ?? free }, bar }
}
