import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { meters } from '../billing/meters.ts'
import { inSeconds, instant, seconds } from '../kernel/instant.ts'
import { keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import { defaultVpc } from '../network/defaults.ts'
import { freeAddresses } from '../network/interfaces.ts'
import { networkInterfaces, subnets } from '../network/rows.ts'
import { allHosts, freeOf } from './hosts.ts'
import { instanceOf } from './instances.ts'
import type { LaunchRequest } from './launch.ts'
import { instances, placements, volumes } from './rows.ts'
import { ACCOUNT, addAccount, run, testWorld, tryLaunch, value, wait } from './testing.ts'
import { instanceTypes } from './types.ts'

const one = (world: World, type = 't3.micro') => {
  const [row] = value(tryLaunch(world, type)).instances
  if (row === undefined) throw new Error('one instance')
  return row
}
const now = (world: World, id: string) => instanceOf(world, ACCOUNT, id)
const slicesOf = (world: World) => allHosts(world).flatMap((host) => host.slices)

describe('a launch', () => {
  it('answers pending, with a slice, a volume, an interface and an explanation', () => {
    const world = testWorld()
    const row = one(world)
    expect(row).toMatchObject({ state: 'pending', stateReasonCode: 'pending', launchIndex: 0 })
    expect(row.id).toMatch(/^i-[0-9a-f]{17}$/)
    expect(row.reservation).toMatch(/^r-[0-9a-f]{17}$/)
    expect(slicesOf(world)).toEqual([
      expect.objectContaining({ account: ACCOUNT, vcpus: 2, memoryMib: 1024, accelerators: 0 }),
    ])
    expect(world.table(volumes).all()).toMatchObject([
      { id: row.volume, state: 'creating', sizeGib: 8, type: 'gp3', deleteOnTermination: true },
    ])
    expect(world.table(networkInterfaces).all()).toMatchObject([
      { id: row.interface, privateIp: '172.31.0.4', publicIp: null, instance: row.id },
    ])
    expect(world.table(placements).all()).toMatchObject([
      { chosen: row.host, instance: `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/${row.id}` },
    ])
  })

  it('is running after about 8 s, by five events that lead from one to the next', () => {
    const world = testWorld()
    const row = one(world)
    const ready = row.stages[4]?.arrives ?? 0
    expect(Math.abs(inSeconds(seconds(8)) - ready / 10_000_000)).toBeLessThan(1.7)
    run(world, instant(ready - 1))
    expect(now(world, row.id).state).toBe('pending')
    run(world, instant(ready))
    expect(now(world, row.id)).toMatchObject({ state: 'running', stateReasonCode: '', timer: null })
    const events = world.events.since(1)
    expect(events.map((each) => each.type)).toEqual([
      'compute.placement.chosen',
      'compute.instance.carved',
      'compute.instance.image-attached',
      'compute.instance.connected',
      'compute.instance.running',
    ])
    expect(events.map((each) => each.cause)).toEqual([null, 1, 2, 3, 4])
    expect(events.map((each) => each.at)).toEqual(row.stages.map((stage) => stage.arrives))
    expect(events[2]?.subjects).toEqual([
      `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/${row.id}`,
      `arn:aws:ec2:us-east-1:${ACCOUNT}:volume/${row.volume}`,
      `arn:aws:ec2:us-east-1::image/${row.image}`,
      `arn:aws:iam::${ACCOUNT}:root`,
    ])
  })

  it('meters the volume from its creation, the address from its connection, the rest running', () => {
    const world = testWorld()
    const row = one(world)
    run(world, instant(100_000_000))
    const started = world.table(meters).all()
    expect(started.map((meter) => [meter.kind, meter.startedAt])).toEqual([
      ['volume', 0],
      ['public-ipv4', row.stages[3]?.arrives],
      ['instance', row.stages[4]?.arrives],
    ])
    expect(started.map((meter) => [meter.nanoDollars, meter.per])).toEqual([
      [80_000_000, 'month'],
      [5_000_000, 'hour'],
      [10_400_000, 'hour'],
    ])
    expect(started[0]?.units).toBe(8)
  })

  it('before instant 0 meters nothing and tells nothing', () => {
    const world = testWorld(instant(-600_000_000))
    one(world)
    run(world, instant(0))
    expect(world.table(meters).size).toBe(0)
    expect(world.events.next).toBe(1)
    expect(world.table(instances).all()).toMatchObject([{ state: 'running', everRunning: true }])
  })

  it('gives each a public address of its own', () => {
    const world = testWorld()
    for (const zone of ['us-east-1a', 'us-east-1b']) {
      value(tryLaunch(world, 't3.micro', { zone, minCount: 50, maxCount: 50 }))
    }
    wait(world, 20)
    const given = world
      .table(networkInterfaces)
      .all()
      .map((row) => row.publicIp ?? '')
    expect(new Set(given).size).toBe(100)
    for (const ip of given) expect(ip).toMatch(/^(198\.51\.100|203\.0\.113)\.\d+$/)
  })
})

describe('a launch of several', () => {
  it('goes into one zone when none is named, the one with the host that is liked best', () => {
    const world = testWorld()
    const { instances: launched } = value(
      tryLaunch(world, 't3.micro', { minCount: 9, maxCount: 9 }),
    )
    expect(new Set(launched.map((row) => row.zone)).size).toBe(1)
    const { instances: next } = value(tryLaunch(world, 't3.micro'))
    expect(next[0]?.zone).not.toBe(launched[0]?.zone)
  })

  it('goes into another zone when the favourite cannot take the least count', () => {
    const world = testWorld()
    const first = value(tryLaunch(world, 'm5.4xlarge', { minCount: 7, maxCount: 7 }))
    const zone = first.instances[0]?.zone
    const second = value(tryLaunch(world, 'm5.4xlarge', { minCount: 8, maxCount: 8 }))
    expect(second.instances).toHaveLength(8)
    expect(new Set(second.instances.map((row) => row.zone)).size).toBe(1)
    expect(second.instances[0]?.zone).not.toBe(zone)
    const third = tryLaunch(world, 'm5.4xlarge', { minCount: 9, maxCount: 9 })
    expect(third.ok ? 'launched' : third.error.code).toBe('InsufficientInstanceCapacity')
  })

  it('numbers them and puts them under one reservation, spread over hosts', () => {
    const made = value(tryLaunch(testWorld(), 't3.micro', { minCount: 3, maxCount: 3 }))
    expect(made.instances.map((row) => row.launchIndex)).toEqual([0, 1, 2])
    expect(new Set(made.instances.map((row) => row.host)).size).toBe(3)
    expect(new Set(made.instances.map((row) => row.reservation))).toEqual(
      new Set([made.reservation]),
    )
  })

  it('launches what fits when that is the minimum at least', () => {
    const more = { minCount: 1, maxCount: 20, zone: 'us-east-1a' }
    expect(value(tryLaunch(testWorld(), 'm5.4xlarge', more)).instances).toHaveLength(8)
    const quota = testWorld(instant(0), { 'standard-vcpus': 40 })
    expect(value(tryLaunch(quota, 'm5.4xlarge', more)).instances).toHaveLength(2)
  })

  it('launches nothing when fewer than the minimum fit, and leaves the world as it was', () => {
    const world = testWorld()
    one(world)
    const before = world.hash()
    const result = tryLaunch(world, 'm5.4xlarge', { minCount: 9, maxCount: 9, zone: 'us-east-1a' })
    expect(result).toMatchObject({ ok: false, error: { code: 'InsufficientInstanceCapacity' } })
    expect(world.hash()).toBe(before)
  })

  it('keeps all sums whatever is launched', () => {
    const aLaunch = fc.tuple(
      fc.constantFrom(...instanceTypes.filter((type) => type.hardware).map((type) => type.type)),
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom(null, 'us-east-1a', 'us-east-1b', 'us-east-1c'),
    )
    fc.assert(
      fc.property(fc.array(aLaunch, { maxLength: 25, size: 'max' }), (launches) => {
        const world = testWorld()
        for (const [type, maxCount, zone] of launches) {
          tryLaunch(world, type, { minCount: 1, maxCount, zone })
        }
        for (const host of allHosts(world)) {
          expect(freeOf(host).vcpus).toBeGreaterThanOrEqual(0)
        }
        const rows = world.table(instances).all()
        expect(slicesOf(world)).toHaveLength(rows.length)
        expect(world.table(volumes).size).toBe(rows.length)
        const addresses = world
          .table(networkInterfaces)
          .all()
          .map((row) => row.privateIp)
        expect(new Set(addresses).size).toBe(rows.length)
        wait(world, 20)
        expect(
          world
            .table(instances)
            .all()
            .every((row) => row.state === 'running'),
        ).toBe(true)
        expect(world.schedule.size).toBe(0)
      }),
      { numRuns: 15 },
    )
  })
})

/** How a launch of t3.micro that needs all of `count` is refused; the world stays as it was. */
function refusedFor(world: World, count: number, more: Partial<LaunchRequest> = {}) {
  const before = world.hash()
  const result = tryLaunch(world, 't3.micro', { minCount: count, maxCount: count, ...more })
  expect(world.hash()).toBe(before)
  if (result.ok) throw new Error('it was launched')
  return result.error
}

describe('a launch without room', () => {
  const SORRY =
    'We currently do not have sufficient t3.micro capacity in the Availability Zone you requested (us-east-1a). Our system will be working on provisioning additional capacity.'
  const zone = 'us-east-1a'

  it('says of every host of the hardware what it lacks, with a zone named and without', () => {
    // Each zone has four Intel hosts of 32 vCPUs: room for 64.
    const world = testWorld()
    value(tryLaunch(world, 't3.micro', { minCount: 10, maxCount: 10 }))
    const anywhere = refusedFor(world, 65)
    expect(anywhere.message).toBe('Insufficient capacity.')
    expect(anywhere.reasons).toHaveLength(12)
    for (const each of anywhere.reasons) {
      expect(each).toMatchObject({
        code: 'placement.room',
        values: { what: 'vcpus', needs: 2, has: 0 },
      })
    }
    const named = refusedFor(world, 65, { zone })
    expect(named.reasons.map((each) => each.code).sort()).toEqual([
      ...Array.from({ length: 4 }, () => 'placement.room'),
      ...Array.from({ length: 8 }, () => 'placement.zone'),
    ])
  })

  it('offers only the zones that would take the least count', () => {
    const world = testWorld()
    value(tryLaunch(world, 't3.micro', { minCount: 10, maxCount: 10, zone }))
    value(tryLaunch(world, 't3.micro', { minCount: 10, maxCount: 10, zone: 'us-east-1b' }))
    expect(refusedFor(world, 60, { zone }).message).toBe(
      `${SORRY} You can currently get t3.micro capacity by not specifying an Availability Zone in your request or choosing us-east-1c.`,
    )
    const { instances: launched } = value(
      tryLaunch(world, 't3.micro', { minCount: 60, maxCount: 60 }),
    )
    expect(new Set(launched.map((row) => row.zone))).toEqual(new Set(['us-east-1c']))
    expect(refusedFor(world, 60, { zone }).message).toBe(SORRY)
    const subnet = world
      .table(subnets)
      .all()
      .find((row) => row.zone === zone)
    expect(refusedFor(world, 60, { subnet: subnet ?? null }).message).toBe(SORRY)
  })
})

describe('a launch in an account without a subnet in some zone', () => {
  const without = (gone: string) => {
    const world = testWorld()
    for (const { id, zone } of world.table(subnets).all()) {
      if (zone === gone) world.table(subnets).delete(keyOf(ACCOUNT, id))
    }
    return world
  }

  it('goes where there is one, and its explanation says that a zone was out of bounds', () => {
    const favourite = one(testWorld()).zone
    const world = without(favourite)
    expect(one(world).zone).not.toBe(favourite)
    const [explained] = world.table(placements).all()
    expect(explained?.rules.map((rule) => rule.code)).toContain('zone')
  })

  it('is refused there, and neither offered it nor blamed on its hosts', () => {
    const world = without('us-east-1c')
    expect(refusedFor(world, 65, { zone: 'us-east-1a' }).message).not.toContain('us-east-1c')
    expect(refusedFor(world, 60, { zone: 'us-east-1c' })).toMatchObject({
      code: 'InvalidInput',
      message: "No default subnet for availability zone: 'us-east-1c'.",
    })
    const { reasons } = refusedFor(world, 65)
    expect(reasons.filter((each) => each.code === 'placement.zone')).toHaveLength(4)
    expect(reasons.filter((each) => each.code === 'placement.room')).toHaveLength(8)
  })

  it('is not explained by zones where all of them have one', () => {
    const world = testWorld()
    one(world)
    const rules = world
      .table(placements)
      .all()[0]
      ?.rules.map((rule) => rule.code)
    expect(rules).toEqual(['hardware', 'room', 'spread', 'fullest'])
  })
})

describe('a refused launch', () => {
  const refused = (world: World, type: string, more = {}) => {
    const before = world.hash()
    const result = tryLaunch(world, type, more)
    expect(world.hash()).toBe(before)
    return result.ok ? null : `${result.error.code}: ${result.error.message}`
  }

  it('says what the lab does not sell at all, or not there', () => {
    expect(refused(testWorld(), 't2.micro')).toContain('Unsupported: The requested configuration')
    expect(refused(testWorld(), 'g4dn.xlarge', { zone: 'us-east-1b' })).toContain(
      'is not supported in your requested Availability Zone (us-east-1b). Please retry your request by not specifying an Availability Zone or choosing us-east-1a.',
    )
  })

  it('says which quota it met', () => {
    expect(refused(testWorld(instant(0), {}), 't3.micro', { minCount: 3, maxCount: 3 })).toBe(
      'VcpuLimitExceeded: You have requested more vCPU capacity than your current vCPU limit of 5 allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.',
    )
    expect(refused(testWorld(instant(0), {}), 'g4dn.xlarge')).toContain('vCPU limit of 0 allows')
  })

  it('says that a subnet is full', () => {
    const world = testWorld()
    const vpc = defaultVpc(world, ACCOUNT)?.id ?? ''
    const small = {
      id: 'subnet-1',
      account: ACCOUNT,
      vpc,
      zone: 'us-east-1a',
      cidr: '10.0.0.0/28',
      defaultForZone: false,
      mapPublicIp: true,
    }
    world.table(subnets).set(keyOf(ACCOUNT, 'subnet-1'), small)
    value(tryLaunch(world, 't3.micro', { subnet: small, minCount: 10, maxCount: 10 }))
    expect(freeAddresses(world, small)).toBe(1)
    expect(refused(world, 't3.micro', { subnet: small, minCount: 2, maxCount: 2 })).toBe(
      "InsufficientFreeAddressesInSubnet: There are not enough free addresses in subnet 'subnet-1' to satisfy the requested number of instances.",
    )
    const more = { subnet: small, minCount: 1, maxCount: 5 }
    expect(value(tryLaunch(world, 't3.micro', more)).instances).toHaveLength(1)
  })
})

describe('two accounts', () => {
  it('have networks and quotas of their own, and share the hosts', () => {
    const world = testWorld(instant(0), { 'standard-vcpus': 2 })
    addAccount(world, '222222222222', { 'standard-vcpus': 2 })
    const mine = one(world)
    const [theirs] = value(tryLaunch(world, 't3.micro', { account: '222222222222' })).instances
    expect(theirs?.host).toBe(mine.host)
    expect(theirs?.vpc).not.toBe(mine.vpc)
    const addresses = world
      .table(networkInterfaces)
      .all()
      .map((row) => row.privateIp)
    expect(addresses).toEqual(['172.31.0.4', '172.31.0.4'])
  })
})
