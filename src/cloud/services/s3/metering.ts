/**
 * What a request to S3 costs, and whom (FACTS §8.3).
 *
 * The bucket's owner pays; ListBuckets its caller. Billed are answers and refusals of the client's fault, not
 * those of S3's own, and no 403 to somebody from outside (since 2024, M). A request to a bucket that is not
 * there has no owner to pay for it. DeleteObjects is free as DeleteObject is (M).
 */
import { countRequest, type RequestTier, requestPrice } from '../../billing/storage.ts'
import type { MeteredCall } from '../../operation.ts'
import { bucketKey, buckets } from '../../storage/rows.ts'
import type { S3Operations } from './api.ts'

const TIERS: Readonly<Record<keyof S3Operations, RequestTier>> = {
  CreateBucket: 'tier1',
  PutObject: 'tier1',
  CopyObject: 'tier1',
  ListBuckets: 'tier1',
  ListObjects: 'tier1',
  ListObjectsV2: 'tier1',
  GetObject: 'tier2',
  HeadObject: 'tier2',
  HeadBucket: 'tier2',
  GetBucketLocation: 'tier2',
  GetObjectTagging: 'tier2',
  DeleteBucket: 'free',
  DeleteObject: 'free',
  DeleteObjects: 'free',
}

const isKnown = (name: string): name is keyof S3Operations => Object.hasOwn(TIERS, name)

/** Counts a request that was answered. */
export function meter({ world, operation, principal, input, result }: MeteredCall): void {
  const status = result.ok ? 200 : result.error.httpStatus
  if (principal === null || status >= 500 || !isKnown(operation)) return
  const tier = TIERS[operation]
  if (operation === 'ListBuckets') {
    countRequest(world, principal.account, '', tier)
    return
  }
  if (operation === 'CreateBucket' && !result.ok) return
  const { Bucket: name } = input
  const bucket = typeof name === 'string' ? world.table(buckets).get(bucketKey(name)) : undefined
  if (bucket === undefined || (status === 403 && bucket.account !== principal.account)) return
  countRequest(world, bucket.account, bucket.name, tier)
}

/** Refusals that have no bucket whose owner could pay for them. */
const NOBODY_PAYS: ReadonlySet<string> = new Set(['NoSuchBucket', 'InvalidBucketName'])

/**
 * Nano-dollars that a request cost its caller, as `meter` counts them. A refusal is given by its code and its
 * status; `outside` when the bucket was another account's.
 */
export function priceOf(
  operation: string,
  refusal: { readonly code: string; readonly status: number; readonly outside: boolean } | null,
): bigint {
  if (!isKnown(operation)) return 0n
  const free =
    refusal !== null &&
    (refusal.status >= 500 ||
      operation === 'CreateBucket' ||
      refusal.outside ||
      NOBODY_PAYS.has(refusal.code))
  return free ? 0n : requestPrice(TIERS[operation])
}
