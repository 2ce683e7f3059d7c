/** The server's own faults, in the words that AWS has for them. */
import { fail } from '../cloud/kernel/result.ts'

/** What a client is told of a fault inside; EC2 and S3 name it `InternalError`, STS `InternalFailure`. */
export const internalFault = (code: 'InternalError' | 'InternalFailure') =>
  fail(code, 'We encountered an internal error. Please try again.', {
    httpStatus: 500,
    fault: 'server',
  })
