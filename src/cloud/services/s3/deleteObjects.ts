/** DeleteObject and DeleteObjects. To delete what is not there succeeds, be it an object or a version of it. */
import { ok, type Result } from '../../kernel/result.ts'
import type { World } from '../../kernel/world.ts'
import { openBucket } from '../../storage/buckets.ts'
import { deleteRefusal } from '../../storage/conditions.ts'
import { malformedXml } from '../../storage/errors.ts'
import { wrongKey } from '../../storage/names.ts'
import {
  findObject,
  isCurrent,
  deleteObject as remove,
  wrongVersionId,
} from '../../storage/objects.ts'
import type { BucketRow } from '../../storage/rows.ts'
import type { DeletedObject, Error as KeyError } from './api.ts'
import { s3Operation } from './members.ts'

export const deleteObject = s3Operation<'DeleteObject'>({
  readOnly: false,
  dataEvent: true,
  members: {
    required: ['Bucket', 'Key'],
    emulated: {
      Bucket: 'text',
      Key: 'text',
      VersionId: 'text',
      IfMatch: 'text',
      ExpectedBucketOwner: 'text',
    },
    harmless: { RequestPayer: 'text', MFA: 'text' },
    refused: [...['BypassGovernanceRetention', 'IfMatchLastModifiedTime', 'IfMatchSize']],
  },
  run(input, { world, account }) {
    const bucket = openBucket(world, input.Bucket, account, input.ExpectedBucketOwner)
    if (!bucket.ok) return bucket
    const wrong = wrongVersionId(input.VersionId)
    if (wrong !== null) return wrong
    if (!isCurrent(input.VersionId)) return ok({})
    const gone = deleteKey(world, bucket.value, input.Key, input.IfMatch)
    return gone.ok ? ok({}) : gone
  },
})

/** S3 takes no more keys in one call. */
const MOST_KEYS = 1000

export const deleteObjects = s3Operation<'DeleteObjects'>({
  readOnly: false,
  dataEvent: true,
  members: {
    required: ['Bucket', 'Delete'],
    emulated: {
      Bucket: 'text',
      'Delete.Objects[].Key': 'text',
      'Delete.Objects[].ETag': 'text',
      'Delete.Quiet': 'flag',
      ExpectedBucketOwner: 'text',
    },
    harmless: { RequestPayer: 'text', MFA: 'text', ChecksumAlgorithm: 'text' },
    refused: [
      'BypassGovernanceRetention',
      'Delete.Objects.VersionId',
      'Delete.Objects.LastModifiedTime',
      'Delete.Objects.Size',
    ],
  },
  run(input, { world, account }) {
    const bucket = openBucket(world, input.Bucket, account, input.ExpectedBucketOwner)
    if (!bucket.ok) return bucket
    const asked: readonly { Key?: string; ETag?: string | undefined }[] = input.Delete.Objects ?? []
    if (asked.length === 0 || asked.length > MOST_KEYS) return malformedXml()
    const deleted: DeletedObject[] = []
    const errors: KeyError[] = []
    for (const { Key: key, ETag: etag } of asked) {
      if (key === undefined || key === '') return malformedXml()
      const gone = deleteKey(world, bucket.value, key, etag)
      if (gone.ok) deleted.push({ Key: key })
      else errors.push({ Key: key, Code: gone.error.code, Message: gone.error.message })
    }
    return ok({
      ...(input.Delete.Quiet === true || deleted.length === 0 ? {} : { Deleted: deleted }),
      ...(errors.length === 0 ? {} : { Errors: errors }),
    })
  },
})

function deleteKey(
  world: World,
  bucket: BucketRow,
  key: string,
  ifMatch: string | undefined,
): Result<null> {
  const row = findObject(world, bucket, key)
  const wrong = wrongKey(key) ?? deleteRefusal(key, row, ifMatch)
  if (wrong !== null) return wrong
  if (row !== undefined) remove(world, bucket, row)
  return ok(null)
}
