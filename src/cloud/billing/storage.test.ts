/** What S3 costs, against sums done by hand from AWS's prices. */
import { describe, expect, it } from 'vitest'
import { consoleCall, type Members } from '../call.ts'
import { createCloud } from '../cloud.ts'
import { after, EPOCH, hours, type Instant, instant, seconds } from '../kernel/instant.ts'
import { FIRST_ACCOUNT } from '../kernel/ref.ts'
import { keyOf } from '../kernel/table.ts'
import { type StorageUsage, storageCost, storageUsage } from './storage.ts'

const MIB = 1_048_576
const GIB = 1_073_741_824
const OTHER = '444455556666'
const month = (n: number): Instant => instant(hours(730 * n))

const USED: StorageUsage = {
  account: FIRST_ACCOUNT,
  bucket: 'b',
  tier1: 0,
  tier2: 0,
  bytes: 0,
  since: EPOCH,
  byteTicks: 0n,
}

describe('the price of S3', () => {
  it.each([
    // $0.023 a GB and month
    [{ bytes: GIB }, month(1), 23_000_000n],
    [{ bytes: 100 * GIB }, month(0.5), 1_150_000_000n],
    // 1 MiB for an hour: 23,000,000 / 1024 / 730 = 30.76 nano-dollars
    [{ bytes: MIB }, instant(hours(1)), 30n],
    // $0.005 and $0.0004 for 1,000
    [{ tier1: 1000 }, EPOCH, 5_000_000n],
    [{ tier2: 1000 }, EPOCH, 400_000n],
    [{ tier1: 3, tier2: 2, bytes: GIB }, month(2), 46_015_800n],
    // 48.8 TiB for 20 years: exact far beyond 2^53 byte-ticks
    [{ bytes: 50_000 * GIB }, month(240), 276_000_000_000_000n],
  ])('of %j at %s is %s nano-dollars', (some, at, wanted) => {
    expect(storageCost({ ...USED, ...some }, at)).toBe(wanted)
  })
})

function lab() {
  const cloud = createCloud({ seed: 'bill', scenario: 'empty' })
  const call = (operation: string, input: Members, account = FIRST_ACCOUNT) =>
    cloud.call(consoleCall(account, 's3', operation, input)).result
  cloud.call(consoleCall(FIRST_ACCOUNT, 'lab', 'CreateAccount', { Account: OTHER }))
  const used = (bucket = 'box', account = FIRST_ACCOUNT) =>
    cloud.world.table(storageUsage).get(keyOf(account, bucket))
  const wait = (length: number) => cloud.runUntil(after(cloud.now, seconds(length)))
  return { cloud, call, used, wait }
}

describe('the bill of a bucket', () => {
  it('counts bytes from the write to the replacement and the end, to the tick', () => {
    const { call, used, wait, cloud } = lab()
    call('CreateBucket', { Bucket: 'box' })
    const put = (size: number) =>
      call('PutObject', { Bucket: 'box', Key: 'a', Body: new Uint8Array(size) })
    put(1000)
    wait(10)
    put(300)
    wait(5.5)
    call('DeleteObject', { Bucket: 'box', Key: 'a' })
    wait(100)
    expect(used()).toMatchObject({ bytes: 0, byteTicks: 116_500_000_000n, tier1: 3, tier2: 0 })
    // 3 requests at 5,000, and 11,650 byte-seconds, which are less than a nano-dollar.
    expect(storageCost(used() ?? USED, cloud.now)).toBe(15_000n)
  })

  it('counts each request once, by its tier, and deletes not', () => {
    const { call, used } = lab()
    call('CreateBucket', { Bucket: 'box' })
    call('PutObject', { Bucket: 'box', Key: 'a' })
    call('CopyObject', { Bucket: 'box', Key: 'b', CopySource: 'box/a' })
    call('ListObjects', { Bucket: 'box' })
    call('ListObjectsV2', { Bucket: 'box' })
    expect(used()).toMatchObject({ tier1: 5, tier2: 0 })
    for (const each of ['GetObject', 'HeadObject', 'GetObjectTagging']) {
      call(each, { Bucket: 'box', Key: 'a' })
    }
    for (const each of ['HeadBucket', 'GetBucketLocation']) call(each, { Bucket: 'box' })
    expect(used()).toMatchObject({ tier1: 5, tier2: 5 })
    call('DeleteObject', { Bucket: 'box', Key: 'a' })
    call('DeleteObjects', { Bucket: 'box', Delete: { Objects: [{ Key: 'b' }] } })
    expect(used()).toMatchObject({ tier1: 5, tier2: 5 })
    call('ListBuckets', {})
    expect(used('')).toMatchObject({ tier1: 1, tier2: 0 })
  })

  it('counts refusals of the owner’s fault, not of S3’s, nor of strangers', () => {
    const { call, used } = lab()
    call('CreateBucket', { Bucket: 'box' })
    call('GetObject', { Bucket: 'box', Key: 'none' })
    expect(used()).toMatchObject({ tier1: 1, tier2: 1 })
    call('PutObject', { Bucket: 'box', Key: 'a', Tagging: 'a=b' })
    call('GetObject', { Bucket: 'box', Key: 'none' }, OTHER)
    call('CreateBucket', { Bucket: 'box' }, OTHER)
    call('GetObject', { Bucket: 'nobodys', Key: 'a' })
    expect(used()).toMatchObject({ tier1: 1, tier2: 1 })
    expect(used('box', OTHER)).toBeUndefined()
    expect(used('nobodys')).toBeUndefined()
  })

  it('goes to the account when the bucket is deleted', () => {
    const { call, used, wait } = lab()
    call('CreateBucket', { Bucket: 'box' })
    call('PutObject', { Bucket: 'box', Key: 'a', Body: new Uint8Array(7) })
    wait(1)
    call('DeleteObject', { Bucket: 'box', Key: 'a' })
    call('DeleteBucket', { Bucket: 'box' })
    expect(used()).toBeUndefined()
    expect(used('')).toMatchObject({ tier1: 2, bytes: 0, byteTicks: 70_000_000n })
    call('CreateBucket', { Bucket: 'box' }, OTHER)
    expect(used('box', OTHER)).toMatchObject({ tier1: 1 })
  })
})
