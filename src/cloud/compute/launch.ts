/**
 * Launching instances: what RunInstances asks of the compute world.
 *
 * Models: the checks in the order of a launch (hardware, quota, addresses, capacity), then for each
 * instance a host and its slice, a root volume, an interface and the five stages. As many as fit
 * are launched, at most `maxCount`; below `minCount` nothing is. A refused launch changes nothing
 * and draws no id: all of it is planned before anything is written. Instances, root volumes and
 * interfaces have the default group unless others are named. Not modelled: network interfaces of
 * one's own, a chosen private address, Spot.
 */
import { must } from '../kernel/assert.ts'
import { fail, ok, type Result } from '../kernel/result.ts'
import type { World } from '../kernel/world.ts'
import { defaultGroup, defaultSubnets, defaultVpc } from '../network/defaults.ts'
import { createInterface, freeAddresses } from '../network/interfaces.ts'
import type { Subnet } from '../network/rows.ts'
import {
  insufficientCapacity,
  unsupportedInZone,
  unsupportedType,
  zonesOffering,
} from './capacity.ts'
import { allHosts, zones as allZones } from './hosts.ts'
import { newId } from './ids.ts'
import { putInstance, settle } from './instances.ts'
import { type PlacementRequest, place } from './placement.ts'
import { Plan, type Planned } from './plan.ts'
import { quotaRoom, vcpuLimitExceeded } from './quotas.ts'
import type { Host, Image, Instance } from './rows.ts'
import { drawStages } from './stages.ts'
import { stageTimer } from './timer-kinds.ts'
import type { InstanceType } from './types.ts'
import { createRootVolume, type RootVolume } from './volumes.ts'

/**
 * A launch whose things the operation has looked up: image, subnet and groups exist and belong
 * together.
 */
export interface LaunchRequest {
  readonly account: string
  readonly image: Image
  readonly type: InstanceType
  /** 1 or more, and at most `maxCount` */
  readonly minCount: number
  readonly maxCount: number
  /** the subnet named, or null for a default subnet; all instances go into one */
  readonly subnet: Subnet | null
  /** the zone named, or null for any; not together with another zone's subnet */
  readonly zone: string | null
  /** ids of security groups; empty for the VPC's default group */
  readonly groups: readonly string[]
  readonly keyName: string | null
  /** base64, as the caller sent it */
  readonly userData: string | null
  /** empty when the caller sent none */
  readonly clientToken: string
  readonly rootVolume: RootVolume
  /** whether the API may terminate it: the opposite of DisableApiTermination */
  readonly apiTermination: boolean
  /** whether the API may stop it: the opposite of DisableApiStop */
  readonly apiStop: boolean
  readonly shutdownBehavior: Instance['shutdownBehavior']
  readonly ebsOptimized: boolean
  readonly monitoring: Instance['monitoring']
}

/**
 * What a launch made: the reservation's id, and its instances in the order of their launch index.
 */
export interface Launch {
  readonly reservation: string
  readonly instances: readonly Instance[]
}

/** One instance's place in the plan: its host, and the subnet of the host's zone. */
interface Place {
  readonly planned: Planned
  readonly subnet: Subnet
}

/**
 * Launches between `minCount` and `maxCount` instances, pending. Refused with `Unsupported`,
 * `VPCIdNotSpecified`, `MissingInput`, `InvalidInput`, `VcpuLimitExceeded`,
 * `InsufficientFreeAddressesInSubnet` or `InsufficientInstanceCapacity`, in that order.
 */
export function launch(world: World, request: LaunchRequest): Result<Launch> {
  const { account, type } = request
  if (type.hardware === null) return unsupportedType(type)
  const subnets = subnetsFor(world, request)
  if (!subnets.ok) return subnets
  const named = request.subnet?.zone ?? request.zone
  const hosts = allHosts(world)
  if (named !== null && !zonesOffering(type, hosts).includes(named)) {
    return unsupportedInZone(type, named, hosts)
  }
  const allowed = Math.min(request.maxCount, quotaRoom(world, account, type))
  if (allowed < request.minCount) {
    return vcpuLimitExceeded(world, account, type.type, request.minCount * type.vcpus)
  }
  const places = planLaunch(world, request, subnets.value, named, allowed)
  if (!places.ok) return places
  const reservation = newId(world, 'r')
  const instances = places.value.map((place, index) =>
    createInstance(world, request, place, reservation, index),
  )
  return ok({ reservation, instances })
}

/** The subnets a launch may use, at most one a zone. */
function subnetsFor(world: World, request: LaunchRequest): Result<readonly Subnet[]> {
  if (request.subnet !== null) return ok([request.subnet])
  const vpc = defaultVpc(world, request.account)
  if (vpc === undefined) {
    return fail(
      'VPCIdNotSpecified',
      'No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.',
    )
  }
  const all = defaultSubnets(world, request.account, vpc.id)
  const { zone } = request
  const some = zone === null ? all : all.filter((subnet) => subnet.zone === zone)
  if (some.length > 0) return ok(some)
  return zone === null
    ? fail(
        'MissingInput',
        `No subnets found for the default VPC '${vpc.id}'. Please specify a subnet.`,
      )
    : fail('InvalidInput', `No default subnet for availability zone: '${zone}'.`)
}

/** What one attempt to place a batch found: the places, and whether addresses or room ended it. */
interface Attempt {
  readonly places: readonly Place[]
  readonly ended: 'full' | 'addresses' | 'room'
  readonly hosts: readonly Host[]
}

/**
 * Places as many as fit, up to `count`; fewer than `minCount` is refused. A request goes into one zone: EC2
 * launches what fits "in the target Availability Zone" (RunInstances, MaxCount). Without a zone named, that is
 * the zone of the host that the orchestrator likes best, or of the next best that takes `minCount`.
 */
function planLaunch(
  world: World,
  request: LaunchRequest,
  subnets: readonly Subnet[],
  named: string | null,
  count: number,
): Result<readonly Place[]> {
  const { account, type, minCount } = request
  const hosts = allHosts(world)
  const only = must(subnets[0], 'a subnet')
  if (named !== null) {
    const attempt = fill(world, request, only, [named], count)
    if (attempt.places.length >= minCount) return ok(attempt.places)
    if (attempt.ended === 'addresses') return noAddresses(only)
    return insufficientCapacity({ account, type, zones: [named] }, named, attempt.hosts)
  }
  const zones = subnets.length === allZones.length ? null : subnets.map((each) => each.zone)
  let addresses: Subnet | null = null
  for (const zone of zonesByRank({ account, type, zones }, hosts)) {
    const subnet = must(
      subnets.find((each) => each.zone === zone),
      `a subnet in ${zone}`,
    )
    const attempt = fill(world, request, subnet, zones, count)
    if (attempt.places.length >= minCount) return ok(attempt.places)
    if (attempt.ended === 'addresses') addresses ??= subnet
  }
  return addresses === null
    ? insufficientCapacity({ account, type, zones }, null, hosts)
    : noAddresses(addresses)
}

/** The zones that have room for one instance, the orchestrator's favourite first. */
function zonesByRank(request: PlacementRequest, hosts: readonly Host[]): string[] {
  const { candidates } = place(request, hosts).explanation
  const zoneOf = new Map(hosts.map((host) => [host.id, host.zone]))
  const ranked = candidates
    .filter((each) => each.rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
  return [...new Set(ranked.map((each) => must(zoneOf.get(each.host), 'a zone of the host')))]
}

/**
 * Places up to `count` instances in one subnet's zone. `asked` is what the caller left open: where the first
 * host found among those zones lies in this one, its explanation tells the whole choice.
 */
function fill(
  world: World,
  request: LaunchRequest,
  subnet: Subnet,
  asked: readonly string[] | null,
  count: number,
): Attempt {
  const { account, type } = request
  const plan = new Plan(allHosts(world), world.now)
  const free = freeAddresses(world, subnet)
  const favourite = place({ account, type, zones: asked }, plan.hosts).chosen?.zone === subnet.zone
  const places: Place[] = []
  while (places.length < count) {
    if (places.length === free) return { places, ended: 'addresses', hosts: plan.hosts }
    const zones = places.length === 0 && favourite ? asked : [subnet.zone]
    const planned = plan.add({ account, type, zones })
    if (planned === null) return { places, ended: 'room', hosts: plan.hosts }
    places.push({ planned, subnet })
  }
  return { places, ended: 'full', hosts: plan.hosts }
}

const noAddresses = (subnet: Subnet): Result<never> =>
  fail(
    'InsufficientFreeAddressesInSubnet',
    `There are not enough free addresses in subnet '${subnet.id}' to satisfy the requested number of instances.`,
  )

function createInstance(
  world: World,
  request: LaunchRequest,
  { planned, subnet }: Place,
  reservation: string,
  launchIndex: number,
): Instance {
  const { account, image } = request
  const id = newId(world, 'i')
  const group = defaultGroup(world, account, subnet.vpc)?.id
  const groups =
    request.groups.length > 0 ? request.groups : [must(group, `default group of ${subnet.vpc}`)]
  const volume = createRootVolume(world, account, subnet.zone, image, request.rootVolume)
  const stages = drawStages(world)
  const first = must(stages[0], 'a first stage')
  const row = putInstance(world, {
    id,
    account,
    reservation,
    launchIndex,
    image: image.id,
    type: request.type.type,
    zone: subnet.zone,
    subnet: subnet.id,
    vpc: subnet.vpc,
    groups,
    interface: createInterface(world, subnet, groups, id).id,
    keyName: request.keyName,
    userData: request.userData,
    clientToken: request.clientToken,
    state: 'pending',
    stateReasonCode: 'pending',
    stateReasonMessage: 'pending',
    transitionReason: '',
    everRunning: false,
    launchedAt: world.now,
    since: world.now,
    stages,
    host: planned.host.id,
    rootDevice: image.rootDevice,
    volume: volume.id,
    apiTermination: request.apiTermination,
    apiStop: request.apiStop,
    shutdownBehavior: request.shutdownBehavior,
    ebsOptimized: request.ebsOptimized,
    sourceDestCheck: true,
    timer: world.after(stageTimer, first.arrives, { account, instance: id, stage: 0 }),
    meter: null,
    monitoring: request.monitoring,
  })
  settle(world, row, planned)
  return row
}
