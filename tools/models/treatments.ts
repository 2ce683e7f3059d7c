/**
 * What the lab does with each member of an operation's input, as its services' rules say.
 *
 * Written beside AWS's documentation, so that help and completion know it without loading the cloud.
 */
import type { Operation } from '../../src/cloud/operation.ts'
import { ec2 } from '../../src/cloud/services/ec2/index.ts'
import { s3 } from '../../src/cloud/services/s3/index.ts'
import { sts } from '../../src/cloud/services/sts/index.ts'
import type { ServiceName } from '../../src/models/index.ts'

const services: Readonly<
  Record<ServiceName, { readonly operations: Readonly<Record<string, Operation>> }>
> = { ec2, s3, sts }

/** Members that the lab refuses whole, and those that it takes without effect; left out when there are none. */
export interface Treatments {
  readonly refused?: readonly string[]
  readonly harmless?: readonly string[]
}

/** Sorts the members of an operation's input by what becomes of them. */
export function treatmentsOf(
  service: ServiceName,
  operation: string,
  members: readonly string[],
): Treatments {
  const rules = services[service].operations[operation]?.members
  if (rules === undefined) return {}
  const isAmong = (member: string, list: readonly string[] = []): boolean =>
    list.some((rule) => rule === member || rule.startsWith(`${member}.`))
  const others = members.filter((member) => !isAmong(member, rules.emulated))
  const harmless = others.filter((member) => isAmong(member, rules.harmless))
  const refused = others.filter((member) => !harmless.includes(member))
  return {
    ...(refused.length > 0 ? { refused } : {}),
    ...(harmless.length > 0 ? { harmless } : {}),
  }
}
