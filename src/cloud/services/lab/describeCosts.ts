/**
 * DescribeCosts: what the account's things have cost by now, a line for each thing and kind of use.
 *
 * Quantities are those of the meters, money is derived from them here (FACTS §1.1, §8.2, §8.3). An instance that is
 * stopped is on the list with what its runs have cost, and no more comes; its volume has a line of its own. What is
 * no more keeps its line, since its use is still to be paid. No free tier, no tax; months have 730 hours.
 */
import { cost, type Meter, metered, meters, TICKS_PER } from '../../billing/meters.ts'
import {
  gbMonths,
  NANO_DOLLARS_PER_GB_MONTH,
  requestPrice,
  type StorageUsage,
  storageUsage,
  storedCost,
} from '../../billing/storage.ts'
import { findInstance, instanceRef } from '../../compute/instances.ts'
import { type Instance, instances } from '../../compute/rows.ts'
import { typeOf } from '../../compute/types.ts'
import { findVolume } from '../../compute/volumes.ts'
import { must } from '../../kernel/assert.ts'
import { type Instant, TICKS_PER_SECOND } from '../../kernel/instant.ts'
import { arn, parseRef, type Ref, s3BucketRef } from '../../kernel/ref.ts'
import { ok } from '../../kernel/result.ts'
import { keyOf } from '../../kernel/table.ts'
import type { World } from '../../kernel/world.ts'
import { findInterface } from '../../network/interfaces.ts'
import { type Operation, operation } from '../../operation.ts'
import type { CostDescription, DescribeCostsRequest, DescribeCostsResult } from './api.ts'
import { isNamed, readList, timeOf } from './values.ts'

/** A line before its money is written as text. */
type Line = Omit<CostDescription, 'ResourceId' | 'NanoDollars' | 'Dollars' | 'UnitPrice'> & {
  readonly nano: bigint
  readonly unitPrice: bigint
}

export const describeCosts: Operation = operation<DescribeCostsRequest, DescribeCostsResult>({
  readOnly: true,
  members: { emulated: ['Resources'] },
  run(input, { world, account }) {
    const wanted = readList('Resources', input.Resources)
    if (!wanted.ok) return wanted
    const { value } = wanted
    const lines = [
      ...meterLines(world, account),
      ...idleLines(world, account),
      ...storageLines(world, account),
    ].filter(({ Resource }) => value === null || isNamed(Resource, value))
    const sum = lines.reduce((total, { nano }) => total + nano, 0n)
    return ok({
      ...timeOf(world.now),
      NanoDollars: Number(sum),
      Dollars: dollars(sum),
      Costs: lines.map(({ nano, unitPrice, ...line }) => ({
        ...line,
        ResourceId: parseRef(line.Resource)?.id || account,
        UnitPrice: shortest(dollars(unitPrice)),
        NanoDollars: Number(nano),
        Dollars: dollars(nano),
      })),
    })
  },
})

/** A line for each thing that was metered, in the order the first of its meters began. */
function meterLines(world: World, account: string): Line[] {
  const groups = new Map<string, Meter[]>()
  for (const row of world.table(meters).all(keyOf(account, ''))) {
    const name = `${row.subject} ${row.kind} ${row.detail} ${row.units}`
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [row])
    else group.push(row)
  }
  return [...groups.values()].map((group) => meterLine(world, group))
}

function meterLine(world: World, group: readonly Meter[]): Line {
  const { now } = world
  const row = must(group[0], 'a meter of each group')
  const ticks = group.reduce((sum, each) => sum + metered(each, now), 0)
  return {
    Resource: row.subject,
    Kind: row.kind,
    ...(row.detail === '' ? {} : { Detail: row.detail }),
    State: stateOf(world, row),
    Counting: group.some(({ endedAt }) => endedAt === null),
    Seconds: ticks / TICKS_PER_SECOND,
    ...(row.kind === 'volume' ? { SizeGiB: row.units } : {}),
    Quantity: (ticks * row.units) / Number(TICKS_PER[row.per]),
    Unit: row.per === 'month' ? 'GB-months' : 'hours',
    unitPrice: BigInt(row.nanoDollars),
    nano: group.reduce((sum, each) => sum + cost(each, now), 0n),
  }
}

/** What a metered thing is now. */
function stateOf(world: World, { kind, subject, account }: Meter): string {
  const id = parseRef(subject)?.id ?? ''
  switch (kind) {
    case 'instance':
      return findInstance(world, account, id)?.state ?? GONE
    case 'volume':
      return findVolume(world, account, id)?.state ?? GONE
    case 'public-ipv4':
      return (findInterface(world, account, id)?.publicIp ?? null) === null ? GONE : 'in-use'
  }
}
const GONE = 'gone'

/** Instances that have not run since the bill began. */
function idleLines(world: World, account: string): Line[] {
  const ran = new Set<Ref>()
  for (const row of world.table(meters).all(keyOf(account, ''))) ran.add(row.subject)
  return world
    .table(instances)
    .all(keyOf(account, ''))
    .filter((row) => !ran.has(instanceRef(row)))
    .map(idleLine)
}

const idleLine = (row: Instance): Line => ({
  Resource: instanceRef(row),
  Kind: 'instance',
  Detail: row.type,
  State: row.state,
  Counting: false,
  Seconds: 0,
  Quantity: 0,
  Unit: 'hours',
  unitPrice: BigInt(typeOf(row.type).nanoDollarsPerHour ?? 0),
  nano: 0n,
})

/** Of each bucket its bytes and its requests, by price; of the account what had no bucket, or has none any more. */
function storageLines(world: World, account: string): Line[] {
  return world
    .table(storageUsage)
    .all(keyOf(account, ''))
    .flatMap((row) => [storedLine(row, world.now), ...requestLines(row)])
    .filter(({ Kind, nano, Counting }) => (Kind === 'storage' ? Counting || nano > 0n : nano > 0n))
}

const resourceOf = ({ account, bucket }: StorageUsage): Ref =>
  bucket === '' ? arn('iam', '', account, 'root') : s3BucketRef(bucket)

const storageState = ({ bucket }: StorageUsage): string => (bucket === '' ? GONE : 'available')

const storedLine = (row: StorageUsage, now: Instant): Line => ({
  Resource: resourceOf(row),
  Kind: 'storage',
  Detail: 'STANDARD',
  State: storageState(row),
  Counting: row.bytes > 0,
  Quantity: gbMonths(row, now),
  Unit: 'GB-months',
  unitPrice: NANO_DOLLARS_PER_GB_MONTH,
  nano: storedCost(row, now),
})

const requestLines = (row: StorageUsage): Line[] =>
  (['tier1', 'tier2'] as const).map((tier) => ({
    Resource: resourceOf(row),
    Kind: tier === 'tier1' ? 'requests-write' : 'requests-read',
    State: storageState(row),
    Counting: false,
    Quantity: row[tier],
    Unit: 'requests',
    unitPrice: requestPrice(tier),
    nano: BigInt(row[tier]) * requestPrice(tier),
  }))

const NANO = 1_000_000_000n

/** Nano-dollars as dollars with nine places. */
const dollars = (nano: bigint): string => `${nano / NANO}.${String(nano % NANO).padStart(9, '0')}`

/** A decimal without zeros at its end. */
const shortest = (decimal: string): string => decimal.replace(/\.?0+$/, '')
