/**
 * GetObject, HeadObject and GetObjectTagging: what is kept of an object, and its bytes.
 *
 * Both readers answer alike; one leaves out the bytes. An object here is one part, so `partNumber=1` is a range
 * that is the whole of it; no range fits an empty object, which is answered as it is.
 */
import { toHttpDate } from '../../kernel/calendar.ts'
import { fail, ok, type Result } from '../../kernel/result.ts'
import type { World } from '../../kernel/world.ts'
import type { OperationContext } from '../../operation.ts'
import { openBucket } from '../../storage/buckets.ts'
import { readRefusal } from '../../storage/conditions.ts'
import { invalidArgument, invalidRequest, noSuchKey } from '../../storage/errors.ts'
import { contentOf, findObject, openObject } from '../../storage/objects.ts'
import { contentRange, type Span, spanOf } from '../../storage/ranges.ts'
import { type ObjectRow, quoted } from '../../storage/rows.ts'
import type { GetObjectOutput, GetObjectRequest } from './api.ts'
import { s3Operation, WRONG_PART_NUMBER } from './members.ts'
import { checksumMembers, descriptionOf } from './stored.ts'

const READING = {
  required: ['Bucket', 'Key'],
  emulated: {
    Bucket: 'text',
    Key: 'text',
    IfMatch: 'text',
    IfNoneMatch: 'text',
    IfModifiedSince: 'instant',
    IfUnmodifiedSince: 'instant',
    Range: 'text',
    PartNumber: 'integer',
    VersionId: 'text',
    ResponseCacheControl: 'text',
    ResponseContentDisposition: 'text',
    ResponseContentEncoding: 'text',
    ResponseContentLanguage: 'text',
    ResponseContentType: 'text',
    ResponseExpires: 'instant',
    ChecksumMode: 'text',
    ExpectedBucketOwner: 'text',
  },
  harmless: { RequestPayer: 'text' },
  refused: ['SSECustomerAlgorithm', 'SSECustomerKey', 'SSECustomerKeyMD5'],
} as const

export const getObject = s3Operation<'GetObject'>({
  readOnly: true,
  dataEvent: true,
  members: READING,
  run(input, at) {
    const found = read(input, at)
    if (!found.ok) return found
    const { row, span, answer } = found.value
    return ok({ ...answer, Body: contentOf(at.world, row, span) })
  },
})

export const headObject = s3Operation<'HeadObject'>({
  readOnly: true,
  dataEvent: true,
  members: READING,
  run(input, at) {
    const found = read(input, at)
    return found.ok ? ok(found.value.answer) : found
  },
})

/** What a reader gets: `span` is the part of the object, null for the whole. */
interface Reading {
  readonly row: ObjectRow
  readonly span: Span | null
  readonly answer: GetObjectOutput
}

function read(input: GetObjectRequest, { world, account }: OperationContext): Result<Reading> {
  const bucket = openBucket(world, input.Bucket, account, input.ExpectedBucketOwner)
  if (!bucket.ok) return bucket
  const object = openObject(world, bucket.value, input.Key, input.VersionId)
  if (!object.ok) return object
  const row = object.value
  const wrong = conditionRefusal(world, row, input) ?? wrongPart(input)
  if (wrong !== null) return wrong
  const span = input.PartNumber === undefined ? spanOf(input.Range, row.size) : ok(onlyPart(row))
  if (!span.ok) return span
  return ok({ row, span: span.value, answer: answerOf(row, span.value, input) })
}

/** The span of the part that an object is. */
const onlyPart = ({ size }: ObjectRow): Span | null =>
  size === 0 ? null : { offset: 0, length: size }

function answerOf(row: ObjectRow, span: Span | null, input: GetObjectRequest): GetObjectOutput {
  const isWhole = span === null || span.length === row.size
  const isVerified = input.ChecksumMode?.toUpperCase() === 'ENABLED' && isWhole
  return {
    ...descriptionOf(row),
    ...overrides(input),
    ...(isVerified ? checksumMembers(row) : {}),
    ...(span === null ? {} : { ContentRange: contentRange(span, row.size) }),
    ContentLength: span === null ? row.size : span.length,
  }
}

/** What the caller wants the answer's headers to say instead. */
const overrides = (input: GetObjectRequest): GetObjectOutput =>
  Object.fromEntries(
    Object.entries({
      CacheControl: input.ResponseCacheControl,
      ContentDisposition: input.ResponseContentDisposition,
      ContentEncoding: input.ResponseContentEncoding,
      ContentLanguage: input.ResponseContentLanguage,
      ContentType: input.ResponseContentType,
      Expires: input.ResponseExpires,
    }).filter(([, value]) => value !== undefined),
  )

function conditionRefusal(
  world: World,
  row: ObjectRow,
  input: GetObjectRequest,
): Result<never> | null {
  const conditions = {
    ifMatch: input.IfMatch,
    ifNoneMatch: input.IfNoneMatch,
    ifModifiedSince: input.IfModifiedSince,
    ifUnmodifiedSince: input.IfUnmodifiedSince,
  }
  return readRefusal(row, conditions, world.now, {
    etag: quoted(row.etag),
    'last-modified': toHttpDate(world.epoch, row.lastModified),
  })
}

function wrongPart({ PartNumber: part, Range: range }: GetObjectRequest): Result<never> | null {
  if (part === undefined) return null
  if (range !== undefined) {
    return invalidRequest('Cannot specify both Range header and partNumber query parameter')
  }
  if (part < 1 || part > 10_000) {
    return invalidArgument(WRONG_PART_NUMBER, 'partNumber', String(part))
  }
  if (part === 1) return null
  return fail('InvalidPartNumber', 'The requested partnumber is not satisfiable', {
    httpStatus: 416,
    details: { ActualPartCount: '1', PartNumberRequested: String(part) },
  })
}

/** Objects have no tags yet; clients that copy large objects ask for them all the same. */
export const getObjectTagging = s3Operation<'GetObjectTagging'>({
  readOnly: true,
  dataEvent: true,
  members: {
    required: ['Bucket', 'Key'],
    emulated: { Bucket: 'text', Key: 'text', ExpectedBucketOwner: 'text' },
    harmless: { RequestPayer: 'text' },
    refused: ['VersionId'],
  },
  run(input, { world, account }) {
    const bucket = openBucket(world, input.Bucket, account, input.ExpectedBucketOwner)
    if (!bucket.ok) return bucket
    const row = findObject(world, bucket.value, input.Key)
    return row === undefined ? noSuchKey(`${input.Bucket}/${input.Key}`) : ok({ TagSet: [] })
  },
})
