/** For tests of listings: a world with buckets and objects of given names, and a caller who asks about them. */
import type { Members } from '../../call.ts'
import type { BlobId } from '../../kernel/blobs.ts'
import { DEFAULT_EPOCH } from '../../kernel/calendar.ts'
import { EPOCH } from '../../kernel/instant.ts'
import { arn, FIRST_ACCOUNT } from '../../kernel/ref.ts'
import type { Result } from '../../kernel/result.ts'
import { PLAIN_HASHES, World } from '../../kernel/world.ts'
import type { Operation, OperationContext } from '../../operation.ts'
import {
  type BucketRow,
  bucketKey,
  buckets,
  type ObjectRow,
  objectKey,
  objects,
} from '../../storage/rows.ts'

/** A world with S3's tables only. */
export const storageWorld = (): World =>
  new World(
    { tables: [buckets, objects], logs: [], timers: [], events: {} },
    { seed: 's3', epoch: DEFAULT_EPOCH, start: EPOCH, hashes: PLAIN_HASHES },
  )

/** Puts a bucket's row. */
export function putBucket(world: World, name: string, account = FIRST_ACCOUNT): BucketRow {
  const row: BucketRow = {
    name,
    account,
    createdAt: EPOCH,
    objectOwnership: 'BucketOwnerEnforced',
    blockPublicAccess: true,
    objects: 0,
    bytes: 0,
  }
  world.table(buckets).set(bucketKey(name), row)
  return row
}

/** Puts an object's row; its content is not there. */
export function putKey(world: World, bucket: string, key: string): ObjectRow {
  const row: ObjectRow = {
    bucket,
    key,
    blob: 'b-0' as BlobId,
    size: 5,
    etag: '5d41402abc4b2a76b9719d911017c592',
    lastModified: EPOCH,
    storageClass: 'STANDARD',
    checksumName: 'CRC64NVME',
    checksum: 'M3eFcAZSQlc=',
    metadata: {},
    contentType: 'text/plain',
    cacheControl: null,
    contentDisposition: null,
    contentEncoding: null,
    contentLanguage: null,
    expires: null,
    websiteRedirectLocation: null,
  }
  world.table(objects).set(objectKey(bucket, key), row)
  return row
}

/** Asks as an account's root. */
export function ask(
  world: World,
  operation: Operation,
  input: Members,
  account = FIRST_ACCOUNT,
): Result<Members> {
  const at: OperationContext = {
    world,
    account,
    principal: {
      type: 'Root',
      account,
      arn: arn('iam', '', account, 'root'),
      principalId: account,
      accessKeyId: null,
      service: null,
    },
    context: {
      region: 'us-east-1',
      sourceIp: '192.0.2.10',
      userAgent: 'test',
      secureTransport: true,
      host: 's3.amazonaws.com',
      presigned: false,
    },
    requestId: 'r',
  }
  return operation.run(input, at)
}
