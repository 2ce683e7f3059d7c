/** EC2's answers to callers that it cannot tell, by the lab's sheet of errors, section 2. */
import { describe, expect, it } from 'vitest'
import { type CallRequest, consoleCall } from '../src/cloud/call.ts'
import { FIRST_ACCOUNT } from '../src/cloud/kernel/ref.ts'
import { Lab } from './ec2Lab.ts'

describe('callers that are nobody', () => {
  const lab = new Lab()
  const as = (change: Partial<CallRequest>) => {
    const request = { ...consoleCall(FIRST_ACCOUNT, 'ec2', 'DescribeInstances', {}), ...change }
    const { result } = lab.cloud.call(request)
    return result.ok ? null : result.error
  }
  const signed = (accessKeyId: string, verdict: 'valid' | 'signature-mismatch' | 'expired') =>
    ({ kind: 'signed', accessKeyId, sessionToken: null, verdict }) as const
  const KNOWN = 'AKIAIOSFODNN7EXAMPLE'
  const NOT_VALIDATED = {
    code: 'AuthFailure',
    message: 'AWS was not able to validate the provided access credentials',
    httpStatus: 401,
  }

  it.each([
    ['an unknown key', { caller: signed('AKIAXXXXXXXXXXXXXXXX', 'valid') }, NOT_VALIDATED],
    ['a bad signature', { caller: signed(KNOWN, 'signature-mismatch') }, NOT_VALIDATED],
    [
      'a session token',
      { caller: { ...signed(KNOWN, 'valid'), sessionToken: 'made up' } },
      NOT_VALIDATED,
    ],
    [
      'an old request',
      { caller: signed(KNOWN, 'expired') },
      { code: 'RequestExpired', message: 'Request has expired.', httpStatus: 400 },
    ],
    [
      'no signature',
      { caller: { kind: 'anonymous' } },
      {
        code: 'MissingParameter',
        message: 'The request must contain the parameter AWSAccessKeyId',
        httpStatus: 400,
      },
    ],
  ] as const)('%s', (_, change, expected) => expect(as(change)).toMatchObject(expected))

  it('a signature for another Region', () => {
    const { context } = consoleCall(FIRST_ACCOUNT, 'ec2', 'DescribeInstances', {})
    expect(as({ context: { ...context, region: 'eu-west-1' } })).toMatchObject(NOT_VALIDATED)
  })

  it('a right one is somebody', () => expect(as({ caller: signed(KNOWN, 'valid') })).toBeNull())
})
