import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from './assert.ts'
import { type EventRecord, type EventRegistry, Events } from './events.ts'
import { instant } from './instant.ts'
import { LIMITS } from './limits.ts'
import { UndoLog } from './undo.ts'

const REGISTRY: EventRegistry = {
  'test.rare': { lane: 'calls', beat: true, keep: 'milestone' },
  'test.often': { lane: 'machine', beat: false, keep: 'ring' },
}
type Type = 'test.rare' | 'test.often'

class Bench {
  readonly undo = new UndoLog()
  readonly events = new Events(REGISTRY, this.undo)

  emit(type: Type, at = 0): number {
    return this.events.emit({ at: instant(at), type, subjects: [], cause: null, detail: {} })
  }

  /** Events by the hundred thousand, told as they come, as a run tells them. */
  many(count: number, type: Type = 'test.often'): void {
    for (let i = 0; i < count; i++) {
      this.emit(type, this.events.next)
      this.events.flush()
    }
  }
}

const numbers = (events: readonly EventRecord[]) => events.map((event) => event.seq)
const from1to = (count: number) => Array.from({ length: count }, (_, i) => i + 1)

describe('the newest event that is meant', () => {
  it('is found among rare and frequent ones, up to the present position', () => {
    const bench = new Bench()
    for (const type of ['test.rare', 'test.often', 'test.rare', 'test.often'] as const) {
      bench.emit(type)
    }
    bench.events.flush()
    const latest = (type?: Type) =>
      bench.events.latest((event) => type === undefined || event.type === type)?.seq
    expect([latest(), latest('test.rare'), latest('test.often')]).toEqual([4, 3, 4])
    bench.events.moveTo(3)
    expect([latest(), latest('test.rare'), latest('test.often')]).toEqual([2, 1, 2])
    bench.events.moveTo(1)
    expect(latest()).toBeUndefined()
  })
})

describe('events of a transaction', () => {
  it('wait for the commit, and are told once, in order', () => {
    const bench = new Bench()
    const told: number[] = []
    bench.events.listen((event) => told.push(event.seq))
    bench.undo.begin()
    bench.emit('test.rare')
    bench.emit('test.often')
    expect(bench.events.known()).toEqual([])
    expect(bench.events.find(1)).toBeUndefined()
    bench.undo.commit()
    bench.events.flush()
    bench.events.flush()
    expect(told).toEqual([1, 2])
    expect(numbers(bench.events.known())).toEqual([1, 2])
    expect(bench.events.find(2)?.type).toBe('test.often')
  })

  it('leave nothing behind when it is rolled back, not even a number', () => {
    const type = fc.constantFrom<Type>('test.rare', 'test.often')
    const attempt = fc.record({ types: fc.array(type, { maxLength: 4 }), keep: fc.boolean() })
    fc.assert(
      fc.property(fc.array(attempt, { maxLength: 12, size: 'max' }), (attempts) => {
        const bench = new Bench()
        const told: EventRecord[] = []
        bench.events.listen((event) => told.push(event))
        const kept: string[] = []
        for (const { types, keep } of attempts) {
          bench.undo.begin()
          for (const each of types) bench.emit(each)
          if (keep) {
            bench.undo.commit()
            kept.push(...types)
          } else bench.undo.rollback()
          bench.events.flush()
        }
        expect(told.map((event) => event.type)).toEqual(kept)
        expect(numbers(told)).toEqual(from1to(kept.length))
        expect(bench.events.next).toBe(kept.length + 1)
        expect(bench.events.known()).toEqual(told)
      }),
    )
  })
})

describe('the store', () => {
  it('refuses a type that is not in the registry', () => {
    const bench = new Bench()
    const event = { at: instant(0), type: 'test.unknown', subjects: [], cause: null, detail: {} }
    expect(() => bench.events.emit(event)).toThrow(AssertionError)
  })

  it('keeps milestones for ever and the newest of the rest', () => {
    const bench = new Bench()
    bench.many(3, 'test.rare')
    bench.many(2 * LIMITS.ringEvents + 10)
    bench.many(2, 'test.rare')
    const known = bench.events.known()
    expect(numbers(known.filter((event) => event.type === 'test.rare'))).toEqual([
      1,
      2,
      3,
      bench.events.next - 2,
      bench.events.next - 1,
    ])
    const often = numbers(known.filter((event) => event.type === 'test.often'))
    expect(often.length).toBeGreaterThanOrEqual(LIMITS.ringEvents)
    expect(often.length).toBeLessThanOrEqual(2 * LIMITS.ringEvents)
    expect(often[often.length - 1]).toBe(bench.events.next - 3)
    expect(often[0]).toBe(bench.events.next - 2 - often.length)
  })

  it('is refilled around the present by a replay, before and after', () => {
    const bench = new Bench()
    bench.many(2 * LIMITS.ringEvents + 10)
    expect(bench.events.find(1)).toBeUndefined()
    bench.events.moveTo(1)
    bench.many(LIMITS.ringEvents)
    // All that a recent past can show is there, though the future was kept too.
    expect(numbers(bench.events.since(1))).toEqual(from1to(LIMITS.ringEvents))
    bench.many(2 * LIMITS.ringEvents)
    const recent = bench.events.next - LIMITS.ringEvents
    expect(bench.events.since(recent)).toHaveLength(LIMITS.ringEvents)
    expect(bench.events.known().length).toBeLessThanOrEqual(2 * LIMITS.ringEvents)
  })

  it('shows what lies up to the present, and knows what lies beyond', () => {
    const bench = new Bench()
    bench.many(5)
    bench.events.moveTo(3)
    expect(numbers(bench.events.since(2))).toEqual([2])
    expect(bench.events.since(4)).toEqual([])
    expect(numbers(bench.events.known())).toEqual([1, 2, 3, 4, 5])
  })

  it('tells listeners of a replay again, and none after they have left', () => {
    const bench = new Bench()
    bench.many(3)
    bench.events.moveTo(2)
    const told: number[] = []
    const leave = bench.events.listen((event) => told.push(event.seq))
    bench.many(3)
    leave()
    bench.many(1)
    expect(told).toEqual([2, 3, 4])
  })
})

describe('a replay', () => {
  it('that repeats the known events adds none', () => {
    const bench = new Bench()
    bench.emit('test.rare', 1)
    bench.emit('test.often', 2)
    const known = bench.events.known()
    bench.events.moveTo(1)
    bench.emit('test.rare', 1)
    bench.emit('test.often', 2)
    expect(bench.events.known()).toEqual(known)
  })

  it.each([
    ['a milestone gone', 'test.often', 1],
    ['another instant', 'test.rare', 2],
  ] as const)('that diverges is stopped at once: %s', (_name, type, at) => {
    const bench = new Bench()
    bench.emit('test.rare', 1)
    bench.emit('test.often', 3)
    bench.emit('test.rare', 4)
    bench.events.moveTo(1)
    expect(() => bench.emit(type, at)).toThrow(AssertionError)
  })
})

it('notices a milestone where the ring, not kept any more, had another event', () => {
  const bench = new Bench()
  bench.many(2 * LIMITS.ringEvents + 10)
  bench.emit('test.rare', 1)
  bench.events.moveTo(1)
  expect(() => bench.emit('test.rare', 1)).toThrow(AssertionError)
})

describe('a branch', () => {
  it('takes the future away and can bring it back', () => {
    const mix = fc.array(fc.constantFrom<Type>('test.rare', 'test.often'), {
      maxLength: 20,
      size: 'max',
    })
    fc.assert(
      fc.property(mix, fc.nat(20), mix, (types, cut, other) => {
        const bench = new Bench()
        for (const each of types) bench.emit(each)
        const before = bench.events.known()
        const at = Math.min(cut, types.length) + 1
        bench.events.moveTo(at)
        const future = bench.events.truncate()
        expect(bench.events.known()).toEqual(before.slice(0, at - 1))
        expect(future).toEqual(before.slice(at - 1))
        for (const each of other) bench.emit(each, 7)
        bench.events.moveTo(at)
        bench.events.truncate()
        bench.events.adopt(future)
        const rare = before.filter((each) => each.type === 'test.rare')
        expect(bench.events.known().filter((each) => each.type === 'test.rare')).toEqual(rare)
        for (const each of types.slice(at - 1)) bench.emit(each)
        expect(bench.events.known()).toEqual(before)
      }),
    )
  })

  it('of a save brings the ring too, and a replay from before it refills it', () => {
    const bench = new Bench()
    bench.emit('test.often')
    bench.emit('test.rare')
    bench.emit('test.often')
    const saved = bench.events.known()
    const other = new Bench()
    other.events.moveTo(4)
    other.events.adopt(saved.slice(1))
    expect(other.events.known()).toEqual(saved.slice(1))
    other.events.moveTo(1)
    other.emit('test.often')
    other.emit('test.rare')
    other.emit('test.often')
    expect(numbers(other.events.known())).toEqual([1, 2, 3])
  })

  it('adopts only types of its registry', () => {
    const bench = new Bench()
    const strange = {
      seq: 1,
      at: instant(0),
      type: 'old.type',
      subjects: [],
      cause: null,
      detail: {},
    }
    bench.events.adopt([strange])
    expect(bench.events.known()).toEqual([])
  })
})
