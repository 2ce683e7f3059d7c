/**
 * What S3 costs: bytes for as long as they are stored, and requests.
 *
 * Models AWS's bill for the class STANDARD in us-east-1 (FACTS §8.3): $0.023 for a GB in a month, $0.005 for
 * 1,000 requests that write or list (tier 1), $0.0004 for 1,000 that read (tier 2), deletes free; the bucket's
 * owner pays. A month is 730 hours as elsewhere in the lab, a GB is 2^30 bytes as on AWS's bill (M). Bytes are
 * counted to the tick and exactly; those of set-up count from instant 0 on. Simplified: the first 50 TB's price
 * for all, which more than a world's memory holds; traffic is not counted yet.
 *
 * A row a bucket, and one for each account that has the bucket name ''; it takes over what deleted buckets
 * have cost, and counts ListBuckets. So there are never more rows than buckets and accounts.
 */
import { assert, must } from '../kernel/assert.ts'
import { EPOCH, type Instant, instant } from '../kernel/instant.ts'
import { LIMITS } from '../kernel/limits.ts'
import { bigInteger, type Infer, instantOf, integer, record, text } from '../kernel/schema.ts'
import { defineTable, keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'

const usage = record({
  account: text,
  /** '' for the account itself */
  bucket: text,
  tier1: integer,
  tier2: integer,
  /** stored since `since` */
  bytes: integer,
  since: instantOf,
  /** bytes times ticks, up to `since` */
  byteTicks: bigInteger,
})

/** What an account has used of S3 for one bucket. */
export type StorageUsage = Infer<typeof usage>

/** All that was used of S3, keyed by account and bucket. */
export const storageUsage = defineTable('billing.storage', usage)

/** What a request costs: as those that write or list, as those that read, or nothing. */
export type RequestTier = 'tier1' | 'tier2' | 'free'

/** The bill begins at instant 0. */
const billed = (now: Instant): Instant => instant(Math.max(now, EPOCH))

const empty = (world: World, account: string, bucket: string): StorageUsage => ({
  account,
  bucket,
  tier1: 0,
  tier2: 0,
  bytes: 0,
  since: billed(world.now),
  byteTicks: 0n,
})

/** Begins to count for a new bucket. */
export function openUsage(world: World, account: string, bucket: string): void {
  const key = keyOf(account, bucket)
  assert(world.table(storageUsage).get(key) === undefined, `${bucket} is not counted yet`)
  world.table(storageUsage).set(key, empty(world, account, bucket))
}

/** Notes that a bucket holds more bytes from now on, or fewer. */
export function storeBytes(world: World, account: string, bucket: string, change: number): void {
  const row = must(world.table(storageUsage).get(keyOf(account, bucket)), `usage of ${bucket}`)
  const since = billed(world.now)
  const byteTicks = byteTicksOf(row, since)
  const bytes = row.bytes + change
  assert(Number.isSafeInteger(bytes) && bytes >= 0, 'stored bytes are a safe integer from 0')
  world.table(storageUsage).set(keyOf(account, bucket), { ...row, bytes, since, byteTicks })
}

/** Ends the count of a bucket, which is empty: what it has cost goes to its account. */
export function closeUsage(world: World, account: string, bucket: string): void {
  const table = world.table(storageUsage)
  const row = must(table.get(keyOf(account, bucket)), `usage of ${bucket}`)
  assert(row.bytes === 0, 'an empty bucket')
  table.delete(keyOf(account, bucket))
  const own = table.get(keyOf(account, '')) ?? empty(world, account, '')
  table.set(keyOf(account, ''), {
    ...own,
    tier1: own.tier1 + row.tier1,
    tier2: own.tier2 + row.tier2,
    byteTicks: own.byteTicks + row.byteTicks,
  })
}

/** Counts one request. One that would need a new row in a full table is not counted. */
export function countRequest(
  world: World,
  account: string,
  bucket: string,
  tier: RequestTier,
): void {
  if (tier === 'free') return
  const table = world.table(storageUsage)
  const key = keyOf(account, bucket)
  const known = table.get(key)
  if (known === undefined && table.size >= LIMITS.rowsPerTable) return
  const row = known ?? empty(world, account, bucket)
  table.set(key, { ...row, [tier]: row[tier] + 1 })
}

const byteTicksOf = (row: StorageUsage, at: Instant): bigint =>
  row.byteTicks + BigInt(row.bytes) * BigInt(Math.max(0, at - row.since))

/** Nano-dollars of one GB in one month of 730 hours. */
export const NANO_DOLLARS_PER_GB_MONTH = 23_000_000n
const BYTE_TICKS_PER_GB_MONTH = 1_073_741_824n * 730n * 36_000_000_000n
const NANO_DOLLARS_PER_REQUEST = { tier1: 5_000n, tier2: 400n } as const

/** Nano-dollars of one request. */
export const requestPrice = (tier: RequestTier): bigint =>
  tier === 'free' ? 0n : NANO_DOLLARS_PER_REQUEST[tier]

/** How much has been stored by `at`, in GB-months. */
export const gbMonths = (row: StorageUsage, at: Instant): number =>
  Number(byteTicksOf(row, at)) / Number(BYTE_TICKS_PER_GB_MONTH)

/** What the bytes cost by `at`, in nano-dollars, rounded down. */
export const storedCost = (row: StorageUsage, at: Instant): bigint =>
  (byteTicksOf(row, at) * NANO_DOLLARS_PER_GB_MONTH) / BYTE_TICKS_PER_GB_MONTH

/** What has been used costs so much by `at`, in nano-dollars, rounded down. */
export const storageCost = (row: StorageUsage, at: Instant): bigint =>
  storedCost(row, at) +
  BigInt(row.tier1) * NANO_DOLLARS_PER_REQUEST.tier1 +
  BigInt(row.tier2) * NANO_DOLLARS_PER_REQUEST.tier2
