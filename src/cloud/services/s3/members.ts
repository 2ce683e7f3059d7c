/**
 * One operation of S3: its members, what it is about, and the refusals that come from members alone.
 *
 * A member that the lab does not emulate is answered as S3 answers functionality that it has not, by the name of
 * its header or query parameter. Values of a wrong kind can only come from the lab's own callers, since AWS's
 * clients check kinds before they send; their text is the lab's.
 */
import type { Members } from '../../call.ts'
import { type Ref, s3BucketRef, s3ObjectRef } from '../../kernel/ref.ts'
import { fail, type Result, reason } from '../../kernel/result.ts'
import {
  type MemberFault,
  type Operation,
  type OperationContext,
  operation,
} from '../../operation.ts'
import { invalidArgument, notImplemented } from '../../storage/errors.ts'
import { checkOf, type MemberKinds, type WrongKind } from '../kinds.ts'
import type { S3Operations } from './api.ts'

/** One operation of S3 by its name in the model. */
interface S3Spec<Name extends keyof S3Operations> {
  readonly readOnly: boolean
  readonly dataEvent?: boolean
  readonly members: MemberKinds
  run(
    input: S3Operations[Name]['input'],
    at: OperationContext,
  ): Result<S3Operations[Name]['output']>
}

/** An operation whose values are checked before anything else looks at them. */
export function s3Operation<Name extends keyof S3Operations>(spec: S3Spec<Name>): Operation {
  const { rules, firstWrong } = checkOf(spec.members)
  return operation<S3Operations[Name]['input'], S3Operations[Name]['output']>({
    readOnly: spec.readOnly,
    dataEvent: spec.dataEvent ?? false,
    members: rules,
    resources: (input) => resourcesOf(input as Members),
    run(input, at) {
      const wrong = firstWrong(input)
      return wrong === null ? spec.run(input, at) : wrongValue(wrong)
    },
  })
}

/** What S3 says of a part's number that is none. */
export const WRONG_PART_NUMBER = 'Part number must be an integer between 1 and 10000, inclusive'

/** The numbers that S3 reads from the query of a listing. */
const NUMBERS: Readonly<Record<string, string>> = {
  MaxBuckets: 'max-buckets',
  MaxKeys: 'max-keys',
}

function wrongValue({ path, shown, expected }: WrongKind): Result<never> {
  if (path === 'PartNumber') return invalidArgument(WRONG_PART_NUMBER, 'partNumber', shown)
  const number = NUMBERS[path]
  if (number === undefined) return invalidArgument(`Expected ${expected}.`, path, shown)
  const message = `Provided ${number} not an integer or within integer range`
  return invalidArgument(message, number, shown)
}

/** The bucket or the object that a call names. */
function resourcesOf({ Bucket: bucket, Key: key }: Members): readonly Ref[] {
  if (typeof bucket !== 'string') return []
  return [typeof key === 'string' ? s3ObjectRef(bucket, key) : s3BucketRef(bucket)]
}

/** What the refused members are called on the wire. */
const WIRE_NAMES: Readonly<Record<string, string>> = {
  AnnotationDirective: 'x-amz-object-annotation-directive',
  BucketKeyEnabled: 'x-amz-server-side-encryption-bucket-key-enabled',
  BucketNamespace: 'x-amz-bucket-namespace',
  BypassGovernanceRetention: 'x-amz-bypass-governance-retention',
  ChecksumMD5: 'x-amz-checksum-md5',
  ChecksumSHA512: 'x-amz-checksum-sha512',
  ChecksumXXHASH128: 'x-amz-checksum-xxhash128',
  ChecksumXXHASH3: 'x-amz-checksum-xxhash3',
  ChecksumXXHASH64: 'x-amz-checksum-xxhash64',
  CopySourceSSECustomerAlgorithm: 'x-amz-copy-source-server-side-encryption-customer-algorithm',
  CopySourceSSECustomerKey: 'x-amz-copy-source-server-side-encryption-customer-key',
  CopySourceSSECustomerKeyMD5: 'x-amz-copy-source-server-side-encryption-customer-key-MD5',
  IfMatchLastModifiedTime: 'x-amz-if-match-last-modified-time',
  IfMatchSize: 'x-amz-if-match-size',
  ObjectLockEventHold: 'x-amz-object-lock-event-hold',
  ObjectLockEventHoldDurationDays: 'x-amz-object-lock-event-hold-duration-days',
  ObjectLockEventHoldDurationYears: 'x-amz-object-lock-event-hold-duration-years',
  ObjectLockLegalHoldStatus: 'x-amz-object-lock-legal-hold',
  ObjectLockMode: 'x-amz-object-lock-mode',
  ObjectLockRetainUntilDate: 'x-amz-object-lock-retain-until-date',
  OptionalObjectAttributes: 'x-amz-optional-object-attributes',
  SSECustomerAlgorithm: 'x-amz-server-side-encryption-customer-algorithm',
  SSECustomerKey: 'x-amz-server-side-encryption-customer-key',
  SSECustomerKeyMD5: 'x-amz-server-side-encryption-customer-key-MD5',
  SSEKMSEncryptionContext: 'x-amz-server-side-encryption-context',
  SSEKMSKeyId: 'x-amz-server-side-encryption-aws-kms-key-id',
  Tagging: 'x-amz-tagging',
  VersionId: 'versionId',
  WriteOffsetBytes: 'x-amz-write-offset-bytes',
}

/** Refuses a call for the name of a member. */
export function wrongMember(fault: MemberFault, member: string, operation: string): Result<never> {
  switch (fault) {
    case 'refused':
      return notImplemented(
        WIRE_NAMES[member] ?? member,
        `The lab does not emulate ${member} of ${operation}.`,
        reason('lab.member-not-emulated', { operation, member }),
      )
    case 'unknown':
      return invalidArgument(`${operation} has no member ${member}.`, member, '')
    case 'missing':
      if (member === 'Delete') return fail('MissingRequestBodyError', 'Request Body is empty')
      return invalidArgument(`${operation} needs the member ${member}.`, member, '')
  }
}
