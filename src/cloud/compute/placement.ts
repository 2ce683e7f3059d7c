/**
 * Choosing a host for one instance: a pure function of the request and the hosts, with its reasons.
 *
 * AWS does not publish how it chooses; FACTS §1.2 only says that it tries to spread an account's
 * instances. The lab's order: the hardware that the type runs on, the zone asked for, room for it
 * (these three are musts), then the hosts with the fewest instances of the same account, then the
 * fullest of those (the least share of vCPUs free, then the least memory free), so that other hosts
 * stay free for large types; ties go to the lower host id. Invariants: the chosen host has room;
 * the order of `hosts` does not matter; every host is a candidate with either the first must it
 * failed or a rank. Simplified: no placement groups, no tenancy, no local disks as a resource.
 */
import { must } from '../kernel/assert.ts'
import type { Plain } from '../kernel/result.ts'
import { freeOf, type Room } from './hosts.ts'
import type { Host, Placement } from './rows.ts'
import { acceleratorCount, type InstanceType } from './types.ts'

/** What is asked of the orchestrator. `zones` null: any. */
export interface PlacementRequest {
  readonly account: string
  readonly type: InstanceType
  readonly zones: readonly string[] | null
}

/**
 * A stored placement without what only its instance gives it. `chosen` is empty when there is none.
 */
export type Explanation = Omit<Placement, 'id' | 'at' | 'instance'>

/** The choice, and why. */
export interface Choice {
  readonly chosen: Host | null
  readonly explanation: Explanation
}

/** A rule that a host must meet. */
export type MustRule = 'hardware' | 'zone' | 'room'

/** A rule names the hosts that are left when they are this few or fewer. */
export const FEW = 12

interface Weighed {
  readonly host: Host
  readonly free: Room
  readonly mine: number
  readonly failed: MustRule | null
}

/** Chooses a host for one instance, or null when none meets all musts. */
export function place(request: PlacementRequest, hosts: readonly Host[]): Choice {
  const weighed = [...hosts]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((host) => weigh(request, host))
  const ranked = weighed.filter((each) => each.failed === null).sort(compare)
  const ranks = new Map(ranked.map((each, index) => [each.host.id, index + 1]))
  const { type } = request
  const chosen = ranked[0] ?? null
  const zone = request.zones?.length === 1 ? must(request.zones[0], 'the zone') : null
  return {
    chosen: chosen?.host ?? null,
    explanation: {
      account: request.account,
      type: type.type,
      vcpus: type.vcpus,
      memoryMib: type.memoryMib,
      zone,
      rules: rulesOf(request, weighed, ranked),
      candidates: weighed.map(({ host, free, mine, failed }) => ({
        host: host.id,
        failed,
        rank: ranks.get(host.id) ?? null,
        freeVcpus: free.vcpus,
        freeMemoryMib: free.memoryMib,
        mine,
      })),
      chosen: chosen?.host.id ?? '',
    },
  }
}

/** Whether a type runs on a host's hardware, full or not. */
export function suits(type: InstanceType, host: Host): boolean {
  if (type.hardware !== host.hardware) return false
  return type.accelerators === null || type.accelerators.model === host.accelerator
}

/** Whether a host has room for one instance of a type, whatever its hardware. */
export const fits = (type: InstanceType, free: Room): boolean =>
  free.vcpus >= type.vcpus &&
  free.memoryMib >= type.memoryMib &&
  free.accelerators >= acceleratorCount(type)

function weigh(request: PlacementRequest, host: Host): Weighed {
  const free = freeOf(host)
  let mine = 0
  for (const slice of host.slices) if (slice.account === request.account) mine += 1
  return { host, free, mine, failed: firstFailed(request, host, free) }
}

function firstFailed(request: PlacementRequest, host: Host, free: Room): MustRule | null {
  if (!suits(request.type, host)) return 'hardware'
  if (request.zones !== null && !request.zones.includes(host.zone)) return 'zone'
  return fits(request.type, free) ? null : 'room'
}

/**
 * Fewest of the account's own, then the least share of vCPUs free, the least memory free, the id.
 */
function compare(a: Weighed, b: Weighed): number {
  return (
    a.mine - b.mine ||
    a.free.vcpus * b.host.vcpus - b.free.vcpus * a.host.vcpus ||
    a.free.memoryMib - b.free.memoryMib ||
    (a.host.id < b.host.id ? -1 : 1)
  )
}

type RuleRow = Explanation['rules'][number]

function rulesOf(
  { type, zones }: PlacementRequest,
  weighed: readonly Weighed[],
  ranked: readonly Weighed[],
): RuleRow[] {
  const first = ranked[0]
  const least = first?.mine ?? 0
  const passed = (...failed: readonly (MustRule | null)[]) =>
    weighed.filter((each) => failed.includes(each.failed))
  return [
    rule('hardware', passed('zone', 'room', null), {
      hardware: type.hardware,
      accelerator: type.accelerators?.model ?? null,
    }),
    ...(zones === null ? [] : [rule('zone', passed('room', null), { zones })]),
    rule('room', passed(null), {
      vcpus: type.vcpus,
      memoryMib: type.memoryMib,
      accelerators: acceleratorCount(type),
    }),
    rule(
      'spread',
      ranked.filter((each) => each.mine === least),
      { mine: least },
    ),
    rule('fullest', ranked.slice(0, 1), {
      freeVcpus: first?.free.vcpus ?? 0,
      vcpus: first?.host.vcpus ?? 0,
      freeMemoryMib: first?.free.memoryMib ?? 0,
    }),
  ]
}

function rule(
  code: RuleRow['code'],
  left: readonly Weighed[],
  values: Readonly<Record<string, Plain>>,
): RuleRow {
  const hosts = left.length <= FEW ? left.map((each) => each.host.id) : []
  return { code, left: left.length, hosts, values }
}
