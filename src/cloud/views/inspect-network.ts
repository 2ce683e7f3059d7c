/**
 * A VPC, a subnet, a security group and a network interface in the inspector. All are their account's to see.
 */
import { must } from '../kernel/assert.ts'
import { ec2Ref, labRef, type Ref } from '../kernel/ref.ts'
import type { Plain } from '../kernel/result.ts'
import { keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import { blockOf, usableCount } from '../network/addresses.ts'
import { findInterface, freeAddresses, interfaceRef } from '../network/interfaces.ts'
import {
  type NetworkInterface,
  networkInterfaces,
  type SecurityGroup,
  securityGroups,
  subnets,
  vpcs,
} from '../network/rows.ts'
import { costOf } from './costs.ts'
import { field, group, link, links, money, named } from './fields.ts'
import type { FieldView, InspectView } from './types.ts'

export const vpcRef = (account: string, id: string): Ref => ec2Ref(account, 'vpc', id)
export const subnetRef = (account: string, id: string): Ref => ec2Ref(account, 'subnet', id)
export const groupRef = (account: string, id: string): Ref => ec2Ref(account, 'security-group', id)

const interfacesOf = (
  world: World,
  account: string,
  holds: (row: NetworkInterface) => boolean,
): Ref[] =>
  world
    .table(networkInterfaces)
    .all(keyOf(account, ''))
    .filter(holds)
    .map(({ id }) => interfaceRef(account, id))

/** A VPC: its block, its subnets and groups, and how many interfaces are in it. */
export function inspectVpc(
  world: World,
  account: string,
  ref: Ref,
  id: string,
): InspectView | null {
  const row = world.table(vpcs).get(keyOf(account, id))
  if (row === undefined) return null
  const within = <Row extends { readonly vpc: string }>(rows: readonly Row[]): Row[] =>
    rows.filter(({ vpc }) => vpc === id)
  const parts = within(world.table(subnets).all(keyOf(account, '')))
  const guards = within(world.table(securityGroups).all(keyOf(account, '')))
  return named(world, account, ref, 'vpc', id, [
    group(
      'vpc',
      field('vpc-id', 'code', id),
      field('cidr', 'code', row.cidr),
      field('default', 'text', row.isDefault),
      field('dhcp-options', 'code', row.dhcpOptions),
    ),
    group(
      'inside',
      links(
        'subnets',
        parts.map((each) => subnetRef(account, each.id)),
      ),
      links(
        'security-groups',
        guards.map((each) => groupRef(account, each.id)),
      ),
      field('interfaces', 'count', interfacesOf(world, account, ({ vpc }) => vpc === id).length),
    ),
  ])
}

/** A subnet: its block, its zone, and how many of its addresses are left. */
export function inspectSubnet(
  world: World,
  account: string,
  ref: Ref,
  id: string,
): InspectView | null {
  const row = world.table(subnets).get(keyOf(account, id))
  if (row === undefined) return null
  return named(world, account, ref, 'subnet', id, [
    group(
      'subnet',
      field('subnet-id', 'code', id),
      field('cidr', 'code', row.cidr),
      link('vpc', vpcRef(account, row.vpc)),
      link('zone', labRef('zone', row.zone)),
      field('default-for-zone', 'text', row.defaultForZone),
      field('maps-public-ip', 'text', row.mapPublicIp),
    ),
    group(
      'addresses',
      field('usable-addresses', 'count', usableCount(blockOf(row.cidr))),
      field('free-addresses', 'count', freeAddresses(world, row)),
      links(
        'interfaces',
        interfacesOf(world, account, ({ subnet }) => subnet === id),
      ),
    ),
  ])
}

/** A security group: what it lets in and out, a line for each source or destination, and what it guards. */
export function inspectGroup(
  world: World,
  account: string,
  ref: Ref,
  id: string,
): InspectView | null {
  const row = world.table(securityGroups).get(keyOf(account, id))
  if (row === undefined) return null
  return named(
    world,
    account,
    ref,
    'security-group',
    id,
    [
      group(
        'security-group',
        field('group-id', 'code', id),
        field('group-name', 'code', row.name),
        field('description', 'text', row.description),
        link('vpc', vpcRef(account, row.vpc)),
        links(
          'interfaces',
          interfacesOf(world, account, ({ groups }) => groups.includes(id)),
        ),
      ),
      group('ingress', ...rules(account, row.ingress)),
      group('egress', ...rules(account, row.egress)),
    ],
    row.name,
  )
}

/** A line for each pair of a permission and one of its sources; the peer is a CIDR or a group's ref. */
function rules(account: string, permissions: SecurityGroup['ingress']): FieldView[] {
  const lines: Plain[] = permissions.flatMap(({ protocol, fromPort, toPort, cidrs, groups }) =>
    [...cidrs, ...groups.map((each) => groupRef(account, each))].map((peer) => ({
      protocol,
      fromPort,
      toPort,
      peer,
    })),
  )
  return lines.map((value, at) => field(`rule:${at + 1}`, 'rule', value))
}

/** A network interface: its addresses, where it is connected, and what its public address has cost. */
export function inspectInterface(
  world: World,
  account: string,
  ref: Ref,
  id: string,
): InspectView | null {
  const row = findInterface(world, account, id)
  if (row === undefined) return null
  const subnet = must(world.table(subnets).get(keyOf(account, row.subnet)), row.subnet)
  return named(world, account, ref, 'network-interface', id, [
    group(
      'network-interface',
      field('interface-id', 'code', id),
      field('state', 'state', row.status),
      field('private-ip', 'code', row.privateIp),
      field('public-ip', 'code', row.publicIp),
      field('mac', 'code', row.mac),
    ),
    group(
      'place',
      link('subnet', subnetRef(account, subnet.id)),
      link('vpc', vpcRef(account, row.vpc)),
      link('zone', labRef('zone', row.zone)),
      links(
        'security-groups',
        row.groups.map((each) => groupRef(account, each)),
      ),
    ),
    group(
      'attachment',
      link('instance', row.instance === null ? null : ec2Ref(account, 'instance', row.instance)),
      field('attachment-id', 'code', row.attachment),
      field('attached', 'instant', row.attachedAt),
      field('delete-on-termination', 'text', row.deleteOnTermination),
    ),
    group('cost', money('cost-so-far', costOf(world, account, ref))),
  ])
}
