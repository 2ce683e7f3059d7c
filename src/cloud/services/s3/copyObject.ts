/**
 * CopyObject: an object's bytes under another key, or under the same with another description.
 *
 * The description goes with the copy unless it is to be replaced; where a website redirects to never goes with
 * it. Simplified: no versions, tags or access points as sources, and nobody's buckets but the caller's.
 */
import { percentDecoded } from '../../kernel/percent.ts'
import { ok, type Result } from '../../kernel/result.ts'
import type { World } from '../../kernel/world.ts'
import { openBucket } from '../../storage/buckets.ts'
import { checksum } from '../../storage/checksums.ts'
import { copyRefusal, writeRefusal } from '../../storage/conditions.ts'
import { checksumNamed, type Digests } from '../../storage/digests.ts'
import { invalidArgument, invalidRequest, notImplemented } from '../../storage/errors.ts'
import { wrongKey } from '../../storage/names.ts'
import {
  contentOf,
  findObject,
  MOST_BYTES,
  openObject,
  writeObject,
} from '../../storage/objects.ts'
import { type ObjectRow, quoted } from '../../storage/rows.ts'
import type { CopyObjectRequest } from './api.ts'
import { ENCRYPTION, OBJECT_GRANTS, objectAclRefusal, storingRefusal } from './choices.ts'
import { s3Operation } from './members.ts'
import { checksumMembers, DESCRIPTION, type Description, describedBy } from './stored.ts'

export const copyObject = s3Operation<'CopyObject'>({
  readOnly: false,
  dataEvent: true,
  members: {
    required: ['Bucket', 'CopySource', 'Key'],
    emulated: {
      Bucket: 'text',
      Key: 'text',
      CopySource: 'text',
      CopySourceIfMatch: 'text',
      CopySourceIfNoneMatch: 'text',
      CopySourceIfModifiedSince: 'instant',
      CopySourceIfUnmodifiedSince: 'instant',
      ...OBJECT_GRANTS,
      ...DESCRIPTION,
      ChecksumAlgorithm: 'text',
      IfMatch: 'text',
      IfNoneMatch: 'text',
      MetadataDirective: 'text',
      ServerSideEncryption: 'text',
      StorageClass: 'text',
      ExpectedBucketOwner: 'text',
      ExpectedSourceBucketOwner: 'text',
    },
    // Without tags there are none to copy and none to leave behind.
    harmless: { RequestPayer: 'text', TaggingDirective: 'text' },
    refused: [
      ...['AnnotationDirective', 'Tagging'],
      ...['SSECustomerAlgorithm', 'SSECustomerKey', 'SSECustomerKeyMD5'],
      ...['SSEKMSKeyId', 'SSEKMSEncryptionContext', 'BucketKeyEnabled'],
      ...['CopySourceSSECustomerAlgorithm', 'CopySourceSSECustomerKey'],
      ...['CopySourceSSECustomerKeyMD5', 'ObjectLockMode', 'ObjectLockRetainUntilDate'],
      ...['ObjectLockLegalHoldStatus', 'ObjectLockEventHold'],
      ...['ObjectLockEventHoldDurationDays', 'ObjectLockEventHoldDurationYears'],
    ],
  },
  run(input, { world, account }) {
    const { Key: key } = input
    const wrong = wrongKey(key) ?? storingRefusal(input)
    if (wrong !== null) return wrong
    const bucket = openBucket(world, input.Bucket, account, input.ExpectedBucketOwner)
    if (!bucket.ok) return bucket
    const source = openSource(world, account, input)
    if (!source.ok) return source
    const conditions = { ifMatch: input.IfMatch, ifNoneMatch: input.IfNoneMatch }
    const refusal =
      sourceRefusal(world, source.value, input) ??
      objectAclRefusal(input, bucket.value) ??
      writeRefusal(key, findObject(world, bucket.value, key), conditions)
    if (refusal !== null) return refusal
    const description = descriptionFor(source.value, input)
    if (!description.ok) return description
    const bytes = contentOf(world, source.value)
    const digests = digestsFor(world, source.value, bytes, input.ChecksumAlgorithm)
    if (!digests.ok) return digests
    const attributes = { ...description.value, ...digests.value, storageClass: 'STANDARD' }
    const written = writeObject(world, bucket.value, key, bytes, attributes)
    if (!written.ok) return written
    return ok({ CopyObjectResult: resultOf(written.value), ServerSideEncryption: ENCRYPTION })
  },
})

const resultOf = (row: ObjectRow) => ({
  ETag: quoted(row.etag),
  LastModified: row.lastModified,
  ...checksumMembers(row),
})

function openSource(
  world: World,
  account: string,
  { CopySource: text, ExpectedSourceBucketOwner: owner }: CopyObjectRequest,
): Result<ObjectRow> {
  const source = sourceOf(text)
  if (!source.ok) return source
  const bucket = openBucket(world, source.value.bucket, account, owner)
  if (!bucket.ok) return bucket
  return openObject(world, bucket.value, source.value.key, source.value.version)
}

/** Where a copy comes from. */
interface Source {
  readonly bucket: string
  readonly key: string
  readonly version: string | undefined
}

const VERSION = 'versionId='

/**
 * `bucket/key`, percent-encoded, with a slash before it or not, and the version after it if one is wanted. A `+`
 * is a plus sign. Texts of refusals: M.
 */
function sourceOf(text: string): Result<Source> {
  const at = text.indexOf('?')
  const path = at < 0 ? text : text.slice(0, at)
  const query = at < 0 ? null : text.slice(at + 1)
  if (query !== null && !query.startsWith(VERSION)) {
    const [name = ''] = query.split('=')
    const why = `The lab does not emulate ${name} in x-amz-copy-source.`
    return notImplemented('x-amz-copy-source', why)
  }
  const decoded = percentDecoded(path.startsWith('/') ? path.slice(1) : path)
  const version = query === null ? undefined : percentDecoded(query.slice(VERSION.length))
  if (decoded === null || version === null) {
    return invalidArgument('Invalid copy source encoding.', 'x-amz-copy-source', text)
  }
  if (decoded.startsWith('arn:')) {
    const why = 'The lab does not emulate access points in x-amz-copy-source.'
    return notImplemented('x-amz-copy-source', why)
  }
  const slash = decoded.indexOf('/')
  if (slash > 0 && slash < decoded.length - 1) {
    return ok({ bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1), version })
  }
  const message = 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey'
  return invalidArgument(message, 'x-amz-copy-source', text)
}

/** Why the source may not be copied like this, or null. */
function sourceRefusal(
  world: World,
  row: ObjectRow,
  input: CopyObjectRequest,
): Result<never> | null {
  if (row.size > MOST_BYTES) {
    return invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${MOST_BYTES}`,
    )
  }
  const conditions = {
    ifMatch: input.CopySourceIfMatch,
    ifNoneMatch: input.CopySourceIfNoneMatch,
    ifModifiedSince: input.CopySourceIfModifiedSince,
    ifUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  }
  return copyRefusal(row, conditions, world.now) ?? wrongDirective(row, input)
}

function wrongDirective(row: ObjectRow, input: CopyObjectRequest): Result<never> | null {
  const { MetadataDirective: directive = 'COPY' } = input
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    return invalidArgument('Unknown metadata directive.', 'x-amz-metadata-directive', directive)
  }
  const isItself = row.bucket === input.Bucket && row.key === input.Key
  const changes = [input.StorageClass, input.ServerSideEncryption, input.WebsiteRedirectLocation]
  if (!isItself || directive === 'REPLACE' || changes.some((each) => each !== undefined)) {
    return null
  }
  return invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  )
}

function descriptionFor(source: ObjectRow, input: CopyObjectRequest): Result<Description> {
  if (input.MetadataDirective === 'REPLACE') return describedBy(input)
  const { metadata, contentType, cacheControl, contentDisposition } = source
  const { contentEncoding, contentLanguage, expires } = source
  const websiteRedirectLocation = input.WebsiteRedirectLocation ?? null
  return ok({
    ...{ metadata, contentType, cacheControl, contentDisposition },
    ...{ contentEncoding, contentLanguage, expires, websiteRedirectLocation },
  })
}

/** The bytes are the same; only another checksum, if one is asked for, must be made. */
function digestsFor(
  world: World,
  { etag, checksumName, checksum: known }: ObjectRow,
  bytes: Uint8Array,
  algorithm: string | undefined,
): Result<Digests> {
  const asked = algorithm === undefined ? ok(checksumName) : checksumNamed(algorithm)
  if (!asked.ok) return asked
  const name = asked.value
  const value = name === checksumName ? known : checksum(name, bytes, world.hashes)
  return ok({ etag, checksumName: name, checksum: value })
}
