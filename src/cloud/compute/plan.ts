/**
 * Planning: which hosts a batch of instances would go to, before anything is changed.
 *
 * One instance after another is placed on the hosts as the ones before it leave them. A plan is
 * pure, so a refused launch or start has changed nothing and drawn no id.
 */
import type { Instant } from '../kernel/instant.ts'
import { ec2Ref } from '../kernel/ref.ts'
import { withSlice } from './hosts.ts'
import { type Explanation, type PlacementRequest, place } from './placement.ts'
import type { Host, Slice } from './rows.ts'
import { acceleratorCount, type InstanceType } from './types.ts'

/** One planned instance: its host as it was found, and why that one. */
export interface Planned {
  readonly host: Host
  readonly explanation: Explanation
}

/** A plan under way: the hosts as they would be. */
export class Plan {
  readonly #now: Instant
  #hosts: readonly Host[]

  constructor(hosts: readonly Host[], now: Instant) {
    this.#hosts = hosts
    this.#now = now
  }

  /** The hosts as the plan leaves them. */
  get hosts(): readonly Host[] {
    return this.#hosts
  }

  /** Places one more instance, or answers null when no host can take it. */
  add(request: PlacementRequest): Planned | null {
    const { chosen, explanation } = place(request, this.#hosts)
    if (chosen === null) return null
    const nobody = ec2Ref(request.account, 'instance', 'planned')
    const slice = sliceOf(request.account, request.type, nobody, this.#now)
    const after = withSlice(chosen, slice)
    this.#hosts = this.#hosts.map((host) => (host.id === chosen.id ? after : host))
    return { host: chosen, explanation }
  }
}

/** The share of a host that one instance of a type takes. */
export const sliceOf = (
  account: string,
  type: InstanceType,
  instance: Slice['instance'],
  since: Instant,
): Slice => ({
  instance,
  account,
  vcpus: type.vcpus,
  memoryMib: type.memoryMib,
  accelerators: acceleratorCount(type),
  since,
})
