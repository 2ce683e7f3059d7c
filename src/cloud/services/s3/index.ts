/**
 * S3: the operations that the lab emulates, and the errors that come before any of them.
 *
 * Thin: an operation checks AWS's input, asks the storage world, and answers in AWS's shape. Error codes,
 * statuses, texts and details are those of ERRORS §12.
 */
import type { Caller } from '../../call.ts'
import { REGION } from '../../kernel/ref.ts'
import { fail, type Result, reason } from '../../kernel/result.ts'
import type { Operation, Service } from '../../operation.ts'
import { accessDenied, slowDown } from '../../storage/errors.ts'
import type { S3Operations } from './api.ts'
import { createBucket, deleteBucket, getBucketLocation, headBucket } from './buckets.ts'
import { copyObject } from './copyObject.ts'
import { deleteObject, deleteObjects } from './deleteObjects.ts'
import { getObject, getObjectTagging, headObject } from './getObject.ts'
import { listBuckets } from './listBuckets.ts'
import { listObjects, listObjectsV2 } from './listObjects.ts'
import { wrongMember } from './members.ts'
import { meter } from './metering.ts'
import { putObject } from './putObject.ts'

/** One for each operation of the model. */
const operations: { readonly [Name in keyof S3Operations]: Operation } = {
  CopyObject: copyObject,
  CreateBucket: createBucket,
  DeleteBucket: deleteBucket,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  GetBucketLocation: getBucketLocation,
  GetObject: getObject,
  GetObjectTagging: getObjectTagging,
  HeadBucket: headBucket,
  HeadObject: headObject,
  ListBuckets: listBuckets,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  PutObject: putObject,
}

const forbidden = (
  code: string,
  message: string,
  details: Readonly<Record<string, string>>,
): Result<never> => fail(code, message, { httpStatus: 403, details })

/** What a bad verdict's error quotes. */
const evidenceOf = (caller: Caller): Readonly<Record<string, string>> =>
  caller.kind === 'signed' ? (caller.evidence ?? {}) : {}

/** The service `s3`. */
export const s3: Service = {
  name: 's3',
  eventSource: 's3.amazonaws.com',
  operations,
  wrongMember,
  meter,
  unknownOperation: (name) =>
    fail('NotImplemented', `The lab does not emulate ${name}.`, {
      httpStatus: 501,
      fault: 'server',
      reasons: [reason('lab.operation-not-emulated', { operation: name })],
    }),
  unauthenticated(why, caller) {
    const evidence = evidenceOf(caller)
    switch (why) {
      case 'unknown-key':
        return forbidden(
          'InvalidAccessKeyId',
          'The AWS Access Key Id you provided does not exist in our records.',
          caller.kind === 'signed' ? { AWSAccessKeyId: caller.accessKeyId } : {},
        )
      case 'invalid-token':
        return fail('InvalidToken', 'The provided token is malformed or otherwise invalid.')
      case 'signature-mismatch':
        return forbidden(
          'SignatureDoesNotMatch',
          'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
          evidence,
        )
      case 'expired':
        return forbidden('AccessDenied', 'Request has expired', evidence)
      case 'skewed':
        return forbidden(
          'RequestTimeTooSkewed',
          'The difference between the request time and the current time is too large.',
          evidence,
        )
      case 'unsigned':
        return accessDenied(reason('authentication.unsigned'))
    }
  },
  /** The newer text, for a caller of the bucket's own account (M). */
  unauthorised(principal, action, resources) {
    return fail(
      'AccessDenied',
      `User: ${principal.arn} is not authorized to perform: ${action} on resource: "${resources[0] ?? '*'}" because no identity-based policy allows the ${action} action`,
      { httpStatus: 403 },
    )
  },
  overloaded: () => slowDown(reason('lab.world-full')),
  wrongRegion: (region) =>
    fail(
      'AuthorizationHeaderMalformed',
      `The authorization header is malformed; the region '${region}' is wrong; expecting '${REGION}'`,
      {
        details: { Region: REGION },
        reasons: [reason('authentication.wrong-region', { region })],
      },
    ),
}
