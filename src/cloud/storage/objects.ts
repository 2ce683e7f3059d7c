/**
 * Objects: written, read and deleted whole.
 *
 * Models S3's objects: immutable bytes under a key, replaced at once or not at all, and seen by every call that
 * comes after (strong consistency, FACTS §0.1). Each object has a blob of its own, let go when the object is
 * replaced or deleted; a copy copies the bytes. Simplified: no versions, parts or tags yet.
 */
import { storeBytes } from '../billing/storage.ts'
import { must } from '../kernel/assert.ts'
import { wholeSecond } from '../kernel/calendar.ts'
import { ok, type Result } from '../kernel/result.ts'
import type { World } from '../kernel/world.ts'
import { note } from './buckets.ts'
import { invalidArgument, noSuchKey, noSuchVersion, slowDown } from './errors.ts'
import { wrongKey } from './names.ts'
import type { Span } from './ranges.ts'
import { type BucketRow, bucketKey, buckets, type ObjectRow, objectKey, objects } from './rows.ts'

/** The most bytes that one PUT or one copy takes, 5 GiB (FACTS §9). */
export const MOST_BYTES = 5_368_709_120

/** What a writer says of an object. */
export type Attributes = Omit<ObjectRow, 'bucket' | 'key' | 'blob' | 'size' | 'lastModified'>

/** An object, if there is one. */
export const findObject = (world: World, bucket: BucketRow, key: string): ObjectRow | undefined =>
  world.table(objects).get(objectKey(bucket.name, key))

/**
 * An object that must be there, in the version that is asked for: without versions that is `null` only. Errors:
 * those of keys, `InvalidArgument` for what is no id, `NoSuchVersion`, `NoSuchKey`.
 */
export function openObject(
  world: World,
  bucket: BucketRow,
  key: string,
  version?: string,
): Result<ObjectRow> {
  const wrong = wrongKey(key) ?? wrongVersionId(version)
  if (wrong !== null) return wrong
  if (!isCurrent(version)) return noSuchVersion(key, version ?? '')
  const row = findObject(world, bucket, key)
  return row === undefined ? noSuchKey(key) : ok(row)
}

/** The version of objects that were written where no versions are kept. */
const NULL_VERSION = 'null'
/** The ids that S3 makes today have 32 characters; it says only that they fit a URL and 1,024 bytes (M). */
const VERSION_ID = /^[\w.-]{32}$/

/** Whether a version, or none, is the one that a bucket without versions keeps. */
export const isCurrent = (version: string | undefined): boolean =>
  version === undefined || version === NULL_VERSION

/** The refusal of what S3 never made as the id of a version, or null. */
export const wrongVersionId = (version: string | undefined): Result<never> | null =>
  version === undefined || isCurrent(version) || VERSION_ID.test(version)
    ? null
    : invalidArgument('Invalid version id specified', 'versionId', version)

/** The bytes of an object, or of a part of it. */
export const contentOf = (world: World, row: ObjectRow, span: Span | null = null): Uint8Array =>
  world.blobs.read(row.blob, span?.offset ?? 0, span?.length ?? row.size)

/** Puts an object in the place of the one that is there, if any. `SlowDown` when the world has no room. */
export function writeObject(
  world: World,
  bucket: BucketRow,
  key: string,
  bytes: Uint8Array,
  attributes: Attributes,
): Result<ObjectRow> {
  const before = findObject(world, bucket, key)
  if (before !== undefined) world.blobs.release(before.blob)
  const blob = world.blobs.put(bytes)
  if (!blob.ok) return slowDown(...blob.error.reasons)
  const row: ObjectRow = {
    ...attributes,
    bucket: bucket.name,
    key,
    blob: blob.value,
    size: bytes.length,
    lastModified: wholeSecond(world.epoch, world.now),
  }
  world.table(objects).set(objectKey(bucket.name, key), row)
  count(world, bucket.name, before === undefined ? 1 : 0, row.size - (before?.size ?? 0))
  note(world, 'storage.object.written', bucket, row)
  return ok(row)
}

/** Deletes an object. */
export function deleteObject(world: World, bucket: BucketRow, row: ObjectRow): void {
  world.blobs.release(row.blob)
  world.table(objects).delete(objectKey(bucket.name, row.key))
  count(world, bucket.name, -1, -row.size)
  note(world, 'storage.object.deleted', bucket, row)
}

/** Keeps a bucket's counts, and its bill, in step with its objects. */
function count(world: World, name: string, more: number, bytes: number): void {
  const row = must(world.table(buckets).get(bucketKey(name)), `bucket ${name}`)
  const counts = { objects: row.objects + more, bytes: row.bytes + bytes }
  world.table(buckets).set(bucketKey(name), { ...row, ...counts })
  storeBytes(world, row.account, name, bytes)
}
