/**
 * Every view by name: which tables and logs it is computed from, and how.
 *
 * A view is computed again only when one of its tables rose, so each must name all that it reads; one that
 * follows the clock (a cost so far) also when time has passed.
 */
import { trail } from '../audit/trail.ts'
import { meters } from '../billing/meters.ts'
import { storageUsage } from '../billing/storage.ts'
import { hosts, images, instances, placements, tags, volumes } from '../compute/rows.ts'
import { accounts } from '../identity/accounts.ts'
import type { World } from '../kernel/world.ts'
import { networkInterfaces, securityGroups, subnets, vpcs } from '../network/rows.ts'
import { buckets, objects } from '../storage/rows.ts'
import { bucketsView, bucketView } from './buckets.ts'
import { inspectView } from './inspect.ts'
import { lifecycleView } from './lifecycle.ts'
import { placementView } from './placement.ts'
import { regionView } from './region.ts'
import type { Past, ViewName, Views } from './types.ts'

/** One view: the names of its tables and logs, and the pure function. */
export interface ViewSpec<Name extends ViewName> {
  readonly tables: readonly string[]
  readonly followsClock?: boolean
  compute(world: World, params: Views[Name]['params'], past: Past): Views[Name]['data']
}

const names = (...specs: readonly { readonly name: string }[]): readonly string[] =>
  specs.map((spec) => spec.name)

/** The views by name. */
export const viewSpecs: { readonly [Name in ViewName]: ViewSpec<Name> } = {
  region: { tables: names(hosts, instances, tags, accounts), compute: regionView },
  placement: { tables: names(placements, hosts), compute: placementView },
  inspect: {
    tables: names(
      hosts,
      instances,
      volumes,
      images,
      tags,
      networkInterfaces,
      vpcs,
      subnets,
      securityGroups,
      accounts,
      meters,
      trail,
      buckets,
      objects,
      storageUsage,
    ),
    followsClock: true,
    compute: inspectView,
  },
  lifecycle: { tables: [], compute: lifecycleView },
  buckets: { tables: names(buckets), compute: bucketsView },
  bucket: { tables: names(buckets, objects), compute: bucketView },
}
