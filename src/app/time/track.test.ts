import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventRecord } from '../../cloud/kernel/events.ts'
import { after, EPOCH, type Instant, milliseconds } from '../../cloud/kernel/instant.ts'
import { ec2Ref, labRef } from '../../cloud/kernel/ref.ts'
import {
  barsUnderWay,
  instantAt,
  layoutTrack,
  MERGE_PX,
  neighbour,
  placeOf,
  positionIn,
  refOf,
  trackLength,
  trackScale,
} from './track.ts'

const instance = ec2Ref('123456789012', 'instance', 'i-1')
const at = (ms: number): Instant => after(EPOCH, milliseconds(ms))
const event = (seq: number, ms: number, type: string): EventRecord => ({
  seq,
  at: at(ms),
  type,
  subjects: type.startsWith('call.') ? [labRef('call', 'r-1')] : [instance],
  cause: null,
  detail: {},
})
const EVENTS = [
  event(1, 1000, 'call.answered'),
  event(2, 1200, 'compute.placement.chosen'),
  event(3, 1900, 'compute.instance.carved'),
  event(4, 4100, 'compute.instance.image-attached'),
  event(5, 4150, 'compute.instance.connected'),
  event(6, 9000, 'compute.instance.running'),
]
/** A track that has reached `ms` since its first event at 1 s. */
const reaching = (ms: number) => trackScale(at(1000), trackLength(at(ms) - at(1000)), 1000)
const scale = reaching(9000)

describe('the track', () => {
  test('merges dots closer than 24 px, and loses none', () => {
    const { dots } = layoutTrack(scale, EVENTS)
    expect(dots.flatMap((dot) => dot.events)).toHaveLength(EVENTS.length)
    expect(dots.find((dot) => dot.events.length === 2)?.events.map(({ seq }) => seq)).toEqual([
      4, 5,
    ])
    for (const lane of ['calls', 'placement', 'machine']) {
      const xs = dots.filter((dot) => dot.lane === lane).map((dot) => dot.x)
      for (const [i, x] of xs.entries())
        expect(x - (xs[i - 1] ?? -1e9)).toBeGreaterThanOrEqual(MERGE_PX)
    }
  })

  test('however close events come, no two dots of a lane run into each other', () => {
    const types = ['call.answered', 'compute.placement.chosen', 'compute.instance.running']
    const happening = fc.tuple(fc.nat(60_000), fc.constantFrom(...types))
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), fc.boolean(), (all, oneLine) => {
        const events = all
          .sort(([a], [b]) => a - b)
          .map(([ms, type], seq) => event(seq, 1000 + ms, type))
        const { dots } = layoutTrack(reaching(61_000), events, oneLine)
        for (const lane of new Set(dots.map((dot) => (oneLine ? '' : dot.lane)))) {
          const xs = dots.filter((dot) => oneLine || dot.lane === lane).map(({ x }) => x)
          for (const [i, x] of xs.slice(1).entries())
            expect(x - (xs[i] ?? x)).toBeGreaterThanOrEqual(MERGE_PX)
        }
      }),
    )
  })

  test('draws each stage as a bar from the beat before to its own', () => {
    const { bars } = layoutTrack(scale, EVENTS)
    expect(bars.map(({ lane }) => lane)).toEqual([
      'placement',
      'machine',
      'machine',
      'machine',
      'machine',
    ])
    const [choose, carve] = bars
    expect(carve?.x).toBeGreaterThanOrEqual((choose?.x ?? 0) + (choose?.width ?? 0))
  })

  test('draws the stages under way up to now, those that began together as one', () => {
    const stage = { name: 'boot' as const, leaves: at(4150), arrives: at(20_000) }
    const ended = { name: 'network' as const, leaves: at(4100), arrives: at(4150) }
    const bars = barsUnderWay(scale, [stage, { ...stage, arrives: at(21_000) }, ended], at(9000))
    expect(bars).toHaveLength(1)
    const [bar] = bars
    expect((bar?.x ?? 0) + (bar?.width ?? 0)).toBeCloseTo(placeOf(scale, at(9000)), 0)
  })

  test('leaves room for what is to come, and stands still between steps of its length', () => {
    expect(placeOf(scale, at(9000))).toBeLessThan(850)
    expect(reaching(9100)).toEqual(scale)
    expect(reaching(60_000)).not.toEqual(scale)
  })

  test('a place on it is an instant, never beyond the head or before the start', () => {
    expect(instantAt(scale, placeOf(scale, at(8000)), at(9000))).toBe(at(8000))
    expect(instantAt(scale, 5000, at(9000))).toBe(at(9000))
    expect(instantAt(scale, -50, at(9000))).toBeGreaterThanOrEqual(0)
  })

  test('knows where now is among the events, and what lies beside it', () => {
    expect(positionIn(EVENTS, at(500))).toEqual({ index: -1, event: null })
    expect(positionIn(EVENTS, at(4120)).event?.seq).toBe(4)
    expect(neighbour(EVENTS, at(4100), 1)).toBe(at(4150))
    expect(neighbour(EVENTS, at(4100), -1)).toBe(at(1900))
    expect(neighbour(EVENTS, at(9000), 1)).toBeNull()
  })

  test('an event leads to its call or to its first thing', () => {
    expect(EVENTS.slice(0, 2).map(refOf)).toEqual([labRef('call', 'r-1'), instance])
  })
})
