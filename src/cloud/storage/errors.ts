/**
 * S3's refusals that more than one operation gives. Codes, statuses, texts and details: ERRORS §12.
 *
 * Rows that are marked M there have no known wording of their own; so have details marked M.
 */
import { fail, type Reason, type Result, reason } from '../kernel/result.ts'

export const noSuchBucket = (name: string): Result<never> =>
  fail('NoSuchBucket', 'The specified bucket does not exist', {
    httpStatus: 404,
    details: { BucketName: name },
  })

/** `key` is the object's; GetObjectTagging gives `bucket/key`. */
export const noSuchKey = (key: string): Result<never> =>
  fail('NoSuchKey', 'The specified key does not exist.', { httpStatus: 404, details: { Key: key } })

export const noSuchVersion = (key: string, version: string): Result<never> =>
  fail('NoSuchVersion', 'The specified version does not exist.', {
    httpStatus: 404,
    details: { Key: key, VersionId: version },
  })

export const invalidBucketName = (name: string): Result<never> =>
  fail('InvalidBucketName', 'The specified bucket is not valid.', { details: { BucketName: name } })

/** Why S3 refuses is not in its text, so a reason says it. */
export const accessDenied = (...reasons: readonly Reason[]): Result<never> =>
  fail('AccessDenied', 'Access Denied', { httpStatus: 403, reasons })

/** `argument` is the header's or the query's name; its value is left out where S3 does not repeat it. */
export const invalidArgument = (message: string, argument: string, value?: string): Result<never> =>
  fail('InvalidArgument', message, {
    details: { ArgumentName: argument, ...(value === undefined ? {} : { ArgumentValue: value }) },
  })

export const invalidRequest = (message: string): Result<never> => fail('InvalidRequest', message)

/** A body that is not well-formed, or lacks what the schema asks for. */
export const malformedXml = (): Result<never> =>
  fail(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  )

/** What S3 has and does not do: `header` is its name. `why` is S3's own sentence, or the lab's. */
export const notImplemented = (
  header: string,
  why: string,
  ...reasons: readonly Reason[]
): Result<never> =>
  fail('NotImplemented', 'A header you provided implies functionality that is not implemented', {
    httpStatus: 501,
    fault: 'server',
    reasons,
    details: { Header: header, additionalMessage: why },
  })

/** A value that S3 knows and the lab does not emulate, refused by name as members are. */
export const valueNotEmulated = (header: string, value: string): Result<never> =>
  notImplemented(
    header,
    `The lab does not emulate ${value} for ${header}.`,
    reason('lab.value-not-emulated', { member: header, value }),
  )

/** `condition` is the name of the header that did not hold. */
export const preconditionFailed = (condition: string): Result<never> =>
  fail('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    httpStatus: 412,
    details: { Condition: condition },
  })

/** What S3 says when it has no room for a request just now (M). */
export const slowDown = (...reasons: readonly Reason[]) =>
  fail('SlowDown', 'Please reduce your request rate.', {
    httpStatus: 503,
    fault: 'server',
    reasons,
  })
