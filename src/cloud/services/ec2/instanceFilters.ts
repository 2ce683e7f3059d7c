/**
 * The 136 filters of DescribeInstances (ERRORS §8), by what becomes of each.
 *
 * `tag-value` and the old `group-id` and `group-name` are not in today's list, and refused as unknown.
 */
import { findImage } from '../../compute/images.ts'
import { STATE_CODES } from '../../compute/lifecycle.ts'
import { type Instance, volumes } from '../../compute/rows.ts'
import { tagsOf } from '../../compute/tags.ts'
import { type NetworkInterface, securityGroups } from '../../network/rows.ts'
import type { OperationContext } from '../../operation.ts'
import type { FilterSet, FilterValue } from './filters.ts'
import { currentBootMode } from './instanceShape.ts'
import { interfaceOf, privateDnsName, publicDnsName, rowOf, timeText, zoneIdOf } from './lookups.ts'
import { interfaceValues } from './networkInterfaces.ts'

type Look = (row: Instance) => FilterValue
type Looks = Readonly<Record<string, Look>>

/** The filters of DescribeInstances for one caller. */
export function instanceFilters(at: OperationContext): FilterSet<Instance> {
  return {
    values: { ...ownValues(at), ...imageValues(at), ...volumeValues(at), ...networkValues(at) },
    tags: (row) => tagsOf(at.world, at.account, row.id),
    absent: ABSENT,
    refused: REFUSED,
  }
}

const orNull = (text: string): string | null => (text === '' ? null : text)

function ownValues(at: OperationContext): Looks {
  return {
    'availability-zone': (row) => row.zone,
    'availability-zone-id': (row) => zoneIdOf(row.zone) ?? null,
    'client-token': (row) => orNull(row.clientToken),
    'ebs-optimized': (row) => row.ebsOptimized,
    'enclave-options.enabled': () => false,
    'hibernation-options.configured': () => false,
    hypervisor: () => 'xen',
    'image-id': (row) => row.image,
    'instance-id': (row) => row.id,
    'instance-state-code': (row) => STATE_CODES[row.state],
    'instance-state-name': (row) => row.state,
    'instance-type': (row) => row.type,
    'key-name': (row) => row.keyName,
    'launch-index': (row) => row.launchIndex,
    'launch-time': (row) => timeText(at.world, row.launchedAt),
    'monitoring-state': (row) => row.monitoring,
    'operator.managed': () => false,
    'owner-id': (row) => row.account,
    reason: (row) => orNull(row.transitionReason),
    'reservation-id': (row) => row.reservation,
    'root-device-name': (row) => row.rootDevice,
    'root-device-type': () => 'ebs',
    'state-reason-code': (row) => orNull(row.stateReasonCode),
    'state-reason-message': (row) => orNull(row.stateReasonMessage),
    tenancy: () => 'default',
    'usage-operation': () => 'RunInstances',
    'usage-operation-update-time': (row) => timeText(at.world, row.launchedAt),
  }
}

function imageValues(at: OperationContext): Looks {
  const image = (row: Instance) => findImage(at.world, row.image)
  return {
    architecture: (row) => image(row)?.architecture ?? null,
    'boot-mode': (row) => image(row)?.bootMode ?? null,
    'current-instance-boot-mode': (row) => currentBootMode(row, image(row)),
    'ena-support': (row) => image(row)?.enaSupport ?? null,
    'platform-details': (row) => image(row)?.platformDetails ?? null,
    'virtualization-type': (row) => image(row)?.virtualization ?? null,
  }
}

function volumeValues(at: OperationContext): Looks {
  const root = (row: Instance) => {
    const volume = row.volume === null ? undefined : rowOf(at, volumes, row.volume)
    return volume?.attachedTo === row.id ? volume : undefined
  }
  return {
    'block-device-mapping.attach-time': (row) => {
      const attachedAt = root(row)?.attachedAt
      return attachedAt === undefined || attachedAt === null ? null : timeText(at.world, attachedAt)
    },
    'block-device-mapping.delete-on-termination': (row) => root(row)?.deleteOnTermination ?? null,
    'block-device-mapping.device-name': (row) => root(row)?.device ?? null,
    'block-device-mapping.status': (row) => (root(row) === undefined ? null : 'attached'),
    'block-device-mapping.volume-id': (row) => root(row)?.id ?? null,
  }
}

/** The names under `network-interface.` that an interface has the same names for. */
const INTERFACE_NAMES = [
  'addresses.association.public-ip',
  'addresses.primary',
  'addresses.private-ip-address',
  'association.ip-owner-id',
  'association.public-dns-name',
  'association.public-ip',
  'attachment.attach-time',
  'attachment.attachment-id',
  'attachment.delete-on-termination',
  'attachment.device-index',
  'attachment.instance-id',
  'attachment.instance-owner-id',
  'attachment.status',
  'availability-zone',
  'description',
  'group-id',
  'group-name',
  'mac-address',
  'network-interface-id',
  'operator.managed',
  'owner-id',
  'private-dns-name',
  'private-ip-address',
  'requester-managed',
  'source-dest-check',
  'status',
  'subnet-id',
  'vpc-id',
] as const

function networkValues(at: OperationContext): Looks {
  const values = interfaceValues(at)
  const wired =
    (look: (wire: NetworkInterface) => FilterValue): Look =>
    (row) => {
      const wire = interfaceOf(at, row)
      return wire === undefined ? null : look(wire)
    }
  const publicName = wired((wire) => (wire.publicIp === null ? null : publicDnsName(wire.publicIp)))
  const groupNames = wired((wire) =>
    wire.groups.map((id) => rowOf(at, securityGroups, id)?.name ?? '').filter((name) => name),
  )
  const privateName = wired((wire) => privateDnsName(wire.privateIp))
  const tagsOfWire = (wire: NetworkInterface) => tagsOf(at.world, at.account, wire.id)
  const same = INTERFACE_NAMES.map((name): readonly [string, Look] => [
    `network-interface.${name}`,
    wired((wire) => values[name]?.(wire) ?? null),
  ])
  return {
    ...Object.fromEntries(same),
    'dns-name': publicName,
    'instance.group-id': wired((wire) => wire.groups),
    'instance.group-name': groupNames,
    'ip-address': wired((wire) => wire.publicIp),
    'network-interface.addresses.association.ip-owner-id': wired((wire) =>
      wire.publicIp === null ? null : 'amazon',
    ),
    'network-interface.addresses.association.public-dns-name': publicName,
    'network-interface.addresses.private-dns-name': privateName,
    'network-interface.attachment.network-card-index': wired(() => '0'),
    'network-interface.ipv6-native': wired(() => false),
    'network-interface.public-dns-name': publicName,
    'network-interface.tag-key': wired((wire) => tagsOfWire(wire).map((tag) => tag.key)),
    'network-interface.tag-value': wired((wire) => tagsOfWire(wire).map((tag) => tag.value)),
    'private-dns-name': privateName,
    'private-dns-name-options.enable-resource-name-dns-a-record': wired(() => false),
    'private-dns-name-options.enable-resource-name-dns-aaaa-record': wired(() => false),
    'private-dns-name-options.hostname-type': wired(() => 'ip-name'),
    'private-ip-address': wired((wire) => wire.privateIp),
    'source-dest-check': (row) => (interfaceOf(at, row) === undefined ? null : row.sourceDestCheck),
    'subnet-id': wired((wire) => wire.subnet),
    'vpc-id': wired((wire) => wire.vpc),
  }
}

/** What no instance of the lab has: Spot, dedicated hosts, Outposts, IPv6, Elastic IP and so on. */
const ABSENT = [
  'affinity',
  'capacity-reservation-id',
  'capacity-reservation-specification.capacity-reservation-target.capacity-reservation-id',
  'capacity-reservation-specification.capacity-reservation-target.capacity-reservation-resource-group-arn',
  'host-id',
  'iam-instance-profile.arn',
  'iam-instance-profile.id',
  'instance-lifecycle',
  'ipv6-address',
  'kernel-id',
  'network-interface.addresses.association.allocation-id',
  'network-interface.addresses.association.association-id',
  'network-interface.addresses.association.carrier-ip',
  'network-interface.addresses.association.customer-owned-ip',
  'network-interface.association.allocation-id',
  'network-interface.association.association-id',
  'network-interface.association.carrier-ip',
  'network-interface.association.customer-owned-ip',
  'network-interface.ipv4-prefixes.ipv4-prefix',
  'network-interface.ipv6-address',
  'network-interface.ipv6-addresses.ipv6-address',
  'network-interface.ipv6-addresses.is-primary-ipv6',
  'network-interface.ipv6-prefixes.ipv6-prefix',
  'network-interface.operator.principal',
  'network-interface.outpost-arn',
  'network-interface.requester-id',
  'operator.principal',
  'outpost-arn',
  'placement-group-name',
  'placement-partition-number',
  // Only Windows instances have a platform.
  'platform',
  'product-code',
  'product-code.type',
  'ramdisk-id',
  'requester-id',
  'spot-instance-request-id',
  'tpm-support',
] as const

/** What every instance of AWS has and the lab does not emulate: an empty answer would be a lie. */
const REFUSED = [
  'capacity-reservation-specification.capacity-reservation-preference',
  'maintenance-options.auto-recovery',
  'metadata-options.http-endpoint',
  'metadata-options.http-protocol-ipv4',
  'metadata-options.http-protocol-ipv6',
  'metadata-options.http-put-response-hop-limit',
  'metadata-options.http-tokens',
  'metadata-options.instance-metadata-tags',
  'metadata-options.state',
  'network-interface.deny-all-igw-traffic',
  'network-performance-options.bandwidth-weighting',
] as const
