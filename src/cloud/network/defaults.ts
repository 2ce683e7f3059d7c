/**
 * The network that every account begins with.
 *
 * Models: the default VPC 172.31.0.0/16 with a /20 subnet in each zone, which map public addresses,
 * and its default security group: everything in from the group itself, everything out (FACTS §5.1,
 * FIDELITY 20). Simplified: the internet gateway, route table and network ACL of a default VPC come
 * with a later issue.
 */

import { zones } from '../compute/hosts.ts'
import { newId } from '../compute/ids.ts'
import { keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import { type SecurityGroup, type Subnet, securityGroups, subnets, type Vpc, vpcs } from './rows.ts'

/** The block of every default VPC. */
export const DEFAULT_VPC_CIDR = '172.31.0.0/16'

const SUBNET_STEP = 16

/** Gives an account its default VPC, subnets and group. Once an account. */
export function createDefaultNetwork(world: World, account: string): Vpc {
  const vpc = newId(world, 'vpc')
  const row = {
    id: vpc,
    account,
    cidr: DEFAULT_VPC_CIDR,
    isDefault: true,
    dhcpOptions: newId(world, 'dopt'),
  }
  world.table(vpcs).set(keyOf(account, vpc), row)
  zones.forEach((zone, index) => {
    const id = newId(world, 'subnet')
    world.table(subnets).set(keyOf(account, id), {
      id,
      account,
      vpc,
      zone: zone.name,
      cidr: `172.31.${index * SUBNET_STEP}.0/20`,
      defaultForZone: true,
      mapPublicIp: true,
    })
  })
  createDefaultGroup(world, account, vpc)
  return row
}

function createDefaultGroup(world: World, account: string, vpc: string): void {
  const id = newId(world, 'sg')
  const all = { protocol: '-1', fromPort: null, toPort: null }
  world.table(securityGroups).set(keyOf(account, id), {
    id,
    account,
    vpc,
    name: 'default',
    description: 'default VPC security group',
    ingress: [{ ...all, cidrs: [], groups: [id] }],
    egress: [{ ...all, cidrs: ['0.0.0.0/0'], groups: [] }],
  })
}

/** An account's default VPC, or undefined. */
export const defaultVpc = (world: World, account: string): Vpc | undefined =>
  world
    .table(vpcs)
    .all(keyOf(account, ''))
    .find((row) => row.isDefault)

/** The subnets of a VPC that are the default of their zone, in order of zones. */
export const defaultSubnets = (world: World, account: string, vpc: string): Subnet[] =>
  world
    .table(subnets)
    .all(keyOf(account, ''))
    .filter((row) => row.vpc === vpc && row.defaultForZone)
    .sort((a, b) => (a.zone < b.zone ? -1 : 1))

/** The group named `default` of a VPC, or undefined. */
export const defaultGroup = (
  world: World,
  account: string,
  vpc: string,
): SecurityGroup | undefined =>
  world
    .table(securityGroups)
    .all(keyOf(account, ''))
    .find((row) => row.vpc === vpc && row.name === 'default')
