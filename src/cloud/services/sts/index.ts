/**
 * STS: who a caller is. Codes and texts: ERRORS §11.
 *
 * GetCallerIdentity needs no permission and cannot be denied (M), so `unauthorised` is for the
 * operations of a later issue.
 */
import type { Caller } from '../../call.ts'
import { fail, ok, reason } from '../../kernel/result.ts'
import { type Operation, operation, type Service } from '../../operation.ts'
import type { StsOperations } from './api.ts'

type Identity = StsOperations['GetCallerIdentity']

/** The user id of an account's root is the account's number. */
const getCallerIdentity: Operation = operation<Identity['input'], Identity['output']>({
  readOnly: true,
  members: { emulated: [] },
  run: (_input, at) =>
    ok({
      UserId: at.principal.principalId,
      Account: at.principal.account,
      Arn: at.principal.arn,
    }),
})

/** ERRORS §11 (M): `evidence` holds the request's time, and the time that it had to reach. */
function skewText(caller: Caller): string {
  const { RequestTime, Earliest, Latest, ServerTime } =
    caller.kind === 'signed' ? (caller.evidence ?? {}) : {}
  return Earliest === undefined
    ? `Signature not yet current: ${RequestTime} is still later than ${Latest} (${ServerTime} + 15 min.)`
    : `Signature expired: ${RequestTime} is now earlier than ${Earliest} (${ServerTime} - 15 min.)`
}

const operations: { readonly [Name in keyof StsOperations]: Operation } = {
  GetCallerIdentity: getCallerIdentity,
}

/** The service `sts`. */
export const sts: Service = {
  name: 'sts',
  eventSource: 'sts.amazonaws.com',
  operations,
  unknownOperation: (name) =>
    fail('InvalidAction', `Could not find operation ${name} for version 2011-06-15`),
  unauthenticated(why, caller) {
    switch (why) {
      case 'unknown-key':
      case 'invalid-token':
        return fail(
          'InvalidClientTokenId',
          'The security token included in the request is invalid',
          { httpStatus: 403 },
        )
      case 'signature-mismatch':
        return fail(
          'SignatureDoesNotMatch',
          'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
          { httpStatus: 403 },
        )
      case 'expired':
        return fail('ExpiredToken', 'The security token included in the request is expired', {
          httpStatus: 403,
        })
      case 'skewed':
        return fail('SignatureDoesNotMatch', skewText(caller), { httpStatus: 403 })
      case 'unsigned':
        return fail('MissingAuthenticationToken', 'Request is missing Authentication Token', {
          httpStatus: 403,
        })
    }
  },
  unauthorised(principal, action, resources) {
    const on = resources[0] === undefined ? '' : ` on resource: ${resources[0]}`
    return fail(
      'AccessDenied',
      `User: ${principal.arn} is not authorized to perform: ${action}${on}`,
      { httpStatus: 403 },
    )
  },
  /** AWS's query services say this when they throttle (M). */
  overloaded: () => fail('Throttling', 'Rate exceeded'),
  /** The text of AWS's query services (S2: JuliaCloud/AWS.jl#565, for IAM). */
  wrongRegion: (region) =>
    fail(
      'SignatureDoesNotMatch',
      `Credential should be scoped to a valid region, not '${region}'.`,
      { httpStatus: 403, reasons: [reason('authentication.wrong-region', { region })] },
    ),
}
