/** What S3 answers when it does not refuse, through the door. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { consoleCall, type Members } from '../src/cloud/call.ts'
import { createCloud } from '../src/cloud/cloud.ts'
import { FIRST_ACCOUNT } from '../src/cloud/kernel/ref.ts'
import { PLAIN_HASHES } from '../src/cloud/kernel/world.ts'
import { bucketKey, buckets, objects } from '../src/cloud/storage/rows.ts'
import { load, save } from '../src/session/save.ts'
import { Session } from '../src/session/session.ts'
import { BUCKET, bytesOf, Lab, OTHER_ACCOUNT } from './s3Lab.ts'

const HELLO = '5d41402abc4b2a76b9719d911017c592'
/** Of "hello", by the SDK's own implementation (@aws-sdk/checksums). */
const HELLO_CRC64NVME = 'M3eFcAZSQlc='
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)

describe('a bucket', () => {
  it('that is one’s own can be made again, and stays as it is', () => {
    const lab = new Lab()
    lab.put('a', 'hello')
    expect(lab.call('CreateBucket', { Bucket: BUCKET })).toEqual({ Location: `/${BUCKET}` })
    expect(lab.get('a').ContentLength).toBe(5)
  })

  it('has today’s defaults, or those of before April 2023', () => {
    const row = (lab: Lab) => lab.cloud.world.table(buckets).get(bucketKey(BUCKET))
    expect(row(new Lab())).toMatchObject({
      objectOwnership: 'BucketOwnerEnforced',
      blockPublicAccess: true,
    })
    const legacy = new Lab('legacy')
    expect(row(legacy)).toMatchObject({ objectOwnership: 'ObjectWriter', blockPublicAccess: false })
    expect(legacy.put('a', 'x', { ACL: 'private' }).ServerSideEncryption).toBe('AES256')
    const shared = { Bucket: BUCKET, Key: 'b', ACL: 'public-read' }
    expect(legacy.refusal('PutObject', shared).code).toBe('NotImplemented')
  })

  it('tells its Region, and that it has no location constraint', () => {
    const lab = new Lab()
    expect(lab.call('HeadBucket', { Bucket: BUCKET })).toMatchObject({ BucketRegion: 'us-east-1' })
    expect(lab.call('GetBucketLocation', { Bucket: BUCKET })).toEqual({})
  })

  it('is gone when deleted, and its name is free for another', () => {
    const lab = new Lab()
    expect(lab.call('DeleteBucket', { Bucket: BUCKET })).toEqual({})
    expect(lab.refusal('HeadBucket', { Bucket: BUCKET }).code).toBe('NoSuchBucket')
    lab.call('CreateBucket', { Bucket: BUCKET }, OTHER_ACCOUNT)
    expect(lab.refusal('HeadBucket', { Bucket: BUCKET }).code).toBe('AccessDenied')
  })
})

describe('an object', () => {
  it('is answered with what was said of it', () => {
    const lab = new Lab()
    lab.wait(90.5)
    const put = lab.put('a/b', 'hello', {
      ContentType: 'text/plain',
      CacheControl: 'no-store',
      ContentEncoding: 'gzip',
      ContentDisposition: 'inline',
      ContentLanguage: 'de',
      Expires: 36_000_000_000,
      Metadata: { Colour: 'blue', ['__proto__']: 'y' },
      WebsiteRedirectLocation: '/elsewhere',
      ContentMD5: 'XUFAKrxLKna5cZ2REBfFkg==',
    })
    expect(put).toEqual({
      ETag: `"${HELLO}"`,
      ChecksumCRC64NVME: HELLO_CRC64NVME,
      ChecksumType: 'FULL_OBJECT',
      ServerSideEncryption: 'AES256',
    })
    const head = {
      AcceptRanges: 'bytes',
      ContentLength: 5,
      ETag: `"${HELLO}"`,
      // S3 keeps whole seconds.
      LastModified: 900_000_000,
      ContentType: 'text/plain',
      CacheControl: 'no-store',
      ContentEncoding: 'gzip',
      ContentDisposition: 'inline',
      ContentLanguage: 'de',
      Expires: 36_000_000_000,
      Metadata: { colour: 'blue', ['__proto__']: 'y' },
      WebsiteRedirectLocation: '/elsewhere',
      ServerSideEncryption: 'AES256',
    }
    expect(lab.call('HeadObject', { Bucket: BUCKET, Key: 'a/b' })).toEqual(head)
    expect(lab.get('a/b')).toEqual({ ...head, Body: bytesOf('hello') })
    expect(lab.get('a/b', { ChecksumMode: 'ENABLED' })).toEqual({
      ...head,
      ChecksumCRC64NVME: HELLO_CRC64NVME,
      ChecksumType: 'FULL_OBJECT',
      Body: bytesOf('hello'),
    })
  })

  it('without a body or a type is empty, and binary', () => {
    const lab = new Lab()
    lab.call('PutObject', { Bucket: BUCKET, Key: 'empty' })
    const found = lab.get('empty')
    expect(found).toMatchObject({ ContentLength: 0, ContentType: 'binary/octet-stream' })
    expect(found.ETag).toBe(`"${createHash('md5').digest('hex')}"`)
    expect(found.Body).toEqual(new Uint8Array(0))
  })

  it.each([
    ['CRC32', 'NhCmhg=='],
    ['CRC32C', 'mnG7TA=='],
    ['SHA1', createHash('sha1').update('hello').digest('base64')],
    ['SHA256', createHash('sha256').update('hello').digest('base64')],
  ])('keeps the checksum that its writer gave, or asked for: %s', (name, value) => {
    const lab = new Lab()
    expect(lab.put('a', 'hello', { [`Checksum${name}`]: value })).toHaveProperty(
      `Checksum${name}`,
      value,
    )
    expect(lab.put('b', 'hello', { ChecksumAlgorithm: name })).toHaveProperty(
      `Checksum${name}`,
      value,
    )
    expect(lab.get('b', { ChecksumMode: 'ENABLED' })).toHaveProperty(`Checksum${name}`, value)
  })

  it('says what its reader wants its headers to say', () => {
    const lab = new Lab()
    lab.put('a', 'hello')
    const wanted = {
      ResponseCacheControl: 'a',
      ResponseContentDisposition: 'b',
      ResponseContentEncoding: 'c',
      ResponseContentLanguage: 'd',
      ResponseContentType: 'e',
      ResponseExpires: 0,
    }
    const said = { CacheControl: 'a', ContentDisposition: 'b', ContentEncoding: 'c' }
    const more = { ContentLanguage: 'd', ContentType: 'e', Expires: 0 }
    expect(lab.get('a', wanted)).toMatchObject({ ...said, ...more })
    expect(lab.get('a')).not.toHaveProperty('CacheControl', 'a')
  })

  it('is read in part, without its checksum', () => {
    const lab = new Lab()
    lab.put('a', 'hello world')
    const part = lab.get('a', { Range: 'bytes=6-', ChecksumMode: 'ENABLED' })
    expect(text(part.Body)).toBe('world')
    expect(part).toMatchObject({ ContentRange: 'bytes 6-10/11', ContentLength: 5 })
    expect(part).not.toHaveProperty('ChecksumCRC64NVME')
    const head = lab.call('HeadObject', { Bucket: BUCKET, Key: 'a', Range: 'bytes=-3' })
    expect(head).toMatchObject({ ContentRange: 'bytes 8-10/11', ContentLength: 3 })
    const only = lab.get('a', { PartNumber: 1, ChecksumMode: 'ENABLED' })
    expect(text(only.Body)).toBe('hello world')
    expect(only).toMatchObject({ ContentRange: 'bytes 0-10/11', ContentLength: 11 })
    expect(only).toHaveProperty('ChecksumCRC64NVME')
    expect(only).not.toHaveProperty('PartsCount')
    lab.put('empty', '')
    expect(lab.get('empty', { PartNumber: 1 })).not.toHaveProperty('ContentRange')
    for (const odd of ['bytes=3-1', 'bytes=0-1,3-4', 'lines=1-2', 'bytes=x-']) {
      expect(lab.get('a', { Range: odd })).not.toHaveProperty('ContentRange')
    }
  })

  it('that has not changed is not sent again, and says which it is', () => {
    const lab = new Lab()
    lab.put('a', 'hello')
    lab.wait(1)
    expect(
      lab.refusal('GetObject', { Bucket: BUCKET, Key: 'a', IfModifiedSince: 0 }).headers,
    ).toEqual({
      etag: `"${HELLO}"`,
      'last-modified': 'Thu, 01 Jan 2026 09:00:00 GMT',
    })
  })

  it('is created only, or swapped only, when its writer says so', () => {
    const lab = new Lab()
    const first = lab.put('a', 'one', { IfNoneMatch: '*' })
    expect(lab.refusal('PutObject', { Bucket: BUCKET, Key: 'a', IfNoneMatch: '*' }).code).toBe(
      'PreconditionFailed',
    )
    lab.put('a', 'two', { IfMatch: first.ETag })
    const again = { Bucket: BUCKET, Key: 'a', IfMatch: first.ETag }
    expect(lab.refusal('PutObject', again).code).toBe('PreconditionFailed')
    expect(lab.refusal('DeleteObject', again).code).toBe('PreconditionFailed')
    expect(text(lab.get('a').Body)).toBe('two')
    lab.call('DeleteObject', { Bucket: BUCKET, Key: 'a', IfMatch: '*' })
    expect(lab.refusal('GetObject', { Bucket: BUCKET, Key: 'a' }).code).toBe('NoSuchKey')
  })

  it('is of the version null, where no versions are kept', () => {
    const lab = new Lab()
    lab.put('a', 'hello')
    const version = { Bucket: BUCKET, Key: 'a', VersionId: 'null' }
    expect(text(lab.get('a', version).Body)).toBe('hello')
    expect(lab.call('HeadObject', version)).toHaveProperty('ContentLength', 5)
    // MinIO answers the deletion of a version that is not there so too.
    const other = 'wvlKOVRtQdwz4IFoVQsmm.hJB8q0_Lbe'
    expect(lab.call('DeleteObject', { ...version, VersionId: other })).toEqual({})
    expect(text(lab.get('a').Body)).toBe('hello')
    lab.call('DeleteObject', version)
    expect(lab.refusal('HeadObject', version).code).toBe('NoSuchKey')
  })

  it('has no tags', () => {
    const lab = new Lab()
    lab.put('a', 'hello')
    expect(lab.call('GetObjectTagging', { Bucket: BUCKET, Key: 'a' })).toEqual({ TagSet: [] })
  })
})

it('comes back from a save with metadata of any name', () => {
  const session = new Session({ seed: 'saved', scenario: 'empty' })
  const call = (operation: string, input: Members) =>
    session.call(consoleCall(FIRST_ACCOUNT, 's3', operation, input)).result
  call('CreateBucket', { Bucket: BUCKET })
  const Metadata = { ['__proto__']: 'y', constructor: 'z' }
  call('PutObject', { Bucket: BUCKET, Key: 'a', Body: bytesOf('hello'), Metadata })
  const loaded = load(save(session), PLAIN_HASHES)
  if (!loaded.ok) throw new Error(loaded.error.message)
  const { result } = loaded.value.call(
    consoleCall(FIRST_ACCOUNT, 's3', 'HeadObject', { Bucket: BUCKET, Key: 'a' }),
  )
  const found = result.ok ? result.value.Metadata : null
  expect(Object.entries(found ?? {}).sort()).toEqual(Object.entries(Metadata).sort())
})

describe('deleting', () => {
  it('what is not there succeeds', () => {
    expect(new Lab().call('DeleteObject', { Bucket: BUCKET, Key: 'none' })).toEqual({})
  })

  it('several keys answers for each', () => {
    const lab = new Lab()
    for (const key of ['a', 'b', 'c']) lab.put(key, 'hello')
    const long = 'k'.repeat(1025)
    const Objects = [{ Key: 'a' }, { Key: 'none' }, { Key: 'b', ETag: '"0"' }, { Key: long }]
    const answer = lab.call('DeleteObjects', { Bucket: BUCKET, Delete: { Objects } })
    expect(answer.Deleted).toEqual([{ Key: 'a' }, { Key: 'none' }])
    expect(answer.Errors).toMatchObject([
      { Key: 'b', Code: 'PreconditionFailed' },
      { Key: long, Code: 'KeyTooLongError' },
    ])
    const quiet = { Objects: [{ Key: 'b' }, { Key: 'c' }], Quiet: true }
    expect(lab.call('DeleteObjects', { Bucket: BUCKET, Delete: quiet })).toEqual({})
    expect(lab.cloud.world.table(objects).size).toBe(0)
    expect(lab.cloud.world.blobs.size).toBe(0)
  })
})

describe('a copy', () => {
  const copy = (lab: Lab, more: Members) =>
    lab.call('CopyObject', { Bucket: BUCKET, Key: 'copy', CopySource: `${BUCKET}/a`, ...more })
  const lab = () => {
    const made = new Lab()
    const described = { ContentType: 'text/x', WebsiteRedirectLocation: '/x' }
    made.put('a', 'hello', { ...described, Metadata: { m: '1' }, ChecksumAlgorithm: 'SHA1' })
    return made
  }

  it('has bytes, description and checksum of its source, and its own blob', () => {
    const it = lab()
    it.wait(60)
    expect(copy(it, {})).toEqual({
      CopyObjectResult: {
        ETag: `"${HELLO}"`,
        LastModified: 600_000_000,
        ChecksumSHA1: createHash('sha1').update('hello').digest('base64'),
        ChecksumType: 'FULL_OBJECT',
      },
      ServerSideEncryption: 'AES256',
    })
    it.call('DeleteObject', { Bucket: BUCKET, Key: 'a' })
    const found = it.get('copy')
    expect(text(found.Body)).toBe('hello')
    expect(found).toMatchObject({ ContentType: 'text/x', Metadata: { m: '1' } })
    expect(found.WebsiteRedirectLocation).toBeUndefined()
  })

  it('may have another description and another checksum, also in place', () => {
    const it = lab()
    const more = { MetadataDirective: 'REPLACE', Metadata: { n: '2' }, ChecksumAlgorithm: 'SHA256' }
    const answer = copy(it, { Key: 'a', ...more })
    expect(answer.CopyObjectResult).toHaveProperty(
      'ChecksumSHA256',
      createHash('sha256').update('hello').digest('base64'),
    )
    expect(it.get('a')).toMatchObject({ Metadata: { n: '2' }, ContentType: 'binary/octet-stream' })
    expect(it.cloud.world.blobs.size).toBe(1)
  })

  it.each([
    ['a b+c?d%/ü', (key: string) => encodeURIComponent(key)],
    ['x//y', (key: string) => key],
    ['a+b', (key: string) => `${key}?versionId=null`],
  ])('finds its source by an encoded name: %s', (key, encode) => {
    const it = lab()
    it.put(key, 'odd')
    copy(it, { CopySource: `/${BUCKET}/${encode(key)}` })
    expect(text(it.get('copy').Body)).toBe('odd')
  })
})

/** Keys of any characters that a URI can name. */
const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })

it('gives back the bytes that were put, whole and in any part', () => {
  const lab = new Lab()
  const range = fc.tuple(fc.nat(300), fc.nat(300))
  fc.assert(
    fc.property(
      key,
      fc.uint8Array({ minLength: 1, maxLength: 200 }),
      range,
      (Key, Body, [a, b]) => {
        const put = lab.call('PutObject', { Bucket: BUCKET, Key, Body })
        expect(put.ETag).toBe(`"${createHash('md5').update(Body).digest('hex')}"`)
        expect(lab.get(Key).Body).toEqual(Body)
        const [first, last] = [Math.min(a, b) % Body.length, Math.max(a, b)]
        const some = (Range: string) => lab.get(Key, { Range }).Body
        expect(some(`bytes=${first}-${last}`)).toEqual(Body.slice(first, Math.max(first, last) + 1))
        expect(some(`bytes=${first}-`)).toEqual(Body.slice(first))
        expect(some(`bytes=-${last + 1}`)).toEqual(Body.slice(-(last + 1)))
      },
    ),
    { numRuns: 100 },
  )
})

it('keeps what its caller had in hand apart from what it stores', () => {
  const lab = new Lab()
  const Body = bytesOf('hello')
  lab.call('PutObject', { Bucket: BUCKET, Key: 'a', Body })
  Body.fill(0)
  lab.get('a').Body?.fill(1)
  expect(text(lab.get('a').Body)).toBe('hello')
})

it('journals a call before the answer, so that replay stores the same', () => {
  const cloud = createCloud({ seed: 'twice', scenario: 'empty' })
  cloud.call(consoleCall(FIRST_ACCOUNT, 's3', 'CreateBucket', { Bucket: BUCKET }))
  const put = consoleCall(FIRST_ACCOUNT, 's3', 'PutObject', { Bucket: BUCKET, Key: 'a' })
  cloud.call(put)
  const again = createCloud({ seed: 'twice', scenario: 'empty' })
  for (const { request } of cloud.door.journal.all()) again.call(request)
  expect(again.hash()).toBe(cloud.hash())
})
