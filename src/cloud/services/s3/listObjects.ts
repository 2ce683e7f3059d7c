/**
 * ListObjects and ListObjectsV2: one listing, two shapes.
 *
 * V1 pages by `Marker`, the last name of the page before; V2 by a token. What each echoes, and the order in
 * which arguments are refused, were measured against S3 (brekkylab/backlot#204): a number that is none; the
 * bucket; the encoding; the token; a number below zero. `MaxKeys` is echoed as asked, though a page holds at
 * most 1,000. An owner has no DisplayName any more.
 *
 * Simplified: no versions, no RestoreStatus, since no class but STANDARD is there yet.
 */
import { ok, type Result } from '../../kernel/result.ts'
import type { OperationContext } from '../../operation.ts'
import { openBucket } from '../../storage/buckets.ts'
import { invalidArgument } from '../../storage/errors.ts'
import { afterKey, listPage, type Page, placeAfter, START } from '../../storage/listing.ts'
import { type ObjectRow, quoted } from '../../storage/rows.ts'
import type { Kinds, MemberKinds } from '../kinds.ts'
import type { CommonPrefix, Object as ListedObject, S3Operations } from './api.ts'
import { canonicalId, checkRange, invalidToken, placeOf, tokenOf, urlName } from './listing.ts'
import { s3Operation } from './members.ts'

/** A page holds no more, and as many when nothing is said. */
const PAGE_LIMIT = 1000

const COMMON = {
  Bucket: 'text',
  Delimiter: 'text',
  EncodingType: 'text',
  MaxKeys: 'integer',
  Prefix: 'text',
  ExpectedBucketOwner: 'text',
} as const

const members = (more: Kinds): MemberKinds => ({
  required: ['Bucket'],
  emulated: { ...COMMON, ...more },
  harmless: { RequestPayer: 'text' },
  refused: ['OptionalObjectAttributes'],
})

/** What V1 and V2 both ask. */
type Asked = Pick<S3Operations['ListObjects']['input'], keyof typeof COMMON>

/** What is wrong before the place to go on from is looked at, or null. */
function refusal(asked: Asked, at: OperationContext): Result<never> | null {
  const bucket = openBucket(at.world, asked.Bucket, at.account, asked.ExpectedBucketOwner)
  if (!bucket.ok) return bucket
  const encoding = asked.EncodingType
  if (encoding === undefined || encoding.toLowerCase() === 'url') return null
  return invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encoding)
}

/** The page from a place, unless the size asked for is refused. */
function pageFrom(asked: Asked, at: OperationContext, from: string): Result<Page> {
  const size = asked.MaxKeys ?? PAGE_LIMIT
  const wrong = checkRange('maxKeys', size, 0, 0x7fffffff)
  if (wrong !== null) return wrong
  const { Bucket: bucket, Prefix: prefix = '', Delimiter: delimiter = '' } = asked
  const most = Math.min(size, PAGE_LIMIT)
  return ok(listPage(at.world, { bucket, prefix, delimiter, from, most }))
}

/** The members that V1 and V2 answer alike; lists that would be empty are absent. */
function shape(asked: Asked, page: Page, owner: string | null) {
  const name = nameWriter(asked)
  const contents: ListedObject[] = []
  const prefixes: CommonPrefix[] = []
  for (const entry of page.entries) {
    if (entry.kind === 'prefix') prefixes.push({ Prefix: name(entry.name) })
    else contents.push(listed(entry.row, name, owner))
  }
  return {
    IsTruncated: page.next !== null,
    Name: asked.Bucket,
    Prefix: name(asked.Prefix ?? ''),
    MaxKeys: asked.MaxKeys ?? PAGE_LIMIT,
    ...(asked.Delimiter ? { Delimiter: name(asked.Delimiter) } : {}),
    ...(asked.EncodingType === undefined ? {} : { EncodingType: asked.EncodingType }),
    ...(contents.length === 0 ? {} : { Contents: contents }),
    ...(prefixes.length === 0 ? {} : { CommonPrefixes: prefixes }),
  }
}

const nameWriter = (asked: Asked): ((name: string) => string) =>
  asked.EncodingType === undefined ? (name) => name : urlName

const listed = (
  row: ObjectRow,
  name: (name: string) => string,
  owner: string | null,
): ListedObject => ({
  Key: name(row.key),
  LastModified: row.lastModified,
  ETag: quoted(row.etag),
  ChecksumAlgorithm: [row.checksumName],
  ChecksumType: 'FULL_OBJECT',
  Size: row.size,
  StorageClass: row.storageClass,
  ...(owner === null ? {} : { Owner: { ID: owner } }),
})

/** ListObjects: owners always, and a NextMarker only with a delimiter. */
export const listObjects = s3Operation<'ListObjects'>({
  readOnly: true,
  dataEvent: true,
  members: members({ Marker: 'text' }),
  run(input, at) {
    const wrong = refusal(input, at)
    if (wrong !== null) return wrong
    const { Marker: marker = '', Prefix: prefix = '', Delimiter: delimiter = '' } = input
    const from = marker === '' ? START : placeAfter(marker, prefix, delimiter)
    const page = pageFrom(input, at, from)
    if (!page.ok) return page
    const name = nameWriter(input)
    const { entries, next } = page.value
    return ok({
      ...shape(input, page.value, canonicalId(at.world, at.account)),
      Marker: name(marker),
      ...(next !== null && delimiter !== ''
        ? { NextMarker: name(entries.at(-1)?.name ?? '') }
        : {}),
    })
  },
})

/** ListObjectsV2: a token wins over StartAfter, and owners are told when asked for. */
export const listObjectsV2 = s3Operation<'ListObjectsV2'>({
  readOnly: true,
  dataEvent: true,
  members: members({ ContinuationToken: 'text', FetchOwner: 'flag', StartAfter: 'text' }),
  run(input, at) {
    const wrong = refusal(input, at)
    if (wrong !== null) return wrong
    const { ContinuationToken: token, StartAfter: after } = input
    const scope = ['ListObjectsV2', input.Bucket]
    const sealed = token === undefined ? undefined : placeOf(at.world, scope, token)
    if (sealed === null) return invalidToken()
    const page = pageFrom(input, at, sealed ?? (after ? afterKey(after) : START))
    if (!page.ok) return page
    const owner = input.FetchOwner === true ? canonicalId(at.world, at.account) : null
    const { entries, next } = page.value
    return ok({
      ...shape(input, page.value, owner),
      KeyCount: entries.length,
      ...(token === undefined ? {} : { ContinuationToken: token }),
      ...(next === null ? {} : { NextContinuationToken: tokenOf(at.world, scope, next) }),
      ...(after === undefined || token !== undefined
        ? {}
        : { StartAfter: nameWriter(input)(after) }),
    })
  },
})
