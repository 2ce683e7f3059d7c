/**
 * DescribeVpcs and DescribeSubnets: the network that a new account finds.
 *
 * Simplified: IPv4 only; VPCs and subnets cannot be made or changed yet.
 */
import { tagsOf } from '../../compute/tags.ts'
import { ec2Ref } from '../../kernel/ref.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { freeAddresses } from '../../network/interfaces.ts'
import { type Subnet, subnets, type Vpc, vpcs } from '../../network/rows.ts'
import type { OperationContext } from '../../operation.ts'
import type * as Aws from './api.ts'
import { describe, FILTERS, keyed, PAGES } from './describe.ts'
import { subnetNotFound, vpcNotFound } from './errors.ts'
import type { FilterSet } from './filters.ts'
import { findAll } from './ids.ts'
import { rowOf, rowsOf, tagShapes, zoneIdOf } from './lookups.ts'
import { ec2Operation } from './members.ts'
import type { Keyed } from './pages.ts'

export const describeVpcs = ec2Operation<'DescribeVpcs'>({
  readOnly: true,
  members: { emulated: { ...FILTERS, ...PAGES, 'VpcIds[]': 'text' } },
  run(input, at) {
    const ids = input.VpcIds ?? []
    const page = describe(at, input, {
      operation: 'DescribeVpcs',
      filters: vpcFilters(at),
      asked: [...ids],
      rows: () => chosenVpcs(at, ids),
    })
    if (!page.ok) return page
    const { items, nextToken } = page.value
    return ok({ Vpcs: items.map((row) => vpcShape(at, row)), NextToken: nextToken })
  },
})

export const describeSubnets = ec2Operation<'DescribeSubnets'>({
  readOnly: true,
  members: { emulated: { ...FILTERS, ...PAGES, 'SubnetIds[]': 'text' } },
  run(input, at) {
    const ids = input.SubnetIds ?? []
    const page = describe(at, input, {
      operation: 'DescribeSubnets',
      filters: subnetFilters(at),
      asked: [...ids],
      rows: () => chosenSubnets(at, ids),
    })
    if (!page.ok) return page
    const { items, nextToken } = page.value
    return ok({ Subnets: items.map((row) => subnetShape(at, row)), NextToken: nextToken })
  },
})

function chosenVpcs(at: OperationContext, ids: readonly string[]): Result<Keyed<Vpc>[]> {
  if (ids.length === 0) return ok(keyed(rowsOf(at, vpcs), (row) => row.id))
  const find = (id: string) => rowOf(at, vpcs, id)
  const rows = findAll('vpc', ids, find, ([id = '']) => vpcNotFound(id))
  return rows.ok ? ok(keyed(rows.value, (row) => row.id)) : rows
}

function chosenSubnets(at: OperationContext, ids: readonly string[]): Result<Keyed<Subnet>[]> {
  if (ids.length === 0) return ok(keyed(rowsOf(at, subnets), (row) => row.id))
  const find = (id: string) => rowOf(at, subnets, id)
  const rows = findAll('subnet', ids, find, ([id = '']) => subnetNotFound(id))
  return rows.ok ? ok(keyed(rows.value, (row) => row.id)) : rows
}

/** The association's id is that of the VPC in its own form: nothing else is known of it. */
const associationId = (row: Vpc): string => row.id.replace(/^vpc-/, 'vpc-cidr-assoc-')

function vpcShape(at: OperationContext, row: Vpc): Aws.Vpc {
  const tags = tagShapes(at, row.id)
  return {
    VpcId: row.id,
    OwnerId: row.account,
    CidrBlock: row.cidr,
    CidrBlockAssociationSet: [
      {
        AssociationId: associationId(row),
        CidrBlock: row.cidr,
        CidrBlockState: { State: 'associated' },
      },
    ],
    DhcpOptionsId: row.dhcpOptions,
    InstanceTenancy: 'default',
    IsDefault: row.isDefault,
    State: 'available',
    Tags: tags.length > 0 ? tags : undefined,
  }
}

function vpcFilters(at: OperationContext): FilterSet<Vpc> {
  return {
    values: {
      cidr: (row) => row.cidr,
      'cidr-block-association.cidr-block': (row) => row.cidr,
      'cidr-block-association.association-id': associationId,
      'cidr-block-association.state': () => 'associated',
      'dhcp-options-id': (row) => row.dhcpOptions,
      'is-default': (row) => row.isDefault,
      'owner-id': (row) => row.account,
      state: () => 'available',
      'vpc-id': (row) => row.id,
    },
    tags: (row) => tagsOf(at.world, at.account, row.id),
    absent: [
      'ipv6-cidr-block-association.association-id',
      'ipv6-cidr-block-association.ipv6-cidr-block',
      'ipv6-cidr-block-association.ipv6-pool',
      'ipv6-cidr-block-association.state',
    ],
  }
}

function subnetShape(at: OperationContext, row: Subnet): Aws.Subnet {
  const tags = tagShapes(at, row.id)
  return {
    SubnetId: row.id,
    SubnetArn: ec2Ref(row.account, 'subnet', row.id),
    OwnerId: row.account,
    VpcId: row.vpc,
    AvailabilityZone: row.zone,
    AvailabilityZoneId: zoneIdOf(row.zone),
    CidrBlock: row.cidr,
    AvailableIpAddressCount: freeAddresses(at.world, row),
    DefaultForAz: row.defaultForZone,
    MapPublicIpOnLaunch: row.mapPublicIp,
    MapCustomerOwnedIpOnLaunch: false,
    AssignIpv6AddressOnCreation: false,
    Ipv6CidrBlockAssociationSet: [],
    Ipv6Native: false,
    EnableDns64: false,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    State: 'available',
    Tags: tags.length > 0 ? tags : undefined,
  }
}

function subnetFilters(at: OperationContext): FilterSet<Subnet> {
  return {
    values: {
      'availability-zone': (row) => row.zone,
      'availability-zone-id': (row) => zoneIdOf(row.zone) ?? null,
      'available-ip-address-count': (row) => freeAddresses(at.world, row),
      'cidr-block': (row) => row.cidr,
      'default-for-az': (row) => row.defaultForZone,
      'enable-dns64': () => false,
      'ipv6-native': () => false,
      'map-customer-owned-ip-on-launch': () => false,
      'map-public-ip-on-launch': (row) => row.mapPublicIp,
      'owner-id': (row) => row.account,
      'private-dns-name-options-on-launch.hostname-type': () => 'ip-name',
      'private-dns-name-options-on-launch.enable-resource-name-dns-a-record': () => false,
      'private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record': () => false,
      state: () => 'available',
      'subnet-arn': (row) => ec2Ref(row.account, 'subnet', row.id),
      'subnet-id': (row) => row.id,
      'vpc-id': (row) => row.vpc,
    },
    tags: (row) => tagsOf(at.world, at.account, row.id),
    absent: [
      'customer-owned-ipv4-pool',
      'enable-lni-at-device-index',
      'ipv6-cidr-block-association.association-id',
      'ipv6-cidr-block-association.ipv6-cidr-block',
      'ipv6-cidr-block-association.state',
      'outpost-arn',
    ],
  }
}
