import { describe, expect, it } from 'vitest'
import { emptyFleet, hostSizes, zones } from './hosts.ts'
import { PUBLIC_ADDRESSES } from './ids.ts'
import { fits, suits } from './placement.ts'
import { findType, hardwareClasses, instanceTypes, soldTypes, typeOf } from './types.ts'

describe('the sheet of types', () => {
  it('has 85 rows with the sums of FACTS §2.2', () => {
    const sum = (of: (type: (typeof instanceTypes)[number]) => number) =>
      instanceTypes.reduce((total, type) => total + of(type), 0)
    expect(instanceTypes).toHaveLength(85)
    expect(sum((type) => type.vcpus)).toBe(3833)
    expect(sum((type) => type.memoryMib)).toBe(33_330_944)
    expect(sum((type) => type.nanoDollarsPerHour ?? 0)).toBe(519_794_100_000)
  })

  it('reads a small row as the sheet has it', () => {
    expect(typeOf('t3.micro')).toEqual({
      type: 't3.micro',
      architecture: 'x86_64',
      vcpus: 2,
      memoryMib: 1024,
      networkBaselineGbps: 0.064,
      networkBurstGbps: 5,
      ebsMaxGbps: 2.085,
      nvmeGb: 0,
      accelerators: null,
      hypervisor: 'nitro',
      maxInterfaces: 2,
      ipsPerInterface: 2,
      nanoDollarsPerHour: 10_400_000,
      burstable: true,
      hardware: 'intel-general',
    })
  })

  it('reads accelerators, fractions of a GiB, blanks and what is not sold', () => {
    expect(typeOf('p5.48xlarge')).toMatchObject({
      accelerators: { model: 'h100', count: 8, memoryMib: 81_920 },
      networkBaselineGbps: 3200,
      networkBurstGbps: 3200,
      nanoDollarsPerHour: 55_040_000_000,
    })
    expect(typeOf('i3.large').memoryMib).toBe(15_616)
    expect(typeOf('t2.micro').networkBaselineGbps).toBeNull()
    expect(typeOf('p3.2xlarge')).toMatchObject({ vcpus: 8, memoryMib: 62_464 })
    expect(typeOf('trn2.48xlarge')).toMatchObject({ nanoDollarsPerHour: null, hardware: null })
    expect(findType('t3.micro2')).toBeUndefined()
  })

  it('knows which types earn CPU credits', () => {
    const burstable = instanceTypes.filter((type) => type.burstable).map((type) => type.type)
    expect(burstable.every((type) => /^(t2|t3|t4g)\./.test(type))).toBe(true)
    expect(burstable).toHaveLength(10)
    expect(typeOf('trn1.2xlarge').burstable).toBe(false)
  })
})

describe('what is sold', () => {
  it('is 24 types: five Intel general, one AMD, three of each other class', () => {
    const counts = hardwareClasses.map((hardware) => soldTypes[hardware].length)
    expect(hardwareClasses).toHaveLength(8)
    expect(counts).toEqual([5, 1, 3, 3, 3, 3, 3, 3])
    expect(instanceTypes.filter((type) => type.hardware !== null)).toHaveLength(24)
  })

  it('has a price, and an empty host somewhere that takes it', () => {
    const fleet = emptyFleet()
    for (const type of instanceTypes.filter((each) => each.hardware !== null)) {
      expect(type.nanoDollarsPerHour, type.type).not.toBeNull()
      const takers = fleet.filter((host) => suits(type, host) && fits(type, host))
      expect(takers.length, type.type).toBeGreaterThan(0)
    }
  })

  it('is of one architecture a class', () => {
    for (const hardware of hardwareClasses) {
      const found = new Set(soldTypes[hardware].map((type) => typeOf(type).architecture))
      expect(found.size, hardware).toBe(1)
    }
  })
})

describe('the fleet', () => {
  const fleet = emptyFleet()

  it('is 36 hosts in nine racks of three zones, each with its own name', () => {
    expect(fleet).toHaveLength(36)
    expect(new Set(fleet.map((host) => host.id)).size).toBe(36)
    expect(fleet[18]).toMatchObject({ id: 'h-0503', label: '5.3', zone: 'us-east-1b', rack: 5 })
    expect(zones.map((zone) => zone.id)).toEqual(['use1-az1', 'use1-az2', 'use1-az3'])
  })

  it('has the same hardware in each zone, with other accelerators', () => {
    for (const zone of zones) {
      const here = fleet.filter((host) => host.zone === zone.name)
      const counts = hardwareClasses.map(
        (hardware) => here.filter((host) => host.hardware === hardware).length,
      )
      expect(counts, zone.name).toEqual([4, 1, 2, 1, 1, 1, 1, 1])
    }
    const models = fleet.filter((host) => host.accelerators > 0).map((host) => host.accelerator)
    expect([...models].sort()).toEqual(['a100', 'a10g', 'h100', 'h100', 'l4', 't4'])
  })

  it('can never hold more instances than there are public addresses', () => {
    const most = fleet.map((host) => {
      const types = instanceTypes.filter((type) => suits(type, host))
      const least = Math.min(...types.map((type) => type.vcpus))
      return Math.floor(host.vcpus / least)
    })
    expect(most.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(PUBLIC_ADDRESSES)
    expect(hostSizes['intel-general']).toEqual({ vcpus: 32, memoryMib: 131_072, accelerators: 0 })
  })
})
