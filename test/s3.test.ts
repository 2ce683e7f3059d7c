/**
 * S3's refusals through the door: every error of the lab's sheet (ERRORS §12) that exists here, with its exact
 * code, status, text and details.
 */
import { BucketLocationConstraint, ServerSideEncryption, StorageClass } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { trail } from '../src/cloud/audit/trail.ts'
import { type Caller, consoleCall, type Members } from '../src/cloud/call.ts'
import { LIMITS } from '../src/cloud/kernel/limits.ts'
import { FIRST_ACCOUNT } from '../src/cloud/kernel/ref.ts'
import { ENCRYPTION, OTHER_CLASSES, OTHER_ENCRYPTIONS } from '../src/cloud/services/s3/choices.ts'
import { s3 } from '../src/cloud/services/s3/index.ts'
import { wrongMember } from '../src/cloud/services/s3/members.ts'
import { BUCKETS_PER_ACCOUNT } from '../src/cloud/storage/buckets.ts'
import { REGIONS } from '../src/cloud/storage/regions.ts'
import { bucketKey, buckets } from '../src/cloud/storage/rows.ts'
import { models } from '../src/models/index.ts'
import { BUCKET, bytesOf, Lab, OTHER_ACCOUNT } from './s3Lab.ts'
import { ON_BUCKETS, ON_COPIES, ON_DELETES, ON_READS, ON_WRITES, type Row } from './s3Rows.ts'

const nameOf = ([[operation, input], code]: Row): string => {
  const shown = JSON.stringify(input, (_, value) => (value instanceof Uint8Array ? '…' : value))
  return `${operation} ${shown.slice(0, 90)}: ${code}`
}

describe.each([
  ['buckets', ON_BUCKETS],
  ['writes', ON_WRITES],
  ['reads', ON_READS],
  ['deletes', ON_DELETES],
  ['copies', ON_COPIES],
])('S3 refuses, on %s,', (_what, rows) => {
  const lab = new Lab()
  lab.put('a', 'hello')
  lab.put('b', 'there')
  lab.wait(60)

  it.each(rows.map((row) => [nameOf(row), row] as const))('%s', (_name, row) => {
    const [[operation, input], code, httpStatus, message, details] = row
    const before = lab.cloud.world.frame()
    const error = lab.refusal(operation, input)
    expect(error).toMatchObject({ code, httpStatus })
    expect(error.fault).toBe(httpStatus >= 500 ? 'server' : 'client')
    if (message !== null) expect(error.message).toBe(message)
    if (details !== undefined) expect(error.details).toEqual(details)
    const later = lab.cloud.world.frame()
    expect(later.blobs).toEqual(before.blobs)
    for (const name of ['storage.bucket', 'storage.object']) {
      expect(later.tables.get(name)?.rows).toEqual(before.tables.get(name)?.rows)
    }
  })
})

describe('S3 knows all that AWS does', () => {
  // `EU` is an old name of eu-west-1, which the lab takes; us-east-1 is never a constraint.
  it('of Regions', () => {
    const known = new Set<string>(Object.values(BucketLocationConstraint))
    known.delete('EU')
    const commercial = [...known].filter((each) => !/^(cn|us-gov)-/.test(each))
    expect(commercial.filter((each) => !REGIONS.has(each))).toEqual([])
  })

  it('of storage classes and encryptions', () => {
    const classes = new Set(['STANDARD', ...OTHER_CLASSES])
    expect(classes).toEqual(new Set(Object.values(StorageClass)))
    const encryptions = new Set([ENCRYPTION, ...OTHER_ENCRYPTIONS])
    expect(encryptions).toEqual(new Set(Object.values(ServerSideEncryption)))
  })
})

describe('S3 tells a caller', () => {
  const signed = {
    kind: 'signed',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    sessionToken: null,
    verdict: 'valid',
  } as const
  const evidence = { StringToSign: 'AWS4-HMAC-SHA256\n…', SignatureProvided: '00' }
  const ask = consoleCall(FIRST_ACCOUNT, 's3', 'ListBuckets', {})
  const answer = (caller: Caller) => new Lab().cloud.call({ ...ask, caller }).result

  it.each([
    [
      { ...signed, accessKeyId: 'AKIANOBODY' },
      'InvalidAccessKeyId',
      403,
      'The AWS Access Key Id you provided does not exist in our records.',
      { AWSAccessKeyId: 'AKIANOBODY' },
    ],
    [
      { ...signed, verdict: 'signature-mismatch', evidence },
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      evidence,
    ],
    [
      { ...signed, verdict: 'expired', evidence: { 'X-Amz-Expires': '60', Expires: 'e' } },
      'AccessDenied',
      403,
      'Request has expired',
      { 'X-Amz-Expires': '60', Expires: 'e' },
    ],
    [
      { ...signed, verdict: 'skewed', evidence: { MaxAllowedSkewMilliseconds: '900000' } },
      'RequestTimeTooSkewed',
      403,
      'The difference between the request time and the current time is too large.',
      { MaxAllowedSkewMilliseconds: '900000' },
    ],
    [
      { ...signed, sessionToken: 'made up' },
      'InvalidToken',
      400,
      'The provided token is malformed or otherwise invalid.',
      undefined,
    ],
    [{ kind: 'anonymous' }, 'AccessDenied', 403, 'Access Denied', undefined],
  ] as const)('of %j: %s', (caller, code, httpStatus, message, details) => {
    const result = answer(caller)
    expect(result).toMatchObject({ ok: false, error: { code, httpStatus, message } })
    if (!result.ok) expect(result.error.details).toEqual(details)
  })

  it('that the Region is another', () => {
    const context = { ...ask.context, region: 'eu-west-1' }
    expect(new Lab().cloud.call({ ...ask, context }).result).toMatchObject({
      error: {
        code: 'AuthorizationHeaderMalformed',
        httpStatus: 400,
        message:
          "The authorization header is malformed; the region 'eu-west-1' is wrong; expecting 'us-east-1'",
        details: { Region: 'us-east-1' },
      },
    })
  })

  it('that an operation is not emulated, by name', () => {
    expect(new Lab().refusal('PutBucketPolicy', { Bucket: BUCKET })).toMatchObject({
      code: 'NotImplemented',
      httpStatus: 501,
      message: 'The lab does not emulate PutBucketPolicy.',
    })
  })

  it('to slow down when the world holds all the bytes it can, and the object stays as it was', () => {
    const lab = new Lab()
    lab.put('a', 'hello')
    lab.cloud.world.blobs.put(new Uint8Array(LIMITS.blobBytes - 8))
    const put = (Key: string, text: string): [string, Members] => [
      'PutObject',
      { Bucket: BUCKET, Key, Body: bytesOf(text) },
    ]
    expect(lab.refusal(...put('b', 'four'))).toMatchObject({
      code: 'SlowDown',
      httpStatus: 503,
      fault: 'server',
      reasons: [{ code: 'lab.blob-limit' }],
    })
    expect(lab.refusal(...put('a', 'just nine'))).toMatchObject({ code: 'SlowDown' })
    expect(lab.get('a').Body).toEqual(bytesOf('hello'))
    // The bytes that are replaced make room for those that come.
    lab.put('a', 'is eight')
  })

  it('that an account has as many buckets as it may have', () => {
    const lab = new Lab()
    const table = lab.cloud.world.table(buckets)
    const row = table.get(bucketKey(BUCKET))
    if (row === undefined) throw new Error('no bucket')
    for (let i = 1; i < BUCKETS_PER_ACCOUNT; i++) {
      table.set(bucketKey(`b-${i}`), { ...row, name: `b-${i}` })
    }
    expect(lab.refusal('CreateBucket', { Bucket: 'one-more' })).toMatchObject({
      code: 'TooManyBuckets',
      httpStatus: 400,
    })
    expect(lab.call('CreateBucket', { Bucket: 'one-more' }, OTHER_ACCOUNT)).toEqual({
      Location: '/one-more',
    })
  })
})

it('names each refused member as it is called on the wire', () => {
  const { operations, shapes } = models.s3
  for (const [name, operation] of Object.entries(s3.operations)) {
    const shape = shapes[operations[name]?.input ?? '']
    const members = shape !== undefined && 'members' in shape ? shape.members : []
    for (const [member, , traits] of members) {
      if (!operation.members.refused?.includes(member)) continue
      const error = wrongMember('refused', member, name)
      const wire = traits?.httpHeader ?? traits?.httpQuery
      expect([member, !error.ok && error.error.details?.Header]).toEqual([member, wire])
    }
  }
})

it('leaves calls on objects out of the trail, and writes codes as CloudTrail has them', () => {
  const lab = new Lab()
  lab.put('a', 'hello')
  lab.get('a')
  lab.call('HeadBucket', { Bucket: BUCKET })
  lab.refusal('DeleteBucket', { Bucket: BUCKET })
  const records = lab.cloud.world.log(trail).newest(10)
  expect(records.map((each) => [each.eventName, each.errorCode])).toEqual([
    ['CreateBucket', null],
    ['CreateBucket', null],
    ['DeleteBucket', 'BucketNotEmpty'],
  ])
})
