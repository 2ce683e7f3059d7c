import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instant } from './instant.ts'
import { type Keyframe, type KeyframePolicy, Keyframes } from './keyframes.ts'

const POLICY: KeyframePolicy = { every: 10, recent: 4, sparse: 50, bytes: 1_000_000 }

const frameAt = (work: number, bytes = 1): Keyframe<number> => ({
  at: instant(work * 10),
  position: Math.floor(work / 2),
  work,
  bytes,
  state: work,
})

/** Does work one unit at a time, or in steps, and keeps a frame whenever one is due. */
function run(
  policy: KeyframePolicy,
  steps: readonly number[],
  bytes: (work: number) => number,
  look: (frames: Keyframes<number>, work: number) => void,
): Keyframes<number> {
  const frames = new Keyframes<number>(policy)
  frames.add(frameAt(0, bytes(0)))
  let work = 0
  for (const step of steps) {
    work += step
    if (frames.due(work)) frames.add(frameAt(work, bytes(work)))
    look(frames, work)
  }
  return frames
}

const works = (frames: Keyframes<number>) => frames.all.map((frame) => frame.work)
const gaps = (all: readonly number[]) => all.slice(1).map((work, i) => work - (all[i] ?? 0))
const steps = fc.array(fc.integer({ min: 1, max: 4 }), {
  minLength: 1,
  maxLength: 600,
  size: 'max',
})

describe('keyframes', () => {
  it('lie close where they are new, and stay near enough where they are old', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const largest = POLICY.every + Math.max(...all) - 1
        run(
          POLICY,
          all,
          () => 1,
          (frames, work) => {
            const kept = works(frames)
            expect(kept[0]).toBe(0)
            expect(work - (kept[kept.length - 1] ?? 0)).toBeLessThan(largest + 1)
            for (const gap of gaps(kept)) expect(gap).toBeGreaterThanOrEqual(POLICY.every)
            for (const gap of gaps(kept.slice(-POLICY.recent))) {
              expect(gap).toBeLessThanOrEqual(largest)
            }
            for (const gap of gaps(kept)) expect(gap).toBeLessThanOrEqual(POLICY.sparse + largest)
          },
        )
      }),
      { numRuns: 40 },
    )
  })

  it('grow in number with the length of the past only by the sparse rule', () => {
    const frames = run(
      POLICY,
      Array(5000).fill(1),
      () => 1,
      () => {},
    )
    expect(frames.all.length).toBeLessThanOrEqual(5000 / POLICY.sparse + POLICY.recent + 2)
    expect(frames.all.length).toBeGreaterThanOrEqual(5000 / (POLICY.sparse + POLICY.every))
  })

  it('stay within their bytes, and never lose the first', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 10, max: 40 }), (all, each) => {
        const policy = { ...POLICY, sparse: 20, bytes: 300 }
        run(
          policy,
          all,
          (work) => (work === 0 ? 5 : each),
          (frames) => {
            const sum = frames.all.reduce((total, frame) => total + frame.bytes, 0)
            expect(sum).toBeLessThanOrEqual(policy.bytes)
            expect(works(frames)[0]).toBe(0)
          },
        )
      }),
      { numRuns: 40 },
    )
  })

  it('thin the older first when bytes are short', () => {
    const policy = { ...POLICY, sparse: 20, bytes: 20 }
    const kept = works(
      run(
        policy,
        Array(1000).fill(1),
        () => 1,
        () => {},
      ),
    )
    const recent = gaps(kept.slice(-POLICY.recent))
    const old = gaps(kept.slice(0, -POLICY.recent))
    expect(Math.max(...recent)).toBe(POLICY.every)
    expect(Math.max(...old)).toBeGreaterThan(policy.sparse + POLICY.every)
  })

  it('give the newest one at or before an instant and a position', () => {
    fc.assert(
      fc.property(steps, fc.nat(2000), fc.nat(1000), (all, at, position) => {
        const frames = run(
          POLICY,
          all,
          () => 1,
          () => {},
        )
        const fits = frames.all.filter((each) => each.at <= at && each.position <= position)
        expect(frames.before(instant(at), position)).toBe(fits[fits.length - 1])
        frames.dropAfter(instant(at), position)
        expect(frames.all).toEqual(fits)
      }),
      { numRuns: 40 },
    )
  })

  it('are not due again where a replay passes', () => {
    const frames = run(
      POLICY,
      Array(100).fill(1),
      () => 1,
      () => {},
    )
    expect(frames.due(55)).toBe(false)
    expect(frames.due(109)).toBe(false)
    expect(frames.due(110)).toBe(true)
  })
})
