/** What things cost, from AWS's prices and rules (FACTS §1.1, §8.2) and figures worked out by hand. */
import { describe, expect, it } from 'vitest'
import { rebootInstances, startInstances, stopInstances } from '../compute/changes.ts'
import { instanceOf } from '../compute/instances.ts'
import { ACCOUNT, run, testWorld, tryLaunch, value, wait } from '../compute/testing.ts'
import { after, EPOCH, hours, type Instant, instant, seconds } from '../kernel/instant.ts'
import { labRef } from '../kernel/ref.ts'
import type { World } from '../kernel/world.ts'
import {
  cost,
  GP3_NANO_DOLLARS_PER_GIB_MONTH,
  type Meter,
  metered,
  meters,
  PUBLIC_IPV4_NANO_DOLLARS_PER_HOUR,
} from './meters.ts'

const NANO = 1_000_000_000
const MONTH = hours(730)

const row = (kind: Meter['kind'], more: Partial<Meter>): Meter => ({
  id: '1',
  account: ACCOUNT,
  subject: labRef('thing', '1'),
  kind,
  detail: '',
  units: 1,
  startedAt: EPOCH,
  endedAt: null,
  nanoDollars: 0,
  per: 'hour',
  ...more,
})
/** t3.micro: $0.0104 an hour. */
const micro = row('instance', {
  detail: 't3.micro',
  startedAt: instant(seconds(8)),
  nanoDollars: 10_400_000,
})
const dollars = (meter: Meter, at: Instant) => Number(cost(meter, at)) / NANO

describe('an instance', () => {
  it.each([
    // seconds since it runs, seconds billed, and dollars: seconds * 0.0104 / 3600
    [0, 60, 0.000_173_333],
    [0.000_000_1, 60, 0.000_173_333],
    [59.9, 60, 0.000_173_333],
    [60, 60, 0.000_173_333],
    [60.000_000_1, 61, 0.000_176_222],
    [61, 61, 0.000_176_222],
    [90.5, 91, 0.000_262_888],
    [3600, 3600, 0.0104],
    [86_400, 86_400, 0.2496],
    [730 * 3600, 730 * 3600, 7.592],
  ])('that runs for %d s pays %d s: $%d', (length, billed, price) => {
    const at = after(micro.startedAt, seconds(length))
    expect(metered(micro, at)).toBe(billed * 10_000_000)
    expect(dollars(micro, at)).toBe(price)
    expect(dollars({ ...micro, endedAt: at }, instant(at + hours(5)))).toBe(price)
  })

  it('that ran before instant 0 pays from there, and no minute again', () => {
    const before = { ...micro, startedAt: EPOCH }
    expect(dollars(before, EPOCH)).toBe(0)
    expect(dollars(before, instant(seconds(10)))).toBe(0.000_028_888)
    expect(dollars(before, instant(hours(1)))).toBe(0.0104)
  })
})

describe('what stays', () => {
  it('is billed to the tick: a public IPv4 address $0.005 an hour', () => {
    const address = row('public-ipv4', { nanoDollars: PUBLIC_IPV4_NANO_DOLLARS_PER_HOUR })
    expect(dollars(address, instant(hours(1)))).toBe(0.005)
    expect(dollars(address, instant(hours(24)))).toBe(0.12)
    expect(dollars(address, instant(MONTH))).toBe(3.65)
    expect(dollars(address, instant(seconds(0.72)))).toBe(0.000_001)
  })

  it('is billed by its size: gp3 $0.08 for a GB and a month', () => {
    const volume = (units: number) =>
      row('volume', { units, nanoDollars: GP3_NANO_DOLLARS_PER_GIB_MONTH, per: 'month' })
    expect(dollars(volume(1), instant(MONTH))).toBe(0.08)
    expect(dollars(volume(8), instant(MONTH))).toBe(0.64)
    expect(dollars(volume(100), instant(hours(73)))).toBe(0.8)
    expect(dollars(volume(8), EPOCH)).toBe(0)
  })
})

/** A world with one running t3.micro, at its first instant of running. */
function running(): { readonly world: World; readonly id: string } {
  const world = testWorld()
  const [launched] = value(tryLaunch(world, 't3.micro')).instances
  if (launched === undefined) throw new Error('one instance')
  run(world, launched.stages[4]?.arrives ?? EPOCH)
  return { world, id: launched.id }
}

const now = (world: World, id: string) => instanceOf(world, ACCOUNT, id)
const all = (world: World, kind: Meter['kind']) =>
  world
    .table(meters)
    .all()
    .filter((each) => each.kind === kind)
const spent = (world: World, kind: Meter['kind']) =>
  all(world, kind).reduce((sum, each) => sum + dollars(each, world.now), 0)

describe('a life', () => {
  it('pays a minute at least on every entry into running', () => {
    const { world, id } = running()
    for (let lives = 1; lives <= 3; lives++) {
      wait(world, 10)
      value(stopInstances(world, [now(world, id)]))
      wait(world, 60)
      expect(all(world, 'instance')).toHaveLength(lives)
      expect(spent(world, 'instance')).toBeCloseTo(lives * 0.000_173_333, 12)
      value(startInstances(world, ACCOUNT, [now(world, id)]))
      run(world, now(world, id).stages[4]?.arrives ?? EPOCH)
    }
  })

  it('pays no new minute for a reboot', () => {
    const { world, id } = running()
    for (const _ of [1, 2, 3]) {
      value(rebootInstances(world, [now(world, id)]))
      wait(world, 40)
    }
    expect(all(world, 'instance')).toHaveLength(1)
    // 120 s at $0.0104 an hour
    expect(spent(world, 'instance')).toBe(0.000_346_666)
  })

  it('pays nothing but its volume while it is stopped', () => {
    const { world, id } = running()
    wait(world, 100)
    value(stopInstances(world, [now(world, id)]))
    wait(world, 60)
    expect(now(world, id).state).toBe('stopped')
    const kinds = ['instance', 'public-ipv4', 'volume'] as const
    const before = kinds.map((kind) => spent(world, kind))
    run(world, instant(world.now + MONTH))
    const [instance, address, volume] = kinds.map(
      (kind, at) => spent(world, kind) - (before[at] ?? 0),
    )
    expect([instance, address]).toEqual([0, 0])
    expect(volume).toBeCloseTo(0.64, 6)
  })

  it('pays nothing while it is pending or stopping', () => {
    const { world, id } = running()
    wait(world, 100)
    value(stopInstances(world, [now(world, id)]))
    const before = spent(world, 'instance')
    wait(world, 3)
    expect(now(world, id).state).toBe('stopping')
    expect(spent(world, 'instance')).toBe(before)
    wait(world, 60)
    value(startInstances(world, ACCOUNT, [now(world, id)]))
    wait(world, 3)
    expect(now(world, id).state).toBe('pending')
    expect(spent(world, 'instance')).toBe(before)
  })
})
