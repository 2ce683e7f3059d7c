/**
 * What one thing has cost, for the views: read from its meters at the present instant.
 */
import { cost, metersOf } from '../billing/meters.ts'
import { instanceRef } from '../compute/instances.ts'
import type { Instance } from '../compute/rows.ts'
import { volumeRef } from '../compute/volumes.ts'
import type { Ref } from '../kernel/ref.ts'
import type { World } from '../kernel/world.ts'
import { interfaceRef } from '../network/interfaces.ts'

/** Nano-dollars of all meters of one thing, by now. */
export function costOf(world: World, account: string, subject: Ref): bigint {
  let sum = 0n
  for (const meter of metersOf(world, account, subject)) sum += cost(meter, world.now)
  return sum
}

/** Nano-dollars of an instance by now: of its own time, of its root volume, and of its public addresses. */
export const instanceCosts = (world: World, row: Instance) => {
  const { account, volume } = row
  return {
    instance: costOf(world, account, instanceRef(row)),
    volume: volume === null ? 0n : costOf(world, account, volumeRef(account, volume)),
    address: costOf(world, account, interfaceRef(account, row.interface)),
  }
}
