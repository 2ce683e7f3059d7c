/**
 * The view `inspect`: what there is to say of one thing, by its ref.
 *
 * Of another account's instance the lab shows what its walls show: type, size, state, place and
 * whose it is; addresses, disks, costs and buckets are the owner's. Null for what is not there at this
 * instant.
 */
import { allHosts, findZone, freeOf, hostKey, hostRef, usedOf, zones } from '../compute/hosts.ts'
import { findImage } from '../compute/images.ts'
import { suits } from '../compute/placement.ts'
import { hosts, type Instance, instances } from '../compute/rows.ts'
import { nameOf } from '../compute/tags.ts'
import { instanceTypes, typeOf } from '../compute/types.ts'
import { findVolume, volumeRef } from '../compute/volumes.ts'
import { accountKey, accounts } from '../identity/accounts.ts'
import { must } from '../kernel/assert.ts'
import { asRef, ec2Ref, parseRef, type Ref } from '../kernel/ref.ts'
import { keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import { findInterface, interfaceRef } from '../network/interfaces.ts'
import { costOf, instanceCosts } from './costs.ts'
import { chosen, field, group, link, links, money, named, tagGroups, thing } from './fields.ts'
import { inspectCall } from './inspect-call.ts'
import {
  groupRef,
  inspectGroup,
  inspectInterface,
  inspectSubnet,
  inspectVpc,
  subnetRef,
  vpcRef,
} from './inspect-network.ts'
import { inspectBucket, inspectObject } from './inspect-storage.ts'
import { rackRef, zoneRef } from './region.ts'
import type { FieldGroupView, InspectView, Past } from './types.ts'

/** What is asked: whose page it is, and which thing. */
interface Params {
  readonly account: string
  readonly ref: string
}

type InspectOwn = (world: World, account: string, ref: Ref, id: string) => InspectView | null

/** What only its account may see, by kind. */
const OWN: Readonly<Record<string, InspectOwn>> = {
  volume: inspectVolume,
  vpc: inspectVpc,
  subnet: inspectSubnet,
  'security-group': inspectGroup,
  'network-interface': inspectInterface,
}

/** Computes the view of one thing for one account. */
export function inspectView(
  world: World,
  { account, ref: asked }: Params,
  past: Past,
): InspectView | null {
  const ref = asRef(asked)
  const parts = parseRef(asked)
  if (ref === null || parts === null) return null
  if (parts.account === null) {
    if (parts.kind === 'host') return inspectHost(world, ref, parts.id)
    if (parts.kind === 'rack') return inspectRack(world, ref)
    if (parts.kind === 'zone') return inspectZone(world, ref, parts.id)
    if (parts.kind === 'call') return inspectCall(world, account, ref, past)
    return null
  }
  if (parts.kind === 'instance') return inspectInstance(world, account, ref, parts)
  if (parts.kind === 'bucket') return inspectBucket(world, account, ref, parts.id)
  if (parts.kind === 'object') return inspectObject(world, account, ref, parts.id)
  if (parts.kind === 'image') return inspectImage(world, ref, parts.id)
  const own = parts.account === account ? OWN[parts.kind] : undefined
  return own?.(world, account, ref, parts.id) ?? null
}

function inspectInstance(
  world: World,
  viewer: string,
  ref: Ref,
  { id, account }: { readonly id: string; readonly account: string | null },
): InspectView | null {
  const row = world.table(instances).get(keyOf(account ?? '', id))
  if (row === undefined) return null
  const mine = row.account === viewer
  const name = mine ? nameOf(world, row.account, id) : null
  const groups = [...publicGroups(world, row), ...(mine ? ownGroups(world, row) : [])]
  return thing(ref, 'instance', name ?? id, groups)
}

function publicGroups(world: World, row: Instance): FieldGroupView[] {
  const { vcpus, memoryMib, accelerators, architecture } = typeOf(row.type)
  const owner = must(world.table(accounts).get(accountKey(row.account)), row.account)
  return [
    group(
      'instance',
      field('instance-id', 'code', row.id),
      field('state', 'state', row.state),
      field('since', 'instant', row.since),
      field('owner', 'text', owner.name),
      field('account', 'code', row.account),
      field('instance-type', 'code', row.type),
    ),
    group(
      'size',
      field('vcpus', 'count', vcpus),
      field('memory', 'mib', memoryMib),
      field('accelerators', 'count', accelerators?.count ?? 0),
      field('architecture', 'code', architecture),
    ),
    group('place', link('zone', zoneRef(row.zone)), {
      ...link('host', row.host === null ? null : hostRef(row.host)),
      choice: true,
    }),
  ]
}

function ownGroups(world: World, row: Instance): FieldGroupView[] {
  const { account } = row
  const network = findInterface(world, account, row.interface)
  return [
    group(
      'launch',
      field('launched', 'instant', row.launchedAt),
      link('image', imageRef(row.image)),
      field('reservation', 'code', row.reservation),
      field('key-name', 'code', row.keyName),
      field('state-reason', 'text', row.stateReasonMessage || null),
      field('transition-reason', 'text', row.transitionReason || null),
    ),
    group(
      'network',
      field('private-ip', 'code', network?.privateIp ?? null),
      field('public-ip', 'code', network?.publicIp ?? null),
      link('vpc', vpcRef(account, row.vpc)),
      link('subnet', subnetRef(account, row.subnet)),
      links(
        'security-groups',
        row.groups.map((each) => groupRef(account, each)),
      ),
      link('interface', network === undefined ? null : interfaceRef(account, network.id)),
      field('mac', 'code', network?.mac ?? null),
    ),
    group(
      'storage',
      field('root-device', 'code', row.rootDevice),
      link(
        'volume',
        row.volume !== null && findVolume(world, account, row.volume) !== undefined
          ? volumeRef(account, row.volume)
          : null,
      ),
    ),
    costGroup(world, row),
    ...tagGroups(world, account, row.id),
  ]
}

/** What the instance, its root volume and its public addresses have cost by now. */
function costGroup(world: World, row: Instance): FieldGroupView {
  const { instance, volume, address } = instanceCosts(world, row)
  return group(
    'cost',
    money('price-per-hour', typeOf(row.type).nanoDollarsPerHour),
    money('cost-instance', instance),
    money('cost-volume', volume),
    money('cost-address', address),
    money('cost-so-far', instance + volume + address),
  )
}

function inspectHost(world: World, ref: Ref, id: string): InspectView | null {
  const host = world.table(hosts).get(hostKey(id))
  if (host === undefined) return null
  const used = usedOf(host)
  const free = freeOf(host)
  const types = instanceTypes.filter((type) => suits(type, host)).map((type) => type.type)
  return thing(ref, 'host', host.label, [
    group(
      'host',
      field('host-id', 'code', host.id),
      chosen('hardware', 'code', host.hardware),
      chosen('accelerator', 'code', host.accelerator || null),
      chosen('types', 'code', types.join(', ')),
      link('zone', zoneRef(host.zone)),
      link('rack', rackRef(host.rack)),
    ),
    group(
      'size',
      chosen('vcpus', 'count', host.vcpus),
      chosen('memory', 'mib', host.memoryMib),
      chosen('accelerators', 'count', host.accelerators),
    ),
    group(
      'use',
      field('instances', 'count', host.slices.length),
      field('used-vcpus', 'count', used.vcpus),
      field('free-vcpus', 'count', free.vcpus),
      field('used-memory', 'mib', used.memoryMib),
      field('free-memory', 'mib', free.memoryMib),
    ),
  ])
}

function inspectRack(world: World, ref: Ref): InspectView | null {
  const some = allHosts(world).filter((host) => rackRef(host.rack) === ref)
  const [first] = some
  if (first === undefined) return null
  return thing(ref, 'rack', String(first.rack), [
    group(
      'rack',
      link('zone', zoneRef(first.zone)),
      links(
        'hosts',
        some.map((host) => hostRef(host.id)),
      ),
    ),
    group(
      'use',
      field(
        'instances',
        'count',
        some.reduce((sum, host) => sum + host.slices.length, 0),
      ),
      field(
        'free-vcpus',
        'count',
        some.reduce((sum, host) => sum + freeOf(host).vcpus, 0),
      ),
    ),
  ])
}

function inspectZone(world: World, ref: Ref, name: string): InspectView | null {
  const zone = findZone(name)
  if (zone === undefined) return null
  const some = allHosts(world).filter((host) => host.zone === name)
  const offered = instanceTypes.filter((type) => some.some((host) => suits(type, host)))
  return thing(ref, 'zone', zone.name, [
    group(
      'zone',
      field('zone-name', 'code', zone.name),
      chosen('zone-id', 'code', zone.id),
      chosen('racks', 'count', new Set(some.map((host) => host.rack)).size),
      chosen('hosts', 'count', some.length),
      field(
        'instances',
        'count',
        some.reduce((sum, host) => sum + host.slices.length, 0),
      ),
      field('types', 'code', offered.map((type) => type.type).join(', ')),
      chosen('other-zones', 'count', zones.length - 1),
    ),
  ])
}

function inspectVolume(world: World, account: string, ref: Ref, id: string): InspectView | null {
  const row = findVolume(world, account, id)
  if (row === undefined) return null
  const instance = row.attachedTo
  return named(world, account, ref, 'volume', id, [
    group(
      'volume',
      field('volume-id', 'code', id),
      field('state', 'state', row.state),
      field('volume-type', 'code', row.type),
      field('size', 'mib', row.sizeGib * 1024),
      field('iops', 'count', row.iops),
      field('throughput', 'count', row.throughput),
      field('snapshot', 'code', row.snapshot),
      field('created', 'instant', row.createdAt),
    ),
    group(
      'attachment',
      link('instance', instance === null ? null : ec2Ref(account, 'instance', instance)),
      field('device', 'code', row.device),
      field('attached', 'instant', row.attachedAt),
      field('delete-on-termination', 'text', row.deleteOnTermination),
      link('zone', zoneRef(row.zone)),
    ),
    group('cost', money('cost-so-far', costOf(world, account, ref))),
  ])
}

const imageRef = (id: string): Ref => ec2Ref('', 'image', id)

function inspectImage(world: World, ref: Ref, id: string): InspectView | null {
  const row = findImage(world, id)
  if (row === undefined) return null
  return thing(ref, 'image', row.name, [
    group(
      'image',
      chosen('image-id', 'code', row.id),
      field('description', 'text', row.description),
      field('owner', 'code', row.ownerAlias || row.owner),
      field('architecture', 'code', row.architecture),
      field('root-device', 'code', row.rootDevice),
      field('size', 'mib', row.rootGib * 1024),
      chosen('created', 'instant', row.createdAt),
    ),
  ])
}
