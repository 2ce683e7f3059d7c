/**
 * Conditions on a call: whether the object is still, or not yet, the one that the caller thinks of.
 *
 * Reading follows RFC 9110, section 13.2.2, as S3 does: If-Match goes before If-Unmodified-Since, If-None-Match
 * before If-Modified-Since; a date in the future is no condition. Writing is S3's own (FACTS §9): create only
 * (`If-None-Match: *`), and compare and swap (`If-Match` with an ETag). Times are whole seconds.
 */
import type { Instant } from '../kernel/instant.ts'
import { fail, type Result } from '../kernel/result.ts'
import { noSuchKey, notImplemented, preconditionFailed } from './errors.ts'
import type { ObjectRow } from './rows.ts'

/** What a reader knows of the object. */
interface ReadConditions {
  readonly ifMatch: string | undefined
  readonly ifNoneMatch: string | undefined
  readonly ifModifiedSince: Instant | undefined
  readonly ifUnmodifiedSince: Instant | undefined
}

/** Whether one of the tags that a header lists is the object's. Quotes may be left out, as with S3. */
function matches(header: string, etag: string): boolean {
  return header.split(',').some((each) => {
    const tag = each.trim()
    return tag === '*' || tag.replace(/^W\//, '').replace(/^"(.*)"$/, '$1') === etag
  })
}

/** The condition that an object does not meet by being another than the caller's, by its header, or null. */
function changed(row: ObjectRow, { ifMatch, ifUnmodifiedSince }: ReadConditions): string | null {
  if (ifMatch !== undefined) return matches(ifMatch, row.etag) ? null : 'If-Match'
  if (ifUnmodifiedSince !== undefined && row.lastModified > ifUnmodifiedSince) {
    return 'If-Unmodified-Since'
  }
  return null
}

/** The condition that an object does not meet by being the caller's still, by its header, or null. */
function unchanged(
  row: ObjectRow,
  { ifNoneMatch, ifModifiedSince }: ReadConditions,
  now: Instant,
): string | null {
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, row.etag) ? 'If-None-Match' : null
  const since = ifModifiedSince
  if (since !== undefined && since <= now && row.lastModified <= since) return 'If-Modified-Since'
  return null
}

/** Whether a reader must be told that nothing is there for him: 412, or 304 with `headers`; or null. */
export function readRefusal(
  row: ObjectRow,
  conditions: ReadConditions,
  now: Instant,
  headers: Readonly<Record<string, string>>,
): Result<never> | null {
  const failed = changed(row, conditions)
  if (failed !== null) return preconditionFailed(failed)
  if (unchanged(row, conditions, now) === null) return null
  return fail('NotModified', 'Not Modified', { httpStatus: 304, headers })
}

/** The same of the source of a copy, where all that fails is a 412; or null. */
export function copyRefusal(
  row: ObjectRow,
  conditions: ReadConditions,
  now: Instant,
): Result<never> | null {
  const failed = changed(row, conditions) ?? unchanged(row, conditions, now)
  return failed === null ? null : preconditionFailed(`x-amz-copy-source-${failed}`)
}

/** What a writer wants the object to be before the write. */
interface WriteConditions {
  readonly ifMatch: string | undefined
  readonly ifNoneMatch: string | undefined
}

/** Why a write may not happen, or null. `row` is the object as it is, if there is one. */
export function writeRefusal(
  key: string,
  row: ObjectRow | undefined,
  { ifMatch, ifNoneMatch }: WriteConditions,
): Result<never> | null {
  if (ifMatch !== undefined && ifNoneMatch !== undefined) {
    return notImplemented(
      'If-Match,If-None-Match',
      'Multiple conditional request headers present in the request',
    )
  }
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== '*') return unknownValue('If-None-Match')
    return row === undefined ? null : preconditionFailed('If-None-Match')
  }
  if (ifMatch === undefined) return null
  if (ifMatch === '*') return unknownValue('If-Match')
  if (row === undefined) return noSuchKey(key)
  return matches(ifMatch, row.etag) ? null : preconditionFailed('If-Match')
}

/** Why an object may not be deleted, or null. `*` means that there must be one. */
export function deleteRefusal(
  key: string,
  row: ObjectRow | undefined,
  ifMatch: string | undefined,
): Result<never> | null {
  if (ifMatch === undefined) return null
  if (row === undefined) return noSuchKey(key)
  return matches(ifMatch, row.etag) ? null : preconditionFailed('If-Match')
}

const unknownValue = (header: string): Result<never> =>
  notImplemented(header, `We don't accept the provided value of ${header} header for this API`)
