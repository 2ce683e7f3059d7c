/**
 * What the compute world and its network add to a cloud: tables, timers, and what a new world
 * begins with.
 */
import type { TimerHandler } from '../kernel/schedule.ts'
import { keyOf, type TableSpec } from '../kernel/table.ts'
import type { World } from '../kernel/world.ts'
import { meterAddress } from '../network/interfaces.ts'
import { networkInterfaces, securityGroups, subnets, vpcs } from '../network/rows.ts'
import { installFleet } from './hosts.ts'
import { installImages } from './images.ts'
import { meterInstance } from './instances.ts'
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
import { meterVolume } from './volumes.ts'

/** The parts of compute and network, for `cloud.ts`. */
export const computeParts: {
  readonly tables: readonly TableSpec<unknown>[]
  readonly timers: readonly TimerHandler<unknown>[]
  /**
   * Puts hosts, `hostScale` times their usual size, and public images into a new world. Accounts
   * have their default network by then.
   */
  begin(world: World, hostScale: number): void
  /** Starts to meter what an account has in use at instant 0, of its own set-up. */
  meter(world: World, account: string): void
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
  meter(world, account) {
    const own = keyOf(account, '')
    for (const row of world.table(instances).all(own)) meterInstance(world, row)
    for (const row of world.table(volumes).all(own)) meterVolume(world, row)
    for (const row of world.table(networkInterfaces).all(own)) meterAddress(world, row)
  },
}
