/**
 * EC2: the operations that the lab emulates, and the errors that come before any of them.
 *
 * Thin: an operation checks AWS's input, asks the compute and network worlds, and answers in AWS's
 * shape. Error codes, statuses and texts are those of ERRORS §2 to §10.
 */
import type { ReasonCode } from '../../kernel/reasons.ts'
import { fail, type Result, reason } from '../../kernel/result.ts'
import type { Operation, Service } from '../../operation.ts'
import { rebootInstances, startInstances, stopInstances, terminateInstances } from './actions.ts'
import type { Ec2Operations } from './api.ts'
import { describeInstanceAttribute, modifyInstanceAttribute } from './attributes.ts'
import { describeInstances } from './describeInstances.ts'
import { describeImages } from './images.ts'
import { describeInstanceStatus } from './instanceStatus.ts'
import { describeInstanceTypes } from './instanceTypes.ts'
import { createKeyPair, deleteKeyPair, describeKeyPairs, importKeyPair } from './keyPairs.ts'
import { describeNetworkInterfaces } from './networkInterfaces.ts'
import { runInstances } from './runInstances.ts'
import { describeSecurityGroups } from './securityGroups.ts'
import { createTags, deleteTags, describeTags } from './tags.ts'
import { describeVolumes } from './volumes.ts'
import { describeSubnets, describeVpcs } from './vpcs.ts'
import { describeAvailabilityZones, describeRegions } from './zones.ts'

/** One for each operation of the model. */
const operations: { readonly [Name in keyof Ec2Operations]: Operation } = {
  CreateKeyPair: createKeyPair,
  CreateTags: createTags,
  DeleteKeyPair: deleteKeyPair,
  DeleteTags: deleteTags,
  DescribeAvailabilityZones: describeAvailabilityZones,
  DescribeImages: describeImages,
  DescribeInstanceAttribute: describeInstanceAttribute,
  DescribeInstanceStatus: describeInstanceStatus,
  DescribeInstanceTypes: describeInstanceTypes,
  DescribeInstances: describeInstances,
  DescribeKeyPairs: describeKeyPairs,
  DescribeNetworkInterfaces: describeNetworkInterfaces,
  DescribeRegions: describeRegions,
  DescribeSecurityGroups: describeSecurityGroups,
  DescribeSubnets: describeSubnets,
  DescribeTags: describeTags,
  DescribeVolumes: describeVolumes,
  DescribeVpcs: describeVpcs,
  ImportKeyPair: importKeyPair,
  ModifyInstanceAttribute: modifyInstanceAttribute,
  RebootInstances: rebootInstances,
  RunInstances: runInstances,
  StartInstances: startInstances,
  StopInstances: stopInstances,
  TerminateInstances: terminateInstances,
}

const notValidated = (code: ReasonCode): Result<never> =>
  fail('AuthFailure', 'AWS was not able to validate the provided access credentials', {
    httpStatus: 401,
    reasons: [reason(code)],
  })

/** The service `ec2`. */
export const ec2: Service = {
  name: 'ec2',
  eventSource: 'ec2.amazonaws.com',
  operations,
  unknownOperation: (name) =>
    fail('InvalidAction', `The action ${name} is not valid for this web service.`),
  unauthenticated(why) {
    switch (why) {
      case 'unknown-key':
      case 'invalid-token':
      case 'signature-mismatch':
        return notValidated(`authentication.${why}`)
      case 'expired':
      case 'skewed':
        return fail('RequestExpired', 'Request has expired.')
      case 'unsigned':
        return fail('MissingParameter', 'The request must contain the parameter AWSAccessKeyId')
    }
  },
  /** Today's form, less the encoded message: nothing could decode it here. */
  unauthorised(principal, action, resources) {
    const on = resources[0] === undefined ? '' : ` on resource: ${resources[0]}`
    return fail(
      'UnauthorizedOperation',
      `You are not authorized to perform this operation. User: ${principal.arn} is not authorized to perform: ${action}${on} because no identity-based policy allows the ${action} action`,
      { httpStatus: 403 },
    )
  },
  overloaded: () => fail('RequestLimitExceeded', 'Request limit exceeded.', { httpStatus: 503 }),
  /** EC2 says no more of a signature for another Region than of any bad one (M). */
  wrongRegion: (region) =>
    fail('AuthFailure', 'AWS was not able to validate the provided access credentials', {
      httpStatus: 401,
      reasons: [reason('authentication.wrong-region', { region })],
    }),
}
