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
import { ec2Ref } from '../kernel/ref.ts'
import { fail, ok, type Result, reason } from '../kernel/result.ts'
import type { World } from '../kernel/world.ts'
import { defaultGroup, defaultSubnets, defaultVpc } from '../network/defaults.ts'
import { createInterface, freeAddresses, lowestFreeAddresses } from '../network/interfaces.ts'
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
import { beginStages } from './timers.ts'
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

/** A launch under way: what is asked, and the hosts as they are before it. */
interface Search {
  readonly world: World
  readonly request: LaunchRequest
  readonly hosts: readonly Host[]
}

/** One instance's place in a plan: its host and its private address. */
interface Place {
  readonly planned: Planned
  readonly address: string
}

/** One attempt to place a batch in one subnet, whether addresses or room ended it, and the hosts it left. */
interface Attempt {
  readonly subnet: Subnet
  readonly places: readonly Place[]
  readonly ended: 'full' | 'addresses' | 'room'
  readonly hosts: readonly Host[]
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
  const attempt =
    named === null
      ? planAnywhere({ world, request, hosts }, subnets.value, allowed)
      : planInZone({ world, request, hosts }, must(subnets.value[0], 'a subnet'), allowed)
  if (!attempt.ok) return attempt
  const { subnet, places } = attempt.value
  const reservation = newId(world, 'r')
  const groups = groupsFor(world, request, subnet)
  const instances = places.map((place, launchIndex) =>
    createInstance(world, request, place, { reservation, launchIndex, subnet, groups }),
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

/**
 * Places as many as fit into the zone that is named, up to `count`. Where fewer than `minCount` do, the other
 * zones are tried as the caller might: only those that would take `minCount` are offered.
 */
function planInZone(search: Search, subnet: Subnet, count: number): Result<Attempt> {
  const { account, type, minCount } = search.request
  const { zone } = subnet
  const attempt = fill(search, subnet, [zone], count)
  if (attempt.places.length >= minCount) return ok(attempt)
  if (attempt.ended === 'addresses') return noAddresses(search, subnet)
  const others = defaultSubnets(search.world, account, subnet.vpc)
    .filter((each) => each.zone !== zone)
    .filter((each) => fill(search, each, [each.zone], minCount).ended === 'full')
    .map((each) => each.zone)
  return insufficientCapacity({ account, type, zones: [zone] }, attempt.hosts, { zone, others })
}

/**
 * Places as many as fit into one zone, up to `count`: EC2 launches what fits "in the target Availability Zone"
 * (RunInstances, MaxCount). It is the zone of the host that the orchestrator likes best, or of the next best
 * that takes `minCount`. A refusal judges each host as the attempt in its own zone left it.
 */
function planAnywhere(search: Search, subnets: readonly Subnet[], count: number): Result<Attempt> {
  const { account, type, minCount } = search.request
  const open = subnets.map((each) => each.zone)
  // Whoever may go anywhere is not told of zones.
  const asked = allZones.every((each) => open.includes(each.name)) ? null : open
  let left = search.hosts
  let full: Subnet | null = null
  for (const [at, subnet] of byRank({ account, type, zones: open }, search.hosts, subnets)) {
    const attempt = fill(search, subnet, at === 0 ? asked : [subnet.zone], count)
    if (attempt.places.length >= minCount) return ok(attempt)
    if (attempt.ended === 'addresses') full ??= subnet
    const tried = new Map(attempt.hosts.map((host) => [host.id, host]))
    left = left.map((host) => (host.zone === subnet.zone ? (tried.get(host.id) ?? host) : host))
  }
  return full === null
    ? insufficientCapacity({ account, type, zones: asked }, left, null)
    : noAddresses(search, full)
}

/**
 * The subnets, at most one a zone, whose zones have room for one instance, the zone of the orchestrator's
 * favourite host first; with their places in this order.
 */
function byRank(
  request: PlacementRequest,
  hosts: readonly Host[],
  subnets: readonly Subnet[],
): (readonly [number, Subnet])[] {
  const zoneOf = new Map(hosts.map((host) => [host.id, host.zone]))
  const ranks = new Map<string | undefined, number>()
  for (const { host, rank } of place(request, hosts).explanation.candidates) {
    const zone = zoneOf.get(host)
    if (rank !== null) ranks.set(zone, Math.min(rank, ranks.get(zone) ?? rank))
  }
  return subnets
    .flatMap((subnet) => {
      const rank = ranks.get(subnet.zone)
      return rank === undefined ? [] : [{ rank, subnet }]
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ subnet }, at) => [at, subnet] as const)
}

/**
 * Places up to `count` instances in one subnet's zone. `asked` is what the first one's explanation says was
 * open: null or several zones only where the favourite host among those lies in this one.
 */
function fill(
  { world, request, hosts }: Search,
  subnet: Subnet,
  asked: readonly string[] | null,
  count: number,
): Attempt {
  const { account, type } = request
  const plan = new Plan(hosts, world.now)
  const places: Place[] = []
  for (const address of lowestFreeAddresses(world, subnet, count)) {
    const planned = plan.add({ account, type, zones: places.length === 0 ? asked : [subnet.zone] })
    if (planned === null) return { subnet, places, ended: 'room', hosts: plan.hosts }
    places.push({ planned, address })
  }
  const ended = places.length < count ? 'addresses' : 'full'
  return { subnet, places, ended, hosts: plan.hosts }
}

const noAddresses = ({ world, request }: Search, subnet: Subnet): Result<never> =>
  fail(
    'InsufficientFreeAddressesInSubnet',
    `There are not enough free addresses in subnet '${subnet.id}' to satisfy the requested number of instances.`,
    {
      reasons: [
        reason(
          'network.no-addresses',
          { subnet: subnet.id, free: freeAddresses(world, subnet), needs: request.minCount },
          ec2Ref(subnet.account, 'subnet', subnet.id),
        ),
      ],
    },
  )

/** The groups of a launch: those named, or the VPC's default group, which is always there. */
function groupsFor(world: World, request: LaunchRequest, { vpc }: Subnet): readonly string[] {
  if (request.groups.length > 0) return request.groups
  return [must(defaultGroup(world, request.account, vpc), `default group of ${vpc}`).id]
}

/** What the instances of one launch share, and the number of one of them. */
interface Batch {
  readonly reservation: string
  readonly launchIndex: number
  readonly subnet: Subnet
  readonly groups: readonly string[]
}

function createInstance(
  world: World,
  request: LaunchRequest,
  { planned, address }: Place,
  { reservation, launchIndex, subnet, groups }: Batch,
): Instance {
  const { account, image } = request
  const id = newId(world, 'i')
  const volume = createRootVolume(world, account, subnet.zone, image, request.rootVolume)
  const stages = drawStages(world)
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
    interface: createInterface(world, subnet, address, groups, id).id,
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
    timer: null,
    meter: null,
    monitoring: request.monitoring,
  })
  settle(world, row, planned)
  return beginStages(world, row)
}
