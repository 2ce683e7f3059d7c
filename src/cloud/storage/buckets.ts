/**
 * Buckets: made, found and deleted.
 *
 * Models general-purpose buckets of one Region: a name is one of the whole partition, and a bucket belongs to
 * the account that made it. Only that account may use it, until bucket policies come. Invariants: a bucket's
 * counts are the sums over its objects; each bucket has its row of use.
 */
import { closeUsage, openUsage } from '../billing/storage.ts'
import type { EventTypeName } from '../events.ts'
import { wholeSecond } from '../kernel/calendar.ts'
import { arn, s3BucketRef, s3ObjectRef } from '../kernel/ref.ts'
import { fail, ok, type Result, reason } from '../kernel/result.ts'
import type { World } from '../kernel/world.ts'
import { accessDenied, invalidBucketName, noSuchBucket } from './errors.ts'
import { couldBeBucketName, isBucketName } from './names.ts'
import { type BucketRow, bucketKey, buckets } from './rows.ts'

/** AWS's quota since November 2024 (FACTS §9). */
export const BUCKETS_PER_ACCOUNT = 10_000

/** A bucket as it is asked for. */
interface BucketDraft {
  readonly name: string
  readonly account: string
  /** null: what the world's defaults say */
  readonly objectOwnership: BucketRow['objectOwnership'] | null
}

/** Today's defaults, or those before April 2023 (FIDELITY 3). */
export const defaultOwnership = (world: World): BucketRow['objectOwnership'] =>
  world.defaults === 'modern' ? 'BucketOwnerEnforced' : 'ObjectWriter'

/**
 * Makes a bucket. Errors: `InvalidBucketName`, `BucketAlreadyExists`, `TooManyBuckets`. To make one's own
 * again succeeds and changes nothing, as in us-east-1.
 */
export function createBucket(world: World, draft: BucketDraft): Result<BucketRow> {
  const { name, account } = draft
  if (!isBucketName(name)) return invalidBucketName(name)
  const table = world.table(buckets)
  const existing = table.get(bucketKey(name))
  if (existing?.account === account) return ok(existing)
  if (existing !== undefined) return taken(name)
  // While all accounts together have fewer, no count is needed.
  const mayBeFull = table.size >= BUCKETS_PER_ACCOUNT
  if (mayBeFull && bucketsOf(world, account).length >= BUCKETS_PER_ACCOUNT) {
    return fail('TooManyBuckets', 'You have attempted to create more buckets than allowed', {
      reasons: [reason('storage.bucket-quota', { limit: BUCKETS_PER_ACCOUNT })],
    })
  }
  const row: BucketRow = {
    name,
    account,
    createdAt: wholeSecond(world.epoch, world.now),
    objectOwnership: draft.objectOwnership ?? defaultOwnership(world),
    blockPublicAccess: world.defaults === 'modern',
    objects: 0,
    bytes: 0,
  }
  table.set(bucketKey(name), row)
  openUsage(world, account, name)
  note(world, 'storage.bucket.created', row)
  return ok(row)
}

const taken = (name: string): Result<never> =>
  fail(
    'BucketAlreadyExists',
    'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
    { httpStatus: 409, details: { BucketName: name } },
  )

/** Tells what happened to a bucket, or to an object in it. The call stays the cause of whatever follows. */
export function note(
  world: World,
  type: EventTypeName,
  { name, account }: BucketRow,
  object: { readonly key: string; readonly size: number } | null = null,
): void {
  const owner = [s3BucketRef(name), arn('iam', '', account, 'root')]
  world.because(world.cause, () => {
    if (object === null) return world.emit(type, owner, { bucket: name })
    const { key, size } = object
    world.emit(type, [s3ObjectRef(name, key), ...owner], { bucket: name, key, size })
  })
}

/** The buckets of an account, by name. */
export const bucketsOf = (world: World, account: string): BucketRow[] =>
  world
    .table(buckets)
    .all()
    .filter((row) => row.account === account)

/**
 * A bucket that an account may use. Errors: `InvalidBucketName`, `NoSuchBucket`, `AccessDenied`; and for the owner that the caller
 * expects, `InvalidBucketOwnerAWSAccountID`.
 */
export function openBucket(
  world: World,
  name: string,
  account: string,
  expectedOwner?: string,
): Result<BucketRow> {
  if (expectedOwner !== undefined && !/^\d{12}$/.test(expectedOwner)) {
    return fail(
      'InvalidBucketOwnerAWSAccountID',
      `The value of the expected bucket owner parameter must be an AWS Account ID... [${expectedOwner}]`,
    )
  }
  if (!couldBeBucketName(name)) return invalidBucketName(name)
  const row = world.table(buckets).get(bucketKey(name))
  if (row === undefined) return noSuchBucket(name)
  if (row.account !== account) return accessDenied(reason('storage.not-owner', { bucket: name }))
  if (expectedOwner !== undefined && expectedOwner !== row.account) {
    return accessDenied(reason('storage.other-owner-expected', { bucket: name, expectedOwner }))
  }
  return ok(row)
}

/** Deletes a bucket that holds nothing. Error: `BucketNotEmpty`. */
export function deleteBucket(world: World, row: BucketRow): Result<null> {
  if (row.objects > 0) {
    return fail('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
      httpStatus: 409,
      details: { BucketName: row.name },
      reasons: [
        reason(
          'storage.not-empty',
          { bucket: row.name, objects: row.objects },
          s3BucketRef(row.name),
        ),
      ],
    })
  }
  world.table(buckets).delete(bucketKey(row.name))
  closeUsage(world, row.account, row.name)
  note(world, 'storage.bucket.deleted', row)
  return ok(null)
}
