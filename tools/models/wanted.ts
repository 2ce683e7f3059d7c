/**
 * Which AWS operations Cloudglass has models of.
 *
 * A service's model arrives with its operations: add a name here, what schemas lack to `extra.json`,
 * and run `npm run models`.
 */
import type { ServiceName } from '../../src/models/index.ts'

/** One service to generate. */
export interface Wanted {
  /** The package of the AWS SDK whose schemas are walked. */
  readonly package: string
  /** Name of the interface of operations in the service's `api.ts`. */
  readonly table: string
  readonly operations: readonly string[]
}

/** The services and their operations, in the order they are listed for people. */
export const wanted: Readonly<Record<ServiceName, Wanted>> = {
  ec2: {
    package: '@aws-sdk/client-ec2',
    table: 'Ec2Operations',
    operations: [
      'RunInstances',
      'DescribeInstances',
      'DescribeInstanceStatus',
      'StartInstances',
      'StopInstances',
      'RebootInstances',
      'TerminateInstances',
      'ModifyInstanceAttribute',
      'DescribeInstanceAttribute',
      'DescribeInstanceTypes',
      'DescribeImages',
      'DescribeVolumes',
      'DescribeAvailabilityZones',
      'DescribeRegions',
      'CreateTags',
      'DeleteTags',
      'DescribeTags',
      'CreateKeyPair',
      'ImportKeyPair',
      'DeleteKeyPair',
      'DescribeKeyPairs',
      'DescribeVpcs',
      'DescribeSubnets',
      'DescribeSecurityGroups',
      'DescribeNetworkInterfaces',
    ],
  },
  sts: {
    package: '@aws-sdk/client-sts',
    table: 'StsOperations',
    operations: ['GetCallerIdentity'],
  },
  s3: {
    package: '@aws-sdk/client-s3',
    table: 'S3Operations',
    operations: [
      'CreateBucket',
      'ListBuckets',
      'HeadBucket',
      'DeleteBucket',
      'GetBucketLocation',
      'PutObject',
      'GetObject',
      'HeadObject',
      'DeleteObject',
      'DeleteObjects',
      'ListObjects',
      'ListObjectsV2',
      'CopyObject',
      'GetObjectTagging',
    ],
  },
}

/** The services in the order of `wanted`. */
export const services: readonly ServiceName[] = ['ec2', 'sts', 's3']
