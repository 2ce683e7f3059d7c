/**
 * The fleet: three zones, nine racks, 36 hosts of eight hardware classes.
 *
 * AWS publishes neither how many hosts a zone has nor what is in one; all of this is the lab's
 * choice. A host is small enough that a slice of 2 vCPU is seen, and large enough for each type of
 * its class. Zone names map to zone ids alike for every account (at AWS, older accounts differ).
 * Invariant: the slices of a host never need more than it has; `withSlice` asserts it.
 */
import { assert, must } from '../kernel/assert.ts'
import { labRef, REGION, type Ref } from '../kernel/ref.ts'
import { keyOf } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import { type Host, hosts, type Slice } from './rows.ts'
import type { HardwareClass } from './types.ts'

/** An Availability Zone. */
export interface Zone {
  /** `us-east-1a` */
  readonly name: string
  /** `use1-az1` */
  readonly id: string
  /** `a` */
  readonly label: string
}

/** The Region's zones, in order. */
export const zones: readonly Zone[] = ['a', 'b', 'c'].map((label, index) => ({
  name: `${REGION}${label}`,
  id: `use1-az${index + 1}`,
  label,
}))

/** The zone of a name, or undefined. */
export const findZone = (name: string): Zone | undefined => zones.find((each) => each.name === name)

/** What a host of one class has. */
interface Size {
  readonly vcpus: number
  readonly memoryMib: number
  readonly accelerators: number
}

const GIB = 1024

/** The sizes of hosts: the lab's choice. Accelerators' models are the zone's. */
export const hostSizes: Readonly<Record<HardwareClass, Size>> = {
  'intel-general': { vcpus: 32, memoryMib: 128 * GIB, accelerators: 0 },
  'amd-general': { vcpus: 16, memoryMib: 64 * GIB, accelerators: 0 },
  graviton: { vcpus: 16, memoryMib: 64 * GIB, accelerators: 0 },
  'intel-memory': { vcpus: 16, memoryMib: 128 * GIB, accelerators: 0 },
  nvme: { vcpus: 16, memoryMib: 128 * GIB, accelerators: 0 },
  'dense-hdd': { vcpus: 16, memoryMib: 128 * GIB, accelerators: 0 },
  'graphics-gpu': { vcpus: 32, memoryMib: 128 * GIB, accelerators: 8 },
  'training-gpu': { vcpus: 192, memoryMib: 2304 * GIB, accelerators: 8 },
}

/** A host of A100s is what p4d.24xlarge takes whole (FACTS §2.2). */
const A100_SIZE: Size = { vcpus: 96, memoryMib: 1152 * GIB, accelerators: 8 }

/** The accelerators of each zone: T4, A10G and L4; A100 in zone a, H100 in b and c. */
const MODELS: Readonly<Record<string, Readonly<Partial<Record<HardwareClass, string>>>>> = {
  a: { 'graphics-gpu': 't4', 'training-gpu': 'a100' },
  b: { 'graphics-gpu': 'a10g', 'training-gpu': 'h100' },
  c: { 'graphics-gpu': 'l4', 'training-gpu': 'h100' },
}

/** Racks 1 to 9, each with four places; three racks a zone. */
const RACKS: readonly (readonly HardwareClass[])[] = [
  ['intel-general', 'graviton', 'nvme', 'intel-general'],
  ['intel-general', 'amd-general', 'intel-memory', 'graphics-gpu'],
  ['graviton', 'intel-general', 'dense-hdd', 'training-gpu'],
  ['graviton', 'intel-general', 'nvme', 'amd-general'],
  ['intel-memory', 'dense-hdd', 'intel-general', 'intel-general'],
  ['intel-general', 'graviton', 'graphics-gpu', 'training-gpu'],
  ['intel-memory', 'graviton', 'nvme', 'intel-general'],
  ['intel-general', 'graphics-gpu', 'intel-general', 'graviton'],
  ['dense-hdd', 'amd-general', 'intel-general', 'training-gpu'],
]

const RACKS_PER_ZONE = 3

/** The fleet as it is before anybody rents: 36 empty hosts in order of rack and place. */
export function emptyFleet(): Host[] {
  return RACKS.flatMap((places, index) => {
    const zone = must(zones[Math.floor(index / RACKS_PER_ZONE)], `the zone of rack ${index + 1}`)
    return places.map((hardware, at) => emptyHost(zone, index + 1, at + 1, hardware))
  })
}

function emptyHost(zone: Zone, rack: number, place: number, hardware: HardwareClass): Host {
  const accelerator = MODELS[zone.label]?.[hardware] ?? ''
  const digits = (n: number) => String(n).padStart(2, '0')
  return {
    id: `h-${digits(rack)}${digits(place)}`,
    label: `${rack}.${place}`,
    zone: zone.name,
    rack,
    place,
    hardware,
    ...(accelerator === 'a100' ? A100_SIZE : hostSizes[hardware]),
    accelerator,
    slices: [],
  }
}

/** The key of a host's row. */
export const hostKey = (id: string): string => keyOf('lab', id)

/** A host's name everywhere: `lab:host/h-0503`. */
export const hostRef = (id: string): Ref => labRef('host', id)

/** Puts the empty fleet into a new world, each host `scale` times its usual size. */
export function installFleet(world: World, scale: number): void {
  for (const host of emptyFleet()) {
    const { vcpus, memoryMib, accelerators } = host
    world.table(hosts).set(hostKey(host.id), {
      ...host,
      vcpus: vcpus * scale,
      memoryMib: memoryMib * scale,
      accelerators: accelerators * scale,
    })
  }
}

/** The hosts of the Region in order of rack and place. */
export const allHosts = (world: World): Host[] => world.table(hosts).all()

/** What is in use on a host, or left. */
export interface Room {
  readonly vcpus: number
  readonly memoryMib: number
  readonly accelerators: number
}

/** What all slices of a host take together. */
export function usedOf(host: Host): Room {
  let vcpus = 0
  let memoryMib = 0
  let accelerators = 0
  for (const slice of host.slices) {
    vcpus += slice.vcpus
    memoryMib += slice.memoryMib
    accelerators += slice.accelerators
  }
  return { vcpus, memoryMib, accelerators }
}

/** What is left on a host. */
export function freeOf(host: Host): Room {
  const used = usedOf(host)
  return {
    vcpus: host.vcpus - used.vcpus,
    memoryMib: host.memoryMib - used.memoryMib,
    accelerators: host.accelerators - used.accelerators,
  }
}

/** The host with one slice more, the newest last. Throws when it does not fit. */
export function withSlice(host: Host, slice: Slice): Host {
  const after = { ...host, slices: [...host.slices, slice] }
  const free = freeOf(after)
  assert(
    free.vcpus >= 0 && free.memoryMib >= 0 && free.accelerators >= 0,
    `host ${host.id} has room for its slices`,
  )
  return after
}

/** Sets a slice apart on a host of the world. */
export function carve(world: World, id: string, slice: Slice): void {
  const table = world.table(hosts)
  table.set(hostKey(id), withSlice(must(table.get(hostKey(id)), `host ${id}`), slice))
}

/** Gives an instance's slice back. Throws when the host has none of it. */
export function release(world: World, id: string, instance: Ref): void {
  const table = world.table(hosts)
  const host = must(table.get(hostKey(id)), `host ${id}`)
  const slices = host.slices.filter((slice) => slice.instance !== instance)
  assert(slices.length === host.slices.length - 1, `host ${id} holds a slice of ${instance}`)
  table.set(hostKey(id), { ...host, slices })
}
