/**
 * What must hold in every world after every step; each checker throws with what it found.
 *
 * Checked: hosts and their slices, instances and what belongs to them, addresses, meters and money, events and
 * their causes, the journal. Not checked: whether an answer is AWS's; the services' own tests do that.
 */
import { expect } from 'vitest'
import { cost, type Meter, metered, meters } from '../src/cloud/billing/meters.ts'
import { freeOf } from '../src/cloud/compute/hosts.ts'
import { instanceRef } from '../src/cloud/compute/instances.ts'
import { hosts, type Instance, instances, tags, volumes } from '../src/cloud/compute/rows.ts'
import { accounts } from '../src/cloud/identity/accounts.ts'
import { accountOf } from '../src/cloud/kernel/table.ts'
import type { World } from '../src/cloud/kernel/world.ts'
import { networkInterfaces } from '../src/cloud/network/rows.ts'
import type { Session } from '../src/session/session.ts'

const HOLDS_A_SLICE: ReadonlySet<Instance['state']> = new Set(['pending', 'running', 'stopping'])

/** One that is terminated while stopped has no slice to give back; else it keeps it to the end. */
const holdsASlice = (row: Instance): boolean =>
  HOLDS_A_SLICE.has(row.state) || (row.state === 'shutting-down' && row.host !== null)

/** Cheaper than `expect` by far, where thousands are held. */
function hold(condition: boolean, what: string): void {
  if (!condition) expect.fail(`${what}: this must not be`)
}

function hostsAreNotOvercommitted(world: World): void {
  for (const host of world.table(hosts).all()) {
    for (const left of Object.values(freeOf(host))) hold(left >= 0, `room on ${host.id}`)
  }
}

function slicesAreTheInstances(world: World): void {
  const held = world
    .table(hosts)
    .all()
    .flatMap(({ id, slices }) =>
      slices.map(({ instance, account }) => `${id} ${account} ${instance}`),
    )
  const alive = world.table(instances).all().filter(holdsASlice)
  const wanted = alive.map((row) => `${row.host} ${row.account} ${instanceRef(row)}`)
  expect(held.sort()).toEqual(wanted.sort())
  for (const row of world.table(instances).all()) {
    hold((row.host !== null) === holdsASlice(row), `host of ${row.id}, ${row.state}`)
  }
}

function whatBelongsTogetherIsThere(world: World): void {
  const rows = world.table(instances).all()
  const alive = rows.filter((row) => row.state !== 'terminated')
  const interfaces = world.table(networkInterfaces).all()
  expect(interfaces.map((each) => `${each.id} ${each.instance}`).sort()).toEqual(
    alive.map((row) => `${row.interface} ${row.id}`).sort(),
  )
  const known = new Set(
    world
      .table(volumes)
      .all()
      .map((each) => each.id),
  )
  for (const row of alive) hold(known.has(row.volume ?? ''), `volume of ${row.id}`)
  const pending = new Set(world.schedule.pending().map((timer) => timer.sequence))
  for (const row of rows) {
    if (row.timer !== null) hold(pending.has(row.timer), `timer of ${row.id}`)
    else hold(row.state === 'running' || row.state === 'stopped', `timer of ${row.id}`)
  }
  expect(new Set(rows.flatMap((row) => row.timer ?? [])).size).toBe(world.schedule.size)
}

function addressesAreUsedOnce(world: World): void {
  const rows = world.table(networkInterfaces).all()
  const all = rows.map((row) => `${row.vpc} ${row.privateIp}`)
  all.push(...rows.flatMap((row) => row.publicIp ?? []), ...rows.map((row) => row.mac))
  expect(new Set(all).size).toBe(all.length)
}

/** Nano-dollars of a meter, from the definition. */
function naiveCost(row: Meter, world: World): bigint {
  const end = row.endedAt ?? world.now
  const ticks = Math.max(end - row.startedAt, row.kind === 'instance' ? 60 * 10_000_000 : 0)
  return (BigInt(ticks) * BigInt(row.units) * BigInt(row.nanoDollarsPerHour)) / 36_000_000_000n
}

function moneyAddsUp(world: World): void {
  const sums = new Map<string, bigint>()
  let total = 0n
  for (const [key, row] of world.table(meters).entries()) {
    hold(metered(row, world.now) >= 0, `length of ${key}`)
    const nanos = cost(row, world.now)
    hold(nanos === naiveCost(row, world) && nanos >= 0n, `cost of ${key}`)
    total += nanos
    sums.set(accountOf(key), (sums.get(accountOf(key)) ?? 0n) + nanos)
  }
  const known = new Set(
    world
      .table(accounts)
      .all()
      .map((each) => each.id),
  )
  for (const account of sums.keys()) hold(known.has(account), account)
  expect([...sums.values()].reduce((sum, each) => sum + each, 0n)).toBe(total)
}

/** What runs is counted once, and what does not run is not; things from before instant 0 are free. */
function metersRunForWhatRuns(world: World): void {
  const open = world
    .table(meters)
    .all()
    .filter((row) => row.endedAt === null)
  const subjects = (kind: Meter['kind']) =>
    open.filter((row) => row.kind === kind).map((row) => String(row.subject))
  const running = world
    .table(instances)
    .all()
    .filter((row) => row.state === 'running')
  const counted = running.filter((row) => row.meter !== null)
  expect(subjects('instance').sort()).toEqual(counted.map(instanceRef).sort())
  for (const row of running) hold(row.meter !== null || row.since < 0, `meter of ${row.id}`)
  const withAddress = world
    .table(networkInterfaces)
    .all()
    .filter((row) => row.meter !== null)
  expect(subjects('public-ipv4').length).toBe(withAddress.length)
  for (const row of withAddress) hold(row.publicIp !== null, `address of ${row.id}`)
  const stored = world
    .table(volumes)
    .all()
    .filter((row) => row.meter !== null)
  expect(subjects('volume').length).toBe(stored.length)
}

function causesPointBackwards(world: World): void {
  let last = { seq: 0, at: 0 }
  for (const event of world.events.since(0)) {
    const name = `event ${event.seq}`
    hold(event.seq === last.seq + 1, name)
    hold(event.at >= last.at && event.at <= world.now, name)
    if (event.cause !== null) {
      hold(event.cause < event.seq && world.events.find(event.cause) !== undefined, name)
    }
    last = event
  }
}

function timersLieAhead(world: World): void {
  for (const timer of world.schedule.pending()) hold(timer.at > world.now, timer.kind.name)
}

function tagsHaveTheirThings(world: World): void {
  const known = new Set(
    world
      .table(instances)
      .all()
      .map((row) => row.id),
  )
  for (const row of world.table(tags).all()) {
    if (row.resourceType === 'instance') hold(known.has(row.resource), row.resource)
  }
}

const CHECKERS = [
  hostsAreNotOvercommitted,
  slicesAreTheInstances,
  whatBelongsTogetherIsThere,
  addressesAreUsedOnce,
  moneyAddsUp,
  metersRunForWhatRuns,
  causesPointBackwards,
  timersLieAhead,
  tagsHaveTheirThings,
]

/** Runs every checker over a session's world. */
export function checkWorld(session: Session): void {
  for (const checker of CHECKERS) checker(session.cloud.world)
}
