/**
 * The views `buckets` and `bucket`: an account's buckets, and one level of one of them.
 *
 * A level is a listing with the delimiter `/`, as everybody's file browser makes folders of S3's flat keys. It is
 * cheap however much a bucket holds: the index is jumped over by prefix, and a page ends after 200 entries.
 */
import { s3BucketRef, s3ObjectRef } from '../kernel/ref.ts'
import type { World } from '../kernel/world.ts'
import { bucketsOf } from '../storage/buckets.ts'
import { type Entry, listPage, placeAfter, START } from '../storage/listing.ts'
import { bucketKey, buckets } from '../storage/rows.ts'
import type { BucketLevelView, BucketSummaryView, LevelEntryView, Views } from './types.ts'

/** A level shows no more at once. */
const LEVEL_LIMIT = 200
const DELIMITER = '/'

/** An account's buckets by name. */
export const bucketsView = (
  world: World,
  { account }: Views['buckets']['params'],
): readonly BucketSummaryView[] =>
  bucketsOf(world, account).map(({ name, createdAt, objects, bytes }) => ({
    ref: s3BucketRef(name),
    name,
    createdAt,
    objects,
    bytes,
  }))

/** One level of a bucket of the account's, or null when it has none of that name. */
export function bucketView(
  world: World,
  params: Views['bucket']['params'],
): BucketLevelView | null {
  const { account, name, prefix, after } = params
  if (world.table(buckets).get(bucketKey(name))?.account !== account) return null
  const from = after === undefined ? START : placeAfter(after, prefix, DELIMITER)
  const question = { bucket: name, prefix, delimiter: DELIMITER, from, most: LEVEL_LIMIT }
  const { entries, next } = listPage(world, question)
  return {
    ref: s3BucketRef(name),
    name,
    prefix,
    entries: entries.map((entry) => entryView(name, prefix, entry)),
    more: next !== null,
  }
}

function entryView(bucket: string, prefix: string, entry: Entry): LevelEntryView {
  const label = entry.name.slice(prefix.length)
  if (entry.kind === 'prefix') return { kind: 'prefix', prefix: entry.name, label }
  const { key, size, lastModified } = entry.row
  return { kind: 'object', ref: s3ObjectRef(bucket, key), key, label, bytes: size, lastModified }
}
