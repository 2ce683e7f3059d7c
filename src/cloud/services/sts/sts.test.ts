/** STS through the door: who is calling, and the refusals of the lab's sheet of errors, section 11. */
import { describe, expect, it } from 'vitest'
import { type Caller, consoleCall } from '../../call.ts'
import { createCloud } from '../../cloud.ts'
import { arn, FIRST_ACCOUNT } from '../../kernel/ref.ts'
import { sts } from './index.ts'

const cloud = createCloud({ seed: 'sts', scenario: 'empty' })
const REQUEST = consoleCall(FIRST_ACCOUNT, 'sts', 'GetCallerIdentity', {})
const KNOWN = 'AKIAIOSFODNN7EXAMPLE'
const signed = (accessKeyId: string, verdict: 'valid' | 'signature-mismatch' | 'expired') =>
  ({ kind: 'signed', accessKeyId, sessionToken: null, verdict }) as const

describe('GetCallerIdentity', () => {
  it.each([REQUEST.caller, signed(KNOWN, 'valid')])('tells the root of the account', (caller) => {
    expect(cloud.call({ ...REQUEST, caller }).result).toEqual({
      ok: true,
      value: {
        UserId: FIRST_ACCOUNT,
        Account: FIRST_ACCOUNT,
        Arn: `arn:aws:iam::${FIRST_ACCOUNT}:root`,
      },
    })
  })
})

describe('refusals', () => {
  const anonymous: Caller = { kind: 'anonymous' }
  it.each([
    [
      'InvalidClientTokenId',
      403,
      'The security token included in the request is invalid',
      { caller: signed('AKIAXXXXXXXXXXXXXXXX', 'valid') },
    ],
    [
      'InvalidClientTokenId',
      403,
      'The security token included in the request is invalid',
      { caller: { ...signed(KNOWN, 'valid'), sessionToken: 'made up' } },
    ],
    [
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      { caller: signed(KNOWN, 'signature-mismatch') },
    ],
    [
      'ExpiredToken',
      403,
      'The security token included in the request is expired',
      { caller: signed(KNOWN, 'expired') },
    ],
    [
      'MissingAuthenticationToken',
      403,
      'Request is missing Authentication Token',
      { caller: anonymous },
    ],
    [
      'InvalidAction',
      400,
      'Could not find operation AssumeRoot for version 2011-06-15',
      { operation: 'AssumeRoot' },
    ],
    ['UnknownParameter', 400, 'The parameter Who is not recognized', { input: { Who: 'me' } }],
    [
      'SignatureDoesNotMatch',
      403,
      "Credential should be scoped to a valid region, not 'eu-west-1'.",
      { context: { ...REQUEST.context, region: 'eu-west-1' } },
    ],
  ])('%s %i %s', (code, httpStatus, message, change) => {
    const { result } = cloud.call({ ...REQUEST, ...change })
    expect(result).toMatchObject({ ok: false, error: { code, httpStatus, message } })
  })

  it('says who may not do what', () => {
    const principal = {
      type: 'Root',
      account: FIRST_ACCOUNT,
      arn: arn('iam', '', FIRST_ACCOUNT, 'root'),
      principalId: '',
      accessKeyId: null,
      service: null,
    } as const
    expect(sts.unauthorised(principal, 'sts:AssumeRole', [])).toMatchObject({
      error: {
        code: 'AccessDenied',
        httpStatus: 403,
        message:
          'User: arn:aws:iam::123456789012:root is not authorized to perform: sts:AssumeRole',
      },
    })
  })
})
