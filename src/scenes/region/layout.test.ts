/** The Region's layout: sums hold, nothing leaves its box or overlaps, and a finger can hit what it should. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instant } from '../../cloud/kernel/instant.ts'
import { labRef } from '../../cloud/kernel/ref.ts'
import type { HostView, RegionView, SliceView } from '../../cloud/views/types.ts'
import { regionFixture } from './fixture.ts'
import { type Density, hostsIn, layout, type Plan, type Rect, TARGET } from './layout.ts'

const HAIR = 1e-6
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
  for (const { x, y } of plan.racks) {
    expect(within({ x, y: y - plan.labelSize / 2, w: 1, h: plan.labelSize }, box)).toBe(true)
  }
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
  pairwise(plan.zones)
}

function pairwise(rects: readonly Rect[]) {
  rects.forEach((a, i) => {
    for (const b of rects.slice(i + 1)) if (!apart(a, b)) expect.fail('two marks overlap')
  })
}

const BOXES = [
  ['the stage at 1440', 1080, 700, 'learn'],
  ['a short stage', 1000, 480, 'learn'],
  ['a stage of 400 px for 36 hosts', 960, 400, 'learn'],
  ['a phone', 390, 600, 'learn'],
  ['a widget', 320, 400, 'embed'],
  ['a projector', 1200, 990, 'room'],
] as const

describe.each(BOXES)('the region in %s, %i by %i', (_name, width, height, density) => {
  const view = regionFixture()
  it('is sound', () => {
    sound(layout(view, { width, height }, density), view)
  })
  it('has targets of 24 px that do not overlap', () => {
    const hits = hostsIn(layout(view, { width, height }, density)).map(({ hit }) => hit)
    for (const hit of hits) expect(Math.min(hit.w, hit.h)).toBeGreaterThanOrEqual(TARGET)
    pairwise(hits)
  })
  it('has bars of at least 18 px and labels of at least 12.5 px', () => {
    const plan = layout(view, { width, height }, density)
    for (const host of hostsIn(plan)) expect(host.h).toBeGreaterThanOrEqual(18)
    expect(Math.min(plan.titleSize, plan.labelSize - 0.5)).toBeGreaterThanOrEqual(12.5)
  })
})

describe('the arrangements', () => {
  const view = regionFixture()
  it('puts zones side by side with their racks named, at a desk', () => {
    const plan = layout(view, { width: 1080, height: 700 }, 'learn')
    expect(plan.mode).toBe('columns')
    expect(plan.columns).toBe(3)
    expect(plan.racks).toHaveLength(9)
  })
  it('stacks zones on a phone, a rack a column when bars would be too thin', () => {
    const plan = layout(view, { width: 390, height: 600 }, 'learn')
    expect(plan.mode).toBe('stacked')
    expect(plan.columns).toBe(3)
  })
  it('gives a phone whole-width bars when there are few hosts', () => {
    const zones = view.zones.map((zone) => ({ ...zone, racks: zone.racks.slice(0, 1) }))
    const plan = layout({ ...view, zones }, { width: 362, height: 520 }, 'learn')
    expect(plan.columns).toBe(1)
    expect(hostsIn(plan)[0]?.w).toBe(362)
  })
  it('keeps room for ranks where there is width, so that bars never change theirs', () => {
    const [wide] = hostsIn(layout(view, { width: 1080, height: 700 }, 'learn'))
    const [narrow] = hostsIn(layout(view, { width: 390, height: 600 }, 'learn'))
    expect(wide?.gutter).toBeGreaterThan((wide?.x ?? 0) + (wide?.w ?? 0))
    expect(narrow?.gutter).toBeNull()
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
    const boxes = fc.record({
      width: fc.integer({ min: 320, max: 1600 }),
      height: fc.integer({ min: 240, max: 1100 }),
    })
    const densities = fc.constantFrom<Density>('embed', 'learn', 'room')
    fc.assert(
      fc.property(counts, boxes, densities, (zones, box, density) => {
        const view = regionOf(zones)
        sound(layout(view, box, density), view)
      }),
      { numRuns: 150 },
    )
  })
})
