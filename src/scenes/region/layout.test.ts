/** The Region's layout: sums hold, nothing leaves its box or overlaps, and a finger can hit what it should. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instant } from '../../cloud/kernel/instant.ts'
import { labRef } from '../../cloud/kernel/ref.ts'
import type { HostView, RegionView, SliceView } from '../../cloud/views/types.ts'
import { freeVcpus } from './describe.ts'
import { regionFixture } from './fixture.ts'
import { layout as layoutOf } from './layout.ts'
import {
  type Box,
  type Density,
  type HostMark,
  hostsIn,
  type Plan,
  type Rect,
  TARGET,
} from './plan.ts'
import { LINE, textWidth } from './text.ts'
import { en } from './words.ts'

const HAIR = 1e-6
const layout = (view: RegionView, box: Box, density: Density, windowHeight?: number) =>
  layoutOf(view, box, density, en, windowHeight)
const within = (inner: Rect, outer: Rect) =>
  inner.x >= outer.x - HAIR &&
  inner.y >= outer.y - HAIR &&
  inner.x + inner.w <= outer.x + outer.w + HAIR &&
  inner.y + inner.h <= outer.y + outer.h + HAIR
const apart = (a: Rect, b: Rect) =>
  a.x + a.w <= b.x + HAIR ||
  b.x + b.w <= a.x + HAIR ||
  a.y + a.h <= b.y + HAIR ||
  b.y + b.h <= a.y + HAIR

/** Fails unless all of a plan lies in the box, in its place, and beside the rest. */
function sound(plan: Plan, view: RegionView) {
  const box = { x: 0, y: 0, w: plan.box.width, h: plan.box.height }
  const marks = hostsIn(plan)
  const views = new Map(
    view.zones.flatMap((z) => z.racks.flatMap((r) => r.hosts.map((h) => [h.ref, h]))),
  )
  expect(marks).toHaveLength(views.size)
  for (const zone of plan.zones) expect(within(zone, box), 'a zone').toBe(true)
  for (const [name, rect] of textsOf(plan, view)) expect(within(rect, box), name).toBe(true)
  for (const mark of marks) {
    const host = views.get(mark.ref)
    expect(within(mark, box), 'a host').toBe(true)
    expect(within(mark.hit, box), 'a hit area').toBe(true)
    expect(mark.w).toBeGreaterThan(0)
    expect(mark.h).toBeGreaterThan(0)
    for (const slice of mark.slices) expect(within(slice, mark.track), 'a slice').toBe(true)
    const widths = mark.slices.reduce((n, slice) => n + slice.w, 0)
    expect(widths).toBeCloseTo((host?.usedVcpus ?? 0) * mark.vcpuWidth, 6)
    expect(mark.end - mark.track.x).toBeCloseTo(widths, 6)
    pairwise(mark.slices)
  }
  pairwise(marks)
  pairwise(marks.map(({ cell }) => cell))
  pairwise(plan.zones)
  if (plan.form !== 'none') clear(plan, view)
}

/** Every text of a plan with the rectangle that its letters may take. */
function textsOf(plan: Plan, view: RegionView): readonly (readonly [string, Rect])[] {
  const hosts = new Map(
    view.zones.flatMap((z) => z.racks.flatMap((r) => r.hosts.map((h) => [h.ref, h]))),
  )
  const size = plan.labelSize
  const line = (text: string, x: number, y: number, anchor: 'start' | 'end', type = size) => {
    const w = textWidth(text, type)
    return [text, { x: anchor === 'end' ? x - w : x, y: y - type / 2, w, h: type }] as const
  }
  const captions = (mark: HostMark) => {
    const host = hosts.get(mark.ref)
    if (host === undefined) return []
    const texts = {
      number: host.label,
      kind: en.kind(host.hardware),
      free: String(freeVcpus(host)),
    }
    if (plan.form === 'room') {
      const { rank } = mark
      return rank === null ? [] : [line(en.ordinal(4), rank.x, rank.y, rank.anchor)]
    }
    return (['number', 'kind', 'free'] as const).flatMap((part) => {
      const spot = mark[part]
      return spot === null ? [] : [line(texts[part], spot.x, spot.y, spot.anchor)]
    })
  }
  return [
    ...plan.zones.map((z) => line(en.zone(z.label), z.title.x, z.title.y, 'start', plan.titleSize)),
    ...plan.heads.map((head) => line(head.text, head.x, head.y, 'end')),
    ...plan.racks.map((rack) => {
      const [text, rect] = line(en.rack(rack.label), rack.x, rack.y, 'start')
      const turned = { x: rack.x - size / 2, y: rack.y - rect.w / 2, w: size, h: rect.w }
      return [text, rack.turned ? turned : rect] as const
    }),
    ...hostsIn(plan).flatMap(captions),
  ]
}

/** Fails unless every text stands clear of the other texts and of every bar. */
function clear(plan: Plan, view: RegionView) {
  const texts = textsOf(plan, view)
  texts.forEach(([name, rect], i) => {
    for (const [other, its] of texts.slice(i + 1)) {
      if (!apart(rect, its)) expect.fail(`“${name}” meets “${other}”`)
    }
    for (const bar of hostsIn(plan)) {
      if (!apart(rect, bar)) expect.fail(`“${name}” meets the bar of ${bar.label}`)
    }
  })
}

function pairwise(rects: readonly Rect[]) {
  rects.forEach((a, i) => {
    for (const b of rects.slice(i + 1)) if (!apart(a, b)) expect.fail('two marks overlap')
  })
}

/** The boxes of the product, with what a reader finds there: as measured in the page. */
const BOXES = [
  ['a desk of 1440 by 900', 994, 532, 'learn', 'beside', 9],
  ['a short desk of 1366 by 640', 943, 428, 'learn', 'beside', 9],
  ['1280 by 720 with the inspector open', 666, 429, 'learn', 'above', 9],
  ['a tablet of 1024 by 768', 671, 477, 'learn', 'above', 9],
  ['a phone', 362, 391, 'learn', 'above', 0],
  ['a phone with a tall sheet', 362, 270, 'learn', 'number', 0],
  ['400 % zoom', 292, 227, 'learn', 'bare', 0],
] as const

describe.each(BOXES)('the region at %s: %i by %i', (_name, width, height, density, form, racks) => {
  const view = regionFixture()
  const plan = layout(view, { width, height }, density)
  it('is sound', () => {
    sound(plan, view)
  })
  it('has every host’s number, and what else there is room for', () => {
    expect(plan.form).toBe(form)
    expect(plan.racks).toHaveLength(racks)
    expect(hostsIn(plan).every(({ number }) => number !== null)).toBe(true)
    const facts = hostsIn(plan).filter(({ kind, free }) => kind !== null && free !== null)
    expect(facts).toHaveLength(form === 'beside' || form === 'above' ? 36 : 0)
    expect(plan.heads).toHaveLength(form === 'bare' ? 0 : 3)
  })
  it('has labels of at least 12.5 px, in lines that do not touch', () => {
    expect(Math.min(plan.titleSize, plan.labelSize)).toBeGreaterThanOrEqual(12.5)
    const pitch = (plan.rows[1]?.[0]?.cell.y ?? 0) - (plan.rows[0]?.[0]?.cell.y ?? 0)
    expect(pitch).toBeGreaterThanOrEqual(plan.labelSize * LINE)
  })
})

/** A projector: the stage's box in a window, beside the step's column and over the foot. */
describe.each([
  [1230, 920, 1080],
  [820, 600, 720],
  [640, 620, 768],
])('the region at a projector: %i by %i in a window %i high', (width, height, windowHeight) => {
  const view = regionFixture()
  const plan = layout(view, { width, height }, 'room', windowHeight)
  it('is sound', () => {
    sound(plan, view)
  })
  it('has labels of 3.3 % of the window and lines of 3 px at 1080', () => {
    expect(plan.labelSize).toBeGreaterThanOrEqual(windowHeight * 0.033)
    expect(plan.titleSize).toBeGreaterThanOrEqual(windowHeight * 0.033)
    expect(plan.stroke).toBeGreaterThanOrEqual((3 * windowHeight) / 1080)
    for (const mark of hostsIn(plan)) {
      expect(mark.w).toBeGreaterThan(windowHeight * 0.1)
      expect([mark.number, mark.kind, mark.free]).toEqual([null, null, null])
      expect(mark.rank).not.toBeNull()
    }
  })
  it('gives the bars the width of their columns but for a gutter that all share', () => {
    for (const zone of plan.zones) {
      const bars = hostsIn(plan).filter((mark) => mark.zone === zone.label)
      for (const bar of bars) {
        expect(bar.x + bar.w).toBeCloseTo(zone.x + zone.w, 6)
        expect(bar.x - zone.x).toBeLessThan(windowHeight * 0.09)
        expect(bar.w).toBeGreaterThan(zone.w * 0.6)
        expect(bar.x).toBe(zone.title.x)
      }
    }
  })
})

/** What a widget's picture gets of its sizes, less the controls, the sentence and the margin. */
describe.each([
  [304, 176, 'none', 3],
  [464, 174, 'bare', 6],
  [704, 301, 'bare', 6],
  [944, 496, 'beside', 3],
] as const)('the region in a widget, %i by %i', (width, height, form, columns) => {
  const view = regionFixture()
  const plan = layout(view, { width, height }, 'embed')
  it('is sound', () => {
    sound(plan, view)
    expect([plan.form, plan.columns]).toEqual([form, columns])
  })
  it('has labels of at least 12 px, and from 480 px on hosts that can be pointed at', () => {
    expect(Math.min(plan.titleSize, plan.labelSize)).toBeGreaterThanOrEqual(12)
    const hits = hostsIn(plan).map(({ hit }) => hit)
    pairwise(hits)
    if (form === 'none') return
    for (const hit of hits) expect(Math.min(hit.w, hit.h)).toBeGreaterThanOrEqual(TARGET)
  })
})

describe('targets', () => {
  it.each([
    [994, 532],
    [943, 428],
    [671, 477],
    [362, 391],
  ])('are 24 px high and do not overlap at %i by %i', (width, height) => {
    const hits = hostsIn(layout(regionFixture(), { width, height }, 'learn')).map(({ hit }) => hit)
    for (const hit of hits) expect(Math.min(hit.w, hit.h)).toBeGreaterThanOrEqual(TARGET)
    pairwise(hits)
  })
})

describe('the arrangements', () => {
  const view = regionFixture()
  it('puts zones side by side with their racks named, at a desk', () => {
    const plan = layout(view, { width: 1080, height: 700 }, 'learn')
    expect(plan.columns).toBe(3)
    expect(plan.racks.some(({ turned }) => turned)).toBe(false)
  })
  it('has a place for a rank that is no other text’s but the hardware’s', () => {
    for (const mark of hostsIn(layout(view, { width: 1080, height: 700 }, 'learn'))) {
      expect(mark.rank).toBe(mark.kind)
    }
  })
  it('shows hosts that are rented beyond their vCPU within the track', () => {
    const [zone] = view.zones
    const over = zone === undefined ? [] : [{ ...zone, racks: zone.racks.map(halved) }]
    const tight = { ...view, zones: over }
    sound(layout(tight, { width: 900, height: 600 }, 'learn'), tight)
  })
})

type Rack = RegionView['zones'][number]['racks'][number]
const halved = (rack: Rack): Rack => ({
  ...rack,
  hosts: rack.hosts.map((host) => ({ ...host, vcpus: 4 })),
})

const counts = fc.array(
  fc.array(
    fc.array(fc.array(fc.constantFrom(1, 2, 4, 8, 16), { maxLength: 4 }), { maxLength: 5 }),
    {
      maxLength: 3,
    },
  ),
  { minLength: 1, maxLength: 4 },
)

/** A region from nested lists: zones of racks of hosts of vCPU; at most 240 slices. */
function regionOf(zones: readonly (readonly (readonly (readonly number[])[])[])[]): RegionView {
  let id = 0
  const next = (kind: string) => {
    id += 1
    return labRef(kind, String(id))
  }
  const slice = (vcpus: number): SliceView => {
    const owner = id % 20
    const size = { vcpus, memoryMib: 1024, type: 't3.micro' }
    const since = instant(0)
    return {
      ref: next('slice'),
      id: `i-${id}`,
      owner,
      ...size,
      state: 'running',
      name: null,
      since,
    }
  }
  const host = (vcpus: readonly number[]): HostView => ({
    ref: next('host'),
    label: String(id),
    hardware: 'intel-general',
    vcpus: 64,
    memoryMib: 1024,
    usedVcpus: vcpus.reduce((n, v) => n + v, 0),
    usedMemoryMib: 0,
    slices: vcpus.map(slice),
  })
  const views = zones.map((racks, z) => ({
    ref: next('zone'),
    name: `us-east-1${z}`,
    label: String(z),
    racks: racks.map((hosts) => ({ ref: next('rack'), label: String(id), hosts: hosts.map(host) })),
  }))
  return { region: 'us-east-1', zones: views, owners: [], mine: [], instances: 0 }
}

describe('any region in any box', () => {
  it('is sound', () => {
    const height = fc.integer({ min: 240, max: 1100 })
    const boxes = (width: number) =>
      fc.record({ width: fc.integer({ min: width, max: 1600 }), height })
    const anywhere = fc.oneof(
      fc.tuple(boxes(320), fc.constantFrom<Density>('embed', 'learn')),
      // No projector shows a stage of 600 px.
      fc.tuple(boxes(600), fc.constant<Density>('room')),
    )
    fc.assert(
      fc.property(counts, anywhere, (zones, [box, density]) => {
        const view = regionOf(zones)
        sound(layout(view, box, density), view)
      }),
      { numRuns: 150 },
    )
  })
})
