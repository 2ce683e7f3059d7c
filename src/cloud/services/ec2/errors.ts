/**
 * Refusals whose text more than one operation uses. Codes, texts and statuses: ERRORS §2 to §6.
 *
 * Texts marked M? there have no known wording; they say so here too.
 */
import { fail, type Result, reason } from '../../kernel/result.ts'

/** An absent member that only the operation itself knows to be required. */
export const missing = (name: string): Result<never> =>
  fail('MissingParameter', `The request must contain the parameter ${name}`)

/** The general shape of ERRORS §2. */
export const invalidValue = (value: string, name: string, why: string): Result<never> =>
  fail('InvalidParameterValue', `Value (${value}) for parameter ${name} is invalid. ${why}`)

/** A member whose value AWS knows and the lab does not: refused by name, as members are. */
export const notEmulated = (operation: string, member: string, value: string): Result<never> =>
  fail('Unsupported', `The lab does not emulate ${value} for the parameter ${member}.`, {
    reasons: [reason('lab.value-not-emulated', { operation, member, value })],
  })

/** A value outside a closed list. M?: the end of the text. */
export function notAmong(
  value: string,
  name: string,
  known: readonly string[],
): Result<never> | null {
  if (known.includes(value)) return null
  return invalidValue(value, name, `Expected one of: ${known.join(', ')}.`)
}

/** `'{id}'` or `'{a}, {b}'`, as the texts of missing ids list them. */
const quoted = (ids: readonly string[]): string => `'${ids.join(', ')}'`

const several = (ids: readonly string[]): boolean => ids.length > 1

export const instancesNotFound = (ids: readonly string[]): Result<never> =>
  fail(
    'InvalidInstanceID.NotFound',
    several(ids)
      ? `The instance IDs ${quoted(ids)} do not exist`
      : `The instance ID ${quoted(ids)} does not exist`,
  )

export const imagesNotFound = (ids: readonly string[]): Result<never> =>
  fail(
    'InvalidAMIID.NotFound',
    several(ids)
      ? `The image ids '[${ids.join(', ')}]' do not exist`
      : `The image id '[${ids.join(', ')}]' does not exist`,
  )

export const groupNotFound = (id: string): Result<never> =>
  fail('InvalidGroup.NotFound', `The security group '${id}' does not exist`)

export const groupNameNotFound = (name: string, vpc: string): Result<never> =>
  fail(
    'InvalidGroup.NotFound',
    `The security group '${name}' does not exist in default VPC '${vpc}'`,
  )

export const subnetNotFound = (id: string): Result<never> =>
  fail('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`)

export const vpcNotFound = (id: string): Result<never> =>
  fail('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`)

export const volumeNotFound = (id: string): Result<never> =>
  fail('InvalidVolume.NotFound', `The volume '${id}' does not exist.`)

export const interfaceNotFound = (id: string): Result<never> =>
  fail('InvalidNetworkInterfaceID.NotFound', `The networkInterface ID '${id}' does not exist`)

export const keyPairNotFound = (name: string): Result<never> =>
  fail('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`)

/** The one of ERRORS §3 in memory's form, which §4 gives for DescribeAvailabilityZones too. */
export const invalidZone = (zone: string): Result<never> =>
  fail('InvalidParameterValue', `Invalid availability zone: [${zone}]`)

export const invalidInstanceType = (type: string): Result<never> =>
  fail('InvalidParameterValue', `Invalid value '${type}' for InstanceType.`)

/** Start, Stop, Reboot and Terminate with no ids; only Terminate's text is known. */
export const noInstances = (): Result<never> =>
  fail('InvalidParameterCombination', 'No instances specified')

/** The first refusal among some checks that are made in order. */
export function firstOf(checks: readonly (() => Result<never> | null)[]): Result<never> | null {
  for (const check of checks) {
    const wrong = check()
    if (wrong !== null) return wrong
  }
  return null
}
