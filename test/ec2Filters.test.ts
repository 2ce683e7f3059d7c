/**
 * Every filter name of AWS's model (the lab's sheet of errors, section 8) is known: looked up, or refused
 * as not emulated, and never called invalid.
 */
import { describe, expect, it } from 'vitest'
import { consoleCall } from '../src/cloud/call.ts'
import { Lab, ONE } from './ec2Lab.ts'

/** Operation, how many names, and the names; `a.{b, c}` stands for `a.b`, `a.c`. */
const SHEET: readonly (readonly [string, number, string])[] = [
  [
    'DescribeInstances',
    136,
    'affinity, architecture, availability-zone, availability-zone-id, block-device-mapping.{attach-time, delete-on-termination, device-name, status, volume-id}, boot-mode, capacity-reservation-id, capacity-reservation-specification.{capacity-reservation-preference, capacity-reservation-target.capacity-reservation-id, capacity-reservation-target.capacity-reservation-resource-group-arn}, client-token, current-instance-boot-mode, dns-name, ebs-optimized, ena-support, enclave-options.enabled, hibernation-options.configured, host-id, hypervisor, iam-instance-profile.arn, iam-instance-profile.id, image-id, instance-id, instance-lifecycle, instance-state-code, instance-state-name, instance-type, instance.group-id, instance.group-name, ip-address, ipv6-address, kernel-id, key-name, launch-index, launch-time, maintenance-options.auto-recovery, metadata-options.{http-endpoint, http-protocol-ipv4, http-protocol-ipv6, http-put-response-hop-limit, http-tokens, instance-metadata-tags, state}, monitoring-state, network-interface.{addresses.association.allocation-id, addresses.association.association-id, addresses.association.carrier-ip, addresses.association.customer-owned-ip, addresses.association.ip-owner-id, addresses.association.public-dns-name, addresses.association.public-ip, addresses.primary, addresses.private-dns-name, addresses.private-ip-address, association.allocation-id, association.association-id, association.carrier-ip, association.customer-owned-ip, association.ip-owner-id, association.public-dns-name, association.public-ip, attachment.attach-time, attachment.attachment-id, attachment.delete-on-termination, attachment.device-index, attachment.instance-id, attachment.instance-owner-id, attachment.network-card-index, attachment.status, availability-zone, deny-all-igw-traffic, description, group-id, group-name, ipv4-prefixes.ipv4-prefix, ipv6-address, ipv6-addresses.ipv6-address, ipv6-addresses.is-primary-ipv6, ipv6-native, ipv6-prefixes.ipv6-prefix, mac-address, network-interface-id, operator.managed, operator.principal, outpost-arn, owner-id, private-dns-name, private-ip-address, public-dns-name, requester-id, requester-managed, status, source-dest-check, subnet-id, tag-key, tag-value, vpc-id}, network-performance-options.bandwidth-weighting, operator.managed, operator.principal, outpost-arn, owner-id, placement-group-name, placement-partition-number, platform, platform-details, private-dns-name, private-dns-name-options.{enable-resource-name-dns-a-record, enable-resource-name-dns-aaaa-record, hostname-type}, private-ip-address, product-code, product-code.type, ramdisk-id, reason, requester-id, reservation-id, root-device-name, root-device-type, source-dest-check, spot-instance-request-id, state-reason-code, state-reason-message, subnet-id, tag:<key>, tag-key, tenancy, tpm-support, usage-operation, usage-operation-update-time, virtualization-type, vpc-id',
  ],
  [
    'DescribeInstanceStatus',
    18,
    'availability-zone, availability-zone-id, event.{code, description, instance-event-id, not-after, not-before, not-before-deadline}, instance-state-code, instance-state-name, instance-status.reachability, instance-status.status, operator.managed, operator.principal, system-status.reachability, system-status.status, attached-ebs-status.status, application-status.status',
  ],
  [
    'DescribeImages',
    43,
    'architecture, block-device-mapping.{delete-on-termination, device-name, snapshot-id, volume-size, volume-type, encrypted}, creation-date, description, ena-support, free-tier-eligible, hypervisor, image-allowed, image-id, image-watermark.{source-image-creation-time, source-image-id, source-image-region, watermark-creation-time, watermark-key}, image-type, is-public, kernel-id, manifest-location, name, owner-alias, owner-id, platform, product-code, product-code.type, public-ssm-parameter-name, ramdisk-id, root-device-name, root-device-type, source-image-id, source-image-region, source-instance-id, state, state-reason-code, state-reason-message, sriov-net-support, tag:<key>, tag-key, virtualization-type',
  ],
  [
    'DescribeVolumes',
    20,
    'attachment.{attach-time, delete-on-termination, device, instance-id, status}, availability-zone, availability-zone-id, create-time, encrypted, fast-restored, multi-attach-enabled, operator.managed, operator.principal, size, snapshot-id, status, tag:<key>, tag-key, volume-id, volume-type',
  ],
  [
    'DescribeSubnets',
    25,
    'availability-zone, availability-zone-id, available-ip-address-count, cidr-block, customer-owned-ipv4-pool, default-for-az, enable-dns64, enable-lni-at-device-index, ipv6-cidr-block-association.{ipv6-cidr-block, association-id, state}, ipv6-native, map-customer-owned-ip-on-launch, map-public-ip-on-launch, outpost-arn, owner-id, private-dns-name-options-on-launch.{hostname-type, enable-resource-name-dns-a-record, enable-resource-name-dns-aaaa-record}, state, subnet-arn, subnet-id, tag:<key>, tag-key, vpc-id',
  ],
  [
    'DescribeVpcs',
    15,
    'cidr, cidr-block-association.{cidr-block, association-id, state}, dhcp-options-id, ipv6-cidr-block-association.{ipv6-cidr-block, ipv6-pool, association-id, state}, is-default, owner-id, state, tag:<key>, tag-key, vpc-id',
  ],
  [
    'DescribeSecurityGroups',
    25,
    'description, egress.{ip-permission.cidr, ip-permission.from-port, ip-permission.group-id, ip-permission.group-name, ip-permission.ipv6-cidr, ip-permission.prefix-list-id, ip-permission.protocol, ip-permission.to-port, ip-permission.user-id}, group-id, group-name, ip-permission.{cidr, from-port, group-id, group-name, ipv6-cidr, prefix-list-id, protocol, to-port, user-id}, owner-id, tag:<key>, tag-key, vpc-id',
  ],
  [
    'DescribeInstanceTypes',
    56,
    'auto-recovery-supported, bare-metal, burstable-performance-supported, current-generation, dedicated-hosts-supported, ebs-info.{attachment-limit-type, maximum-ebs-attachments, ebs-optimized-info.baseline-bandwidth-in-mbps, ebs-optimized-info.baseline-iops, ebs-optimized-info.baseline-throughput-in-mbps, ebs-optimized-info.maximum-bandwidth-in-mbps, ebs-optimized-info.maximum-iops, ebs-optimized-info.maximum-throughput-in-mbps, ebs-optimized-support, encryption-support, nvme-support}, free-tier-eligible, hibernation-supported, hypervisor, instance-storage-info.{disk.count, disk.size-in-gb, disk.type, encryption-support, nvme-support, total-size-in-gb}, instance-storage-supported, instance-type, memory-info.size-in-mib, network-info.{bandwidth-weightings, efa-info.maximum-efa-interfaces, efa-supported, ena-support, flexible-ena-queues-support, encryption-in-transit-supported, ipv4-addresses-per-interface, ipv6-addresses-per-interface, ipv6-supported, maximum-network-cards, maximum-network-interfaces, network-performance}, nitro-enclaves-support, nitro-tpm-support, nitro-tpm-info.supported-versions, processor-info.{supported-architecture, sustained-clock-speed-in-ghz, supported-features}, reboot-migration-support, supported-boot-mode, supported-root-device-type, supported-usage-class, supported-virtualization-type, vcpu-info.{default-cores, default-threads-per-core, default-vcpus, valid-cores, valid-threads-per-core}',
  ],
  ['DescribeTags', 5, 'key, resource-id, resource-type, tag:<key>, value'],
  ['DescribeKeyPairs', 5, 'key-pair-id, fingerprint, key-name, tag-key, tag:<key>'],
  [
    'DescribeAvailabilityZones',
    11,
    'group-long-name, group-name, message, opt-in-status, parent-zone-id, parent-zone-name, region-name, state, zone-id, zone-name, zone-type',
  ],
]

function namesOf(text: string): string[] {
  return text.split(/, (?![^{]*\})/).flatMap((part) => {
    const found = /^(.*)\{(.*)\}$/.exec(part)
    if (found === null) return [part.replace('<key>', 'Name')]
    return (found[2] ?? '').split(', ').map((end) => `${found[1]}${end}`)
  })
}

const lab = new Lab('empty')
lab.launch(1, {
  TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'a' }] }],
})
lab.wait(90)

describe.each(SHEET)('%s', (operation, count, text) => {
  it(`knows its ${count} names`, () => {
    const names = namesOf(text)
    expect(names).toHaveLength(count)
    for (const Name of names) {
      const input = { Filters: [{ Name, Values: ['no such value'] }] }
      const { result } = lab.cloud.call(consoleCall(lab.account, 'ec2', operation, input))
      if (result.ok) expect([Name, Object.values(result.value)[0]]).toEqual([Name, []])
      else expect([Name, result.error.code]).toEqual([Name, 'Unsupported'])
    }
  })
})

/** Filters that name what the one instance has, as DescribeInstances itself shows it. */
describe('DescribeInstances finds an instance by what it shows', () => {
  const [id = ''] =
    lab
      .call('DescribeInstances')
      .Reservations?.[0]?.Instances?.map((each) => String(each.InstanceId)) ?? []
  const instance = lab.instance(id)
  const wire = instance.NetworkInterfaces?.[0]
  it.each([
    ['instance-id', id],
    ['instance-type', String(ONE.InstanceType)],
    ['image-id', String(ONE.ImageId)],
    ['instance-state-name', 'run*'],
    ['instance-state-code', '16'],
    ['availability-zone', String(instance.Placement?.AvailabilityZone)],
    ['availability-zone-id', String(instance.Placement?.AvailabilityZoneId)],
    ['private-ip-address', String(instance.PrivateIpAddress)],
    ['ip-address', String(instance.PublicIpAddress)],
    ['dns-name', String(instance.PublicDnsName)],
    ['private-dns-name', String(instance.PrivateDnsName)],
    ['vpc-id', String(instance.VpcId)],
    ['subnet-id', String(instance.SubnetId)],
    ['instance.group-name', 'default'],
    ['architecture', 'x86_64'],
    ['launch-time', '2026-01-01T09:00:00.000Z'],
    ['launch-time', '2026-01-01*'],
    ['tag:Name', 'a'],
    ['tag-key', 'N?me'],
    ['block-device-mapping.volume-id', String(instance.BlockDeviceMappings?.[0]?.Ebs?.VolumeId)],
    ['network-interface.network-interface-id', String(wire?.NetworkInterfaceId)],
    ['network-interface.mac-address', String(wire?.MacAddress)],
    ['network-interface.attachment.attachment-id', String(wire?.Attachment?.AttachmentId)],
    ['network-interface.addresses.private-ip-address', String(instance.PrivateIpAddress)],
    ['network-interface.group-id', String(wire?.Groups?.[0]?.GroupId)],
    ['root-device-type', 'ebs'],
    ['tenancy', 'default'],
    ['platform-details', 'Linux/UNIX'],
    ['monitoring-state', 'disabled'],
  ])('%s = %s', (Name, value) => {
    const found = lab.call('DescribeInstances', { Filters: [{ Name, Values: [value] }] })
    expect(found.Reservations).toHaveLength(1)
    const other = lab.call('DescribeInstances', { Filters: [{ Name, Values: [`${value}x`] }] })
    expect(other.Reservations).toEqual([])
  })

  it.each(['platform', 'instance-lifecycle', 'ipv6-address', 'product-code'])(
    'has nothing under %s',
    (Name) => {
      const found = lab.call('DescribeInstances', { Filters: [{ Name, Values: ['*'] }] })
      expect(found.Reservations).toEqual([])
    },
  )
})
