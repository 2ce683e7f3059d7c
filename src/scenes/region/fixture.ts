/**
 * A plausible Region for tests and for looking at the picture: three zones, nine racks, 36 hosts, three tenants
 * and about 140 machines, and one launch of a t3.micro with the placement that chose its host.
 *
 * Not part of the product: nothing that ships imports it. Same numbers every time, from a small generator.
 */
import { instant, milliseconds } from '../../cloud/kernel/instant.ts'
import { ec2Ref, labRef } from '../../cloud/kernel/ref.ts'
import type {
  CandidateView,
  HostView,
  MachineView,
  PlacementView,
  RegionView,
  SliceView,
  StageView,
  ZoneView,
} from '../../cloud/views/types.ts'

const HARDWARE = ['graviton', 'intel-general', 'intel-general', 'intel-general']
/** A host of the longest name and the most vCPU, so that places for texts are tried. */
const LARGEST = { rack: 9, place: 1, hardware: 'training-gpu', vcpus: 192 }
const SIZES = [
  { type: 't3.micro', vcpus: 2, memoryMib: 1024 },
  { type: 'm5.large', vcpus: 2, memoryMib: 8192 },
  { type: 'm5.xlarge', vcpus: 4, memoryMib: 16_384 },
  { type: 'm5.2xlarge', vcpus: 8, memoryMib: 32_768 },
  { type: 'm5.xlarge', vcpus: 4, memoryMib: 16_384 },
]
const HOST_VCPUS = 32
const HOST_MIB = 131_072
const MINE = 2
const ACCOUNTS = ['210987654321', '345678901234', '123456789012', '456789012345']

/** Numbers from 0 to below `n`, the same every time. */
function numbers(seed: number): (n: number) => number {
  let state = seed
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 4_294_967_296) * n)
  }
}

const instanceRef = (owner: number, id: string) =>
  ec2Ref(ACCOUNTS[owner] ?? '999999999999', 'instance', id)
const idOf = (n: number) => `i-${(0x0a41_0000 + n * 7919).toString(16).padStart(17, '0')}`

function sliceOf(n: number, owner: number, pick: number): SliceView {
  const { type, vcpus, memoryMib } = SIZES[pick] ?? { type: 't3.micro', vcpus: 2, memoryMib: 1024 }
  const id = idOf(n)
  const ref = instanceRef(owner, id)
  const since = instant(-1)
  return { ref, id, owner, type, vcpus, memoryMib, state: 'running', name: null, since }
}

function hostOf(rack: number, place: number, slices: readonly SliceView[]): HostView {
  const largest = rack === LARGEST.rack && place === LARGEST.place
  return {
    ref: labRef('host', `h-${String(rack).padStart(2, '0')}${String(place).padStart(2, '0')}`),
    label: `${rack}.${place}`,
    hardware: largest ? LARGEST.hardware : (HARDWARE[place - 1] ?? 'intel-general'),
    vcpus: largest ? LARGEST.vcpus : HOST_VCPUS,
    memoryMib: HOST_MIB,
    usedVcpus: slices.reduce((n, slice) => n + slice.vcpus, 0),
    usedMemoryMib: slices.reduce((n, slice) => n + slice.memoryMib, 0),
    slices,
  }
}

/** The instants of the launch in the fixture, from its start. */
const STAGES: readonly StageView[] = (
  [
    ['choose', 0, 200],
    ['carve', 200, 900],
    ['image', 900, 3100],
    ['network', 3100, 3600],
    ['boot', 3600, 8000],
  ] as const
).map(([name, from, to]) => ({
  name,
  leaves: instant(milliseconds(from)),
  arrives: instant(milliseconds(to)),
}))

const LAUNCHED_ID = 'i-07c2e91ab45d03f68'
const LAUNCHED = instanceRef(MINE, LAUNCHED_ID)
const CHOSEN = '5.3'

function machineOf(state: MachineView['state']): MachineView {
  return {
    ref: LAUNCHED,
    id: LAUNCHED_ID,
    owner: MINE,
    type: 't3.micro',
    vcpus: 2,
    memoryMib: 1024,
    state,
    name: null,
    host: labRef('host', 'h-0503'),
    zone: 'us-east-1b',
    launchedAt: instant(0),
    stages: STAGES,
  }
}

function zoneOf(index: number, racks: ZoneView['racks']): ZoneView {
  const label = 'abc'[index] ?? 'z'
  return { ref: labRef('zone', `us-east-1${label}`), name: `us-east-1${label}`, label, racks }
}

/** The Region before (`launched` false) or after the launch. */
export function regionFixture(launched = false): RegionView {
  const next = numbers(20_260_101)
  let count = 0
  const zones = [0, 1, 2].map((zone) =>
    zoneOf(
      zone,
      [1, 2, 3].map((of) => {
        const rack = zone * 3 + of
        const hosts = [1, 2, 3, 4].map((place) => {
          const slices: SliceView[] = []
          const wanted = 2 + next(5)
          for (let i = 0; i < wanted; i += 1) {
            const slice = sliceOf(count, [0, 1, 3][next(3)] ?? 0, next(SIZES.length))
            if (slices.reduce((n, s) => n + s.vcpus, slice.vcpus) > HOST_VCPUS - 4) break
            slices.push(slice)
            count += 1
          }
          const own = launched && `${rack}.${place}` === CHOSEN
          return hostOf(rack, place, own ? [...slices, ownSlice()] : slices)
        })
        return { ref: labRef('rack', String(rack)), label: String(rack), hosts }
      }),
    ),
  )
  return {
    region: 'us-east-1',
    zones,
    owners: owners(zones),
    mine: launched ? [machineOf('pending')] : [],
    instances: count + (launched ? 1 : 0),
  }
}

const ownSlice = (): SliceView => ({
  ...sliceOf(0, MINE, 0),
  ref: LAUNCHED,
  id: LAUNCHED_ID,
  state: 'pending',
  since: instant(milliseconds(900)),
})

function owners(zones: readonly ZoneView[]): RegionView['owners'] {
  const slices = zones.flatMap((z) => z.racks.flatMap((r) => r.hosts.flatMap((h) => h.slices)))
  const names = ['Tidewater Films', 'Northwind Bank', 'You', 'Okapi Games']
  return names.map((name, owner) => ({
    owner,
    account: ACCOUNTS[owner] ?? '',
    name,
    mine: owner === MINE,
    instances: slices.filter((slice) => slice.owner === owner).length,
  }))
}

/** Why the launch of the fixture went where it went: five hosts could have taken it. */
export function placementFixture(view: RegionView = regionFixture(true)): PlacementView {
  const ranked = [CHOSEN, '4.2', '7.4', '1.4', '8.3']
  const candidates = view.zones.flatMap((zone) =>
    zone.racks.flatMap((rack) =>
      rack.hosts.map((host): CandidateView => {
        const rank = ranked.indexOf(host.label) + 1
        return {
          host: host.ref,
          label: host.label,
          zone: zone.name,
          failed: rank > 0 ? null : host.hardware === 'intel-general' ? 'room' : 'hardware',
          rank: rank > 0 ? rank : null,
          freeVcpus: host.vcpus - host.usedVcpus,
          freeMemoryMib: host.memoryMib - host.usedMemoryMib,
          mine: 0,
        }
      }),
    ),
  )
  const refs = (labels: readonly string[]) =>
    candidates.filter(({ label }) => labels.includes(label)).map(({ host }) => host)
  const rule = (code: string, left: number, labels: readonly string[] = []) => ({
    code,
    left,
    hosts: refs(labels),
    values: {},
  })
  return {
    ref: labRef('placement', LAUNCHED_ID),
    at: instant(milliseconds(200)),
    instance: LAUNCHED,
    type: 't3.micro',
    vcpus: 2,
    memoryMib: 1024,
    rules: [
      rule('room', 5, ranked),
      rule('hardware', 5, ranked),
      rule('spread', 3, ranked.slice(0, 3)),
      rule('fullest', 1, [CHOSEN]),
    ],
    candidates,
    chosen: labRef('host', 'h-0503'),
    chosenLabel: CHOSEN,
  }
}
