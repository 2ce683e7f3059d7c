/**
 * PutObject: bytes under a key, verified, and stored whole or not at all.
 *
 * Simplified: S3 keeps `Expires` as the text that it was given, whatever that says; here it is a time, as the
 * model has it, so that a text which is none (`Expires: 0`) is refused.
 */
import { fail, ok, type Result } from '../../kernel/result.ts'
import { openBucket } from '../../storage/buckets.ts'
import { writeRefusal } from '../../storage/conditions.ts'
import { verified } from '../../storage/digests.ts'
import { wrongKey } from '../../storage/names.ts'
import { findObject, MOST_BYTES, writeObject } from '../../storage/objects.ts'
import { quoted } from '../../storage/rows.ts'
import type { PutObjectRequest } from './api.ts'
import { ENCRYPTION, OBJECT_GRANTS, objectAclRefusal, storingRefusal } from './choices.ts'
import { s3Operation } from './members.ts'
import { checksumMembers, DESCRIPTION, describedBy } from './stored.ts'

export const putObject = s3Operation<'PutObject'>({
  readOnly: false,
  dataEvent: true,
  members: {
    required: ['Bucket', 'Key'],
    emulated: {
      Bucket: 'text',
      Key: 'text',
      Body: 'bytes',
      ContentLength: 'length',
      ContentMD5: 'text',
      ...OBJECT_GRANTS,
      ...DESCRIPTION,
      ChecksumAlgorithm: 'text',
      ChecksumCRC32: 'text',
      ChecksumCRC32C: 'text',
      ChecksumCRC64NVME: 'text',
      ChecksumSHA1: 'text',
      ChecksumSHA256: 'text',
      IfMatch: 'text',
      IfNoneMatch: 'text',
      ServerSideEncryption: 'text',
      StorageClass: 'text',
      ExpectedBucketOwner: 'text',
    },
    harmless: { RequestPayer: 'text' },
    refused: [
      ...['ChecksumSHA512', 'ChecksumMD5'],
      ...['ChecksumXXHASH64', 'ChecksumXXHASH3', 'ChecksumXXHASH128'],
      ...['SSECustomerAlgorithm', 'SSECustomerKey', 'SSECustomerKeyMD5'],
      ...['SSEKMSKeyId', 'SSEKMSEncryptionContext', 'BucketKeyEnabled'],
      ...['ObjectLockMode', 'ObjectLockRetainUntilDate', 'ObjectLockLegalHoldStatus'],
      ...['ObjectLockEventHold', 'ObjectLockEventHoldDurationDays'],
      ...['ObjectLockEventHoldDurationYears', 'Tagging', 'WriteOffsetBytes'],
    ],
  },
  run(input, { world, account }) {
    const { Bucket: name, Key: key, Body: bytes = NO_BYTES } = input
    const wrong = wrongKey(key) ?? storingRefusal(input) ?? tooLarge(input, bytes.length)
    if (wrong !== null) return wrong
    const bucket = openBucket(world, name, account, input.ExpectedBucketOwner)
    if (!bucket.ok) return bucket
    const conditions = { ifMatch: input.IfMatch, ifNoneMatch: input.IfNoneMatch }
    const refusal =
      objectAclRefusal(input, bucket.value) ??
      writeRefusal(key, findObject(world, bucket.value, key), conditions)
    if (refusal !== null) return refusal
    const description = describedBy(input)
    if (!description.ok) return description
    const digests = verified(bytes, claimedBy(input), world.hashes)
    if (!digests.ok) return digests
    const attributes = { ...description.value, ...digests.value, storageClass: 'STANDARD' }
    const written = writeObject(world, bucket.value, key, bytes, attributes)
    if (!written.ok) return written
    return ok({
      ETag: quoted(written.value.etag),
      ...checksumMembers(written.value),
      ServerSideEncryption: ENCRYPTION,
    })
  },
})

const NO_BYTES = new Uint8Array(0)

const claimedBy = (input: PutObjectRequest) => ({
  contentMd5: input.ContentMD5,
  algorithm: input.ChecksumAlgorithm,
  checksums: {
    CRC32: input.ChecksumCRC32,
    CRC32C: input.ChecksumCRC32C,
    CRC64NVME: input.ChecksumCRC64NVME,
    SHA1: input.ChecksumSHA1,
    SHA256: input.ChecksumSHA256,
  },
})

/** The length that a client announces counts, since no body of that length can come here. */
function tooLarge(
  { ContentLength: announced = 0 }: PutObjectRequest,
  length: number,
): Result<never> | null {
  const size = Math.max(announced, length)
  if (size <= MOST_BYTES) return null
  return fail('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    details: { MaxSizeAllowed: String(MOST_BYTES), ProposedSize: String(size) },
  })
}
