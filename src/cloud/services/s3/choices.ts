/**
 * The values that S3 knows for a member, and which of them the lab emulates.
 *
 * Objects are of class STANDARD and encrypted by SSE-S3. ACLs are off where the bucket's owner is enforced,
 * which is the default (FIDELITY 3); elsewhere only those are taken that give nobody more than the owner.
 */
import { fail, type Result } from '../../kernel/result.ts'
import { invalidArgument, invalidRequest, valueNotEmulated } from '../../storage/errors.ts'
import type { BucketRow } from '../../storage/rows.ts'

/** The members that give rights to others. */
export interface Grants {
  readonly ACL?: string | undefined
  readonly GrantFullControl?: string | undefined
  readonly GrantRead?: string | undefined
  readonly GrantReadACP?: string | undefined
  readonly GrantWrite?: string | undefined
  readonly GrantWriteACP?: string | undefined
}

/** The members that an object's or a bucket's ACL may come in. */
export const OBJECT_GRANTS = {
  ACL: 'text',
  GrantFullControl: 'text',
  GrantRead: 'text',
  GrantReadACP: 'text',
  GrantWriteACP: 'text',
} as const

const GRANT_HEADERS = {
  GrantFullControl: 'x-amz-grant-full-control',
  GrantRead: 'x-amz-grant-read',
  GrantReadACP: 'x-amz-grant-read-acp',
  GrantWrite: 'x-amz-grant-write',
  GrantWriteACP: 'x-amz-grant-write-acp',
} as const

const BUCKET_ACLS = ['private', 'public-read', 'public-read-write', 'authenticated-read']
const OBJECT_ACLS = [
  ...BUCKET_ACLS,
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
]
/** These give rights to the owner of the object and of the bucket only, who is one and the same here. */
const OWN_ACLS = ['private', 'bucket-owner-read', 'bucket-owner-full-control']

const grantOf = (input: Grants): string | null => {
  for (const name of Object.keys(GRANT_HEADERS) as (keyof typeof GRANT_HEADERS)[]) {
    if (input[name] !== undefined) return GRANT_HEADERS[name]
  }
  return null
}

/** What is wrong with an ACL whoever the bucket's owner is. */
function wrongGrants(input: Grants, known: readonly string[]): Result<never> | null {
  const { ACL: acl } = input
  if (acl === undefined) return null
  if (grantOf(input) !== null) {
    return invalidRequest('Specifying both Canned ACLs and Header Grants is not allowed')
  }
  // S3 gives no text with this one (M).
  return known.includes(acl) ? null : invalidArgument('', 'x-amz-acl', acl)
}

function notOwn(input: Grants): Result<never> | null {
  const grant = grantOf(input)
  if (grant !== null) return valueNotEmulated(grant, 'grants')
  const { ACL: acl } = input
  return acl === undefined || OWN_ACLS.includes(acl) ? null : valueNotEmulated('x-amz-acl', acl)
}

/** Refuses the ACL of a new bucket, or null. */
export function bucketAclRefusal(
  input: Grants,
  ownership: BucketRow['objectOwnership'],
): Result<never> | null {
  const wrong = wrongGrants(input, BUCKET_ACLS)
  if (wrong !== null) return wrong
  const isPrivate = grantOf(input) === null && (input.ACL ?? 'private') === 'private'
  if (ownership === 'BucketOwnerEnforced' && !isPrivate) {
    return fail(
      'InvalidBucketAclWithObjectOwnership',
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    )
  }
  return notOwn(input)
}

/** Refuses the ACL of a new object, or null. */
export function objectAclRefusal(input: Grants, bucket: BucketRow): Result<never> | null {
  const wrong = wrongGrants(input, OBJECT_ACLS)
  if (wrong !== null) return wrong
  if (bucket.objectOwnership !== 'BucketOwnerEnforced') return notOwn(input)
  const { ACL: acl } = input
  if (grantOf(input) === null && (acl === undefined || acl === 'bucket-owner-full-control')) {
    return null
  }
  return fail('AccessControlListNotSupported', 'The bucket does not allow ACLs')
}

/** The classes of the model besides STANDARD. */
export const OTHER_CLASSES: ReadonlySet<string> = new Set([
  ...['REDUCED_REDUNDANCY', 'STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER'],
  ...['DEEP_ARCHIVE', 'OUTPOSTS', 'GLACIER_IR', 'SNOW', 'EXPRESS_ONEZONE', 'FSX_OPENZFS'],
  ...['FSX_ONTAP', 'AWS_BACKUP_WARM', 'AWS_BACKUP_LOW_COST_WARM'],
])

/** The encryptions of the model besides SSE-S3. */
export const OTHER_ENCRYPTIONS = ['aws:kms', 'aws:kms:dsse', 'aws:fsx', 'aws:backup']

/** Refuses a storage class or an encryption, or null. */
export function storingRefusal(input: {
  readonly StorageClass?: string | undefined
  readonly ServerSideEncryption?: string | undefined
}): Result<never> | null {
  const { StorageClass: storage = 'STANDARD', ServerSideEncryption: encryption = ENCRYPTION } =
    input
  if (OTHER_CLASSES.has(storage)) return valueNotEmulated('x-amz-storage-class', storage)
  if (storage !== 'STANDARD') {
    return fail('InvalidStorageClass', 'The storage class you specified is not valid', {
      details: { StorageClassRequested: storage },
    })
  }
  const header = 'x-amz-server-side-encryption'
  if (OTHER_ENCRYPTIONS.includes(encryption)) return valueNotEmulated(header, encryption)
  if (encryption === ENCRYPTION) return null
  return invalidArgument('The encryption method specified is not supported', header, encryption)
}

/** SSE-S3, of every object since January 2023. */
export const ENCRYPTION = 'AES256'
