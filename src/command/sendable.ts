/** What botocore looks at itself, before it sends a call of S3 and after a refusal that has no body. */
import type { Failure } from '../cloud/kernel/result.ts'
import { PHRASES } from './phrases.ts'

const BUCKET = '^[a-zA-Z0-9.\\-_]{1,255}$'
/** Access points, which the lab has not: such a name reaches the cloud, and is refused there. */
const ARN =
  '^arn:(aws).*:(s3|s3-object-lambda):[a-z\\-0-9]*:[0-9]{12}:accesspoint[/:][a-zA-Z0-9\\-.]{1,63}$|' +
  '^arn:(aws).*:s3-outposts:[a-z\\-0-9]+:[0-9]{12}:outpost[/:][a-zA-Z0-9\\-]{1,63}[/:]accesspoint[/:]' +
  '[a-zA-Z0-9\\-]{1,63}$'
const ADMITTED = new RegExp(`${BUCKET}|${ARN}`)

/** What is wrong with the name of a bucket, or null. */
export function wrongBucket(name: string): string | null {
  if (ADMITTED.test(name)) return null
  return (
    `Invalid bucket name "${name}": Bucket name must match the regex "${BUCKET}" or be an ARN ` +
    `matching the regex "${ARN}"`
  )
}

/** A refusal that comes without a body is known by its status alone. */
export function bodiless(failure: Failure): Failure {
  const { httpStatus } = failure
  return { ...failure, code: String(httpStatus), message: PHRASES[httpStatus] ?? '' }
}
