/**
 * EC2's refusals through the door: every error of the lab's sheet that exists here, with its exact
 * code, status and text. Rows whose text has no known wording (M? in the sheet, `null` here) are held
 * to the code only.
 */
import { describe, expect, it } from 'vitest'
import type { Members } from '../src/cloud/call.ts'
import { ARM_IMAGE, IMAGE, Lab, ONE } from './ec2Lab.ts'

const GONE = 'i-0123456789abcdef0'
const GONE_TOO = 'i-0123456789abcdef1'
const RUN = (more: Members): [string, Members] => ['RunInstances', { ...ONE, ...more }]
const base64 = (length: number) => Buffer.alloc(length, 'a').toString('base64')
const TAGS = (...Tags: { Key?: string; Value?: string }[]) => ({
  TagSpecifications: [{ ResourceType: 'instance', Tags }],
})
const fifty = Array.from({ length: 51 }, (_, at) => ({ Key: `k${at}`, Value: '' }))
const MISMATCH = (type: string, image: string) =>
  `The architecture '${type}' of the specified instance type does not match the architecture '${image}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.`
const VCPUS =
  'You have requested more vCPU capacity than your current vCPU limit of 32 allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.'

type Row = readonly [
  call: readonly [operation: string, input: Members],
  code: string,
  message: string | null,
  status?: number,
]

const LAUNCH: readonly Row[] = [
  [
    ['RunInstances', { MinCount: 1, MaxCount: 1 }],
    'MissingParameter',
    'The request must contain the parameter ImageId',
  ],
  [
    ['RunInstances', { ImageId: IMAGE, MaxCount: 1 }],
    'MissingParameter',
    'The request must contain the parameter MinCount',
  ],
  [
    ['RunInstances', { ImageId: IMAGE, MinCount: 1 }],
    'MissingParameter',
    'The request must contain the parameter MaxCount',
  ],
  [RUN({ MinCount: 0 }), 'InvalidParameterValue', null],
  [RUN({ MinCount: 2 }), 'InvalidParameterValue', null],
  [
    RUN({ MinCount: 0, MaxCount: 0 }),
    'InvalidParameterValue',
    'Maximum instance count must be greater than zero',
  ],
  [
    RUN({ ImageId: 'ami-xyz' }),
    'InvalidAMIID.Malformed',
    'Invalid id: "ami-xyz" (expecting "ami-...")',
  ],
  [
    RUN({ ImageId: 'ami-00000000' }),
    'InvalidAMIID.NotFound',
    "The image id '[ami-00000000]' does not exist",
  ],
  [
    RUN({ InstanceType: 't9.huge' }),
    'InvalidParameterValue',
    "Invalid value 't9.huge' for InstanceType.",
  ],
  [
    RUN({ InstanceType: 'toString' }),
    'InvalidParameterValue',
    "Invalid value 'toString' for InstanceType.",
  ],
  [RUN({ ImageId: ARM_IMAGE }), 'InvalidParameterValue', MISMATCH('x86_64', 'arm64')],
  [RUN({ InstanceType: 't4g.micro' }), 'InvalidParameterValue', MISMATCH('arm64', 'x86_64')],
  [
    ['RunInstances', { ImageId: IMAGE, MinCount: 1, MaxCount: 1 }],
    'InvalidParameterCombination',
    "Non-Windows instances with a virtualization type of 'hvm' are currently not supported for this instance type.",
  ],
  [
    RUN({ InstanceType: 'x1.32xlarge' }),
    'Unsupported',
    'The requested configuration is currently not supported. Please check the documentation for supported configurations.',
  ],
  [RUN({ KeyName: 'nobody' }), 'InvalidKeyPair.NotFound', "The key pair 'nobody' does not exist"],
  [
    RUN({ SecurityGroupIds: ['sg-00000000'] }),
    'InvalidGroup.NotFound',
    "The security group 'sg-00000000' does not exist",
  ],
  [RUN({ SecurityGroupIds: ['web'] }), 'InvalidGroupId.Malformed', null],
  [
    RUN({ SecurityGroupIds: [''] }),
    'InvalidParameterValue',
    'Value () for parameter groupId is invalid. The value cannot be empty',
  ],
  [
    RUN({ SubnetId: 'subnet-00000000' }),
    'InvalidSubnetID.NotFound',
    "The subnet ID 'subnet-00000000' does not exist",
  ],
  [RUN({ SubnetId: 'net' }), 'InvalidSubnetID.Malformed', null],
  [
    RUN({ Placement: { AvailabilityZone: 'us-east-1z' } }),
    'InvalidParameterValue',
    'Invalid availability zone: [us-east-1z]',
  ],
  [
    RUN({ UserData: base64(16_385) }),
    'InvalidParameterValue',
    'User data is limited to 16384 bytes',
  ],
  [
    RUN({ UserData: 'not base64!' }),
    'InvalidUserData.Malformed',
    'Invalid BASE64 encoding of user data.',
  ],
  [
    RUN(TAGS({ Key: 'aws:x', Value: 'y' })),
    'InvalidParameterValue',
    "Tag keys starting with 'aws:' are reserved for internal use",
  ],
  [RUN(TAGS()), 'InvalidParameterValue', 'Tag specification must have at least one tag'],
  [
    RUN(TAGS({ Key: 'a' })),
    'InvalidParameterValue',
    'Tag value cannot be null. Use empty string instead.',
  ],
  [RUN(TAGS({ Key: 'a', Value: '' }, { Key: 'a', Value: '' })), 'InvalidParameterValue', null],
  [RUN(TAGS({ Key: 'a'.repeat(128), Value: '' })), 'InvalidParameterValue', null],
  [RUN(TAGS({ Key: 'a', Value: 'a'.repeat(256) })), 'InvalidParameterValue', null],
  [
    RUN(TAGS(...fifty)),
    'TagLimitExceeded',
    'The maximum number of Tags for a resource has been reached.',
  ],
  [
    RUN({ TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'a', Value: '' }] }] }),
    'InvalidParameterValue',
    "'vpc' is not a valid taggable resource type for this operation.",
  ],
  [
    RUN({ TagSpecifications: [{ Tags: [{ Key: 'a', Value: '' }] }] }),
    'InvalidParameter',
    'Tag specification resource type must have a value',
  ],
  [
    RUN({ InstanceType: 'g5.xlarge', Placement: { AvailabilityZone: 'us-east-1a' } }),
    'Unsupported',
    'Your requested instance type (g5.xlarge) is not supported in your requested Availability Zone (us-east-1a). Please retry your request by not specifying an Availability Zone or choosing us-east-1b.',
  ],
  [RUN({ MinCount: 17, MaxCount: 17 }), 'VcpuLimitExceeded', VCPUS],
  [
    RUN({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 4 } }] }),
    'InvalidBlockDeviceMapping',
    "Volume of size 4GB is smaller than  snapshot 'snap-0a4d17c92be8f3605', expect size >= 8GB",
  ],
  [RUN({ InstanceInitiatedShutdownBehavior: 'sleep' }), 'InvalidParameterValue', null],
  [RUN({ ClientToken: 'x'.repeat(65) }), 'InvalidParameterValue', null],
  [RUN({ Nonsense: 'x' }), 'UnknownParameter', 'The parameter Nonsense is not recognized'],
  [
    RUN({ CpuOptions: { CoreCount: 1 } }),
    'Unsupported',
    'The lab does not emulate the parameter CpuOptions.CoreCount of RunInstances.',
  ],
  [RUN({ Placement: { Tenancy: 'host' } }), 'Unsupported', null],
  [RUN({ HibernationOptions: { Configured: true } }), 'Unsupported', null],
  [RUN({ MinCount: 'one' }), 'InvalidParameterValue', null],
  [
    RUN({ DryRun: true }),
    'DryRunOperation',
    'Request would have succeeded, but DryRun flag is set.',
    412,
  ],
]

const FIND: readonly Row[] = [
  ...[
    'DescribeInstances',
    'StartInstances',
    'StopInstances',
    'RebootInstances',
    'TerminateInstances',
    'DescribeInstanceStatus',
  ].flatMap((name): Row[] => [
    [
      [name, { InstanceIds: ['i-xyz', GONE] }],
      'InvalidInstanceID.Malformed',
      'Invalid id: "i-xyz"',
    ],
    [
      [name, { InstanceIds: [GONE, 'i-xyz'] }],
      'InvalidInstanceID.Malformed',
      'Invalid id: "i-xyz"',
    ],
    [
      [name, { InstanceIds: [GONE] }],
      'InvalidInstanceID.NotFound',
      `The instance ID '${GONE}' does not exist`,
    ],
    [
      [name, { InstanceIds: [GONE, GONE_TOO] }],
      'InvalidInstanceID.NotFound',
      `The instance IDs '${GONE}, ${GONE_TOO}' do not exist`,
    ],
  ]),
  [
    ['TerminateInstances', { InstanceIds: [] }],
    'InvalidParameterCombination',
    'No instances specified',
  ],
  [['StartInstances', {}], 'InvalidParameterCombination', null],
  [
    ['DescribeInstances', { InstanceIds: [GONE], MaxResults: 5 }],
    'InvalidParameterCombination',
    'The parameter instancesSet cannot be used with the parameter maxResults',
  ],
  [
    ['DescribeInstances', { MaxResults: 4 }],
    'InvalidParameterValue',
    'Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.',
  ],
  [['DescribeVpcs', { MaxResults: 1001 }], 'InvalidParameterValue', null],
  [
    ['DescribeVpcs', { NextToken: '' }],
    'InvalidParameterValue',
    'Value (  ) for parameter NextToken is invalid. The token is invalid.',
  ],
  [
    ['DescribeVpcs', { NextToken: 'AAAA' }],
    'InvalidParameterValue',
    'Value ( AAAA ) for parameter NextToken is invalid. The token is invalid.',
  ],
  [
    ['DescribeInstanceStatus', { InstanceIds: Array(101).fill(GONE) }],
    'InvalidRequest',
    '101 exceeds the maximum number of instance IDs that can be specificied (100). Please specify fewer than 100 instance IDs.',
  ],
  [
    ['DescribeInstanceStatus', { Filters: [{ Name: 'tag:Name', Values: ['x'] }] }],
    'InvalidParameterValue',
    "The filter 'tag:Name' is invalid",
  ],
  [
    ['DescribeImages', { ImageIds: ['ami'] }],
    'InvalidAMIID.Malformed',
    'Invalid id: "ami" (expecting "ami-...")',
  ],
  [
    ['DescribeImages', { ImageIds: ['ami-00000000', 'ami-00000001'] }],
    'InvalidAMIID.NotFound',
    "The image ids '[ami-00000000, ami-00000001]' do not exist",
  ],
  [['DescribeImages', { Owners: ['me'] }], 'InvalidUserID.Malformed', 'Invalid user id: "me"'],
  [
    ['DescribeInstanceTypes', { InstanceTypes: ['a', 't3.micro', 'b'] }],
    'InvalidInstanceType',
    'The following supplied instance types do not exist: [a, b]',
  ],
  [
    ['DescribeAvailabilityZones', { ZoneNames: ['us-east-1z'] }],
    'InvalidParameterValue',
    'Invalid availability zone: [us-east-1z]',
  ],
  [['DescribeRegions', { RegionNames: ['eu-west-1'] }], 'InvalidParameterValue', null],
  [
    ['DescribeVolumes', { VolumeIds: ['vol-00000000'] }],
    'InvalidVolume.NotFound',
    "The volume 'vol-00000000' does not exist.",
  ],
  [
    ['DescribeVolumes', { VolumeIds: ['disk'] }],
    'InvalidParameterValue',
    "Value (disk) for parameter volumes is invalid. Expected: 'vol-...'.",
  ],
  [
    ['DescribeVpcs', { VpcIds: ['vpc-00000000'] }],
    'InvalidVpcID.NotFound',
    "The vpc ID 'vpc-00000000' does not exist",
  ],
  [
    ['DescribeSubnets', { SubnetIds: ['subnet-00000000'] }],
    'InvalidSubnetID.NotFound',
    "The subnet ID 'subnet-00000000' does not exist",
  ],
  [
    ['DescribeSecurityGroups', { GroupIds: ['sg-00000000'] }],
    'InvalidGroup.NotFound',
    "The security group 'sg-00000000' does not exist",
  ],
  [
    ['DescribeKeyPairs', { KeyNames: ['k'] }],
    'InvalidKeyPair.NotFound',
    "The key pair 'k' does not exist",
  ],
  [
    ['DescribeNetworkInterfaces', { NetworkInterfaceIds: ['eni-00000000'] }],
    'InvalidNetworkInterfaceID.NotFound',
    "The networkInterface ID 'eni-00000000' does not exist",
  ],
]

const CHANGE: readonly Row[] = [
  [
    ['CreateTags', { Tags: [{ Key: 'a', Value: '' }] }],
    'MissingParameter',
    'The request must contain the parameter resourceIdSet',
  ],
  [
    ['DeleteTags', { Resources: [] }],
    'MissingParameter',
    'The request must contain the parameter resourceIdSet',
  ],
  [
    ['CreateTags', { Resources: ['what-00000000'], Tags: [{ Key: 'a', Value: '' }] }],
    'InvalidID',
    "The ID 'what-00000000' is not valid",
  ],
  [
    ['CreateTags', { Resources: [GONE], Tags: [{ Key: 'a', Value: '' }] }],
    'InvalidInstanceID.NotFound',
    `The instance ID '${GONE}' does not exist`,
  ],
  [
    ['CreateTags', { Resources: [IMAGE], Tags: [{ Key: 'aws:a', Value: '' }] }],
    'InvalidParameterValue',
    "Value ( aws:a ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use",
  ],
  [
    ['DeleteTags', { Resources: [IMAGE], Tags: [{ Key: 'aws:a' }] }],
    'InvalidParameterValue',
    "Value ( aws:a ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use",
  ],
  [
    ['CreateTags', { Resources: [IMAGE], Tags: fifty }],
    'TagLimitExceeded',
    'The maximum number of Tags for a resource has been reached.',
  ],
  [
    ['CreateTags', { Resources: [IMAGE], Tags: [{ Key: 'a' }] }],
    'InvalidParameterValue',
    'Tag value cannot be null. Use empty string instead.',
  ],
  [['CreateKeyPair', {}], 'MissingParameter', 'The request must contain the parameter KeyName'],
  [
    [
      'ImportKeyPair',
      { KeyName: 'k', PublicKeyMaterial: new TextEncoder().encode('ssh-rsa AAAA') },
    ],
    'InvalidKey.Format',
    'Key is not in valid OpenSSH public key format',
  ],
  [['CreateKeyPair', { KeyName: 'k', KeyType: 'dsa' }], 'InvalidParameterValue', null],
  [['CreateKeyPair', { KeyName: 'k', KeyFormat: 'ppk' }], 'Unsupported', null],
  [
    ['ModifyInstanceAttribute', { InstanceId: 'x', DisableApiStop: { Value: true } }],
    'InvalidParameterValue',
    "Value (x) for parameter instanceId is invalid. Expected: 'i-...'.",
  ],
  [
    ['ModifyInstanceAttribute', { InstanceId: GONE }],
    'InvalidParameterCombination',
    'No attributes specified.',
  ],
  [
    [
      'ModifyInstanceAttribute',
      { InstanceId: GONE, DisableApiStop: { Value: true }, SourceDestCheck: { Value: true } },
    ],
    'InvalidParameterCombination',
    'Fields for multiple attribute types specified',
  ],
  [
    ['ModifyInstanceAttribute', { InstanceId: GONE, Attribute: 'colour', Value: 'x' }],
    'InvalidParameterValue',
    'Value (colour) for parameter attribute is invalid. Unknown attribute.',
  ],
  [
    ['DescribeInstanceAttribute', { InstanceId: GONE, Attribute: 'toString' }],
    'InvalidParameterValue',
    'Value (toString) for parameter attribute is invalid. Unknown attribute.',
  ],
  [
    ['DescribeInstanceAttribute', { InstanceId: GONE, Attribute: 'userData' }],
    'InvalidInstanceID.NotFound',
    `The instance ID '${GONE}' does not exist`,
  ],
  [
    ['AllocateHosts', {}],
    'InvalidAction',
    'The action AllocateHosts is not valid for this web service.',
  ],
  [['toString', {}], 'InvalidAction', 'The action toString is not valid for this web service.'],
]

const ALL = [...LAUNCH, ...FIND, ...CHANGE].map(
  ([[operation, input], code, message, status = 400]) => ({
    operation,
    input,
    code,
    message,
    status,
  }),
)

describe('refusals in a new account', () => {
  const lab = new Lab()

  it.each(ALL)('$operation: $code: $message', ({ operation, input, code, message, status }) => {
    const before = lab.cloud.frame().world
    const error = lab.refusal(operation, input)
    expect(error).toMatchObject({ code, httpStatus: status, fault: 'client' })
    if (message !== null) expect(error.message).toBe(message)
    const after = lab.cloud.frame().world
    expect(after.tables).toEqual(before.tables)
    expect(after.schedule).toEqual(before.schedule)
    const counted = (counters: ReadonlyMap<string, number>) =>
      [...counters].filter(([, n]) => n > 0)
    expect(counted(after.counters)).toEqual(counted(before.counters))
  })

  it('a security group by a name that is not there', () => {
    const vpc = lab.call('DescribeVpcs').Vpcs?.[0]?.VpcId
    const message = `The security group 'web' does not exist in default VPC '${vpc}'`
    for (const [operation, input] of [
      RUN({ SecurityGroups: ['web'] }),
      ['DescribeSecurityGroups', { GroupNames: ['web'] }],
    ] as const) {
      expect(lab.refusal(operation, input)).toMatchObject({
        code: 'InvalidGroup.NotFound',
        message,
      })
    }
  })

  it('group names with a subnet', () => {
    const SubnetId = String(lab.call('DescribeSubnets').Subnets?.[0]?.SubnetId)
    expect(lab.refusal(...RUN({ SubnetId, SecurityGroups: ['default'] }))).toMatchObject({
      code: 'InvalidParameterCombination',
      message: 'The parameter groupName cannot be used with the parameter subnet',
    })
  })

  it('a key pair that is there already', () => {
    lab.call('CreateKeyPair', { KeyName: 'twice', KeyType: 'ed25519' })
    expect(lab.refusal('CreateKeyPair', { KeyName: 'twice' })).toMatchObject({
      code: 'InvalidKeyPair.Duplicate',
      message: "The keypair 'twice' already exists.",
    })
  })
})
