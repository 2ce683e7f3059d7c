/**
 * What must hold in every world after every step; each checker throws with what it found.
 *
 * Checked: hosts and their slices, instances and what belongs to them, addresses, meters, events and their
 * causes; and money, counted once more from the events: who ran and who had an address from when to when, in
 * floating-point dollars, against the meters and against what the inspector shows. Not checked: whether an answer
 * is AWS's; the services' own tests do that. What things cost is checked in billing/meters.test.ts.
 */
import { expect } from 'vitest'
import { cost, type Meter, meters } from '../src/cloud/billing/meters.ts'
import { freeOf } from '../src/cloud/compute/hosts.ts'
import { instanceRef } from '../src/cloud/compute/instances.ts'
import { hosts, type Instance, instances, tags, volumes } from '../src/cloud/compute/rows.ts'
import { typeOf } from '../src/cloud/compute/types.ts'
import { accounts } from '../src/cloud/identity/accounts.ts'
import { must } from '../src/cloud/kernel/assert.ts'
import { parseRef } from '../src/cloud/kernel/ref.ts'
import type { World } from '../src/cloud/kernel/world.ts'
import { networkInterfaces } from '../src/cloud/network/rows.ts'
import { inspectView } from '../src/cloud/views/inspect.ts'
import type { Past } from '../src/cloud/views/types.ts'
import type { Session } from '../src/session/session.ts'
import { STORAGE_CHECKERS } from './storageCheckers.ts'

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

/** A time that something ran or was held, as the events tell it, in seconds; `to` null: it still does. */
interface Span {
  readonly account: string
  readonly instance: string
  readonly kind: 'instance' | 'public-ipv4'
  readonly type: string
  readonly from: number
  to: number | null
}

/** The event that begins a span of each kind, and those that end it. */
const SPANS = {
  instance: {
    begins: 'compute.instance.running',
    ends: ['compute.instance.stopping', 'compute.instance.shutting-down'],
  },
  'public-ipv4': {
    begins: 'compute.instance.connected',
    ends: ['compute.instance.stopped', 'compute.instance.terminated'],
  },
} as const

function spansOf(world: World): Span[] {
  const spans: Span[] = []
  const open = new Map<string, Span>()
  for (const { type, at, subjects, detail } of world.events.since(0)) {
    const instance = String(detail.instance)
    for (const kind of ['instance', 'public-ipv4'] as const) {
      const key = `${kind} ${instance}`
      const seconds = at / 10_000_000
      const running = open.get(key)
      if (type === SPANS[kind].begins && running === undefined) {
        const account = must(parseRef(subjects[0] ?? '')?.account, `the account of ${instance}`)
        const what = { account, instance, kind, type: String(detail.type) }
        const span = { ...what, from: seconds, to: null }
        spans.push(span)
        open.set(key, span)
      }
      if (SPANS[kind].ends.some((end) => end === type) && running !== undefined) {
        running.to = seconds
        open.delete(key)
      }
    }
  }
  return spans
}

/** Nano-dollars of a span: AWS's prices in dollars an hour (FACTS §1.1, §2.2). */
function priceOf(span: Span, now: number): number {
  const length = (span.to ?? now) - span.from
  if (span.kind === 'public-ipv4') return (length / 3600) * 0.005 * 1e9
  const perHour = Number(typeOf(span.type).nanoDollarsPerHour)
  // A length that is whole but for the rounding of floating-point numbers is whole.
  return (Math.max(60, Math.ceil(length - 1e-8)) / 3600) * perHour
}

const now = (world: World): number => world.now / 10_000_000
const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0)

/** Equal but for what is rounded down: a nano-dollar for each of `parts`. */
function holdMoney(found: bigint, wanted: number, parts: number, what: string): void {
  const off = wanted - Number(found)
  hold(off >= -0.01 && off <= parts + 0.01, `${what}: ${found} where ${wanted} is due`)
}

function metersAddUpToTheEvents(world: World): void {
  const spans = spansOf(world)
  const rows = world.table(meters).all()
  const known = new Set(
    world
      .table(accounts)
      .all()
      .map((each) => each.id),
  )
  for (const row of rows) hold(known.has(row.account), row.account)
  for (const account of known) {
    for (const kind of ['instance', 'public-ipv4'] as const) {
      const some = rows.filter((row) => row.account === account && row.kind === kind)
      const due = spans.filter((span) => span.account === account && span.kind === kind)
      const sum = some.reduce((nanos, row) => nanos + cost(row, world.now), 0n)
      expect(some.length, `meters of ${kind} of ${account}`).toBe(due.length)
      const wanted = total(due.map((span) => priceOf(span, now(world))))
      holdMoney(sum, wanted, due.length, `${kind} of ${account}`)
    }
  }
}

/** What machines and disks cost stands in the world alone. */
const NO_PAST: Past = { requestsAt: () => [] }

/** The money fields of one thing in the inspector of its owner. */
function shownMoney(world: World, account: string, ref: string): ReadonlyMap<string, bigint> {
  const view = must(inspectView(world, { account, ref }, NO_PAST), `inspector of ${ref}`)
  const fields = view.groups.flatMap((group) => group.fields)
  return new Map(
    fields
      .filter((each) => each.kind === 'money')
      .map((each) => [each.code, BigInt(String(each.value))]),
  )
}

/** What the inspector shows of instances and volumes, against events and the volumes' rows. */
function inspectorShowsWhatIsDue(world: World): void {
  const spans = spansOf(world)
  const disks = new Map<string, bigint>()
  for (const row of world.table(volumes).all()) {
    const ref = `arn:aws:ec2:us-east-1:${row.account}:volume/${row.id}`
    const shown = shownMoney(world, row.account, ref).get('cost-so-far') ?? -1n
    const hours = row.createdAt < 0 ? 0 : (world.now - row.createdAt) / 36_000_000_000
    // $0.08 a GiB and a month of 730 hours, whose hourly price is a whole number of nano-dollars.
    const wanted = ((row.sizeGib * hours) / 730) * 0.08e9
    holdMoney(shown, wanted, 1 + row.sizeGib * hours, row.id)
    disks.set(row.id, shown)
  }
  for (const row of world.table(instances).all()) {
    const shown = shownMoney(world, row.account, instanceRef(row))
    const part = (code: string) => shown.get(code) ?? -1n
    for (const [kind, code] of [
      ['instance', 'cost-instance'],
      ['public-ipv4', 'cost-address'],
    ] as const) {
      const due = spans.filter((span) => span.kind === kind && span.instance === row.id)
      const wanted = total(due.map((span) => priceOf(span, now(world))))
      holdMoney(part(code), wanted, due.length, `${code} of ${row.id}`)
    }
    // A volume that is gone goes on to count for the instance it was made for.
    const disk = disks.get(row.volume ?? '')
    if (disk !== undefined) hold(part('cost-volume') === disk, `disk of ${row.id}`)
    else hold(part('cost-volume') >= 0n, `disk of ${row.id}`)
    const sum = part('cost-instance') + part('cost-address') + part('cost-volume')
    hold(part('cost-so-far') === sum, `cost of ${row.id}`)
  }
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
  metersAddUpToTheEvents,
  inspectorShowsWhatIsDue,
  metersRunForWhatRuns,
  causesPointBackwards,
  timersLieAhead,
  tagsHaveTheirThings,
  ...STORAGE_CHECKERS,
]

/** Runs every checker over the world of a session, or of whoever else holds a cloud with its events. */
export function checkWorld({ cloud }: Pick<Session, 'cloud'>): void {
  for (const checker of CHECKERS) checker(cloud.world)
}
