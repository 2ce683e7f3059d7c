import { beforeEach, describe, expect, it } from 'vitest'
import { consoleCall, type Members } from '../call.ts'
import { type Cloud, createCloud } from '../cloud.ts'
import { hours, instant } from '../kernel/instant.ts'
import { FIRST_ACCOUNT, s3BucketRef, s3ObjectRef } from '../kernel/ref.ts'
import type { BucketLevelView, InspectView } from './types.ts'

const account = FIRST_ACCOUNT
const NEIGHBOUR = '111122223333'
let cloud: Cloud

beforeEach(() => {
  cloud = createCloud({ seed: 'buckets', scenario: 'region' })
})

function call(operation: string, input: Members, caller = account) {
  const answer = cloud.call(consoleCall(caller, 's3', operation, input))
  if (!answer.result.ok) throw new Error(answer.result.error.message)
  return answer.result.value
}
const put = (Bucket: string, Key: string, text = 'hello', more: Members = {}) =>
  call('PutObject', { Bucket, Key, Body: new TextEncoder().encode(text), ...more })
const level = (prefix = '', after?: string): BucketLevelView | null =>
  cloud.view('bucket', { account, name: 'photos', prefix, ...(after && { after }) })
const labels = (view: BucketLevelView | null) => view?.entries.map((each) => each.label)
const fields = (view: InspectView | null) =>
  Object.fromEntries(
    (view?.groups ?? []).flatMap((group) => group.fields.map((each) => [each.code, each.value])),
  )
const inspect = (ref: string, viewer = account) => cloud.view('inspect', { account: viewer, ref })

describe('the view buckets', () => {
  it('is the account’s buckets by name, with what they hold', () => {
    expect(cloud.view('buckets', { account })).toEqual([])
    cloud.runUntil(instant(hours(1)))
    for (const Bucket of ['photos', 'backups']) call('CreateBucket', { Bucket })
    call('CreateBucket', { Bucket: 'theirs' }, NEIGHBOUR)
    put('photos', 'a', 'hello')
    put('photos', 'b', 'you')
    expect(cloud.view('buckets', { account })).toEqual([
      { ref: 'arn:aws:s3:::backups', name: 'backups', createdAt: hours(1), objects: 0, bytes: 0 },
      { ref: 'arn:aws:s3:::photos', name: 'photos', createdAt: hours(1), objects: 2, bytes: 8 },
    ])
  })

  it('is computed anew when a bucket changes, not when one is read or a machine launched', () => {
    call('CreateBucket', { Bucket: 'photos' })
    const revisions = () => [cloud.revision('buckets'), cloud.revision('bucket')]
    const before = revisions()
    call('ListObjectsV2', { Bucket: 'photos' })
    cloud.call(consoleCall(account, 'ec2', 'DescribeVpcs', {}))
    expect(revisions()).toEqual(before)
    put('photos', 'a')
    revisions().forEach((revision, at) => {
      expect(revision).toBeGreaterThan(before[at] ?? 0)
    })
  })
})

describe('the view bucket', () => {
  beforeEach(() => call('CreateBucket', { Bucket: 'photos' }))

  it('is one level, as a listing with the delimiter "/" gives it', () => {
    for (const key of ['z.txt', '2026/may/1.jpg', '2026/june/2.jpg', '2026/plan', '/odd']) {
      put('photos', key)
    }
    expect(level()).toEqual({
      ref: s3BucketRef('photos'),
      name: 'photos',
      prefix: '',
      entries: [
        { kind: 'prefix', prefix: '/', label: '/' },
        { kind: 'prefix', prefix: '2026/', label: '2026/' },
        {
          kind: 'object',
          ref: s3ObjectRef('photos', 'z.txt'),
          key: 'z.txt',
          label: 'z.txt',
          bytes: 5,
          lastModified: 0,
        },
      ],
      more: false,
    })
    expect(labels(level('2026/'))).toEqual(['june/', 'may/', 'plan'])
    expect(labels(level('2026/may/'))).toEqual(['1.jpg'])
    expect(labels(level('nothing/'))).toEqual([])
    const listed = call('ListObjectsV2', { Bucket: 'photos', Prefix: '2026/', Delimiter: '/' })
    expect(listed.CommonPrefixes).toEqual([{ Prefix: '2026/june/' }, { Prefix: '2026/may/' }])
  })

  it('shows 200 entries at a time and tells that there is more', () => {
    for (let n = 0; n < 150; n++) {
      put('photos', `a${String(n).padStart(3, '0')}/x`)
      put('photos', `b${String(n).padStart(3, '0')}`)
    }
    const first = level()
    expect([first?.entries.length, first?.more]).toEqual([200, true])
    const last = first?.entries.at(-1)
    expect(last?.label).toBe('b049')
    const rest = level('', 'b049')
    expect([rest?.entries[0]?.label, rest?.entries.length, rest?.more]).toEqual([
      'b050',
      100,
      false,
    ])
    expect(level('', 'a149/')?.entries[0]?.label).toBe('b000')
  })

  it('is nothing for another account, and for a bucket that is not there', () => {
    expect(cloud.view('bucket', { account: NEIGHBOUR, name: 'photos', prefix: '' })).toBeNull()
    expect(cloud.view('bucket', { account, name: 'nowhere', prefix: '' })).toBeNull()
  })
})

describe('the inspector', () => {
  beforeEach(() => call('CreateBucket', { Bucket: 'photos' }))

  it('says of a bucket what protects it, and what it costs', () => {
    put('photos', 'a')
    call('GetObject', { Bucket: 'photos', Key: 'a' })
    call('GetObject', { Bucket: 'photos', Key: 'a' })
    const view = inspect('arn:aws:s3:::photos')
    expect(view).toMatchObject({ kind: 'bucket', title: 'photos' })
    expect(fields(view)).toEqual({
      'bucket-name': 'photos',
      region: 'us-east-1',
      owner: 'You',
      created: 0,
      objects: 1,
      bytes: 5,
      'public-access': 'blocked',
      ownership: 'BucketOwnerEnforced',
      'default-encryption': 'SSE-S3',
      // Created and put at $0.005 for 1,000; read twice at $0.0004 for 1,000 (FACTS 8.3).
      'requests-write': 2,
      'requests-read': 2,
      'cost-so-far': '10800',
    })
  })

  it('says of an object what it is, and how its bytes can be checked', () => {
    put('photos', 'x/y: z', 'hello', {
      ContentType: 'text/plain',
      Metadata: { who: 'me' },
      CacheControl: 'no-store',
    })
    const view = inspect(s3ObjectRef('photos', 'x/y: z'))
    expect(view).toMatchObject({ kind: 'object', title: 'x/y: z' })
    expect(fields(view)).toEqual({
      key: 'x/y: z',
      bucket: 'arn:aws:s3:::photos',
      bytes: 5,
      'content-type': 'text/plain',
      'cache-control': 'no-store',
      'last-modified': 0,
      'storage-class': 'STANDARD',
      // MD5 of "hello"; CRC-64/NVME of it by the AWS SDK's own implementation.
      etag: '"5d41402abc4b2a76b9719d911017c592"',
      'checksum-name': 'CRC64NVME',
      checksum: 'M3eFcAZSQlc=',
      encryption: 'SSE-S3',
      'meta:who': 'me',
    })
  })

  it('says nothing to anybody else, and nothing of what is gone', () => {
    put('photos', 'a')
    const refs = [s3BucketRef('photos'), s3ObjectRef('photos', 'a')]
    for (const ref of refs) {
      expect(inspect(ref)).not.toBeNull()
      for (const viewer of [NEIGHBOUR, '']) expect(inspect(ref, viewer)).toBeNull()
    }
    call('DeleteObject', { Bucket: 'photos', Key: 'a' })
    call('DeleteBucket', { Bucket: 'photos' })
    for (const ref of refs) expect(inspect(ref)).toBeNull()
  })

  it('and the lists change nothing, and are plain data', () => {
    put('photos', 'a')
    const hash = cloud.hash()
    const all = [cloud.view('buckets', { account }), level(), inspect('arn:aws:s3:::photos')]
    expect(cloud.hash()).toBe(hash)
    for (const view of all) expect(structuredClone(view)).toEqual(view)
  })
})
