import { beforeAll, describe, expect, it } from 'vitest'
import { type Cloud, createCloud } from '../cloud.ts'
import { freeOf } from '../compute/hosts.ts'
import { hosts, instances, placements } from '../compute/rows.ts'
import { toIso } from '../kernel/calendar.ts'
import { FIRST_ACCOUNT } from '../kernel/ref.ts'
import { findScenario, scenarios } from './index.ts'

let cloud: Cloud
const view = () => cloud.view('region', { account: FIRST_ACCOUNT })
const intel = () =>
  cloud.world
    .table(hosts)
    .all()
    .filter((host) => host.hardware === 'intel-general')

describe('the scenario region', () => {
  beforeAll(() => {
    cloud = createCloud({ seed: 'region', scenario: 'region' })
  })

  it('begins at nine, with everything running and nothing due', () => {
    expect(toIso(cloud.world.epoch, cloud.now)).toBe('2026-01-01T09:00:00.000Z')
    const states = new Set(
      cloud.world
        .table(instances)
        .all()
        .map((row) => row.state),
    )
    expect([...states]).toEqual(['running'])
    expect(cloud.nextTimer).toBeUndefined()
  })

  it('has about 140 instances of three tenants and none of the learner', () => {
    const { owners, instances: count, mine } = view()
    expect(count).toBeGreaterThan(130)
    expect(count).toBeLessThan(160)
    expect(owners.map(({ owner, mine }) => [owner, mine])).toEqual([
      [0, false],
      [1, false],
      [2, true],
      [3, false],
    ])
    expect(owners[2]).toMatchObject({ account: FIRST_ACCOUNT, instances: 0 })
    for (const owner of [0, 1, 3]) expect(owners[owner]?.instances).toBeGreaterThan(35)
    expect(mine).toEqual([])
  })

  it('leaves room for a small instance on five of the twelve Intel hosts', () => {
    const open = intel().filter((host) => freeOf(host).vcpus >= 2)
    expect([intel().length, open.length]).toEqual([12, 5])
    const full = intel().filter((host) => freeOf(host).vcpus === 0)
    expect(full).toHaveLength(7)
  })

  it('has somebody on every host', () => {
    const empty = cloud.world
      .table(hosts)
      .all()
      .filter((host) => host.slices.length === 0)
    expect(empty).toEqual([])
  })

  it('sells every type somewhere, and keeps an explanation of every placement', () => {
    expect(
      new Set(
        cloud.world
          .table(instances)
          .all()
          .map((row) => row.type),
      ).size,
    ).toBe(23)
    expect(cloud.world.table(placements).size).toBe(cloud.world.table(instances).size)
  })

  it('looks the same whatever the seed', () => {
    const other = createCloud({ seed: 'another', scenario: 'region' })
    const shape = (of: Cloud) =>
      of
        .view('region', { account: FIRST_ACCOUNT })
        .zones.flatMap((zone) => zone.racks.flatMap((rack) => rack.hosts))
        .map((host) => host.slices.map((slice) => `${slice.owner}:${slice.type}`).join(' '))
    expect(shape(other)).toEqual(shape(cloud))
  })
})

describe('the scenarios', () => {
  it('are found by name', () => {
    expect(scenarios.map((each) => each.name)).toEqual(['region', 'empty', 'roomy'])
    expect(findScenario('empty')?.accounts).toHaveLength(1)
    expect(findScenario('nowhere')).toBeUndefined()
  })

  it('include one where nobody rents', () => {
    const nobody = createCloud({ seed: 'x', scenario: 'empty' })
    const empty = nobody.view('region', { account: FIRST_ACCOUNT })
    expect(empty.instances).toBe(0)
    expect(empty.zones.flatMap((zone) => zone.racks.flatMap((rack) => rack.hosts))).toHaveLength(36)
  })
})
