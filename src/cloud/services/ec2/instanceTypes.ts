/**
 * DescribeInstanceTypes: what the lab knows of each type, from its sheet of facts (FACTS §2.2).
 *
 * The types that the lab sells count as supported in the Region; the others of its sheet are shown
 * when IncludeUnsupportedInRegion asks for them. Left out is what the sheet has no figure for, such
 * as clock speeds; filters over those are refused.
 */
import { type InstanceType, instanceTypes } from '../../compute/types.ts'
import { fail, ok, type Result } from '../../kernel/result.ts'
import type * as Aws from './api.ts'
import { coresOf, threadsPerCore } from './cores.ts'
import { describe, FILTERS, keyed, PAGES } from './describe.ts'
import type { FilterSet } from './filters.ts'
import { ec2Operation } from './members.ts'
import type { Keyed } from './pages.ts'

/** At most this many names in one call, and types on one page (ERRORS §9). */
const MOST = 100

export const describeInstanceTypes = ec2Operation<'DescribeInstanceTypes'>({
  readOnly: true,
  members: {
    emulated: {
      ...FILTERS,
      ...PAGES,
      'InstanceTypes[]': 'text',
      IncludeUnsupportedInRegion: 'flag',
    },
  },
  run(input, at) {
    const names = input.InstanceTypes ?? []
    const all = input.IncludeUnsupportedInRegion ?? false
    const page = describe(at, input, {
      operation: 'DescribeInstanceTypes',
      filters: TYPE_FILTERS,
      limits: { least: 5, most: MOST, usual: MOST },
      asked: [[...names], all],
      rows: () => chosen(names, all),
    })
    if (!page.ok) return page
    const { items, nextToken } = page.value
    const shapes = items.map((type) => typeShape(type, all))
    return ok({ InstanceTypes: shapes, NextToken: nextToken })
  },
})

function chosen(names: readonly string[], all: boolean): Result<Keyed<InstanceType>[]> {
  const known = instanceTypes.filter((type) => all || type.hardware !== null)
  const wanted = new Set(names)
  // M?: AWS documents the limit, not the text.
  if (wanted.size > MOST) {
    return fail('InvalidParameterValue', `At most ${MOST} instance types may be given in a call.`)
  }
  const unknown = [...wanted].filter((name) => !known.some((type) => type.type === name))
  if (unknown.length > 0) {
    return fail(
      'InvalidInstanceType',
      `The following supplied instance types do not exist: [${unknown.join(', ')}]`,
    )
  }
  const rows = wanted.size === 0 ? known : known.filter((type) => wanted.has(type.type))
  return ok(keyed(rows, (type) => type.type))
}

function typeShape(type: InstanceType, tellsSupport: boolean): Aws.InstanceTypeInfo {
  const { accelerators } = type
  return {
    InstanceType: type.type,
    SupportedUsageClasses: ['on-demand'],
    SupportedRootDeviceTypes: ['ebs'],
    SupportedVirtualizationTypes: ['hvm'],
    BareMetal: isBareMetal(type),
    Hypervisor: hypervisorOf(type) ?? undefined,
    ProcessorInfo: { SupportedArchitectures: [type.architecture] },
    VCpuInfo: {
      DefaultVCpus: type.vcpus,
      DefaultCores: coresOf(type),
      DefaultThreadsPerCore: threadsPerCore(type),
    },
    MemoryInfo: { SizeInMiB: type.memoryMib },
    InstanceStorageSupported: storageSupported(type) ?? undefined,
    InstanceStorageInfo: type.nvmeGb > 0 ? { TotalSizeInGB: type.nvmeGb } : undefined,
    EbsInfo: ebsShape(type),
    NetworkInfo: networkShape(type),
    GpuInfo: accelerators === null ? undefined : gpuShape(accelerators),
    InferenceAcceleratorInfo: accelerators === null ? undefined : inferenceShape(accelerators),
    BurstablePerformanceSupported: type.burstable,
    SupportedInRegion: tellsSupport ? type.hardware !== null : undefined,
  }
}

const isBareMetal = (type: InstanceType): boolean => type.hypervisor === 'bare'

const hypervisorOf = (type: InstanceType): string | null =>
  type.hypervisor === 'bare' ? null : type.hypervisor

/** The sheet has no disks for H1, which has hard disks. */
const storageSupported = (type: InstanceType): boolean | null =>
  type.nvmeGb === 0 && type.type.startsWith('h1.') ? null : type.nvmeGb > 0

/** Nitro shows volumes and interfaces as NVMe and ENA devices only; of Xen types the sheet is silent. */
const nitroOnly = <T>(type: InstanceType, value: T): T | null =>
  type.hypervisor === 'nitro' ? value : null

function ebsShape(type: InstanceType): Aws.EbsInfo {
  const bandwidth = bandwidthOf(type)
  return {
    EbsOptimizedInfo: bandwidth === null ? undefined : { MaximumBandwidthInMbps: bandwidth },
    NvmeSupport: nitroOnly(type, 'required') ?? undefined,
  }
}

const bandwidthOf = (type: InstanceType): number | null =>
  type.ebsMaxGbps === null ? null : Math.round(type.ebsMaxGbps * 1000)

function networkShape(type: InstanceType): Aws.NetworkInfo {
  return {
    NetworkPerformance: networkWords(type) ?? undefined,
    MaximumNetworkInterfaces: type.maxInterfaces ?? undefined,
    Ipv4AddressesPerInterface: type.ipsPerInterface ?? undefined,
    EnaSupport: nitroOnly(type, 'required') ?? undefined,
  }
}

/** `Up to 5 Gigabit` for a burst above the baseline, `25 Gigabit` for one figure. */
function networkWords(type: InstanceType): string | null {
  const { networkBaselineGbps: baseline, networkBurstGbps: burst } = type
  if (burst === null) return null
  return baseline !== null && baseline < burst ? `Up to ${burst} Gigabit` : `${burst} Gigabit`
}

type Accelerators = NonNullable<InstanceType['accelerators']>

/** AWS's own accelerators are for inference and training; the others of the sheet are NVIDIA's. */
const isAmazons = (accelerators: Accelerators): boolean =>
  /^(inferentia|trainium)/.test(accelerators.model)

function gpuShape(accelerators: Accelerators): Aws.GpuInfo | undefined {
  if (isAmazons(accelerators)) return undefined
  const { model, count, memoryMib } = accelerators
  return {
    Gpus: [
      {
        Name: model.toUpperCase(),
        Manufacturer: 'NVIDIA',
        Count: count,
        MemoryInfo: memoryMib > 0 ? { SizeInMiB: memoryMib } : undefined,
      },
    ],
    TotalGpuMemoryInMiB: memoryMib > 0 ? memoryMib * count : undefined,
  }
}

function inferenceShape(accelerators: Accelerators): Aws.InferenceAcceleratorInfo | undefined {
  if (!isAmazons(accelerators)) return undefined
  const { model, count } = accelerators
  const name = model.slice(0, 1).toUpperCase() + model.slice(1)
  return { Accelerators: [{ Name: name, Manufacturer: 'AWS', Count: count }] }
}

const TYPE_FILTERS: FilterSet<InstanceType> = {
  values: {
    'bare-metal': isBareMetal,
    'burstable-performance-supported': (type) => type.burstable,
    'ebs-info.ebs-optimized-info.maximum-bandwidth-in-mbps': bandwidthOf,
    'ebs-info.nvme-support': (type) => nitroOnly(type, 'required'),
    hypervisor: hypervisorOf,
    'instance-storage-info.total-size-in-gb': (type) => (type.nvmeGb > 0 ? type.nvmeGb : null),
    'instance-storage-supported': storageSupported,
    'instance-type': (type) => type.type,
    'memory-info.size-in-mib': (type) => type.memoryMib,
    'network-info.ena-support': (type) => nitroOnly(type, 'required'),
    'network-info.ipv4-addresses-per-interface': (type) => type.ipsPerInterface,
    'network-info.maximum-network-interfaces': (type) => type.maxInterfaces,
    'network-info.network-performance': networkWords,
    'processor-info.supported-architecture': (type) => type.architecture,
    'supported-root-device-type': () => 'ebs',
    'supported-usage-class': () => 'on-demand',
    'supported-virtualization-type': () => 'hvm',
    'vcpu-info.default-cores': coresOf,
    'vcpu-info.default-threads-per-core': threadsPerCore,
    'vcpu-info.default-vcpus': (type) => type.vcpus,
  },
  refused: [
    'auto-recovery-supported',
    'current-generation',
    'dedicated-hosts-supported',
    'ebs-info.attachment-limit-type',
    'ebs-info.ebs-optimized-info.baseline-bandwidth-in-mbps',
    'ebs-info.ebs-optimized-info.baseline-iops',
    'ebs-info.ebs-optimized-info.baseline-throughput-in-mbps',
    'ebs-info.ebs-optimized-info.maximum-iops',
    'ebs-info.ebs-optimized-info.maximum-throughput-in-mbps',
    'ebs-info.ebs-optimized-support',
    'ebs-info.encryption-support',
    'ebs-info.maximum-ebs-attachments',
    'free-tier-eligible',
    'hibernation-supported',
    'instance-storage-info.disk.count',
    'instance-storage-info.disk.size-in-gb',
    'instance-storage-info.disk.type',
    'instance-storage-info.encryption-support',
    'instance-storage-info.nvme-support',
    'network-info.bandwidth-weightings',
    'network-info.efa-info.maximum-efa-interfaces',
    'network-info.efa-supported',
    'network-info.encryption-in-transit-supported',
    'network-info.flexible-ena-queues-support',
    'network-info.ipv6-addresses-per-interface',
    'network-info.ipv6-supported',
    'network-info.maximum-network-cards',
    'nitro-enclaves-support',
    'nitro-tpm-info.supported-versions',
    'nitro-tpm-support',
    'processor-info.supported-features',
    'processor-info.sustained-clock-speed-in-ghz',
    'reboot-migration-support',
    'supported-boot-mode',
    'vcpu-info.valid-cores',
    'vcpu-info.valid-threads-per-core',
  ],
}
