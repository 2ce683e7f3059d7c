/** All combinations of conditions on reads, against the order of RFC 9110, section 13.2.2. */
import { describe, expect, it } from 'vitest'
import { type Instant, instant } from '../kernel/instant.ts'
import type { Result } from '../kernel/result.ts'
import { copyRefusal, deleteRefusal, readRefusal, writeRefusal } from './conditions.ts'
import type { ObjectRow } from './rows.ts'

const ROW = { etag: 'abc', lastModified: instant(100) } as ObjectRow
const NOW = instant(1000)
const statusOf = (result: Result<never> | null): number =>
  result === null || result.ok ? 200 : result.error.httpStatus

const TAGS = [undefined, '"abc"', '"xyz"'] as const
const DATES: readonly (Instant | undefined)[] = [undefined, instant(50), instant(100), instant(150)]

/** The RFC's steps, one by one: 412 for what fails of the first two, 304 of the others. */
function wanted(
  match: string | undefined,
  none: string | undefined,
  modified: Instant | undefined,
  unmodified: Instant | undefined,
): number {
  if (match !== undefined ? match !== '"abc"' : unmodified !== undefined && unmodified < 100) {
    return 412
  }
  const same = none !== undefined ? none === '"abc"' : modified !== undefined && modified >= 100
  return same ? 304 : 200
}

describe('conditions of a reader', () => {
  const all = TAGS.flatMap((match) =>
    TAGS.flatMap((none) =>
      DATES.flatMap((modified) =>
        DATES.map((unmodified) => [match, none, modified, unmodified] as const),
      ),
    ),
  )

  it.each(all)(
    'If-Match %s, If-None-Match %s, If-Modified-Since %s, If-Unmodified-Since %s',
    (...each) => {
      const [ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince] = each
      const conditions = { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince }
      const status = wanted(...each)
      expect(statusOf(readRefusal(ROW, conditions, NOW, {}))).toBe(status)
      // What would not be sent again is not copied either.
      expect(statusOf(copyRefusal(ROW, conditions, NOW))).toBe(status === 304 ? 412 : status)
    },
  )

  const NONE = {
    ifMatch: undefined,
    ifNoneMatch: undefined,
    ifModifiedSince: undefined,
    ifUnmodifiedSince: undefined,
  }
  it.each(['abc', '"abc"', '*', '"x", "abc"', 'W/"abc"'])('take %s for the tag', (tag) => {
    expect(readRefusal(ROW, { ...NONE, ifMatch: tag }, NOW, {})).toBeNull()
    expect(statusOf(readRefusal(ROW, { ...NONE, ifNoneMatch: tag }, NOW, {}))).toBe(304)
  })

  it('leave out a date that is yet to come', () => {
    const future = { ...NONE, ifModifiedSince: instant(2000) }
    expect(readRefusal(ROW, future, NOW, {})).toBeNull()
  })
})

describe('conditions of a writer', () => {
  const status = (row: ObjectRow | undefined, ifMatch?: string, ifNoneMatch?: string) =>
    statusOf(writeRefusal('k', row, { ifMatch, ifNoneMatch }))

  it('create only', () => {
    expect([status(undefined, undefined, '*'), status(ROW, undefined, '*')]).toEqual([200, 412])
    expect(status(undefined, undefined, '"abc"')).toBe(501)
  })

  it('swap only', () => {
    expect([status(ROW, '"abc"'), status(ROW, '"x"'), status(undefined, '"abc"')]).toEqual([
      200, 412, 404,
    ])
    expect([status(ROW, '*'), status(ROW, '"abc"', '*')]).toEqual([501, 501])
  })

  it('delete only what is known', () => {
    const of = (row: ObjectRow | undefined, tag?: string) => statusOf(deleteRefusal('k', row, tag))
    expect([of(ROW), of(ROW, '*'), of(ROW, 'abc'), of(ROW, 'x')]).toEqual([200, 200, 200, 412])
    expect([of(undefined), of(undefined, '*'), of(undefined, 'abc')]).toEqual([200, 404, 404])
  })
})
