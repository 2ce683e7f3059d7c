/**
 * Reading the input of RunInstances: form first, then what its ids name, then what must fit together
 * (ERRORS §3). What comes out is the domain's launch request.
 */
import { findZone, zones } from '../../compute/hosts.ts'
import { findImage } from '../../compute/images.ts'
import type { LaunchRequest } from '../../compute/launch.ts'
import type { Image } from '../../compute/rows.ts'
import { findType, type InstanceType } from '../../compute/types.ts'
import { defaultRootVolume, type RootVolume } from '../../compute/volumes.ts'
import { decodeBase64 } from '../../kernel/base64.ts'
import { fail, ok, type Result } from '../../kernel/result.ts'
import { type SecurityGroup, type Subnet, securityGroups, subnets } from '../../network/rows.ts'
import type { OperationContext } from '../../operation.ts'
import type { RunInstancesRequest } from './api.ts'
import {
  firstOf,
  groupNotFound,
  imagesNotFound,
  invalidInstanceType,
  invalidValue,
  invalidZone,
  keyPairNotFound,
  notAmong,
  notEmulated,
  subnetNotFound,
} from './errors.ts'
import { checkIds } from './ids.ts'
import { keyPairOf } from './keyPairs.ts'
import { rowOf } from './lookups.ts'
import { groupByName } from './securityGroups.ts'

const USER_DATA_BYTES = 16_384
const TOKEN_CHARACTERS = 64
const OPERATION = 'RunInstances'

/** What can be judged from the input alone. */
export function checkForm(input: RunInstancesRequest): Result<never> | null {
  return firstOf([
    () => checkCounts(input.MinCount, input.MaxCount),
    () => checkIds('image', [input.ImageId ?? '']),
    () => checkIds('subnet', input.SubnetId === undefined ? [] : [input.SubnetId]),
    () => checkGroupIds(input.SecurityGroupIds ?? []),
    () => checkUserData(input.UserData),
    () => checkToken(input.ClientToken),
    () => checkChoices(input),
    () => checkUnemulated(input),
  ])
}

/** The launch that an input in good form asks for, once everything it names is found. */
export function readLaunch(
  input: RunInstancesRequest,
  at: OperationContext,
): Result<LaunchRequest> {
  const image = findImage(at.world, input.ImageId ?? '')
  if (image === undefined) return imagesNotFound([input.ImageId ?? ''])
  const type = readType(input.InstanceType, image)
  if (!type.ok) return type
  const where = readPlace(input, at)
  if (!where.ok) return where
  const groups = readGroups(input, at, where.value.subnet)
  if (!groups.ok) return groups
  const { KeyName: keyName } = input
  if (keyName !== undefined && keyPairOf(at, keyName) === undefined) return keyPairNotFound(keyName)
  const rootVolume = readRootVolume(input, image)
  if (!rootVolume.ok) return rootVolume
  return ok({
    account: at.account,
    image,
    type: type.value,
    minCount: input.MinCount,
    maxCount: input.MaxCount,
    ...where.value,
    groups: groups.value,
    keyName: keyName ?? null,
    userData: input.UserData === undefined || input.UserData === '' ? null : input.UserData,
    clientToken: input.ClientToken ?? '',
    rootVolume: rootVolume.value,
    apiTermination: input.DisableApiTermination !== true,
    apiStop: input.DisableApiStop !== true,
    shutdownBehavior:
      input.InstanceInitiatedShutdownBehavior === 'terminate' ? 'terminate' : 'stop',
    ebsOptimized: input.EbsOptimized ?? false,
    monitoring: input.Monitoring?.Enabled === true ? 'enabled' : 'disabled',
  })
}

/** The first text is seen (jenkinsci/ec2-plugin#252); the other two are made after it (M?). */
function checkCounts(least: number, most: number): Result<never> | null {
  if (most < 1) {
    return fail('InvalidParameterValue', 'Maximum instance count must be greater than zero')
  }
  if (least < 1) {
    return fail('InvalidParameterValue', 'Minimum instance count must be greater than zero')
  }
  if (least <= most) return null
  return fail(
    'InvalidParameterValue',
    'Minimum instance count must not be greater than maximum instance count',
  )
}

function checkGroupIds(ids: readonly string[]): Result<never> | null {
  return ids.includes('')
    ? invalidValue('', 'groupId', 'The value cannot be empty')
    : checkIds('group', ids)
}

/** The limit is on what the Base64 stands for; line breaks in it do not count. */
export function checkUserData(text: string | undefined): Result<never> | null {
  const bytes = decodeBase64((text ?? '').replace(/[\r\n]/g, ''))
  if (bytes === null) {
    return fail('InvalidUserData.Malformed', 'Invalid BASE64 encoding of user data.')
  }
  return checkUserDataSize(bytes)
}

export const checkUserDataSize = (bytes: Uint8Array): Result<never> | null =>
  bytes.length <= USER_DATA_BYTES
    ? null
    : fail('InvalidParameterValue', `User data is limited to ${USER_DATA_BYTES} bytes`)

/** At most 64 ASCII characters (ERRORS §10); no source for the text, M?. */
function checkToken(token: string | undefined): Result<never> | null {
  const good = [...(token ?? '')].every((each) => each >= ' ' && each <= '~')
  if (good && (token ?? '').length <= TOKEN_CHARACTERS) return null
  return invalidValue(
    token ?? '',
    'clientToken',
    `Expected at most ${TOKEN_CHARACTERS} ASCII characters.`,
  )
}

function checkChoices(input: RunInstancesRequest): Result<never> | null {
  const behavior = input.InstanceInitiatedShutdownBehavior
  const tenancy = input.Placement?.Tenancy
  return firstOf([
    () =>
      behavior === undefined
        ? null
        : notAmong(behavior, 'instanceInitiatedShutdownBehavior', SHUTDOWN_BEHAVIORS),
    () =>
      tenancy === undefined ? null : notAmong(tenancy, 'tenancy', ['default', 'dedicated', 'host']),
  ])
}

export const SHUTDOWN_BEHAVIORS = ['stop', 'terminate'] as const

/** Values that AWS takes and the lab does not. */
function checkUnemulated(input: RunInstancesRequest): Result<never> | null {
  const tenancy = input.Placement?.Tenancy
  if (tenancy !== undefined && tenancy !== 'default') {
    return notEmulated(OPERATION, 'Placement.Tenancy', tenancy)
  }
  if (input.HibernationOptions?.Configured === true) {
    return notEmulated(OPERATION, 'HibernationOptions.Configured', 'true')
  }
  return input.EnclaveOptions?.Enabled === true
    ? notEmulated(OPERATION, 'EnclaveOptions.Enabled', 'true')
    : null
}

/**
 * AWS's default is m1.small, which is refused for every image of today (ERRORS §3: images are hvm).
 */
function readType(name: string | undefined, image: Image): Result<InstanceType> {
  if (name === undefined) {
    return fail(
      'InvalidParameterCombination',
      "Non-Windows instances with a virtualization type of 'hvm' are currently not supported for this instance type.",
    )
  }
  const type = findType(name)
  if (type === undefined) return invalidInstanceType(name)
  if (type.architecture === image.architecture) return ok(type)
  return fail(
    'InvalidParameterValue',
    `The architecture '${type.architecture}' of the specified instance type does not match the architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.`,
  )
}

type Place = Pick<LaunchRequest, 'zone' | 'subnet'>

/** The zone and subnet that are named, if any. */
export function readPlace(input: RunInstancesRequest, at: OperationContext): Result<Place> {
  const { AvailabilityZone: name, AvailabilityZoneId: id } = input.Placement ?? {}
  const byName = name === undefined ? undefined : findZone(name)
  const byId = zones.find((zone) => zone.id === id)
  if (name !== undefined && byName === undefined) return invalidZone(name)
  if (id !== undefined && byId === undefined) return invalidZone(id)
  // M?: AWS says that the two exclude each other, not in which words.
  if (byName !== undefined && byId !== undefined) {
    return fail(
      'InvalidParameterCombination',
      'The parameter availabilityZone cannot be used with the parameter availabilityZoneId',
    )
  }
  const zone = (byName ?? byId)?.name ?? null
  if (input.SubnetId === undefined) return ok({ zone, subnet: null })
  const subnet = rowOf(at, subnets, input.SubnetId)
  if (subnet === undefined) return subnetNotFound(input.SubnetId)
  // M: from memory.
  if (zone !== null && subnet.zone !== zone) {
    return invalidValue(
      zone,
      'availabilityZone',
      `Subnet '${subnet.id}' is in the availability zone ${subnet.zone}`,
    )
  }
  return ok({ zone, subnet })
}

/** The ids of the groups that are named by id or name; none for the default group. */
function readGroups(
  input: RunInstancesRequest,
  at: OperationContext,
  subnet: Subnet | null,
): Result<string[]> {
  const names = input.SecurityGroups ?? []
  if (names.length > 0 && subnet !== null) {
    return fail(
      'InvalidParameterCombination',
      'The parameter groupName cannot be used with the parameter subnet',
    )
  }
  const found = new Set<SecurityGroup>()
  for (const id of input.SecurityGroupIds ?? []) {
    const group = rowOf(at, securityGroups, id)
    if (group === undefined) return groupNotFound(id)
    found.add(group)
  }
  for (const name of names) {
    const group = groupByName(at, name)
    if (!group.ok) return group
    found.add(group.value)
  }
  const stranger = [...found].find((group) => subnet !== null && group.vpc !== subnet.vpc)
  if (stranger !== undefined) {
    return fail(
      'InvalidParameter',
      `Security group ${stranger.id} and subnet ${subnet?.id} belong to different networks.`,
    )
  }
  return ok([...found].map((group) => group.id))
}

const LARGEST_GP3_GIB = 65_536

/** Only the root volume can be described; it is gp3 and not encrypted. */
function readRootVolume(input: RunInstancesRequest, image: Image): Result<RootVolume> {
  let root = defaultRootVolume(image)
  for (const { DeviceName: device, Ebs: ebs } of input.BlockDeviceMappings ?? []) {
    if (device !== image.rootDevice) {
      return notEmulated(OPERATION, 'BlockDeviceMappings.DeviceName', device ?? '')
    }
    if (ebs?.VolumeType !== undefined && ebs.VolumeType !== 'gp3') {
      return notEmulated(OPERATION, 'BlockDeviceMappings.Ebs.VolumeType', ebs.VolumeType)
    }
    if (ebs?.Encrypted === true) {
      return notEmulated(OPERATION, 'BlockDeviceMappings.Ebs.Encrypted', 'true')
    }
    const sizeGib = ebs?.VolumeSize ?? root.sizeGib
    if (sizeGib < image.rootGib) {
      return fail(
        'InvalidBlockDeviceMapping',
        `Volume of size ${sizeGib}GB is smaller than  snapshot '${image.rootSnapshot}', expect size >= ${image.rootGib}GB`,
      )
    }
    // M?: the limit is FACTS §1.7's, the text has no source.
    if (sizeGib > LARGEST_GP3_GIB) {
      return fail('InvalidParameterValue', `Volume of ${sizeGib}GiB is too large for type gp3.`)
    }
    root = { sizeGib, deleteOnTermination: ebs?.DeleteOnTermination ?? root.deleteOnTermination }
  }
  return ok(root)
}
