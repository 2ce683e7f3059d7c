import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from './assert.ts'
import {
  civilOf,
  DEFAULT_EPOCH,
  epochOf,
  midnightAfter,
  parseIso,
  toHttpDate,
  toIso,
  wholeSecond,
} from './calendar.ts'
import { EPOCH, hours, instant, seconds } from './instant.ts'

const MS = 10_000
/** A moment of 1970 to 2060 as milliseconds and ticks past them. */
const anyMoment = fc.record({
  ms: fc.oneof(
    fc.integer({ min: 0, max: Date.UTC(2060, 11, 31, 23, 59, 59, 999) }),
    fc
      .tuple(fc.integer({ min: 1970, max: 2060 }), fc.constantFrom(1, 59, 60, 365))
      .map(([year, day]) => Date.UTC(year, 0, 1 + day) - 1),
  ),
  rest: fc.integer({ min: 0, max: MS - 1 }),
})
/** Such a moment, and an epoch within 25 years of it: instants reach no farther than 28. */
const anyCase = fc
  .tuple(anyMoment, fc.integer({ min: -8e11, max: 8e11 }))
  .map(([{ ms, rest }, away]) => {
    const epoch = epochOf(new Date(Math.max(0, ms + away)).toISOString())
    return { ms, rest, epoch, at: instant((ms - epoch) * MS + rest) }
  })
const runs = { numRuns: 5000 }

describe('the calendar', () => {
  it('writes what Date writes, before the epoch too', () => {
    fc.assert(
      fc.property(anyCase, ({ ms, epoch, at }) => {
        expect(toIso(epoch, at)).toBe(new Date(ms).toISOString())
      }),
      runs,
    )
  })

  it('has the fields of Date, and the ticks within the second', () => {
    fc.assert(
      fc.property(anyCase, ({ ms, rest, epoch, at }) => {
        const date = new Date(ms)
        expect(civilOf(epoch, at)).toEqual({
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          day: date.getUTCDate(),
          hour: date.getUTCHours(),
          minute: date.getUTCMinutes(),
          second: date.getUTCSeconds(),
          tick: date.getUTCMilliseconds() * MS + rest,
        })
      }),
      runs,
    )
  })

  it('agrees with Date on every day of 1890 to 2110 and around the centuries', () => {
    const years = [0, 1, 99, 100, 399, 400, 1582, 1600, 1700, 2399, 2400, 9999]
    for (let year = 1890; year <= 2110; year++) years.push(year)
    for (const year of years) {
      const epoch = epochOf(`${String(year).padStart(4, '0')}-01-01`)
      for (let day = 0; day < 365; day++) {
        const at = instant(day * 24 * 3600 * 1000 * MS)
        const truth = new Date(epoch + day * 86_400_000).toISOString()
        if (toIso(epoch, at) !== truth) expect(toIso(epoch, at)).toBe(truth)
      }
    }
  })

  it('has the default epoch 2026', () => {
    expect(DEFAULT_EPOCH).toBe(Date.UTC(2026, 0, 1))
    expect(toIso(DEFAULT_EPOCH, instant(9 * 36_000_000_000 + 31_000_000))).toBe(
      '2026-01-01T09:00:03.100Z',
    )
    expect(toIso(DEFAULT_EPOCH, instant(-1))).toBe('2025-12-31T23:59:59.999Z')
    expect(civilOf(DEFAULT_EPOCH, instant(-1)).tick).toBe(9_999_999)
  })

  it('reaches the ends of the instants', () => {
    for (const ticks of [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
      const ms = DEFAULT_EPOCH + Math.floor(ticks / MS)
      expect(toIso(DEFAULT_EPOCH, instant(ticks))).toBe(new Date(ms).toISOString())
    }
    expect(parseIso(DEFAULT_EPOCH, '2060-01-01T00:00:00Z')).toBeNull()
  })

  it('has midnights one day apart, each after its instant', () => {
    fc.assert(
      fc.property(anyCase, ({ ms, epoch, at }) => {
        const next = new Date(ms)
        next.setUTCHours(24, 0, 0, 0)
        expect(toIso(epoch, midnightAfter(epoch, at))).toBe(next.toISOString())
        expect(midnightAfter(epoch, at)).toBeGreaterThan(at)
      }),
      runs,
    )
    expect(midnightAfter(DEFAULT_EPOCH, EPOCH)).toBe(hours(24))
    expect(midnightAfter(DEFAULT_EPOCH, instant(-1))).toBe(0)
  })
})

describe('parsing', () => {
  it('undoes writing, to the millisecond', () => {
    fc.assert(
      fc.property(anyCase, ({ rest, epoch, at }) => {
        expect(parseIso(epoch, toIso(epoch, at))).toBe(at - rest + 0)
      }),
      runs,
    )
  })

  it('takes fractions to the tick, offsets, and dates alone', () => {
    const parse = (text: string): number | null => parseIso(DEFAULT_EPOCH, text)
    expect(parse('2026-01-01T00:00:03Z')).toBe(seconds(3))
    expect(parse('2026-01-01T00:00:03.1Z')).toBe(31_000_000)
    expect(parse('2026-01-01T00:00:00.1234567Z')).toBe(1_234_567)
    expect(parse('2026-01-01T00:00:00.123456789Z')).toBe(1_234_567)
    expect(parse('2026-01-01T02:30:00+02:30')).toBe(0)
    expect(parse('2025-12-31T19:00-05:00')).toBe(0)
    expect(parse('2026-01-02')).toBe(hours(24))
    expect(parse('2024-02-29')).not.toBeNull()
    expect(Object.is(parse('2026-01-01'), 0)).toBe(true)
  })

  it('gives null for what is no point of time', () => {
    const bad = [
      '',
      'x',
      '2026',
      '2026-1-1',
      '2026-00-01',
      '2026-13-01',
      '2026-01-00',
      '2026-01-32',
      '2026-04-31',
      '2025-02-29',
      '2100-02-29',
      '2026-01-01T',
      '2026-01-01T24:00:00Z',
      '2026-01-01T00:60:00Z',
      '2026-01-01T00:00:60Z',
      '2026-01-01T00:00:00',
      '2026-01-01T00Z',
      '2026-01-01T00:00:00.Z',
      '2026-01-01T00:00:00.1234567890Z',
      '2026-01-01 00:00:00Z',
      '2026-01-01T00:00:00z',
      '2026-01-01T00:00:00+1',
      '2026-01-01T00:00:00+24:00',
      '2026-01-01T00:00:00Z\n',
      ' 2026-01-01',
      '+002026-01-01T00:00:00Z',
      '２０２６-01-01',
    ]
    for (const text of bad) expect(parseIso(DEFAULT_EPOCH, text), text).toBeNull()
    fc.assert(fc.property(fc.string(), (text) => parseIso(DEFAULT_EPOCH, text) === null))
  })

  it('knows which days each month has', () => {
    for (const year of [1900, 2000, 2023, 2024]) {
      for (let month = 1; month <= 12; month++) {
        const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
        for (let day = 28; day <= 31; day++) {
          const date = `${year}-${String(month).padStart(2, '0')}-${day}`
          const epoch = epochOf(`${year}-01-01`)
          expect(parseIso(epoch, date) !== null, date).toBe(day <= last)
        }
      }
    }
  })

  it('throws for an epoch that is none', () => {
    expect(() => epochOf('soon')).toThrow(AssertionError)
    expect(() => epochOf('2026-01-01T00:00:00.00001Z')).toThrow(AssertionError)
  })
})

describe('S3’s and HTTP’s times', () => {
  const epoch = epochOf('2026-01-01T09:00:00.250Z')

  it('are the whole second an instant lies in, on the clock of UTC', () => {
    expect(wholeSecond(epoch, instant(0))).toBe(-2_500_000)
    expect(wholeSecond(epoch, instant(7_500_000))).toBe(7_500_000)
    expect(wholeSecond(epoch, instant(7_499_999))).toBe(-2_500_000)
    expect(wholeSecond(epochOf('1970-01-01T00:00:00Z'), instant(-1))).toBe(-10_000_000)
  })

  it('are written as the language’s own clock writes them', () => {
    fc.assert(
      fc.property(fc.integer({ min: -34_560_000, max: 800_000_000 }), (s) => {
        const text = toHttpDate(epoch, instant(s * 10_000_000))
        expect(text).toBe(new Date(epoch + s * 1000).toUTCString())
      }),
    )
    // RFC 9110, section 5.6.7.
    const example = epochOf('1994-11-06T08:49:37Z')
    expect(toHttpDate(example, instant(0))).toBe('Sun, 06 Nov 1994 08:49:37 GMT')
  })
})
