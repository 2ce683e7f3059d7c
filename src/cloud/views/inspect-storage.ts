/**
 * A bucket and an object in the inspector. Both are their owner's to see: of another account's there is nothing,
 * as S3 itself answers no more than AccessDenied.
 */
import { storageCost, storageUsage } from '../billing/storage.ts'
import { accountKey, accounts } from '../identity/accounts.ts'
import { must } from '../kernel/assert.ts'
import { objectParts, REGION, type Ref, s3BucketRef } from '../kernel/ref.ts'
import { keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import { findObject } from '../storage/objects.ts'
import { type BucketRow, bucketKey, buckets, type ObjectRow, quoted } from '../storage/rows.ts'
import { field, group, link, money, thing } from './fields.ts'
import type { FieldView, InspectView } from './types.ts'

function own(world: World, viewer: string, name: string): BucketRow | null {
  const row = world.table(buckets).get(bucketKey(name))
  return row?.account === viewer ? row : null
}

/** A bucket of the viewer's, by name. */
export function inspectBucket(
  world: World,
  viewer: string,
  ref: Ref,
  name: string,
): InspectView | null {
  const row = own(world, viewer, name)
  if (row === null) return null
  const owner = must(world.table(accounts).get(accountKey(row.account)), row.account)
  const usage = must(world.table(storageUsage).get(keyOf(row.account, name)), `usage of ${name}`)
  return thing(ref, 'bucket', name, [
    group(
      'bucket',
      field('bucket-name', 'code', name),
      field('region', 'code', REGION),
      field('owner', 'text', owner.name),
      field('created', 'instant', row.createdAt),
      field('objects', 'count', row.objects),
      field('bytes', 'bytes', row.bytes),
    ),
    group(
      'protection',
      field('public-access', 'state', row.blockPublicAccess ? 'blocked' : 'not-blocked'),
      field('ownership', 'state', row.objectOwnership),
      field('default-encryption', 'code', 'SSE-S3'),
    ),
    group(
      'cost',
      field('requests-write', 'count', usage.tier1),
      field('requests-read', 'count', usage.tier2),
      money('cost-so-far', storageCost(usage, world.now)),
    ),
  ])
}

/** An object in a bucket of the viewer's; `id` is `bucket/key`. */
export function inspectObject(
  world: World,
  viewer: string,
  ref: Ref,
  id: string,
): InspectView | null {
  const { bucket: name, key } = objectParts(id)
  const bucket = own(world, viewer, name)
  const row = bucket === null ? undefined : findObject(world, bucket, key)
  if (row === undefined) return null
  const metadata = Object.entries(row.metadata)
  return thing(ref, 'object', key, [
    group(
      'object',
      field('key', 'code', key),
      link('bucket', s3BucketRef(name)),
      field('bytes', 'bytes', row.size),
      field('content-type', 'code', row.contentType),
      ...headers(row),
      field('last-modified', 'instant', row.lastModified),
      field('storage-class', 'code', row.storageClass),
    ),
    group(
      'integrity',
      field('etag', 'code', quoted(row.etag)),
      field('checksum-name', 'code', row.checksumName),
      field('checksum', 'code', row.checksum),
      field('encryption', 'code', 'SSE-S3'),
    ),
    ...(metadata.length === 0
      ? []
      : [
          group(
            'metadata',
            ...metadata.map(([each, value]) => field(`meta:${each}`, 'text', value)),
          ),
        ]),
  ])
}

/** The headers that a writer may leave out. */
function headers(row: ObjectRow): FieldView[] {
  const all = [
    field('content-encoding', 'code', row.contentEncoding),
    field('content-language', 'code', row.contentLanguage),
    field('content-disposition', 'code', row.contentDisposition),
    field('cache-control', 'code', row.cacheControl),
    field('expires', 'instant', row.expires),
    field('redirects-to', 'code', row.websiteRedirectLocation),
  ]
  return all.filter(({ value }) => value !== null)
}
