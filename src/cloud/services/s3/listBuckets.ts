/**
 * ListBuckets: the caller's buckets, by name.
 *
 * Asked for nothing in particular it answers all of them; with any of its arguments, even an empty one, it
 * pages and tells each bucket's Region. The order and the texts of its refusals were measured against S3
 * (brekkylab/backlot, tests of 2026-09-29). An owner has no DisplayName any more.
 */
import { REGION, s3BucketRef } from '../../kernel/ref.ts'
import { ok, type Result } from '../../kernel/result.ts'
import type { World } from '../../kernel/world.ts'
import { invalidArgument } from '../../storage/errors.ts'
import { REGIONS } from '../../storage/regions.ts'
import { type BucketRow, bucketKey, buckets } from '../../storage/rows.ts'
import type { Bucket, S3Operations } from './api.ts'
import { canonicalId, checkRange, invalidToken, placeOf, tokenOf } from './listing.ts'
import { s3Operation } from './members.ts'

type Asked = S3Operations['ListBuckets']['input']

/** A page holds no more, and as many when nothing is said. */
const PAGE_LIMIT = 10_000

function refusal({ MaxBuckets: size, BucketRegion: region }: Asked): Result<never> | null {
  const range = size === undefined ? null : checkRange('max-buckets', size, 1, PAGE_LIMIT)
  if (range !== null) return range
  const asked = region?.toLowerCase()
  if (asked === undefined || asked === REGION) return null
  const message = REGIONS.has(asked)
    ? 'Requests with bucket-region specified must be made to the corresponding regional endpoint'
    : `Argument value ${region} is not a valid AWS Region`
  return invalidArgument(message, 'bucket-region')
}

/** At most `most` of an account's buckets from a name on, and the name that comes after them. */
function page(world: World, account: string, prefix: string, from: string, most: number) {
  const rows: BucketRow[] = []
  for (const [, row] of world.table(buckets).entries(bucketKey(prefix), bucketKey(from))) {
    if (row.account !== account) continue
    if (rows.length === most) return { rows, next: row.name }
    rows.push(row)
  }
  return { rows, next: null }
}

const listed = (row: BucketRow, withRegion: boolean): Bucket => ({
  Name: row.name,
  CreationDate: row.createdAt,
  ...(withRegion ? { BucketRegion: REGION } : {}),
  BucketArn: s3BucketRef(row.name),
})

/** The operation ListBuckets. */
export const listBuckets = s3Operation<'ListBuckets'>({
  readOnly: true,
  members: {
    emulated: {
      MaxBuckets: 'integer',
      ContinuationToken: 'text',
      Prefix: 'text',
      BucketRegion: 'text',
    },
  },
  run(input, { world, account }) {
    const wrong = refusal(input)
    if (wrong !== null) return wrong
    const { MaxBuckets: most = PAGE_LIMIT, Prefix: prefix, ContinuationToken: token = '' } = input
    const scope = ['ListBuckets', account]
    const from = token === '' ? '' : placeOf(world, scope, token)
    if (from === null) return invalidToken()
    const { rows, next } = page(world, account, prefix ?? '', from, most)
    const paged = Object.values(input).some((value) => value !== undefined)
    return ok({
      Owner: { ID: canonicalId(world, account) },
      Buckets: rows.map((row) => listed(row, paged)),
      ...(prefix === undefined ? {} : { Prefix: prefix }),
      ...(next === null ? {} : { ContinuationToken: tokenOf(world, scope, next) }),
    })
  },
})
