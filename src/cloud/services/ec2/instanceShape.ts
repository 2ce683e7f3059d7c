/**
 * An instance's row as AWS's `Instance`, and instances grouped by reservation.
 *
 * Complete for what exists, and silent about what the lab does not have (metadata options, auto
 * recovery, capacity reservations). A stopped instance has no public address; a terminated one has
 * lost its network, groups and volumes.
 */
import { findImage } from '../../compute/images.ts'
import { STATE_CODES } from '../../compute/lifecycle.ts'
import type { Image, Instance } from '../../compute/rows.ts'
import { volumes } from '../../compute/rows.ts'
import { findType } from '../../compute/types.ts'
import type { NetworkInterface } from '../../network/rows.ts'
import type { OperationContext } from '../../operation.ts'
import type * as Aws from './api.ts'
import { coresOf, threadsPerCore } from './cores.ts'
import {
  groupShapes,
  interfaceOf,
  privateDnsName,
  publicDnsName,
  rowOf,
  tagShapes,
  timeShape,
  zoneIdOf,
} from './lookups.ts'

/** A state by name and code. */
export const stateShape = (state: Instance['state']): Aws.InstanceState => ({
  Code: STATE_CODES[state],
  Name: state,
})

/** Instances that stand one after another in the same reservation, as one `Reservation` each. */
export function reservationShapes(
  at: OperationContext,
  rows: readonly Instance[],
): Aws.Reservation[] {
  const groups: Instance[][] = []
  for (const row of rows) {
    const last = groups[groups.length - 1]
    if (last?.[0]?.reservation === row.reservation) last.push(row)
    else groups.push([row])
  }
  return groups.map((group) => reservationShape(at, group))
}

/** One reservation with some of its instances. Groups belong to EC2-Classic and are always empty. */
export const reservationShape = (
  at: OperationContext,
  rows: readonly Instance[],
): Aws.Reservation => ({
  ReservationId: rows[0]?.reservation,
  OwnerId: rows[0]?.account,
  Groups: [],
  Instances: rows.map((row) => instanceShape(at, row)),
})

function instanceShape(at: OperationContext, row: Instance): Aws.Instance {
  const image = findImage(at.world, row.image)
  const tags = tagShapes(at, row.id)
  return {
    InstanceId: row.id,
    ImageId: row.image,
    InstanceType: row.type,
    State: stateShape(row.state),
    StateReason: stateReasonShape(row),
    StateTransitionReason: row.transitionReason,
    KeyName: row.keyName ?? undefined,
    AmiLaunchIndex: row.launchIndex,
    ProductCodes: [],
    LaunchTime: timeShape(at, row.launchedAt),
    UsageOperation: 'RunInstances',
    UsageOperationUpdateTime: timeShape(at, row.launchedAt),
    Placement: {
      AvailabilityZone: row.zone,
      AvailabilityZoneId: zoneIdOf(row.zone),
      GroupName: '',
      Tenancy: 'default',
    },
    Monitoring: { State: row.monitoring },
    ClientToken: row.clientToken,
    EbsOptimized: row.ebsOptimized,
    Architecture: image?.architecture,
    PlatformDetails: image?.platformDetails,
    VirtualizationType: image?.virtualization,
    EnaSupport: image?.enaSupport,
    BootMode: image?.bootMode,
    CurrentInstanceBootMode: currentBootMode(row, image) ?? undefined,
    Hypervisor: 'xen',
    RootDeviceName: row.rootDevice,
    RootDeviceType: 'ebs',
    BlockDeviceMappings: deviceShapes(at, row),
    CpuOptions: cpuShape(row),
    HibernationOptions: { Configured: false },
    EnclaveOptions: { Enabled: false },
    Tags: tags.length > 0 ? tags : undefined,
    ...networkShape(at, row),
  }
}

const stateReasonShape = (row: Instance): Aws.StateReason | undefined =>
  row.stateReasonCode === ''
    ? undefined
    : { Code: row.stateReasonCode, Message: row.stateReasonMessage }

/** Nitro boots images that prefer UEFI by UEFI; Xen types know the BIOS only (EC2 user guide). */
export function currentBootMode(row: Instance, image: Image | undefined): string | null {
  if (image === undefined) return null
  if (image.bootMode !== 'uefi-preferred') return image.bootMode
  return findType(row.type)?.hypervisor === 'xen' ? 'legacy-bios' : 'uefi'
}

function cpuShape(row: Instance): Aws.CpuOptions | undefined {
  const type = findType(row.type)
  if (type === undefined) return undefined
  return { CoreCount: coresOf(type), ThreadsPerCore: threadsPerCore(type) }
}

/** The root volume, once it is attached. */
export function deviceShapes(
  at: OperationContext,
  row: Instance,
): Aws.InstanceBlockDeviceMapping[] {
  const volume = row.volume === null ? undefined : rowOf(at, volumes, row.volume)
  if (volume === undefined || volume.attachedTo === null) return []
  return [
    {
      DeviceName: row.rootDevice,
      Ebs: {
        VolumeId: volume.id,
        Status: 'attached',
        AttachTime: timeShape(at, volume.attachedAt),
        DeleteOnTermination: volume.deleteOnTermination,
      },
    },
  ]
}

function networkShape(at: OperationContext, row: Instance): Partial<Aws.Instance> {
  const wire = interfaceOf(at, row)
  if (wire === undefined) {
    return { NetworkInterfaces: [], SecurityGroups: [], PrivateDnsName: '', PublicDnsName: '' }
  }
  return {
    VpcId: row.vpc,
    SubnetId: row.subnet,
    PrivateIpAddress: wire.privateIp,
    PrivateDnsName: privateDnsName(wire.privateIp),
    PublicIpAddress: wire.publicIp ?? undefined,
    PublicDnsName: wire.publicIp === null ? '' : publicDnsName(wire.publicIp),
    SecurityGroups: groupShapes(at, row.groups),
    SourceDestCheck: row.sourceDestCheck,
    PrivateDnsNameOptions: {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    NetworkInterfaces: [interfaceShape(at, row, wire)],
  }
}

function interfaceShape(
  at: OperationContext,
  row: Instance,
  wire: NetworkInterface,
): Aws.InstanceNetworkInterface {
  const association =
    wire.publicIp === null
      ? undefined
      : {
          IpOwnerId: 'amazon',
          PublicIp: wire.publicIp,
          PublicDnsName: publicDnsName(wire.publicIp),
        }
  // Attached when the launch or start has come to its network (its third stage's end).
  const arrives = row.stages.find((stage) => stage.name === 'network')?.arrives ?? row.since
  const connected = row.state !== 'pending' || at.world.now >= arrives
  return {
    NetworkInterfaceId: wire.id,
    InterfaceType: 'interface',
    OwnerId: wire.account,
    Description: '',
    VpcId: wire.vpc,
    SubnetId: wire.subnet,
    Groups: groupShapes(at, wire.groups),
    MacAddress: wire.mac,
    PrivateIpAddress: wire.privateIp,
    PrivateDnsName: privateDnsName(wire.privateIp),
    PrivateIpAddresses: [
      {
        Primary: true,
        PrivateIpAddress: wire.privateIp,
        PrivateDnsName: privateDnsName(wire.privateIp),
        Association: association,
      },
    ],
    Ipv6Addresses: [],
    Association: association,
    Attachment: {
      AttachmentId: wire.attachment,
      AttachTime: timeShape(at, wire.attachedAt),
      DeleteOnTermination: wire.deleteOnTermination,
      DeviceIndex: 0,
      NetworkCardIndex: 0,
      Status: connected ? 'attached' : 'attaching',
    },
    SourceDestCheck: row.sourceDestCheck,
    Status: wire.status,
  }
}
