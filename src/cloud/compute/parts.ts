/**
 * What the compute world and its network add to a cloud: tables, timers, and what a new world
 * begins with.
 */
import type { TimerHandler } from '../kernel/schedule.ts'
import type { TableSpec } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import { networkInterfaces, securityGroups, subnets, vpcs } from '../network/rows.ts'
import { installFleet } from './hosts.ts'
import { installImages } from './images.ts'
import {
  hosts,
  images,
  instances,
  keyPairs,
  launchTokens,
  placements,
  tags,
  volumes,
} from './rows.ts'
import { computeTimers } from './timers.ts'

/** The parts of compute and network, for `cloud.ts`. */
export const computeParts: {
  readonly tables: readonly TableSpec<unknown>[]
  readonly timers: readonly TimerHandler<unknown>[]
  /**
   * Puts hosts, `hostScale` times their usual size, and public images into a new world. Accounts
   * have their default network by then.
   */
  begin(world: World, hostScale: number): void
} = {
  tables: [
    hosts,
    instances,
    volumes,
    images,
    placements,
    launchTokens,
    keyPairs,
    tags,
    vpcs,
    subnets,
    securityGroups,
    networkInterfaces,
  ],
  timers: computeTimers,
  begin(world, hostScale) {
    installFleet(world, hostScale)
    installImages(world)
  },
}
