import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError, must } from './assert.ts'
import { type Instant, instant } from './instant.ts'
import { defineTimer, Schedule, type ScheduleSnapshot } from './schedule.ts'
import { integer } from './schema.ts'
import { UndoLog } from './undo.ts'
import { DecodeError, Reader, Writer } from './value.ts'

const boot = defineTimer('test.boot', integer)
const stop = defineTimer('test.stop', integer)
const KINDS = [boot, stop]

/** The truth: a list that is sorted whenever it is asked. */
interface Pending {
  readonly at: Instant
  readonly sequence: number
  readonly data: number
}

const sorted = (pending: readonly Pending[]) =>
  pending.toSorted((a, b) => a.at - b.at || a.sequence - b.sequence)

// Few instants, so that ties are common; negative ones are those of set-up.
const at = fc.integer({ min: -3, max: 6 }).map(instant)
const change = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('set' as const), at, data: fc.nat(99) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(40) }) },
)
const step = fc.oneof(
  { weight: 6, arbitrary: change },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('due' as const), at }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('transaction' as const),
      changes: fc.array(change, { maxLength: 6 }),
      keep: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'snapshot' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restore' as const }) },
)
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

class Pair {
  readonly undo = new UndoLog()
  readonly schedule = new Schedule(KINDS, this.undo)
  model: Pending[] = []
  next = 1
  kept: { snapshot: ScheduleSnapshot; model: Pending[]; next: number } | null = null

  change(each: Change): void {
    if (each.kind === 'set') {
      const sequence = this.schedule.set(each.data % 2 === 0 ? boot : stop, each.at, each.data)
      expect(sequence).toBe(this.next)
      this.model.push({ at: each.at, sequence, data: each.data })
      this.next += 1
    } else {
      const known = this.model.some((timer) => timer.sequence === each.which)
      expect(this.schedule.cancel(each.which)).toBe(known)
      this.model = this.model.filter((timer) => timer.sequence !== each.which)
    }
  }

  step(each: Step): void {
    if (each.kind === 'due') this.due(each.at)
    else if (each.kind === 'snapshot') {
      const snapshot = this.schedule.snapshot()
      this.kept = { snapshot, model: [...this.model], next: this.next }
    } else if (each.kind === 'restore') {
      if (this.kept === null) return
      this.schedule.restore(this.kept.snapshot)
      this.model = [...this.kept.model]
      this.next = this.kept.next
    } else if (each.kind === 'transaction') {
      const before = { model: [...this.model], next: this.next }
      this.undo.begin()
      for (const one of each.changes) this.change(one)
      if (each.keep) this.undo.commit()
      else {
        this.undo.rollback()
        this.model = before.model
        this.next = before.next
      }
    } else this.change(each)
  }

  due(until: Instant): void {
    const first = sorted(this.model)[0]
    const timer = this.schedule.due(until)
    if (first === undefined || first.at > until) expect(timer).toBeUndefined()
    else {
      expect(timer).toMatchObject(first)
      this.model = this.model.filter((each) => each.sequence !== first.sequence)
    }
  }

  check(): void {
    expect(this.schedule.size).toBe(this.model.length)
    expect(this.schedule.pending()).toMatchObject(sorted(this.model))
    expect(this.schedule.peek()).toBe(sorted(this.model)[0]?.at)
  }
}

function drained(schedule: Schedule): number[] {
  const out: number[] = []
  for (;;) {
    const timer = schedule.due(instant(Number.MAX_SAFE_INTEGER))
    if (timer === undefined) return out
    out.push(timer.sequence)
  }
}

function written(schedule: Schedule, withCauses: boolean): Uint8Array {
  const to = new Writer()
  schedule.write(to, withCauses)
  return to.finish()
}

describe('a schedule', () => {
  it('is a sorted list, through sets, cancels, firings, rollbacks and restores', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const pair = new Pair()
        for (const each of steps) {
          pair.step(each)
          pair.check()
        }
        expect(drained(pair.schedule)).toEqual(sorted(pair.model).map((each) => each.sequence))
      }),
      { numRuns: 100 },
    )
  })

  it('fires the same timers alike and writes them alike, whatever its history', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        const pair = new Pair()
        for (const each of steps) pair.step(each)
        const other = new Schedule(KINDS, new UndoLog())
        const { timers, next } = pair.schedule.snapshot()
        other.restore({ timers: timers.toReversed(), next })
        expect(written(other, true)).toEqual(written(pair.schedule, true))
        expect(drained(other)).toEqual(drained(pair.schedule))
      }),
    )
  })

  it('comes back from its bytes, causes too, and numbers the next timer alike', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        const pair = new Pair()
        for (const each of steps) pair.step(each)
        pair.schedule.set(boot, instant(3), 7, 12)
        const other = new Schedule(KINDS, new UndoLog())
        other.read(new Reader(written(pair.schedule, true)))
        expect(other.snapshot()).toEqual(pair.schedule.snapshot())
        expect(other.set(boot, instant(0), 0)).toBe(pair.schedule.set(boot, instant(0), 0))
      }),
    )
  })

  it('grows past its first arrays and keeps the order of many', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 200, maxLength: 400, size: 'max' }),
        (times) => {
          const schedule = new Schedule(KINDS, new UndoLog())
          for (const time of times) schedule.set(boot, instant(time), time)
          const expected = times.map((time, i) => ({ time, sequence: i + 1 }))
          expected.sort((a, b) => a.time - b.time || a.sequence - b.sequence)
          expect(drained(schedule)).toEqual(expected.map((each) => each.sequence))
        },
      ),
      { numRuns: 20 },
    )
  })

  it('keeps the order when timers are cancelled from its middle', () => {
    const times = fc.array(fc.nat(200), { minLength: 30, maxLength: 120, size: 'max' })
    fc.assert(
      fc.property(times, fc.array(fc.nat(), { maxLength: 60, size: 'max' }), (all, cancels) => {
        const schedule = new Schedule(KINDS, new UndoLog())
        for (const time of all) schedule.set(boot, instant(time), time)
        for (const each of cancels) schedule.cancel(1 + (each % all.length))
        const left = schedule.pending().map((timer) => timer.sequence)
        expect(drained(schedule)).toEqual(left)
      }),
      { numRuns: 200 },
    )
  })

  it('leaves causes out of what is hashed', () => {
    const [a, b] = [1, 2].map((cause) => {
      const schedule = new Schedule(KINDS, new UndoLog())
      schedule.set(boot, instant(1), 1, cause)
      return schedule
    })
    expect(written(must(a, 'a'), false)).toEqual(written(must(b, 'b'), false))
    expect(written(must(a, 'a'), true)).not.toEqual(written(must(b, 'b'), true))
  })

  it('knows each kind by identity', () => {
    const schedule = new Schedule(KINDS, new UndoLog())
    const other = defineTimer('test.boot', integer)
    expect(() => schedule.set(other, instant(0), 1)).toThrow(AssertionError)
    expect(() => new Schedule([boot, other], new UndoLog())).toThrow(AssertionError)
  })
})

describe('bytes that no schedule wrote', () => {
  const timer = (to: Writer, time: number, sequence: number, name = 'test.boot') => {
    to.zigzag(time)
    to.varint(sequence)
    to.text(name)
    to.zigzag(0)
    to.zigzag(-1)
  }
  const read = (next: number, timers: readonly (readonly [number, number, string?])[]) => {
    const to = new Writer()
    to.varint(next)
    to.varint(timers.length)
    for (const [time, sequence, name] of timers) timer(to, time, sequence, name)
    const schedule = new Schedule(KINDS, new UndoLog())
    schedule.read(new Reader(to.finish()))
    return schedule
  }

  it.each([
    ['an unknown kind', 2, [[0, 1, 'test.nothing']]],
    [
      'timers out of order',
      3,
      [
        [1, 1],
        [0, 2],
      ],
    ],
    [
      'one sequence number twice',
      3,
      [
        [0, 1],
        [1, 1],
      ],
    ],
    ['a timer from the future of the counter', 2, [[0, 2]]],
  ] as const)('are refused: %s', (_name, next, timers) => {
    expect(() => read(next, timers)).toThrow(DecodeError)
  })

  it('are told from those that one could have written', () => {
    expect(
      read(3, [
        [0, 2],
        [1, 1],
      ]).size,
    ).toBe(2)
  })
})
