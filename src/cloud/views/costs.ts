/**
 * What one thing has cost, for the views: read from its meters at the present instant.
 */
import { cost, metersOf } from '../billing/meters.ts'
import type { Ref } from '../kernel/ref.ts'
import type { World } from '../kernel/world.ts'

/** Nano-dollars of all meters of one thing, by now. */
export function costOf(world: World, account: string, subject: Ref): bigint {
  let sum = 0n
  for (const meter of metersOf(world, account, subject)) sum += cost(meter, world.now)
  return sum
}
