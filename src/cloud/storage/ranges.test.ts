import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentRange, spanOf } from './ranges.ts'

describe('a range', () => {
  // RFC 9110, section 14.1.2: examples over a representation of 10,000 bytes.
  it.each([
    ['bytes=0-499', 0, 500],
    ['bytes=500-999', 500, 500],
    ['bytes=-500', 9500, 500],
    ['bytes=9500-', 9500, 500],
    ['bytes=0-0', 0, 1],
    ['bytes=9999-20000', 9999, 1],
    ['bytes=-20000', 0, 10_000],
    ['BYTES= 1-2 ', 1, 2],
  ])('%s begins at %i and is %i long', (header, offset, length) => {
    expect(spanOf(header, 10_000)).toEqual({ ok: true, value: { offset, length } })
  })

  it.each([
    ...['', 'bytes', 'bytes=', 'bytes=-', 'bytes=5-4', 'bytes=a-b', 'items=0-1', 'bytes=0-1,3-4'],
    ...['bytes=-1-2', 'bytes 0-1'],
  ])('that is none means the whole: %j', (header) => {
    expect(spanOf(header, 10_000)).toEqual({ ok: true, value: null })
  })

  it.each([
    ['bytes=10-', 10],
    ['bytes=10-20', 10],
    ['bytes=-0', 10],
    ['bytes=0-0', 0],
    ['bytes=-1', 0],
  ])('%s of %i bytes is not satisfiable', (header, size) => {
    expect(spanOf(header, size)).toMatchObject({
      error: {
        code: 'InvalidRange',
        httpStatus: 416,
        details: { ActualObjectSize: `${size}`, RangeRequested: header },
      },
    })
  })

  it('lies within the object, and its header says where', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(60), fc.nat(60), (size, first, last) => {
        for (const header of [`bytes=${first}-${last}`, `bytes=${first}-`, `bytes=-${last}`]) {
          const span = spanOf(header, size)
          if (!span.ok || span.value === null) continue
          const { offset, length } = span.value
          expect(length).toBeGreaterThan(0)
          expect(offset + length).toBeLessThanOrEqual(size)
          expect(contentRange(span.value, size)).toBe(
            `bytes ${offset}-${offset + length - 1}/${size}`,
          )
        }
      }),
    )
  })
})
