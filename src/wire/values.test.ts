/** Plain values as text: the tables of their forms, and both ways as one. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_EPOCH, parseIso } from '../cloud/kernel/calendar.ts'
import { instant } from '../cloud/kernel/instant.ts'
import { decodePairs, httpDateOf, parseScalar, percentDecode, writeScalar } from './values.ts'

const at = (iso: string) => parseIso(DEFAULT_EPOCH, iso)

describe('a text is a value', () => {
  test.each([
    ['boolean', 'true', true],
    ['boolean', 'False', false],
    ['boolean', '1', null],
    ['number', '-12', -12],
    ['number', '-0', 0],
    ['number', '1.5e3', 1500],
    ['number', '.5', 0.5],
    ['number', '', null],
    ['number', ' 1', null],
    ['number', '0x10', null],
    ['number', 'NaN', null],
    ['number', 'Infinity', null],
    ['blob', 'AQI=', new Uint8Array([1, 2])],
    ['blob', 'AQI', null],
    ['timestamp', '2026-01-01T00:00:00Z', at('2026-01-01T00:00:00Z')],
    ['timestamp', '2026-01-01T02:00:00.5+01:00', at('2026-01-01T01:00:00.500Z')],
    ['timestamp', 'Thu, 01 Jan 2026 00:00:00 GMT', null],
    ['httpDate', 'Thu, 01 Jan 2026 00:00:01 GMT', at('2026-01-01T00:00:01Z')],
    ['httpDate', 'Thu, 01 Jan 2026 00:00:01.25 GMT', at('2026-01-01T00:00:01.250Z')],
    ['httpDate', 'Thu, 01 Foo 2026 00:00:00 GMT', null],
    ['httpDate', '2026-01-01T00:00:00Z', null],
    ['httpDate', 'Thu, 01 Jan 1970 00:00:00 GMT', -9_000_000_000_000_000],
    ['httpDate', 'Fri, 31 Dec 9999 23:59:59 GMT', 9_000_000_000_000_000],
    ['dateTime', '1970-01-01T00:00:00Z', -9_000_000_000_000_000],
    ['epochSeconds', '1767225600.5', at('2026-01-01T00:00:00.500Z')],
    ['epochSeconds', 'soon', null],
    ['epochSeconds', '1e300', 9_000_000_000_000_000],
    ['epochSeconds', '-1e999', -9_000_000_000_000_000],
  ] as const)('%s: %j', (target, text, value) => {
    expect(parseScalar(target, text, DEFAULT_EPOCH, 'body')).toEqual(value)
  })

  test('a time without a form is that of its place', () => {
    const date = 'Thu, 01 Jan 2026 00:00:00 GMT'
    expect(parseScalar('timestamp', date, DEFAULT_EPOCH, 'header')).toBe(0)
    expect(writeScalar('timestamp', 0, DEFAULT_EPOCH, 'header')).toBe(date)
    expect(writeScalar('timestamp', 0, DEFAULT_EPOCH, 'body')).toBe('2026-01-01T00:00:00.000Z')
  })
})

test('times are written as JavaScript writes them', () => {
  const ms = fc.integer({ min: -440_000_000_000, max: 440_000_000_000 })
  fc.assert(
    fc.property(ms, (length) => {
      const date = new Date(DEFAULT_EPOCH + length)
      const ticks = instant(length * 10_000)
      expect(writeScalar('httpDate', ticks, DEFAULT_EPOCH, 'body')).toBe(date.toUTCString())
      expect(writeScalar('dateTime', ticks, DEFAULT_EPOCH, 'header')).toBe(date.toISOString())
      expect(Number(writeScalar('epochSeconds', ticks, DEFAULT_EPOCH, 'body'))).toBe(
        Number(date) / 1000,
      )
      expect(httpDateOf(Number(date) + 0.5)).toBe(date.toUTCString())
    }),
  )
})

describe('percent-encoding', () => {
  test('is the inverse of encodeURIComponent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(percentDecode(encodeURIComponent(text), true)).toBe(text)
        expect(decodePairs(`a=${encodeURIComponent(text)}&${encodeURIComponent(text)}`)).toEqual([
          ...[['a', text]],
          ...(text === '' ? [] : [[text, '']]),
        ])
      }),
    )
  })

  test.each(['%', '%4', '%zz', '%ff', '%c3', '%ed%a0%80', '\u0100'])('is not %s', (text) => {
    expect(percentDecode(text, false)).toBeNull()
    expect(decodePairs(`a=1&${text}`)).toBeNull()
  })

  test('gives twenty thousand pairs and no more', () => {
    expect(decodePairs('&a=1'.repeat(20_000))).toHaveLength(20_000)
    expect(decodePairs('&a=1'.repeat(20_001))).toBeNull()
  })

  test('has a plus for a space in forms only', () => {
    expect([percentDecode('a+b', true), percentDecode('a+b', false)]).toEqual(['a b', 'a+b'])
  })
})
