/**
 * The view `region`: zones, racks, hosts, and who rents how much of each.
 *
 * Pure and cheap: one walk over the hosts, one lookup a slice. Names are shown of the caller's own
 * instances only. `instances` counts those that hold a slice.
 */
import { hostRef, type Zone, zones } from '../compute/hosts.ts'
import { instanceRef } from '../compute/instances.ts'
import { type Host, hosts, type Instance, instances, type Slice } from '../compute/rows.ts'
import { nameOf } from '../compute/tags.ts'
import { typeOf } from '../compute/types.ts'
import { accounts } from '../identity/accounts.ts'
import { must } from '../kernel/assert.ts'
import { labRef, parseRef, REGION, type Ref } from '../kernel/ref.ts'
import { keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import type {
  HostView,
  MachineView,
  OwnerView,
  RackView,
  RegionView,
  SliceView,
  ZoneView,
} from './types.ts'

/** The name of a zone and of a rack everywhere. */
export const zoneRef = (name: string): Ref => labRef('zone', name)
export const rackRef = (rack: number): Ref => labRef('rack', `r-${String(rack).padStart(2, '0')}`)

/** Who looks, and what the walk needs at hand. */
interface Look {
  readonly world: World
  readonly account: string
  readonly owners: ReadonlyMap<string, number>
}

/** Computes the view for one account. */
export function regionView(world: World, { account }: { readonly account: string }): RegionView {
  const all = world.table(accounts).all()
  const look = { world, account, owners: new Map(all.map((each) => [each.id, each.owner])) }
  const rows = world.table(hosts).all()
  const counts = new Map<string, number>()
  for (const host of rows) {
    for (const slice of host.slices) {
      counts.set(slice.account, (counts.get(slice.account) ?? 0) + 1)
    }
  }
  const owners: OwnerView[] = all.map((each) => ({
    owner: each.owner,
    account: each.id,
    name: each.name,
    mine: each.id === account,
    instances: counts.get(each.id) ?? 0,
  }))
  return {
    region: REGION,
    zones: zones.map((zone) => zoneView(look, zone, rows)),
    owners: owners.sort((a, b) => a.owner - b.owner),
    mine: machines(look),
    instances: owners.reduce((sum, each) => sum + each.instances, 0),
  }
}

function zoneView(look: Look, zone: Zone, rows: readonly Host[]): ZoneView {
  const racks = new Map<number, Host[]>()
  for (const host of rows) {
    if (host.zone !== zone.name) continue
    const rack = racks.get(host.rack)
    if (rack === undefined) racks.set(host.rack, [host])
    else rack.push(host)
  }
  return {
    ref: zoneRef(zone.name),
    name: zone.name,
    label: zone.label,
    racks: [...racks].map(([rack, some]) => rackView(look, rack, some)),
  }
}

const rackView = (look: Look, rack: number, rows: readonly Host[]): RackView => ({
  ref: rackRef(rack),
  label: String(rack),
  hosts: rows.map((host) => hostView(look, host)),
})

function hostView(look: Look, host: Host): HostView {
  let usedVcpus = 0
  let usedMemoryMib = 0
  for (const slice of host.slices) {
    usedVcpus += slice.vcpus
    usedMemoryMib += slice.memoryMib
  }
  return {
    ref: hostRef(host.id),
    label: host.label,
    hardware: host.hardware,
    vcpus: host.vcpus,
    memoryMib: host.memoryMib,
    usedVcpus,
    usedMemoryMib,
    slices: host.slices.map((slice) => sliceView(look, slice)),
  }
}

function sliceView(look: Look, slice: Slice): SliceView {
  const id = must(parseRef(slice.instance), `the ref ${slice.instance}`).id
  const row = must(look.world.table(instances).get(keyOf(slice.account, id)), `instance ${id}`)
  return {
    ref: slice.instance,
    id,
    owner: ownerOf(look, slice.account),
    type: row.type,
    vcpus: slice.vcpus,
    memoryMib: slice.memoryMib,
    state: row.state,
    name: slice.account === look.account ? nameOf(look.world, slice.account, id) : null,
    since: slice.since,
  }
}

/** The account's own instances, oldest launch first. */
function machines(look: Look): MachineView[] {
  return look.world
    .table(instances)
    .all(keyOf(look.account, ''))
    .map((row) => machineView(look, row))
    .sort((a, b) => a.launchedAt - b.launchedAt || (a.id < b.id ? -1 : 1))
}

function machineView(look: Look, row: Instance): MachineView {
  const { vcpus, memoryMib } = typeOf(row.type)
  return {
    ref: instanceRef(row),
    id: row.id,
    owner: ownerOf(look, row.account),
    type: row.type,
    vcpus,
    memoryMib,
    state: row.state,
    name: nameOf(look.world, row.account, row.id),
    host: row.host === null ? null : hostRef(row.host),
    zone: row.zone,
    launchedAt: row.launchedAt,
    stages: row.stages,
  }
}

const ownerOf = (look: Look, account: string): number =>
  must(look.owners.get(account), `the owner ${account}`)
