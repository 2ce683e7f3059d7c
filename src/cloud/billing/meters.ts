/**
 * Meters: what is counted while it runs, and what it costs when read.
 *
 * Models: AWS's usage records for instances (per second, 60 s at least on every entry into running), volumes
 * (GiB-hours) and public IPv4 addresses (hours); FACTS §1.1 and §8.2. That a second begun counts whole is the
 * lab's reading of "per second". Volumes and addresses are counted to the tick. A month of storage is 730 hours:
 * the lab's choice. Money is BigInt nano-dollars, derived when read and never stored.
 */
import { assert, must } from '../kernel/assert.ts'
import {
  between,
  type Duration,
  duration,
  EPOCH,
  type Instant,
  inSeconds,
  seconds,
} from '../kernel/instant.ts'
import type { Ref } from '../kernel/ref.ts'
import {
  choice,
  type Infer,
  instantOf,
  integer,
  optional,
  record,
  refOf,
  text,
} from '../kernel/schema.ts'
import { defineTable, keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'

const meter = record({
  id: text,
  account: text,
  subject: refOf,
  kind: choice('instance', 'volume', 'public-ipv4'),
  /** instance type or volume type; empty for an address */
  detail: text,
  /** how many units run at once: 1, or the GiB of a volume */
  units: integer,
  startedAt: instantOf,
  endedAt: optional(instantOf),
  /** nano-dollars for one unit in one `per` */
  nanoDollars: integer,
  per: choice('hour', 'month'),
})

/** One running or ended period of use. */
export type Meter = Infer<typeof meter>

/** All meters, keyed by account and a number of their own. */
export const meters = defineTable('billing.meter', meter)

/** The least an instance pays for on each entry into running. */
export const MINIMUM_RUN: Duration = seconds(60)

/** Starts to count; returns the meter's key, by which it is ended. In set-up nothing is metered: null. */
export function startMeter(
  world: World,
  what: Pick<Meter, 'account' | 'subject' | 'kind' | 'detail' | 'units' | 'nanoDollars' | 'per'>,
): string | null {
  if (world.now < EPOCH) return null
  const id = String(world.count('meter')).padStart(12, '0')
  const key = keyOf(what.account, id)
  world.table(meters).set(key, { ...what, id, startedAt: world.now, endedAt: null })
  return key
}

/** Ends a meter that runs. */
export function endMeter(world: World, key: string): void {
  const row = must(world.table(meters).get(key), `meter ${key}`)
  assert(row.endedAt === null, 'a meter ends once')
  world.table(meters).set(key, { ...row, endedAt: world.now })
}

/** What a meter has counted by `at`: the billed length of time, for instances in whole seconds. */
export function metered(row: Meter, at: Instant): Duration {
  const length = between(row.startedAt, row.endedAt ?? at)
  if (row.kind !== 'instance') return length
  // At instant 0 nothing enters running; what is metered from then on ran before and has had its minute.
  const least = row.startedAt === EPOCH ? 0 : MINIMUM_RUN
  return duration(Math.max(seconds(Math.ceil(inSeconds(length))), least))
}

/** What a price is for: an hour, or a month of 730 hours. */
export const TICKS_PER = { hour: 36_000_000_000n, month: 730n * 36_000_000_000n } as const

/** What a meter costs by `at`, in nano-dollars, rounded down. */
export function cost(row: Meter, at: Instant): bigint {
  const ticks = BigInt(metered(row, at)) * BigInt(row.units)
  return (ticks * BigInt(row.nanoDollars)) / TICKS_PER[row.per]
}

/** The meters of one thing, in the order they began. */
export function metersOf(world: World, account: string, subject: Ref): Meter[] {
  return world
    .table(meters)
    .all(keyOf(account, ''))
    .filter((row) => row.subject === subject)
}

/** Nano-dollars for one public IPv4 address in one hour ($0.005; FACTS §1.1). */
export const PUBLIC_IPV4_NANO_DOLLARS_PER_HOUR = 5_000_000
/** Nano-dollars for one GiB of gp3 in one month ($0.08; FACTS §8.2). */
export const GP3_NANO_DOLLARS_PER_GIB_MONTH = 80_000_000
