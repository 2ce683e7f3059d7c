/**
 * Why no host could be chosen, as EC2 says it.
 *
 * Models: `Unsupported` for a type without hardware in the zone asked for,
 * `InsufficientInstanceCapacity` for hardware without room (the lab's sheet of errors, §3). The
 * reasons name every host of the type's hardware and what it lacks; AWS tells nobody that.
 */
import { fail, type Reason, type Result, reason } from '../kernel/result.ts'
import { freeOf, hostRef, zones } from './hosts.ts'
import { type PlacementRequest, suits } from './placement.ts'
import type { Host } from './rows.ts'
import { acceleratorCount, type InstanceType } from './types.ts'

/** The zones, in order, that have a host a type runs on, full or not. */
export const zonesOffering = (type: InstanceType, hosts: readonly Host[]): string[] =>
  zones
    .map((zone) => zone.name)
    .filter((name) => hosts.some((host) => host.zone === name && suits(type, host)))

/** A launch of a type that the lab has no hardware for at all. */
export const unsupportedType = (type: InstanceType): Result<never> =>
  fail(
    'Unsupported',
    'The requested configuration is currently not supported. Please check the documentation for supported configurations.',
    { reasons: [reason('placement.not-sold', { type: type.type })] },
  )

/** A launch into a named zone that has no hardware for the type. */
export function unsupportedInZone(
  type: InstanceType,
  zone: string,
  hosts: readonly Host[],
): Result<never> {
  const offering = zonesOffering(type, hosts)
  return fail(
    'Unsupported',
    `Your requested instance type (${type.type}) is not supported in your requested Availability Zone (${zone}). Please retry your request by not specifying an Availability Zone or choosing ${offering.join(', ')}.`,
    { reasons: [reason('placement.zone', { type: type.type, needs: zone, has: offering })] },
  )
}

/** The zone that a caller named, and the other zones that would have taken the same launch. */
export interface NamedZone {
  readonly zone: string
  readonly others: readonly string[]
}

/**
 * A launch or start that there is not room enough for. `hosts` as the attempt left them; `named`
 * is null for a start, and for a launch that named no zone.
 */
export function insufficientCapacity(
  request: PlacementRequest,
  hosts: readonly Host[],
  named: NamedZone | null,
): Result<never> {
  return fail('InsufficientInstanceCapacity', capacityText(request.type, named), {
    httpStatus: 500,
    fault: 'server',
    reasons: hosts.flatMap((host) => lacks(request, host)),
  })
}

/**
 * Not naming a zone means any one of them, so it succeeds exactly when some other zone would: the
 * last sentence is whole or left out.
 */
function capacityText(type: InstanceType, named: NamedZone | null): string {
  if (named === null) return 'Insufficient capacity.'
  const { zone, others } = named
  const text = `We currently do not have sufficient ${type.type} capacity in the Availability Zone you requested (${zone}). Our system will be working on provisioning additional capacity.`
  if (others.length === 0) return text
  return `${text} You can currently get ${type.type} capacity by not specifying an Availability Zone in your request or choosing ${others.join(', ')}.`
}

/** What a host of the type's hardware lacks; nothing for other hardware. */
function lacks({ type, zones: wanted }: PlacementRequest, host: Host): Reason[] {
  if (!suits(type, host)) return []
  const ref = hostRef(host.id)
  if (wanted !== null && !wanted.includes(host.zone)) {
    return [reason('placement.zone', { type: type.type, needs: wanted, has: host.zone }, ref)]
  }
  const free = freeOf(host)
  const room = (what: string, needs: number, has: number): Reason[] =>
    needs > has ? [reason('placement.room', { type: type.type, what, needs, has }, ref)] : []
  return [
    ...room('vcpus', type.vcpus, free.vcpus),
    ...room('memoryMib', type.memoryMib, free.memoryMib),
    ...room('accelerators', acceleratorCount(type), free.accelerators),
  ].slice(0, 1)
}
