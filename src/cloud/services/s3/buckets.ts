/**
 * CreateBucket, HeadBucket, GetBucketLocation and DeleteBucket.
 *
 * CloudTrail counts HeadBucket among the calls on objects (S3 user guide, CloudTrail events).
 */
import { REGION } from '../../kernel/ref.ts'
import { fail, ok, type Result, reason } from '../../kernel/result.ts'
import {
  createBucket as create,
  defaultOwnership,
  openBucket,
  deleteBucket as remove,
} from '../../storage/buckets.ts'
import { invalidArgument, valueNotEmulated } from '../../storage/errors.ts'
import { REGIONS } from '../../storage/regions.ts'
import type { BucketRow } from '../../storage/rows.ts'
import { bucketAclRefusal, OBJECT_GRANTS } from './choices.ts'
import { s3Operation } from './members.ts'

export const createBucket = s3Operation<'CreateBucket'>({
  readOnly: false,
  members: {
    required: ['Bucket'],
    emulated: {
      Bucket: 'text',
      'CreateBucketConfiguration.LocationConstraint': 'text',
      ...OBJECT_GRANTS,
      GrantWrite: 'text',
      ObjectLockEnabledForBucket: 'flag',
      ObjectOwnership: 'text',
    },
    refused: [
      'CreateBucketConfiguration.Location.*',
      'CreateBucketConfiguration.Bucket.*',
      'CreateBucketConfiguration.Tags.*',
      'BucketNamespace',
    ],
  },
  run(input, { world, account }) {
    const place = wrongLocation(input.CreateBucketConfiguration?.LocationConstraint)
    if (place !== null) return place
    if (input.ObjectLockEnabledForBucket === true) {
      return valueNotEmulated('x-amz-bucket-object-lock-enabled', 'true')
    }
    const objectOwnership = ownershipOf(input.ObjectOwnership)
    if (!objectOwnership.ok) return objectOwnership
    const asked = objectOwnership.value
    const wrong = bucketAclRefusal(input, asked ?? defaultOwnership(world))
    if (wrong !== null) return wrong
    const made = create(world, { name: input.Bucket, account, objectOwnership: asked })
    return made.ok ? ok({ Location: `/${input.Bucket}` }) : made
  },
})

/**
 * Where a bucket is to be. AWS's us-east-1 would make one elsewhere too; the lab has one Region, so it answers
 * as the end points of all other Regions do.
 */
function wrongLocation(constraint: string | undefined): Result<never> | null {
  if (constraint === undefined) return null
  if (constraint !== 'EU' && (constraint === REGION || !REGIONS.has(constraint))) {
    return fail('InvalidLocationConstraint', 'The specified location-constraint is not valid', {
      details: { LocationConstraint: constraint },
    })
  }
  return fail(
    'IllegalLocationConstraintException',
    `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    { reasons: [reason('lab.one-region', { asked: constraint, region: REGION })] },
  )
}

const OWNERSHIPS: readonly BucketRow['objectOwnership'][] = [
  'BucketOwnerEnforced',
  'BucketOwnerPreferred',
  'ObjectWriter',
]

/** The text is from memory (M). */
function ownershipOf(asked: string | undefined): Result<BucketRow['objectOwnership'] | null> {
  if (asked === undefined) return ok(null)
  const known = OWNERSHIPS.find((each) => each === asked)
  if (known !== undefined) return ok(known)
  const header = 'x-amz-object-ownership'
  return invalidArgument(`Invalid ${header} header: ${asked}`, header, asked)
}

const BUCKET = { Bucket: 'text', ExpectedBucketOwner: 'text' } as const

export const headBucket = s3Operation<'HeadBucket'>({
  readOnly: true,
  dataEvent: true,
  members: { required: ['Bucket'], emulated: BUCKET },
  run(input, { world, account }) {
    const bucket = openBucket(world, input.Bucket, account, input.ExpectedBucketOwner)
    return bucket.ok ? ok({ BucketRegion: REGION, AccessPointAlias: false }) : bucket
  },
})

/** Buckets of us-east-1 have no location constraint. */
export const getBucketLocation = s3Operation<'GetBucketLocation'>({
  readOnly: true,
  members: { required: ['Bucket'], emulated: BUCKET },
  run(input, { world, account }) {
    const bucket = openBucket(world, input.Bucket, account, input.ExpectedBucketOwner)
    return bucket.ok ? ok({}) : bucket
  },
})

export const deleteBucket = s3Operation<'DeleteBucket'>({
  readOnly: false,
  members: { required: ['Bucket'], emulated: BUCKET },
  run(input, { world, account }) {
    const bucket = openBucket(world, input.Bucket, account, input.ExpectedBucketOwner)
    if (!bucket.ok) return bucket
    const gone = remove(world, bucket.value)
    return gone.ok ? ok({}) : gone
  },
})
