import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cost, meters } from '../billing/meters.ts'
import { instant } from '../kernel/instant.ts'
import { keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import { networkInterfaces } from '../network/rows.ts'
import { rebootInstances, startInstances, stopInstances, terminateInstances } from './changes.ts'
import { allHosts } from './hosts.ts'
import { findInstance, instanceOf, putInstance } from './instances.ts'
import { type Instance, instances, placements, tags, volumes } from './rows.ts'
import { tagKey } from './tags.ts'
import { ACCOUNT, testWorld, tryLaunch, value, wait } from './testing.ts'

type Change = 'start' | 'stop' | 'reboot' | 'terminate'

function change(world: World, action: Change, ...ids: readonly string[]) {
  const rows = ids.map((id) => instanceOf(world, ACCOUNT, id))
  const result = world.transaction(() => {
    if (action === 'start') return startInstances(world, ACCOUNT, rows)
    if (action === 'stop') return stopInstances(world, rows)
    if (action === 'reboot') return rebootInstances(world, rows)
    return terminateInstances(world, rows)
  })
  world.events.flush()
  return result
}

function launched(world: World, count = 1, more = {}): string[] {
  const made = value(tryLaunch(world, 't3.micro', { minCount: count, maxCount: count, ...more }))
  return made.instances.map((row) => row.id)
}

function running(world: World, count = 1, more = {}): string[] {
  const ids = launched(world, count, more)
  wait(world, 10)
  return ids
}

const row = (world: World, id: string): Instance => instanceOf(world, ACCOUNT, id)
const slices = (world: World) => allHosts(world).flatMap((host) => host.slices)
const publicIp = (world: World, id: string) =>
  world.table(networkInterfaces).get(keyOf(ACCOUNT, row(world, id).interface))?.publicIp
const told = (world: World) => world.events.since(1).map((each) => each.type.split('.').at(-1))
const refusal = (result: ReturnType<typeof change>) =>
  result.ok ? null : `${result.error.code}: ${result.error.message}`

describe('a stop', () => {
  it('takes about 6 s and gives host and public address back, not volume and private address', () => {
    const world = testWorld()
    const [id = ''] = running(world)
    const before = row(world, id)
    expect(value(change(world, 'stop', id))).toMatchObject([
      { previous: 'running', instance: { state: 'stopping', host: before.host } },
    ])
    expect(row(world, id)).toMatchObject({
      stateReasonCode: 'Client.UserInitiatedShutdown',
      stateReasonMessage: 'Client.UserInitiatedShutdown: User initiated shutdown',
      transitionReason: 'User initiated (2026-01-01 00:00:10 GMT)',
    })
    wait(world, 4.7)
    expect(row(world, id).state).toBe('stopping')
    wait(world, 2.6)
    expect(row(world, id)).toMatchObject({ state: 'stopped', host: null, volume: before.volume })
    expect(slices(world)).toEqual([])
    expect(publicIp(world, id)).toBeNull()
    expect(world.table(networkInterfaces).all()).toMatchObject([{ privateIp: '172.31.0.4' }])
    expect(told(world).slice(-2)).toEqual(['stopping', 'stopped'])
  })

  it('ends the meter at once, and that of the address when it is gone', () => {
    const world = testWorld()
    const [id = ''] = running(world)
    const at = world.now
    value(change(world, 'stop', id))
    wait(world, 3600)
    const [volume, address, instance] = world.table(meters).all()
    expect(volume?.endedAt).toBeNull()
    expect(address?.endedAt).toBe(row(world, id).since)
    expect(instance?.endedAt).toBe(at)
    expect(instance && cost(instance, world.now)).toBe(173_333n)
  })

  it('is refused before the first boot, and admitted in a later pending', () => {
    const world = testWorld()
    const [id = ''] = launched(world)
    expect(refusal(change(world, 'stop', id))).toContain("has never reached the 'running' state.")
    wait(world, 10)
    value(change(world, 'stop', id))
    wait(world, 10)
    value(change(world, 'start', id))
    wait(world, 1)
    expect(value(change(world, 'stop', id))).toMatchObject([{ previous: 'pending' }])
    wait(world, 20)
    expect(row(world, id)).toMatchObject({ state: 'stopped', timer: null })
    expect(world.schedule.size).toBe(0)
  })

  it('changes nothing on a stopped instance', () => {
    const world = testWorld()
    const [id = ''] = running(world)
    value(change(world, 'stop', id))
    wait(world, 10)
    const hash = world.hash()
    expect(value(change(world, 'stop', id))).toMatchObject([{ previous: 'stopped' }])
    expect(world.hash()).toBe(hash)
  })
})

describe('a start', () => {
  it('is placed anew in its zone, with a new public address and a new 60 s minimum', () => {
    const world = testWorld()
    const [id = ''] = running(world)
    const before = row(world, id)
    const address = publicIp(world, id)
    value(change(world, 'stop', id))
    wait(world, 10)
    expect(value(change(world, 'start', id))).toMatchObject([
      { previous: 'stopped', instance: { state: 'pending', zone: before.zone } },
    ])
    wait(world, 10)
    const after = row(world, id)
    expect(after).toMatchObject({ state: 'running', volume: before.volume, transitionReason: '' })
    expect(after.launchedAt).toBeGreaterThan(before.launchedAt)
    expect(publicIp(world, id)).not.toBe(address)
    expect(world.table(placements).size).toBe(2)
    const kinds = world
      .table(meters)
      .all()
      .map((meter) => meter.kind)
    expect(kinds).toEqual(['volume', 'public-ipv4', 'instance', 'public-ipv4', 'instance'])
    expect(told(world).filter((each) => each?.endsWith('-attached'))).toEqual([
      'image-attached',
      'volume-attached',
    ])
  })

  it('is refused without room, for the whole batch', () => {
    const world = testWorld()
    const ids = running(world, 2, { zone: 'us-east-1a' })
    value(change(world, 'stop', ...ids))
    wait(world, 10)
    const fill = { zone: 'us-east-1a', minCount: 1, maxCount: 100 }
    value(tryLaunch(world, 'm5.4xlarge', fill))
    const hash = world.hash()
    expect(refusal(change(world, 'start', ...ids))).toBe(
      'InsufficientInstanceCapacity: Insufficient capacity.',
    )
    expect(world.hash()).toBe(hash)
  })

  it('is refused when the type was changed to one that the zone has no hardware for', () => {
    const world = testWorld()
    const [id = ''] = running(world, 1, { zone: 'us-east-1b' })
    value(change(world, 'stop', id))
    wait(world, 10)
    putInstance(world, { ...row(world, id), type: 'g4dn.xlarge' })
    expect(refusal(change(world, 'start', id))).toContain('Unsupported: Your requested instance')
    putInstance(world, { ...row(world, id), type: 't3.small' })
    expect(refusal(change(world, 'start', id))).toContain('Unsupported: The requested config')
  })

  it('is refused over the quota, counting the whole batch', () => {
    const world = testWorld(instant(0), { 'standard-vcpus': 4 })
    const ids = running(world, 2)
    value(change(world, 'stop', ...ids))
    wait(world, 10)
    launched(world)
    expect(refusal(change(world, 'start', ...ids))).toContain('VcpuLimitExceeded')
    expect(value(change(world, 'start', ids[0] ?? ''))).toHaveLength(1)
  })
})

describe('a reboot', () => {
  it('leaves an instance running where it is, and is told when it is over', () => {
    const world = testWorld()
    const [id = ''] = running(world)
    const before = row(world, id)
    value(change(world, 'reboot', id))
    value(change(world, 'reboot', id))
    expect(told(world).at(-1)).toBe('running')
    wait(world, 6)
    expect(told(world).slice(-2)).toEqual(['running', 'rebooted'])
    expect(row(world, id)).toEqual(before)
    expect(world.table(meters).size).toBe(3)
  })

  it('is forgotten when a stop comes first', () => {
    const world = testWorld()
    const [id = ''] = running(world)
    value(change(world, 'reboot', id))
    value(change(world, 'stop', id))
    wait(world, 20)
    expect(told(world)).not.toContain('rebooted')
    expect(row(world, id).state).toBe('stopped')
  })
})

describe('a termination', () => {
  it('deletes volume, interface and slice, and after an hour the record with its tags', () => {
    const world = testWorld()
    const [id = ''] = running(world)
    const tag = { resource: id, resourceType: 'instance', key: 'Name', value: 'web' }
    world.table(tags).set(tagKey(ACCOUNT, id, 'Name'), tag)
    expect(value(change(world, 'terminate', id))).toMatchObject([{ previous: 'running' }])
    wait(world, 5)
    expect(row(world, id)).toMatchObject({ state: 'terminated', host: null })
    expect(slices(world)).toEqual([])
    expect([world.table(volumes).size, world.table(networkInterfaces).size]).toEqual([0, 0])
    expect(
      world
        .table(meters)
        .all()
        .every((meter) => meter.endedAt !== null),
    ).toBe(true)
    wait(world, 3590)
    expect(findInstance(world, ACCOUNT, id)).toBeDefined()
    wait(world, 10)
    expect(findInstance(world, ACCOUNT, id)).toBeUndefined()
    expect([world.table(tags).size, world.table(placements).size]).toEqual([0, 0])
    expect(told(world).slice(-3)).toEqual(['shutting-down', 'terminated', 'forgotten'])
  })

  it('keeps a root volume that is not to be deleted, still metered', () => {
    const world = testWorld()
    const rootVolume = { sizeGib: 20, deleteOnTermination: false }
    const [id = ''] = running(world, 1, { rootVolume })
    value(change(world, 'terminate', id))
    wait(world, 5)
    expect(world.table(volumes).all()).toMatchObject([{ state: 'available', attachedTo: null }])
    expect(world.table(meters).all()[0]?.endedAt).toBeNull()
  })

  it.each(['pending', 'stopping', 'stopped'])('comes first when an instance is %s', (state) => {
    const world = testWorld()
    const [id = ''] = launched(world)
    if (state !== 'pending') {
      wait(world, 10)
      value(change(world, 'stop', id))
    }
    if (state === 'stopped') wait(world, 10)
    expect(value(change(world, 'terminate', id))).toMatchObject([{ previous: state }])
    wait(world, 20)
    expect(row(world, id).state).toBe('terminated')
    expect(world.schedule.size).toBe(1)
  })

  it('is refused for the whole batch by one protected instance', () => {
    const world = testWorld()
    const free = running(world, 1, { zone: 'us-east-1b' })
    const [kept = ''] = running(world, 1, { zone: 'us-east-1a', apiTermination: false })
    const hash = world.hash()
    expect(refusal(change(world, 'terminate', ...free, kept))).toBe(
      `OperationNotPermitted: The instance '${kept}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
    )
    expect(world.hash()).toBe(hash)
  })

  it('is refused by stop protection too, as a stop is', () => {
    const world = testWorld()
    const [id = ''] = running(world, 1, { apiStop: false })
    expect(refusal(change(world, 'stop', id))).toBe(
      `OperationNotPermitted: The instance '${id}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.`,
    )
    expect(refusal(change(world, 'terminate', id))).toContain("'disableApiStop'")
  })
})

describe('any sequence of changes', () => {
  it('keeps slices, volumes, addresses and meters in step with the states', () => {
    const aStep = fc.tuple(
      fc.constantFrom<Change>('start', 'stop', 'reboot', 'terminate'),
      fc.subarray([0, 1, 2, 3], { minLength: 1 }),
      fc.integer({ min: 0, max: 12 }),
    )
    fc.assert(
      fc.property(fc.array(aStep, { maxLength: 25, size: 'max' }), (steps) => {
        const world = testWorld()
        const ids = launched(world, 4)
        for (const [action, which, pause] of steps) {
          const before = world.hash()
          const result = change(world, action, ...which.map((at) => ids[at] ?? ''))
          if (!result.ok) expect(world.hash()).toBe(before)
          wait(world, pause)
          check(world)
        }
      }),
      { numRuns: 20 },
    )
  })
})

/** What holds at every instant. */
function check(world: World): void {
  const rows = world.table(instances).all()
  const holding = rows.filter((each) => each.host !== null)
  expect(slices(world)).toHaveLength(holding.length)
  for (const each of rows) {
    const gone = each.state === 'terminated'
    const resting = each.state === 'stopped' || gone
    if (resting) expect(each.host).toBeNull()
    expect(each.meter !== null).toBe(each.state === 'running')
    expect(world.table(networkInterfaces).get(keyOf(ACCOUNT, each.interface)) === undefined).toBe(
      gone,
    )
    const disk = world.table(volumes).get(keyOf(ACCOUNT, each.volume ?? ''))
    expect(disk === undefined).toBe(gone)
  }
  const open = world
    .table(meters)
    .all()
    .filter((meter) => meter.endedAt === null)
  const expected = { instance: 0, volume: world.table(volumes).size, 'public-ipv4': 0 }
  expected.instance = rows.filter((each) => each.state === 'running').length
  expected['public-ipv4'] = world
    .table(networkInterfaces)
    .all()
    .filter((each) => each.publicIp !== null).length
  const counted = { instance: 0, volume: 0, 'public-ipv4': 0 }
  for (const meter of open) counted[meter.kind] += 1
  expect(counted).toEqual(expected)
  const timers = rows.filter((each) => each.timer !== null).length
  expect(world.schedule.size).toBe(timers)
}

describe('a change of an instance that is gone from its table', () => {
  it('cannot happen: a handler that finds none is a fault of the program', () => {
    const world = testWorld()
    const [id = ''] = launched(world)
    const copy = row(world, id)
    world.table(instances).delete(keyOf(ACCOUNT, id))
    expect(() => wait(world, 1)).toThrow(id)
    putInstance(world, copy)
  })
})
