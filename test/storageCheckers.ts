/**
 * What must hold of S3 in every world: each blob belongs to one object, objects are the bytes that their ETags
 * say, buckets count their objects, and what is billed is what was stored, counted once more from the events.
 *
 * Not checked: the count of requests; billing/storage.test.ts does that.
 */
import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { storageUsage } from '../src/cloud/billing/storage.ts'
import { must } from '../src/cloud/kernel/assert.ts'
import { parseRef } from '../src/cloud/kernel/ref.ts'
import { keyOf } from '../src/cloud/kernel/table.ts'
import type { World } from '../src/cloud/kernel/world.ts'
import { buckets, objects } from '../src/cloud/storage/rows.ts'

/** Cheaper than `expect` by far, where thousands are held. */
function hold(condition: boolean, what: string): void {
  if (!condition) expect.fail(`${what}: this must not be`)
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0)

function blobsAreHeldOnce(world: World): void {
  const held = world
    .table(objects)
    .all()
    .map((row) => row.blob)
  expect(held.sort()).toEqual(
    world.blobs
      .entries()
      .map(([id]) => id)
      .sort(),
  )
}

function objectsAreTheirBytes(world: World): void {
  for (const row of world.table(objects).all()) {
    const bytes = world.blobs.read(row.blob, 0, row.size)
    hold(world.blobs.length(row.blob) === row.size, `size of ${row.key}`)
    hold(createHash('md5').update(bytes).digest('hex') === row.etag, `ETag of ${row.key}`)
  }
}

function bucketsCountTheirObjects(world: World): void {
  const rows = world.table(objects).all()
  const names = new Set(
    world
      .table(buckets)
      .all()
      .map((row) => row.name),
  )
  for (const row of rows) hold(names.has(row.bucket), `bucket of ${row.key}`)
  for (const { name, account, objects: count, bytes } of world.table(buckets).all()) {
    const mine = rows.filter((row) => row.bucket === name)
    hold(mine.length === count, `objects of ${name}`)
    hold(total(mine.map((row) => row.size)) === bytes, `bytes of ${name}`)
    const used = world.table(storageUsage).get(keyOf(account, name))
    hold(used?.bytes === bytes, `billed bytes of ${name}`)
  }
}

/** Bytes times ticks of each account, once more from the events: what was stored from when to when. */
function storageAddsUpToTheEvents(world: World): void {
  const stored = new Map<string, { readonly size: number; readonly at: number }>()
  const sums = new Map<string, bigint>()
  const end = (key: string, account: string, at: number) => {
    const was = stored.get(key)
    if (was === undefined) return
    const more = BigInt(was.size) * BigInt(at - was.at)
    sums.set(account, (sums.get(account) ?? 0n) + more)
    stored.delete(key)
  }
  const owners = new Map<string, string>()
  for (const { type, at, subjects, detail } of world.events.since(0)) {
    if (!type.startsWith('storage.object.')) continue
    const key = String(subjects[0])
    const account = must(parseRef(String(subjects[2]))?.account, `the account of ${key}`)
    owners.set(key, account)
    end(key, account, at)
    if (type === 'storage.object.written') stored.set(key, { size: Number(detail.size), at })
  }
  for (const key of [...stored.keys()]) end(key, owners.get(key) ?? '', world.now)
  const billed = new Map<string, bigint>()
  for (const row of world.table(storageUsage).all()) {
    const now = row.byteTicks + BigInt(row.bytes) * BigInt(world.now - row.since)
    billed.set(row.account, (billed.get(row.account) ?? 0n) + now)
  }
  for (const [account, sum] of billed)
    hold(sum === (sums.get(account) ?? 0n), `bytes of ${account}`)
}

/** All of them, to be run on a world between two steps. */
export const STORAGE_CHECKERS = [
  blobsAreHeldOnce,
  objectsAreTheirBytes,
  bucketsCountTheirObjects,
  storageAddsUpToTheEvents,
]
