/**
 * DescribeNetworkInterfaces: the primary interface of each instance.
 *
 * Simplified: no interfaces of one's own, no secondary addresses, no IPv6. Filter names are those of
 * the API reference of this action (from memory, M).
 */
import { instances } from '../../compute/rows.ts'
import { tagsOf } from '../../compute/tags.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { type NetworkInterface, networkInterfaces, securityGroups } from '../../network/rows.ts'
import type { OperationContext } from '../../operation.ts'
import type * as Aws from './api.ts'
import { describe, FILTERS, keyed, PAGES } from './describe.ts'
import { interfaceNotFound } from './errors.ts'
import type { FilterSet, FilterValue } from './filters.ts'
import { findAll } from './ids.ts'
import {
  groupShapes,
  privateDnsName,
  publicDnsName,
  rowOf,
  rowsOf,
  tagShapes,
  timeShape,
  timeText,
  zoneIdOf,
} from './lookups.ts'
import { ec2Operation } from './members.ts'
import type { Keyed } from './pages.ts'

export const describeNetworkInterfaces = ec2Operation<'DescribeNetworkInterfaces'>({
  readOnly: true,
  members: {
    emulated: { ...FILTERS, ...PAGES, 'NetworkInterfaceIds[]': 'text' },
    harmless: { IncludeManagedResources: 'flag' },
  },
  run(input, at) {
    const ids = input.NetworkInterfaceIds ?? []
    const page = describe(at, input, {
      operation: 'DescribeNetworkInterfaces',
      filters: filtersOf(at),
      asked: [...ids],
      rows: () => chosen(at, ids),
    })
    if (!page.ok) return page
    const { items, nextToken } = page.value
    const shapes = items.map((row) => interfaceShape(at, row))
    return ok({ NetworkInterfaces: shapes, NextToken: nextToken })
  },
})

function chosen(at: OperationContext, ids: readonly string[]): Result<Keyed<NetworkInterface>[]> {
  if (ids.length === 0) return ok(keyed(rowsOf(at, networkInterfaces), (row) => row.id))
  const find = (id: string) => rowOf(at, networkInterfaces, id)
  const rows = findAll('interface', ids, find, ([id = '']) => interfaceNotFound(id))
  return rows.ok ? ok(keyed(rows.value, (row) => row.id)) : rows
}

/** Whether packets from and to others are dropped: kept with the instance, true for the rest. */
const sourceDestCheck = (at: OperationContext, row: NetworkInterface): boolean =>
  row.instance === null ? true : (rowOf(at, instances, row.instance)?.sourceDestCheck ?? true)

function interfaceShape(at: OperationContext, row: NetworkInterface): Aws.NetworkInterface {
  const association = associationShape(row)
  return {
    NetworkInterfaceId: row.id,
    InterfaceType: 'interface',
    OwnerId: row.account,
    Description: '',
    AvailabilityZone: row.zone,
    AvailabilityZoneId: zoneIdOf(row.zone),
    VpcId: row.vpc,
    SubnetId: row.subnet,
    Groups: groupShapes(at, row.groups),
    MacAddress: row.mac,
    PrivateIpAddress: row.privateIp,
    PrivateDnsName: privateDnsName(row.privateIp),
    PublicDnsName: row.publicIp === null ? undefined : publicDnsName(row.publicIp),
    PrivateIpAddresses: [
      {
        Primary: true,
        PrivateIpAddress: row.privateIp,
        PrivateDnsName: privateDnsName(row.privateIp),
        Association: association,
      },
    ],
    Ipv6Addresses: [],
    Association: association,
    Attachment: attachmentShape(at, row),
    RequesterManaged: false,
    SourceDestCheck: sourceDestCheck(at, row),
    Status: row.status,
    TagSet: tagShapes(at, row.id),
  }
}

function associationShape(row: NetworkInterface): Aws.NetworkInterfaceAssociation | undefined {
  if (row.publicIp === null) return undefined
  return { IpOwnerId: 'amazon', PublicIp: row.publicIp, PublicDnsName: publicDnsName(row.publicIp) }
}

function attachmentShape(
  at: OperationContext,
  row: NetworkInterface,
): Aws.NetworkInterfaceAttachment | undefined {
  if (row.instance === null) return undefined
  return {
    AttachmentId: row.attachment,
    AttachTime: timeShape(at, row.attachedAt),
    DeleteOnTermination: row.deleteOnTermination,
    DeviceIndex: 0,
    NetworkCardIndex: 0,
    InstanceId: row.instance,
    InstanceOwnerId: row.account,
    Status: 'attached',
  }
}

type Look = (row: NetworkInterface) => FilterValue

/** What an interface has under the names that are looked up, here and in DescribeInstances. */
export function interfaceValues(at: OperationContext): Readonly<Record<string, Look>> {
  const attached =
    (value: FilterValue | Look): Look =>
    (row) => {
      if (row.instance === null) return null
      return typeof value === 'function' ? value(row) : value
    }
  const publicName: Look = (row) => (row.publicIp === null ? null : publicDnsName(row.publicIp))
  const addressOwner: Look = (row) => (row.publicIp === null ? null : 'amazon')
  return {
    'addresses.association.owner-id': addressOwner,
    'addresses.association.public-ip': (row) => row.publicIp,
    'addresses.primary': () => true,
    'addresses.private-ip-address': (row) => row.privateIp,
    'association.ip-owner-id': addressOwner,
    'association.public-dns-name': publicName,
    'association.public-ip': (row) => row.publicIp,
    'attachment.attach-time': attached((row) => timeText(at.world, row.attachedAt)),
    'attachment.attachment-id': attached((row) => row.attachment),
    'attachment.delete-on-termination': attached((row) => row.deleteOnTermination),
    'attachment.device-index': attached('0'),
    'attachment.instance-id': (row) => row.instance,
    'attachment.instance-owner-id': attached((row) => row.account),
    'attachment.status': attached('attached'),
    'availability-zone': (row) => row.zone,
    'availability-zone-id': (row) => zoneIdOf(row.zone) ?? null,
    description: () => '',
    'group-id': (row) => row.groups,
    'group-name': (row) =>
      row.groups.map((id) => rowOf(at, securityGroups, id)?.name ?? '').filter((name) => name),
    'interface-type': () => 'interface',
    'mac-address': (row) => row.mac,
    'network-interface-id': (row) => row.id,
    'operator.managed': () => false,
    'owner-id': (row) => row.account,
    'private-dns-name': (row) => privateDnsName(row.privateIp),
    'private-ip-address': (row) => row.privateIp,
    'requester-managed': () => false,
    'source-dest-check': (row) => sourceDestCheck(at, row),
    status: (row) => row.status,
    'subnet-id': (row) => row.subnet,
    'vpc-id': (row) => row.vpc,
  }
}

function filtersOf(at: OperationContext): FilterSet<NetworkInterface> {
  return {
    values: interfaceValues(at),
    tags: (row) => tagsOf(at.world, at.account, row.id),
    absent: [
      'association.allocation-id',
      'association.association-id',
      'ipv6-addresses.ipv6-address',
      'operator.principal',
      'requester-id',
    ],
  }
}
